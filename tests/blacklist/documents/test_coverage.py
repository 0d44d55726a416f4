"""What the documents' font can print."""

from collections.abc import Iterator

import pytest

from blacklist.documents.coverage import characters, is_printable, require_glyphs
from blacklist.documents.rendering import TEMPLATES
from blacklist.law.refusals import Refusal

GAP = "\U0002a6d0"  # a character of extension B that the font does not have


def gbk() -> Iterator[str]:
    """Yield every character that GBK has two bytes for."""
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                yield bytes([lead, trail]).decode("gbk")
            except UnicodeDecodeError:
                continue


class TestCharacters:
    @pytest.mark.parametrize(
        ("first", "last", "at_least"),
        [
            (0x20, 0x7E, 95),  # ASCII
            (0x410, 0x44F, 64),  # Cyrillic
            (0x3000, 0x303F, 64),  # punctuation of Chinese
            (0x3041, 0x3096, 86),  # kana
            (0x3400, 0x4DBF, 6582),  # Han, extension A
            (0x4E00, 0x9FA5, 20_902),  # Han, all of the first block as it was first given
            (0x9FA6, 0x9FFF, 69),  # Han, added to it since
            (0xF900, 0xFAFF, 366),  # compatibility forms
            (0xFF01, 0xFF5E, 94),  # full-width forms
            (0x20000, 0x2FFFF, 2303),  # rarer characters of names, extensions B to F
            (0x30000, 0x3FFFF, 3),  # and G
        ],
    )
    def test_cover(self, first: int, last: int, at_least: int) -> None:
        assert sum(first <= point <= last for point in characters()) >= at_least

    def test_cover_gbk_but_for_one_sign_of_mathematics(self) -> None:
        assert {character for character in gbk() if ord(character) not in characters()} == {"≒"}

    @pytest.mark.parametrize("character", "·•—…“”‘’《》〈〉〔〕（）、。，；：！？①㈠Ⅳ〇䶮喆𠮷𬭎")
    def test_cover_what_names_and_documents_use(self, character: str) -> None:
        assert ord(character) in characters()


class TestIsPrintable:
    def test_lets_ends_of_lines_and_selectors_pass(self) -> None:
        assert all(is_printable(ord(character)) for character in "\n\u200b\ufe0f\U000e0100")

    @pytest.mark.parametrize("character", ["\u202e", "\u2066", "\x00", "\x1b", GAP, "🙂"])
    def test_knows_what_cannot_be_printed_or_turns_the_order_of_reading(self, character: str) -> None:
        assert not is_printable(ord(character))


class TestRequireGlyphs:
    def test_names_the_code_point_and_nothing_else(self) -> None:
        with pytest.raises(Refusal) as caught:
            require_glyphs(f"张三{GAP}")
        assert caught.value.code == "glyph-missing"
        assert "U+2A6D0" in caught.value.detail
        assert GAP not in caught.value.detail
        assert "张" not in caught.value.detail

    def test_passes_all_that_the_templates_say(self) -> None:
        for template in TEMPLATES.rglob("*.typ"):
            require_glyphs(template.read_text(encoding="utf-8"))
