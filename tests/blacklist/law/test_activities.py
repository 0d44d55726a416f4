from datetime import date

import pytest

from blacklist.law.activities import (
    ACTIVITIES,
    BIT,
    EMERGENCY_ACTIVITIES,
    Answer,
    Trigger,
    covered,
    may_be_ordered,
    read_activities,
)
from blacklist.law.refusals import Refusal

# The whole catalogue as institutions know it: code, rule's name, trigger, answer, articles.
CATALOGUE = """
flight.economy             AIR_ANY              order        barred         C3-1 J6
flight.business            AIR_ANY              order        barred         C3-1 J6
flight.first               AIR_ANY              order        barred         C3-1 J6
rail.g_any                 RAIL_G_ANY           order        barred         C3-9 J6
rail.soft_sleeper          RAIL_SOFT_SLEEPER    order        barred         C3-1 J6
rail.emu_first             RAIL_EMU_FIRST_PLUS  order        barred         C3-9 J6
ship.second_class          SHIP_SECOND_PLUS     order        barred         C3-1
hotel.star_rated           LODGING_STAR         order        barred         C3-2 J7
hotel.other_high_end       LODGING_OTHER_HIGH   order_naming barred         J7
venue.nightclub            VENUE_NIGHTCLUB      order        barred         C3-2 J7
venue.golf                 VENUE_GOLF           order        barred         C3-2 J7
property.purchase          REALTY_BUY           order        barred         C3-3 J5
property.construction      REALTY_BUILD         order        barred         C3-3 J11
property.luxury_renovation REALTY_LUX_DECOR     order        barred         C3-3 J11
office.luxury_rent         OFFICE_LUX_RENT      order        barred         C3-4
vehicle.nonessential       VEHICLE_NONESSENTIAL order        barred         C3-5 J11
tour.outbound_group        TOUR_OUTBOUND_GROUP  order        barred         C3-6 J8
tour.holiday               TOUR_HOLIDAY         order_naming refer_to_court C3-6 J8
school.high_fee            SCHOOL_HIGH_FEE      order_naming not_answered   C3-7 J9 G20
insurance.cash_value       INSURANCE_HIGH       order        refer_to_court C3-8 J10
other.named                OTHER_NAMED          order_naming barred         C3-9
credit.loan                LOAN_CREDIT          listing      strict_review  L8 J4 K5 K7
credit.card                CREDIT_CARD          listing      strict_review  L8 J4 K5 K7
"""
ROWS = [line.split() for line in CATALOGUE.strip().splitlines()]


class TestActivities:
    @pytest.mark.law("C3-1")
    @pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
    def test_has_each_row_of_the_catalogue(self, row: list[str]) -> None:
        activity = ACTIVITIES[row[0]]
        found = [activity.code, activity.law_code, activity.trigger, activity.answer, *activity.legal_basis]
        assert found == row

    @pytest.mark.law("K1", "J3")
    def test_has_nothing_else_and_keeps_the_stored_bits(self) -> None:
        assert [row[0] for row in ROWS] == sorted(BIT, key=BIT.__getitem__)
        assert list(BIT.values()) == list(range(len(ROWS)))
        assert ACTIVITIES.keys() == BIT.keys()

    @pytest.mark.law("J1", "K3")
    def test_rests_each_on_an_article_and_says_what_is_free(self) -> None:
        """J1: no restricted activity without its basis."""
        for activity in ACTIVITIES.values():
            assert activity.legal_basis
            assert activity.zh
            assert activity.en
            assert activity.exceptions.zh
            assert activity.exceptions.en
            assert activity.sector

    @pytest.mark.law("K5", "K7", "J4", "11.9")
    def test_never_forbids_credit(self) -> None:
        """K5: a listing makes a lender look closely; it does not make a lender refuse."""
        for activity in ACTIVITIES.values():
            is_credit = activity.code.startswith("credit.")
            assert is_credit == (activity.answer is Answer.STRICT_REVIEW) == (activity.trigger is Trigger.LISTING)

    @pytest.mark.law("11.13")
    def test_lets_an_emergency_pass_in_transport_and_lodging_only(self) -> None:
        assert {code.split(".")[0] for code in EMERGENCY_ACTIVITIES} == {"flight", "rail", "ship", "hotel"}
        assert {code for code in ACTIVITIES if code.split(".")[0] in ("flight", "rail", "ship", "hotel")} == set(
            EMERGENCY_ACTIVITIES
        )


class TestMayBeOrdered:
    @pytest.mark.law("K5")
    def test_is_true_of_all_but_credit(self) -> None:
        assert {code for code in ACTIVITIES if not may_be_ordered(code)} == {"credit.loan", "credit.card"}

    @pytest.mark.law("P253")
    def test_is_false_of_what_is_not_in_the_catalogue(self) -> None:
        assert not may_be_ordered("hospital")


class TestReadActivities:
    def test_returns_each_once_in_the_order_of_the_catalogue(self) -> None:
        assert read_activities(["rail.g_any", "flight.economy", "rail.g_any"]) == (
            "flight.economy",
            "rail.g_any",
        )

    @pytest.mark.parametrize(
        "codes", [[], ["credit.loan"], ["flight.economy", "credit.card"], ["flight.any"], [""], ["hospital"]]
    )
    @pytest.mark.law("P253", "11.9", "K1")
    def test_refuses_none_unknown_ones_and_credit(self, codes: list[str]) -> None:
        with pytest.raises(Refusal) as caught:
            read_activities(codes)
        assert (caught.value.code, caught.value.pointer) == ("unknown-activity", "activities")


class TestCovered:
    NAMED = ("flight.economy", "rail.g_any", "rail.emu_first", "hotel.star_rated")

    @pytest.mark.law("C12")
    @pytest.mark.parametrize(
        ("decided_on", "count"),
        [
            (None, 4),
            (date(2015, 7, 22), 4),
            (date(2015, 7, 21), 2),
            (date(2010, 10, 1), 2),
            (date(2010, 9, 30), 0),
        ],
    )
    def test_is_what_the_text_of_the_day_lets_an_order_cover(self, decided_on: date | None, count: int) -> None:
        """C12: an order of 2015-07-21 does not cover the G train it names; before 1 October 2010 there was no rule."""
        found = covered(self.NAMED, decided_on=decided_on)
        assert len(found) == count
        assert found == tuple(code for code in self.NAMED if code in found)
        assert ("rail.g_any" in found) is (count == 4)
