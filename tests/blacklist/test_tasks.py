"""The timetable settles records; it ends no effect, which the periods end by themselves."""

from datetime import date

import pytest

from blacklist import selectors, tasks
from blacklist.law.duties import OFFICES
from blacklist.models import ConsumptionOrder, Listing, RegisterEntry, Task
from blacklist.services import calendars, corrections, listings
from blacklist.services.idempotency import Answer, Asked, once
from tests.blacklist.services.drafts import active_listing, instant, order_in_force, signed_listing
from tests.factories import people
from tests.factories.calendars import NOTICE
from tests.factories.corrections import filing

pytestmark = pytest.mark.django_db
DECIDED_ON = date(2024, 2, 1)
PERIOD_UNTIL = date(2025, 1, 31)


class TestExpireMeasures:
    @pytest.mark.law("L10-2", "C5", "T5")
    def test_settles_every_measure_that_has_run_out_once(self) -> None:
        """L10 ¶2, C5."""
        active_listing(3, on=DECIDED_ON)
        signed_listing(3, on=DECIDED_ON)
        active_listing(1, on=DECIDED_ON)
        order_in_force(on=DECIDED_ON, period_until=PERIOD_UNTIL)
        order_in_force(on=DECIDED_ON, period_until=date(2099, 1, 31))
        assert tasks.expire_measures() == 3
        assert sorted(Listing.objects.values_list("state", flat=True)) == ["active", "expired", "expired"]
        assert sorted(ConsumptionOrder.objects.values_list("state", flat=True)) == ["expired", "in_force"]
        assert tasks.expire_measures() == 0
        assert RegisterEntry.objects.filter(act="expire", actor_name="system").count() == 3

    def test_settles_the_others_when_an_officer_was_faster(self, monkeypatch: pytest.MonkeyPatch) -> None:
        ended, other = active_listing(3, on=DECIDED_ON), active_listing(3, on=DECIDED_ON)
        at = instant(date(2026, 2, 3))
        listings.remove(ended.pk, reason="term_expired", note="", by=people.judge(), at=at)
        monkeypatch.setattr(tasks, "listings_run_out", lambda at: [ended.pk, other.pk])
        assert tasks.expire_measures() == 1
        other.refresh_from_db()
        assert other.state == "expired"


class TestEscalate:
    @pytest.mark.law("11.16", "9.4", "P-OBJ-11")
    def test_refers_a_missed_request_and_marks_every_missed_duty_once(self) -> None:
        """Due 2026-03-17: nothing on that day, all of it the day after."""
        people.courts_above()
        listing = active_listing(1, on=date(2026, 3, 2))
        request = corrections.receive(filing(listing), by=people.clerk(), at=instant(date(2026, 3, 2)))
        Task.objects.exclude(matter_id=request.pk).update(due_on=None, counted_from=None, period="")
        assert tasks.escalate(at=instant(date(2026, 3, 17))) == 0
        after = instant(date(2026, 3, 18))
        assert (tasks.escalate(at=after), tasks.escalate(at=after)) == (1, 0)
        assert Task.objects.get(kind="correction").escalated_at == after
        assert Task.objects.get(kind="correction_overdue").court_id == people.COURT_ABOVE
        assert RegisterEntry.objects.filter(act="escalate", actor_name="system", measure_id=request.pk).count() == 1

    @pytest.mark.law("11.16", "L10-1")
    def test_lets_president_court_above_and_procurator_see_it(self) -> None:
        """A listing to be taken down in three working days, and nobody did."""
        people.courts_above()
        listing = active_listing(1, on=date(2026, 3, 2))
        listings.remove(listing.pk, reason="performed", note="", by=people.judge(), at=instant(date(2026, 3, 12)))
        tasks.escalate(at=instant(date(2026, 3, 18)))
        above = people.officer(duties=OFFICES["superior_court"], court_code=people.COURT_ABOVE)
        procurator = people.officer(duties=OFFICES["procurator"])
        for reader in (people.president(), above, procurator):
            missed = selectors.tasks_of(reader).filter(kind="take_down", escalated_at__isnull=False)
            assert [task.measure_id for task in missed] == [listing.pk]
        beside = people.president(people.OTHER_COURT)
        assert not selectors.tasks_of(beside).exists()

    def test_is_asked_for_by_the_timetable(self) -> None:
        listing = active_listing(1, on=date(2026, 3, 2))
        listings.remove(listing.pk, reason="performed", note="", by=people.judge(), at=instant(date(2026, 3, 12)))
        assert tasks.escalate_overdue() > 0


class TestForgetAnswers:
    def test_forgets_what_nobody_will_repeat(self) -> None:
        asked = Asked(by=people.clerk(), key="long-ago", digest=b"0" * 16)
        once(asked, lambda: Answer(200, "{}"), at=instant(DECIDED_ON))
        assert (tasks.forget_answers(), tasks.forget_answers()) == (1, 0)


class TestCountProvisionalDeadlines:
    @pytest.mark.law("T4")
    def test_says_how_many_moved(self) -> None:
        """The notice for 2027 is out: New Year's day is none of the three working days."""
        listing = active_listing(1, on=date(2026, 11, 16))
        listings.remove(listing.pk, reason="performed", note="", by=people.judge(), at=instant(date(2026, 12, 30)))
        assert tasks.count_provisional_deadlines() == 0
        calendars.load(NOTICE, by=None, at=instant(date(2026, 12, 31)))
        Task.objects.update(due_on=date(2027, 1, 4), is_provisional=True)
        assert tasks.count_provisional_deadlines() == 1
