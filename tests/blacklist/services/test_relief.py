"""Interim relief: a paused measure has no effect outside, ends as any other, and goes on only by an act."""

import uuid
from collections.abc import Callable
from datetime import date

import pytest

from blacklist import tasks as timetable
from blacklist.law.duties import OFFICES
from blacklist.law.remedies import MeasureKind
from blacklist.models import CorrectionRequest, Listing, Task, TaskKind
from blacklist.publication import entries
from blacklist.services import corrections, listings, relief
from blacklist.services.decisions import Decision
from tests.blacklist.services.drafts import active_listing, code_of, entry_of, instant
from tests.factories import corrections as correction_factory
from tests.factories import listings as listing_factory
from tests.factories import people
from tests.factories import relief as factory
from tests.factories.clock import AT
from tests.factories.corrections import WHY, filing, number

pytestmark = pytest.mark.django_db
LISTING, ORDER = MeasureKind.LISTING, MeasureKind.ORDER
DISPUTED: list[tuple[MeasureKind, Callable[[], Decision], str]] = [
    (LISTING, factory.disputed_listing, "active"),
    (ORDER, factory.disputed_order, "in_force"),
]


def effective() -> list[uuid.UUID]:
    """Return the measures with effect that the newest entry of the register gives."""
    newest = entries(after=0, after_hash=None).entries[-1]
    return [measure.id for standing in newest.standings for measure in standing.measures]


class TestPause:
    @pytest.mark.law("9.4", "L12")
    @pytest.mark.parametrize(("kind", "reach", "running"), DISPUTED)
    def test_takes_the_effect_and_gives_it_back(
        self, kind: MeasureKind, reach: Callable[[], Decision], running: str
    ) -> None:
        measure = reach()
        held = effective()
        assert held
        paused = relief.pause(kind, measure.pk, note=WHY, by=people.judge(), at=AT)
        assert (paused.state, effective()) == ("paused", [])
        assert relief.resume(kind, measure.pk, note=WHY, by=people.judge(), at=AT).state == running
        assert effective() == held

    @pytest.mark.parametrize(("kind", "reach"), [(LISTING, listing_factory.active)])
    def test_needs_an_open_request(self, kind: MeasureKind, reach: Callable[[], Decision]) -> None:
        measure = reach()
        pause = lambda: relief.pause(kind, measure.pk, note=WHY, by=people.judge(), at=AT)  # noqa: E731
        assert code_of(pause) == "no-open-request"
        request = correction_factory.received(Listing.objects.get(pk=measure.pk))
        corrections.withdraw(request.pk, by=people.clerk(), at=AT)
        assert code_of(pause) == "no-open-request"

    @pytest.mark.law("G18")
    def test_is_for_the_court_above_too(self) -> None:
        people.courts_above()
        by = people.officer(duties=OFFICES["superior_court"], court_code=people.COURT_ABOVE)
        listing = factory.disputed_listing()
        relief.pause(LISTING, listing.pk, note=WHY, by=by, at=AT)
        assert entry_of(listing.pk, "pause").court_id == people.COURT_ABOVE

    def test_knows_a_listing_from_an_order(self) -> None:
        order = factory.disputed_order()
        assert code_of(lambda: relief.pause(LISTING, order.pk, note=WHY, by=people.judge(), at=AT)) == "not-found"

    @pytest.mark.law("T5", "L10-2")
    def test_lets_the_term_run_out(self) -> None:
        listing = active_listing(3, on=date(2024, 2, 1))
        at = instant(date(2026, 1, 5))
        corrections.receive(filing(listing), by=people.clerk(), at=at)
        relief.pause(LISTING, listing.pk, note=WHY, by=people.judge(), at=at)
        assert timetable.expire_measures() == 1
        listing.refresh_from_db()
        assert listing.state == "expired"


class TestResume:
    def reject(self, listing: Listing) -> CorrectionRequest:
        request, by = CorrectionRequest.objects.get(listing=listing), correction_factory.reviewer()
        corrections.assign(request.pk, reviewers=[by.username], by=by, at=AT)
        return corrections.reject(request.pk, decision_number=number(), note=WHY, by=by, at=AT)

    @pytest.mark.law("9.4", "T1")
    def test_becomes_a_duty_with_the_rejection_and_is_never_silent(self) -> None:
        """The measure stays paused until an officer lets it go on."""
        listing = factory.paused_listing()
        self.reject(listing)
        listing.refresh_from_db()
        task = Task.objects.get(kind=TaskKind.RESUME, measure_id=listing.pk)
        assert (listing.state, task.state, task.due_on) == ("paused", "open", date(2026, 11, 19))
        relief.resume(LISTING, listing.pk, note=WHY, by=people.judge(), at=AT)
        task.refresh_from_db()
        assert task.state == "done"

    def test_waits_for_the_last_request(self) -> None:
        listing = factory.paused_listing()
        other = correction_factory.received(listing)
        first = CorrectionRequest.objects.exclude(pk=other.pk).get(listing=listing)
        corrections.withdraw(first.pk, by=people.clerk(), at=AT)
        assert not Task.objects.filter(kind=TaskKind.RESUME).exists()
        corrections.withdraw(other.pk, by=people.clerk(), at=AT)
        assert Task.objects.filter(kind=TaskKind.RESUME, measure_id=listing.pk).count() == 1

    def test_is_no_duty_any_more_when_the_measure_has_ended(self) -> None:
        listing = factory.paused_listing()
        self.reject(listing)
        listings.remove(listing.pk, reason="performed", note="", by=people.judge(), at=AT)
        assert Task.objects.get(kind=TaskKind.RESUME).state == "done"
