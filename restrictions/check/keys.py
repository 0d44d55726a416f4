"""Keyed digests: how the index and the journal know a person without holding a name or a number.

Every family of keys has its own sub-key, derived by HKDF (RFC 5869) from one secret outside the database. A plain hash
would not do: there are only about 10¹¹ citizen numbers, and all of them can be tried.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self

from blacklist.law import forms

DIGEST_BYTES = 16
VERSION = f"2.{forms.VERSION}"  # of keys and of the normal forms behind them; another one means another index
NAME_BYTES = 4  # a name is only compared with those of one subject that something else has led to
NEAR_BYTES = 3

BIRTH_FAMILIES = ("han_dob", "pinyin_dob", "hk_dob", "tw_dob")
CURRENT, NEXT = "check.key", "check.next.key"
_OF_THE_INDEX = ("document", "organisation", "name", "near", *BIRTH_FAMILIES)
_OF_THE_JOURNAL = ("journal_subject", "journal_body")  # always of version 1, so that records of years can be compared


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


def _prefix(secret: bytes, version: str, family: str, size: int) -> hashlib.blake2b:
    sub_key = _derive(secret, f"check/{version}/{family}".encode())
    return hashlib.blake2b(f"{family}|".encode(), key=sub_key, digest_size=size)


def _one(prefix: hashlib.blake2b) -> Callable[[str | bytes], bytes]:
    def digest(canonical: str | bytes) -> bytes:
        keyed = prefix.copy()
        keyed.update(canonical.encode() if isinstance(canonical, str) else canonical)
        return keyed.digest()

    return digest


def _row(prefix: hashlib.blake2b) -> Callable[[Iterable[str]], list[bytes]]:
    """Return what makes many digests without a call for each: for a standing, which has some fifteen."""
    begin = prefix.copy

    def digests(canonical: Iterable[str]) -> list[bytes]:
        found = []
        for form in canonical:
            keyed = begin()
            keyed.update(form.encode())
            found.append(keyed.digest())
        return found

    return digests


class Keys:
    """The digests of one secret, one method a family."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        sizes = {"name": NAME_BYTES, "near": NEAR_BYTES}
        made = {family: _prefix(secret, VERSION, family, sizes.get(family, DIGEST_BYTES)) for family in _OF_THE_INDEX}
        self._document, self._organisation, self._name = (_one(made[family]) for family in _OF_THE_INDEX[:3])
        self._names, self._nears = _row(made["name"]), _row(made["near"])
        self._births = {family: made[family] for family in BIRTH_FAMILIES}
        self._subject, self._body = (_one(_prefix(secret, "1", family, DIGEST_BYTES)) for family in _OF_THE_JOURNAL)
        self._redress = _one(_prefix(secret, VERSION, "redress", DIGEST_BYTES))
        self._sighting = _one(_prefix(secret, "1", "journal_sighting", DIGEST_BYTES))
        self._sealing = hashlib.blake2b(key=_derive(secret, f"check/{VERSION}/seal".encode()), digest_size=DIGEST_BYTES)

    def __reduce__(self) -> tuple[type[Self], tuple[bytes]]:
        """Go to another process of this node as the secret; digests that have begun cannot."""
        return type(self), (self._secret,)

    def document(self, *, family: str, number: str, issuer: str | None) -> bytes:
        """Return the key under which a document is found; `family` is `law.identity.Document.family`."""
        return self._document(f"{family}|{issuer or ''}|{number}")

    def organisation(self, code: str) -> bytes:
        """Return the key of a unit by its organisation code: characters 9 to 17 of its credit code."""
        return self._organisation(code)

    def born(self, family: str, form: str, day: int) -> bytes:
        """Return the key of a person by one form of the name and the birth date, an ordinal: never by a name alone."""
        keyed = self._births[family].copy()
        keyed.update(f"{day}|{form}".encode())
        return keyed.digest()

    def births(self, said: Iterable[tuple[str, str]], day: int) -> list[bytes]:
        """Return what `born` gives for each family and form."""
        found, born = [], f"{day}|"
        for family, form in said:
            keyed = self._births[family].copy()
            keyed.update((born + form).encode())
            found.append(keyed.digest())
        return found

    def name(self, kind: str, form: str) -> bytes:
        """Return the short digest of a form of a name; compared, never looked up."""
        return self._name(f"{kind}|{form}")

    def names(self, said: Iterable[str]) -> list[bytes]:
        """Return what `name` gives for each `kind|form`."""
        return self._names(said)

    def nears(self, forms: Iterable[str]) -> list[bytes]:
        """Return the shorter digests of forms that near names share."""
        return self._nears(forms)

    def redress(self, number: str) -> bytes:
        """Return the key under which a redress number is found."""
        return self._redress(number)

    def subject(self, document_key: bytes) -> bytes:
        """Return what the journal keeps of the document asked about; it does not open the index."""
        return self._subject(document_key)

    def sighting(self, said: str) -> bytes:
        """Return what is counted of a name with a birth date, or of a document; it leads to no check and no index."""
        return self._sighting(said)

    def body(self, body: bytes) -> bytes:
        """Return what the journal keeps of a refused request's body."""
        return self._body(body)

    def seal(self) -> hashlib.blake2b:
        """Return a running keyed digest for what goes from node to node as a file: only who has the secret can make it.

        That of nothing names the secret.
        """
        return self._sealing.copy()

    @property
    def mark(self) -> bytes:
        """Return what names the secret and the version, and opens nothing."""
        return self._sealing.digest()


class Keyring:
    """The keys a process may need: the current ones, and during a rotation the next beside them.

    An index names the keys it was made with. Whoever reads it by others would find nobody and permit everybody.
    """

    def __init__(self, current: Keys, folder: Path | None = None) -> None:
        self._current = current
        self._folder = folder
        self._known = {current.mark: current}

    def of(self, mark: bytes | None) -> Keys | None:
        """Return the keys of an index by its mark; an index without one was made by the current keys.

        Unknown ones are looked for in the folder: a rotation may have begun since this process did.
        """
        if mark is None:
            return self._current
        if mark not in self._known and self._folder is not None:
            for name in (CURRENT, NEXT):
                if (path := self._folder / name).exists():
                    keys = Keys(read_secret(path))
                    self._known[keys.mark] = keys
        return self._known.get(mark)
