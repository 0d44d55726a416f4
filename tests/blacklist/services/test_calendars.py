"""A newly published year: loaded once, on record, and every open deadline counted by it."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from blacklist import selectors
from blacklist.law.duties import Duty
from blacklist.law.workdays import Notice
from blacklist.models import CalendarDay, CalendarYear, CorrectionRequest, RegisterEntry, Task, TaskKind
from blacklist.publication import entries
from blacklist.register import open_payload
from blacklist.services import calendars, corrections, tasks
from blacklist.verification import faults
from tests.blacklist.services.drafts import active_listing, code_of, instant
from tests.factories import corrections as corrections_of
from tests.factories import people
from tests.factories.calendars import NOTICE, days, notice

pytestmark = pytest.mark.django_db
AT = instant(date(2026, 11, 25))


def take_down_due(*, counted_from: date) -> Task:
    """Return the open task of taking a listing down, counted from that day."""
    listing = active_listing(3, on=date(2026, 11, 16))
    tasks.open_take_down(listing, last_day_on=counted_from, at=AT)
    return Task.objects.get(kind=TaskKind.TAKE_DOWN, measure_id=listing.pk)


class TestLoad:
    @pytest.mark.law("T4")
    def test_counts_what_was_provisional_by_the_new_year(self) -> None:
        """31 December, 4 and 5 January: New Year's day is a holiday now."""
        task = take_down_due(counted_from=date(2026, 12, 30))
        assert (task.due_on, task.is_provisional) == (date(2027, 1, 4), True)
        done = calendars.load(NOTICE, by=None, at=AT)
        task.refresh_from_db()
        assert (task.due_on, task.is_provisional) == (date(2027, 1, 5), False)
        assert done == calendars.Recount(counted=1, moved=1, provisional=0)

    @pytest.mark.law("T4", "11.16")
    @pytest.mark.parametrize(("marked_on", "stays"), [("2027-01-05", False), ("2027-01-06", True)])
    def test_takes_back_that_a_duty_was_overdue_which_was_not(self, marked_on: str, stays: bool) -> None:
        """The earliest day, 4 January, had passed; the day is 5 January."""
        task = take_down_due(counted_from=date(2026, 12, 30))
        tasks.escalate_overdue(at=instant(date.fromisoformat(marked_on)))
        calendars.load(NOTICE, by=None, at=AT)
        task.refresh_from_db()
        assert (task.escalated_at is not None) is stays

    @pytest.mark.law("T4")
    def test_confirms_a_day_that_stays(self) -> None:
        task = take_down_due(counted_from=date(2027, 1, 4))
        assert (task.due_on, task.is_provisional) == (date(2027, 1, 7), True)
        done = calendars.load(NOTICE, by=None, at=AT)
        task.refresh_from_db()
        assert (task.due_on, task.is_provisional) == (date(2027, 1, 7), False)
        assert done.moved == 0

    @pytest.mark.law("T4")
    def test_leaves_provisional_what_runs_into_the_year_after(self) -> None:
        take_down_due(counted_from=date(2027, 12, 30))
        assert calendars.load(NOTICE, by=None, at=AT).provisional == 1

    def test_leaves_what_is_done_as_it_was(self) -> None:
        task = take_down_due(counted_from=date(2026, 12, 30))
        tasks.close(task.pk, by=people.clerk(), at=AT)
        calendars.load(NOTICE, by=None, at=AT)
        task.refresh_from_db()
        assert task.due_on == date(2027, 1, 4)

    @pytest.mark.law("T1")
    def test_moves_what_ends_in_a_december_that_the_notice_changes(self) -> None:
        """As the notice for 2019 did: a weekend of December worked, its Monday free."""
        december = notice(
            rest_days=NOTICE.rest_days | {date(2026, 12, 31)}, make_up_days=NOTICE.make_up_days | {date(2026, 12, 27)}
        )
        task = take_down_due(counted_from=date(2026, 12, 28))
        assert (task.due_on, task.is_provisional) == (date(2026, 12, 31), False)
        calendars.load(december, by=None, at=AT)
        task.refresh_from_db()
        assert (task.due_on, task.is_provisional) == (date(2027, 1, 4), False)

    @pytest.mark.law("T1")
    def test_counts_in_the_next_act(self) -> None:
        calendars.load(NOTICE, by=None, at=AT)
        assert take_down_due(counted_from=date(2026, 12, 30)).due_on == date(2027, 1, 5)
        assert 2027 in selectors.calendar().years

    @pytest.mark.law("L13")
    def test_is_on_record_with_who_did_it_and_every_day(self) -> None:
        administrator = people.administrator()
        calendars.load(NOTICE, by=administrator, at=AT)
        entry = RegisterEntry.objects.latest("version")
        assert (entry.act, entry.actor, entry.at, entry.reason) == ("load_calendar", administrator, AT, "2027")
        recorded = (open_payload(entry) or {})["calendar"]
        assert (recorded["source"], recorded["rest_days"][0]) == (NOTICE.source, "2027-01-01")
        assert len(recorded["make_up_days"]) == 4
        assert list(faults()) == []

    def test_is_an_act_of_no_court_when_the_operator_does_it(self) -> None:
        calendars.load(NOTICE, by=None, at=AT)
        entry = RegisterEntry.objects.latest("version")
        assert (entry.actor, entry.actor_name, entry.court) == (None, "operator", None)

    def test_passes_the_followers_without_a_standing(self) -> None:
        calendars.load(NOTICE, by=None, at=AT)
        assert [entry.standings for entry in entries(after=0, after_hash=None).entries] == [()]

    def test_needs_the_duty_to_administer(self) -> None:
        lacking = people.officer(duties=set(Duty) - {Duty.ADMINISTER})
        assert code_of(lambda: calendars.load(NOTICE, by=lacking, at=AT)) == "duty-required"

    def test_refuses_a_year_that_is_loaded(self) -> None:
        calendars.load(NOTICE, by=None, at=AT)
        other = notice(extra_days=1, rest_days=NOTICE.rest_days | {date(2027, 9, 3)})
        assert code_of(lambda: calendars.load(NOTICE, by=None, at=AT)) == "already-done"
        assert code_of(lambda: calendars.load(other, by=None, at=AT)) == "duplicate"

    def test_refuses_a_day_that_another_notice_names(self) -> None:
        calendars.load(NOTICE, by=None, at=AT)
        calendars.load(_of_2028(*days("2027-12-31")), by=None, at=AT)
        again = notice(rest_days=NOTICE.rest_days | {date(2027, 12, 31)}, extra_days=1)
        assert code_of(lambda: calendars.load(again, is_replacing=True, by=None, at=AT)) == "duplicate"

    def test_refuses_days_that_do_not_fit_together(self) -> None:
        halved = notice(make_up_days=frozenset())
        assert code_of(lambda: calendars.load(halved, by=None, at=AT)) == "calendar-inconsistent"
        assert not CalendarYear.objects.filter(year=2027).exists()

    def test_replaces_a_year_whose_notice_was_changed(self) -> None:
        """A day off by a later notice, as on 3 September 2015: what falls due on it moves."""
        calendars.load(NOTICE, by=None, at=AT)
        task = take_down_due(counted_from=date(2027, 8, 31))
        assert task.due_on == date(2027, 9, 3)
        changed = notice(source="示范〔2027〕2号", rest_days=NOTICE.rest_days | {date(2027, 9, 3)}, extra_days=1)
        assert calendars.load(changed, is_replacing=True, by=None, at=AT).moved == 1
        task.refresh_from_db()
        assert task.due_on == date(2027, 9, 6)
        assert list(faults()) == []


class TestRecount:
    @pytest.mark.law("T4")
    def test_catches_what_an_act_counted_beside_a_load(self) -> None:
        task = take_down_due(counted_from=date(2026, 12, 30))
        calendars.load(NOTICE, by=None, at=AT)
        Task.objects.filter(pk=task.pk).update(due_on=date(2027, 1, 4), is_provisional=True)
        assert calendars.recount().moved == 1
        assert calendars.recount().counted == 0

    @pytest.mark.law("T4", "L12")
    def test_counts_what_a_request_stores_a_duty_and_a_right(self) -> None:
        """Fifteen days for the court from 25 December, ten for the person from the service on 28 December."""
        on = instant(date(2026, 12, 25))
        waiting = corrections.receive(corrections_of.filing(active_listing(1, on=AT.date())), by=people.clerk(), at=on)
        answered = corrections_of.served()
        CorrectionRequest.objects.filter(pk=answered.pk).update(
            served_on=date(2026, 12, 28), reconsider_by=date(2027, 1, 16), reconsider_by_is_provisional=True
        )
        calendars.load(NOTICE, by=None, at=on)
        waiting.refresh_from_db()
        answered.refresh_from_db()
        assert (waiting.decide_by, waiting.decide_by_is_provisional) == (date(2027, 1, 11), False)
        assert (answered.reconsider_by, answered.reconsider_by_is_provisional) == (date(2027, 1, 7), False)

    @pytest.mark.law("T4", "P-OBJ-11")
    def test_counts_the_days_in_which_to_complete_a_request(self) -> None:
        """Told on 31 December: the latest day while 2027 is not published, then Sunday rolled to Monday, 4 January."""
        on = instant(date(2026, 12, 31))
        request = corrections.receive(corrections_of.filing(active_listing(1, on=AT.date())), by=people.clerk(), at=on)
        sent = corrections.send_back(request.pk, note="请补充身份证明。", by=people.clerk(), at=on)
        assert (sent.complete_by, sent.complete_by_is_provisional) == (date(2027, 1, 13), True)
        calendars.load(NOTICE, by=None, at=on)
        sent.refresh_from_db()
        assert (sent.complete_by, sent.complete_by_is_provisional) == (date(2027, 1, 4), False)


class TestCalendarDay:
    def test_lies_in_the_year_of_its_notice_or_the_december_before(self) -> None:
        CalendarYear.objects.create(year=2027, source="示范", loaded_at=AT)
        CalendarDay.objects.create(day=date(2026, 12, 31), year_id=2027, kind="rest")
        for day in (date(2026, 11, 30), date(2028, 1, 1)):
            with pytest.raises(IntegrityError), transaction.atomic():
                CalendarDay.objects.create(day=day, year_id=2027, kind="rest")

    def test_is_made_up_on_a_weekend_only(self) -> None:
        CalendarYear.objects.create(year=2027, source="示范", loaded_at=AT)
        with pytest.raises(IntegrityError), transaction.atomic():
            CalendarDay.objects.create(day=date(2027, 9, 17), year_id=2027, kind="make_up")


def _of_2028(*more: date) -> Notice:
    dated = days("2028-01-01") + days("2028-05-01") + days("2028-10-01", "2028-10-03")
    weekdays = days("2028-03-06", "2028-03-10") + days("2028-03-13", "2028-03-16")
    return notice(year=2028, rest_days=frozenset([*dated, *weekdays, *more]), make_up_days=frozenset())
