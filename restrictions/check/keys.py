"""Keyed digests: how the index and the journal know a person without holding a name or a number.

Every family of keys has its own sub-key, derived by HKDF (RFC 5869) from one secret outside the database. A plain hash
would not do: there are only about 10¹¹ citizen numbers, and all of them can be tried.
"""

import hashlib
import hmac
from collections.abc import Callable
from pathlib import Path

DIGEST_BYTES = 16
VERSION = 1  # raise it when a normal form or a key changes; the index is rebuilt then

_FAMILIES = ("document", "name_n1", "journal_subject", "journal_body")


def read_secret(path: Path) -> bytes:
    """Return the 32 bytes kept as hexadecimal in `path`.

    :raises ValueError: when the file holds anything else.
    """
    secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    if len(secret) != 32:
        raise ValueError(f"{path.name} must hold 32 bytes as hexadecimal")
    return secret


def _derive(secret: bytes, info: bytes) -> bytes:
    """Return 32 bytes of HKDF-SHA-256 without a salt (RFC 5869; one block is enough)."""
    extracted = hmac.digest(b"\x00" * 32, secret, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")


class Keys:
    """The digests of one secret, one method a family."""

    def __init__(self, secret: bytes) -> None:
        self._document, self._name, self._subject, self._body = (self._family(secret, family) for family in _FAMILIES)
        self._sealing = hashlib.blake2b(key=_derive(secret, f"check/{VERSION}/seal".encode()), digest_size=DIGEST_BYTES)

    @staticmethod
    def _family(secret: bytes, family: str) -> Callable[[str | bytes], bytes]:
        sub_key = _derive(secret, f"check/{VERSION}/{family}".encode())
        prefix = hashlib.blake2b(f"{family}|".encode(), key=sub_key, digest_size=DIGEST_BYTES)

        def digest(canonical: str | bytes) -> bytes:
            keyed = prefix.copy()
            keyed.update(canonical.encode() if isinstance(canonical, str) else canonical)
            return keyed.digest()

        return digest

    def document(self, *, family: str, number: str, issuer: str | None) -> bytes:
        """Return the key under which a document is found; `family` is `law.identity.Document.family`."""
        return self._document(f"{family}|{issuer or ''}|{number}")

    def name(self, key: str) -> bytes:
        """Return the digest of a name's N1 form (`law.names.Name.key`); compared, never looked up."""
        return self._name(key)

    def subject(self, document_key: bytes) -> bytes:
        """Return what the journal keeps of the document asked about; it does not open the index."""
        return self._subject(document_key)

    def body(self, body: bytes) -> bytes:
        """Return what the journal keeps of a refused request's body."""
        return self._body(body)

    def seal(self) -> hashlib.blake2b:
        """Return a running keyed digest for what goes from node to node as a file: only who has the secret can make it.

        That of nothing names the secret.
        """
        return self._sealing.copy()
