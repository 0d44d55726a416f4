"""Who calls: the officer of an open session, shown by its bearer token."""

from typing import Any

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from blacklist.models import Officer, OfficerSession
from blacklist.services.sessions import find_session

SCHEME = "Bearer"


class SessionAuthentication(BaseAuthentication):
    """Let in the holder of an open session (``POST /court/v1/session``)."""

    def authenticate(self, request: Request) -> tuple[Officer, OfficerSession] | None:
        """Return the officer and the session, or None when the request names no token."""
        scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if not scheme:
            return None
        if scheme.lower() != SCHEME.lower():
            raise AuthenticationFailed
        session = find_session(token.strip(), at=timezone.now())
        if session is None:
            raise AuthenticationFailed
        return session.officer, session

    def authenticate_header(self, request: Request) -> str:
        """Return what a 401 tells the caller to send."""
        return SCHEME


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the OpenAPI document names it."""

    target_class = "blacklist.api.authentication.SessionAuthentication"
    name = "officerSession"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "Token of `POST /court/v1/session`. Signing needs a one-time code no older than 5 minutes.",
        }
