import re

from blacklist.law.glyphs import FOLD, HAN


class TestFold:
    def test_gives_each_gbk_place_that_names_use_a_public_character(self) -> None:
        folded = {code for code in range(0xE815, 0xE865) if code in FOLD}
        components = set(range(0xE815, 0xE865)) - folded
        assert len(components) == 6
        assert len(folded) == 74

    def test_gives_no_character_of_a_private_or_radical_area(self) -> None:
        areas = re.compile("[\ue000-\uf8ff\u2e80-\u2fdf]").search
        assert not [code for code, whole in FOLD.items() if whole and areas(whole)]

    def test_puts_whole_characters_for_radicals(self) -> None:
        assert "⻢⻄⻓⻋⻅⻉⻔⻛⻰⾺".translate(dict(FOLD)) == "马西长车见贝门风龙馬"

    def test_is_idempotent(self) -> None:
        table = dict(FOLD)
        assert all(whole is None or whole.translate(table) == whole for whole in FOLD.values())


class TestHan:
    def test_covers_the_extensions_this_python_does_not_know(self) -> None:
        han = re.compile(f"[{HAN}]").fullmatch
        for character in (
            "\u3400",
            "\u4e00",
            "\u9fff",
            "\uf900",
            "\U00020000",
            "\U000313a0",
            "\U000323af",
            "〇",
            "々",
        ):
            assert han(character)
        for character in ("\u4dc0", "A", "·", "\u3000", "\ue815"):
            assert not han(character)
