"""What the software must never hold or do (K2, and the list of what is never allowed), shown on the whole of it."""

import inspect
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import Field

from blacklist.law.lifecycle import LISTING, ORDER, Act
from blacklist.models import ConsumptionOrder, Listing
from blacklist.models.decision import Measure
from restrictions.check.body import CheckShape
from restrictions.models import CheckRecord
from tests.guards.test_routes import OPERATIONS, ROUTES

FORBIDDEN_FIELDS = {
    "scores and rankings": r"scor|rank|rating|risk_level|points|predict|tier",
    "family and companions": r"famil|relat(ive|ed)|spouse|child|parent|heir|companion",
    "where people are and how they are": r"address|phone|photo|face|finger|blood|relig|gene|employer|device",
    "money for a remedy": r"fee|price|cost",
}


def fields() -> Iterator[tuple[str, Field]]:  # type: ignore[type-arg]
    """Yield every stored field of both apps, with its name."""
    for label in ("blacklist", "restrictions"):
        for model in apps.get_app_config(label).get_models():
            yield from ((f"{model.__name__}.{field.name}", field) for field in model._meta.concrete_fields)


class TestMeasures:
    @pytest.mark.law("K2", "11.8")
    def test_are_the_listing_and_the_order_and_no_list_of_ones_own(self) -> None:
        """A kind of measure is a class and a table of its life, which nobody makes at run time."""
        assert set(Measure.__subclasses__()) == {Listing, ConsumptionOrder}

    @pytest.mark.law("11.11", "D24", "Q4", "P516")
    def test_are_taken_and_ended_by_officers_but_for_the_end_of_a_period(self) -> None:
        by_law_alone = {act for table in (LISTING, ORDER) for (_, act), step in table.items() if step.duty is None}
        assert by_law_alone <= {Act.EXPIRE}

    @pytest.mark.law("11.11", "C2")
    def test_are_signed_one_at_a_time(self) -> None:
        signing = [route for route in ROUTES if re.search(r"\bsign", str(route.pattern))]
        assert signing
        assert [
            str(route.pattern) for route in signing if not re.search(r"<uuid:\w+_id>/sign$", str(route.pattern))
        ] == []


class TestFields:
    @pytest.mark.law("11.3", "11.8", "11.14", "C7", "D28", "D-min")
    @pytest.mark.parametrize("what", FORBIDDEN_FIELDS)
    def test_hold_no(self, what: str) -> None:
        """A court's telephone number is the court's; what an announcement cost is noted and is no condition (C7)."""
        found = [name for name, _ in fields() if re.search(FORBIDDEN_FIELDS[what], name.rpartition(".")[2])]
        assert set(found) <= {"Court.phone", "ConsumptionOrder.announcement_cost"}

    @pytest.mark.law("11.15", "D5", "D19")
    def test_of_a_record_of_a_check_say_no_more_than_the_answer(self) -> None:
        held = {field.name for field in CheckRecord._meta.concrete_fields}
        asked = {"activity", "client_reference", "on", "emergency"}
        answered = {"decision", "effect", "reason", "problem", "identity", "subject_id", "list_version", "noted"}
        assert held == asked | answered | {"reference", "at", "institution", "credential", "http_code", "digest"}

    @pytest.mark.law("D5", "D-min", "11.3")
    def test_of_a_question_are_those_of_the_person_alone(self) -> None:
        said = set(inspect.get_annotations(CheckShape))
        assert not {name for name in said if re.search(FORBIDDEN_FIELDS["family and companions"], name)}


class TestOperations:
    @pytest.mark.law("11.14", "C7", "L11")
    def test_ask_for_no_payment(self) -> None:
        taken = {f"{operation.name}.{field}" for operation in OPERATIONS for field in operation.takes().fields}
        assert [
            name for name in taken if re.search(FORBIDDEN_FIELDS["money for a remedy"], name.partition(".")[2])
        ] == ["record_announcement_cost.cost"]  # noted, asked of nobody: a lift does not look at it
