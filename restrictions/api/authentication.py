"""Who calls: an institution by its credential, where a request goes to the database and not to the index."""

import re

from django.db.models import Q
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from restrictions.check.gate import credential_digest
from restrictions.models import Credential, InstitutionState

_BEARER = re.compile(r"Bearer ([A-Za-z0-9._~+/-]{16,256}=*)", re.IGNORECASE).fullmatch


class CredentialAuthentication(BaseAuthentication):
    """Let in an active institution by a credential that is not revoked."""

    def authenticate(self, request: Request) -> tuple[Credential, Credential]:
        """Return the credential, as user and as proof.

        :raises AuthenticationFailed: it is missing, wrong, run out or revoked, or its institution suspended.
        """
        form = _BEARER(request.META.get("HTTP_AUTHORIZATION", ""))
        rows = Credential.objects.select_related("institution").filter(
            Q(valid_until=None) | Q(valid_until__gt=timezone.now()),
            revoked_at=None,
            institution__state=InstitutionState.ACTIVE,
        )
        found = rows.filter(digest=credential_digest(form[1])).first() if form else None
        if found is None:
            raise AuthenticationFailed
        return found, found

    def authenticate_header(self, request: Request) -> str:
        """Return what a 401 tells the caller to send."""
        return "Bearer"


class CredentialScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the OpenAPI document names it: as for the checks themselves."""

    target_class = "restrictions.api.authentication.CredentialAuthentication"
    name = "institutionCredential"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "Credential of an institution, bound to the activities of its assistance notice.",
        }
