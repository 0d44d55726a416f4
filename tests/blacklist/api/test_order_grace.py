import pytest

from blacklist.law.duties import Duty
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord, ask
from tests.factories import orders

pytestmark = pytest.mark.django_db


class TestRefuse(ActOnRecord):
    """C5."""

    collection, act, duty = "orders", "refuse", Duty.SIGN
    body = {"note": "理由不足。"}
    ready = orders.drafted
    wrong = {"signed": (orders.signed, "wrong-state"), "refused": (orders.refused, "already-done")}
    leads_to = {"state": "refused", "decision_number": None}


class TestGrace(ActOnRecord):
    """G15."""

    collection, act, duty = "orders", "grace", Duty.SIGN
    body = {"months": 3, "note": "正在筹款。"}
    ready = orders.signed
    wrong = {
        "drafted": (orders.drafted, "wrong-state"),
        "in_grace": (orders.in_grace, "already-done"),
        "in_force": (orders.in_force, "wrong-state"),
    }
    leads_to = {"state": "grace", "grace_until": "2027-02-17"}

    @pytest.mark.law("G15")
    @pytest.mark.parametrize(
        ("body", "status", "code"),
        [
            ({"months": 4, "note": "正在筹款。"}, 422, "grace-length"),
            ({"months": 1, "note": " "}, 422, "reasons-required"),
            ({"months": "1", "note": "正在筹款。"}, 400, "wrong-type"),
        ],
    )
    def test_refuses_what_breaks_a_rule(
        self, caller: CallerOf, body: dict[str, object], status: int, code: str
    ) -> None:
        answer = ask(caller(self.holder()), self.address(orders.signed().pk), body)
        assert (answer.status_code, answer.json()["code"]) == (status, code)


class TestApply(ActOnRecord):
    """G15."""

    collection, act, duty = "orders", "apply", Duty.PUBLISH
    ready = orders.after_grace
    wrong = {
        "grace still runs": (orders.served_in_grace, "grace-running"),
        "signed": (orders.signed, "wrong-state"),
        "in_force": (orders.in_force, "already-done"),
    }
    leads_to = {"state": "in_force"}


class TestClose(ActOnRecord):
    """G15."""

    collection, act, duty = "orders", "close", Duty.LIFT
    body = {"reason": "performed"}
    ready = orders.in_grace
    wrong = {"signed": (orders.signed, "wrong-state"), "closed": (orders.closed, "already-done")}
    leads_to = {"state": "closed"}
