"""Who calls: an institution by its credential, where a request goes to the database and not to the index."""

import re
import uuid
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from restrictions import selectors
from restrictions.check.gate import credential_digest
from restrictions.check.tokens import DOTS, ID_BYTES, Tokens, token_secrets
from restrictions.models import Credential

_BEARER = re.compile(r"Bearer ([A-Za-z0-9._~+/-]{16,2048}=*)", re.IGNORECASE).fullmatch


class CredentialAuthentication(BaseAuthentication):
    """Let in an active institution by a credential that is good, or by a token for one."""

    def authenticate(self, request: Request) -> tuple[Credential, Credential]:
        """Return the credential, as user and as proof.

        :raises AuthenticationFailed: it is missing, wrong, run out or revoked, or its institution suspended.
        """
        form = _BEARER(request.META.get("HTTP_AUTHORIZATION", ""))
        found = _credential(form[1], at=timezone.now()) if form else None
        if found is None:
            raise AuthenticationFailed
        return found, found

    def authenticate_header(self, request: Request) -> str:
        """Return what a 401 tells the caller to send."""
        return "Bearer"


def _credential(sent: str, *, at: datetime) -> Credential | None:
    good = selectors.good_credentials(at=at)
    if sent.count(".") != DOTS:
        return good.filter(digest=credential_digest(sent)).first()
    claims = Tokens(token_secrets(settings.KEYS_DIR)).read(
        sent, is_known=lambda id: len(id) == ID_BYTES, now_ms=int(at.timestamp() * 1000)
    )
    return good.filter(pk=uuid.UUID(bytes=claims.credential)).first() if claims else None


class CredentialScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the OpenAPI document names it: as for the checks themselves."""

    target_class = "restrictions.api.authentication.CredentialAuthentication"
    name = "institutionCredential"

    def get_security_requirement(self, auto_schema: object) -> list[dict[str, list[str]]]:
        """Say that a token is as good as its credential."""
        return [{"institutionCredential": []}, {"institutionToken": []}]

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "Credential of an institution, bound to the activities of its assistance notice.",
        }
