"""Every kind of task is a row that says whose duty it is, by which article, and how its day is counted."""

from datetime import date

import pytest

from blacklist.law import deadlines
from blacklist.law.obligations import OBLIGATIONS, Obligation
from blacklist.law.workdays import published_calendar
from blacklist.models import TaskKind


class TestObligations:
    def test_are_the_kinds_of_task(self) -> None:
        assert set(OBLIGATIONS) == set(TaskKind.values)

    @pytest.mark.parametrize("obligation", OBLIGATIONS.values(), ids=lambda row: row.kind)
    def test_have_an_article_and_a_period_that_ends_after_it_began(self, obligation: Obligation) -> None:
        assert obligation.article
        if obligation.period is not None:
            due = obligation.period(date(2026, 3, 12), published_calendar())
            assert due.due_on > date(2026, 3, 12)
            assert getattr(deadlines, obligation.period.__name__) is obligation.period
