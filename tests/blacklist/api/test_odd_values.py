"""Whatever stands in any field of a body, the answer is an act or a problem, and quotes nothing of it."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from rest_framework.test import APIClient

from blacklist.law.duties import Duty
from tests.blacklist.api import test_cases, test_listings, test_orders, test_persons
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ask
from tests.factories import cases, listings, orders, people

pytestmark = pytest.mark.django_db
MARK = "QUOTED"
ODD: list[Any] = [None, True, 7, MARK, f"{MARK}\ud800", "9999-12-31", [[MARK]], {MARK: MARK}]
Target = tuple[str, dict[str, Any]]


def _persons() -> Target:
    return "/court/v1/persons", {**test_persons.someone(), "birth_date": None, "sex": "M"}


def _cases() -> Target:
    return "/court/v1/cases", test_cases.case_of(people.person())


def _notice() -> Target:
    return f"/court/v1/cases/{cases.opened().pk}/notice", dict(test_cases.TestNotice.body)


def _listings() -> Target:
    return "/court/v1/listings", test_listings.proposal(cases.with_notice())


def _orders() -> Target:
    named = {"person": str(people.person().pk), "capacity": "actual_controller", "evidence": ["卷宗-3"]}
    return "/court/v1/orders", test_orders.proposal(cases.with_notice(debtor=people.unit()), persons=[named])


def _service() -> Target:
    return f"/court/v1/orders/{orders.signed().pk}/serve", {**test_orders.SERVICE, "person": None}


def _end() -> Target:
    body = {"reason": "listed_in_error", "note": "经复核。"}
    return f"/court/v1/listings/{listings.active().pk}/revoke", body


def places(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path to every value inside a body, the body itself included."""
    yield before
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in inner:
        yield from places(below, (*before, key))


def put(body: Any, place: tuple[Any, ...], odd: Any) -> Any:
    """Return the body with ``odd`` at one place."""
    if not place:
        return odd
    changed = copy.deepcopy(body)
    at = changed
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = odd
    return changed


@pytest.mark.parametrize("target", [_persons, _cases, _notice, _listings, _orders, _service, _end])
def test_is_an_act_or_a_problem(target: Callable[[], Target], caller: CallerOf) -> None:
    client: APIClient = caller(people.officer(duties=set(Duty)))
    address, body = target()
    for place in places(body):
        for odd in ODD:
            answer = ask(client, address, put(body, place, odd))
            said = (place, odd, answer.status_code)
            assert answer.status_code < 500, said
            if answer.status_code >= 400:
                assert answer["Content-Type"] == "application/problem+json", said
                assert answer.json()["status"] == answer.status_code, said
                assert MARK not in answer.content.decode(), said
