import uuid
from typing import Any

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import EnforcementCase, RegisterEntry
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord, ask
from tests.factories import cases, facts, people

pytestmark = pytest.mark.django_db
SERVED = {"served_on": "2026-11-02", "service_method": "direct", "report_by": "2026-11-12"}
AGREED = {"agreed_on": "2026-11-02", "terms": "分期支付货款。", "due_on": ["2026-12-31", "2026-11-30"]}
HELD = {"amount": "520000.00", "valued_on": "2026-11-02", "basis": "银行存款，冻结日余额。"}


def debtor(case: EnforcementCase) -> dict[str, str]:
    return {"debtor": str(cases.debtor_of(case).pk)}


class EnteredInACase:
    """What holds for every fact entered in a case: who may, where, and that it is on record."""

    noun: str
    duty: Duty
    body: dict[str, Any]

    def address(self, case: EnforcementCase) -> str:
        return f"/court/v1/cases/{case.pk}/{self.noun}"

    def holder(self) -> Any:
        return people.officer(duties=[self.duty])

    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, self.address(cases.with_notice()), self.body).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        case = cases.with_notice()
        for duty in set(Duty) - {self.duty}:
            answer = ask(caller(people.officer(duties=[duty])), self.address(case), {**self.body, **debtor(case)})
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    def test_refuses_another_court(self, caller: CallerOf) -> None:
        case = cases.with_notice()
        elsewhere = people.officer(duties=[self.duty], court_code=people.OTHER_COURT)
        answer = ask(caller(elsewhere), self.address(case), {**self.body, **debtor(case)})
        assert (answer.status_code, answer.json()["code"]) == (403, "other-court")

    def test_refuses_who_is_no_debtor_of_the_case(self, caller: CallerOf) -> None:
        body = {**self.body, "debtor": str(people.person().pk)}
        answer = ask(caller(self.holder()), self.address(cases.with_notice()), body)
        assert (answer.status_code, answer.json()["code"]) == (422, "not-a-debtor")

    def test_is_on_record_and_listed(self, caller: CallerOf) -> None:
        case, holder = cases.with_notice(), self.holder()
        answer = ask(caller(holder), self.address(case), {**self.body, **debtor(case)})
        assert answer.status_code == 201, answer.content
        entry = RegisterEntry.objects.get()
        assert (entry.act, str(entry.measure_id), entry.actor_id) == ("record", answer.json()["id"], holder.pk)
        found = caller(people.judge()).get(self.address(case)).json()["items"]
        assert [item["id"] for item in found] == [answer.json()["id"]]
        one = caller(people.judge()).get(f"/court/v1/{self.noun}/{answer.json()['id']}").json()
        assert one == answer.json()


class TestAssetReport(EnteredInACase):
    noun, duty, body = "asset-reports", Duty.SERVE, SERVED

    @pytest.mark.law("P252")
    @pytest.mark.parametrize(
        ("changes", "status", "code"),
        [
            ({"report_by": "2026-11-01"}, 400, "date"),
            ({"served_on": "2026-11-17"}, 422, "date-in-future"),
            ({"service_method": "public_notice"}, 422, "not-served"),
        ],
    )
    def test_refuses_days_that_cannot_be(
        self, caller: CallerOf, changes: dict[str, Any], status: int, code: str
    ) -> None:
        case = cases.with_notice()
        answer = ask(caller(self.holder()), self.address(case), {**self.body, **debtor(case), **changes})
        assert (answer.status_code, answer.json()["code"]) == (status, code)


class OnRecord(ActOnRecord):
    """A fact put on record, whatever its own word."""

    recorded = "record"


class TestAskForTime(OnRecord):
    collection, act, duty = "asset-reports", "ask", Duty.REGISTER
    body = {"asked_on": "2026-11-16"}
    ready = facts.asset_report
    wrong = {"asked": (facts.time_asked, "already-done"), "found": (facts.breached, "already-done")}
    leads_to = {"extension_asked_on": "2026-11-16", "extension_decided_on": None}


class TestDecideOnTime(OnRecord):
    collection, act, duty = "asset-reports", "decide", Duty.PROPOSE
    body = {"report_by": "2026-11-30", "note": "情况属实。"}
    ready = facts.time_asked
    wrong = {"not asked": (facts.asset_report, "wrong-state")}
    leads_to = {"report_by": "2026-11-30", "extension_decided_on": "2026-11-16"}

    def test_refuses_a_day_that_gives_no_more_time(self, caller: CallerOf) -> None:
        body = {**self.body, "report_by": "2026-09-25"}
        answer = ask(caller(self.holder()), self.address(facts.time_asked().pk), body)
        assert (answer.status_code, answer.json()["code"]) == (400, "date")


class TestFind(ActOnRecord):
    collection, act, duty = "asset-reports", "find", Duty.PROPOSE
    body = {"finding": "false", "note": "隐瞒名下存款。"}
    ready = facts.asset_report
    wrong = {"found": (facts.breached, "already-done")}
    leads_to = {"finding": "false", "found_on": "2026-11-16", "reasons": "隐瞒名下存款。"}

    @pytest.mark.law("P252")
    def test_waits_while_more_time_is_asked_for(self, caller: CallerOf) -> None:
        answer = ask(caller(self.holder()), self.address(facts.time_asked().pk), self.body)
        assert (answer.status_code, answer.json()["code"]) == (422, "extension-pending")

    def test_refuses_without_reasons(self, caller: CallerOf) -> None:
        answer = ask(caller(self.holder()), self.address(facts.asset_report().pk), {"finding": "late"})
        assert (answer.status_code, answer.json()["code"]) == (422, "reasons-required")


class TestSettlement(EnteredInACase):
    noun, duty, body = "settlements", Duty.REGISTER, AGREED

    @pytest.mark.parametrize(
        ("changes", "status", "code"),
        [
            ({"due_on": []}, 400, "field-required"),
            ({"due_on": ["2026-11-01"]}, 400, "date"),
            ({"agreed_on": "2026-11-17"}, 422, "date-in-future"),
        ],
    )
    def test_refuses_days_that_cannot_be(
        self, caller: CallerOf, changes: dict[str, Any], status: int, code: str
    ) -> None:
        case = cases.with_notice()
        answer = ask(caller(self.holder()), self.address(case), {**self.body, **debtor(case), **changes})
        assert (answer.status_code, answer.json()["code"]) == (status, code)


class TestPerform(OnRecord):
    collection, act, duty = "settlements", "perform", Duty.REGISTER
    body = {"due_on": "2026-09-19", "performed_on": "2026-09-18"}
    ready = facts.settlement
    leads_to = {"instalments": [{"due_on": "2026-09-19", "performed_on": "2026-09-18"}]}

    def test_happens_once_and_only_on_a_day_on_which_something_is_due(self, caller: CallerOf) -> None:
        client, address = caller(self.holder()), self.address(facts.settlement().pk)
        assert ask(client, address, {**self.body, "due_on": "2026-09-20"}).status_code == 404
        ask(client, address, dict(self.body))
        answer = ask(client, address, dict(self.body))
        assert (answer.status_code, answer.json()["code"]) == (409, "already-done")


class TestProperty(EnteredInACase):
    noun, duty, body = "properties", Duty.REGISTER, HELD

    @pytest.mark.parametrize(
        ("changes", "status", "code"),
        [
            ({"amount": "0.00"}, 400, "number-range"),
            ({"amount": "1e6"}, 400, "number-format"),
            ({"amount": "-1.00"}, 400, "number-format"),
            ({"amount": 520000}, 400, "wrong-type"),
            ({"amount": "５２"}, 400, "number-format"),
            ({"valued_on": "2026-11-17"}, 422, "date-in-future"),
        ],
    )
    def test_refuses_a_value_that_is_none(
        self, caller: CallerOf, changes: dict[str, Any], status: int, code: str
    ) -> None:
        case = cases.with_notice()
        answer = ask(caller(self.holder()), self.address(case), {**self.body, **debtor(case), **changes})
        assert (answer.status_code, answer.json()["code"]) == (status, code)


class TestRelease(OnRecord):
    collection, act, duty = "properties", "release", Duty.REGISTER
    body = {"released_on": "2026-11-16"}
    ready = facts.held
    wrong = {"released": (facts.released, "already-done")}
    leads_to = {"released_on": "2026-11-16", "amount": "520000.00"}


class TestOutstanding(ActOnRecord):
    collection, act, duty = "cases", "outstanding", Duty.REGISTER
    body = {"amount": "500000.00", "stated_on": "2026-11-16"}
    ready = cases.with_notice
    leads_to = {"outstanding": "500000.00", "outstanding_on": "2026-11-16"}
    writes = False


class TestCampusLoan(ActOnRecord):
    collection, act, duty = "cases", "campus-loan", Duty.REGISTER
    body = {"students": []}
    ready = cases.with_notice
    leads_to = {"cause": None}
    writes = False

    @pytest.mark.law("G16-3")
    def test_marks_the_debtors_who_are_full_time_students(self, caller: CallerOf) -> None:
        case = cases.with_notice()
        body = {"students": [str(cases.debtor_of(case).pk)]}
        said = ask(caller(self.holder()), self.address(case.pk), body).json()
        assert (said["cause"], [party["is_full_time_student"] for party in said["parties"]]) == ("campus_loan", [True])

    def test_refuses_who_is_no_debtor(self, caller: CallerOf) -> None:
        answer = ask(caller(self.holder()), self.address(cases.with_notice().pk), {"students": [str(uuid.uuid4())]})
        assert (answer.status_code, answer.json()["code"]) == (422, "not-a-debtor")
