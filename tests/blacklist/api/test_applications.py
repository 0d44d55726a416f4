import uuid
from typing import Any

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import Application, EnforcementCase, RegisterEntry
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord, ask
from tests.factories import applications, cases, listings, people

pytestmark = pytest.mark.django_db
ADDRESS = "/court/v1/applications"


def application_to_list(case: EnforcementCase, /, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "listing",
        "case": str(case.pk),
        "filed_by": str(cases.applicant_of(case).pk),
        "about": str(cases.debtor_of(case).pk),
        "received_on": "2026-11-16",
        "is_written": True,
        "request": "请求将被执行人纳入失信被执行人名单。",
        **changes,
    }


class TestReceive:
    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, ADDRESS, {}).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        for duty in set(Duty) - {Duty.REGISTER}:
            answer = ask(caller(people.officer(duties=[duty])), ADDRESS, {})
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    def test_refuses_another_court(self, caller: CallerOf) -> None:
        body = application_to_list(cases.with_notice())
        answer = ask(caller(people.clerk(people.OTHER_COURT)), ADDRESS, body)
        assert (answer.status_code, answer.json()["code"]) == (403, "other-court")

    def test_refuses_the_same_while_it_waits(self, caller: CallerOf) -> None:
        client, body = caller(people.clerk()), application_to_list(cases.with_notice())
        first = ask(client, ADDRESS, body).json()
        answer = ask(client, ADDRESS, body)
        assert (answer.status_code, answer.json()["code"]) == (409, "duplicate")
        assert answer.json()["existing"] == first["id"]

    @pytest.mark.law("C4")
    @pytest.mark.parametrize(
        ("changes", "status", "code"),
        [
            ({"is_written": False}, 422, "written-application-required"),
            ({"is_written": "yes"}, 400, "wrong-type"),
            ({"kind": "certificate"}, 422, "unknown-value"),
            ({"received_on": "2026-11-17"}, 422, "date-in-future"),
            ({"case": str(uuid.uuid4())}, 422, "unknown-case"),
            ({"filed_by": str(uuid.uuid4())}, 422, "not-entitled-to-apply"),
            ({"about": str(uuid.uuid4())}, 422, "not-a-debtor"),
            ({"measure": str(uuid.uuid4())}, 422, "application-mismatch"),
            ({"request": ""}, 400, "field-required"),
        ],
    )
    def test_refuses_what_breaks_a_rule(
        self, caller: CallerOf, changes: dict[str, Any], status: int, code: str
    ) -> None:
        answer = ask(caller(people.clerk()), ADDRESS, application_to_list(cases.with_notice(), **changes))
        assert (answer.status_code, answer.json()["code"]) == (status, code)

    @pytest.mark.law("L5-2")
    def test_answers_with_the_receipt(self, caller: CallerOf) -> None:
        answer = ask(caller(people.clerk()), ADDRESS, application_to_list(cases.with_notice()))
        assert answer.status_code == 201, answer.content
        said = answer.json()
        assert (said["state"], said["due_on"], said["is_provisional"]) == ("received", "2026-12-01", False)
        assert said["receipt_number"].startswith("SQ20261116")
        entry = RegisterEntry.objects.get()
        assert (entry.act, str(entry.measure_id)) == ("receive", said["id"])


class TestGrant(ActOnRecord):
    collection, act, duty = "applications", "grant", Duty.PROPOSE
    ready = applications.received
    wrong = {
        "granted": (applications.granted, "already-done"),
        "refused": (applications.refused, "wrong-state"),
        "withdrawn": (applications.withdrawn, "wrong-state"),
    }
    leads_to = {"state": "granted", "reasons": None}


class TestRefuse(ActOnRecord):
    collection, act, duty = "applications", "refuse", Duty.PROPOSE
    body = {"note": "不符合纳入情形。"}
    ready = applications.received
    wrong = {
        "refused": (applications.refused, "already-done"),
        "withdrawn": (applications.withdrawn, "wrong-state"),
    }
    leads_to = {"state": "refused", "reasons": "不符合纳入情形。", "served_on": None}

    def test_refuses_without_reasons(self, caller: CallerOf) -> None:
        answer = ask(caller(self.holder()), self.address(applications.received().pk), {})
        assert (answer.status_code, answer.json()["code"]) == (422, "reasons-required")


class TestServe(ActOnRecord):
    collection, act, duty = "applications", "serve", Duty.SERVE
    body = {"served_on": "2026-11-16", "service_method": "post"}
    ready = applications.refused
    wrong = {"received": (applications.received, "wrong-state"), "granted": (applications.granted, "wrong-state")}
    leads_to = {"state": "refused", "served_on": "2026-11-16", "service_method": "post"}


class TestWithdraw(ActOnRecord):
    collection, act, duty = "applications", "withdraw", Duty.REGISTER
    ready = applications.received
    wrong = {
        "granted": (applications.granted, "wrong-state"),
        "refused": (applications.refused, "wrong-state"),
        "withdrawn": (applications.withdrawn, "already-done"),
    }
    leads_to = {"state": "withdrawn"}


class TestRead:
    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert stranger.get(ADDRESS).status_code == 401

    def test_refuses_who_may_not_read(self, caller: CallerOf) -> None:
        assert caller(people.administrator()).get(ADDRESS).status_code == 403

    def test_hides_other_courts(self, caller: CallerOf) -> None:
        application = applications.received()
        client = caller(people.judge(people.OTHER_COURT))
        assert client.get(f"{ADDRESS}/{application.pk}").status_code == 404
        assert client.get(ADDRESS).json()["items"] == []

    def test_filters_by_kind_case_and_state(self, caller: CallerOf) -> None:
        listing, order = applications.received(), applications.received("order")
        client = caller(people.judge())
        assert _ids(client, kind="order") == {str(order.pk)}
        assert _ids(client, case=str(listing.case_id)) == {str(listing.pk)}
        assert _ids(client, state="withdrawn") == set()

    def test_shows_one(self, caller: CallerOf) -> None:
        application = applications.received("removal")
        said = caller(people.judge()).get(f"{ADDRESS}/{application.pk}").json()
        assert (said["listing"], said["particulars"]["request"]) == (str(application.listing_id), "请求依法处理。")


class TestMeasures:
    @pytest.mark.law("L5-2")
    def test_a_listing_names_the_application_it_answers(self, caller: CallerOf) -> None:
        application = applications.received()
        ground = {"number": 1, "facts": "拒不履行。", "evidence": ["卷宗-12"], "conduct_on": "2026-10-01"}
        body = {
            "case": str(application.case_id),
            "debtor": str(application.about_id),
            "grounds": [ground],
            "negatives": listings.DENIED,
            "negatives_evidence": listings.SHOWN,
            "reasons": "符合规定情形。",
            "application": str(application.pk),
        }
        answer = ask(caller(people.judge()), "/court/v1/listings", body)
        assert (answer.status_code, answer.json()["application"]) == (201, str(application.pk))
        assert Application.objects.get().state == "granted"

    @pytest.mark.law("L10-1")
    def test_a_removal_names_the_request_it_answers(self, caller: CallerOf) -> None:
        application = applications.received("removal")
        address = f"/court/v1/listings/{application.listing_id}/remove"
        body = {"reason": "applicant_request", "note": "本院同意。"}
        client = caller(people.judge())
        answer = ask(client, address, body)
        assert (answer.status_code, answer.json()["code"]) == (422, "application-required")
        answer = ask(client, address, {**body, "application": str(application.pk)})
        assert (answer.status_code, answer.json()["ended_reason"]) == (200, "applicant_request")


def _ids(client: APIClient, **asked: str) -> set[str]:
    return {item["id"] for item in client.get(ADDRESS, asked).json()["items"]}
