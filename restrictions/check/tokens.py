"""Short-lived access tokens (JWT, RFC 9068; ES256), verified without the database.

A token names a credential. It is good while that stands in the index, so it is revoked by revoking the credential.
"""

import binascii
from base64 import urlsafe_b64decode
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from restrictions.check.keys import read_secret

ISSUER, AUDIENCE = "urn:restriction:tokens", "urn:restriction:checks"
ALGORITHM, TYPE = "ES256", "at+jwt"
CURRENT, PREVIOUS = "token.key", "token-previous.key"
DOTS = 2  # of a JSON Web Token; a credential has none
ID_BYTES = 16

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256 (FIPS 186-5)
_REMEMBERED = 10_000


class Claims(msgspec.Struct, frozen=True):
    """What a token says: for which institution (`sub`) and credential, about which activities, until when."""

    iss: str
    aud: str
    sub: str
    client_id: str
    scope: str
    iat: int
    exp: int
    jti: str

    @property
    def credential(self) -> bytes:
        """Return the id of the credential; empty where there is none."""
        try:
            return bytes.fromhex(self.client_id)
        except ValueError:
            return b""


def key_of(secret: bytes) -> ECKey:
    """Return the key pair that a secret of 32 bytes stands for."""
    private = ec.derive_private_key(int.from_bytes(secret) % (_ORDER - 1) + 1, ec.SECP256R1())
    return ECKey.import_key(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def token_secrets(folder: Path) -> tuple[bytes, ...]:
    """Return the secrets whose tokens are good, the one that signs first; none where tokens are not offered."""
    return tuple(read_secret(folder / name) for name in (CURRENT, PREVIOUS) if (folder / name).exists())


class Tokens:
    """Verifies tokens in one process. A verified one is remembered, so that it costs a look-up while it lasts."""

    def __init__(self, secrets: Sequence[bytes]) -> None:
        keys = [key_of(secret) for secret in secrets]
        self._keys = {key.thumbprint(): ECKey.import_key(key.as_dict(private=False)) for key in keys}
        self._verified: dict[str, Claims] = {}

    def read(self, token: str, *, is_known: Callable[[bytes], bool], now_ms: int) -> Claims | None:
        """Return what a token says, or None unless it is ours, has not run out, and names a known credential.

        The credential is asked for first: so nobody makes the node verify signatures without knowing one.
        """
        claims = self._verified.get(token) or _claims(token)
        if claims is None or now_ms >= claims.exp * 1000 or not is_known(claims.credential):
            return None
        if token not in self._verified:
            if not self._is_signed(token):
                return None
            if len(self._verified) >= _REMEMBERED:
                self._verified.clear()
            self._verified[token] = claims
        return claims

    def _is_signed(self, token: str) -> bool:
        try:
            header = msgspec.json.decode(_part(token, 0), type=dict[str, str])
            key = self._keys.get(header.get("kid", ""))
            if key is None or header.get("typ") != TYPE:
                return False
            jws.deserialize_compact(token, key, algorithms=[ALGORITHM])
        except (JoseError, msgspec.DecodeError, ValueError):
            return False
        return True


def _claims(token: str) -> Claims | None:
    try:
        claims = msgspec.json.decode(_part(token, 1), type=Claims)
    except (msgspec.DecodeError, binascii.Error):
        return None
    return claims if (claims.iss, claims.aud) == (ISSUER, AUDIENCE) else None


def _part(token: str, number: int) -> bytes:
    part = token.split(".")[number]
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))
