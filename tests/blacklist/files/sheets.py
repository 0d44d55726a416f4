"""Spreadsheets for the tests, sound ones and others: made here, because nobody keeps bad ones in a tree."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

SHEET = "xl/worksheets/sheet1.xml"


def workbook(path: Path, *sheets: Sequence[Sequence[Any]], epoch: Any = None) -> Path:
    """Write an .xlsx file with these sheets of rows and return its path."""
    book = openpyxl.Workbook()
    if epoch is not None:
        book.epoch = epoch
    book.remove(book.active)
    for number, rows in enumerate(sheets or ([],), start=1):
        sheet = book.create_sheet(f"Sheet{number}")
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewritten(path: Path, changes: Mapping[str, Callable[[bytes], bytes]], **added: bytes) -> Path:
    """Write the file anew with some members changed or, by name, added."""
    found = members(path)
    for name, change in changes.items():
        found[name] = change(found.get(name, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**found, **added}.items():
            archive.writestr(name, content)
    return path


def archive(content: Mapping[str, bytes]) -> bytes:
    """Return a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, said in content.items():
            made.writestr(name, said)
    return out.getvalue()
