"""What a file is, told by its content; what its name says counts for nothing."""

from enum import StrEnum

from blacklist.files.faults import FileRefused

HEAD_BYTES = 4096
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class Kind(StrEnum):
    """The two kinds of file that are taken."""

    CSV = "csv"
    XLSX = "xlsx"


_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and any Office file under a password
_OTHERS = (b"MZ", b"\x7fELF", b"%PDF", b"{\\rtf", b"<", b"\xef\xbb\xbf<", b"GIF8", b"Rar!", b"7z\xbc\xaf")
_CONTROL = frozenset(range(32)) - set(b"\t\n\r\v\f")


def kind_of(head: bytes) -> Kind:
    """Return the kind of the file that begins with ``head``.

    :raises FileRefused: ``macro-not-allowed`` for the old binary formats, ``file-type`` for anything else.
    """
    if head.startswith(_ZIP):
        return Kind.XLSX
    if head.startswith(_COMPOUND):
        raise FileRefused(
            "Old or protected Office files are not taken; save the sheet as .xlsx without a password, or as .csv.",
            code="macro-not-allowed",
        )
    if head.startswith(_OTHERS) or (not head.startswith(UTF_16_MARKS) and not _CONTROL.isdisjoint(head)):
        raise FileRefused("This is neither a .csv nor an .xlsx file, whatever its name says.", code="file-type")
    return Kind.CSV
