"""Every rule of law is proved by a test that names it, or says why software does not carry it."""

from tests.law.coverage import DOCUMENT, document, proofs
from tests.law.marks import Mark, marks, marks_in
from tests.law.outside import OUTSIDE
from tests.law.rules import RULES

# Rules whose parts are being built side by side. Once it is empty the document must be the one the marks make.
_AWAITED = """
L1 L3 L4 L5-3 L6 L7 L8 L11 C3-1 C6 C7 C8 C11 G16-2 G16-3 G17-1 G17-4 G20 G373 J1 J4 J5 J6 J7 J8 J9 J10 J11
P266 P252 P236 P-EXIT P241 P243 P244 P-CRIM D5 D7 D8 D9 D10 D13 D19 D23 D24 D28 D44 D-min K2 K3 K4 K6 K8 F8.1
F8.2 F8.3 F8.4 F8.5 F8.7 9.1 9.3 9.4 9.5 10.1 10.2 10.3 10.4 10.5 10.6 10.7 10.8 10.9 10.10 10.11 10.12 10.13
10.14 10.15 10.16 10.17 10.18 10.19 10.20 10.21 10.22 10.23 10.24 11.1 11.2 11.4 11.5 11.6 11.7 11.8 11.10
11.11 11.13 11.14 11.15 11.16 11.17 11.18 11.19 Q0 Q1 Q2 Q3 Q4 Q7 Q9 Q10 Q11 Q12 Q15 Q17
"""
AWAITED = frozenset(_AWAITED.split())

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
        assert sorted(set(RULES) - set(proofs()) - set(OUTSIDE) - AWAITED) == []

    def test_have_reasons_only_where_they_are_rules(self) -> None:
        assert (set(OUTSIDE) | AWAITED) - set(RULES) == set()


class TestDocument:
    def test_is_the_one_the_marks_make(self) -> None:
        """After a change: ``python -m tests.law``."""
        if not AWAITED:
            assert DOCUMENT.read_text(encoding="utf-8") == document()
