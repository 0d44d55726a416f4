from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from blacklist.law.refusals import Refusal
from blacklist.models import IdempotencyRecord, Officer
from blacklist.services import idempotency
from blacklist.services.idempotency import Answer, Asked, once
from tests.blacklist.threads import elsewhere
from tests.factories import people
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db
ANSWER = Answer(201, '{"name": "张三"}', {"ETag": '"1"'})


def asked(by: Officer, *, key: str = "one-act-1", what: bytes = b"0" * 16) -> Asked:
    return Asked(by=by, key=key, digest=what)


def never() -> Answer:
    raise AssertionError("done a second time")


class TestOnce:
    def test_does_the_act_and_keeps_its_answer_sealed(self) -> None:
        assert once(asked(people.clerk()), lambda: ANSWER, at=AT) == ANSWER
        kept = IdempotencyRecord.objects.get()
        assert (kept.http_code, kept.created_at) == (201, AT)
        assert kept.answer_sealed is not None
        assert "张三".encode() not in bytes(kept.answer_sealed)

    def test_gives_the_first_answer_again(self) -> None:
        clerk = people.clerk()
        once(asked(clerk), lambda: ANSWER, at=AT)
        again = once(asked(clerk), never, at=AT + timedelta(days=6))
        assert (again.http_code, again.body, again.headers) == (201, ANSWER.body, ANSWER.headers)
        assert again.is_replay

    def test_refuses_the_key_of_another_request(self) -> None:
        clerk = people.clerk()
        once(asked(clerk), lambda: ANSWER, at=AT)
        with pytest.raises(Refusal, match="idempotency-mismatch"):
            once(asked(clerk, what=b"1" * 16), never, at=AT)

    def test_knows_each_officers_keys_apart(self) -> None:
        once(asked(people.clerk()), lambda: ANSWER, at=AT)
        assert not once(asked(people.clerk()), lambda: ANSWER, at=AT).is_replay

    def test_leaves_the_key_free_when_the_act_is_refused(self) -> None:
        clerk = people.clerk()

        def refused() -> Answer:
            raise Refusal("minor")

        with pytest.raises(Refusal, match="minor"):
            once(asked(clerk), refused, at=AT)
        assert not IdempotencyRecord.objects.exists()
        assert once(asked(clerk), lambda: ANSWER, at=AT) == ANSWER

    def test_keeps_no_secret(self) -> None:
        clerk = people.clerk()
        once(asked(clerk), lambda: Answer(201, '"password"', is_secret=True), at=AT)
        assert IdempotencyRecord.objects.get().answer_sealed is None
        with pytest.raises(Refusal, match="already-done"):
            once(asked(clerk), never, at=AT)


@pytest.mark.django_db(transaction=True)
class TestWhileTheFirstRuns:
    def test_refuses_at_once(self) -> None:
        clerk = people.clerk()

        def slow() -> Answer:
            with pytest.raises(Refusal, match="in-progress"):
                elsewhere(lambda: once(asked(clerk), never, at=AT))
            return ANSWER

        assert once(asked(clerk), slow, at=AT) == ANSWER
        assert elsewhere(lambda: once(asked(clerk), never, at=AT)).is_replay

    def test_holds_no_other_key_up(self) -> None:
        clerk = people.clerk()

        def slow() -> Answer:
            elsewhere(lambda: once(asked(clerk, key="another-1"), lambda: ANSWER, at=AT))
            return ANSWER

        assert once(asked(clerk), slow, at=AT) == ANSWER

    def test_is_free_again_when_the_first_breaks_off(self) -> None:
        """A fault, or the end of the connection, ends the transaction and with it the claim and the act."""
        clerk = people.clerk()

        def broken() -> Answer:
            Officer.objects.filter(pk=clerk.pk).update(name="half done")
            raise ConnectionError

        with pytest.raises(ConnectionError):
            once(asked(clerk), broken, at=AT)
        clerk.refresh_from_db()
        assert clerk.name != "half done"
        assert elsewhere(lambda: once(asked(clerk), lambda: ANSWER, at=AT)) == ANSWER

    def test_is_the_outermost_transaction(self) -> None:
        """Else the record would be written and the act not yet be certain."""
        with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
            once(asked(people.clerk()), never, at=AT)


@pytest.mark.django_db(transaction=True)
class TestPatience:
    def test_ends_with_the_limit_for_anothers_lock(self, settings: Any) -> None:
        settings.ACT_LOCK_SECONDS = 0.05
        clerk = people.clerk()

        def act() -> Answer:
            Officer.objects.select_for_update().get(pk=clerk.pk)
            return ANSWER

        with transaction.atomic():
            Officer.objects.select_for_update().get(pk=clerk.pk)
            with pytest.raises(OperationalError, match="lock timeout"):
                elsewhere(lambda: once(asked(clerk), act, at=AT))
        assert once(asked(clerk), act, at=AT) == ANSWER

    def test_ends_with_the_limit_for_a_statement(self, settings: Any) -> None:
        settings.ACT_STATEMENT_SECONDS = 0.05

        def slow() -> Answer:
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM generate_series(1, 1000000000)")
            return ANSWER

        with pytest.raises(OperationalError, match="statement timeout"):
            once(asked(people.clerk()), slow, at=AT)

    def test_is_without_limit_again_after_the_act(self) -> None:
        """Followers, imports and whatever else shares the connection wait as long as they must."""
        once(asked(people.clerk()), lambda: ANSWER, at=AT)
        with connection.cursor() as cursor:
            for limit in ("lock_timeout", "statement_timeout"):
                cursor.execute(f"SHOW {limit}")
                assert cursor.fetchone() == ("0",)


class TestForget:
    def test_deletes_what_is_older_than_a_week(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(idempotency, "SWEPT_AT_ONCE", 2)
        clerk = people.clerk()
        for day in range(10):
            once(asked(clerk, key=f"day-{day:05d}"), lambda: ANSWER, at=AT + timedelta(days=day))
        assert idempotency.forget(at=AT + timedelta(days=10)) == 3
        assert idempotency.forget(at=AT + timedelta(days=10)) == 0
        assert IdempotencyRecord.objects.count() == 7
