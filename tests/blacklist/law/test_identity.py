from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn.ric import calc_check_digit

from blacklist.law.credit_codes import is_credit_code
from blacklist.law.identity import (
    CITIZEN_FAMILY,
    Document,
    DocumentType,
    ReadDocument,
    is_adult,
    offers_15_digit_upgrade,
    read_document,
)
from blacklist.law.refusals import Refusal

TODAY = date(2026, 11, 22)


def read(number: str, type: str = "resident_id", *, issuer: str | None = None, on: date = TODAY) -> ReadDocument:
    return read_document(type=type, number=number, issuer=issuer, on=on)


def refusal_of(number: str, type: str = "resident_id", *, issuer: str | None = None) -> Refusal:
    with pytest.raises(Refusal) as caught:
        read(number, type, issuer=issuer)
    return caught.value


def citizen_number(area: str, born: str, order: str) -> str:
    return (body := area + born + order) + calc_check_digit(body + "0")


# Each example of the project's table of bad identity numbers, and neighbours of each.
REFUSED = [
    ("wrong check digit", "110105194912310021", "identity-check-digit"),
    ("adjacent digits swapped", "11010519491321002X", "identity-check-digit"),
    ("wrong check digit, synthetic", "110000199001010014", "identity-check-digit"),
    ("15 digits", "110105491231002", "identity-obsolete-15"),
    ("15 full-width digits", "１１０１０５４９１２３１００２", "identity-obsolete-15"),
    ("30 February 1949", "110105194902300020", "identity-birth-date"),
    ("30 February 1990", "110000199002300012", "identity-birth-date"),
    ("29 February of a common year", citizen_number("110000", "19990229", "001"), "identity-birth-date"),
    ("month 13", citizen_number("110000", "19991301", "001"), "identity-birth-date"),
    ("year 0000", citizen_number("110000", "00000101", "001"), "identity-birth-date"),
    ("born in the future", "110105209912310010", "identity-birth-date"),
    ("born tomorrow", citizen_number("110000", "20261123", "001"), "identity-birth-date"),
    ("over 130 years ago", "110105184912310020", "identity-birth-date"),
    ("130 years and a day ago", citizen_number("110000", "18961121", "001"), "identity-birth-date"),
    ("unassigned region 99", "990105194912310023", "identity-region"),
    ("unassigned region 00", citizen_number("000000", "19900101", "001"), "identity-region"),
    ("unassigned region 16", citizen_number("160000", "19900101", "001"), "identity-region"),
    ("unassigned region 84", citizen_number("840000", "19900101", "001"), "identity-region"),
    ("foreign card of no province", citizen_number("910105", "19900101", "001"), "identity-region"),
    ("scientific notation", "1.10105E+17", "identity-spreadsheet-damaged"),
    ("scientific notation without plus", "1.1010519E17", "identity-spreadsheet-damaged"),
    ("scientific notation, lower case", "1.1e+17", "identity-spreadsheet-damaged"),
    ("scientific notation, full-width", "１.１０１０５Ｅ+１７", "identity-spreadsheet-damaged"),
    ("trailing noughts", "110105194912310000", "identity-spreadsheet-damaged"),
    ("a float's tail", "110105194912310000.0", "identity-spreadsheet-damaged"),
    ("inner spaces", "110105 19491231 002X", "identity-characters"),
    ("hyphens", "110105-19491231-002X", "identity-characters"),
    ("zero-width space", "110105\u200b19491231002X", "identity-characters"),
    ("zero-width joiner", "110105\u200d19491231002X", "identity-characters"),
    ("byte-order mark inside", "110105\ufeff19491231002X", "identity-characters"),
    ("byte-order mark outside", "\ufeff11010519491231002X", "identity-characters"),
    ("Arabic digits", "١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", "identity-characters"),
    ("Cyrillic Х", "11010519491231002Х", "identity-characters"),
    ("superscript digit", "11010519491231002²", "identity-characters"),
    ("circled digit", "①1010519491231002X", "identity-characters"),
    ("masked", "110105********002X", "identity-characters"),
    ("NUL", "110105\u000019491231002X", "identity-characters"),
    ("lone surrogate", "\ud80011010519491231002X", "identity-characters"),
    ("passport", "E12345678", "identity-type-mismatch"),
    ("unit's code", "91350100M000100Y43", "identity-type-mismatch"),
    ("17 digits", "11010519491231002", "identity-type-mismatch"),
    ("19 digits", "1101051949123100211", "identity-type-mismatch"),
    ("X in the middle", "1101051949123100X2", "identity-type-mismatch"),
    ("old foreign card", "CHN110119800101", "identity-type-mismatch"),
    ("nothing", "", "field-required"),
    ("spaces only", " \u3000\n", "field-required"),
]

ACCEPTED = [
    ("11010519491231002X", TODAY),
    ("440524188001010014", date(1999, 7, 1)),
    ("110000199001010013", TODAY),
    ("110000199001010021", TODAY),
    ("110000200803150013", TODAY),
    ("110000200803160027", TODAY),
    ("110105200002290013", TODAY),
    ("810000199001010019", TODAY),
    ("810000190001010018", TODAY),
    ("820000190001010028", TODAY),
    ("830000190001010038", TODAY),
    ("911124198108030024", TODAY),
    ("91182619000101001X", TODAY),
    (citizen_number("119999", "19900101", "001"), TODAY),
    (citizen_number("110000", "18961122", "001"), TODAY),
    (citizen_number("110000", "20261122", "001"), TODAY),
]


class TestReadDocument:
    @pytest.mark.law("F8.2")
    @pytest.mark.parametrize(("why", "number", "code"), REFUSED, ids=[row[0] for row in REFUSED])
    def test_refuses_a_resident_id(self, why: str, number: str, code: str) -> None:
        refusal = refusal_of(number)
        assert (refusal.code, refusal.pointer) == (code, "subject.document.number")

    @pytest.mark.law("F8.2", "F8.3")
    @pytest.mark.parametrize(("number", "on"), ACCEPTED)
    def test_accepts_a_valid_number_of_any_region_as_one_family(self, number: str, on: date) -> None:
        found = read(number, on=on)
        assert found.document == Document("resident_id", number)
        assert found.document.family == CITIZEN_FAMILY
        assert not found.normalised

    @pytest.mark.parametrize(
        "raw",
        [
            "11010519491231002x",
            "１１０１０５１９４９１２３１００２Ｘ",
            "１１０１０５１９４９１２３１００２ｘ",
            "11010519491231002X\n",
            "\t11010519491231002X ",
            "\u300011010519491231002X\u00a0",
        ],
    )
    def test_cleans_what_loses_nothing_and_says_so(self, raw: str) -> None:
        assert read(raw) == ReadDocument(Document("resident_id", "11010519491231002X"), normalised=True)

    def test_accepts_a_right_number_that_happens_to_end_in_noughts(self) -> None:
        number = next(
            n for n in (citizen_number("110000", "19900101", f"{i:02d}0") for i in range(100)) if n[-3:] == "000"
        )
        assert read(number).document.number == number

    @pytest.mark.law("F8.3")
    @pytest.mark.parametrize(
        ("type", "number", "family"),
        [
            ("hk_macao_residence_permit", "810000190001010018", "gb11643"),
            ("hk_macao_residence_permit", "820000190001010028", "gb11643"),
            ("taiwan_residence_permit", "830000190001010038", "gb11643"),
            ("permanent_resident_card", "91182619000101001X", "gb11643"),
            ("permanent_resident_card", "CHN110119800101", "permanent_resident_card"),
            ("hk_macao_permit", "H12345678", "hk_macao_permit"),
            ("taiwan_permit", "12345678", "taiwan_permit"),
            ("credit_code", "91350100M000100Y43", "credit_code"),
            ("credit_code", "91110000600037341L", "credit_code"),
            ("organisation_code", "D21435690"[:8] + "X", "organisation_code"),
        ],
    )
    def test_accepts_each_kind_in_its_own_form(self, type: str, number: str, family: str) -> None:
        document = read(number, type).document
        assert (document.type, document.number, document.family) == (type, number, family)

    @pytest.mark.law("F8.3")
    @pytest.mark.parametrize(
        ("type", "number", "code"),
        [
            ("credit_code", "91350100M000100Y44", "identity-check-digit"),
            ("credit_code", "91350100M000100Y4Z", "identity-characters"),
            ("credit_code", "91350100M000100Y4", "identity-type-mismatch"),
            ("credit_code", "91350100-M000100Y43", "identity-characters"),
            ("credit_code", "11010519491231002X", "identity-type-mismatch"),
            ("credit_code", "110105491231002", "identity-type-mismatch"),
            ("credit_code", "E12345678", "identity-type-mismatch"),
            ("hk_macao_residence_permit", "11010519491231002X", "identity-type-mismatch"),
            ("hk_macao_residence_permit", "830000190001010038", "identity-type-mismatch"),
            ("hk_macao_residence_permit", "810000190001010019", "identity-check-digit"),
            ("taiwan_residence_permit", "810000190001010018", "identity-type-mismatch"),
            ("permanent_resident_card", "11010519491231002X", "identity-type-mismatch"),
            ("permanent_resident_card", "990105194912310023", "identity-region"),
            ("permanent_resident_card", "CHN11011980010", "identity-type-mismatch"),
            ("hk_macao_permit", "A12345678", "identity-type-mismatch"),
            ("hk_macao_permit", "H1234567", "identity-type-mismatch"),
            ("taiwan_permit", "1234567", "identity-type-mismatch"),
            ("passport", "E123", "identity-type-mismatch"),
            ("passport", "E1234 5678", "identity-characters"),
            ("passport", "11010519491231002X", "identity-type-mismatch"),
            ("organisation_code", "D2143569-0", "identity-check-digit"),
            ("organisation_code", "D214-3569X", "identity-characters"),
            ("organisation_code", "D214356", "identity-type-mismatch"),
            ("driving_licence", "123456", "unknown-value"),
            ("", "123456", "unknown-value"),
        ],
    )
    def test_refuses_what_does_not_fit_the_declared_kind(self, type: str, number: str, code: str) -> None:
        assert refusal_of(number, type, issuer="CHN").code == code

    def test_tells_a_unit_s_code_of_digits_from_a_mistyped_person_s_number_by_both_its_checks(self) -> None:
        both, outer_only = "911100006000000557", "911100006000000052"
        assert is_credit_code(both)
        assert is_credit_code(outer_only)
        assert refusal_of(both).code == "identity-type-mismatch"
        assert refusal_of(outer_only).code == "identity-check-digit"
        assert read(both, "credit_code").document.number == both

    @pytest.mark.law("F8.3")
    def test_refuses_a_person_s_number_as_credit_code_even_if_it_passes_as_one(self) -> None:
        """The ambiguous is refused, never answered as permitted."""
        born = (
            citizen_number("110000", f"1990{month:02d}{day:02d}", "001")
            for month in range(1, 13)
            for day in range(1, 29)
        )
        assert refusal_of(next(filter(is_credit_code, born)), "credit_code").code == "identity-type-mismatch"

    def test_points_at_the_kind_when_it_is_unknown(self) -> None:
        assert refusal_of("1", "voucher").pointer == "subject.document.type"

    @pytest.mark.law("F8.3")
    def test_ignores_the_issue_count_of_a_travel_permit(self) -> None:
        assert read("H1234567801", "hk_macao_permit") == ReadDocument(Document("hk_macao_permit", "H12345678"), True)

    def test_drops_the_hyphen_the_standard_prints_in_an_organisation_code(self) -> None:
        assert read("D2143569-X", "organisation_code") == ReadDocument(Document("organisation_code", "D2143569X"), True)

    @pytest.mark.parametrize("issuer", ["CN", "CHN", " chn "])
    def test_keeps_a_passport_with_the_three_letters_of_its_state(self, issuer: str) -> None:
        assert read("e12345678", "passport", issuer=issuer).document == Document("passport", "E12345678", "CHN")

    @pytest.mark.law("F8.3")
    @pytest.mark.parametrize("issuer", [None, "", "  "])
    def test_needs_the_state_that_issued_a_passport(self, issuer: str | None) -> None:
        refusal = refusal_of("E12345678", "passport", issuer=issuer)
        assert (refusal.code, refusal.pointer) == ("field-required", "subject.document.issuer")

    def test_refuses_a_state_that_does_not_exist(self) -> None:
        assert refusal_of("E12345678", "passport", issuer="ZZZ").code == "unknown-value"

    def test_never_repeats_the_number_in_what_it_says(self) -> None:
        for _, number, _ in REFUSED:
            refusal = refusal_of(number)
            assert not number.strip() or number not in f"{refusal} {refusal.detail}"

    @given(st.text(max_size=24), st.sampled_from([*DocumentType, "unknown"]))
    def test_answers_any_text_with_a_document_or_a_refusal(self, number: str, type: str) -> None:
        try:
            found = read(number, type, issuer="CHN")
        except Refusal:
            return
        again = read(found.document.number, type, issuer="CHN")
        assert again == ReadDocument(found.document, normalised=False)

    @pytest.mark.law("F8.2")
    @given(st.integers(0, 17), st.integers(1, 9))
    def test_finds_every_single_wrong_digit(self, place: int, shift: int) -> None:
        right = "110000199001010013"
        wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]
        with pytest.raises(Refusal):
            read(wrong)


class TestDocument:
    @pytest.mark.law("F8.5", "L6", "Q11")
    @pytest.mark.parametrize(
        ("document", "masked"),
        [
            (Document("resident_id", "110000199001010013"), "110000**********13"),
            (Document("passport", "E12345678", "CHN"), "E1*****78"),
            (Document("hk_macao_permit", "H12345678"), "H1*****78"),
            (Document("credit_code", "91350100M000100Y43"), "91350100M000100Y43"),
        ],
    )
    def test_hides_the_middle_of_a_person_s_number(self, document: Document, masked: str) -> None:
        assert document.masked == masked

    @pytest.mark.law("F8.2")
    def test_reads_birth_date_and_sex_from_a_citizen_number(self) -> None:
        man, woman = (
            Document("resident_id", "110000199001010013"),
            Document("resident_id", "110000199001010021"),
        )
        assert (man.birth_date, man.sex) == (date(1990, 1, 1), "M")
        assert (woman.birth_date, woman.sex) == (date(1990, 1, 1), "F")

    def test_knows_neither_of_a_passport(self) -> None:
        passport = Document("passport", "E12345678", "CHN")
        assert (passport.birth_date, passport.sex, passport.is_citizen_number) == (None, None, False)


class TestOffers15DigitUpgrade:
    def test_offers_the_eighteen_digits_a_court_may_confirm(self) -> None:
        assert offers_15_digit_upgrade("110105491231002") == "11010519491231002X"
        assert offers_15_digit_upgrade(" １１０１０５４９１２３１００２ ") == "11010519491231002X"

    @pytest.mark.parametrize(
        "number",
        [
            "110105490230002",
            "990105491231002",
            "110105491231996",
            "11010549123100",
            "11010549123100X",
            "",
            "11010519491231002X",
        ],
    )
    def test_offers_nothing_for_what_was_never_a_number_or_hides_its_century(self, number: str) -> None:
        assert offers_15_digit_upgrade(number) is None


class TestIsAdult:
    @pytest.mark.law("T7", "L4")
    @pytest.mark.parametrize(
        ("on", "adult"),
        [(date(2026, 3, 14), False), (date(2026, 3, 15), False), (date(2026, 3, 16), True)],
    )
    def test_begins_the_day_after_the_eighteenth_birthday(self, on: date, adult: bool) -> None:
        """T7, L4: born 15 March 2008."""
        born = Document("resident_id", "110000200803150013").birth_date
        assert born is not None
        assert is_adult(born, on) is adult

    @pytest.mark.law("T7")
    def test_counts_a_birthday_on_29_february_as_ended_by_1_march(self) -> None:
        assert not is_adult(date(2008, 2, 29), date(2026, 2, 28))
        assert is_adult(date(2008, 2, 29), date(2026, 3, 1))

    @given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
    def test_stays_true_once_true(self, born: date) -> None:
        later = born + timedelta(days=18 * 366)
        assert is_adult(born, later)
        assert not is_adult(born, born)
