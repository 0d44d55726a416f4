"""What may be permitted, to whom, for how long and why not: tables of C8, C3 ¶2 and G17."""

from datetime import date

import pytest

from blacklist.law import exemptions as law
from blacklist.law.activities import ACTIVITIES, may_be_ordered
from blacklist.law.exemptions import EXEMPTIONS, REJECTIONS, TRAVEL, ExemptionKind
from blacklist.law.refusals import Refusal

NECESSITY, FUNDS, LIFT = ExemptionKind.NECESSITY, ExemptionKind.PERSONAL_FUNDS, ExemptionKind.TRAVEL_LIFT
ORDERED = tuple(code for code in ACTIVITIES if may_be_ordered(code))


class TestRules:
    def test_are_one_for_each_kind(self) -> None:
        assert set(EXEMPTIONS) == set(ExemptionKind)

    def test_reject_only_for_reasons_with_words(self) -> None:
        assert set().union(*(rule.rejections for rule in EXEMPTIONS.values())) == set(REJECTIONS)


class TestCheckKind:
    @pytest.mark.law("9.3", "C8", "C3-2", "G17-1")
    @pytest.mark.parametrize(
        ("kind", "is_officer", "travel_reason", "code"),
        [
            (NECESSITY, False, "", None),
            (NECESSITY, True, "", "exemption-kind"),
            (FUNDS, True, "", None),
            (FUNDS, False, "", "exemption-kind"),
            (LIFT, False, "illness", None),
            (LIFT, True, "funeral", None),
            (LIFT, False, "", "unknown-value"),
            (LIFT, False, "holiday", "unknown-value"),
            (NECESSITY, False, "illness", "unknown-value"),
        ],
    )
    def test_says_who_may_apply_for_what(
        self, kind: ExemptionKind, is_officer: bool, travel_reason: str, code: str | None
    ) -> None:
        assert code_of(lambda: law.check_kind(kind, is_officer=is_officer, travel_reason=travel_reason)) == code


class TestCheckActivities:
    @pytest.mark.law("G17-3")
    @pytest.mark.parametrize("activity", ORDERED)
    def test_lifts_aircraft_and_high_speed_rail_only(self, activity: str) -> None:
        """Never a hotel, a house, a soft sleeper or a ship."""
        code = code_of(lambda: law.check_activities(LIFT, [activity], ordered=ORDERED))
        assert code == (None if activity in TRAVEL else "activity-not-exemptible")

    def test_returns_them_once_in_the_order_of_the_catalogue(self) -> None:
        asked = ["hotel.star_rated", "flight.first", "hotel.star_rated"]
        assert law.check_activities(NECESSITY, asked, ordered=ORDERED) == ("flight.first", "hotel.star_rated")

    @pytest.mark.parametrize(
        ("activities", "code"),
        [([], "items-required"), (["hospital"], "unknown-activity"), (["venue.golf"], "not-restricted")],
    )
    def test_refuses_what_needs_no_permission(self, activities: list[str], code: str) -> None:
        assert code_of(lambda: law.check_activities(NECESSITY, activities, ordered=["hotel.star_rated"])) == code


class TestCheckWindow:
    @pytest.mark.law("G17-3", "T3")
    @pytest.mark.parametrize(
        ("kind", "first_day", "last_day", "code"),
        [
            (LIFT, "2026-03-10", "2026-04-10", None),
            (LIFT, "2026-03-10", "2026-04-11", "window-too-long"),
            (LIFT, "2026-01-31", "2026-02-28", None),
            (LIFT, "2026-01-31", "2026-03-01", "window-too-long"),
            (FUNDS, "2026-03-10", "2027-03-10", None),
            (FUNDS, "2026-03-10", "2027-03-11", "window-too-long"),
            (NECESSITY, "2026-03-10", "2028-03-11", None),
            (NECESSITY, "2026-03-10", "2026-03-10", None),
            (NECESSITY, "2026-03-10", "2026-03-09", "date"),
        ],
    )
    def test_is_as_long_as_the_kind_allows(
        self, kind: ExemptionKind, first_day: str, last_day: str, code: str | None
    ) -> None:
        first, last = date.fromisoformat(first_day), date.fromisoformat(last_day)
        assert code_of(lambda: law.check_window(kind, first_day=first, last_day=last)) == code


class TestCheckProof:
    @pytest.mark.law("G17-4")
    @pytest.mark.parametrize(
        ("kind", "evidence", "has_undertaking", "code"),
        [
            (LIFT, ["住院通知"], True, None),
            (LIFT, ["住院通知"], False, "undertaking-required"),
            (LIFT, [], True, "evidence-required"),
            (FUNDS, ["工资流水"], False, None),
            (FUNDS, [], False, "evidence-required"),
        ],
    )
    def test_asks_for_evidence_and_where_owed_an_undertaking(
        self, kind: ExemptionKind, evidence: list[str], has_undertaking: bool, code: str | None
    ) -> None:
        assert code_of(lambda: law.check_proof(kind, evidence=evidence, has_undertaking=has_undertaking)) == code


class TestCheckRejection:
    @pytest.mark.law("C3-2", "G17-1")
    def test_lets_private_means_be_rejected_only_as_not_verified(self) -> None:
        """A true application shall be granted (应予准许)."""
        assert code_of(lambda: law.check_rejection(FUNDS, "not_verified")) is None
        for reason in set(REJECTIONS) - {"not_verified"}:
            assert code_of(lambda reason=reason: law.check_rejection(FUNDS, reason)) == "unknown-value"


def code_of(check: object) -> str | None:
    assert callable(check)
    try:
        check()
    except Refusal as refusal:
        return refusal.code
    return None
