import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import EnforcementCase, OfficerSession, RegisterEntry
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord, ask
from tests.factories import cases, listings, people
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db
SERVICE = {"served_on": "2026-11-16", "service_method": "direct"}


def proposal(case: EnforcementCase, /, **changes: Any) -> dict[str, Any]:
    ground = {"number": 1, "facts": "有能力履行而拒不履行。", "evidence": ["卷宗-12"], "conduct_on": "2026-10-01"}
    return {
        "case": str(case.pk),
        "debtor": str(cases.debtor_of(case).pk),
        "grounds": [ground],
        "negatives": listings.DENIED,
        "negatives_evidence": listings.SHOWN,
        "reasons": "符合规定情形。",
        **changes,
    }


class TestPropose:
    address = "/court/v1/listings"

    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, self.address, {}).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        for duty in set(Duty) - {Duty.PROPOSE}:
            answer = ask(caller(people.officer(duties=[duty])), self.address, {})
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    def test_refuses_another_court(self, caller: CallerOf) -> None:
        answer = ask(caller(people.judge(people.OTHER_COURT)), self.address, proposal(cases.with_notice()))
        assert (answer.status_code, answer.json()["code"]) == (403, "other-court")

    def test_refuses_an_unknown_case(self, caller: CallerOf) -> None:
        body = proposal(cases.with_notice(), case=str(uuid.uuid4()))
        answer = ask(caller(people.judge()), self.address, body)
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown-case")

    def test_refuses_a_second_listing_of_the_debtor(self, caller: CallerOf) -> None:
        answer = ask(caller(people.judge()), self.address, proposal(listings.active().case))
        assert (answer.status_code, answer.json()["code"]) == (409, "duplicate")

    def test_points_at_the_field_at_fault(self, caller: CallerOf) -> None:
        body = proposal(cases.with_notice())
        body["grounds"] = [{**body["grounds"][0], "number": "1", "conduct_on": "2026-02-30"}]
        answer = ask(caller(people.judge()), self.address, body)
        assert answer.status_code == 400
        faults = {fault["pointer"]: fault["code"] for fault in answer.json()["errors"]}
        assert faults == {"grounds.0.number": "wrong-type", "grounds.0.conduct_on": "date"}

    def test_refuses_a_case_without_a_risk_warning(self, caller: CallerOf) -> None:
        """L5."""
        answer = ask(caller(people.judge()), self.address, proposal(cases.with_notice(has_risk_warning=False)))
        assert (answer.status_code, answer.json()["code"]) == (422, "risk-warning-missing")
        assert answer.json()["article"] == "L5"

    def test_refuses_a_minor(self, caller: CallerOf) -> None:
        """L4."""
        case = cases.with_notice(debtor=people.minor())
        answer = ask(caller(people.judge()), self.address, proposal(case))
        assert (answer.status_code, answer.json()["code"]) == (422, "minor")

    def test_drafts_it(self, caller: CallerOf) -> None:
        answer = ask(caller(people.judge()), self.address, proposal(cases.with_notice()))
        assert answer.status_code == 201, answer.content
        assert (answer.json()["state"], answer.json()["grounds"]) == ("proposed", [1])
        assert answer.json()["particulars"]["grounds"][0]["conduct_on"] == "2026-10-01"

    def test_writes_one_register_entry(self, caller: CallerOf) -> None:
        answer = ask(caller(people.judge()), self.address, proposal(cases.with_notice()))
        entry = RegisterEntry.objects.get()
        assert (entry.act, str(entry.measure_id)) == ("propose", answer.json()["id"])


class TestSign(ActOnRecord):
    collection, act, duty = "listings", "sign", Duty.SIGN
    ready = listings.proposed
    wrong = {
        "signed": (listings.signed, "already-done"),
        "active": (listings.active, "wrong-state"),
        "removed": (listings.removed, "wrong-state"),
    }
    leads_to = {"state": "signed", "decided_on": "2026-11-16", "in_force_until": None}

    def test_refuses_the_drafter(self, caller: CallerOf) -> None:
        """G14."""
        row = listings.proposed()
        assert row.drafted_by is not None
        row.drafted_by.duties = [*row.drafted_by.duties, Duty.SIGN.value]
        row.drafted_by.save()
        answer = self.ask(caller(row.drafted_by), row.pk)
        assert (answer.status_code, answer.json()["code"]) == (403, "signer-is-drafter")

    def test_refuses_a_code_older_than_five_minutes(self, caller: CallerOf) -> None:
        client = caller(self.holder())
        OfficerSession.objects.update(second_factor_at=AT - timedelta(minutes=5, seconds=1))
        answer = self.ask(client, listings.proposed().pk)
        assert (answer.status_code, answer.json()["code"]) == (403, "second-factor-stale")

    def test_accepts_a_code_of_five_minutes(self, caller: CallerOf) -> None:
        client = caller(self.holder())
        OfficerSession.objects.update(second_factor_at=AT - timedelta(minutes=5))
        assert self.ask(client, listings.proposed().pk).status_code == 200

    def test_gives_a_term_of_two_years(self, caller: CallerOf) -> None:
        """L2: through 16 November 2028."""
        answer = self.ask(caller(self.holder()), listings.proposed(ground=3).pk)
        assert answer.json()["in_force_until"] == "2028-11-17"


class TestRefuse(ActOnRecord):
    collection, act, duty = "listings", "refuse", Duty.SIGN
    body = {"note": "证据不足。"}
    ready = listings.proposed
    wrong = {"refused": (listings.refused, "already-done"), "signed": (listings.signed, "wrong-state")}
    leads_to = {"state": "refused", "decided_on": None}

    def test_refuses_without_reasons(self, caller: CallerOf) -> None:
        answer = ask(caller(self.holder()), self.address(listings.proposed().pk), {})
        assert (answer.status_code, answer.json()["code"]) == (422, "reasons-required")


class TestGrace(ActOnRecord):
    collection, act, duty = "listings", "grace", Duty.SIGN
    body = {"months": 1, "note": "正在筹款。"}
    ready = listings.signed
    wrong = {
        "proposed": (listings.proposed, "wrong-state"),
        "grace": (listings.in_grace, "already-done"),
        "active": (listings.active, "wrong-state"),
    }
    leads_to = {"state": "grace", "grace_until": "2026-12-17", "published_on": None}

    @pytest.mark.law("G15")
    @pytest.mark.parametrize(
        ("changes", "status", "code"),
        [
            ({"months": 4}, 422, "grace-length"),
            ({"months": 0}, 422, "grace-length"),
            ({"months": "1"}, 400, "wrong-type"),
            ({"note": ""}, 422, "reasons-required"),
        ],
    )
    def test_refuses_what_breaks_a_rule(
        self, caller: CallerOf, changes: dict[str, Any], status: int, code: str
    ) -> None:
        answer = ask(caller(self.holder()), self.address(listings.signed().pk), {**self.body, **changes})
        assert (answer.status_code, answer.json()["code"]) == (status, code)


class TestWithhold(ActOnRecord):
    collection, act, duty = "listings", "withhold", Duty.SIGN
    body = {"note": "不宜公开。"}
    ready = listings.served
    wrong = {"proposed": (listings.proposed, "wrong-state"), "active": (listings.active, "wrong-state")}
    leads_to = {"state": "signed", "withheld_on": "2026-11-16"}


class TestClose(ActOnRecord):
    collection, act, duty = "listings", "close", Duty.REMOVE
    body = {"reason": "performed"}
    ready = listings.in_grace
    wrong = {"active": (listings.active, "wrong-state"), "closed": (listings.closed, "already-done")}
    leads_to = {"state": "closed", "ended_reason": "performed_in_grace", "published_on": None}


class TestJustify(ActOnRecord):
    collection, act, duty = "listings", "justify", Duty.PROPOSE
    body = {"note": "仍未履行。"}
    ready = listings.active
    wrong = {"signed": (listings.signed, "wrong-state"), "removed": (listings.removed, "wrong-state")}
    leads_to = {"state": "active"}


class TestServe(ActOnRecord):
    collection, act, duty = "listings", "serve", Duty.SERVE
    body = SERVICE
    ready = listings.signed
    wrong = {
        "proposed": (listings.proposed, "wrong-state"),
        "served": (listings.served, "already-done"),
        "active": (listings.active, "wrong-state"),
    }
    leads_to = {"state": "signed", "served_on": "2026-11-16", "service_method": "direct"}

    def test_refuses_a_way_of_service_that_is_none(self, caller: CallerOf) -> None:
        body = {**SERVICE, "service_method": "pigeon"}
        answer = ask(caller(self.holder()), self.address(listings.signed().pk), body)
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown-value")

    def test_refuses_a_service_to_come(self, caller: CallerOf) -> None:
        body = {**SERVICE, "served_on": "2026-11-17"}
        answer = ask(caller(self.holder()), self.address(listings.signed().pk), body)
        assert (answer.status_code, answer.json()["code"]) == (422, "date-in-future")


class TestPublish(ActOnRecord):
    collection, act, duty = "listings", "publish", Duty.PUBLISH
    ready = listings.served
    wrong = {
        "proposed": (listings.proposed, "wrong-state"),
        "active": (listings.active, "already-done"),
        "removed": (listings.removed, "wrong-state"),
    }
    leads_to = {"state": "active", "published_on": "2026-11-16", "in_force_from": "2026-11-16"}

    def test_refuses_what_was_not_served(self, caller: CallerOf) -> None:
        """G14."""
        answer = self.ask(caller(self.holder()), listings.signed().pk)
        assert (answer.status_code, answer.json()["code"]) == (422, "not-served")


class TestRemove(ActOnRecord):
    collection, act, duty = "listings", "remove", Duty.REMOVE
    body = {"reason": "performed"}
    ready = listings.active
    wrong = {
        "proposed": (listings.proposed, "wrong-state"),
        "served": (listings.served, "wrong-state"),
        "removed": (listings.removed, "already-done"),
        "revoked": (listings.revoked, "wrong-state"),
    }
    leads_to = {"state": "removed", "ended_on": "2026-11-16", "ended_reason": "performed"}

    def test_refuses_an_unknown_reason(self, caller: CallerOf) -> None:
        answer = ask(caller(self.holder()), self.address(listings.active().pk), {"reason": "kindness"})
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown-value")

    def test_refuses_performance_while_a_term_runs(self, caller: CallerOf) -> None:
        """L10 ¶2."""
        answer = self.ask(caller(self.holder()), listings.active(ground=3).pk)
        assert (answer.status_code, answer.json()["code"]) == (409, "wrong-state")


class TestRevoke(ActOnRecord):
    collection, act, duty = "listings", "revoke", Duty.REVOKE
    body = {"reason": "listed_in_error", "note": "经复核，不符合纳入情形。"}
    ready = listings.active
    wrong = {"revoked": (listings.revoked, "already-done")}
    leads_to = {"state": "revoked", "ended_on": "2026-11-16", "ended_reason": "listed_in_error"}

    def test_refuses_without_reasons(self, caller: CallerOf) -> None:
        answer = ask(caller(self.holder()), self.address(listings.active().pk), {"reason": "listed_in_error"})
        assert (answer.status_code, answer.json()["code"]) == (422, "reasons-required")


class TestRead:
    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert stranger.get("/court/v1/listings").status_code == 401

    def test_refuses_who_may_not_read(self, caller: CallerOf) -> None:
        assert caller(people.administrator()).get("/court/v1/listings").status_code == 403

    def test_hides_other_courts(self, caller: CallerOf) -> None:
        row = listings.active()
        client = caller(people.judge(people.OTHER_COURT))
        assert client.get(f"/court/v1/listings/{row.pk}").status_code == 404
        assert client.get("/court/v1/listings").json() == {"items": [], "next": None}

    def test_masks_the_debtors_number(self, caller: CallerOf) -> None:
        row = listings.active()
        shown = caller(people.judge()).get(f"/court/v1/listings/{row.pk}").json()
        assert shown["debtor"]["name"] == "张三"
        assert "*" in shown["debtor"]["documents"][0]["masked_number"]
        assert row.debtor.documents.get().number not in str(shown)

    def test_pages_through_all_of_them_once(self, caller: CallerOf) -> None:
        made = {str(listings.proposed().pk) for _ in range(5)}
        client = caller(people.judge())
        seen: list[str] = []
        address = "/court/v1/listings?limit=2"
        while address:
            found = client.get(address).json()
            seen += [item["id"] for item in found["items"]]
            address = f"/court/v1/listings?limit=2&cursor={found['next']}" if found["next"] else ""
        assert len(seen) == 5
        assert set(seen) == made

    def test_keeps_to_the_state_asked_for(self, caller: CallerOf) -> None:
        listings.proposed()
        row = listings.active()
        found = caller(people.judge()).get("/court/v1/listings?state=active").json()
        assert [item["id"] for item in found["items"]] == [str(row.pk)]

    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            ("unserved=true", {"signed"}),
            ("state=signed&unserved=true", {"signed"}),
            ("unserved=false", {"active"}),
            ("ending_before=2028-11-17", {"active"}),
            ("ending_before=2028-11-16", set()),
            (f"court={people.COURT}&state=active", {"active"}),
            (f"court={people.OTHER_COURT}", set()),
        ],
    )
    def test_finds_listings_by(self, caller: CallerOf, filters: str, found: set[str]) -> None:
        """The active one was decided on 16 November 2026 for two years (L2); its last day is 16 November 2028."""
        listings.signed()
        listings.active(ground=2)
        items = caller(people.judge()).get(f"/court/v1/listings?{filters}").json()["items"]
        assert {item["state"] for item in items} == found

    def test_finds_the_listings_of_a_debtor(self, caller: CallerOf) -> None:
        listings.active()
        row = listings.active()
        found = caller(people.judge()).get(f"/court/v1/listings?debtor={row.debtor_id}").json()
        assert [item["id"] for item in found["items"]] == [str(row.pk)]

    @pytest.mark.parametrize(
        ("query", "status", "code"),
        [
            ("cursor=%00", 400, "control-characters"),
            ("cursor=x", 422, "unknown-value"),
            ("cursor=bnVsbA==", 422, "unknown-value"),
            ("limit=0", 400, "number-range"),
            ("limit=many", 400, "wrong-type"),
            ("state=asleep", 422, "unknown-value"),
            ("colour=red", 400, "unknown-field"),
            ("state=active&state=signed", 400, "duplicate-key"),
        ],
    )
    def test_refuses_a_bent_question(self, caller: CallerOf, query: str, status: int, code: str) -> None:
        answer = caller(people.judge()).get(f"/court/v1/listings?{query}")
        assert (answer.status_code, answer.json()["code"]) == (status, code)

    def test_asks_the_database_as_often_for_many_as_for_few(self, caller: CallerOf) -> None:
        client = caller(people.judge())
        asked = []
        for _ in range(2):
            for _ in range(3):
                listings.proposed()
            with CaptureQueriesContext(connection) as queries:
                assert len(client.get("/court/v1/listings").json()["items"]) >= 3
            asked.append(len(queries))
        assert asked[0] == asked[1] <= 7
