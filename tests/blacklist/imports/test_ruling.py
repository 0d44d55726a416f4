"""A row of rulings: accepted, or refused with the first code that applies (the order of precedence is the test's)."""

import itertools
from datetime import date, timedelta

import pytest

from blacklist.imports.ruling import judge
from blacklist.law.refusals import Refusal
from tests.blacklist.imports.rows import COURTS, LISTING, ORDER, TODAY

# In the order of precedence: (measure, what the row says instead, the code, the column it points at).
REFUSED = [
    (LISTING, {"name": ""}, "field-required", "name"),
    (LISTING, {"document_number": " "}, "field-required", "document_number"),
    (LISTING, {"measure": ""}, "field-required", "measure"),
    (LISTING, {"case_number": ""}, "field-required", "case_number"),
    (LISTING, {"measure": "blacklist"}, "unknown-value", "measure"),
    (LISTING, {"document_type": "driving_licence"}, "unknown-value", "document_type"),
    (ORDER, {"capacity": "shareholder"}, "unknown-value", "capacity"),
    (LISTING, {"service_method": "pigeon"}, "unknown-value", "service_method"),
    (LISTING, {"ended_on": "2026-01-02", "ended_reason": "forgotten"}, "unknown-value", "ended_reason"),
    (LISTING, {"decided_on": "2025-02-30"}, "date", "decided_on"),
    (LISTING, {"filed_on": "2025-02-29"}, "date", "filed_on"),
    (LISTING, {"served_on": "3.6.2025"}, "date", "served_on"),
    (LISTING, {"served_on": "2025-W23-2"}, "date", "served_on"),
    (ORDER, {"period_until": "9999-12-31"}, "date", "period_until"),
    (LISTING, {"name": "张*"}, "name-masked", "name"),
    (LISTING, {"name": "🙂"}, "name-characters", "name"),
    (LISTING, {"document_number": "110000 19900101 0013"}, "identity-characters", "document_number"),
    (LISTING, {"document_number": "110000900101001"}, "identity-obsolete-15", "document_number"),
    (LISTING, {"document_number": "E12345678"}, "identity-type-mismatch", "document_number"),
    (LISTING, {"document_number": "110000199001010014"}, "identity-check-digit", "document_number"),
    (LISTING, {"document_number": "110000199002300012"}, "identity-birth-date", "document_number"),
    (LISTING, {"document_number": "1.10000E+17"}, "identity-spreadsheet-damaged", "document_number"),
    (LISTING, {"case_number": "（2025）兵9901民初7号"}, "case-number", "case_number"),
    (LISTING, {"case_number": "（2015）兵9901执7号"}, "case-number", "case_number"),
    (LISTING, {"court_code": "京9999"}, "unknown-court", "court_code"),
    (LISTING, {"decided_on": "2031-01-04"}, "date-in-future", "decided_on"),
    (LISTING, {"published_on": "2026-11-23"}, "date-in-future", "published_on"),
    (LISTING, {"decided_on": "2025-02-28", "term_until": "2027-02-28"}, "decided-before-filed", "decided_on"),
    (LISTING, {"signed_by": "judge01"}, "signer-is-drafter", "signed_by"),
    (LISTING, {"served_on": "", "service_method": ""}, "not-served", "served_on"),
    (LISTING, {"service_method": ""}, "not-served", "served_on"),
    (LISTING, {"served_on": "2025-05-31"}, "served-before-signed", "served_on"),
    (LISTING, {"document_number": "110000200803150013"}, "minor", "document_number"),
    (ORDER, {"document_number": "110000200803150013"}, "minor", "document_number"),
    (
        LISTING,
        {"capacity": "legal_representative", "debtor_document_number": "91350100M000100Y43"},
        "officer-not-listable",
        "capacity",
    ),
    (LISTING, {"grounds": ""}, "ground-required", "grounds"),
    (LISTING, {"grounds": "7"}, "unknown-ground", "grounds"),
    (LISTING, {"grounds": "1;four"}, "unknown-ground", "grounds"),
    (LISTING, {"term_until": ""}, "term-required", "term_until"),
    (LISTING, {"grounds": "1"}, "term-forbidden", "term_until"),
    (LISTING, {"term_until": "2030-06-02"}, "term-too-long", "term_until"),
    (ORDER, {"period_until": ""}, "period-required", "period_until"),
    (ORDER, {"period_until": "2025-05-31"}, "date", "period_until"),
    (ORDER, {"activities": ""}, "unknown-activity", "activities"),
    (ORDER, {"activities": "flight.business;bus.any"}, "unknown-activity", "activities"),
    (ORDER, {"activities": "credit.loan"}, "unknown-activity", "activities"),
    (ORDER, {"decision_number": "（2025）兵9901执7号之" + "二" * 60}, "too-large", "decision_number"),
    (ORDER, {"drafted_by": "官" * 61}, "too-large", "drafted_by"),
    (ORDER, {"signed_by": "president\x0001"}, "control-characters", "signed_by"),
    (ORDER, {"basis_issuer": "院" * 101}, "too-large", "basis_issuer"),
    (ORDER, {"basis_number": "（2024）\x00号"}, "control-characters", "basis_number"),
]

# Neighbours in the list whose two faults can stand in one row; a forbidden term and a missing one cannot.
PAIRS = [
    (earlier, later)
    for earlier, later in itertools.pairwise(REFUSED)
    if earlier[0] is later[0] and not set(earlier[1]) & set(later[1]) and later[2] != "term-forbidden"
]


class TestJudge:
    @pytest.mark.parametrize(("row", "changes", "code", "column"), REFUSED)
    def test_refuses_with_the_code_and_the_column(
        self, row: dict[str, str], changes: dict[str, str], code: str, column: str
    ) -> None:
        with pytest.raises(Refusal) as refused:
            judge({**row, **changes}, courts=COURTS, on=TODAY)
        assert (refused.value.code, refused.value.pointer) == (code, column)

    @pytest.mark.parametrize(("earlier", "later"), PAIRS)
    def test_names_the_first_code_that_applies(self, earlier: tuple[str, ...], later: tuple[str, ...]) -> None:
        """Two faults in one row: the earlier code of the list is the one reported."""
        row, changes, code, column = earlier
        _, other_changes, _, other_column = later
        with pytest.raises(Refusal) as refused:
            judge({**row, **other_changes, **changes}, courts=COURTS, on=TODAY)  # type: ignore[dict-item]
        assert refused.value.code == code, (column, other_column)

    def test_takes_from_an_officer_only_rulings_of_the_own_court(self) -> None:
        """J15: who imports over the API acts for one court."""
        assert judge(LISTING, courts=COURTS, on=TODAY, own_court="兵9901").court_code == "兵9901"
        with pytest.raises(Refusal) as refused:
            judge({**LISTING, "decided_on": "2031-01-04"}, courts=COURTS, on=TODAY, own_court="兵9902")
        assert (refused.value.code, refused.value.pointer) == ("other-court", "court_code")

    def test_never_repeats_the_number_or_the_name(self) -> None:
        for row, changes, _, _ in REFUSED:
            with pytest.raises(Refusal) as refused:
                judge({**row, **changes}, courts=COURTS, on=TODAY)
            said = {**row, **changes}
            for secret in (said["name"].strip(), said["document_number"].strip()):
                assert not secret or secret not in refused.value.detail

    def test_takes_the_last_day_of_a_term_as_the_first_day_without_effect_minus_one(self) -> None:
        assert judge(LISTING, courts=COURTS, on=TODAY).in_force_until == date(2027, 6, 2)

    def test_lets_a_term_run_five_years_at_most(self) -> None:
        """L2: two years and extensions of three, so decided 2025-06-01 ends 2030-06-01."""
        ruling = judge({**LISTING, "term_until": "2030-06-01"}, courts=COURTS, on=TODAY)
        assert ruling.days["term_until"] == date(2030, 6, 1)

    def test_admits_an_adult_from_the_day_after_the_eighteenth_birthday(self) -> None:
        """T7, protective rule: born 2008-03-15, refused on 2026-03-15, admitted on 2026-03-16."""
        birthday = date(2026, 3, 15)
        row = {**ORDER, "document_number": "110000200803150013", "filed_on": "2026-01-05"}
        row["case_number"] = "（2026）兵9901执7号"
        for decided_on, is_admitted in ((birthday, False), (birthday + timedelta(days=1), True)):
            row["decided_on"] = row["served_on"] = decided_on.isoformat()
            if is_admitted:
                assert judge(row, courts=COURTS, on=TODAY).measure == "order"
            else:
                with pytest.raises(Refusal, match=r"."):
                    judge(row, courts=COURTS, on=TODAY)

    @pytest.mark.parametrize(
        "changes",
        [
            {"name": "\ufeff测试甲\u3000"},
            {"name": "测\u200b试甲\u00a0"},
            {"document_number": "１１００００１９９００１０１００１３"},
            {"document_number": " 110000199001010013 "},
            {"case_number": " (2025) 兵9901 执 7号\u3000"},
            {"case_number": "〔2025〕兵9901执7号"},
            {"decided_on": "２０２５-０６-０１"},
        ],
    )
    def test_cleans_what_can_be_cleaned_without_loss(self, changes: dict[str, str]) -> None:
        plain = judge(LISTING, courts=COURTS, on=TODAY)
        cleaned = judge({**LISTING, **changes}, courts=COURTS, on=TODAY)
        assert (cleaned.key, cleaned.content) == (plain.key, plain.content)

    def test_warns_of_a_sex_that_contradicts_the_number(self) -> None:
        assert judge({**LISTING, "sex": "F"}, courts=COURTS, on=TODAY).warnings == (("sex", "sex-contradicts-number"),)

    def test_warns_of_a_court_that_the_case_number_does_not_name(self) -> None:
        ruling = judge({**LISTING, "court_code": "兵9902"}, courts=COURTS, on=TODAY)
        assert ruling.warnings == (("court_code", "court-differs-from-case-number"),)
