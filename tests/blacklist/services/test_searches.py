"""A court's own search for people of like names: bounded, for a purpose, and seen by those it shows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from blacklist.law.duties import Duty
from blacklist.models import Person, PersonAccess, PersonSearch, Purpose, RegisterEntry
from blacklist.services import identities, persons, searches
from blacklist.services.searches import MOST_AN_HOUR, MOST_SHOWN, Sought
from tests.blacklist.services.drafts import code_of
from tests.factories import people
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db
BORN = date(1980, 1, 1)
SOUGHT = Sought("欧阳小明", Purpose.ENFORCEMENT, "（2026）兵9901执12号", birth_date=BORN)


def found(sought: Sought = SOUGHT) -> list[tuple[Person, str, bool]]:
    shown = searches.search(sought, by=people.clerk(), at=AT)
    return [(like.person, like.likeness.value, like.has_birth_date) for like in shown.people]


class TestSearch:
    @pytest.mark.law("F8.4")
    def test_finds_the_same_name_before_a_near_one_and_no_other(self) -> None:
        near = people.person(name="欧阳小朋")
        same = people.person(name="欧阳小明", birth_date=date(1980, 5, 5))
        twin = people.person(name="欧 阳·小明")
        people.person(name="欧阳大海")
        people.person(name="欧阳小明", birth_date=date(1981, 1, 1))
        assert found() == [(twin, "same_name", True), (same, "same_name", False), (near, "near_name", True)]

    @pytest.mark.law("F8.4")
    def test_finds_the_same_name_in_another_script(self) -> None:
        latin, traditional = people.person(name="OUYANG XIAOMING"), people.person(name="歐陽小明")
        assert found() == [(traditional, "same_name", True), (latin, "same_sound", True)]
        assert found(replace(SOUGHT, name="OUYANG/XIAOMINGMR", birth_date=None, birth_year=1980))

    def test_finds_by_a_further_name(self) -> None:
        person = people.person(name="王五")
        persons.add_name(person, persons.name_from("欧阳小明"))
        assert found() == [(person, "same_name", True)]

    def test_finds_by_what_was_put_right(self) -> None:
        person = people.person(name="王五")
        judge = people.judge()
        identities.rectify(person.pk, right=identities.Right(name="欧阳小明"), note="姓名有误。", by=judge, at=AT)
        assert found() == [(person, "same_name", True)]
        assert found(replace(SOUGHT, name="王五")) == []

    def test_takes_a_year_of_birth_or_none(self) -> None:
        near, same = people.person(name="欧阳小朋"), people.person(name="欧阳小明")
        by_year = replace(SOUGHT, birth_date=None, birth_year=1980)
        assert found(by_year) == [(same, "same_name", False), (near, "near_name", False)]
        assert found(replace(SOUGHT, birth_date=None)) == [(same, "same_name", False)]

    def test_takes_the_sex(self) -> None:
        person = people.person(name="欧阳小明")
        other = "F" if person.sex == "M" else "M"
        assert len(found(replace(SOUGHT, sex=person.sex))) == 1
        assert found(replace(SOUGHT, sex=other)) == []

    def test_shows_a_bounded_number(self) -> None:
        for _ in range(MOST_SHOWN + 1):
            people.person(name="欧阳小明")
        shown = searches.search(SOUGHT, by=people.clerk(), at=AT)
        assert (len(shown.people), shown.has_more) == (MOST_SHOWN, True)

    @pytest.mark.law("D44", "D9", "11.18")
    def test_is_kept_for_each_person_shown(self) -> None:
        person, clerk = people.person(name="欧阳小明"), people.clerk()
        searches.search(SOUGHT, by=clerk, at=AT)
        access = PersonAccess.objects.get()
        made = PersonSearch.objects.get()
        assert (access.person, access.officer, access.court_id, access.purpose, access.at, access.search) == (
            person,
            clerk,
            people.COURT,
            "enforcement",
            AT,
            made,
        )
        assert made.sought == "欧阳小明 1980-01-01 （2026）兵9901执12号"
        assert "欧阳".encode() not in bytes(made.sought_sealed)
        assert not RegisterEntry.objects.exists()

    @pytest.mark.law("D9")
    def test_that_finds_nobody_is_kept_too(self) -> None:
        assert found() == []
        assert (PersonSearch.objects.get().shown, PersonAccess.objects.count()) == (0, 0)

    @pytest.mark.law("D10", "11.10")
    def test_is_made_thirty_times_an_hour_at_most(self) -> None:
        clerk = people.clerk()
        for _ in range(MOST_AN_HOUR):
            searches.search(SOUGHT, by=clerk, at=AT)
        assert code_of(lambda: searches.search(SOUGHT, by=clerk, at=AT)) == "quota-exceeded"
        assert searches.search(SOUGHT, by=people.clerk(), at=AT).people == ()
        assert searches.search(SOUGHT, by=clerk, at=AT + timedelta(hours=1)).people == ()

    @pytest.mark.law("D5")
    def test_needs_the_duty_a_name_and_a_reason(self) -> None:
        clerk, lacking = people.clerk(), people.officer(duties=set(Duty) - {Duty.READ})
        assert code_of(lambda: searches.search(SOUGHT, by=lacking, at=AT)) == "duty-required"
        masked, silent = replace(SOUGHT, name="欧*"), replace(SOUGHT, reason=" ")
        assert code_of(lambda: searches.search(masked, by=clerk, at=AT)) == "name-masked"
        assert code_of(lambda: searches.search(silent, by=clerk, at=AT)) == "reasons-required"
        assert not PersonSearch.objects.exists()
