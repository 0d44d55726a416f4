"""``POST /v1/exemptions/use``: a check has led to a booking; what was permitted for one time is used up by it."""

import uuid
from typing import Any, cast

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from blacklist.law.refusals import Refusal
from restrictions.api.authentication import CredentialAuthentication
from restrictions.models import Credential
from restrictions.services import uses


class UseIn(serializers.Serializer[Any]):
    """Which check led to the booking."""

    reference = serializers.RegexField(r"^[0-9a-f]{32}$", max_length=32, help_text="`reference` of the answer.")

    def to_internal_value(self, data: Any) -> Any:
        """Return the fields read; refuse any other."""
        if isinstance(data, dict) and not data.keys() <= self.fields.keys():
            raise Refusal("unknown-field", f"Known here are: {', '.join(self.fields)}.")
        return super().to_internal_value(data)


class UseOut(serializers.Serializer[Any]):
    """The receipt; the same whether or not there was anything to use up."""

    reference = serializers.CharField()
    recorded_at = serializers.DateTimeField()


class Use(APIView):
    authentication_classes = (CredentialAuthentication,)
    permission_classes = ()

    @extend_schema(
        operation_id="use_exemption",
        summary="Say that a permitted check has led to a booking.",
        description="Call it once for each booking that rests on a `permitted` answer. What a court permitted for one "
        "time only is used up by it; a check alone never uses anything up. The receipt is the same for everybody, and "
        "the same again when the call is repeated.",
        tags=["check"],
        request=UseIn,
        responses={200: UseOut},
    )
    def post(self, request: Request) -> Response:
        """Record the use."""
        sent = UseIn(data=request.data)
        sent.is_valid(raise_exception=True)
        reference = uuid.UUID(hex=sent.validated_data["reference"])
        use = uses.record(reference, by=cast(Credential, request.auth), at=timezone.now())
        return Response(UseOut({"reference": use.reference.hex, "recorded_at": use.recorded_at}).data)
