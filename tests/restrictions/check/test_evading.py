"""Names and numbers that systems have damaged or that somebody has bent: what becomes of each in a check."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from blacklist.law.identity import Document, read_document
from blacklist.law.names import read_name
from blacklist.law.refusals import Refusal
from restrictions.check.index import Index, IndexWriter, View
from restrictions.check.sighting import noticed
from restrictions.compiling import compile_standing
from tests.restrictions.check.laboratory import KEYS, TODAY, citizen
from tests.restrictions.check.test_recognition import (
    PERMITTED,
    POSSIBLE,
    RESTRICTED,
    answer,
    asked,
    decide,
    published,
)

# Characters that Python 3.11 has no names for: extensions G, H and I.
G, H, I = "\U00030010", "\U00031350", "\U0002ebf0"  # noqa: E741
BORN = {
    "王三": date(1980, 1, 1),
    "\u4dae三": date(1981, 1, 1),
    f"王{G}": date(1982, 1, 1),
    f"王{H}{G}": date(1983, 1, 1),
    f"{I}三": date(1984, 1, 1),
    "阿卜杜热合曼·麦麦提吐尔逊": date(1985, 1, 1),
    "帕提古丽·吐尔逊": date(1986, 1, 1),
    "欧阳建国": date(1987, 1, 1),
}
CARDS = {name: Document("resident_id", citizen(f"{born:%Y%m%d}")) for name, born in BORN.items()}
PASSPORT, SHARED = Document("passport", "EJ7654321", "CHN"), Document("passport", "E00000009", "CHN")
SHARERS = {"赵一": date(1970, 1, 1), "钱二": date(1971, 1, 1)}


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """Everybody above, each with a card; the last two with one and the same passport."""
    folder = tmp_path_factory.mktemp("index")
    rows: list[tuple[str, date, Any]] = [
        (name, BORN[name], (("resident_id", card.number, None),)) for name, card in CARDS.items()
    ]
    rows += [(name, born, (("passport", SHARED.number, "CHN"),)) for name, born in SHARERS.items()]
    with IndexWriter(folder) as writer, writer.writing() as changes:
        for serial, (name, born, documents) in enumerate(rows):
            changes.put_standing(bytes([serial]) * 16, compile_standing(published(name, 2, born, documents), KEYS))
    with Index(folder) as index, index.reading() as view:
        yield view


class TestLookAlikes:
    @pytest.mark.law("D24")
    @pytest.mark.parametrize("name", ["王A三", "王А三", "王Α三", "王三A"])
    def test_are_near_at_best(self, view: View, name: str) -> None:
        """A Latin, a Cyrillic and a Greek letter: nobody's name is that, so nothing but a citizen number confirms."""
        assert answer(view, name, CARDS["王三"]) == (*RESTRICTED, "3")
        assert decide(view, asked(name, CARDS["王三"])).noted == "name_typo"
        assert answer(view, name, PASSPORT, BORN["王三"]) == (*PERMITTED, "10")

    @pytest.mark.parametrize("name", ["王A三", "王А三", "王Α三", "ZHАNG SAN", "WΑNG SAN"])
    def test_are_on_record(self, view: View, name: str) -> None:
        put = asked(name, PASSPORT, BORN["王三"])
        assert noticed(put, decide(view, put), misused=False) == "mixed_script"
        assert noticed(put, decide(view, put), misused=True) == "redress_misused"
        assert (
            noticed(asked(name, CARDS["王三"]), decide(view, asked("王A三", CARDS["王三"])), misused=False)
            == "name_typo"
        )

    @pytest.mark.parametrize("name", ["王三", "买买提·吐尔逊", "WANG SAN", "JOSÉ", "ИВАНОВ ИВАН", f"王{G}"])
    def test_are_not_found_where_there_are_none(self, view: View, name: str) -> None:
        put = asked(name, PASSPORT, BORN["王三"])
        assert noticed(put, decide(view, asked("赵六", PASSPORT, BORN["王三"])), misused=False) is None

    def test_are_no_matter_in_the_name_of_a_unit(self, view: View) -> None:
        put = asked("示范A股份有限公司", Document("credit_code", "91110000MA0000000F"))
        assert noticed(put, decide(view, put), misused=False) is None

    @pytest.mark.parametrize("name", ["ZHАNG SAN", "WΑNG SAN", "WANG SАN"])
    def test_in_a_name_of_latin_letters_do_not_hide_a_number(self, view: View, name: str) -> None:
        assert answer(view, name, CARDS["王三"])[0] != "permitted"

    @pytest.mark.parametrize(
        ("type", "number", "issuer"),
        [
            ("resident_id", f"{CARDS['王三'].number[:17]}Х", None),
            ("resident_id", CARDS["王三"].number.replace("0", "О"), None),
            ("resident_id", CARDS["王三"].number.replace("1", "١"), None),
            ("passport", "ЕJ7654321", "CHN"),
            ("hk_macao_permit", "Н12345678", None),
        ],
    )
    def test_in_a_number_are_refused(self, type: str, number: str, issuer: str | None) -> None:
        with pytest.raises(Refusal, match="identity-characters"):
            read_document(type=type, number=number, issuer=issuer, on=TODAY)


class TestCharacters:
    @pytest.mark.parametrize("name", ["\ue863三", "\u4dae三"])
    def test_of_the_private_area_of_gbk_are_those_they_became(self, view: View, name: str) -> None:
        assert answer(view, name, CARDS["\u4dae三"]) == (*RESTRICTED, "2")
        assert answer(view, name, PASSPORT, BORN["\u4dae三"]) == (*POSSIBLE, "6")

    @pytest.mark.parametrize("name", ["王\ue000三", "王\U000f0000", "\U00100000三"])
    def test_of_a_private_area_that_nobody_knows_are_refused(self, name: str) -> None:
        with pytest.raises(Refusal, match="name-characters"):
            read_name(name)

    @pytest.mark.parametrize("name", [f"王{G}", f"王{H}{G}", f"{I}三"])
    def test_of_extensions_g_to_i_are_kept_and_told_apart(self, view: View, name: str) -> None:
        assert answer(view, name, CARDS[name]) == (*RESTRICTED, "2")
        assert answer(view, name, PASSPORT, BORN[name]) == (*POSSIBLE, "6")
        other = name.replace(G, "\U00030011").replace(I, "\U0002ebf1")
        assert answer(view, other, PASSPORT, BORN[name]) == (*PERMITTED, "10")
        assert read_name(name).key == name


class TestLongNames:
    @pytest.mark.law("D24")
    @pytest.mark.parametrize("length", range(5, 13))
    def test_cut_off_anywhere_are_near(self, view: View, length: int) -> None:
        """With the dot and without: systems cut where their column ends, or keep the first part alone."""
        whole = "阿卜杜热合曼·麦麦提吐尔逊"
        for name in (whole[:length].rstrip("·"), whole.replace("·", "")[: length - 1]):
            assert answer(view, name, CARDS[whole]) == (*RESTRICTED, "3")

    def test_are_not_near_by_what_many_begin_with(self, view: View) -> None:
        """Four characters of Han alone, or another name that goes on differently after three."""
        card = CARDS["阿卜杜热合曼·麦麦提吐尔逊"]
        assert answer(view, "阿卜杜", card)[1] == "name_mismatch"
        assert answer(view, "阿卜杜拉·买买提", card)[1] == "name_mismatch"

    @pytest.mark.parametrize("cut", [21, 24, 28])
    def test_in_latin_letters_are_found_however_they_were_cut(self, view: View, cut: int) -> None:
        whole = "ABUDUREHEMAN MAIMAITITUERXUN"
        assert answer(view, whole[:cut], PASSPORT, BORN["阿卜杜热合曼·麦麦提吐尔逊"]) == (*POSSIBLE, "6")


class TestAirlineForms:
    @pytest.mark.parametrize("title", ["MR", "MS", "MRS", "MISS", "MSTR", "CHD", "INF", "DR", " MR"])
    def test_lose_a_glued_title(self, view: View, title: str) -> None:
        assert answer(view, f"WANG/SAN{title}", CARDS["王三"]) == (*RESTRICTED, "2")
        assert answer(view, f"WANG/SAN{title}", PASSPORT, BORN["王三"]) == (*POSSIBLE, "6")

    @pytest.mark.parametrize("name", ["王三MR", "Peter 王三", "王三 (WANG SAN)", "WANG SAN 王三"])
    def test_in_two_scripts_are_the_name_in_han(self, view: View, name: str) -> None:
        assert answer(view, name, CARDS["王三"]) == (*RESTRICTED, "2")
        assert answer(view, name, PASSPORT, BORN["王三"]) == (*POSSIBLE, "6")

    @pytest.mark.parametrize(
        "name", ["JIANGUO OUYANG", "OUYANG JIANGUO", "JIANGUO/OUYANG", "OUYANG<<JIANGUO<<<", "GUO JIAN OUYANG"]
    )
    def test_may_stand_in_any_order(self, view: View, name: str) -> None:
        assert answer(view, name, CARDS["欧阳建国"]) == (*RESTRICTED, "2")
        assert answer(view, name, PASSPORT, BORN["欧阳建国"]) == (*POSSIBLE, "6")


class TestMaskedNames:
    @pytest.mark.parametrize("name", ["王*", "*三", "王□", "王〓三", "王？？", "W*** SAN"])
    def test_match_nobody_and_are_refused(self, name: str) -> None:
        with pytest.raises(Refusal, match="name-masked"):
            read_name(name)


class TestSharedNumber:
    def test_confirms_the_one_of_its_bearers_whose_name_is_given(self, view: View) -> None:
        for serial, name in enumerate(SHARERS, len(CARDS)):
            made = decide(view, asked(name, SHARED))
            assert (made.decision, made.identity, made.subject) == ("restricted", "2", bytes([serial]) * 16)

    def test_confirms_nobody_of_a_third_name(self, view: View) -> None:
        assert answer(view, "孙三", SHARED) == ("undetermined", "name_mismatch", "4")
        assert answer(view, "孙三", SHARED, activity="venue.golf") == (*PERMITTED, "4")
