import uuid

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import OFFICES
from blacklist.models import ConsumptionOrder, RegisterEntry
from tests.blacklist.api.conftest import CallerOf
from tests.factories import orders, people

pytestmark = pytest.mark.django_db
ADDRESS = "/court/v1/register"


def person_of(order: ConsumptionOrder) -> uuid.UUID:
    return order.restricted_persons.get().person_id


class TestRead:
    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert stranger.get(ADDRESS).status_code == 401

    def test_refuses_who_may_not_read(self, caller: CallerOf) -> None:
        assert caller(people.administrator()).get(ADDRESS).status_code == 403

    def test_hides_other_courts(self, caller: CallerOf) -> None:
        row = orders.in_force()
        client = caller(people.judge(people.OTHER_COURT))
        assert client.get(ADDRESS).json()["items"] == []
        assert client.get(f"{ADDRESS}?measure={row.pk}").json()["items"] == []

    def test_shows_a_court_above_what_is_done_below(self, caller: CallerOf) -> None:
        people.courts_above()
        orders.drafted()
        above = people.officer(duties=OFFICES["superior_court"], court_code=people.HIGH_COURT)
        assert [item["act"] for item in caller(above).get(ADDRESS).json()["items"]] == ["propose"]

    def test_says_who_did_what_when_and_why(self, caller: CallerOf) -> None:
        row = orders.lifted()
        [newest, *_] = caller(people.judge()).get(ADDRESS).json()["items"]
        entry = RegisterEntry.objects.get(act="lift")
        assert newest == {
            "list_version": entry.version,
            "act": "lift",
            "actor": entry.actor_name,
            "court": people.COURT,
            "at": "2026-11-16T02:00:00Z",
            "article": "C9",
            "reason": "performed",
            "measure": str(row.pk),
            "subjects": [str(person_of(row))],
        }

    def test_keeps_to_a_measure_a_subject_an_act(self, caller: CallerOf) -> None:
        orders.in_force()
        row, client = orders.in_force(), caller(people.judge())
        for filters in (f"measure={row.pk}", f"subject={person_of(row)}"):
            items = client.get(f"{ADDRESS}?{filters}").json()["items"]
            assert [item["act"] for item in items] == ["serve", "sign", "propose"]
        items = client.get(f"{ADDRESS}?act=sign&subject={person_of(row)}").json()["items"]
        assert [item["measure"] for item in items] == [str(row.pk)]

    def test_keeps_to_what_came_after_a_version(self, caller: CallerOf) -> None:
        orders.in_force()
        items = caller(people.judge()).get(f"{ADDRESS}?after=1").json()["items"]
        assert [item["list_version"] for item in items] == [3, 2]

    def test_pages_through_all_of_it_once(self, caller: CallerOf) -> None:
        orders.in_force()
        orders.in_force()
        client, seen, cursor = caller(people.judge()), [], ""
        while cursor is not None:
            found = client.get(ADDRESS, {"limit": "4", **({"cursor": cursor} if cursor else {})}).json()
            seen += [item["list_version"] for item in found["items"]]
            cursor = found["next"]
        assert seen == [6, 5, 4, 3, 2, 1]

    @pytest.mark.parametrize(
        ("filters", "status", "code"),
        [
            ("after=-1", 400, "number-range"),
            ("after=x", 400, "wrong-type"),
            ("act=steal", 422, "unknown-value"),
            ("subject=7", 400, "wrong-type"),
            ("cursor=WyJ4IiwgIjEiXQ==", 422, "unknown-value"),
        ],
    )
    def test_refuses_a_bent_question(self, caller: CallerOf, filters: str, status: int, code: str) -> None:
        answer = caller(people.judge()).get(f"{ADDRESS}?{filters}")
        assert (answer.status_code, answer.json()["code"]) == (status, code)
