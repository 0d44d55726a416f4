"""Give an institution short-lived tokens for one of its credentials (OAuth 2.0 client credentials, RFC 6749 §4.4).

The grant is oauthlib's; who the client is and what the token says is ours. Nothing is stored: a token is good while its
credential is.
"""

import secrets
from base64 import b64decode
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import ECKey
from oauthlib.oauth2 import BackendApplicationServer, OAuth2Error, RequestValidator

from restrictions import selectors
from restrictions.check.gate import credential_digest
from restrictions.check.keys import read_secret
from restrictions.check.tokens import ALGORITHM, AUDIENCE, CURRENT, ISSUER, TYPE, key_of, token_secrets
from restrictions.models import Credential

LIFETIME_SECONDS = 600
_PREFIX_LENGTH = 13


def published_keys() -> dict[str, Any]:
    """Return the public keys as a JSON Web Key Set (RFC 7517)."""
    return {"keys": [_public(key_of(secret)) for secret in token_secrets(settings.KEYS_DIR)]}


class Clients(RequestValidator):  # type: ignore[misc]
    """A client is a credential: its id the public prefix, its secret the credential itself; scopes are activities."""

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Return whether the request shows a good credential, in one way only (RFC 6749 §2.3.1)."""
        basic = _basic(request.headers.get("Authorization", ""))
        posted = (request.client_id or "", request.client_secret or "")
        name, secret = basic or posted
        if (basic and any(posted)) or not secret.isascii() or name != secret[:_PREFIX_LENGTH]:
            return False
        request.client = selectors.good_credentials(at=timezone.now()).filter(digest=credential_digest(secret)).first()
        if request.client is None:
            return False
        request.client_id = request.client.client_id = request.client.pk.hex
        return True

    def validate_grant_type(self, client_id: Any, grant_type: str, *args: Any, **kwargs: Any) -> bool:
        return grant_type == "client_credentials"

    def get_default_scopes(self, client_id: Any, request: Any, *args: Any, **kwargs: Any) -> list[str]:
        return _scopes(request.client)

    def validate_scopes(self, client_id: Any, scopes: Sequence[str], client: Any, *args: Any, **kwargs: Any) -> bool:
        return set(scopes) <= set(_scopes(client))

    def save_bearer_token(self, token: Any, request: Any, *args: Any, **kwargs: Any) -> None:
        """Store nothing."""


def _scopes(credential: Credential) -> list[str]:
    covered = set(credential.institution.activities)
    return [code for code in credential.activities if code in covered]


def _basic(header: str) -> tuple[str, str] | None:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, secret = b64decode(encoded, validate=True).decode("ascii").partition(":")
    except ValueError:
        return "", ""
    return name, secret


def _sign(request: Any, refresh_token: bool = False) -> str:
    """Return a token for the client that was just authenticated."""
    key = _signing_key(settings.KEYS_DIR / CURRENT)
    now = int(timezone.now().timestamp())
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": request.client.institution_id.hex,
        "client_id": request.client.pk.hex,
        "scope": " ".join(request.scopes),
        "iat": now,
        "exp": now + LIFETIME_SECONDS,
        "jti": secrets.token_urlsafe(12),
    }
    return jwt.encode({"alg": ALGORITHM, "kid": key.thumbprint(), "typ": TYPE}, claims, key)


@lru_cache(maxsize=1)
def _signing_key(path: Path) -> ECKey:
    return key_of(read_secret(path))


def _public(key: ECKey) -> dict[str, Any]:
    shown = {"kid": key.thumbprint(), "use": "sig", "alg": ALGORITHM}
    return {**key.as_dict(private=False), **shown}


def grant(address: str, form: str, headers: Mapping[str, str]) -> tuple[dict[str, str], str, int]:
    """Return the headers, the body and the code with which a request for a token is answered."""
    try:
        answered: tuple[dict[str, str], str, int] = _server.create_token_response(address, "POST", form, dict(headers))
    except OAuth2Error as error:  # what it refuses before it looks at the grant, it raises
        return {**NO_STORE, "Content-Type": "application/json"}, error.json, error.status_code
    return answered


NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}
_server = BackendApplicationServer(Clients(), token_generator=_sign, token_expires_in=LIFETIME_SECONDS)
