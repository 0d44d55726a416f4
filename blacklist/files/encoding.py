"""In which of four encodings a text file is written. What it cannot read stays visible as unreadable, never as “?”."""

import codecs
from collections.abc import Iterator
from pathlib import Path

UTF_8, GB_18030, UTF_16_LE, UTF_16_BE = "utf-8", "gb18030", "utf-16-le", "utf-16-be"
MARKS = ((codecs.BOM_UTF8, UTF_8), (codecs.BOM_UTF16_LE, UTF_16_LE), (codecs.BOM_UTF16_BE, UTF_16_BE))
UNREADABLE = "\udcff"
BLOCK, LONGEST_LINE = 1 << 20, 64 * 1024


def _mark_unreadable(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return UNREADABLE, error.end


codecs.register_error("unreadable", _mark_unreadable)


def encoding_of(path: Path) -> str:
    """Return the encoding: as a byte-order mark says, else UTF-8 unless most lines say that it is GB18030.

    A few lines that are not UTF-8 are faults of these lines, not another encoding.
    """
    with path.open("rb") as file:
        start = file.read(3)
        for mark, encoding in MARKS:
            if start.startswith(mark):
                return encoding
        file.seek(0)
        said = [_is_utf_8(line) for line in _lines(iter(lambda: file.read(BLOCK), b"")) if not line.isascii()]
    return GB_18030 if said.count(False) * 2 > len(said) else UTF_8


def has_mark(path: Path) -> bool:
    """Say whether the file begins with a byte-order mark, which is not part of its text."""
    with path.open("rb") as file:
        return file.read(3).startswith(tuple(mark for mark, _ in MARKS))


def is_unreadable(cell: str) -> bool:
    """Say whether a cell holds what could not be read, or what another program had lost before (U+FFFD)."""
    return not cell.isascii() and (UNREADABLE in cell or "\ufffd" in cell)


def is_ambiguous(cells: list[str]) -> bool:
    """Say whether a row read as GB18030 is UTF-8 just as well: read wrongly, it would name somebody else."""
    text = "".join(cells)
    return not text.isascii() and _is_utf_8(text.encode(GB_18030, errors="replace"))


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _lines(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the lines; the middle of one that is too long, and refused for that, is left out."""
    rest = b""
    for block in blocks:
        *whole, rest = (rest + block).splitlines(keepends=True)
        yield from whole
        if len(rest) > LONGEST_LINE:
            rest = b""
    if rest:
        yield rest
