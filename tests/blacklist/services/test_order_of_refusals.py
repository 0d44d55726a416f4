"""Every act refuses in one order: 404, 403 duty, 403 court, 409 state, 422 rule. Then it succeeds, with one entry."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from blacklist.law.duties import Duty
from blacklist.law.lifecycle import Act
from blacklist.models import Application, ConsumptionOrder, Extension, OfficerState, Person, RegisterEntry
from tests.blacklist.services.acts import NOUNS, Doing, Noun, OnFile
from tests.blacklist.services.drafts import assert_whole_set, code_of, entry_of
from tests.factories import people

pytestmark = pytest.mark.django_db

EVERY = [pytest.param(doing, noun, id=f"{noun.name}-{doing.act}") for noun in NOUNS for doing in noun.acts]
DOINGS = [pytest.param(doing, id=f"{noun.name}-{doing.act}") for noun in NOUNS for doing in noun.acts]
WITH_A_RULE = [param for param in DOINGS if param.values[0].badly is not None]  # type: ignore[union-attr]


def product(noun: Noun) -> list[Any]:
    """Return each act with each state the table does not let it start from."""
    return [
        pytest.param(
            doing,
            reach,
            "already-done" if state in noun.ends.get(doing.act, frozenset()) else "wrong-state",
            id=f"{type(state).__name__}-{state}-{doing.act}",
        )
        for doing in noun.acts
        for state, reach in noun.states.items()
        if (state, doing.act) not in noun.table
    ]


def other_duties(duty: Duty) -> set[Duty]:
    return set(Duty) - {duty}


class TestEveryAct:
    @pytest.mark.parametrize("doing", DOINGS)
    def test_knows_only_measures_on_file(self, doing: Doing) -> None:
        officer = people.officer(duties=[doing.duty])
        assert code_of(lambda: doing.well(uuid.UUID(int=0), officer)) == "not-found"

    @pytest.mark.law("9.0")
    @pytest.mark.parametrize(("doing", "noun"), EVERY)
    def test_needs_its_own_duty_before_anything_else(self, doing: Doing, noun: Noun) -> None:
        """G14, L13: every other duty together does not do, not even at another court in another state."""
        measure = noun.at_rest()
        officer = people.officer(duties=other_duties(doing.duty), court_code=people.OTHER_COURT)
        assert code_of(lambda: doing.well(measure.pk, officer)) == "duty-required"

    @pytest.mark.parametrize("doing", DOINGS)
    def test_refuses_a_suspended_officer(self, doing: Doing) -> None:
        officer = people.officer(duties=Duty)
        officer.state = OfficerState.SUSPENDED
        measure = doing.ready()
        assert code_of(lambda: doing.well(measure.pk, officer)) == "duty-required"

    @pytest.mark.law("J15", "11.12")
    @pytest.mark.parametrize(("doing", "noun"), EVERY)
    def test_belongs_to_the_court_of_the_case_whatever_the_state(self, doing: Doing, noun: Noun) -> None:
        """J15: only the court that handles the case acts in it."""
        measure = noun.at_rest()
        officer = people.officer(duties=Duty, court_code=people.OTHER_COURT)
        assert code_of(lambda: doing.well(measure.pk, officer)) == "other-court"

    @pytest.mark.law("9.1", "9.2")
    @pytest.mark.parametrize(
        ("doing", "reach", "expected"),
        [param for noun in NOUNS for param in product(noun)],
    )
    def test_refuses_every_state_its_table_does_not_have(
        self, doing: Doing, reach: Callable[[], OnFile], expected: str
    ) -> None:
        """§9.1, §9.2: the state comes before the values, and what is done already says so."""
        measure, officer = reach(), people.officer(duties=[doing.duty])
        assert code_of(lambda: doing.well(measure.pk, officer)) == expected
        if doing.badly is not None:
            assert code_of(lambda: doing.badly and doing.badly(measure.pk, officer)) == expected

    @pytest.mark.parametrize("doing", WITH_A_RULE)
    def test_refuses_a_value_that_breaks_a_rule_last(self, doing: Doing) -> None:
        measure, officer = doing.ready(), people.officer(duties=[doing.duty])
        assert code_of(lambda: doing.badly and doing.badly(measure.pk, officer)) == doing.code

    @pytest.mark.parametrize("doing", DOINGS)
    def test_succeeds_with_one_entry_that_holds_the_subjects_whole_set(self, doing: Doing) -> None:
        """L13: who, where, when, by which article; the payload is the subject's whole set of measures."""
        measure, officer = doing.ready(), people.officer(duties=[doing.duty])
        before = RegisterEntry.objects.count()
        done = doing.well(measure.pk, officer)
        assert RegisterEntry.objects.count() == before + 1
        entry = entry_of(measure.pk, doing.act)
        assert (entry.actor_id, entry.actor_name, entry.court_id) == (officer.pk, officer.username, people.COURT)
        assert entry.article
        assert_whole_set(entry, subjects_of(done))

    @pytest.mark.law("L5-3", "G14", "11.12")
    @pytest.mark.parametrize("doing", [doing for doing in DOINGS if doing.values[0].act is Act.SIGN])  # type: ignore[union-attr]
    def test_refuses_the_drafter_as_signer_whatever_the_state(self, doing: Doing) -> None:
        """L5 ¶3, G14: drafter and signer are two officers, also when one holds both duties."""
        measure = doing.ready()
        assert not isinstance(measure, Application)
        drafter = measure.drafted_by
        assert drafter is not None
        drafter.duties = [Duty.PROPOSE, Duty.SIGN]
        assert code_of(lambda: doing.well(measure.pk, drafter)) == "signer-is-drafter"
        doing.well(measure.pk, people.president())
        assert code_of(lambda: doing.well(measure.pk, drafter)) == "signer-is-drafter"


def subjects_of(row: OnFile) -> list[Person]:
    """Return whom an act on the measure or application concerns."""
    if isinstance(row, ConsumptionOrder):
        return [restricted.person for restricted in row.restricted_persons.all()]
    if isinstance(row, Extension):
        return [row.listing.debtor]
    return [row.about if isinstance(row, Application) else row.debtor]
