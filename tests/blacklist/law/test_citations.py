"""The article a document cites is the one in force on its day."""

from datetime import date

import pytest

from blacklist.law import grounds
from blacklist.law.citations import cite, cite_in_turn, han_number

TODAY = date(2026, 11, 16)
LIST = "《最高人民法院关于公布失信被执行人名单信息的若干规定》（法释〔2017〕7号）"
CIVIL = "《中华人民共和国民事诉讼法》"


class TestCite:
    @pytest.mark.law("P266")
    @pytest.mark.parametrize(
        ("on", "article"),
        [
            (date(2021, 12, 31), "第二百五十五条"),
            (date(2022, 1, 1), "第二百六十二条"),
            (date(2023, 11, 1), "第二百六十二条"),
            (date(2023, 12, 31), "第二百六十二条"),
            (date(2024, 1, 1), "第二百六十六条"),
            (date(2024, 3, 15), "第二百六十六条"),
        ],
    )
    def test_names_the_article_on_measures_by_date(self, on: date, article: str) -> None:
        """P266: {255: ≤2021-12-31, 262: 2022-01-01–2023-12-31, 266: ≥2024-01-01}."""
        assert cite("P266", on=on) == CIVIL + article

    @pytest.mark.law("C11", "P114")
    @pytest.mark.parametrize(
        ("rule", "before", "since"),
        [("P114", "第一百一十一条", "第一百一十四条"), ("P117", "第一百一十四条", "第一百一十七条")],
    )
    def test_names_the_articles_on_consequences_by_date(self, rule: str, before: str, since: str) -> None:
        """C11: now CPL 114, was 111; for a unit CPL 117, was 114."""
        assert cite(rule, on=date(2021, 12, 31)) == CIVIL + before
        assert cite(rule, on=date(2022, 1, 1)) == cite(rule, on=TODAY) == CIVIL + since

    def test_names_each_instrument_once(self) -> None:
        assert cite("P266", "L1", "L2", "L10-1", "L1", on=TODAY) == (
            f"{CIVIL}第二百六十六条、{LIST}第一条、第二条、第十条第一款"
        )

    def test_cites_of_other_instruments_the_article_alone(self) -> None:
        assert cite("C3-1", "C3-9", on=TODAY).endswith("（法释〔2015〕17号）第三条")
        assert cite("G17-2", on=TODAY).endswith("（法发〔2019〕35号）第十七条")

    @pytest.mark.law("C12")
    def test_cites_no_text_before_it_was_in_force(self) -> None:
        """C12: the text of 2015 is in force since 22 July 2015."""
        assert "法释〔2015〕17号" in cite("C5", on=date(2015, 7, 22))
        with pytest.raises(LookupError):
            cite("C5", on=date(2015, 7, 21))

    @pytest.mark.parametrize("rule", ["P999", "Z1", "law"])
    def test_knows_no_other_rule(self, rule: str) -> None:
        with pytest.raises(LookupError):
            cite(rule, on=TODAY)

    def test_can_cite_whatever_ends_a_measure(self) -> None:
        tables = (grounds.REMOVAL_REASONS, grounds.REVOCATION_REASONS, grounds.LIFT_REASONS)
        assert all(cite(reason.article, on=TODAY) for table in tables for reason in table.values())


class TestCiteInTurn:
    def test_introduces_a_short_name_and_goes_on_with_it(self) -> None:
        cited = cite_in_turn({"basis": ("P266", "L1"), "remedy": ("L11", "L12"), "crime": ("X313",)}, on=TODAY)
        introduced = LIST.replace("）", "，以下简称《失信规定》）")
        assert cited == {
            "basis": f"{CIVIL}第二百六十六条、{introduced}第一条",
            "remedy": "《失信规定》第十一条、第十二条",
            "crime": "《中华人民共和国刑法》第三百一十三条",
        }


class TestHanNumber:
    @pytest.mark.parametrize(
        ("number", "text"),
        [(0, "零"), (3, "三"), (10, "十"), (17, "十七"), (20, "二十"), (100, "一百"), (105, "一百零五"),
         (110, "一百一十"), (114, "一百一十四"), (1000, "一千"), (1001, "一千零一"), (1010, "一千零一十"),
         (9999, "九千九百九十九"), (10_000, "一万"), (10_005, "一万零五"), (120_300, "十二万零三百"),
         (1100, "一千一百"), (255, "二百五十五"), (266, "二百六十六"), (313, "三百一十三")],
    )  # fmt: skip
    def test_writes(self, number: int, text: str) -> None:
        assert han_number(number) == text
