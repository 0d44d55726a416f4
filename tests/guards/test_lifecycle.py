"""Every row of the tables of lives is an act somebody can do, and every act is one service function."""

import importlib
import inspect
from collections.abc import Callable
from typing import Any

import pytest

from blacklist.law.lifecycle import Act, State, Table, Transition
from tests.guards.tables import TABLES, Services

ROWS = [
    pytest.param(services, state, act, step, id=f"{noun}-{state or 'none'}-{act}")
    for noun, table, services in TABLES
    for (state, act), step in table.items()
]
# Acts that move no measure's state: particulars, whole rulings, accounts of officers, the calendar, a certificate.
OF_THEIR_OWN = {
    Act.IDENTIFY: "blacklist.services.persons:register",
    Act.UNLINK: "blacklist.services.links:unlink",
    Act.VERIFY: "blacklist.services.links:verify",
    Act.DOUBT: "blacklist.services.links:doubt",
    Act.IMPORT: "blacklist.imports.rulings:import_rulings",
    Act.ENROL_OFFICER: "blacklist.services.officers:enrol",
    Act.INVITE_OFFICER: "blacklist.services.officers:invite",
    Act.ACCEPT_INVITE: "blacklist.services.officers:accept",
    Act.MOVE_OFFICER: "blacklist.services.officers:move",
    Act.SUSPEND_OFFICER: "blacklist.services.officers:suspend",
    Act.RESUME_OFFICER: "blacklist.services.officers:resume",
    Act.GRANT_DUTY: "blacklist.services.officers:grant",
    Act.WITHDRAW_DUTY: "blacklist.services.officers:withdraw",
    Act.ACCEPT_TRANSFER: "blacklist.services.transfers:accept",
    Act.DELEGATE: "blacklist.services.delegations:delegate",
    Act.END_DELEGATION: "blacklist.services.delegations:end",
    Act.RESET_FACTOR: "blacklist.services.officers:reset_factor",
    Act.REPORT_ERROR: "blacklist.services.findings:report_error",
    Act.LOAD_CALENDAR: "blacklist.services.calendars:load",
    Act.CONFIRM_REGISTER: "blacklist.services.restorations:confirm",
    Act.CERTIFY: "blacklist.services.documents:certify_performance",
    Act.RECORD: "blacklist.services.events:record",
    Act.ANNOUNCE: "blacklist.services.announcements:announce",
    Act.TAKE_DOWN: "blacklist.services.announcements:take_down",
    Act.NOTIFY: "blacklist.services.notifications:notify",
    Act.ENROL_RECIPIENT: "blacklist.services.notifications:enrol",
}
# Named by the law, not yet in either table.
TO_COME: set[Act] = set()


def named(path: str) -> Callable[..., Any]:
    module, name = path.split(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found


class TestRows:
    @pytest.mark.parametrize(("services", "state", "act", "step"), ROWS)
    def test_each_is_done_by_the_service_named_as_the_act(
        self, services: Services, state: State | None, act: Act, step: Transition
    ) -> None:
        service = services[act.value]
        parameters = inspect.signature(service).parameters
        assert f"Act.{act.name}" in inspect.getsource(service)
        assert parameters["at"].kind is inspect.Parameter.KEYWORD_ONLY
        assert ("by" in parameters) is (step.duty is not None)
        assert step.article
        assert service.__doc__

    @pytest.mark.parametrize(("noun", "table", "services"), TABLES)
    def test_know_every_service_of_their_noun(self, noun: str, table: Table, services: Services) -> None:
        assert set(services) == {act.value for _, act in table}


class TestActs:
    @pytest.mark.law("K2")
    def test_are_each_a_row_or_a_service_of_their_own_or_named_as_to_come(self) -> None:
        in_tables = {act for _, table, _ in TABLES for _, act in table}
        assert set(Act) == in_tables | set(OF_THEIR_OWN) | TO_COME
        assert not in_tables & (set(OF_THEIR_OWN) | TO_COME)

    @pytest.mark.parametrize("path", OF_THEIR_OWN.values())
    def test_of_their_own_exist(self, path: str) -> None:
        assert callable(named(path))
