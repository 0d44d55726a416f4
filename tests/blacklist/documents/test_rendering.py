"""Each kind as PDF, read back as a reader, an archive and a camera see it."""

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest
import segno

from blacklist.documents import rendering
from blacklist.documents.parts import Content
from blacklist.documents.rendering import STANDARDS, TEMPLATES, Unprintable, render
from blacklist.law.court_documents import TITLES, DocumentKind
from blacklist.law.refusals import Refusal
from tests.blacklist.documents.contents import CONTENTS, DEBTOR, HEADING, LISTING_DECISION, VERIFY_AT, printed, text_of

EVERY = pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
MODULE = 6  # pixels
CODE_MM, LEFT_MM, PAGE_MM = 25, 28, 210  # of common.typ


def modules() -> list[str]:
    """Return the rows of the QR code of the address, ``1`` for dark."""
    code = segno.make_qr(VERIFY_AT, error="m")
    return ["".join("1" if dark else "0" for dark in row) for row in code.matrix]


def pictures(pdf: bytes, width: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield the pages in grey, scaled to a width: pixels, width, height."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number in range(len(document)):
            page = document[number]
            picture = page.render(scale=width / page.get_width()).to_pil().convert("L")
            yield picture.tobytes(), picture.width, picture.height


class TestRender:
    def test_knows_every_kind(self) -> None:
        assert set(CONTENTS) == set(DocumentKind) == set(TITLES)
        assert {path.stem for path in (TEMPLATES / "1").glob("*.typ")} == {*DocumentKind, "common"}

    @EVERY
    def test_prints_court_title_and_number(self, content: Content) -> None:
        text = printed(content)
        assert text.startswith(content.heading.court + TITLES[content.kind].zh + content.heading.number)
        assert "（院印）" in text
        assert "二〇二六年十一月十六日" in text

    @EVERY
    def test_makes_the_same_bytes_again(self, content: Content) -> None:
        assert render(content.canonical()) == render(content.canonical())

    @EVERY
    def test_claims_the_form_of_an_archive_that_a_screen_reader_can_read(self, content: Content) -> None:
        pdf = render(content.canonical())
        assert STANDARDS == ["a-2a", "ua-1"]
        assert re.search(rb"<pdfaid:part>2</pdfaid:part>", pdf)
        assert re.search(rb"<pdfaid:conformance>A</pdfaid:conformance>", pdf)
        assert re.search(rb"<pdfuaid:part>1</pdfuaid:part>", pdf)
        assert b"/MarkInfo" in pdf

    @EVERY
    def test_bears_the_code_that_leads_to_its_verification(self, content: Content) -> None:
        rows = modules()
        side = len(rows) * MODULE
        width = round(PAGE_MM / CODE_MM * side)
        left = LEFT_MM / PAGE_MM * width
        found = any(
            self._is_there(pixels, wide, math.ceil(left), top, rows)
            for pixels, wide, high in pictures(render(content.canonical()), width)
            for top in range(high - side)
        )
        assert found

    def _is_there(self, pixels: bytes, width: int, left: int, top: int, rows: list[str]) -> bool:
        return all(
            (pixels[(top + y * MODULE + MODULE // 2) * width + left + x * MODULE + MODULE // 2] < 128)
            is (row[x] == "1")
            for y, row in enumerate(rows)
            for x in range(len(row))
        )

    def test_has_a_page_number_on_each_page(self) -> None:
        text = printed(LISTING_DECISION)
        assert "—1—" in text
        assert "—2—" in text

    def test_takes_what_was_entered_as_text(self) -> None:
        """No markup of the typesetter, no script: what a clerk types is printed as typed."""
        typed = "#panic() $x$ *粗* `代码` <标签> @引用 \\ // 注释 <script>"
        text = printed(replace(LISTING_DECISION, reasons=typed))
        assert "".join(typed.split()) in text

    def test_breaks_what_has_no_space(self) -> None:
        """A pasted address of 300 signs stays on the page."""
        typed = "https://example.invalid/" + "a1" * 140
        pdf = render(replace(LISTING_DECISION, reasons=typed).canonical())
        with pypdfium2.PdfDocument(pdf) as document:
            width = document[0].get_width()
            pages = [document[number].get_textpage() for number in range(len(document))]
            boxes = [page.get_charbox(place) for page in pages for place in range(page.count_chars())]
        assert max(right for _, _, right, _ in boxes) < width - 72 * 2 / 2.54  # the margin is 26 mm
        assert typed in text_of(pdf).replace("\u200b", "")

    def test_ends_every_name_before_a_chinese_character(self) -> None:
        """The typesetter reads 名 after a name as a part of it."""
        name = re.compile(r"#[a-z][a-z_.]*[a-z](?=[\u4e00-\u9fff])")
        assert [path.name for path in TEMPLATES.rglob("*.typ") if name.search(path.read_text(encoding="utf-8"))] == []

    def test_refuses_what_it_cannot_print(self) -> None:
        """A missing glyph is an error."""
        unknown = replace(DEBTOR, name="张\U0002a6d0")
        with pytest.raises(Refusal) as caught:
            render(replace(LISTING_DECISION, debtor=unknown).canonical())
        assert caught.value.code == "glyph-missing"

    def test_repeats_nothing_of_the_document_in_a_fault(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The compiler refuses a missing glyph too, and quotes it."""
        monkeypatch.setattr(rendering, "require_glyphs", lambda text: None)
        unknown = replace(LISTING_DECISION, reasons="秘密\U0002a6d0")
        with pytest.raises(Unprintable) as caught:
            render(unknown.canonical())
        assert str(caught.value) == "listing_decision"
        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__

    def test_dates_the_file_by_the_instant_of_issue(self) -> None:
        """An instant of a real clock has microseconds; a PDF's date has none."""
        at = datetime(2026, 11, 16, 2, 0, 0, 123456, tzinfo=UTC)
        pdf = render(replace(LISTING_DECISION, heading=replace(HEADING, issued_at=at)).canonical())
        assert b"D:20261116020000Z" in pdf
