"""Who somebody is, as an identity provider says (OpenID Connect, code flow with PKCE): a document's type and number.

Only what the provider has signed counts, and only for the sign-in that this session began. Nothing of it is kept.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from config.record.fetching import NotFetched, fetch

DISCOVERY = "/.well-known/openid-configuration"
ALGORITHMS = ("ES256", "PS256", "RS256", "EdDSA")
LEEWAY_SECONDS = 30
RESIDENT = "resident_id"  # where no claim says which kind of document it is


class NotVouchedFor(Exception):
    """The provider did not say who it is in a way that can be relied on; the message names no person."""


@dataclass(frozen=True)
class Provider:
    """A provider, and what this service is there. ``acr``: how well it must have proved the identity; any if empty."""

    issuer: str
    client_id: str
    client_secret: str
    name: str
    scope: str
    type_claim: str
    number_claim: str
    acr: tuple[str, ...]


@dataclass(frozen=True)
class Begun:
    """One sign-in under way: what its answer must bring back, and what proves that we asked."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def anew(cls) -> "Begun":
        return cls(*(secrets.token_urlsafe(32) for _ in range(3)))


@dataclass(frozen=True)
class Vouched:
    """The document by which the provider knows who signed in."""

    document_type: str
    number: str


def provider() -> Provider | None:
    """Return the provider of this deployment, or None: then codes from a court's counter are the only way."""
    found: Mapping[str, Any] = settings.RECORD_OIDC
    return Provider(**found) if found["issuer"] else None


def address_to_ask(asked: Provider, begun: Begun, *, back: str) -> str:
    """Return where the person signs in; ``back`` is where the provider sends them after.

    :raises NotVouchedFor: the provider cannot be reached or is another one.
    """
    challenge = base64.urlsafe_b64encode(hashlib.sha256(begun.verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code",
        "client_id": asked.client_id,
        "redirect_uri": back,
        "scope": asked.scope,
        "state": begun.state,
        "nonce": begun.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    if asked.acr:
        query["acr_values"] = " ".join(asked.acr)
    return f"{_described(asked)['authorization_endpoint']}?{urlencode(query)}"


def vouched_for(asked: Provider, begun: Begun, *, code: str, back: str, at: datetime) -> Vouched:
    """Return the document of whoever signed in, for the code that the provider sent them back with.

    :raises NotVouchedFor: a token that is not the provider's, not for us, not of this sign-in, too old, or says no
        document.
    """
    described = _described(asked)
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": begun.verifier}
    answer = _fetched(described["token_endpoint"], form=form, user=(asked.client_id, asked.client_secret))
    keys = _fetched(described["jwks_uri"])
    claims = _read(str(answer.get("id_token", "")), keys, asked, begun, at=at)
    document_type = claims.get(asked.type_claim, "") if asked.type_claim else RESIDENT
    vouched = Vouched(document_type, claims.get(asked.number_claim, ""))
    if not (isinstance(vouched.document_type, str) and isinstance(vouched.number, str) and vouched.number):
        raise NotVouchedFor("the token says no document")
    return vouched


def _read(token: str, keys: Any, asked: Provider, begun: Begun, *, at: datetime) -> dict[str, Any]:
    rules = jwt.JWTClaimsRegistry(
        now=int(at.timestamp()),
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": asked.issuer},
        aud={"essential": True, "value": asked.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": begun.nonce},
    )
    try:
        claims = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS).claims
        rules.validate(claims)
    except (JoseError, ValueError, KeyError, TypeError) as fault:
        raise NotVouchedFor(f"the token is not good: {type(fault).__name__}") from None
    if claims.get("azp", asked.client_id) != asked.client_id:
        raise NotVouchedFor("the token is for another party")
    if asked.acr and claims.get("acr") not in asked.acr:
        raise NotVouchedFor("the identity was not proved well enough")
    return claims


def _described(asked: Provider) -> dict[str, Any]:
    described = _fetched(asked.issuer.rstrip("/") + DISCOVERY)
    if described.get("issuer") != asked.issuer:
        raise NotVouchedFor("another provider answers")
    return described


def _fetched(address: str, **how: Any) -> dict[str, Any]:
    try:
        return fetch(address, **how)
    except NotFetched as fault:
        raise NotVouchedFor(str(fault)) from None
