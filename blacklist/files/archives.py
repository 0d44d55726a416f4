"""Is this .xlsx what it should be, and safe to open? Asked of its directory first, then of what it really unpacks to.

Every member is unpacked here once, a block at a time, before the spreadsheet's reader sees the file.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO
from zipfile import ZipInfo

from blacklist.files.faults import FileRefused
from blacklist.files.malware import refuse_malware, windows

MEMBERS, UNPACKED_BYTES, RATIO = 2_000, 200 * 1024 * 1024, 100
RATIO_FROM = 1 << 20  # a small member of blanks harms nobody
DIRECTORY_BYTES = 1 << 20
BLOCK = 1 << 20

_END = b"PK\x05\x06"
_END_BYTES, _LOCAL_BYTES = 22, 30
_ARCHIVE, _COMPOUND, _PROGRAMS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", (b"MZ", b"\x7fELF")
_WORKBOOK, _TYPES = "xl/workbook.xml", "[Content_Types].xml"
_ACTIVE = re.compile(
    r"vbaproject|(^|/)(externallinks?|embeddings|activex|ctrlprops|macrosheets|dialogsheets|querytables|customui)"
    r"|(^|/)connections\.xml$",
    re.IGNORECASE,
).search
_MACRO_TYPE = re.compile(rb"macroEnabled|vbaProject|ms-excel\.intlmacrosheet", re.IGNORECASE).search
_DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE).search
# A formula that has another program started: =cmd|' /C calc'!A0 (DDE).
_DDE = re.compile(rb"<(?:\w+:)?f\b[^>]*>[^<]{0,8192}\|[^<]{0,8192}!").search
_COMPUTED = re.compile(rb"<(?:\w+:)?f[\s/>]|<(?:\w+:)?c\s[^>]*\bt\s*=\s*[\"']e[\"']").search


def check_archive(path: Path) -> None:
    """Let a spreadsheet pass that is one, within limits, without macros, links to elsewhere or entities.

    :raises FileRefused: ``file-type``, ``archive-limits``, ``macro-not-allowed``, ``malware``, ``csv-shape``.
    """
    with path.open("rb") as file:
        members, end = _directory(file)
        _check_names(members)
        _check_sizes(members)
        _check_places(file, members, end)
        for member in members:
            _check_content(member, _unpacked(file, member))


def _directory(file: BinaryIO) -> tuple[list[ZipInfo], int]:
    """Return the members and the place where they end; a directory too large is not even read."""
    size = file.seek(0, 2)
    file.seek(max(size - _END_BYTES, 0))
    last = file.read()
    if not last.startswith(_END):
        raise _no_spreadsheet()
    if int.from_bytes(last[12:16], "little") > DIRECTORY_BYTES or int.from_bytes(last[10:12], "little") > MEMBERS:
        raise _too_much(f"The file has more than {MEMBERS:,} members.")
    try:
        with zipfile.ZipFile(file) as archive:
            return archive.infolist(), archive.start_dir
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise _no_spreadsheet() from None


def _check_names(members: list[ZipInfo]) -> None:
    names = [member.filename for member in members]
    if any(_ACTIVE(name) for name in names):
        raise _active()
    if not {_WORKBOOK, _TYPES} <= set(names):
        raise _no_spreadsheet()
    if len({name.casefold() for name in names}) != len(names):
        raise _too_much("Two members of the file have one name.")


def _check_sizes(members: list[ZipInfo]) -> None:
    if len(members) > MEMBERS:
        raise _too_much(f"The file has more than {MEMBERS:,} members.")
    if sum(member.file_size for member in members) > UNPACKED_BYTES:
        raise _too_much("The file unpacks to more than 200 MB.")
    for member in members:
        if member.file_size > RATIO_FROM and member.file_size > RATIO * member.compress_size:
            raise _too_much(f"A member of the file unpacks to more than {RATIO} times its size.")
        if member.flag_bits & 1 or member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _no_spreadsheet()


def _check_places(file: BinaryIO, members: list[ZipInfo], end: int) -> None:
    """No two members may share bytes: one small block could otherwise unpack a thousand times."""
    spans = sorted((member.header_offset, _start(file, member) + member.compress_size) for member in members)
    if any(one_ends > other_begins for (_, one_ends), (other_begins, _) in pairwise([*spans, (end, end)])):
        raise _too_much("Members of the file overlap.")


def _start(file: BinaryIO, member: ZipInfo) -> int:
    """Return where the packed bytes of a member begin."""
    file.seek(member.header_offset)
    header = file.read(_LOCAL_BYTES)
    if len(header) < _LOCAL_BYTES or not header.startswith(_ARCHIVE):
        raise _no_spreadsheet()
    names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    return member.header_offset + _LOCAL_BYTES + names


def _unpacked(file: BinaryIO, member: ZipInfo) -> Iterator[bytes]:
    """Yield what a member really unpacks to, and no more than its directory entry promised."""
    file.seek(_start(file, member))
    left, size = member.compress_size, 0
    inflate = zlib.decompressobj(-zlib.MAX_WBITS) if member.compress_type == zipfile.ZIP_DEFLATED else None
    while left and (packed := file.read(min(left, BLOCK))):
        left -= len(packed)
        for block in _inflated(inflate, packed):
            size += len(block)
            if size > member.file_size:
                raise _too_much("A member of the file unpacks to more than it says.")
            yield block


def _inflated(inflate: "zlib._Decompress | None", packed: bytes) -> Iterator[bytes]:
    if inflate is None:
        yield packed
        return
    try:
        while packed:
            yield inflate.decompress(packed, BLOCK)
            packed = inflate.unconsumed_tail
    except zlib.error:
        raise _no_spreadsheet() from None


def _check_content(member: ZipInfo, blocks: Iterator[bytes]) -> None:
    is_text = member.filename.lower().endswith((".xml", ".rels", ".vml"))
    is_sheet = member.filename.startswith("xl/worksheets/")
    for number, window in enumerate(windows(blocks)):
        if number == 0:
            _check_head(window)
        refuse_malware(window)
        if is_text:
            _check_text(window)
        if is_sheet:
            _check_sheet(window)
        if member.filename == _TYPES and _MACRO_TYPE(window):
            raise _active()


def _check_head(head: bytes) -> None:
    if head.startswith(_ARCHIVE):
        raise _too_much("The file holds another archive.")
    if head.startswith((_COMPOUND, *_PROGRAMS)):
        raise _active()


def _check_text(window: bytes) -> None:
    """XML of a spreadsheet declares no entities; written in UTF-16, a declaration could not be seen here."""
    if _DECLARATION(window):
        raise FileRefused("The file declares entities, which no spreadsheet needs.", code="malware")
    if b"\0" in window:
        raise _no_spreadsheet()


def _check_sheet(window: bytes) -> None:
    if _DDE(window):
        raise _active()
    if _COMPUTED(window):
        # Its reader gives an empty cell for an error and for a formula that was never computed: an end would be lost.
        raise FileRefused("A cell holds a formula or an error; paste the values only and save again.")


def _no_spreadsheet() -> FileRefused:
    return FileRefused("This is no .xlsx file that can be read, whatever its name says.", code="file-type")


def _too_much(sentence: str) -> FileRefused:
    return FileRefused(sentence, code="archive-limits")


def _active() -> FileRefused:
    return FileRefused(
        "The file holds macros, objects or links to elsewhere; save the sheet alone as .xlsx.", code="macro-not-allowed"
    )
