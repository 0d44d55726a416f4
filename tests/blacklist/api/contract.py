"""What holds for every act, in the order in which a caller meets it: 401, 403, 404, 409, 400, success, register."""

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from blacklist.models import RegisterEntry
from tests.blacklist.api.conftest import CallerOf
from tests.factories import people

Make = Callable[[], Any]


def ask(client: APIClient, address: str, body: Any, *, key: str | None = None, **headers: Any) -> Any:
    """Post a JSON body under an Idempotency-Key, a new one unless it is given, and return the answer."""
    extra = {"HTTP_IDEMPOTENCY_KEY": uuid.uuid4().hex if key is None else key, **headers}
    return client.post(address, json.dumps(body), content_type="application/json", **extra)


class ActOnRecord:
    """The contract of ``POST /court/v1/<collection>/<id>/<act>``.

    ``ready`` makes a record on which the act is possible; ``wrong`` makes one for each state in which it is not, and
    names the code.
    """

    collection: ClassVar[str]
    act: ClassVar[str]
    duty: ClassVar[Duty]
    body: ClassVar[Mapping[str, Any]] = {}
    ready: ClassVar[Make]
    wrong: ClassVar[Mapping[str, tuple[Make, str]]] = {}
    leads_to: ClassVar[Mapping[str, Any]]
    writes: ClassVar[bool] = True

    def address(self, key: uuid.UUID) -> str:
        return f"/court/v1/{self.collection}/{key}/{self.act}"

    @property
    def recorded(self) -> str:
        """The act as the register calls it."""
        return self.act.replace("-", "_")

    def ask(self, client: APIClient, key: uuid.UUID) -> Any:
        return ask(client, self.address(key), dict(self.body))

    def holder(self, court_code: str = people.COURT) -> Any:
        return people.officer(duties=[self.duty], court_code=court_code)

    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        answer = self.ask(stranger, uuid.uuid4())
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        for duty in set(Duty) - {self.duty}:
            answer = self.ask(caller(people.officer(duties=[duty])), uuid.uuid4())
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    def test_refuses_another_court(self, caller: CallerOf) -> None:
        answer = self.ask(caller(self.holder(people.OTHER_COURT)), type(self).ready().pk)
        assert (answer.status_code, answer.json()["code"]) == (403, "other-court")

    def test_refuses_an_unknown_record(self, caller: CallerOf) -> None:
        answer = self.ask(caller(self.holder()), uuid.uuid4())
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")

    def test_refuses_each_other_state(self, caller: CallerOf) -> None:
        client = caller(self.holder())
        for state, (make, code) in self.wrong.items():
            answer = self.ask(client, make().pk)
            assert (state, answer.status_code, answer.json()["code"]) == (state, 409, code)

    def test_refuses_an_unknown_field(self, caller: CallerOf) -> None:
        answer = ask(caller(self.holder()), self.address(type(self).ready().pk), {**self.body, "reson": "x"})
        assert (answer.status_code, answer.json()["code"]) == (400, "unknown-field")

    def test_refuses_without_a_key(self, caller: CallerOf) -> None:
        answer = ask(caller(self.holder()), self.address(type(self).ready().pk), dict(self.body), key="")
        assert (answer.status_code, answer.json()["code"]) == (400, "idempotency-key-required")

    def test_refuses_on_a_version_passed(self, caller: CallerOf) -> None:
        client, address = caller(self.holder()), self.address(type(self).ready().pk)
        answer = ask(client, address, dict(self.body), HTTP_IF_MATCH='"0.gone.AAAA"')
        assert (answer.status_code, answer.json()["code"]) == (412, "version-conflict")

    def test_does_it(self, caller: CallerOf) -> None:
        answer = self.ask(caller(self.holder()), type(self).ready().pk)
        assert answer.status_code == 200, answer.content
        assert {field: answer.json()[field] for field in self.leads_to} == self.leads_to

    def test_writes_one_register_entry(self, caller: CallerOf) -> None:
        row = type(self).ready()
        before = RegisterEntry.objects.count()
        holder = self.holder()
        self.ask(caller(holder), row.pk)
        written = list(RegisterEntry.objects.order_by("version"))[before:]
        expected = [(self.recorded, row.pk, holder.pk)] if self.writes else []
        assert [(entry.act, entry.measure_id, entry.actor_id) for entry in written] == expected

    def test_gives_its_number_in_the_register(self, caller: CallerOf) -> None:
        answer = self.ask(caller(self.holder()), type(self).ready().pk)
        newest = str(RegisterEntry.objects.order_by("version").values_list("version", flat=True).last())
        assert answer.get("List-Version") == (newest if self.writes else None)

    def test_repeats_its_answer_and_not_itself(self, caller: CallerOf) -> None:
        client, row = caller(self.holder()), type(self).ready()
        address, mine = self.address(row.pk), RegisterEntry.objects.filter(act=self.recorded, measure_id=row.pk)
        before = mine.count()
        first, again = (ask(client, address, dict(self.body), key="one-act-1") for _ in range(2))
        assert (first.status_code, first.has_header("Idempotent-Replay")) == (200, False), first.content
        assert (again.status_code, again.content, again["Idempotent-Replay"]) == (200, first.content, "true")
        assert mine.count() == before + int(self.writes)
