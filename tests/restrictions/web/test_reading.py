"""What scanners and people put into the one box."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blacklist.law.refusals import Refusal
from restrictions.web.reading import Reading, kind_of, read

NUMBER, TODAY = "110000199001010013", date(2026, 11, 22)
# The specimen of ICAO 9303 part 4, appendix A: a person and a state that do not exist.
ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


class TestRead:
    @pytest.mark.parametrize(
        "text",
        [
            f"张三 {NUMBER}",
            f"{NUMBER} 张三",
            f"张三{NUMBER}",
            f"张三，{NUMBER}",
            f"张三\t{NUMBER}\n",
            "张三 110000 19900101 0013",
            f"姓名 张三 性别 男 民族 汉 出生 1990年1月1日 住址 某市 公民身份号码 {NUMBER}",
            f"姓名：张三\n公民身份号码：{NUMBER}",
        ],
    )
    def test_finds_name_and_number(self, text: str) -> None:
        assert read(text, on=TODAY) == Reading("张三", "resident_id", NUMBER)

    def test_keeps_the_parts_of_a_foreign_name(self) -> None:
        assert read("WANG XIAO MING H12345678", on=TODAY) == Reading("WANG XIAO MING", "hk_macao_permit", "H12345678")
        assert read("买买提·吐尔逊 " + NUMBER, on=TODAY).name == "买买提·吐尔逊"

    def test_reads_a_passport_with_its_issuer(self) -> None:
        assert read("LI SI E12345678", issuer="CHN", on=TODAY) == Reading("LI SI", "passport", "E12345678", "CHN")
        assert read("LI SI E12345678 CHN", on=TODAY) == Reading("LI SI", "passport", "E12345678", "CHN")

    @pytest.mark.parametrize("zone", [ZONE, ZONE.replace("\n", ""), ZONE.lower(), ZONE.replace("\n", "\r\n") + "\n"])
    def test_reads_the_zone_of_a_passport(self, zone: str) -> None:
        born = date(1974, 8, 12)
        assert read(zone, on=TODAY) == Reading("ERIKSSON ANNA MARIA", "passport", "L898902C3", "UTO", born)

    @pytest.mark.parametrize(
        ("written", "born"),
        [
            ("2611228", date(2026, 11, 22)),  # born today
            ("2611239", date(1926, 11, 23)),  # tomorrow: a hundred years ago
            ("0002299", date(2000, 2, 29)),
            ("0102292", None),  # no such day in either century
            ("74<<<<1", None),  # the state did not know it
            ("<<<<<<0", None),
        ],
    )
    def test_takes_the_birth_date_of_a_zone_from_the_later_century_it_can_be(
        self, written: str, born: date | None
    ) -> None:
        assert read(ZONE.replace("7408122", written), on=TODAY).birth_date == born

    @pytest.mark.parametrize("wrong", [ZONE.replace("C36", "C37"), ZONE.replace("7408122", "7408123"), ZONE[:-1]])
    def test_refuses_a_zone_that_was_misread(self, wrong: str) -> None:
        with pytest.raises(Refusal) as refused:
            read(wrong, on=TODAY)
        assert refused.value.code == "identity-check-digit"

    def test_reads_a_name_alone(self) -> None:
        assert read("张三", on=TODAY) == Reading("张三")

    @pytest.mark.parametrize("text", ["", "  \n", NUMBER])
    def test_wants_a_name(self, text: str) -> None:
        with pytest.raises(Refusal) as refused:
            read(text, on=TODAY)
        assert refused.value.code == "field-required"

    @pytest.mark.parametrize("text", [f"张三 {NUMBER} {NUMBER}", "张三 110000 19900101 0014", "张三 E1234567 8"])
    def test_guesses_at_no_second_number(self, text: str) -> None:
        with pytest.raises(Refusal) as refused:
            read(text, on=TODAY)
        assert refused.value.code == "identity-type-mismatch"

    @given(st.text(max_size=120))
    def test_reads_or_refuses_anything(self, text: str) -> None:
        with contextlib.suppress(Refusal):
            assert read(text, on=TODAY).name


class TestKindOf:
    @pytest.mark.parametrize(
        ("number", "kind"),
        [
            (NUMBER, "resident_id"),
            ("１１００００１９９００１０１００１３", "resident_id"),
            ("11000019900101001x", "resident_id"),
            ("110000900101001", "resident_id"),
            ("810000199001010019", "hk_macao_residence_permit"),
            ("830000199001010015", "taiwan_residence_permit"),
            ("911124198108030024", "permanent_resident_card"),
            ("ABC123456789012", "permanent_resident_card"),
            ("H12345678", "hk_macao_permit"),
            ("M1234567801", "hk_macao_permit"),
            ("12345678", "taiwan_permit"),
            ("91110000MA01ABCD3X", "credit_code"),
            ("E12345678", "passport"),
        ],
    )
    def test_goes_by_the_form(self, number: str, kind: str) -> None:
        assert kind_of(number) == kind
