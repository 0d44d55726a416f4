from typing import Any, ClassVar

import pytest

from blacklist.law.duties import Duty
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord, ask
from tests.factories import cases, people
from tests.factories import transfers as factory

pytestmark = pytest.mark.django_db
NEW = people.OTHER_COURT


def to_be_handed_over() -> Any:
    """Return a case, the other court being on file."""
    people.court(NEW)
    return cases.with_notice()


class TestTransfer(ActOnRecord):
    collection = "cases"
    act = "transfer"
    duty = Duty.TRANSFER
    body: ClassVar[dict[str, Any]] = {"court": NEW, "instrument_number": factory.INSTRUMENT, "note": factory.NOTE}
    ready = to_be_handed_over
    leads_to = {"court": people.COURT, "former_courts": []}

    @pytest.mark.parametrize(
        ("changes", "status", "code"),
        [
            ({"court": "兵0000"}, 422, "unknown-court"),
            ({"court": people.COURT}, 409, "already-done"),
            ({"instrument_number": ""}, 400, "field-required"),
            ({"note": 1}, 400, "wrong-type"),
        ],
    )
    def test_refuses_another_shape(self, caller: CallerOf, changes: Any, status: int, code: str) -> None:
        row = to_be_handed_over()
        answer = ask(caller(self.holder()), self.address(row.pk), {**self.body, **changes})
        assert (answer.status_code, answer.json()["code"]) == (status, code)


class TestAccept(ActOnRecord):
    collection = "cases"
    act = "accept-transfer"
    duty = Duty.TRANSFER
    ready = factory.handed_over
    wrong = {"not handed over": (cases.with_notice, "wrong-state"), "taken over": (factory.taken_over, "already-done")}
    leads_to = {"court": NEW, "former_courts": [people.COURT]}

    def holder(self, court_code: str = people.COURT) -> Any:
        """The court that acts is the other one."""
        return super().holder(NEW if court_code == people.COURT else people.COURT)

    @pytest.mark.law("J15")
    def test_lets_the_old_court_read_and_the_new_one_act(self, caller: CallerOf) -> None:
        case = factory.handed_over()
        address = f"/court/v1/cases/{case.pk}"
        old, new = caller(people.clerk()), caller(people.clerk(NEW))
        assert new.get(address).status_code == 404
        self.ask(caller(self.holder()), case.pk)
        assert [client.get(address).status_code for client in (old, new)] == [200, 200]
        hold = {"requested_on": "2026-11-16"}
        assert ask(old, f"{address}/hold", hold).json()["code"] == "other-court"
        assert ask(new, f"{address}/hold", hold).status_code == 200


class TestList:
    def test_shows_both_courts_what_is_under_way(self, caller: CallerOf) -> None:
        case = factory.handed_over()
        for court_code in (people.COURT, NEW):
            [shown] = caller(people.clerk(court_code)).get("/court/v1/case-transfers?state=proposed").json()["items"]
            assert (shown["case"]["case_number"], shown["to_court"]) == (case.case_number, NEW)
            assert (shown["instrument_number"], shown["accepted_by"]) == (factory.INSTRUMENT, None)

    def test_shows_nothing_to_a_third_court(self, caller: CallerOf) -> None:
        factory.handed_over()
        assert caller(people.clerk("京9901")).get("/court/v1/case-transfers").json()["items"] == []
