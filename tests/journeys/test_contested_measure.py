"""A measure is contested: the court that took it rejects the request, the one above overturns that (law.md §9.4).

Institutions hear "restricted" at every step, for no remedy stops a measure (L12), and "permitted" once it is revoked.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from rest_framework.test import APIClient

from blacklist.law.deadlines import (
    correction_due,
    reconsideration_due,
    reconsideration_filing_due,
    removal_due,
    revocation_due,
)
from blacklist.law.duties import OFFICES
from blacklist.law.workdays import published_calendar
from blacklist.models import Listing, Officer, OfficerSession
from blacklist.services.sessions import digest
from tests.asking import Asker, Body, Officers
from tests.blacklist.services.drafts import active_listing
from tests.factories import people
from tests.journeys import court
from tests.journeys.test_ruling_becomes_answer import about
from tests.restrictions.test_remedies_reach_checks import Checks
from tests.running import Run
from tests.waiting import eventually

CLERK, REVIEWER, CLERK_ABOVE, ABOVE = "clerk01", "reviewer01", "clerk91", "appeal01"
REASONS = {"listings": "should_not_be_listed", "orders": "should_not_be_restricted"}
DIRECT = {"service_method": "direct"}


@dataclass
class Road:
    """The way of one request, wherever it is walked: ``act`` posts for an officer, ``is_answered`` is a check."""

    measure: str
    person: str
    act: Callable[[str, str, Body], Body]
    read: Callable[[str, str], Body]
    is_answered: Callable[[str], bool]
    request: str = field(default="", init=False)

    @property
    def id(self) -> str:
        return self.measure.partition("/")[2]

    def file(self) -> Body:
        contested = {"kind": self.measure.partition("s/")[0], "id": self.id}
        reason = REASONS[self.measure.partition("/")[0]]
        made = self.act(CLERK, "corrections", {"measure": contested, "person": self.person, "reason": reason})
        self.request = f"corrections/{made['id']}"
        self.act(REVIEWER, f"{self.request}/assign", {"reviewers": [REVIEWER]})
        return made

    def reject(self, number: str, *, served_on: date) -> Body:
        """Reject the request and serve that on the same day."""
        self.act(REVIEWER, f"{self.request}/reject", {"decision_number": number, "note": "理由不成立。"})
        return self.act(CLERK, f"{self.request}/serve", {"served_on": served_on.isoformat(), **DIRECT})

    def reconsider(self, by: str, *, filed_on: date) -> Body:
        asking = {"correction": self.request.partition("/")[2], "filed_on": filed_on.isoformat()}
        return self.act(by, "reconsiderations", {**asking, "statement": "请求复议。"})

    def overturn(self, reconsideration: Body, number: str) -> Body:
        decision = {"decision_number": number, "note": "应予纠正。"}
        return self.act(ABOVE, f"reconsiderations/{reconsideration['id']}/overturn", decision)

    def revoke(self, reason: str) -> Body:
        ending = {"reason": reason, "note": "应予纠正。", "correction": self.request.partition("/")[2]}
        return self.act(court.JUDGE, f"{self.measure}/revoke", ending)

    def duties(self, reader: str = court.JUDGE) -> dict[str, str]:
        """Return when each open duty of the reader's court on the measure is due, by its kind."""
        found = self.read(reader, f"tasks?state=open&measure={self.id}")["items"]
        return {task["kind"]: task["due_on"] for task in found}

    def state(self) -> str:
        return str(self.read(CLERK, self.request)["state"])


class TestOnTheDaysOfTheLaw:
    """Its own example, by the court API and a check node in this process, whose clocks go from day to day."""

    @pytest.fixture
    def clock(self) -> Iterator[time_machine.Traveller]:
        with time_machine.travel(_morning("2026-03-02"), tick=False) as traveller:
            yield traveller

    @pytest.fixture
    def listing(self) -> Listing:
        people.courts_above()
        return active_listing(1, on=date(2024, 3, 1))

    @pytest.fixture
    def road(self, listing: Listing, tmp_path: Path) -> Road:
        staff = _Staff()
        checks = Checks(tmp_path, wall=lambda: datetime.now(UTC))
        debtor = listing.debtor
        number = debtor.documents.get().number
        return Road(
            f"listings/{listing.pk}",
            str(debtor.pk),
            staff.act,
            staff.read,
            lambda answer: checks.decide(debtor, number, activity="credit.loan") == answer,
        )

    @pytest.mark.django_db
    @pytest.mark.law("9.4", "L11", "L12", "T1", "T2")
    def test_is_the_example_whole(self, clock: time_machine.Traveller, road: Road) -> None:
        """Filed 2026-03-02 → decision by 2026-03-17; rejected and served that day → reconsideration by 2026-03-27;
        received that day → decision by 2026-04-13; overturned and received that day → fixed by 2026-04-16."""
        assert road.is_answered("restricted")
        assert road.file()["decide_by"] == "2026-03-17"
        assert road.duties()["correction"] == "2026-03-17"
        assert road.is_answered("restricted")

        clock.move_to(_morning("2026-03-17"))
        rejected = road.reject("（2026）兵9901执异1号", served_on=date(2026, 3, 17))
        assert (rejected["state"], rejected["reconsider_by"]) == ("rejected", "2026-03-27")
        assert road.is_answered("restricted")

        clock.move_to(_morning("2026-03-27"))
        asked = road.reconsider(CLERK_ABOVE, filed_on=date(2026, 3, 27))
        assert (asked["state"], asked["decide_by"]) == ("superior_review", "2026-04-13")
        assert road.duties(ABOVE)["reconsideration"] == "2026-04-13"
        assert road.is_answered("restricted")

        clock.move_to(_morning("2026-04-13"))
        assert road.overturn(asked, "（2026）兵99执复1号")["state"] == "overturned"
        assert road.duties()["correction_upheld"] == "2026-04-16"
        assert road.is_answered("restricted")

        clock.move_to(_morning("2026-04-16"))
        assert road.revoke("listed_in_error")["state"] == "revoked"
        assert road.is_answered("permitted")
        assert (road.state(), "correction_upheld" in road.duties()) == ("corrected", False)


class TestOnTheRunningSystem:
    """The same for both measures, today, handed in at the court that rejected; its days counted from today."""

    @pytest.fixture
    def debtor(self, officers: Officers) -> court.Debtor:
        return court.debtor(officers, "苗异议")

    @pytest.mark.law("9.4", "L11", "L12", "L9")
    def test_corrects_a_listing(self, running: Run, asker: Asker, officers: Officers, debtor: court.Debtor) -> None:
        listing = court.list_debtor(officers, debtor)
        bank, loan = running.credential("bank"), about(debtor.subject, "credit.loan")
        road = _road(officers, listing, debtor, lambda: asker.answer(loan, credential=bank).outcome)
        _walk(road, reason="listed_in_error")
        assert road.duties()["take_down"] == removal_due(court.today(), published_calendar()).due_on.isoformat()

    @pytest.mark.law("9.4", "G18")
    def test_corrects_an_order(self, running: Run, asker: Asker, officers: Officers, debtor: court.Debtor) -> None:
        order = court.draft_order(officers, debtor, "flight.business")
        court.sign(officers, order)
        court.serve(officers, order)
        airline, flight = running.credential("airline"), about(debtor.subject, "flight.business")
        road = _road(officers, order, debtor, lambda: asker.answer(flight, credential=airline).outcome)
        _walk(road, reason="issued_in_error")


def _walk(road: Road, *, reason: str) -> None:
    today, calendar = court.today(), published_calendar()
    assert road.is_answered("restricted")
    assert road.file()["decide_by"] == correction_due(today, calendar).due_on.isoformat()
    assert road.is_answered("restricted")

    rejected = road.reject(_number("兵9901执异"), served_on=today)
    assert rejected["reconsider_by"] == reconsideration_filing_due(today, calendar).due_on.isoformat()
    assert road.is_answered("restricted")

    asked = road.reconsider(CLERK, filed_on=today)
    assert (asked["state"], asked["decide_by"]) == ("filed", None)
    road.act(CLERK, f"reconsiderations/{asked['id']}/forward", {})
    there = road.act(CLERK_ABOVE, f"reconsiderations/{asked['id']}/receive", {})
    due_on = reconsideration_due(today, calendar).due_on.isoformat()
    assert (there["state"], there["decide_by"]) == ("superior_review", due_on)
    assert road.duties(ABOVE)["reconsideration"] == due_on
    assert road.is_answered("restricted")

    road.overturn(asked, _number("兵99执复"))
    assert road.duties()["correction_upheld"] == revocation_due(today, calendar).due_on.isoformat()
    assert road.is_answered("restricted")

    assert road.revoke(reason)["state"] == "revoked"
    assert road.is_answered("permitted")
    assert road.state() == "corrected"


def _road(officers: Officers, measure: str, debtor: court.Debtor, outcome: Callable[[], str]) -> Road:
    def is_answered(answer: str) -> bool:
        return eventually(lambda: outcome() == answer, seconds=1)

    return Road(measure, debtor.person, lambda *given: officers.done(*given).body, officers.read, is_answered)


def _number(court_and_type: str) -> str:
    """Return a decision number that no other journey uses."""
    return f"（{court.today().year}）{court_and_type}{next(court._case_numbers)}号"


def _morning(day: str) -> datetime:
    """Return ten o'clock in China."""
    return datetime.fromisoformat(day).replace(hour=2, tzinfo=UTC)


class _Staff:
    """The officers of the demonstration as the factories make them, signed in anew for each request."""

    def __init__(self) -> None:
        self._known: dict[str, Officer] = {
            CLERK: people.clerk(),
            court.JUDGE: people.judge(),
            REVIEWER: people.officer(duties=OFFICES["review_panel"]),
            CLERK_ABOVE: people.clerk(people.COURT_ABOVE),
            ABOVE: people.officer(duties=OFFICES["superior_court"], court_code=people.COURT_ABOVE),
        }

    def act(self, who: str, path: str, body: Body) -> Body:
        named = {**body, "reviewers": [self._known[name].username for name in body.get("reviewers", ())]}
        sent = named if "reviewers" in body else body
        key = uuid.uuid4().hex
        answer = self._client(who).post(f"/court/v1/{path}", sent, format="json", HTTP_IDEMPOTENCY_KEY=key)
        assert 200 <= answer.status_code < 300, (path, answer.content)
        shown: Body = answer.json()
        return shown

    def read(self, who: str, path: str) -> Body:
        answer = self._client(who).get(f"/court/v1/{path}")
        assert answer.status_code == 200, (path, answer.content)
        shown: Body = answer.json()
        return shown

    def _client(self, who: str) -> APIClient:
        officer, at, token = self._known[who], datetime.now(UTC), uuid.uuid4().hex
        expires_at = at + timedelta(minutes=5)
        OfficerSession.objects.create(
            token_digest=digest(token), officer=officer, second_factor_at=at, expires_at=expires_at
        )
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        return client
