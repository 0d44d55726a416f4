from datetime import date

import pytest

from blacklist.law.duties import Duty
from blacklist.law.remedies import MeasureKind
from blacklist.models import Officer, Task, TaskKind
from blacklist.register import open_payload
from blacklist.services import findings
from blacklist.services.decisions import Decision
from tests.blacklist.services.drafts import active_listing, code_of, entry_of, instant
from tests.factories import listings, orders, people
from tests.factories.clock import AT, TODAY

pytestmark = pytest.mark.django_db
LISTING, ORDER = MeasureKind.LISTING, MeasureKind.ORDER


def report(
    measure: Decision,
    kind: MeasureKind = LISTING,
    error: TaskKind = TaskKind.ERROR_FOUND,
    *,
    found_on: date = TODAY,
    note: str = "自查发现。",
    by: Officer | None = None,
) -> Task:
    by, at = by or people.clerk(), instant(found_on) if found_on < TODAY else AT
    return findings.report_error(kind, measure.pk, error=error, found_on=found_on, note=note, by=by, at=at)


class TestReportError:
    @pytest.mark.law("L9", "9.1", "T1")
    @pytest.mark.parametrize(
        ("error", "holder"), [(TaskKind.ERROR_FOUND, Duty.REVOKE), (TaskKind.PARTICULARS_WRONG, Duty.RECTIFY)]
    )
    @pytest.mark.parametrize(("found_on", "due_on"), [("2026-04-29", "2026-05-07"), ("2025-09-30", "2025-10-11")])
    def test_gives_three_working_days_from_the_finding(
        self, found_on: str, due_on: str, error: TaskKind, holder: Duty
    ) -> None:
        """Error confirmed 2026-04-29: due 2026-05-07; 2025-09-30: 2025-10-11, a working Saturday."""
        listing = active_listing(1, on=date(2024, 3, 1))
        task = report(listing, error=error, found_on=date.fromisoformat(found_on))
        assert (task.due_on, task.holder, task.measure_id) == (date.fromisoformat(due_on), holder, listing.pk)

    @pytest.mark.law("G18")
    def test_is_the_same_for_an_order(self) -> None:
        order = orders.in_force()
        assert report(order, ORDER).due_on == date(2026, 11, 19)

    @pytest.mark.law("G18", "L9")
    def test_may_come_from_a_court_above_and_is_the_duty_of_the_one_below(self) -> None:
        people.courts_above()
        order = orders.in_force()
        task = report(order, ORDER, by=people.clerk(people.COURT_ABOVE))
        assert (task.court_id, entry_of(order.pk, "report_error").court_id) == (people.COURT, people.COURT_ABOVE)

    @pytest.mark.law("L13")
    def test_is_on_record_with_what_was_found(self) -> None:
        listing = listings.active()
        report(listing)
        entry = entry_of(listing.pk, "report_error")
        assert (entry.reason, entry.article) == ("error_found", "L9")
        assert (open_payload(entry) or {})["note"] == "自查发现。"

    def test_refuses_in_the_order_of_every_act(self) -> None:
        listing = listings.active()
        assert code_of(lambda: report(listing, ORDER)) == "not-found"
        assert code_of(lambda: report(listing, by=people.president())) == "duty-required"
        assert code_of(lambda: report(listing, by=people.clerk(people.OTHER_COURT))) == "other-court"
        assert code_of(lambda: report(listing, found_on=date(2026, 11, 17))) == "date-in-future"
        assert code_of(lambda: report(listing, note=" ")) == "reasons-required"
