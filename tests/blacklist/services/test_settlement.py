"""The act that puts a measure right closes what asked for it: the request upheld, and the duty with its three days."""

import uuid
from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from blacklist.law.duties import OFFICES, Duty
from blacklist.models import (
    ConsumptionOrder,
    CorrectionReason,
    CorrectionRequest,
    Listing,
    Officer,
    Task,
    TaskKind,
    TaskState,
)
from blacklist.publication import entries
from blacklist.services import listings, orders, tasks
from blacklist.services.tasks import concern_of
from tests.blacklist.services.drafts import DIRECT, code_of, entry_of, instant
from tests.factories import corrections, people
from tests.factories import listings as listing_factory
from tests.factories import orders as order_factory
from tests.factories.clock import AT, TODAY

pytestmark = pytest.mark.django_db
WHY = "经复核。"
ENDED = CorrectionReason.SHOULD_BE_ENDED


def revoke(listing: Listing, *, by: Officer | None = None, request: CorrectionRequest | None = None) -> Listing:
    named = request.pk if request else None
    by = by or people.judge()
    return listings.revoke(listing.pk, reason="listed_in_error", note=WHY, correction_id=named, by=by, at=AT)


def remove(listing: Listing, *, request: CorrectionRequest | None = None) -> Listing:
    named, by = request.pk if request else None, people.judge()
    return listings.remove(listing.pk, reason="performed", note="", correction_id=named, by=by, at=AT)


def state_of(request: CorrectionRequest) -> tuple[str, str]:
    """Return where the request and the duty to put its measure right stand."""
    request.refresh_from_db()
    return request.state, Task.objects.get(kind=TaskKind.CORRECTION_UPHELD, matter_id=request.pk).state


def superior() -> Officer:
    """Return an officer of the intermediate court who decides reconsiderations."""
    people.courts_above()
    return people.officer(duties=OFFICES["superior_court"], court_code=people.COURT_ABOVE)


class TestRequest:
    @pytest.mark.law("L12", "9.4")
    def test_is_corrected_by_the_act_that_it_asked_for(self) -> None:
        listing = listing_factory.active()
        request, judge = corrections.upheld(listing), people.judge()
        revoke(listing, by=judge, request=request)
        assert state_of(request) == ("corrected", "done")
        assert (request.corrected_on, request.corrected_by_id) == (TODAY, people.COURT)
        assert Task.objects.get(kind=TaskKind.CORRECTION_UPHELD, matter_id=request.pk).closed_by == judge

    def test_is_corrected_by_a_revocation_whatever_it_asked_for(self) -> None:
        listing = listing_factory.active()
        request = corrections.upheld(listing, reason=ENDED)
        revoke(listing, request=request)
        assert state_of(request)[0] == "corrected"

    @pytest.mark.parametrize("end", [remove, revoke])
    def test_needs_not_be_named_where_nothing_is_left_of_the_measure(self, end: Callable[[Listing], Listing]) -> None:
        listing = listing_factory.active()
        request = corrections.upheld(listing, reason=ENDED)
        end(listing)
        assert state_of(request) == ("corrected", "done")

    def test_stays_open_after_less_than_it_asked_for(self) -> None:
        """Removed is not revoked: it should never have been."""
        listing = listing_factory.active()
        request = corrections.upheld(listing)
        assert code_of(lambda: remove(listing, request=request)) == "correction-not-met"
        remove(listing)
        assert state_of(request) == ("upheld", "open")
        revoke(listing, request=request)
        assert state_of(request) == ("corrected", "done")

    def test_must_wait_to_be_fulfilled_and_be_about_this_measure(self) -> None:
        listing, other = listing_factory.active(), corrections.upheld()
        undecided = corrections.received(listing)
        assert code_of(lambda: revoke(listing, request=other)) == "not-found"
        assert code_of(lambda: revoke(listing, request=undecided)) == "not-found"
        named = uuid.UUID(int=0)
        act = partial(listings.revoke, listing.pk, reason="listed_in_error", note=WHY, correction_id=named)
        assert code_of(lambda: act(by=people.judge(), at=AT)) == "not-found"

    @pytest.mark.law("G18")
    def test_of_one_person_is_corrected_by_that_persons_release(self) -> None:
        order = order_factory.in_force()
        request = corrections.upheld(order, reason=ENDED)
        person = order.restricted_persons.get().person_id
        orders.lift(
            order.pk,
            reason="performed",
            note="",
            person_id=person,
            correction_id=request.pk,
            by=people.judge(),
            at=AT,
        )
        assert state_of(request) == ("corrected", "done")


class TestDuty:
    @pytest.mark.law("L9", "P244")
    @pytest.mark.parametrize(("found_on", "due_on"), [("2026-04-29", "2026-05-07"), ("2025-09-30", "2025-10-11")])
    def test_to_revoke_is_closed_by_the_revocation(self, found_on: str, due_on: str) -> None:
        """Error confirmed 2026-04-29: due 2026-05-07; 2025-09-30: 2025-10-11, a working Saturday."""
        listing = listing_factory.active()
        day = date.fromisoformat(found_on)
        task = tasks.open_task(TaskKind.ERROR_FOUND, concern_of(listing), counted_from=day, at=instant(day))
        assert task.due_on == date.fromisoformat(due_on)
        revoke(listing)
        task.refresh_from_db()
        assert task.state == TaskState.DONE


class TestRevoked:
    @pytest.mark.law("L9")
    def test_has_no_effect_and_its_record_says_that_it_should_not_have_been(self) -> None:
        listing = listing_factory.removed()
        revoked = revoke(listing)
        assert (revoked.state, revoked.ended_reason) == ("revoked", "listed_in_error")
        assert revoked.ended_on == listing.ended_on
        assert entries(after=0, after_hash=None).entries[-1].standings[0].measures == ()

    @pytest.mark.law("L9")
    def test_makes_recipients_hear_of_it_after_an_earlier_end(self) -> None:
        listing = listing_factory.removed()
        revoke(listing)
        assert Task.objects.filter(kind=TaskKind.TAKE_DOWN, measure_id=listing.pk).count() == 1
        order = order_factory.lifted()
        notices = Task.objects.filter(kind=TaskKind.LIFT_NOTICES, measure_id=order.pk)
        before = notices.count()
        orders.revoke(order.pk, reason="issued_in_error", note=WHY, by=people.judge(), at=AT)
        assert notices.count() == before + 1
        assert order.restricted_persons.get().ended_reason == "issued_in_error"


class TestSuperior:
    @pytest.mark.law("G18", "9.1")
    def test_corrects_directly_and_the_register_names_its_court(self) -> None:
        listing, by = listing_factory.active(), superior()
        request = corrections.upheld(listing)
        revoke(listing, by=by, request=request)
        assert entry_of(listing.pk, "revoke").court_id == people.COURT_ABOVE
        assert state_of(request)[0] == "corrected"
        assert request.corrected_by_id == people.COURT_ABOVE

    @pytest.mark.law("G18", "9.2")
    def test_may_end_and_revoke_orders_of_any_court_below(self) -> None:
        superior()
        high = people.officer(duties=OFFICES["superior_court"], court_code=people.HIGH_COURT)
        lifted = orders.lift(order_factory.in_force().pk, reason="performed", note="", by=high, at=AT)
        assert lifted.state == "lifted"
        revoked = orders.revoke(order_factory.in_force().pk, reason="issued_in_error", note=WHY, by=high, at=AT)
        assert revoked.state == "revoked"

    @pytest.mark.law("P246", "11.12")
    def test_needs_more_than_to_read_or_to_handle_cases_of_its_own(self) -> None:
        """A procurator, a supervising reader and a judge above for other cases revoke nothing below."""
        listing, court = listing_factory.active(), people.COURT_ABOVE
        superior()
        reader = people.officer(duties=[Duty.READ, Duty.SUPERVISE], court_code=court)
        assert code_of(lambda: revoke(listing, by=reader)) == "duty-required"
        assert code_of(lambda: revoke(listing, by=people.judge(court))) == "other-court"

    @pytest.mark.law("J15")
    def test_takes_no_measure_itself(self) -> None:
        by = superior()
        by.duties = [duty.value for duty in Duty]
        by.save()
        draft, served, order = listing_factory.proposed(), listing_factory.served(), order_factory.signed()
        assert code_of(lambda: listings.sign(draft.pk, by=by, at=AT)) == "other-court"
        assert code_of(lambda: listings.publish(served.pk, by=by, at=AT)) == "other-court"
        serve = partial(orders.serve, order.pk, served_on=TODAY, service_method=DIRECT)
        assert code_of(lambda: serve(by=by, at=AT)) == "other-court"

    def test_is_above_and_not_beside(self) -> None:
        superior()
        listing, beside = listing_factory.active(), people.officer(duties=Duty, court_code=people.OTHER_COURT)
        assert code_of(lambda: revoke(listing, by=beside)) == "other-court"


class TestPayload:
    @pytest.mark.law("L12")
    def test_never_tells_outside_that_a_measure_is_disputed(self) -> None:
        """What a check sees is the same before and after."""
        order = order_factory.in_force()
        before = entries(after=0, after_hash=None).entries[-1].standings
        corrections.under_review(order)
        assert entries(after=0, after_hash=None).entries[-1].standings == before
        assert ConsumptionOrder.objects.get(pk=order.pk).state == "in_force"
