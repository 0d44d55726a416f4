"""Every route of the court API names a duty, and every act of the law has its route and its service."""

import inspect
from typing import Any

import pytest

from blacklist.api.preconditions import RECORDS
from blacklist.api.session import AcceptInvitation, Factor, Me, Session
from blacklist.api.urls import urlpatterns
from blacklist.api.views import CourtView, Enquiry
from blacklist.law.duties import OFFICES, SENTENCES, Duty
from blacklist.law.lifecycle import Act, Table
from config.institutions import urls as institution_urls
from config.oversight import api_urls as oversight_urls
from tests.guards.tables import TABLES, Services

ROUTES: list[Any] = [*urlpatterns, *institution_urls.urlpatterns, *oversight_urls.urlpatterns]
VIEWS = [route.callback.view_class for route in ROUTES]
COURT_VIEWS = [view for view in VIEWS if issubclass(view, CourtView)]
OPERATIONS = [operation for view in COURT_VIEWS for operation in view.operations.values()]
# What needs no duty: who one is, and becoming somebody.
WITHOUT_A_DUTY = [Session, Factor, Me, AcceptInvitation]
READING = {Duty.READ, Duty.OVERSEE, Duty.ADMINISTER}


def acts_of(table: Table) -> set[Act]:
    """Return the acts of officers; what the system does by itself has no route."""
    return {act for (_, act), step in table.items() if step.duty is not None}


class TestRoutes:
    def test_are_court_views_or_the_session(self) -> None:
        assert [view for view in VIEWS if not issubclass(view, CourtView)] == WITHOUT_A_DUTY

    def test_name_a_duty_whose_sentence_is_written(self) -> None:
        assert OPERATIONS
        assert all(operation.duty in SENTENCES for operation in OPERATIONS)

    def test_take_only_the_methods_they_name(self) -> None:
        for view in COURT_VIEWS:
            assert view().allowed_methods == list(view.operations)

    def test_change_nothing_by_an_enquiry(self) -> None:
        enquiries = [view for view in VIEWS if issubclass(view, Enquiry)]
        assert enquiries
        assert all(view.operations["POST"].duty is Duty.READ and not hasattr(view, "act") for view in enquiries)

    def test_change_nothing_by_a_read(self) -> None:
        for view in COURT_VIEWS:
            assert {op.duty for method, op in view.operations.items() if method == "GET"} <= READING

    @pytest.mark.law("P246", "9.0")
    def test_let_a_procurator_read_and_nothing_else(self) -> None:
        acting = [view for view in COURT_VIEWS if not issubclass(view, Enquiry)]
        writes = {op.duty for view in acting for method, op in view.operations.items() if method != "GET"}
        assert writes
        assert writes & OFFICES["procurator"] == set()

    def test_name_records_whose_version_can_be_asked_for(self) -> None:
        """Every id in an address, so that If-Match works on every act."""
        for route in ROUTES:
            assert set(route.pattern.converters) <= set(getattr(route.callback.view_class, "records", RECORDS))

    def test_have_names_of_their_own(self) -> None:
        names = [operation.name for operation in OPERATIONS]
        assert len(set(names)) == len(names)

    def test_say_what_they_do(self) -> None:
        calls = [getattr(view, name) for view in COURT_VIEWS for name in ("read", "act") if hasattr(view, name)]
        assert all(inspect.getdoc(call) for call in calls)


class TestActs:
    @pytest.mark.parametrize(("noun", "table", "services"), TABLES)
    def test_have_a_route_with_the_duty_of_the_law(self, noun: str, table: Table, services: Services) -> None:
        duties = {operation.name: operation.duty for operation in OPERATIONS}
        for (_, act), step in table.items():
            if step.duty is not None:
                assert duties.get(f"{act}_{noun}") == step.duty, f"{act} {noun}"
