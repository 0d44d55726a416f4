"""Which version of a record somebody has read, and what has changed in it since.

A version is the number of the newest register entry about the record, its state, and a short keyed digest of each of
its columns. So an act that is no entry of the register (the service of an enforcement notice) counts too, and what
differs can be named although nothing is kept of what was read.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from django.db.models import Field, Model

from blacklist.models import RegisterEntry
from blacklist.sealing import blind

DIGEST_BYTES = 3
ACTS_NAMED = 50


@dataclass(frozen=True)
class Version:
    """One version of one record; as text it is an entity tag without its quotes."""

    list_version: int
    state: str
    columns: bytes

    def __str__(self) -> str:
        return f"{self.list_version}.{self.state}.{base64.urlsafe_b64encode(self.columns).decode()}"


def read_version(text: str) -> Version | None:
    """Return the version that this text names, or None when it names none."""
    try:
        number, state, columns = text.split(".")
        return Version(int(number), state, base64.b64decode(columns, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error):
        return None


def version_of(record: Model) -> Version:
    """Return the version of a record as the database has it now."""
    fields = _fields(record)
    rows = type(record)._base_manager.filter(pk=record.pk)
    values = rows.values_list(*[field.attname for field in fields]).get()
    columns = b"".join(_digest(field.attname, value) for field, value in zip(fields, values, strict=True))
    newest = RegisterEntry.objects.filter(measure_id=record.pk).order_by("-version").values_list("version", flat=True)
    return Version(newest.first() or 0, str(getattr(record, "state", "")), columns)


def difference(then: Version, record: Model) -> dict[str, Any]:
    """Return what changed in a record since a version of it: state, fields by name, acts in the register."""
    now = version_of(record)
    since = RegisterEntry.objects.filter(measure_id=record.pk, version__gt=then.list_version).order_by("version")
    return {
        "state": {"then": then.state, "now": now.state},
        "fields": [name for name, one, other in _columns(then, now, record) if one != other],
        "acts": [
            {"list_version": entry.version, "act": entry.act, "at": entry.at, "actor": entry.actor_name}
            for entry in since[:ACTS_NAMED]
        ],
    }


def _columns(then: Version, now: Version, record: Model) -> list[tuple[str, bytes, bytes]]:
    """Return each field with its digests; a version of before a migration has other columns and tells of none."""
    if len(then.columns) != len(now.columns):
        return []
    places = range(0, len(now.columns), DIGEST_BYTES)
    names = [field.name.removesuffix("_sealed") for field in _fields(record)]
    return [
        (name, then.columns[place : place + DIGEST_BYTES], now.columns[place : place + DIGEST_BYTES])
        for name, place in zip(names, places, strict=True)
    ]


def _fields(record: Model) -> "list[Field[Any, Any]]":
    return [field for field in record._meta.concrete_fields if not field.primary_key]


def _digest(name: str, value: Any) -> bytes:
    plain = bytes(value) if isinstance(value, memoryview) else value
    return blind(f"{name}={plain!r}", purpose="version")[:DIGEST_BYTES]
