"""``POST /oauth2/token``: a short-lived token for a credential; and the keys by which tokens are verified."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.parsers import FormParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from restrictions.services import tokens


class TokenIn(serializers.Serializer[Any]):
    """The form of RFC 6749 §4.4.2. The client's id and secret come by HTTP Basic, or in the form."""

    grant_type = serializers.ChoiceField(["client_credentials"])
    scope = serializers.CharField(required=False, help_text="Activities, parted by spaces; left out: all.")
    client_id = serializers.CharField(required=False, help_text="The public prefix of the credential.")
    client_secret = serializers.CharField(required=False, help_text="The credential.")


class TokenOut(serializers.Serializer[Any]):
    """A token; send it as `Authorization: Bearer` with each check until it runs out."""

    access_token = serializers.CharField()
    token_type = serializers.ChoiceField(["Bearer"])
    expires_in = serializers.IntegerField(help_text="Seconds.")
    scope = serializers.CharField()


class TokenErrorOut(serializers.Serializer[Any]):
    """Why there is no token, as RFC 6749 §5.2 has it."""

    error = serializers.ChoiceField(
        ["invalid_request", "invalid_client", "invalid_scope", "unsupported_grant_type", "unauthorized_client"]
    )
    error_description = serializers.CharField(required=False)


class Token(APIView):
    authentication_classes = ()
    permission_classes = ()
    parser_classes = (FormParser,)

    @extend_schema(
        operation_id="grant_token",
        summary="Get a short-lived token for a credential.",
        description="OAuth 2.0 client credentials. A token is good for ten minutes at most, and no longer than its "
        "credential: revoked, suspended or narrowed, all its tokens are within a second.",
        tags=["check"],
        request={"application/x-www-form-urlencoded": TokenIn},
        responses={200: TokenOut, 400: TokenErrorOut, 401: TokenErrorOut},
        auth=[],
    )
    def post(self, request: Request) -> HttpResponse:
        """Grant a token."""
        sent = {name: value for name, value in request.headers.items() if name in ("Authorization", "Content-Type")}
        form = request.body.decode("utf-8", "replace").replace(" ", "+")  # `curl -d` leaves a space as it is
        headers, body, code = tokens.grant(request.get_full_path(), form, sent)
        return HttpResponse(body, status=code, headers=headers)


class Keys(APIView):
    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        operation_id="list_token_keys",
        summary="The public keys of tokens (RFC 7517).",
        tags=["check"],
        responses={200: inline_serializer("KeySetOut", {"keys": serializers.ListField(child=serializers.DictField())})},
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """Show them."""
        return Response(tokens.published_keys(), headers={"Cache-Control": "public, max-age=300"})
