from datetime import UTC, date, datetime
from typing import Any

import pytest

from restrictions import answer_counts, selectors
from restrictions.models import AnswerCount, Institution
from tests.factories import institutions, people
from tests.restrictions.check import test_journal

pytestmark = pytest.mark.django_db
SINCE, UNTIL = date(2026, 1, 1), date(2027, 1, 1)


def record(institution: Institution, *, at: datetime = datetime(2026, 10, 31, 15, 59, tzinfo=UTC), **said: Any) -> Any:
    return test_journal.record(
        **{"institution": institution.pk.bytes, "at_ms": int(at.timestamp() * 1000), "reason": None, **said}
    )


class TestCount:
    def test_adds_answers_up_by_legal_month_and_kind(self) -> None:
        asking = institutions.enrolled()
        november = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)  # midnight in China
        answer_counts.count([record(asking, decision="permitted"), record(asking, decision="permitted", at=november)])
        answer_counts.count([record(asking, decision="permitted"), record(asking, decision="undetermined")])
        found = AnswerCount.objects.order_by("month", "decision").values_list("month", "decision", "checks")
        assert list(found) == [
            (date(2026, 10, 1), "permitted", 2),
            (date(2026, 10, 1), "undetermined", 1),
            (date(2026, 11, 1), "permitted", 1),
        ]

    def test_leaves_out_refusals_and_who_is_not_known(self) -> None:
        asking = institutions.enrolled()
        answer_counts.count([record(asking, decision=None, problem="malformed-json")])
        answer_counts.count([test_journal.record(decision="permitted")])
        assert not AnswerCount.objects.exists()


class TestAnswered:
    def test_is_told_by_court_and_sector(self) -> None:
        asking = institutions.enrolled()
        answer_counts.count([record(asking, decision="restricted", reason="order_in_force")] * 3)
        [row] = selectors.answered(since=SINCE, until=UNTIL, courts=[people.COURT])
        assert (row.court, row.sector, row.reason, row.checks) == (people.COURT, asking.sector, "order_in_force", 3)
        assert selectors.answered(since=SINCE, until=UNTIL, courts=[people.OTHER_COURT]) == []
        assert selectors.answered(since=SINCE, until=UNTIL) == [row]
