"""A content as PDF: the same bytes for the same words, on any machine, at any time."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
import segno
import typst

from blacklist.documents.coverage import FONT, require_glyphs

TEMPLATES = Path(__file__).parent / "templates"
# PDF/A-2a for the archive, with the structure that a screen reader needs; PDF/UA-1 says that it is there.
STANDARDS: list[Any] = ["a-2a", "ua-1"]


class Unprintable(Exception):
    """A template could not be set. The compiler's own words may quote the document, so they are not repeated."""


def render(canonical: bytes) -> bytes:
    """Return the PDF of a content's canonical bytes.

    :raises Refusal: ``glyph-missing``.
    :raises Unprintable: a fault of the template.
    """
    text = canonical.decode()
    said: dict[str, Any] = orjson.loads(canonical)
    require_printable(canonical)
    folder = TEMPLATES / str(said["templates"])
    inputs = {"content": text, "qr": qr_image(said["heading"]["verify_at"])}
    try:
        pdf: bytes = typst.compile(
            str(folder / f"{said['kind']}.typ"),
            root=str(folder),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs=inputs,
            pdf_standards=STANDARDS,
            timestamp=datetime.fromisoformat(said["heading"]["issued_at"]).replace(microsecond=0),
        )
    except typst.TypstError:
        raise Unprintable(said["kind"]) from None
    return pdf


def require_printable(canonical: bytes) -> None:
    """Let a content pass when every character of it can be printed.

    :raises Refusal: ``glyph-missing``.
    """
    require_glyphs("".join(_strings(orjson.loads(canonical))))


def qr_image(address: str) -> str:
    """Return the QR code of an address as SVG, without the quiet zone, which the page leaves around it."""
    code = segno.make_qr(address, error="m")
    return str(code.svg_inline(border=0, omitsize=True, unit=None))


@lru_cache(maxsize=1)
def _fonts() -> Any:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT.parent)])


def _strings(said: Any) -> list[str]:
    if isinstance(said, str):
        return [said]
    within = said.values() if isinstance(said, dict) else said if isinstance(said, list) else ()
    return [text for part in within for text in _strings(part)]
