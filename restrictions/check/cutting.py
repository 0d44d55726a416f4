"""Many checks in one body: cut into the bytes of each, which are then read by themselves.

A batch as a whole must be JSON and one object with the one field `checks`; what is wrong inside an element is that
element's own fault. The quick cut lets msgspec find the elements; it counts only when no key but `checks` stands
outside of them, which the quotation marks tell. A body that msgspec does not take goes to the slow reader.
"""

from collections.abc import Iterator

import msgspec

from blacklist.law.refusals import Refusal
from restrictions.check import body as one
from restrictions.check.body import MAX_BYTES

LARGEST_BATCH = 1000
BATCH_BYTES = 2 << 20

Cut = bytes | Refusal  # one check as sent, or why it is not even read


class BatchShape(msgspec.Struct, forbid_unknown_fields=True):
    """The body of a batch as sent."""

    checks: list[msgspec.Raw]


_decoder = msgspec.json.Decoder(BatchShape)
_WHITE = " \t\r\n"


def read_batch(body: bytes) -> list[Cut]:
    """Return the checks of a batch in order.

    :raises Refusal: `invalid-json`, `invalid-encoding`, `wrong-type`, `too-many-fields`, `duplicate-key`,
        `unknown-field`, `field-required` (also for an empty batch), `too-large` above 1,000 checks.
    """
    checks = _cut(body)
    if not checks:
        raise Refusal("field-required", "A batch holds one check at least.", pointer="checks")
    if len(checks) > LARGEST_BATCH:
        raise Refusal("too-large", "A batch holds 1,000 checks at most.", pointer="checks")
    return [check if len(check) <= MAX_BYTES else _too_large() for check in checks]


def _cut(body: bytes) -> list[bytes]:
    try:
        body.decode()
        checks = [bytes(raw) for raw in _decoder.decode(body).checks]
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _cut_slowly(body)
    if body.count(b'"') - sum(check.count(b'"') for check in checks) == 2:
        return checks
    return _cut_slowly(body)


def _cut_slowly(body: bytes) -> list[bytes]:
    text = one.decode(body)
    checks = one.object_members(one.parse(text), ("checks",))["checks"]
    if type(checks) is not list:  # an object is a list too: of its members
        raise Refusal("wrong-type", "A list is expected here.", pointer="checks")
    return list(_elements(text, text.index("[") + 1))  # the one key has no bracket in it


def _elements(text: str, at: int) -> Iterator[bytes]:
    """Yield the elements of a list that is known to be well formed and begins before ``at``."""
    while True:
        at = _past_white(text, at)
        if text[at] == "]":
            return
        end = one.end_of_value(text, at)
        yield text[at:end].encode()
        at = _past_white(text, end)
        if text[at] == ",":
            at += 1


def _past_white(text: str, at: int) -> int:
    while text[at] in _WHITE:
        at += 1
    return at


def _too_large() -> Refusal:
    return Refusal("too-large", f"One check has {MAX_BYTES:,} bytes at most.")


class Lines:
    """Lines out of a body that comes in parts; never more of it is held than one part and one line."""

    def __init__(self) -> None:
        self._begun: list[bytes] = []
        self._size = 0

    def feed(self, part: bytes) -> list[Cut]:
        """Return the lines that end in this part."""
        first, *others = part.split(b"\n")
        self._add(first)
        if not others:
            return []
        lines = [self._taken(), *(line if len(line) <= MAX_BYTES else _too_large() for line in others[:-1])]
        self._add(others[-1])
        return lines

    def rest(self) -> list[Cut]:
        """Return the last line, if it has no end."""
        return [self._taken()] if self._size else []

    def _add(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > MAX_BYTES:
            self._begun.clear()  # it is refused whatever it holds
        elif piece:
            self._begun.append(piece)

    def _taken(self) -> Cut:
        line: Cut = _too_large() if self._size > MAX_BYTES else b"".join(self._begun)
        self._begun.clear()
        self._size = 0
        return line
