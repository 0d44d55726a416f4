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
from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.models import OfficerSession
from blacklist.services import officers, sessions
from blacklist.services.relation import principal_of

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


class FactorIn(Input):
    """A new one-time code."""

    code = Text(max_length=10, help_text="The one-time code (TOTP) shown now. Each is accepted once.")


class AcceptIn(Input):
    """The one-time secret that was handed over, and the password chosen."""

    secret = Text(write_only=True, help_text="As handed over; of two halves the first, a full stop, the second.")
    password = Text(trim_whitespace=False, write_only=True, help_text="At least 12 characters.")


class AcceptedOut(Output):
    """An account ready to sign in. The second factor's secret is shown this once."""

    username = serializers.CharField(source="officer.username")
    totp_secret = serializers.CharField(help_text="Base32; enter it into an authenticator.")


class FactorOut(Output):
    """How long this session goes on, and from when its one-time code counts."""

    expires_at = serializers.DateTimeField()
    second_factor_at = serializers.DateTimeField(help_text="Signing is possible for five minutes from here.")


class MeOut(FactorOut):
    """Who calls."""

    officer = OfficerOut()
    acting_for = serializers.SerializerMethodField(help_text="In whose place you sign today as acting president.")

    def get_acting_for(self, session: OfficerSession) -> str | None:
        principal = self.context["principal"]
        return principal.username if principal else None


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


class Factor(APIView):
    """``POST`` takes a new one-time code within the session."""

    @extend_schema(
        operation_id="renew_factor",
        summary="Give a new one-time code within this session, to sign for another five minutes.",
        description="Wrong codes count towards the lock-out of the user name at this address.",
        tags=["court"],
        request=FactorIn,
        responses={200: FactorOut},
    )
    def post(self, request: Request) -> Response:
        """Take a new one-time code."""
        session, given = cast(OfficerSession, request.auth), checked(FactorIn, request.data)
        renewed = sessions.renew_factor(request._request, session, code=given["code"], at=timezone.now())
        return Response(FactorOut(renewed).data)


class Me(APIView):
    """``GET`` says who calls."""

    @extend_schema(operation_id="read_me", summary="Read who you are here.", tags=["court"], responses={200: MeOut})
    def get(self, request: Request) -> Response:
        """Show the officer and the session of the token sent."""
        session = cast(OfficerSession, request.auth)
        principal = principal_of(session.officer, Duty.SIGN, on=legal_day(timezone.now()))
        return Response(MeOut(session, context={"principal": principal}).data)


class AcceptInvitation(APIView):
    """``POST`` takes up an invitation, without a session."""

    permission_classes = (AllowAny,)
    authentication_classes = ()

    @extend_schema(
        operation_id="accept_invitation",
        summary="Take up an invitation: set a password and get a second factor.",
        description="The secret works once and for seven days. Sign in afterwards.",
        tags=["court"],
        request=AcceptIn,
        responses={201: AcceptedOut},
    )
    def post(self, request: Request) -> Response:
        """Set the password and show the second factor."""
        accepted = officers.accept(**checked(AcceptIn, request.data), at=timezone.now())
        return Response(AcceptedOut(accepted).data, status=201)
