"""Every rule of law is proved by a test that names it, or says why software does not carry it."""

from tests.law.coverage import DOCUMENT, document, proofs
from tests.law.marks import Mark, marks, marks_in
from tests.law.outside import OUTSIDE
from tests.law.rules import RULES

SOURCE = """
import pytest
pytestmark = [pytest.mark.django_db, pytest.mark.law("L1")]
TABLE = [pytest.param(1, marks=pytest.mark.law("T1"))]
@pytest.mark.law("L2", "L3")
class TestThing:
    @pytest.mark.law("L4")
    @pytest.mark.parametrize("value", [pytest.param(1, marks=pytest.mark.law(NAME))])
    def test_does(self) -> None: ...
    @pytest.mark.slow("L5")
    def test_other(self) -> None: ...
"""


class TestMarksIn:
    def test_finds_every_mark_with_the_test_it_stands_on(self) -> None:
        assert list(marks_in(SOURCE, name="test_thing.py")) == [
            Mark("L1", "test_thing.py"),
            Mark("T1", "test_thing.py"),
            Mark("L4", "test_thing.py::TestThing::test_does"),
            Mark("NAME", "test_thing.py::TestThing::test_does"),
            Mark("L2", "test_thing.py::TestThing"),
            Mark("L3", "test_thing.py::TestThing"),
        ]


class TestRules:
    def test_are_the_only_ones_named(self) -> None:
        assert [f"{mark.test} names {mark.rule}" for mark in marks() if mark.rule not in RULES] == []

    def test_are_proved_or_say_why_not(self) -> None:
        assert sorted(set(RULES) - set(proofs()) - set(OUTSIDE)) == []

    def test_have_reasons_only_where_they_are_rules(self) -> None:
        assert set(OUTSIDE) - set(RULES) == set()


class TestDocument:
    def test_is_the_one_the_marks_make(self) -> None:
        """After a change: ``python -m tests.law``."""
        assert DOCUMENT.read_text(encoding="utf-8") == document()
