"""The body of one check: bytes in, its shape out, or a 400 that says what is wrong with it.

Two readers that must agree. The quick one lets msgspec decode into a strict shape; msgspec, however, keeps the last of
two equal keys and lets some control characters pass. So the quick result counts only when neither can be there: no
backslash, no bytes of a control character, and exactly as many quotation marks as the keys and texts of
the shape need (a repeated key would add two at least). Everything else, every faulty body included, goes to the slow
reader, which looks at each key and each number and names the fault.
"""

import json
import re
from collections.abc import Sequence
from typing import Any, NoReturn

import msgspec
from msgspec import UNSET, UnsetType

from blacklist.law.refusals import Refusal

MAX_BYTES = 64 * 1024
MAX_FIELDS = 64
MAX_DEPTH = 16
LARGEST_INTEGER = 2**31 - 1


class DocumentShape(msgspec.Struct, forbid_unknown_fields=True):
    """`subject.document` as sent."""

    type: str
    number: str
    issuer: str | None | UnsetType = UNSET


class SubjectShape(msgspec.Struct, forbid_unknown_fields=True):
    """`subject` as sent."""

    name: str
    birth_date: str | None | UnsetType = UNSET
    document: DocumentShape | None | UnsetType = UNSET


class CheckShape(msgspec.Struct, forbid_unknown_fields=True):
    """The body as sent: its fields are known, of the right type and free of control characters."""

    activity: str
    subject: SubjectShape
    redress_number: str | None | UnsetType = UNSET
    on: str | None | UnsetType = UNSET
    client_reference: str | None | UnsetType = UNSET
    receipt: bool | None | UnsetType = UNSET
    emergency: str | None | UnsetType = UNSET


_decoder = msgspec.json.Decoder(CheckShape)
_C1 = re.compile(rb"\xc2[\x80-\x9f]").search


def read_body(body: bytes) -> CheckShape:
    """Return the shape of a check's body.

    :raises Refusal: `invalid-json`, `invalid-encoding`, `too-many-fields`, `duplicate-key`, `number-range`,
        `control-characters`, `unknown-field`, `wrong-type` or `field-required`.
    """
    if b"\\" not in body and b"\x7f" not in body and (b"\xc2" not in body or not _C1(body)):
        try:
            shape = _decoder.decode(body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return _read_slowly(body)
        if body.count(b'"') == _quotation_marks(shape):
            return shape
    return _read_slowly(body)


def _quotation_marks(shape: CheckShape) -> int:
    """Count the quotation marks of a body in which every key of `shape` stands once and nothing else does."""
    subject, document = shape.subject, shape.subject.document
    marks = 10  # "activity": "…", "subject":, "name": "…"
    issuer: str | None | UnsetType = UNSET
    if isinstance(document, DocumentShape):
        marks, issuer, document = 20, document.issuer, UNSET  # "document":, "type": "…", "number": "…"
    for value in (
        document,
        issuer,
        subject.birth_date,
        shape.on,
        shape.client_reference,
        shape.redress_number,
        shape.receipt,
        shape.emergency,
    ):
        if value is not UNSET:
            marks += 4 if isinstance(value, str) else 2  # of the key, and of the value if it is a text
    return marks


# --- The slow reader --------------------------------------------------------------------------------------------------

_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]").search
_SURROGATE = re.compile(r"[\ud800-\udfff]").search
_OUTER = " \t\r\n"
_NUMBER_POINTER = "subject.document.number"


class Members(list[tuple[str, Any]]):
    """The members of one JSON object in the order in which they were sent, repeated keys included."""


class _Number:
    """A JSON number that is not to be turned into a Python one before its size is known."""

    def __init__(self, text: str) -> None:
        self.text = text

    def is_out_of_range(self, pointer: str) -> bool:
        """Say whether the number is too large; a citizen number sent as a number is a wrong type instead."""
        if not self.text.lstrip("-").isdigit():
            return float(self.text) in (float("inf"), float("-inf"))
        if pointer == _NUMBER_POINTER and len(self.text) <= 18:
            return False
        return len(self.text) > 11 or abs(int(self.text)) > LARGEST_INTEGER


def _read_slowly(body: bytes) -> CheckShape:
    value = parse(decode(body))
    _check_tree(value, "", 1)
    return _shape(value)


def decode(body: bytes) -> str:
    """Return the text of a body.

    :raises Refusal: `invalid-encoding`.
    """
    if body.startswith(_BYTE_ORDER_MARKS):
        raise Refusal("invalid-encoding", "Send UTF-8 without a byte-order mark.")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal("invalid-encoding") from None


def parse(text: str) -> Any:
    """Return the value of a JSON text, its objects as `Members`.

    :raises Refusal: `invalid-json`.
    """
    try:
        return _JSON.decode(text)
    except ValueError:
        raise Refusal("invalid-json") from None
    except RecursionError:
        raise Refusal("invalid-json", "The body is nested too deeply.") from None


def end_of_value(text: str, at: int) -> int:
    """Return where the JSON value that begins at ``at`` ends, in a text that `parse` has read."""
    return _JSON.raw_decode(text, at)[1]


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


_JSON = json.JSONDecoder(
    strict=False,  # a bare control character is named as such, not as broken JSON
    object_pairs_hook=lambda pairs: Members(pairs),
    parse_int=lambda text: _Number(text),
    parse_float=lambda text: _Number(text),
    parse_constant=_refuse_constant,
)


def _check_tree(value: Any, pointer: str, depth: int) -> None:
    """Walk every value, known or not: what is wrong with the JSON itself comes before what is wrong with a field."""
    if depth > MAX_DEPTH:
        raise Refusal("invalid-json", f"The body is nested deeper than {MAX_DEPTH} levels.")
    if isinstance(value, Members):
        _check_members(value, pointer, depth)
    elif isinstance(value, list):
        for item in value:
            _check_tree(item, pointer, depth + 1)
    elif isinstance(value, _Number):
        if value.is_out_of_range(pointer):
            raise Refusal("number-range", pointer=_known(pointer))
    elif isinstance(value, str):
        _check_text(value.strip(_OUTER), pointer)


def _check_members(members: Members, pointer: str, depth: int) -> None:
    if len(members) > MAX_FIELDS:
        raise Refusal("too-many-fields", pointer=_known(pointer))
    seen: set[str] = set()
    for key, item in members:
        _check_text(key, pointer)
        below = f"{pointer}.{key}" if pointer else key
        if key in seen:
            raise Refusal("duplicate-key", pointer=_known(below))
        seen.add(key)
        _check_tree(item, below, depth + 1)


def _check_text(text: str, pointer: str) -> None:
    if _CONTROL(text):
        raise Refusal("control-characters", pointer=_known(pointer))
    if _SURROGATE(text):
        raise Refusal("invalid-encoding", "Half of a surrogate pair is no character.", pointer=_known(pointer))


def _known(pointer: str) -> str | None:
    """Return the pointer if it is one of the API's own; a sender's key may be a name and is not repeated."""
    return pointer if pointer in _POINTERS else None


def object_members(value: Any, known: Sequence[str]) -> dict[str, Any]:
    """Return the members of the one object that a body is, all of them of the ``known`` keys, none null.

    :raises Refusal: `wrong-type`, `too-many-fields`, `control-characters`, `duplicate-key`, `unknown-field`,
        `field-required`.
    """
    if not isinstance(value, Members):
        raise Refusal("wrong-type", "An object is expected here.")
    if len(value) > MAX_FIELDS:
        raise Refusal("too-many-fields")
    seen: dict[str, Any] = {}
    for key, item in value:
        _check_text(key, "")
        if key in seen:
            raise Refusal("duplicate-key", pointer=key if key in known else None)
        seen[key] = item
    if not seen.keys() <= set(known):
        raise Refusal("unknown-field", f"Known here are: {', '.join(known)}.")
    for key in known:
        if seen.get(key) is None:
            raise Refusal("field-required", pointer=key)
    return seen


def _shape(value: Any) -> CheckShape:
    fields = _object(value, "", CheckShape)
    subject = _object(fields["subject"], "subject", SubjectShape)
    document = subject.get("document")
    if document is not None:
        subject["document"] = DocumentShape(
            **_typed(_object(document, "subject.document", DocumentShape), "subject.document")
        )
    fields["subject"] = SubjectShape(**_typed(subject, "subject"))
    return CheckShape(**_typed(fields, ""))


def _object(value: Any, pointer: str, shape: type[msgspec.Struct]) -> dict[str, Any]:
    """Return the members of an object whose keys are all known and whose required keys are there."""
    if not isinstance(value, Members):
        raise Refusal("wrong-type", "An object is expected here.", pointer=pointer or None)
    members = dict(value)
    known = msgspec.structs.fields(shape)
    if not members.keys() <= {field.name for field in known}:
        names = ", ".join(field.name for field in known)
        raise Refusal("unknown-field", f"Known here are: {names}.", pointer=pointer or None)
    for field in known:
        if field.required and members.get(field.name) is None:
            raise Refusal("field-required", pointer=_join(pointer, field.name))
    return members


def _typed(members: dict[str, Any], pointer: str) -> dict[str, Any]:
    for name, value in members.items():
        if value is not None and not isinstance(value, _TYPES.get(name, str)):
            raise Refusal("wrong-type", pointer=_join(pointer, name))
    return members


def _join(pointer: str, name: str) -> str:
    return f"{pointer}.{name}" if pointer else name


_TYPES: dict[str, type] = {"receipt": bool, "subject": SubjectShape, "document": DocumentShape}
_POINTERS = frozenset(
    _join(prefix, field.name)
    for prefix, shape in (("", CheckShape), ("subject", SubjectShape), ("subject.document", DocumentShape))
    for field in msgspec.structs.fields(shape)
)
