"""No listing goes on without the duties that go with it, wherever it was published."""

from datetime import date, datetime
from pathlib import Path

import pytest
from django.db.models import QuerySet

from blacklist.models import Listing, Task, TaskKind
from blacklist.services import lasting_duties, tasks
from blacklist.services.lasting_duties import Upkeep, keep, latest_round
from tests.blacklist.imports.files import Run
from tests.blacklist.imports.rows import LISTING, ORDER, OTHER
from tests.blacklist.services.drafts import active_listing, instant
from tests.factories import listings, people

pytestmark = pytest.mark.django_db
AT = instant(date(2026, 11, 25))
WITHOUT_TERM = {**LISTING, "grounds": "1", "term_until": ""}


@pytest.fixture(autouse=True)
def _courts() -> None:
    people.court()
    people.court(people.OTHER_COURT)


def due(kind: TaskKind) -> QuerySet[Task, tuple[date | None, date | None]]:
    found = Task.objects.filter(kind=kind, state="open")
    return found.values_list("counted_from", "due_on")


class TestKeep:
    @pytest.mark.law("11.5", "L10-1", "C1")
    def test_opens_what_a_listing_taken_over_lacks(self, tmp_path: Path) -> None:
        """Published 2025-06-05: its second half-year ended on 2026-06-05, its first year too."""
        Run(tmp_path, [WITHOUT_TERM])
        assert keep(at=AT) == Upkeep(opened=3, closed=0)
        assert list(due(TaskKind.ASSET_SEARCH)) == [(date(2026, 6, 5), date(2026, 12, 7))]  # the 5th is a Saturday
        assert list(due(TaskKind.YEARLY_REASON)) == [(date(2026, 6, 5), date(2027, 6, 7))]
        task = Task.objects.get(kind=TaskKind.ORDER_MISSING)
        assert (task.due_on, task.article, task.court_id) == (None, "C1", people.COURT)
        assert task.measure_id == Listing.objects.get().pk
        assert keep(at=AT) == Upkeep(opened=0, closed=0)

    @pytest.mark.law("C1")
    def test_opens_for_one_with_a_term_the_order_only(self, tmp_path: Path) -> None:
        Run(tmp_path, [LISTING, {**WITHOUT_TERM, **OTHER, "ended_on": "2026-01-05", "ended_reason": "performed"}])
        assert keep(at=AT) == Upkeep(opened=1, closed=0)
        assert Task.objects.get(state="open").kind == TaskKind.ORDER_MISSING

    @pytest.mark.law("C1")
    @pytest.mark.parametrize("rows", [[ORDER, LISTING], [LISTING, ORDER]], ids=["before", "after"])
    def test_misses_no_order_that_the_file_brings(self, tmp_path: Path, rows: list[dict[str, str]]) -> None:
        Run(tmp_path, rows)
        assert keep(at=AT) == Upkeep(opened=0, closed=0)

    @pytest.mark.law("C1")
    def test_closes_what_an_order_taken_over_later_answers(self, tmp_path: Path) -> None:
        Run(tmp_path, [LISTING])
        keep(at=AT)
        Run(tmp_path, [ORDER])
        assert keep(at=AT) == Upkeep(opened=0, closed=1)
        assert Task.objects.get(kind=TaskKind.ORDER_MISSING).closed_at == AT

    @pytest.mark.law("C1", "C5")
    def test_asks_for_an_order_again_once_it_has_run_out(self, tmp_path: Path) -> None:
        """Its last day is 2027-05-31; the listing's is the day after."""
        Run(tmp_path, [LISTING, ORDER])
        assert keep(at=instant(date(2027, 5, 31))).opened == 0
        assert keep(at=instant(date(2027, 6, 1))).opened == 1

    @pytest.mark.law("11.5")
    def test_opens_again_what_was_closed_for_no_reason(self) -> None:
        listing = active_listing(1, on=date(2026, 11, 16))
        closed = Task.objects.get(kind=TaskKind.YEARLY_REASON, measure_id=listing.pk)
        tasks.settle(TaskKind.YEARLY_REASON, measure_id=listing.pk, by=people.clerk(), at=AT)
        assert keep(at=AT).opened == 1
        assert list(due(TaskKind.YEARLY_REASON)) == [(closed.counted_from, closed.due_on)]

    def test_leaves_alone_what_has_no_effect(self) -> None:
        """Neither before publication nor after the end, though nobody has settled that yet."""
        listings.signed()
        listings.removed()
        Task.objects.all().delete()
        assert keep(at=AT).opened == 0
        active_listing(3, on=date(2024, 11, 25))
        Task.objects.all().delete()
        assert keep(at=instant(date(2026, 11, 26))).opened == 0

    def test_goes_on_with_the_next_batch_until_it_is_enough(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(lasting_duties, "BATCH", 1)
        Run(tmp_path, [WITHOUT_TERM, {**WITHOUT_TERM, **OTHER}])
        assert keep(at=AT, is_enough=lambda: True).opened == 1
        assert keep(at=AT).opened == 5


class TestLatestRound:
    @pytest.mark.law("T3")
    @pytest.mark.parametrize(
        ("since", "months", "on", "latest"),
        [
            ("2025-08-31", 6, "2026-02-27", "2025-08-31"),
            ("2025-08-31", 6, "2026-02-28", "2026-02-28"),
            ("2025-08-31", 6, "2026-08-31", "2026-08-31"),
            ("2024-02-29", 12, "2026-11-25", "2026-02-28"),
            ("2026-12-01", 12, "2026-11-25", "2026-12-01"),
        ],
    )
    def test_keeps_a_listings_own_days(self, since: str, months: int, on: str, latest: str) -> None:
        found = latest_round(date.fromisoformat(since), months=months, on=date.fromisoformat(on))
        assert found == datetime.fromisoformat(latest).date()
