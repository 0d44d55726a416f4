"""The timetable settles records; it ends no effect, which the periods end by themselves."""

from datetime import date

import pytest

from blacklist import tasks
from blacklist.models import ConsumptionOrder, Listing, RegisterEntry, Task
from blacklist.services import calendars, listings
from blacklist.services.idempotency import Answer, Asked, once
from tests.blacklist.services.drafts import active_listing, instant, order_in_force, signed_listing
from tests.factories import people
from tests.factories.calendars import NOTICE

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
