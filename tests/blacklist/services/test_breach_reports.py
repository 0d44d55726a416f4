"""A report that an order is breached: nothing follows without a judge's finding and the president (C10, C11)."""

import uuid
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from blacklist import publication
from blacklist.law.breaches import BREACH, ENDS, BreachState
from blacklist.law.duties import Duty
from blacklist.law.lifecycle import Act
from blacklist.models import BreachReport, ConsumptionOrder, Officer, RegisterEntry, Task
from blacklist.register import open_payload
from blacklist.services import breach_reports
from tests.blacklist.services.drafts import code_of, entry_of, instant, order_in_force
from tests.factories import assistance_notices, people
from tests.factories import breach_reports as factory
from tests.factories import orders as order_factory
from tests.factories.clock import AT, TODAY

pytestmark = pytest.mark.django_db

STATES: dict[BreachState, Callable[[], BreachReport]] = {
    BreachState.RECEIVED: factory.received,
    BreachState.FOUND: factory.found,
    BreachState.REJECTED: factory.rejected,
    BreachState.PENALISED: factory.penalised,
}
Do = Callable[[uuid.UUID, Officer], BreachReport]
ACTS: dict[Act, tuple[BreachState, Do]] = {
    Act.DISCLOSE: (
        BreachState.RECEIVED,
        lambda key, by: breach_reports.disclose(key, note="需向其核实。", by=by, at=AT),
    ),
    Act.FIND: (BreachState.RECEIVED, lambda key, by: breach_reports.find(key, findings="属实。", by=by, at=AT)),
    Act.REJECT: (BreachState.RECEIVED, lambda key, by: breach_reports.reject(key, findings="不实。", by=by, at=AT)),
    Act.PENALISE: (
        BreachState.FOUND,
        lambda key, by: breach_reports.penalise(key, fine=Decimal(1000), detention_days=3, by=by, at=AT),
    ),
}


def duty_of(act: Act) -> Duty:
    return next(step.duty for (_, listed), step in BREACH.items() if listed is act and step.duty)


def receive(order: ConsumptionOrder | None = None, **changes: Any) -> BreachReport:
    tip = factory.tip(order or order_factory.in_force(), **changes)
    return breach_reports.receive(tip, by=people.clerk(), at=AT)


class TestReceive:
    @pytest.mark.law("C10")
    def test_changes_no_state_and_no_answer_until_a_judge_finds(self) -> None:
        """C10: a tip changes no state. C11: an airline let the debtor fly → stored for the court, no fine."""
        order = order_factory.in_force()
        before = publication.entries(after=0, after_hash=None)
        notice = assistance_notices.served()
        entries = RegisterEntry.objects.count()
        report = receive(order, notice_id=notice.pk, channel="assisting_unit", check_reference="chk-1")
        order.refresh_from_db()
        assert (order.state, report.state, report.fine, report.findings) == ("in_force", "received", None, None)
        assert RegisterEntry.objects.count() == entries
        after = publication.entries(after=0, after_hash=None)
        assert after.entries[: len(before.entries)] == before.entries

    @pytest.mark.law("C11")
    def test_stores_that_a_unit_let_it_happen_and_fines_nobody(self) -> None:
        """C11: answered “restricted” on 2026-04-02, the unit lets the debtor fly → an event for the court, no fine."""
        order = order_in_force(on=date(2026, 3, 2))
        notice = assistance_notices.served(on=date(2026, 3, 1))
        unit = {"notice_id": notice.pk, "channel": "assisting_unit", "check_reference": "chk-2"}
        tip = factory.tip(order, conduct_on=date(2026, 4, 2), **unit)
        report = breach_reports.receive(tip, by=people.clerk(), at=instant(date(2026, 4, 3)))
        assert (report.state, report.notice_id, report.fine) == ("received", notice.pk, None)
        found = breach_reports.find(report.pk, findings="属实。", by=people.judge(), at=instant(date(2026, 4, 7)))
        assert (found.state, found.fine, found.detention_days) == ("found", None, None)

    @pytest.mark.law("C10")
    def test_opens_the_task_of_examining_it(self) -> None:
        report = receive()
        task = Task.objects.get(kind="breach_report")
        assert (task.matter_id, task.measure_id, task.holder) == (report.pk, report.order_id, "propose")
        assert (task.article, task.state) == ("C10", "open")

    @pytest.mark.law("C10", "D9")
    def test_keeps_who_told_the_court_sealed(self) -> None:
        report = receive()
        assert report.tipster == factory.TIPSTER
        assert factory.TIPSTER not in str(BreachReport.objects.filter(pk=report.pk).values().get())
        assert receive(tipster=" ").tipster == ""

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"order_id": uuid.UUID(int=0)}, "not-found"),
            ({"person_id": uuid.UUID(int=0)}, "not-found"),
            ({"notice_id": uuid.UUID(int=0)}, "not-found"),
            ({"activity": "flight.balloon"}, "unknown-activity"),
            ({"conduct_on": date(2026, 11, 17)}, "date-in-future"),
            ({"facts": " "}, "reasons-required"),
        ],
    )
    def test_refuses_what_cannot_be_examined(self, changes: dict[str, Any], code: str) -> None:
        order = order_factory.in_force()
        assert code_of(lambda: receive(order, **changes)) == code

    @pytest.mark.law("J15")
    def test_is_for_the_court_of_the_case(self) -> None:
        tip = factory.tip(order_factory.in_force())
        lacking = people.officer(duties=set(Duty) - {Duty.REGISTER})
        elsewhere = people.clerk(people.OTHER_COURT)
        assert code_of(lambda: breach_reports.receive(tip, by=lacking, at=AT)) == "duty-required"
        assert code_of(lambda: breach_reports.receive(tip, by=elsewhere, at=AT)) == "other-court"


class TestEveryAct:
    @pytest.mark.parametrize("act", ACTS)
    def test_refuses_in_one_order(self, act: Act) -> None:
        ready, do = ACTS[act]
        report, duty = STATES[ready](), duty_of(act)
        lacking = people.officer(duties=set(Duty) - {duty}, court_code=people.OTHER_COURT)
        elsewhere = people.officer(duties=Duty, court_code=people.OTHER_COURT)
        assert code_of(lambda: do(uuid.UUID(int=0), lacking)) == "not-found"
        assert code_of(lambda: do(report.pk, lacking)) == "duty-required"
        assert code_of(lambda: do(report.pk, elsewhere)) == "other-court"

    @pytest.mark.parametrize(
        ("act", "state"), [(act, state) for act in ACTS for state in STATES if (state, act) not in BREACH]
    )
    def test_refuses_every_state_its_table_does_not_have(self, act: Act, state: BreachState) -> None:
        report, officer = STATES[state](), people.officer(duties=[duty_of(act)])
        expected = "already-done" if state in ENDS.get(act, frozenset()) else "wrong-state"
        assert code_of(lambda: ACTS[act][1](report.pk, officer)) == expected

    @pytest.mark.law("L13")
    @pytest.mark.parametrize("act", ACTS)
    def test_writes_one_entry(self, act: Act) -> None:
        ready, do = ACTS[act]
        report, officer = STATES[ready](), people.officer(duties=[duty_of(act)])
        before = RegisterEntry.objects.count()
        do(report.pk, officer)
        assert RegisterEntry.objects.count() == before + 1
        entry = entry_of(report.pk, act)
        assert (entry.actor_id, entry.court_id) == (officer.pk, people.COURT)
        assert factory.TIPSTER not in str(open_payload(entry))


class TestDisclose:
    @pytest.mark.law("C10")
    def test_says_why_and_names_no_subject(self) -> None:
        report, judge = receive(), people.judge()
        assert code_of(lambda: breach_reports.disclose(report.pk, note=" ", by=judge, at=AT)) == "reasons-required"
        breach_reports.disclose(report.pk, note="需向其核实。", by=judge, at=AT)
        assert entry_of(report.pk, "disclose").subjects == []


class TestFind:
    @pytest.mark.law("C11")
    def test_closes_the_task_and_ends_nothing(self) -> None:
        found = factory.found()
        assert (found.state, found.findings, found.found_on) == ("found", "经查属实。", TODAY)
        assert (found.fine, found.detention_days, found.order.state) == (None, None, "in_force")
        assert Task.objects.get(kind="breach_report").state == "done"

    @pytest.mark.law("C11")
    @pytest.mark.parametrize(
        "changes", [{"conduct_on": date(2026, 11, 15)}, {"activity": "rail.g_any"}], ids=["before service", "not named"]
    )
    def test_needs_an_order_that_bound_the_person_then(self, changes: dict[str, Any]) -> None:
        report, judge = receive(**changes), people.judge()
        assert code_of(lambda: breach_reports.find(report.pk, findings="属实。", by=judge, at=AT)) == (
            "order-not-served-at-conduct-date"
        )

    def test_gives_its_findings(self) -> None:
        report, judge = receive(), people.judge()
        for act in (breach_reports.find, breach_reports.reject):
            assert code_of(lambda act=act: act(report.pk, findings=" ", by=judge, at=AT)) == "reasons-required"  # type: ignore[misc]


class TestPenalise:
    def penalise(self, report: BreachReport, fine: str | None, days: int | None = None) -> BreachReport:
        amount = Decimal(fine) if fine else None
        return breach_reports.penalise(report.pk, fine=amount, detention_days=days, by=people.president(), at=AT)

    @pytest.mark.law("C11", "P114", "11.11")
    def test_is_the_presidents_decision_within_the_limits(self) -> None:
        """P119: a fine of a person of 100 000.01 is refused, 100 000 with 15 days is not."""
        report = factory.found()
        assert code_of(lambda: self.penalise(report, "100000.01")) == "penalty-limits"
        assert code_of(lambda: self.penalise(report, None)) == "penalty-limits"
        done = self.penalise(report, "100000.00", 15)
        assert (done.state, done.fine, done.detention_days) == ("penalised", Decimal("100000.00"), 15)

    @pytest.mark.law("C11", "P114")
    def test_fines_a_unit_that_let_it_happen_as_a_unit(self) -> None:
        report = factory.found(notice_id=assistance_notices.served().pk)
        assert code_of(lambda: self.penalise(report, "49999.99")) == "penalty-limits"
        assert code_of(lambda: self.penalise(report, "50000", 1)) == "penalty-limits"
        assert self.penalise(report, "50000").fine == 50000

    @pytest.mark.law("11.12")
    def test_is_not_for_who_found_the_breach(self) -> None:
        report = factory.found()
        finder = report.found_by
        assert finder is not None
        finder.duties = [*finder.duties, Duty.SIGN]
        finder.save()
        assert code_of(
            lambda: breach_reports.penalise(report.pk, fine=Decimal(1), detention_days=None, by=finder, at=AT)
        ) == ("signer-is-drafter")

    @pytest.mark.law("P114")
    @pytest.mark.parametrize("change", [{"fine": Decimal("1000000.01")}, {"detention_days": 16}])
    def test_keeps_its_limits_in_the_database_too(self, change: dict[str, Any]) -> None:
        report = factory.penalised()
        with pytest.raises(IntegrityError), transaction.atomic():
            BreachReport.objects.filter(pk=report.pk).update(**change)
