from typing import Any

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import ConsumptionOrder
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord, ask
from tests.factories import breach_reports as factory
from tests.factories import orders, people

pytestmark = pytest.mark.django_db


def tip(order: ConsumptionOrder, **changes: Any) -> dict[str, Any]:
    return {
        "order": str(order.pk),
        "person": str(order.restricted_persons.get().person_id),
        "activity": "flight.business",
        "conduct_on": "2026-11-16",
        "channel": "hotline",
        "facts": "当日乘坐公务舱。",
        "tipster": factory.TIPSTER,
        **changes,
    }


class TestReceive:
    address = "/court/v1/breach-reports"

    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, self.address, {}).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        for duty in set(Duty) - {Duty.REGISTER}:
            answer = ask(caller(people.officer(duties=[duty])), self.address, {})
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    @pytest.mark.parametrize(
        ("changes", "status", "code"),
        [
            ({"activity": "flight.balloon"}, 422, "unknown-activity"),
            ({"channel": "rumour"}, 422, "unknown-value"),
            ({"conduct_on": "2026-11-17"}, 422, "date-in-future"),
            ({"reward": "1000"}, 400, "unknown-field"),
        ],
    )
    def test_refuses_what_breaks_a_rule(
        self, caller: CallerOf, changes: dict[str, Any], status: int, code: str
    ) -> None:
        answer = ask(caller(people.clerk()), self.address, tip(orders.in_force(), **changes))
        assert (answer.status_code, answer.json()["code"]) == (status, code)

    @pytest.mark.law("C10")
    def test_takes_it_in_and_never_shows_who_told(self, caller: CallerOf) -> None:
        clerk = caller(people.clerk())
        answer = ask(clerk, self.address, tip(orders.in_force()))
        assert (answer.status_code, answer.json()["state"]) == (201, "received"), answer.content
        key = answer.json()["id"]
        for shown in (answer, clerk.get(self.address), clerk.get(f"{self.address}/{key}")):
            assert factory.TIPSTER not in shown.content.decode()

    @pytest.mark.law("C10")
    def test_is_read_by_the_own_court_only(self, caller: CallerOf) -> None:
        row = factory.received()
        other = caller(people.officer(duties=[Duty.READ, Duty.SUPERVISE], court_code=people.OTHER_COURT))
        assert other.get(self.address).json()["items"] == []
        assert other.get(f"{self.address}/{row.pk}").status_code == 404


class TestDisclose(ActOnRecord):
    collection, act, duty = "breach-reports", "disclose", Duty.PROPOSE
    body = {"note": "需向其核实。"}
    ready = factory.received
    wrong = {"rejected": (factory.rejected, "wrong-state"), "penalised": (factory.penalised, "wrong-state")}
    leads_to = {"tipster": factory.TIPSTER}

    def test_repeats_its_answer_and_not_itself(self, caller: CallerOf) -> None:
        """What it answers is a secret: it is shown once and not kept."""
        client, address = caller(self.holder()), self.address(factory.received().pk)
        first, again = (ask(client, address, self.body, key="one-act-1") for _ in range(2))
        assert (first.status_code, again.status_code, again.json()["code"]) == (200, 409, "already-done")


class TestFind(ActOnRecord):
    collection, act, duty = "breach-reports", "find", Duty.PROPOSE
    body = {"findings": "经查属实。"}
    ready = factory.received
    wrong = {"found": (factory.found, "already-done"), "rejected": (factory.rejected, "wrong-state")}
    leads_to = {"state": "found", "findings": "经查属实。", "fine": None}


class TestReject(ActOnRecord):
    collection, act, duty = "breach-reports", "reject", Duty.PROPOSE
    body = {"findings": "查无实据。"}
    ready = factory.received
    wrong = {"found": (factory.found, "wrong-state"), "rejected": (factory.rejected, "already-done")}
    leads_to = {"state": "rejected"}


class TestPenalise(ActOnRecord):
    collection, act, duty = "breach-reports", "penalise", Duty.SIGN
    body = {"fine": "5000.00", "detention_days": 3}
    ready = factory.found
    wrong = {"received": (factory.received, "wrong-state"), "penalised": (factory.penalised, "already-done")}
    leads_to = {"state": "penalised", "fine": "5000.00", "detention_days": 3}

    @pytest.mark.law("P114")
    @pytest.mark.parametrize(
        ("fine", "status", "code"),
        [
            ("100000.01", 422, "penalty-limits"),
            (5000, 400, "wrong-type"),
            ("1e5", 400, "number-format"),
            ("５０００", 400, "number-format"),
            ("5000.001", 400, "number-format"),
            ("-1", 400, "number-format"),
            ("1_000", 400, "number-format"),
        ],
    )
    def test_refuses_another_amount(self, caller: CallerOf, fine: Any, status: int, code: str) -> None:
        answer = ask(caller(self.holder()), self.address(factory.found().pk), {"fine": fine})
        assert (answer.status_code, answer.json()["code"]) == (status, code)
