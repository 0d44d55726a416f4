"""Can every character of a document be printed? The font's own table of characters answers."""

import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from blacklist.law.refusals import Refusal

FONT = Path(__file__).parent / "fonts" / "NotoSerifCJKsc-Regular.otf"
SEGMENTED = 12  # the format of a `cmap` table that lists runs of characters of all planes

# Turn the order of what is read without being seen: in the font or not, they have no place in a court's document.
_OVERRIDES = frozenset([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
# Draw nothing by themselves: ends of lines, joiners, marks of direction, selectors of a shape.
_UNDRAWN = frozenset([0x0A, 0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])


def require_glyphs(text: str) -> None:
    """Let a text pass when the font can print all of it.

    :raises Refusal: ``glyph-missing``, naming the code point and nothing of the text around it.
    """
    for character in sorted(set(text)):
        if not is_printable(ord(character)):
            raise Refusal("glyph-missing", f"The font of documents has no sign for U+{ord(character):04X}.")


def is_printable(point: int) -> bool:
    """Say whether the font can print the character, or nothing of it needs printing."""
    return point not in _OVERRIDES and (point in _UNDRAWN or point in characters())


@lru_cache(maxsize=1)
def characters() -> frozenset[int]:
    """Return the code points the font has a sign for."""
    return frozenset(_characters(FONT.read_bytes()))


def _characters(font: bytes) -> Iterator[int]:
    cmap = _table(font, b"cmap")
    (subtables,) = struct.unpack_from(">H", font, cmap + 2)
    for place in range(subtables):
        (offset,) = struct.unpack_from(">I", font, cmap + 4 + 8 * place + 4)
        (form,) = struct.unpack_from(">H", font, cmap + offset)
        if form == SEGMENTED:
            (groups,) = struct.unpack_from(">I", font, cmap + offset + 12)
            for group in range(groups):
                first, last, _ = struct.unpack_from(">III", font, cmap + offset + 16 + 12 * group)
                yield from range(first, last + 1)
            return


def _table(font: bytes, tag: bytes) -> int:
    (tables,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * place) for place in range(tables))
    return int(next(offset for name, _, offset, _ in records if name == tag))
