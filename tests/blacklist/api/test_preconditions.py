from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import ConsumptionOrder, EnforcementCase, RegisterEntry
from blacklist.services import orders as acts_on_orders
from tests.blacklist.api import test_cases, test_orders
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ask
from tests.blacklist.threads import at_once
from tests.factories import cases, corrections, listings, orders, people, tasks
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db
ALL = [Duty.READ, Duty.SERVE, Duty.REGISTER, Duty.LIFT, Duty.PROPOSE]


def lift(client: APIClient, order: ConsumptionOrder, *, version: str) -> Any:
    return ask(client, f"/court/v1/orders/{order.pk}/lift", {"reason": "performed"}, HTTP_IF_MATCH=version)


class TestTag:
    @pytest.mark.parametrize(
        ("collection", "make"), [("cases", cases.opened), ("listings", listings.active), ("orders", orders.in_force)]
    )
    def test_names_the_version_of_a_record(self, caller: CallerOf, collection: str, make: Callable[[], Any]) -> None:
        client, address = caller(people.judge()), f"/court/v1/{collection}/{make().pk}"
        tag = client.get(address)["ETag"]
        assert tag.startswith('"')
        assert client.get(address)["ETag"] == tag

    def test_of_an_act_is_that_of_the_record_afterwards(self, caller: CallerOf) -> None:
        row, client = orders.signed(), caller(people.officer(duties=ALL))
        served = ask(client, f"/court/v1/orders/{row.pk}/serve", test_orders.SERVICE)
        assert client.get(f"/court/v1/orders/{row.pk}")["ETag"] == served["ETag"]

    def test_of_a_draft_is_that_of_the_new_record(self, caller: CallerOf) -> None:
        client = caller(people.officer(duties=ALL))
        drafted = ask(client, "/court/v1/orders", test_orders.proposal(cases.with_notice()))
        assert client.get(f"/court/v1/orders/{drafted.json()['id']}")["ETag"] == drafted["ETag"]

    def test_changes_when_one_of_several_persons_is_served(self, caller: CallerOf) -> None:
        row, client = orders.signed(), caller(people.officer(duties=ALL))
        before = client.get(f"/court/v1/orders/{row.pk}")["ETag"]
        ask(client, f"/court/v1/orders/{row.pk}/serve", test_orders.SERVICE)
        assert client.get(f"/court/v1/orders/{row.pk}")["ETag"] != before

    def test_is_none_of_a_page(self, caller: CallerOf) -> None:
        assert not caller(people.judge()).get("/court/v1/orders").has_header("ETag")


class TestIfMatch:
    def test_lets_an_act_on_the_version_read_pass(self, caller: CallerOf) -> None:
        row, client = orders.in_force(), caller(people.officer(duties=ALL))
        version = client.get(f"/court/v1/orders/{row.pk}")["ETag"]
        assert lift(client, row, version=version).status_code == 200

    @pytest.mark.parametrize("listed", ["{0}", '"1.drafted.AAAA", {0}', "*"])
    def test_takes_a_list_and_any(self, caller: CallerOf, listed: str) -> None:
        row, client = orders.in_force(), caller(people.officer(duties=ALL))
        version = client.get(f"/court/v1/orders/{row.pk}")["ETag"]
        assert lift(client, row, version=listed.format(version)).status_code == 200

    def test_refuses_a_version_passed_with_the_difference(self, caller: CallerOf) -> None:
        """A stale edit: what was done meanwhile, by whom, and what it changed."""
        row, client = orders.signed(), caller(people.officer(duties=ALL))
        version = client.get(f"/court/v1/orders/{row.pk}")["ETag"]
        served = ask(client, f"/court/v1/orders/{row.pk}/serve", test_orders.SERVICE)
        answer = lift(client, row, version=version)
        assert (answer.status_code, answer.json()["code"]) == (412, "version-conflict")
        told = answer.json()["difference"]
        assert told["state"] == {"then": "signed", "now": "in_force"}
        assert told["fields"] == ["state"]
        assert [(act["act"], str(act["list_version"])) for act in told["acts"]] == [("serve", served["List-Version"])]
        row.refresh_from_db()
        assert row.state == "in_force"

    def test_refuses_a_stale_edit_of_a_case(self, caller: CallerOf) -> None:
        """The service of a notice is no entry of the register; its fields tell."""
        case, client = cases.opened(), caller(people.officer(duties=ALL))
        version = client.get(f"/court/v1/cases/{case.pk}")["ETag"]
        notice = dict(test_cases.TestNotice.body)
        assert ask(client, f"/court/v1/cases/{case.pk}/notice", notice, HTTP_IF_MATCH=version).status_code == 200
        again = {**notice, "perform_by": "2026-10-20"}
        answer = ask(client, f"/court/v1/cases/{case.pk}/notice", again, HTTP_IF_MATCH=version)
        assert answer.status_code == 412
        assert answer.json()["difference"]["fields"] == [
            "notice_served_on",
            "notice_service_method",
            "notice_perform_by",
            "notice_has_risk_warning",
        ]
        case.refresh_from_db()
        assert case.notice_perform_by is not None
        assert case.notice_perform_by.isoformat() == "2026-09-20"

    @pytest.mark.parametrize("version", ['"nonsense"', 'W/"1.in_force.AAAA"', '"1.in_force.AAAA"'])
    def test_refuses_what_names_no_version(self, caller: CallerOf, version: str) -> None:
        answer = lift(caller(people.judge()), orders.in_force(), version=version)
        assert (answer.status_code, answer.json()["code"]) == (412, "version-conflict")

    def test_tells_other_courts_nothing(self, caller: CallerOf) -> None:
        answer = lift(caller(people.judge(people.OTHER_COURT)), orders.in_force(), version='"1.drafted.AAAA"')
        assert answer.status_code == 412
        assert "difference" not in answer.json()

    def test_leaves_it_to_the_act_to_say_that_there_is_no_record(self, caller: CallerOf) -> None:
        address = "/court/v1/orders/00000000-0000-0000-0000-000000000000/lift"
        answer = ask(caller(people.judge()), address, {"reason": "performed"}, HTTP_IF_MATCH='"1.drafted.AAAA"')
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")

    def test_has_no_meaning_where_a_record_is_made(self, caller: CallerOf) -> None:
        body = test_orders.proposal(cases.with_notice())
        answer = ask(caller(people.judge()), "/court/v1/orders", body, HTTP_IF_MATCH="*")
        assert (answer.status_code, answer.json()["code"]) == (412, "version-conflict")

    def test_is_not_asked_of_a_repetition(self, caller: CallerOf) -> None:
        """The act itself has changed the record; its receipt is still its receipt."""
        row, client = orders.in_force(), caller(people.officer(duties=ALL))
        version = client.get(f"/court/v1/orders/{row.pk}")["ETag"]
        body, address = {"reason": "performed"}, f"/court/v1/orders/{row.pk}/lift"
        first, again = (ask(client, address, body, key="lift-once", HTTP_IF_MATCH=version) for _ in range(2))
        assert (first.status_code, again.status_code, again["ETag"]) == (200, 200, first["ETag"])


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_one_of_eight_edits_of_one_version_is_taken(self, caller: CallerOf) -> None:
        case, client = cases.opened(), caller(people.officer(duties=ALL))
        version = client.get(f"/court/v1/cases/{case.pk}")["ETag"]
        notices = [{**test_cases.TestNotice.body, "perform_by": f"2026-09-{day}"} for day in range(20, 28)]

        def record(notice: dict[str, Any]) -> int:
            answer = ask(client, f"/court/v1/cases/{case.pk}/notice", notice, HTTP_IF_MATCH=version)
            return int(answer.status_code)

        said = at_once([lambda notice=notice: record(notice) for notice in notices])  # type: ignore[misc]
        assert sorted(said) == [200, *[412] * 7]
        assert EnforcementCase.objects.get().notice_perform_by is not None

    def test_two_administrators_who_suspend_each_other_wait_and_do_not_block(self, caller: CallerOf) -> None:
        """Each has read the other; all administrators are locked in one order, and none waits for itself."""
        for _ in range(5):
            pair = [people.administrator(), people.administrator()]
            clients = [caller(by) for by in pair]
            addresses = [f"/court/v1/officers/{other.pk}" for other in reversed(pair)]
            tags = [client.get(address)["ETag"] for client, address in zip(clients, addresses, strict=True)]

            def suspend(client: Any, address: str, tag: str) -> tuple[int, str]:
                answer = ask(client, f"{address}/suspend", {"note": "经批准。"}, HTTP_IF_MATCH=tag)
                return answer.status_code, answer.json().get("code", "")

            said = at_once([partial(suspend, *call) for call in zip(clients, addresses, tags, strict=True)])
            assert sorted(said) == [(200, ""), (403, "duty-required")]

    def test_a_decision_and_the_act_that_carries_it_out_wait_and_do_not_block(self, caller: CallerOf) -> None:
        """The request is locked after its measure, also by who has read it."""
        request = corrections.under_review()
        reviewer = request.reviewers.all()[0]
        address = f"/court/v1/corrections/{request.pk}"
        client, judge = caller(reviewer), caller(people.judge())
        tag = client.get(address)["ETag"]
        decision = {"decision_number": corrections.number(), "note": "经审查，理由如下。"}
        ending = {"reason": "listed_in_error", "note": "依职权撤销。"}
        calls = [
            partial(ask, client, f"{address}/uphold", decision, HTTP_IF_MATCH=tag),
            partial(ask, judge, f"/court/v1/listings/{request.listing_id}/revoke", ending),
        ]
        assert all(answer.status_code in (200, 409, 412) for answer in at_once(calls))


class TestReceipt:
    def test_of_the_first_lift_is_named_to_the_second(self, caller: CallerOf) -> None:
        row, client = orders.in_force(), caller(people.judge())
        first = lift(client, row, version="*")
        second = lift(client, row, version="*")
        assert (second.status_code, second.json()["code"]) == (409, "already-done")
        number = int(first["List-Version"])
        assert second.json()["receipt"] == {"list_version": number, "act": "lift", "at": "2026-11-16T02:00:00Z"}
        assert RegisterEntry.objects.get(version=number).measure_id == row.pk

    def test_of_the_expiry_is_named_to_a_late_lift(self, caller: CallerOf) -> None:
        row = orders.in_force()
        acts_on_orders.expire(row.pk, at=AT.replace(year=2027, month=12))
        answer = ask(caller(people.judge()), f"/court/v1/orders/{row.pk}/lift", {"reason": "performed"})
        assert (answer.status_code, answer.json()["receipt"]["act"]) == (409, "expire")

    def test_of_a_second_service_is_the_service(self, caller: CallerOf) -> None:
        row = orders.in_force()
        answer = ask(caller(people.clerk()), f"/court/v1/orders/{row.pk}/serve", test_orders.SERVICE)
        assert (answer.status_code, answer.json()["receipt"]["act"]) == (409, "serve")

    def test_is_none_for_an_act_outside_the_register(self, caller: CallerOf) -> None:
        row = tasks.done()
        answer = ask(caller(people.clerk()), f"/court/v1/tasks/{row.pk}/done", {})
        assert (answer.status_code, "receipt" in answer.json()) == (409, False)
