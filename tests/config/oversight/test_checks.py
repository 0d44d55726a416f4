"""The tables of the check side: of the institutions that a court has admitted, and of no other."""

from datetime import date
from typing import Any

import pytest

from blacklist.law.duties import Duty
from config.oversight.checks import alarm_rows, answer_rows, refusal_rows
from config.oversight.tables import Court, Scope
from restrictions.models import AnswerCount
from restrictions.services import alarms
from tests.blacklist.web.staff import Desk
from tests.config.institutions.test_alarms import raised
from tests.factories import institutions, people
from tests.factories.clock import AT, TODAY

pytestmark = pytest.mark.django_db
OWN = Scope({people.COURT: Court(people.COURT, "示范法院", "basic")}, TODAY)


def counted(checks: int, *, decision: str = "permitted", **changes: Any) -> None:
    fields = {"month": date(2026, 11, 1), "court_code": people.COURT, "sector": "hotel", "activity": "hotel.star_rated"}
    AnswerCount.objects.create(**{**fields, **changes}, decision=decision, checks=checks)


class TestAnswers:
    def test_tell_the_share_answered_at_once_by_month(self) -> None:
        counted(90)
        counted(5, decision="restricted", reason="order_in_force")
        counted(5, decision="undetermined", reason="document_required")
        counted(1, month=date(2026, 1, 1))
        assert [(row["month"], row["answered"], row["instant"]) for row in answer_rows(OWN)] == [
            ("2026-11", 100, 0.95),
            ("2026-01", 1, 1.0),
        ]

    def test_are_of_the_twelve_months_and_the_own_institutions(self) -> None:
        counted(7, month=date(2025, 11, 1))
        counted(7, court_code=people.OTHER_COURT)
        assert answer_rows(OWN) == []


class TestRefusals:
    def test_tell_a_bar_from_a_strict_review_by_sector(self) -> None:
        counted(60, sector="bank", decision="restricted", reason="listed")
        counted(40, sector="bank")
        counted(25, decision="restricted", reason="order_in_force")
        counted(75)
        found = {row["sector"]: (row["barred"], row["strict_review"], row["refused"]) for row in refusal_rows(OWN)}
        assert found == {"bank": (0, 60, 0.0), "hotel": (25, 0, 0.25)}


class TestAlarms:
    def test_tell_what_came_of_them(self) -> None:
        first = raised()
        alarms.confirm(first.pk, note="…", by=institutions.BY, at=AT)
        raised()
        [row] = alarm_rows(OWN)
        assert (row["kind"], row["alarms"], row["waiting"], row["confirmed"]) == ("sequential", 2, 1, 1)

    def test_are_shown_to_who_oversees_the_court_alone(self) -> None:
        raised()
        for court in (people.COURT, people.OTHER_COURT):
            officer = people.officer(duties=[Duty.READ, Duty.OVERSEE], court_code=court)
            page = Desk(officer).text("/court/oversight/alarms")
            assert ("sequential" in page) is (court == people.COURT)
