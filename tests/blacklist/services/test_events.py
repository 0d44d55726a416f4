"""A fact in the file of a case ends what the law says it ends, at once, and puts the rest before a judge."""

import uuid
from datetime import date
from typing import Any

import pytest

from blacklist.law.duties import Duty
from blacklist.law.events import EVENTS, EventKind
from blacklist.law.lifecycle import ListingState, OrderState
from blacklist.models import Capacity, ConsumptionOrder, EnforcementCase, Listing, Person, RegisterEntry, Task
from blacklist.services import events, listings, orders
from tests.blacklist.services.drafts import active_listing, case, code_of, instant, order_in_force
from tests.factories import people

pytestmark = pytest.mark.django_db

LISTED_ON, PAID_ON = date(2026, 1, 5), date(2026, 3, 12)
ENDING = [EventKind.PERFORMED, EventKind.SETTLEMENT_PERFORMED, EventKind.ENFORCEMENT_SUSPENDED, EventKind.NOT_ENFORCED]
ENDING += [EventKind.ENFORCEMENT_TERMINATED]


def happened(of: EnforcementCase, kind: EventKind, *, on: date = PAID_ON, **changes: Any) -> events.Happened:
    said: dict[str, Any] = {"note": "见卷宗。", "evidence": ("E-7",), **changes}
    return events.Happened(of.pk, kind, on, **said)


def record(of: EnforcementCase, kind: EventKind, *, on: date = PAID_ON, **changes: Any) -> events.Entered:
    return events.record(happened(of, kind, on=on, **changes), by=people.judge(), at=instant(on))


def listed(*grounds: int) -> Listing:
    return active_listing(*(grounds or (1,)), on=LISTED_ON)


class TestRecord:
    @pytest.mark.law("L10-1", "9.1")
    @pytest.mark.parametrize("kind", ENDING)
    def test_removes_a_listing_without_a_term_within_the_act(self, kind: EventKind) -> None:
        """Full payment booked 2026-03-12 → due 2026-03-17."""
        listing = listed()
        entered = record(listing.case, kind)
        listing.refresh_from_db()
        assert (listing.state, listing.ended_on) == (ListingState.REMOVED, PAID_ON)
        assert listing.ended_reason == EVENTS[kind].removes
        assert (entered.ended, entered.under_review) == ((listing.pk,), ())
        task = Task.objects.get(kind="take_down", measure_id=listing.pk)
        assert task.due_on == date(2026, 3, 17)

    @pytest.mark.law("L10-2", "L2", "G19")
    @pytest.mark.parametrize("kind", ENDING)
    def test_puts_a_listing_with_a_term_under_review_instead(self, kind: EventKind) -> None:
        listing = listed(1, 3)
        entered = record(listing.case, kind)
        listing.refresh_from_db()
        assert (listing.state, entered.under_review) == (ListingState.ACTIVE, (listing.pk,))
        task = Task.objects.get(kind="early_removal_review", measure_id=listing.pk)
        assert (task.due_on, task.holder) == (date(2026, 3, 17), "remove")

    @pytest.mark.law("C9", "9.2")
    def test_lifts_the_order_of_a_debtor_who_performed_for_everybody_it_names(self) -> None:
        order = unit_order()
        assert record(order.case, EventKind.PERFORMED).ended == (order.pk,)
        order.refresh_from_db()
        assert order.state == OrderState.LIFTED
        assert {row.ended_on for row in order.restricted_persons.all()} == {PAID_ON}

    @pytest.mark.law("L10-1")
    def test_leaves_an_order_in_force_while_enforcement_is_only_suspended(self) -> None:
        """Suspension ends a listing (item 5); C9 does not name it."""
        order = order_in_force(on=LISTED_ON, of=case())
        assert record(order.case, EventKind.ENFORCEMENT_SUSPENDED).ended == ()

    @pytest.mark.law("L10-1", "G373")
    def test_waits_for_the_second_search_without_result(self) -> None:
        """Second negative search 2026-02-10, no lead → due 2026-02-13."""
        listing = listed()
        record(listing.case, EventKind.ROUND_ENDED, on=date(2026, 1, 12))
        assert record(listing.case, EventKind.SEARCH_NEGATIVE, on=date(2026, 1, 20)).ended == ()
        assert not Task.objects.filter(kind="take_down").exists()
        assert record(listing.case, EventKind.SEARCH_NEGATIVE, on=date(2026, 2, 10)).ended == (listing.pk,)
        assert Task.objects.get(kind="take_down").due_on == date(2026, 2, 13)
        listing.refresh_from_db()
        assert listing.ended_reason == "no_assets_found"

    @pytest.mark.law("P244", "L9")
    def test_revokes_the_listing_and_lifts_the_order_when_the_basis_is_quashed(self) -> None:
        """Retrial quashes the judgment 2026-04-29 → revoked, taken down by 2026-05-07."""
        listing = listed(3)
        order = order_in_force(on=LISTED_ON, of=listing.case)
        entered = record(listing.case, EventKind.BASIS_QUASHED, on=date(2026, 4, 29))
        assert set(entered.ended) == {listing.pk, order.pk}
        listing.refresh_from_db()
        order.refresh_from_db()
        assert (listing.state, order.state) == (ListingState.REVOKED, OrderState.LIFTED)
        assert Task.objects.get(kind="take_down").due_on == date(2026, 5, 7)

    @pytest.mark.law("P243", "11.3")
    def test_ends_every_measure_on_who_died_a_term_included_and_none_on_others(self) -> None:
        """Death registered 2026-04-02 → closed; an heir is not restricted."""
        order = unit_order()
        officer = order.restricted_persons.exclude(capacity="").get().person
        record(order.case, EventKind.DEATH, on=date(2026, 4, 2), person_id=officer.pk)
        order.refresh_from_db()
        assert order.state == OrderState.IN_FORCE
        ended = {row.person_id: row.ended_reason for row in order.restricted_persons.all()}
        assert ended[officer.pk] == "death"
        assert set(ended.values()) == {"death", ""}

        listing = listed(3)
        record(listing.case, EventKind.DEATH, on=date(2026, 4, 2), person_id=listing.debtor_id)
        listing.refresh_from_db()
        assert (listing.state, listing.ended_reason) == (ListingState.REMOVED, "death")

    def test_counts_from_the_day_it_happened_when_it_is_entered_later(self) -> None:
        listing = listed()
        events.record(happened(listing.case, EventKind.PERFORMED), by=people.judge(), at=instant(date(2026, 3, 16)))
        listing.refresh_from_db()
        assert listing.ended_on == date(2026, 3, 16)
        assert Task.objects.get(kind="take_down").due_on == date(2026, 3, 17)

    def test_writes_an_entry_for_the_fact_and_one_for_each_measure_it_ends(self) -> None:
        listing = listed()
        order = order_in_force(on=LISTED_ON, of=listing.case)
        before = RegisterEntry.objects.count()
        entered = record(listing.case, EventKind.PERFORMED)
        written = list(RegisterEntry.objects.order_by("version"))[before:]
        assert [(entry.act, entry.measure_id) for entry in written] == [
            ("record", entered.event.pk),
            ("remove", listing.pk),
            ("lift", order.pk),
        ]

    @pytest.mark.law("L10-1", "G373")
    def test_opens_the_search_for_assets_when_the_round_has_ended(self) -> None:
        listing = listed()
        record(listing.case, EventKind.ROUND_ENDED, on=date(2026, 1, 12))
        due = Task.objects.filter(kind="asset_search", measure_id=listing.pk, period="asset_search_due").latest(
            "due_on"
        )
        assert due.due_on == date(2026, 7, 13)  # 12 July is a Sunday

    @pytest.mark.parametrize(
        ("kind", "changes", "code"),
        [
            (EventKind.DEATH, {}, "field-required"),
            (EventKind.PERFORMED, {"note": " "}, "reasons-required"),
            (EventKind.PERFORMED, {"person_id": uuid.UUID(int=5)}, "not-a-debtor"),
            (EventKind.SEARCH_NEGATIVE, {}, "wrong-state"),
        ],
    )
    def test_refuses_what_cannot_be(self, kind: EventKind, changes: dict[str, Any], code: str) -> None:
        of, judge = case(), people.judge()
        said = happened(of, kind, **changes)
        assert code_of(lambda: events.record(said, by=judge, at=instant(PAID_ON))) == code

    def test_refuses_a_day_to_come_or_before_the_case(self) -> None:
        of, judge = case(), people.judge()
        for on, code in ((date(2026, 3, 13), "date-in-future"), (date(2023, 1, 1), "decided-before-filed")):
            said = happened(of, EventKind.PERFORMED, on=on)
            assert code_of(lambda said=said: events.record(said, by=judge, at=instant(PAID_ON))) == code  # type: ignore[misc]

    @pytest.mark.law("J15")
    def test_needs_the_duty_at_the_court_of_the_case(self) -> None:
        of = case()
        said = happened(of, EventKind.PERFORMED)
        lacking = people.officer(duties=set(Duty) - {Duty.REMOVE})
        elsewhere = people.judge(people.OTHER_COURT)
        assert code_of(lambda: events.record(said, by=lacking, at=instant(PAID_ON))) == "duty-required"
        assert code_of(lambda: events.record(said, by=elsewhere, at=instant(PAID_ON))) == "other-court"


class TestReviewOfEarlyRemoval:
    @pytest.mark.law("G19", "Q7", "L2")
    def test_ends_with_the_removal(self) -> None:
        """Ground 3 to 2027-03-15 and ground 1; paid 2026-03-12 → by 2026-03-17 both are gone."""
        listing = listed(1, 3)
        record(listing.case, EventKind.PERFORMED)
        at = instant(date(2026, 3, 13))
        listings.remove(listing.pk, reason="early_removal", note="已全部履行。", by=people.judge(), at=at)
        assert Task.objects.get(kind="early_removal_review").state == "done"

    @pytest.mark.law("G19", "Q7")
    def test_is_kept_only_by_the_president_for_written_reasons(self) -> None:
        listing = listed(1, 3)
        at = instant(date(2026, 3, 13))
        president = people.president()

        def keep(note: str) -> Listing:
            return listings.keep(listing.pk, note=note, by=president, at=at)

        assert code_of(lambda: keep("理由。")) == "wrong-state"
        record(listing.case, EventKind.PERFORMED)
        assert code_of(lambda: keep(" ")) == "reasons-required"
        assert keep("暴力抗拒执行，情节严重。").state == ListingState.ACTIVE
        assert Task.objects.get(kind="early_removal_review").state == "done"


def unit_order() -> ConsumptionOrder:
    """Return an order on a debtor unit and its legal representative."""
    unit = people.unit()
    of = case(debtor=unit)
    officer: Person = people.person(name="王示范")
    named = [orders.Named(unit.pk), orders.Named(officer.pk, Capacity.LEGAL_REPRESENTATIVE, ("工商登记",))]
    return order_in_force(on=LISTED_ON, of=of, persons=named)
