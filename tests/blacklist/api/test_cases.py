import uuid
from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import EnforcementCase, Person
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord, ask
from tests.factories import cases, people

pytestmark = pytest.mark.django_db


def case_of(debtor: Person, **changes: Any) -> dict[str, Any]:
    return {
        "case_number": cases.new_case_number(),
        "filed_on": "2026-09-01",
        "basis": {"issuer": "示范法院", "number": "（2026）兵9901民初7号", "obligation": "支付货款。"},
        "parties": [{"person": str(debtor.pk), "role": "judgment_debtor"}],
        **changes,
    }


class TestRegister:
    address = "/court/v1/cases"

    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, self.address, {}).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        for duty in set(Duty) - {Duty.REGISTER}:
            answer = ask(caller(people.officer(duties=[duty])), self.address, {})
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    def test_refuses_a_case_of_another_court(self, caller: CallerOf) -> None:
        answer = ask(caller(people.clerk(people.OTHER_COURT)), self.address, case_of(people.person()))
        assert (answer.status_code, answer.json()["code"]) == (403, "other-court")

    def test_refuses_a_party_not_on_file(self, caller: CallerOf) -> None:
        parties = [{"person": str(uuid.uuid4()), "role": "judgment_debtor"}]
        answer = ask(caller(people.clerk()), self.address, case_of(people.person(), parties=parties))
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
        assert not EnforcementCase.objects.exists()

    def test_refuses_a_second_entry(self, caller: CallerOf) -> None:
        body = case_of(people.person())
        client = caller(people.clerk())
        first = ask(client, self.address, body).json()
        answer = ask(client, self.address, {**body, "case_number": body["case_number"].replace("（", "(")})
        assert (answer.status_code, answer.json()["code"]) == (409, "duplicate")
        assert answer.json()["existing"] == first["id"]

    def test_names_no_case_that_another_court_handles_by_now(self, caller: CallerOf) -> None:
        body, client = case_of(people.person()), caller(people.clerk())
        entered = ask(client, self.address, body).json()
        EnforcementCase.objects.filter(pk=entered["id"]).update(court=people.court(people.OTHER_COURT))
        answer = ask(client, self.address, body)
        assert (answer.status_code, "existing" in answer.json()) == (409, False)

    @pytest.mark.parametrize(
        ("changes", "status", "code"),
        [
            ({"case_number": "（2026）兵9901民初1号"}, 422, "case-number"),
            ({"case_number": 2026}, 400, "wrong-type"),
            ({"filed_on": "2026-11-17"}, 422, "date-in-future"),
            ({"filed_on": "2026-9-1"}, 400, "date"),
            ({"parties": []}, 400, "field-required"),
            ({"basis": {"issuer": "示范法院"}}, 400, "field-required"),
            ({"basis": None}, 400, "field-required"),
        ],
    )
    def test_refuses_what_breaks_a_rule(
        self, caller: CallerOf, changes: dict[str, Any], status: int, code: str
    ) -> None:
        answer = ask(caller(people.clerk()), self.address, case_of(people.person(), **changes))
        assert (answer.status_code, answer.json()["code"]) == (status, code)

    def test_enters_it_under_its_canonical_number(self, caller: CallerOf) -> None:
        body = case_of(people.person(), case_number="( 2026 ) 兵9901 执 ９０１ 号")
        answer = ask(caller(people.clerk()), self.address, body)
        assert answer.status_code == 201, answer.content
        assert answer.json()["case_number"] == "（2026）兵9901执901号"
        assert answer.json()["notice"]["served_on"] is None

    def test_takes_a_party_named_twice_once(self, caller: CallerOf) -> None:
        body = case_of(people.person())
        answer = ask(caller(people.clerk()), self.address, {**body, "parties": body["parties"] * 2})
        assert answer.status_code == 201
        assert len(answer.json()["parties"]) == 1


class TestNotice(ActOnRecord):
    collection, act, duty = "cases", "notice", Duty.SERVE
    body = {
        "served_on": "2026-09-10",
        "service_method": "direct",
        "perform_by": "2026-09-20",
        "has_risk_warning": True,
    }
    ready = cases.opened
    leads_to = {
        "notice": {
            "served_on": "2026-09-10",
            "service_method": "direct",
            "perform_by": "2026-09-20",
            "has_risk_warning": True,
        }
    }
    writes = False

    @pytest.mark.parametrize(
        ("changes", "status", "code"),
        [
            ({"perform_by": "2026-09-09"}, 400, "date"),
            ({"served_on": "2026-11-17"}, 422, "date-in-future"),
            ({"served_on": "2025-09-10"}, 422, "decided-before-filed"),
            ({"has_risk_warning": "true"}, 400, "wrong-type"),
            ({"has_risk_warning": None}, 400, "field-required"),
        ],
    )
    def test_refuses_what_breaks_a_rule(
        self, caller: CallerOf, changes: dict[str, Any], status: int, code: str
    ) -> None:
        answer = ask(caller(self.holder()), self.address(cases.opened().pk), {**self.body, **changes})
        assert (answer.status_code, answer.json()["code"]) == (status, code)

    @pytest.mark.law("P251")
    def test_of_a_resumed_case_may_be_that_of_the_case_before(self, caller: CallerOf) -> None:
        case = cases.opened()
        EnforcementCase.objects.filter(pk=case.pk).update(case_number="（2026）兵9901执恢1号")
        body = {**self.body, "served_on": "2025-09-10"}
        assert ask(caller(self.holder()), self.address(case.pk), body).status_code == 200


class TestHold(ActOnRecord):
    collection, act, duty = "cases", "hold", Duty.REGISTER
    body = {"requested_on": "2026-09-10"}
    ready = cases.opened
    leads_to = {"hold_requested_on": "2026-09-10"}
    writes = False

    @pytest.mark.law("G16-1")
    def test_ends_when_it_is_withdrawn(self, caller: CallerOf) -> None:
        """G16-1: the hold lasts until the applicant withdraws it."""
        case, clerk = cases.opened(), caller(self.holder())
        ask(clerk, self.address(case.pk), self.body)
        answer = ask(clerk, self.address(case.pk), {"requested_on": None})
        assert (answer.status_code, answer.json()["hold_requested_on"]) == (200, None)

    def test_refuses_a_day_to_come(self, caller: CallerOf) -> None:
        answer = ask(caller(self.holder()), self.address(cases.opened().pk), {"requested_on": "2026-11-17"})
        assert (answer.status_code, answer.json()["code"]) == (422, "date-in-future")


class TestRead:
    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert stranger.get("/court/v1/cases").status_code == 401

    def test_refuses_who_may_not_read(self, caller: CallerOf) -> None:
        assert caller(people.administrator()).get("/court/v1/cases").status_code == 403

    @pytest.mark.law("J15")
    def test_hides_other_courts(self, caller: CallerOf) -> None:
        case = cases.opened()
        client = caller(people.clerk(people.OTHER_COURT))
        assert client.get(f"/court/v1/cases/{case.pk}").status_code == 404
        assert client.get("/court/v1/cases").json()["items"] == []

    def test_finds_a_case_by_its_number(self, caller: CallerOf) -> None:
        cases.opened()
        case = cases.opened()
        found = caller(people.clerk()).get("/court/v1/cases", {"case_number": case.case_number}).json()
        assert [item["id"] for item in found["items"]] == [str(case.pk)]

    def test_finds_a_case_by_its_number_as_typed(self, caller: CallerOf) -> None:
        """F: brackets, width and spaces."""
        case = cases.opened()
        typed = case.case_number.replace("（", "( ").replace("）", ")")
        found = caller(people.clerk()).get("/court/v1/cases", {"case_number": typed}).json()
        assert [item["id"] for item in found["items"]] == [str(case.pk)]

    def test_refuses_a_number_that_is_none(self, caller: CallerOf) -> None:
        answer = caller(people.clerk()).get("/court/v1/cases", {"case_number": "（2026）兵9901民初1号"})
        assert (answer.status_code, answer.json()["code"]) == (422, "case-number")

    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            ("filed_from=2026-09-01", 1),
            ("filed_from=2026-09-02", 0),
            ("filed_until=2026-09-01", 1),
            ("filed_until=2026-08-31", 0),
            (f"court={people.COURT}", 1),
            (f"court={people.OTHER_COURT}", 0),
        ],
    )
    def test_finds_cases_by(self, caller: CallerOf, filters: str, found: int) -> None:
        """Filed on 1 September 2026."""
        cases.opened()
        assert len(caller(people.clerk()).get(f"/court/v1/cases?{filters}").json()["items"]) == found

    def test_finds_the_cases_of_a_party_once(self, caller: CallerOf) -> None:
        cases.opened()
        case = cases.opened()
        debtor = cases.debtor_of(case)
        found = caller(people.clerk()).get(f"/court/v1/cases?party={debtor.pk}").json()
        assert [item["id"] for item in found["items"]] == [str(case.pk)]

    def test_pages_through_cases_filed_on_one_day(self, caller: CallerOf) -> None:
        made = {str(cases.opened().pk) for _ in range(3)}
        client = caller(people.clerk())
        first = client.get("/court/v1/cases?limit=2").json()
        second = client.get(f"/court/v1/cases?limit=2&cursor={first['next']}").json()
        assert second["next"] is None
        assert {item["id"] for item in first["items"] + second["items"]} == made

    def test_shows_the_obligation_in_its_words(self, caller: CallerOf) -> None:
        shown = caller(people.clerk()).get(f"/court/v1/cases/{cases.opened().pk}").json()
        assert shown["basis"][0]["obligation"] == "支付货款。"
        assert shown["filed_on"] == date(2026, 9, 1).isoformat()
