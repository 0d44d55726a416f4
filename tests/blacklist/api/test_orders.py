import uuid
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import OFFICES, Duty
from blacklist.law.grounds import FACTORS
from blacklist.law.replacements import PROOFS
from blacklist.models import EnforcementCase, OfficerSession, RegisterEntry
from blacklist.services import applications
from blacklist.services.orders import Named
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord, ask
from tests.factories import cases, listings, orders, people
from tests.factories.applications import by_debtor
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db
SERVICE = {"served_on": "2026-11-16", "service_method": "electronic"}


def proposal(case: EnforcementCase, /, **changes: Any) -> dict[str, Any]:
    return {
        "case": str(case.pk),
        "persons": [{"person": str(cases.debtor_of(case).pk)}],
        "activities": ["hotel.star_rated", "flight.business"],
        "period_until": "2027-11-15",
        "factors": dict.fromkeys(FACTORS, "已查明。"),
        "reasons": "未按期履行。",
        "own_motion": "情况紧急。",
        **changes,
    }


class TestPropose:
    address = "/court/v1/orders"

    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, self.address, {}).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        for duty in set(Duty) - {Duty.PROPOSE}:
            answer = ask(caller(people.officer(duties=[duty])), self.address, {})
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    def test_refuses_another_court(self, caller: CallerOf) -> None:
        answer = ask(caller(people.judge(people.OTHER_COURT)), self.address, proposal(cases.with_notice()))
        assert (answer.status_code, answer.json()["code"]) == (403, "other-court")

    @pytest.mark.parametrize(
        ("changes", "status", "code"),
        [
            ({"case": str(uuid.UUID(int=0))}, 422, "unknown-case"),
            ({"persons": []}, 400, "field-required"),
            ({"persons": {}}, 400, "wrong-type"),
            ({"persons": [{"person": "me"}]}, 400, "wrong-type"),
            ({"persons": [{"person": str(uuid.UUID(int=0))}]}, 422, "not-a-debtor"),
            ({"activities": []}, 422, "items-required"),
            ({"activities": ["credit.loan"]}, 422, "unknown-activity"),
            ({"activities": ["flight.balloon"]}, 422, "unknown-activity"),
            ({"period_until": None}, 422, "period-required"),
            ({"period_until": "2026-11-15"}, 422, "period-required"),
            ({"period_until": "9999-12-31"}, 400, "date"),
            ({"period_until": "２０２７-11-15"}, 400, "number-format"),
            ({"period_until": "2027-11-15T00:30"}, 400, "timezone-required"),
            ({"period_until": None, "review_on": "2027-05-17"}, 422, "period-required"),
            ({"activities": ["other.named"]}, 422, "items-required"),
            ({"activities": ["hospital"]}, 422, "unknown-activity"),
            ({"activities": ["school.high_fee"]}, 422, "school-decision-required"),
            ({"school": {"school": "示范学校", "decision_number": "1", "child": "王小明"}}, 400, "unknown-field"),
            ({"consequences": ""}, 422, "consequences-required"),
            ({"remedy": " "}, 422, "remedy-required"),
            ({"factors": {"evasion": "有。"}}, 422, "factors-required"),
            ({"factors": {"luck": "无。"}}, 400, "unknown-field"),
            ({"reasons": "\u0000"}, 400, "control-characters"),
            ({"reasons": " "}, 400, "field-required"),
            ({"reasons": 7}, 400, "wrong-type"),
            ({"reasons": "因" * 20_001}, 413, "too-large"),
            ({"listing": str(uuid.UUID(int=0))}, 404, "not-found"),
        ],
    )
    def test_refuses_what_breaks_a_rule(
        self, caller: CallerOf, changes: dict[str, Any], status: int, code: str
    ) -> None:
        answer = ask(caller(people.judge()), self.address, proposal(cases.with_notice(), **changes))
        assert (answer.status_code, answer.json()["code"]) == (status, code)

    def test_refuses_while_the_notice_still_runs(self, caller: CallerOf) -> None:
        """C1: not before the period of the notice has passed."""
        case = cases.with_notice(perform_by=AT.date())
        answer = ask(caller(people.judge()), self.address, proposal(case))
        assert (answer.status_code, answer.json()["code"]) == (422, "period-running")

    def test_asks_for_evidence_of_a_capacity(self, caller: CallerOf) -> None:
        """C3 ¶2."""
        named = {"person": str(people.person().pk), "capacity": "actual_controller"}
        body = proposal(cases.with_notice(debtor=people.unit()), persons=[named])
        answer = ask(caller(people.judge()), self.address, body)
        assert answer.status_code == 422
        assert answer.json()["errors"] == [{"pointer": "persons.0.evidence", "code": "evidence-required"}]

    def test_restricts_an_officer_only_of_a_unit(self, caller: CallerOf) -> None:
        """C3 ¶2."""
        named = {"person": str(people.person().pk), "capacity": "actual_controller", "evidence": ["卷宗-3"]}
        answer = ask(caller(people.judge()), self.address, proposal(cases.with_notice(), persons=[named]))
        assert (answer.status_code, answer.json()["code"]) == (422, "not-a-debtor")

    def test_drafts_one_against_a_units_controller(self, caller: CallerOf) -> None:
        """C3 ¶2."""
        case = cases.with_notice(debtor=people.unit())
        named = {"person": str(people.person().pk), "capacity": "actual_controller", "evidence": ["卷宗-3"]}
        answer = ask(caller(people.judge()), self.address, proposal(case, persons=[named]))
        assert answer.status_code == 201, answer.content
        assert answer.json()["persons"][0]["capacity"] == "actual_controller"

    def test_drafts_it(self, caller: CallerOf) -> None:
        answer = ask(caller(people.judge()), self.address, proposal(cases.with_notice()))
        assert answer.status_code == 201, answer.content
        shown = answer.json()
        assert (shown["state"], shown["kind"], shown["period_until"]) == ("drafted", "discretionary", "2027-11-15")
        assert shown["activities"] == ["flight.business", "hotel.star_rated"]
        assert shown["persons"][0]["capacity"] is None

    def test_drafts_one_that_follows_a_listing_without_factors(self, caller: CallerOf) -> None:
        """C1, second sentence."""
        listing = listings.active()
        body = proposal(listing.case, listing=str(listing.pk))
        del body["factors"]
        answer = ask(caller(people.judge()), self.address, body)
        assert (answer.status_code, answer.json()["kind"]) == (201, "because_listed")

    @pytest.mark.law("Q6", "G20", "C3-1")
    def test_drafts_one_until_performance_with_items_in_words(self, caller: CallerOf) -> None:
        body = proposal(
            cases.with_notice(),
            activities=["school.high_fee", "other.named"],
            other="购买珠宝",
            school={"school": "示范国际学校", "decision_number": "（2026）示范1号"},
            review_on="2027-05-16",
        )
        del body["period_until"]
        answer = ask(caller(people.judge()), self.address, body)
        assert answer.status_code == 201, answer.content
        assert (answer.json()["period_until"], answer.json()["review_on"]) == (None, "2027-05-16")
        assert answer.json()["particulars"]["other"] == "购买珠宝"

    def test_writes_one_register_entry(self, caller: CallerOf) -> None:
        answer = ask(caller(people.judge()), self.address, proposal(cases.with_notice()))
        entry = RegisterEntry.objects.get()
        assert (entry.act, str(entry.measure_id)) == ("propose", answer.json()["id"])


class TestSign(ActOnRecord):
    collection, act, duty = "orders", "sign", Duty.SIGN
    ready = orders.drafted
    wrong = {
        "signed": (orders.signed, "already-done"),
        "in_force": (orders.in_force, "wrong-state"),
        "lifted": (orders.lifted, "wrong-state"),
    }
    leads_to = {"state": "signed", "decided_on": "2026-11-16"}

    def test_refuses_the_drafter(self, caller: CallerOf) -> None:
        """G14."""
        row = orders.drafted()
        assert row.drafted_by is not None
        row.drafted_by.duties = [*row.drafted_by.duties, Duty.SIGN.value]
        row.drafted_by.save()
        answer = self.ask(caller(row.drafted_by), row.pk)
        assert (answer.status_code, answer.json()["code"]) == (403, "signer-is-drafter")

    def test_refuses_a_code_older_than_five_minutes(self, caller: CallerOf) -> None:
        client = caller(self.holder())
        OfficerSession.objects.update(second_factor_at=AT - timedelta(minutes=5, seconds=1))
        answer = self.ask(client, orders.drafted().pk)
        assert (answer.status_code, answer.json()["code"]) == (403, "second-factor-stale")


class TestServe(ActOnRecord):
    collection, act, duty = "orders", "serve", Duty.SERVE
    body = SERVICE
    ready = orders.signed
    wrong = {
        "drafted": (orders.drafted, "wrong-state"),
        "in_force": (orders.in_force, "already-done"),
        "lifted": (orders.lifted, "wrong-state"),
    }
    leads_to = {"state": "in_force"}

    def test_puts_it_in_force_from_the_day_of_service(self, caller: CallerOf) -> None:
        """Half-open: through 15 November 2027."""
        [person] = self.ask(caller(self.holder()), orders.signed().pk).json()["persons"]
        assert (person["in_force_from"], person["in_force_until"]) == ("2026-11-16", "2027-11-16")

    def test_refuses_a_person_the_order_does_not_name(self, caller: CallerOf) -> None:
        body = {**SERVICE, "person": str(people.person().pk)}
        answer = ask(caller(self.holder()), self.address(orders.signed().pk), body)
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


class TestLift(ActOnRecord):
    collection, act, duty = "orders", "lift", Duty.LIFT
    body = {"reason": "performed"}
    ready = orders.in_force
    wrong = {
        "drafted": (orders.drafted, "wrong-state"),
        "lifted": (orders.lifted, "already-done"),
    }
    leads_to = {"state": "lifted"}

    def test_ends_it_for_everyone(self, caller: CallerOf) -> None:
        [person] = self.ask(caller(self.holder()), orders.in_force().pk).json()["persons"]
        assert (person["ended_on"], person["ended_reason"]) == ("2026-11-16", "performed")

    def test_refuses_a_discretionary_reason_without_reasons(self, caller: CallerOf) -> None:
        answer = ask(caller(self.holder()), self.address(orders.in_force().pk), {"reason": "security_given"})
        assert (answer.status_code, answer.json()["code"]) == (422, "reasons-required")

    @pytest.mark.law("G17-2")
    def test_frees_a_former_officer_on_proof(self, caller: CallerOf) -> None:
        """G17-2: named, applied for, each of three facts with its evidence."""
        officer, of = people.person(), cases.with_notice(debtor=people.unit())
        named = [Named(officer.pk, "legal_representative", ("登记-1",))]
        row = orders.in_force(case_id=of.pk, persons=named)
        application = applications.receive(by_debtor("replacement", row, officer), by=people.clerk(), at=AT)
        client, address = caller(self.holder()), self.address(row.pk)
        body = {
            "reason": "officer_replaced",
            "person": str(officer.pk),
            "application": str(application.pk),
            "replacement": {"changed_on": "2026-10-10", "evidence": {"truly_changed": ["登记-2"]}},
        }
        answer = ask(client, address, body)
        assert answer.status_code == 422
        assert answer.json()["errors"] == [
            {"pointer": "replacement.evidence.not_actual_controller", "code": "evidence-required"}
        ]
        evidence = {proof: ["登记-2"] for proof in PROOFS}
        answer = ask(client, address, {**body, "replacement": {"changed_on": "2026-10-10", "evidence": evidence}})
        assert (answer.status_code, answer.json()["state"]) == (200, "lifted"), answer.content


class TestKeep(ActOnRecord):
    """C1, Q6."""

    collection, act, duty = "orders", "keep", Duty.LIFT
    body = {"note": "仍有必要。", "review_on": "2027-05-16"}
    ready = orders.under_review
    wrong = {
        "signed": (orders.signed, "wrong-state"),
        "in_force": (orders.in_force, "wrong-state"),
        "lifted": (orders.lifted, "wrong-state"),
    }
    leads_to = {"state": "in_force", "review_on": "2027-05-16"}


class TestAnnouncementCost(ActOnRecord):
    collection, act, duty, writes = "orders", "announcement-cost", Duty.SERVE, False
    body = {"cost": "600.00"}
    ready = orders.in_force
    leads_to = {"announcement_cost": "600.00", "state": "in_force"}

    @pytest.mark.law("C7", "11.14")
    def test_never_stands_in_the_way_of_a_lift(self, caller: CallerOf) -> None:
        """C7: the debtor performs, the notice fee is unpaid → lifted."""
        row = orders.in_force()
        self.ask(caller(self.holder()), row.pk)
        answer = ask(caller(people.judge()), f"/court/v1/orders/{row.pk}/lift", {"reason": "performed"})
        assert (answer.status_code, answer.json()["state"]) == (200, "lifted")


class TestRevoke(ActOnRecord):
    """G18."""

    collection, act, duty = "orders", "revoke", Duty.REVOKE
    body = {"reason": "issued_in_error", "note": "经复核，不应采取限制消费措施。"}
    ready = orders.in_force
    wrong = {"revoked": (orders.revoked, "already-done")}
    leads_to = {"state": "revoked"}

    def test_refuses_without_reasons(self, caller: CallerOf) -> None:
        answer = ask(caller(self.holder()), self.address(orders.in_force().pk), {"reason": "issued_in_error"})
        assert (answer.status_code, answer.json()["code"]) == (422, "reasons-required")


class TestRead:
    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert stranger.get("/court/v1/orders").status_code == 401

    def test_refuses_who_may_not_read(self, caller: CallerOf) -> None:
        assert caller(people.administrator()).get("/court/v1/orders").status_code == 403

    def test_hides_other_courts(self, caller: CallerOf) -> None:
        row = orders.in_force()
        client = caller(people.judge(people.OTHER_COURT))
        assert client.get(f"/court/v1/orders/{row.pk}").status_code == 404
        assert client.get("/court/v1/orders").json()["items"] == []

    def test_shows_whom_it_restricts_with_a_masked_number(self, caller: CallerOf) -> None:
        row = orders.in_force()
        shown = caller(people.judge()).get(f"/court/v1/orders/{row.pk}").json()
        assert shown["persons"][0]["person"]["name"] == "张三"
        assert row.restricted_persons.get().person.documents.get().number not in str(shown)

    def test_finds_the_orders_of_a_case(self, caller: CallerOf) -> None:
        orders.drafted()
        row = orders.in_force()
        found = caller(people.judge()).get(f"/court/v1/orders?case={row.case_id}").json()
        assert [item["id"] for item in found["items"]] == [str(row.pk)]

    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            ("unserved=true", {"signed"}),
            ("state=signed&unserved=true", {"signed"}),
            ("state=in_force", {"in_force"}),
            ("unserved=false", {"in_force", "lifted"}),
            ("ending_before=2027-11-16", {"signed", "in_force", "lifted"}),
            ("ending_before=2027-11-15", set()),
            (f"court={people.COURT}&state=lifted", {"lifted"}),
            (f"court={people.OTHER_COURT}", set()),
        ],
    )
    def test_finds_orders_by(self, caller: CallerOf, filters: str, found: set[str]) -> None:
        orders.signed()
        orders.in_force()
        orders.lifted()
        items = caller(people.judge()).get(f"/court/v1/orders?{filters}").json()["items"]
        assert {item["state"] for item in items} == found

    def test_finds_the_orders_on_a_person(self, caller: CallerOf) -> None:
        orders.in_force()
        row = orders.in_force()
        person = row.restricted_persons.get().person_id
        found = caller(people.judge()).get(f"/court/v1/orders?person={person}").json()
        assert [item["id"] for item in found["items"]] == [str(row.pk)]

    def test_shows_a_court_above_what_is_there_below(self, caller: CallerOf) -> None:
        people.courts_above()
        row = orders.in_force()
        duties = OFFICES["superior_court"]
        client = caller(people.officer(duties=duties, court_code=people.COURT_ABOVE))
        assert client.get(f"/court/v1/orders/{row.pk}").status_code == 200
        found = client.get(f"/court/v1/orders?court={people.COURT}").json()
        assert [item["id"] for item in found["items"]] == [str(row.pk)]
        beside = caller(people.officer(duties=duties, court_code=people.OTHER_COURT))
        assert beside.get(f"/court/v1/orders/{row.pk}").status_code == 404
