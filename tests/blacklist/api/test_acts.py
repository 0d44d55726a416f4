"""What every act of the court API has in common: its key, its repetition."""

from functools import partial
from typing import Any

import pytest
from django.db import transaction
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import ConsumptionOrder, IdempotencyRecord, ListHead, RegisterEntry
from tests.blacklist.api import test_orders, test_persons
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ask
from tests.blacklist.threads import at_once, elsewhere
from tests.factories import cases, orders, people

pytestmark = pytest.mark.django_db
KEY = "4f1c-draft_01"
THREADS = 16


def lift(client: APIClient, order: ConsumptionOrder, *, key: str = KEY, reason: str = "performed") -> Any:
    return ask(client, f"/court/v1/orders/{order.pk}/lift", {"reason": reason}, key=key)


class TestKey:
    @pytest.mark.parametrize(
        ("key", "code"),
        [
            ("", "idempotency-key-required"),
            ("short-1", "idempotency-key-format"),
            ("x" * 65, "idempotency-key-format"),
            ("with a space", "idempotency-key-format"),
            ("schlüssel", "idempotency-key-format"),
            ("a-key-with-its-end\n", "idempotency-key-format"),
        ],
    )
    def test_is_needed_in_its_form(self, caller: CallerOf, key: str, code: str) -> None:
        answer = lift(caller(people.judge()), orders.in_force(), key=key)
        assert (answer.status_code, answer.json()["code"]) == (400, code)

    @pytest.mark.parametrize("key", ["12345678", "x" * 64, KEY])
    def test_is_taken_in_its_form(self, caller: CallerOf, key: str) -> None:
        assert lift(caller(people.judge()), orders.in_force(), key=key).status_code == 200

    def test_is_asked_for_after_the_duty(self, caller: CallerOf) -> None:
        answer = lift(caller(people.clerk()), orders.in_force(), key="")
        assert (answer.status_code, answer.json()["code"]) == (403, "duty-required")

    def test_is_not_needed_to_read(self, caller: CallerOf) -> None:
        client = caller(people.judge())
        assert client.get("/court/v1/orders", HTTP_IDEMPOTENCY_KEY="").status_code == 200


class TestRepetition:
    def test_of_a_draft_gives_the_first_receipt_and_no_second_draft(self, caller: CallerOf) -> None:
        client, body = caller(people.judge()), test_orders.proposal(cases.with_notice())
        first, again = (ask(client, "/court/v1/orders", body, key=KEY) for _ in range(2))
        assert (first.status_code, again.status_code) == (201, 201)
        assert again.content == first.content
        assert again["Idempotent-Replay"] == "true"
        assert (ConsumptionOrder.objects.count(), RegisterEntry.objects.count()) == (1, 1)

    def test_is_the_same_whatever_the_spaces_and_the_order_of_keys(self, caller: CallerOf) -> None:
        client, row = caller(people.judge()), orders.in_force()
        address = f"/court/v1/orders/{row.pk}/lift"
        bodies = ['{"reason": "performed", "note": "已履行"}', '{"note":"\\u5df2履行",  "reason":"performed"}']
        first, again = (
            client.post(address, body, content_type="application/json", HTTP_IDEMPOTENCY_KEY=KEY) for body in bodies
        )
        assert (first.status_code, again["Idempotent-Replay"]) == (200, "true")

    def test_still_shows_what_was_answered_then(self, caller: CallerOf) -> None:
        """A receipt of the service stays one, though the order has been lifted since."""
        row, client = orders.signed(), caller(people.officer(duties=[Duty.SERVE, Duty.LIFT]))
        served = ask(client, f"/court/v1/orders/{row.pk}/serve", test_orders.SERVICE, key=KEY)
        lift(client, row, key="another-key")
        again = ask(client, f"/court/v1/orders/{row.pk}/serve", test_orders.SERVICE, key=KEY)
        assert again.json() == served.json()
        assert again.json()["state"] == "in_force"

    def test_with_another_body_is_refused(self, caller: CallerOf) -> None:
        client, row = caller(people.judge()), orders.in_force()
        assert lift(client, row).status_code == 200
        answer = lift(client, row, reason="security_given")
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-mismatch")

    def test_at_another_address_is_refused(self, caller: CallerOf) -> None:
        client = caller(people.judge())
        assert lift(client, orders.in_force()).status_code == 200
        answer = lift(client, orders.in_force())
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-mismatch")

    def test_of_a_refused_act_is_judged_anew(self, caller: CallerOf) -> None:
        """A refusal is no receipt: what it missed may have come meanwhile."""
        row, client = orders.signed(), caller(people.officer(duties=[Duty.SERVE, Duty.LIFT]))
        early = {**test_orders.SERVICE, "service_method": "public_notice"}
        address = f"/court/v1/orders/{row.pk}/serve"
        assert ask(client, address, early, key=KEY).json()["code"] == "not-served"
        assert not IdempotencyRecord.objects.exists()
        assert ask(client, address, test_orders.SERVICE, key=KEY).status_code == 200

    def test_by_another_officer_is_an_act_of_its_own(self, caller: CallerOf) -> None:
        row = orders.in_force()
        assert lift(caller(people.judge()), row).status_code == 200
        answer = lift(caller(people.judge()), row)
        assert (answer.status_code, answer.json()["code"]) == (409, "already-done")

    def test_after_a_week_finds_the_act_done(self, caller: CallerOf) -> None:
        client, row = caller(people.judge()), orders.in_force()
        lift(client, row)
        IdempotencyRecord.objects.all().delete()
        answer = lift(client, row)
        assert (answer.status_code, answer.json()["code"]) == (409, "already-done")

    @pytest.mark.law("D9")
    def test_leaves_no_name_in_the_clear(self, caller: CallerOf) -> None:
        someone = {**test_persons.someone(), "name": "欧阳示例"}
        assert ask(caller(people.clerk()), "/court/v1/persons", someone, key=KEY).status_code == 201
        kept = IdempotencyRecord.objects.get()
        assert kept.answer_sealed is not None
        assert "欧阳示例".encode() not in bytes(kept.answer_sealed)
        assert "\\u6b27" not in bytes(kept.answer_sealed).decode("latin-1")


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_sixteen_requests_under_one_key_are_one_act(self, caller: CallerOf) -> None:
        client, body = caller(people.judge()), test_orders.proposal(cases.with_notice())

        def draft() -> Any:
            return ask(client, "/court/v1/orders", body, key=KEY)

        answers = at_once([draft] * THREADS)
        assert (ConsumptionOrder.objects.count(), RegisterEntry.objects.count()) == (1, 1)
        receipts = [answer for answer in answers if answer.status_code == 201]
        told_to_wait = [answer for answer in answers if answer.status_code == 409]
        assert len(receipts) + len(told_to_wait) == THREADS
        assert len({answer.content for answer in receipts}) == 1
        assert sum(not answer.has_header("Idempotent-Replay") for answer in receipts) == 1
        assert {(answer.json()["code"], answer["Retry-After"]) for answer in told_to_wait} <= {("in-progress", "1")}
        assert draft()["Idempotent-Replay"] == "true"

    def test_sixteen_lifts_under_their_own_keys_are_one_act(self, caller: CallerOf) -> None:
        client, row = caller(people.judge()), orders.in_force()
        calls = [partial(lift, client, row, key=f"lift-{number:04d}") for number in range(THREADS)]
        answers = [(answer.status_code, answer.json().get("code")) for answer in at_once(calls)]
        assert sorted(answers, key=str) == [(200, None), *[(409, "already-done")] * (THREADS - 1)]
        assert RegisterEntry.objects.filter(act="lift").count() == 1


@pytest.mark.django_db(transaction=True)
class TestPatience:
    def test_of_an_act_ends_and_its_key_is_free(self, caller: CallerOf, settings: Any) -> None:
        settings.ACT_LOCK_SECONDS = 0.05
        row, client = orders.in_force(), caller(people.judge())
        with transaction.atomic():
            ListHead.objects.select_for_update().get()
            answer = elsewhere(lambda: lift(client, row))
        assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "overloaded", "1")
        row.refresh_from_db()
        assert row.state == "in_force"
        assert lift(client, row).status_code == 200


class TestCrash:
    def test_after_the_commit_gives_the_receipt_to_who_asks_again(
        self, caller: CallerOf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client, body = caller(people.judge()), test_orders.proposal(cases.with_notice())
        with monkeypatch.context() as killed:
            killed.setattr("blacklist.api.acts.respond", lambda answer: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                ask(client, "/court/v1/orders", body, key=KEY)
        again = ask(client, "/court/v1/orders", body, key=KEY)
        assert (again.status_code, again["Idempotent-Replay"]) == (201, "true")
        assert str(ConsumptionOrder.objects.get().pk) == again.json()["id"]

    def test_before_the_commit_leaves_nothing(self, caller: CallerOf, monkeypatch: pytest.MonkeyPatch) -> None:
        client, body = caller(people.judge()), test_orders.proposal(cases.with_notice())
        with monkeypatch.context() as killed:
            killed.setattr("blacklist.services.idempotency._keep", lambda *_, **__: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                ask(client, "/court/v1/orders", body, key=KEY)
        assert not ConsumptionOrder.objects.exists()
        assert not RegisterEntry.objects.exists()
        again = ask(client, "/court/v1/orders", body, key=KEY)
        assert (again.status_code, again.has_header("Idempotent-Replay")) == (201, False)
