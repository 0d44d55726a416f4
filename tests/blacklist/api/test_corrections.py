import uuid
from typing import Any

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import CorrectionRequest, EnforcementCase, Listing, Officer, RegisterEntry
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord, ask
from tests.factories import corrections, listings, people

pytestmark = pytest.mark.django_db
NUMBER = "（2026）兵9901执异1号"
DECISION = {"decision_number": NUMBER, "note": "经审查，理由如下。"}


def filing(listing: Listing, **changes: Any) -> dict[str, Any]:
    return {
        "measure": {"kind": "listing", "id": str(listing.pk)},
        "person": str(listing.debtor_id),
        "reason": "should_not_be_listed",
        "statement": "我不应被纳入。",
        **changes,
    }


class TestReceive:
    address = "/court/v1/corrections"

    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, self.address, {}).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        for duty in set(Duty) - {Duty.REGISTER}:
            answer = ask(caller(people.officer(duties=[duty])), self.address, {})
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    def test_refuses_an_unknown_measure(self, caller: CallerOf) -> None:
        body = filing(listings.active(), measure={"kind": "listing", "id": str(uuid.uuid4())})
        answer = ask(caller(people.clerk()), self.address, body)
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")

    def test_refuses_a_way_of_asking_that_is_none(self, caller: CallerOf) -> None:
        body = filing(listings.active(), channel="pigeon", petitioner="neighbour")
        answer = ask(caller(people.clerk()), self.address, body)
        faults = {fault["pointer"]: fault["code"] for fault in answer.json()["errors"]}
        assert faults == {"channel": "unknown-value", "petitioner": "unknown-value"}

    @pytest.mark.law("P236")
    def test_names_the_road_of_the_applicant(self, caller: CallerOf) -> None:
        listing, applicant = listings.removed(), people.person()
        EnforcementCase.objects.get(pk=listing.case_id).parties.create(person=applicant, role="applicant")
        answer = ask(caller(people.clerk()), self.address, filing(listing, person=str(applicant.pk)))
        assert (answer.status_code, answer.json()["code"]) == (422, "objection-instead")
        assert "objection to enforcement" in answer.json()["detail"]

    @pytest.mark.law("L11", "11.14")
    def test_gives_a_receipt_at_once_for_nothing_but_who_and_what(self, caller: CallerOf) -> None:
        """No fee, no form that could be missing: measure, person and reason."""
        body = filing(listings.active())
        del body["statement"]
        answer = ask(caller(people.clerk()), self.address, body)
        assert answer.status_code == 201, answer.content
        shown = answer.json()
        assert shown["receipt_number"].startswith("JZ20261116")
        assert (shown["state"], shown["decide_by"], shown["decide_by_is_provisional"]) == (
            "received",
            "2026-12-01",
            False,
        )

    @pytest.mark.law("L11")
    def test_takes_it_at_a_wrong_court_and_lets_that_one_pass_it_on(self, caller: CallerOf) -> None:
        listing, client = listings.active(), caller(people.clerk(people.OTHER_COURT))
        by_case = {"kind": "listing", "case_number": listing.case.case_number}
        shown = ask(client, self.address, filing(listing, measure=by_case)).json()
        assert (shown["court"], shown["decide_by"]) == (people.OTHER_COURT, None)
        passed = ask(client, f"{self.address}/{shown['id']}/transfer", {}).json()
        assert (passed["court"], passed["transferred_from"]) == (people.COURT, people.OTHER_COURT)
        assert client.get(f"{self.address}/{shown['id']}").status_code == 404
        assert caller(people.clerk()).get(f"{self.address}/{shown['id']}").json()["decide_by"] == "2026-12-01"

    def test_writes_one_register_entry(self, caller: CallerOf) -> None:
        body = filing(listings.active())
        before = RegisterEntry.objects.count()
        answer = ask(caller(people.clerk()), self.address, body)
        [entry] = list(RegisterEntry.objects.order_by("version"))[before:]
        assert (entry.act, str(entry.measure_id)) == ("receive", answer.json()["id"])


class TestTransfer(ActOnRecord):
    collection, act, duty = "corrections", "transfer", Duty.REGISTER
    ready = corrections.misdirected
    wrong = {
        "received": (corrections.received, "already-done"),
        "rejected": (corrections.rejected, "wrong-state"),
    }
    leads_to = {"state": "received", "court": people.COURT, "received_on": "2026-11-16"}

    def holder(self, court_code: str = people.OTHER_COURT) -> Officer:
        return super().holder(court_code)  # type: ignore[no-any-return]

    def test_refuses_another_court(self, caller: CallerOf) -> None:
        answer = self.ask(caller(self.holder(people.COURT)), corrections.misdirected().pk)
        assert (answer.status_code, answer.json()["code"]) == (403, "other-court")

    def test_refuses_each_other_state(self, caller: CallerOf) -> None:
        client = caller(self.holder(people.COURT))
        for state, (make, code) in self.wrong.items():
            answer = self.ask(client, make().pk)
            assert (state, answer.status_code, answer.json()["code"]) == (state, 409, code)


class TestSendBack(ActOnRecord):
    collection, act, duty = "corrections", "send-back", Duty.REGISTER
    body = {"note": "请补交授权委托书。"}
    ready = corrections.received
    wrong = {
        "incomplete": (corrections.incomplete, "wrong-state"),
        "under_review": (corrections.under_review, "wrong-state"),
    }
    leads_to = {"state": "incomplete", "complete_by": "2026-11-19", "decide_by": "2026-12-01"}


class TestComplete(ActOnRecord):
    collection, act, duty = "corrections", "complete", Duty.REGISTER
    body = {"statement": "补交。", "evidence": ["委托书"]}
    ready = corrections.incomplete
    wrong = {"received": (corrections.received, "wrong-state"), "upheld": (corrections.upheld, "wrong-state")}
    leads_to = {"state": "received"}


class ByReviewers(ActOnRecord):
    """Acts of officers with the duty to review; for a decision they must be assigned."""

    duty = Duty.REVIEW

    def holder(self, court_code: str = people.COURT) -> Officer:
        """Return an officer who reviews every request there is or will be."""
        made = people.officer(duties=[self.duty], court_code=court_code)
        for request in CorrectionRequest.objects.all():
            request.reviewers.add(made)
        return made


class TestAssign(ByReviewers):
    collection, act = "corrections", "assign"
    ready = corrections.received
    wrong = {"rejected": (corrections.rejected, "wrong-state"), "withdrawn": (corrections.withdrawn, "wrong-state")}
    leads_to = {"state": "under_review"}

    @pytest.fixture(autouse=True)
    def _named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(type(self), "body", {"reviewers": [corrections.reviewer().username]})

    @pytest.mark.law("P-OBJ-11", "11.12")
    def test_refuses_a_judge_who_handled_the_case(self, caller: CallerOf) -> None:
        """422."""
        listing = listings.active()
        judge = listing.drafted_by
        assert judge is not None
        judge.duties = [*judge.duties, Duty.REVIEW.value]
        judge.save()
        request = corrections.received(listing)
        answer = ask(caller(self.holder()), self.address(request.pk), {"reviewers": [judge.username]})
        assert (answer.status_code, answer.json()["code"]) == (422, "reviewer-is-handler")


class TestUphold(ByReviewers):
    collection, act = "corrections", "uphold"
    body = DECISION
    ready = corrections.under_review
    wrong = {
        "upheld": (corrections.upheld, "already-done"),
        "corrected": (corrections.corrected, "already-done"),
        "rejected": (corrections.rejected, "wrong-state"),
    }
    leads_to = {"state": "upheld", "remedy": "revoke", "decided_on": "2026-11-16", "decision_number": NUMBER}

    def test_refuses_who_was_not_assigned(self, caller: CallerOf) -> None:
        request = corrections.under_review()
        answer = self.ask(caller(corrections.reviewer()), request.pk)
        assert (answer.status_code, answer.json()["code"]) == (403, "not-assigned")


class TestReject(ByReviewers):
    collection, act = "corrections", "reject"
    body = DECISION
    ready = corrections.under_review
    wrong = {"upheld": (corrections.upheld, "wrong-state"), "rejected": (corrections.rejected, "already-done")}
    leads_to = {"state": "rejected", "remedy": None, "decided_on": "2026-11-16", "reconsider_by": None}

    def test_refuses_without_reasons(self, caller: CallerOf) -> None:
        body = {"decision_number": NUMBER}
        request = corrections.under_review()
        answer = ask(caller(self.holder()), self.address(request.pk), body)
        assert (answer.status_code, answer.json()["code"]) == (422, "reasons-required")


class TestServe(ActOnRecord):
    collection, act, duty = "corrections", "serve", Duty.SERVE
    body = {"served_on": "2026-11-16", "service_method": "direct"}
    ready = corrections.rejected
    wrong = {"upheld": (corrections.upheld, "wrong-state"), "served": (corrections.served, "already-done")}
    leads_to = {"state": "rejected", "served_on": "2026-11-16", "reconsider_by": "2026-11-26"}


class TestWithdraw(ActOnRecord):
    collection, act, duty = "corrections", "withdraw", Duty.REGISTER
    ready = corrections.received
    wrong = {"withdrawn": (corrections.withdrawn, "already-done"), "rejected": (corrections.rejected, "wrong-state")}
    leads_to = {"state": "withdrawn"}


class TestRead:
    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert stranger.get("/court/v1/corrections").status_code == 401

    def test_refuses_who_may_not_read(self, caller: CallerOf) -> None:
        assert caller(people.administrator()).get("/court/v1/corrections").status_code == 403

    def test_hides_other_courts(self, caller: CallerOf) -> None:
        request = corrections.received()
        client = caller(people.judge(people.OTHER_COURT))
        assert client.get(f"/court/v1/corrections/{request.pk}").status_code == 404
        assert client.get("/court/v1/corrections").json() == {"items": [], "next": None}

    def test_finds_those_due_before_a_day(self, caller: CallerOf) -> None:
        request, client = corrections.received(), caller(people.judge())
        assert client.get("/court/v1/corrections?due_before=2026-12-01").json()["items"] == []
        due = client.get("/court/v1/corrections?due_before=2026-12-02").json()["items"]
        assert [item["id"] for item in due] == [str(request.pk)]

    def test_keeps_to_the_state_asked_for(self, caller: CallerOf) -> None:
        request = corrections.upheld()
        corrections.received()
        found = caller(people.judge()).get("/court/v1/corrections?state=upheld").json()
        assert [item["id"] for item in found["items"]] == [str(request.pk)]

    def test_keeps_to_a_measure_and_to_who_asks(self, caller: CallerOf) -> None:
        corrections.received()
        request, client = corrections.received(), caller(people.judge())
        contested = f"listing={request.listing_id}" if request.listing_id else f"order={request.order_id}"
        for filters in (contested, f"person={request.person_id}"):
            found = client.get(f"/court/v1/corrections?{filters}").json()
            assert [item["id"] for item in found["items"]] == [str(request.pk)]

    def test_asks_the_database_as_often_for_many_as_for_few(
        self, caller: CallerOf, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(4):
            corrections.under_review()
        client = caller(people.judge())
        with django_assert_max_num_queries(7):
            client.get("/court/v1/corrections")
