"""Seal personal text at rest and find it again without reading it.

Names and document numbers are stored as AES-256-GCM with the record's own id as associated data, so a sealed value
copied onto another record does not open. Equality look-ups use a keyed BLAKE2b digest. Both keys lie outside the
database, in ``KEYS_DIR`` (mode 0600).
"""

import hashlib
import os
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_VERSION = b"\x01"
NONCE_BYTES = 12
KEY_BYTES = 32


class SealBroken(Exception):
    """A sealed value does not open: wrong key, wrong record, or changed bytes."""


@lru_cache(maxsize=32)
def _sub_key(keys_dir: str, name: str, purpose: str) -> bytes:
    master = bytes.fromhex((Path(keys_dir) / name).read_text().strip())
    if len(master) != KEY_BYTES:
        raise ValueError(f"{name} must hold {KEY_BYTES} bytes as hexadecimal")
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(master)


@lru_cache(maxsize=4)
def _cipher(keys_dir: str) -> AESGCM:
    return AESGCM(_sub_key(keys_dir, "encryption.key", "seal/1"))


def seal(text: str, *, record: str) -> bytes:
    """Encrypt ``text`` for the record named ``record`` (for example ``"person:<uuid>:name"``)."""
    nonce = os.urandom(NONCE_BYTES)
    cipher = _cipher(str(settings.KEYS_DIR))
    return KEY_VERSION + nonce + cipher.encrypt(nonce, text.encode(), record.encode())


def unseal(sealed: bytes | memoryview, *, record: str) -> str:
    """Return the text sealed for ``record``.

    :raises SealBroken: when it was sealed for another record, under another key, or was changed.
    """
    raw = bytes(sealed)
    if raw[:1] != KEY_VERSION:
        raise SealBroken("unknown key version")
    cipher = _cipher(str(settings.KEYS_DIR))
    start = 1 + NONCE_BYTES
    try:
        return cipher.decrypt(raw[1:start], raw[start:], record.encode()).decode()
    except InvalidTag:
        raise SealBroken("sealed for another record, or changed") from None


def blind(text: str, *, purpose: str) -> bytes:
    """Return the 16-byte keyed digest by which ``text`` is found again; useless without the key."""
    key = _sub_key(str(settings.KEYS_DIR), "blind.key", f"blind/1/{purpose}")
    return hashlib.blake2b(text.encode(), key=key, digest_size=16).digest()


def file_digest(*, purpose: str) -> "hashlib.blake2b":
    """Return the keyed digest of a file, to be fed with its content."""
    key = _sub_key(str(settings.KEYS_DIR), "blind.key", f"blind/1/{purpose}")
    return hashlib.blake2b(key=key, digest_size=16)


def blind_file(path: Path, *, purpose: str) -> bytes:
    """Return the 16-byte keyed digest by which the content of a file is found again."""
    digest = file_digest(purpose=purpose)
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.digest()
