"""Sign-in to the court API and the end of a session."""

from typing import Any, cast

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from blacklist.api.shapes import Input, Output, Text
from blacklist.api.views import checked
from blacklist.law.duties import Duty
from blacklist.models import OfficerSession
from blacklist.services import sessions

DUTIES = [(duty.value, duty.value) for duty in Duty]


class SessionIn(Input):
    """Password and second factor of an officer."""

    username = Text()
    password = Text(trim_whitespace=False, write_only=True)
    code = Text(max_length=10, help_text="The one-time code (TOTP) shown now. Each is accepted once.")


class OfficerOut(Output):
    """A member of court staff."""

    username = serializers.CharField()
    name = serializers.CharField()
    court = serializers.CharField(source="court_id", allow_null=True)
    duties = serializers.ListField(child=serializers.ChoiceField(DUTIES))


class SessionOut(Output):
    """An open session. The token is shown this once: send it as ``Authorization: Bearer <token>``."""

    token = serializers.CharField()
    expires_at = serializers.DateTimeField(source="session.expires_at")
    second_factor_at = serializers.DateTimeField(
        source="session.second_factor_at", help_text="Signing is possible for five minutes from here."
    )
    officer = OfficerOut(source="session.officer")


class Session(APIView):
    """``POST`` opens a session, ``DELETE`` ends it."""

    def get_permissions(self) -> list[BasePermission]:
        """Let anyone sign in, and only the holder of a session end it."""
        return [AllowAny()] if self.request.method == "POST" else [IsAuthenticated()]

    def get_authenticators(self) -> list[Any]:
        """Ignore an old token when signing in, so that one who still sends it is not turned away."""
        is_sign_in = getattr(self.request, "method", None) == "POST"
        return [] if is_sign_in else super().get_authenticators()

    @extend_schema(
        operation_id="open_session",
        summary="Sign in with password and one-time code.",
        description="Ten failures of one user name from one address lock that pair out for fifteen minutes.",
        tags=["court"],
        request=SessionIn,
        responses={201: SessionOut},
    )
    def post(self, request: Request) -> Response:
        """Open a session."""
        at = timezone.now()
        opened = sessions.open_session(request._request, **checked(SessionIn, request.data), at=at)
        return Response(SessionOut(opened).data, status=201)

    @extend_schema(operation_id="close_session", summary="End this session.", tags=["court"], responses={204: None})
    def delete(self, request: Request) -> Response:
        """End the session of the token sent."""
        sessions.close_session(cast(OfficerSession, request.auth), at=timezone.now())
        return Response(status=204)
