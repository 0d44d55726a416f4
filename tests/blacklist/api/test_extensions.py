from typing import Any

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import RegisterEntry
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord, ask
from tests.factories import extensions, listings, people

pytestmark = pytest.mark.django_db
ACTS = [
    {"facts": "以虚假诉讼转移房产。", "evidence": ["卷宗-21"], "conduct_on": "2026-10-08"},
    {"facts": "隐匿车辆。", "evidence": ["卷宗-22"], "conduct_on": "2026-10-20"},
]
BODY = {"months": 12, "reason": "multiple_acts", "acts": ACTS, "reasons": "多项失信行为。"}


class TestPropose:
    def address(self, *, ground: int = 3) -> str:
        return f"/court/v1/listings/{listings.active(ground=ground).pk}/extensions"

    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, self.address(), BODY).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        address = self.address()
        for duty in set(Duty) - {Duty.PROPOSE}:
            answer = ask(caller(people.officer(duties=[duty])), address, BODY)
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    def test_refuses_another_court(self, caller: CallerOf) -> None:
        answer = ask(caller(people.judge(people.OTHER_COURT)), self.address(), BODY)
        assert (answer.status_code, answer.json()["code"]) == (403, "other-court")

    @pytest.mark.law("L2")
    @pytest.mark.parametrize(
        ("changes", "status", "code"),
        [
            ({"months": 6}, 422, "term-too-short"),
            ({"months": 48}, 422, "term-too-long"),
            ({"months": 2**31 - 1}, 422, "term-too-long"),
            ({"months": "12"}, 400, "wrong-type"),
            ({"reason": "not_paid"}, 422, "unknown-value"),
            ({"acts": ACTS[:1]}, 422, "extension-reason-required"),
            ({"acts": []}, 422, "extension-reason-required"),
        ],
    )
    def test_refuses_what_breaks_a_rule(
        self, caller: CallerOf, changes: dict[str, Any], status: int, code: str
    ) -> None:
        answer = ask(caller(people.judge()), self.address(), {**BODY, **changes})
        assert (answer.status_code, answer.json()["code"]) == (status, code)

    def test_refuses_a_listing_without_a_term(self, caller: CallerOf) -> None:
        answer = ask(caller(people.judge()), self.address(ground=1), BODY)
        assert (answer.status_code, answer.json()["code"]) == (422, "term-forbidden")

    def test_drafts_it_with_one_entry(self, caller: CallerOf) -> None:
        address, before = self.address(), RegisterEntry.objects.count()
        answer = ask(caller(people.judge()), address, BODY)
        assert answer.status_code == 201, answer.content
        said = answer.json()
        assert (said["state"], said["months"], said["last_day"]) == ("proposed", 12, "2029-11-16")
        assert said["particulars"]["acts"][0]["conduct_on"] == "2026-10-08"
        written = list(RegisterEntry.objects.order_by("version"))[before:]
        assert [(entry.act, str(entry.measure_id)) for entry in written] == [("propose", said["id"])]


class TestSign(ActOnRecord):
    collection, act, duty = "extensions", "sign", Duty.SIGN
    ready = extensions.proposed
    wrong = {
        "refused": (extensions.refused, "wrong-state"),
        "signed": (extensions.signed, "already-done"),
        "effective": (extensions.effective, "wrong-state"),
    }
    leads_to = {"state": "signed", "decided_on": "2026-11-16", "served_on": None}


class TestRefuse(ActOnRecord):
    collection, act, duty = "extensions", "refuse", Duty.SIGN
    body = {"note": "情节不严重。"}
    ready = extensions.proposed
    wrong = {"refused": (extensions.refused, "already-done"), "signed": (extensions.signed, "wrong-state")}
    leads_to = {"state": "refused"}


class TestServe(ActOnRecord):
    collection, act, duty = "extensions", "serve", Duty.SERVE
    body = {"served_on": "2026-11-16", "service_method": "direct"}
    ready = extensions.signed
    wrong = {
        "proposed": (extensions.proposed, "wrong-state"),
        "effective": (extensions.effective, "already-done"),
        "void": (extensions.void, "wrong-state"),
    }
    leads_to = {"state": "effective", "served_on": "2026-11-16", "last_day": "2029-11-16"}


class TestRead:
    def test_hides_other_courts(self, caller: CallerOf) -> None:
        extension = extensions.proposed()
        client = caller(people.judge(people.OTHER_COURT))
        assert client.get(f"/court/v1/extensions/{extension.pk}").status_code == 404
        assert client.get(f"/court/v1/listings/{extension.listing_id}/extensions").status_code == 404

    def test_shows_those_of_a_listing_and_each(self, caller: CallerOf) -> None:
        extension = extensions.effective()
        client = caller(people.judge())
        found = client.get(f"/court/v1/listings/{extension.listing_id}/extensions").json()["items"]
        assert [item["id"] for item in found] == [str(extension.pk)]
        assert client.get(f"/court/v1/extensions/{extension.pk}").json()["state"] == "effective"
        listing = client.get(f"/court/v1/listings/{extension.listing_id}").json()
        assert listing["in_force_until"] == "2029-11-17"
