import uuid
from typing import Any

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import CorrectionRequest, Officer, RegisterEntry
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord, ask
from tests.factories import people, reconsiderations

pytestmark = pytest.mark.django_db
DECISION = {"decision_number": "（2026）兵99执复1号", "note": "经审查，理由如下。"}


def asking(request: CorrectionRequest, **changes: Any) -> dict[str, Any]:
    return {"correction": str(request.pk), "filed_on": "2026-11-16", "statement": "请求复议。", **changes}


class TestFile:
    address = "/court/v1/reconsiderations"

    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, self.address, {}).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        for duty in set(Duty) - {Duty.REGISTER}:
            answer = ask(caller(people.officer(duties=[duty])), self.address, {})
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    def test_refuses_a_court_beside(self, caller: CallerOf) -> None:
        answer = ask(caller(people.clerk(people.OTHER_COURT)), self.address, asking(reconsiderations.rejected()))
        assert (answer.status_code, answer.json()["code"]) == (403, "other-court")

    def test_refuses_an_unknown_request(self, caller: CallerOf) -> None:
        body = asking(reconsiderations.rejected(), correction=str(uuid.uuid4()))
        answer = ask(caller(people.clerk()), self.address, body)
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")

    @pytest.mark.law("L12")
    def test_gives_a_receipt_and_the_day_of_the_decision(self, caller: CallerOf) -> None:
        request = reconsiderations.rejected()
        before = RegisterEntry.objects.count()
        answer = ask(caller(people.clerk(people.COURT_ABOVE)), self.address, asking(request))
        assert answer.status_code == 201, answer.content
        shown = answer.json()
        assert (shown["state"], shown["decide_by"], shown["filed_at"]) == (
            "superior_review",
            "2026-12-01",
            people.COURT_ABOVE,
        )
        assert shown["receipt_number"].startswith("FY20261116")
        [entry] = list(RegisterEntry.objects.order_by("version"))[before:]
        assert (entry.act, str(entry.measure_id)) == ("file", shown["id"])

    @pytest.mark.law("T6")
    def test_refuses_what_comes_late_without_an_obstacle(self, caller: CallerOf) -> None:
        request = reconsiderations.rejected()
        CorrectionRequest.objects.filter(pk=request.pk).update(reconsider_by="2026-11-15")
        client = caller(people.clerk())
        answer = ask(client, self.address, asking(request))
        assert (answer.status_code, answer.json()["code"]) == (422, "filed-late")
        flood = {"obstacle": "洪水封路。", "obstacle_ended_on": "2026-11-10"}
        assert ask(client, self.address, asking(request, **flood)).status_code == 201


class TestForward(ActOnRecord):
    collection, act, duty = "reconsiderations", "forward", Duty.REGISTER
    ready = reconsiderations.filed
    wrong = {"forwarded": (reconsiderations.forwarded, "already-done")}
    leads_to = {"state": "forwarded", "forwarded_on": "2026-11-16"}


class Above(ActOnRecord):
    """Acts of the court above."""

    collection = "reconsiderations"

    def holder(self, court_code: str = people.COURT_ABOVE) -> Officer:
        return super().holder(court_code)  # type: ignore[no-any-return]


class TestReceive(Above):
    act, duty = "receive", Duty.REGISTER
    ready = reconsiderations.forwarded
    wrong = {
        "filed": (reconsiderations.filed, "wrong-state"),
        "dismissed": (reconsiderations.dismissed, "wrong-state"),
    }
    leads_to = {"state": "superior_review", "received_on": "2026-11-16", "decide_by": "2026-12-01"}


class TestDismiss(Above):
    act, duty = "dismiss", Duty.RECONSIDER
    body = DECISION
    ready = reconsiderations.received
    wrong = {
        "filed": (reconsiderations.filed, "wrong-state"),
        "dismissed": (reconsiderations.dismissed, "already-done"),
        "overturned": (reconsiderations.overturned, "wrong-state"),
    }
    leads_to = {"state": "dismissed", "decision_number": DECISION["decision_number"], "decided_on": "2026-11-16"}


class TestOverturn(Above):
    act, duty = "overturn", Duty.RECONSIDER
    body = DECISION
    ready = reconsiderations.received
    wrong = {
        "filed": (reconsiderations.filed, "wrong-state"),
        "dismissed": (reconsiderations.dismissed, "wrong-state"),
        "overturned": (reconsiderations.overturned, "already-done"),
    }
    leads_to = {"state": "overturned", "decided_on": "2026-11-16"}


class TestRead:
    def test_refuses_who_may_not_read(self, caller: CallerOf) -> None:
        assert caller(people.administrator()).get("/court/v1/reconsiderations").status_code == 403

    def test_is_for_both_courts_and_no_other(self, caller: CallerOf) -> None:
        row = reconsiderations.received()
        for court, status in ((people.COURT, 200), (people.COURT_ABOVE, 200), (people.OTHER_COURT, 404)):
            reader = people.officer(duties=[Duty.READ], court_code=court)
            assert caller(reader).get(f"/court/v1/reconsiderations/{row.pk}").status_code == status
        shown = caller(people.judge()).get(f"/court/v1/corrections/{row.request_id}").json()
        assert shown["reconsideration"] == str(row.pk)

    def test_asks_the_database_as_often_for_many_as_for_few(
        self, caller: CallerOf, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(3):
            reconsiderations.received()
        client = caller(people.judge())
        with django_assert_max_num_queries(8):
            assert len(client.get("/court/v1/reconsiderations").json()["items"]) == 3
