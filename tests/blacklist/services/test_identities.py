"""A person's particulars put right: what identifies the person changes at once, what it was is kept, sealed."""

import uuid
from datetime import date
from typing import Any

import pytest

from blacklist.law.duties import OFFICES, Duty
from blacklist.models import (
    CorrectionReason,
    IdentityDocument,
    Officer,
    Person,
    Rectification,
    RegisterEntry,
    Task,
    TaskKind,
)
from blacklist.publication import DocumentOnFile, entries
from blacklist.register import open_payload
from blacklist.services import identities, persons, tasks
from blacklist.services.identities import Number, Right
from tests.blacklist.services.drafts import code_of, entry_of
from tests.factories import corrections, listings, orders, people
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db
WHY = "与身份证核对有误。"
NOBODY = uuid.UUID(int=0)


def debtor(**kept: Any) -> Person:
    """Return the debtor of an active listing of the court, with a number of 1980."""
    return Person.objects.get(pk=listings.active().debtor_id)


def rectify(person: Person, *, by: Officer | None = None, **right: Any) -> Person:
    return identities.rectify(person.pk, right=Right(**right), note=WHY, by=by or people.judge(), at=AT)


def number(birth_date: date = date(1980, 1, 1)) -> Number:
    return Number("resident_id", people.resident_number(birth_date))


def history(person: Person) -> dict[str, str]:
    return {row.field.split(".")[0]: row.old for row in Rectification.objects.filter(record_id=person.pk)}


class TestDocument:
    @pytest.mark.law("L9", "D8")
    def test_changes_the_key_by_which_the_person_is_found(self) -> None:
        person = debtor()
        wrong, right = person.documents.get().number, number()
        rectify(person, document=right)
        [standing] = entries(after=0, after_hash=None).entries[-1].standings
        assert standing.documents == (DocumentOnFile("resident_id", right.number, None),)
        assert standing.measures
        assert history(person) == {"document": wrong}
        assert entry_of(person.pk, "rectify").subjects == [person.pk]

    @pytest.mark.law("D8")
    def test_brings_the_sex_of_its_digit_with_it(self) -> None:
        """Wrong sex digit: corrected, and the number decides."""
        person = debtor()
        sex = person.sex
        other = next(said for said in iter(number, None) if persons_sex(said.number) != sex)
        done = rectify(person, document=other)
        assert done.sex != sex
        assert history(person)["sex"] == sex

    def test_is_nobody_elses(self) -> None:
        person, holder = debtor(), people.person()
        taken = Number("resident_id", holder.documents.get().number)
        assert code_of(lambda: rectify(person, document=taken)) == "duplicate"

    @pytest.mark.parametrize(
        ("document", "code"),
        [
            (Number("resident_id", "110000199001010014"), "identity-check-digit"),
            (Number("credit_code", "91350100M000100Y43"), "identity-type-mismatch"),
            (Number("resident_id", "110000199001010013", document_id=NOBODY), "field-required"),
        ],
    )
    def test_has_a_form_of_its_kind(self, document: Number, code: str) -> None:
        person = debtor()
        assert code_of(lambda: rectify(person, document=document)) == code

    def test_may_not_contradict_another_on_file(self) -> None:
        person = debtor()
        first = person.documents.get()
        IdentityDocument.sealed(
            person=person, document=persons.document_from(number().type, number().number, None, on=AT.date())
        ).save(force_insert=True)
        other = Number("resident_id", people.resident_number(date(1981, 2, 3)), document_id=first.pk)
        refused = code_of(lambda: rectify(person, document=other))
        assert refused in ("birth-date-contradicts-number", "sex-contradicts-number")


def persons_sex(raw: str) -> str | None:
    return persons.document_from("resident_id", raw, None, on=AT.date()).sex


class TestName:
    @pytest.mark.law("L9", "D8")
    def test_misspelt_is_put_right_and_the_wrong_one_no_longer_matches(self) -> None:
        person = debtor()
        done = rectify(person, name="张珊")
        assert done.name == "张珊"
        [standing] = entries(after=0, after_hash=None).entries[-1].standings
        assert standing.names == ("张珊",)
        assert history(person) == {"name": "张三"}

    def test_has_the_form_of_a_name(self) -> None:
        person = debtor()
        assert code_of(lambda: rectify(person, name="张*")) == "name-masked"


class TestBirthDate:
    def of_passport(self) -> Person:
        stated = persons.Particulars("张三", "passport", "E12345678", "CHN", birth_date=date(1990, 1, 1), sex="M")
        return persons.register(stated, by=people.clerk(), at=AT)

    def test_is_put_right_where_no_number_tells_it(self) -> None:
        person = self.of_passport()
        done = rectify(person, birth_date=date(1991, 2, 3), sex="F")
        assert (done.birth_date, done.sex) == (date(1991, 2, 3), "F")
        assert history(person) == {"birth_date": "1990-01-01", "sex": "M"}

    def test_and_sex_are_what_the_number_says(self) -> None:
        person = debtor()
        other = "F" if person.sex == "M" else "M"
        assert code_of(lambda: rectify(person, birth_date=date(1990, 1, 1))) == "birth-date-contradicts-number"
        assert code_of(lambda: rectify(person, sex=other)) == "sex-contradicts-number"

    def test_is_nothing_a_unit_has(self) -> None:
        unit = people.unit()
        assert code_of(lambda: rectify(unit, sex="F")) == "unknown-value"

    @pytest.mark.law("L4", "L9", "Q5")
    def test_of_a_minor_at_the_decision_opens_the_duty_to_revoke(self) -> None:
        """Due in three working days; the measure itself is revoked by an act."""
        listing = listings.active()
        person = Person.objects.get(pk=listing.debtor_id)
        rectify(person, document=number(date(2009, 6, 1)))
        task = Task.objects.get(kind=TaskKind.ERROR_FOUND, measure_id=listing.pk)
        assert (task.due_on, task.article, task.holder) == (date(2026, 11, 19), "L4", Duty.REVOKE)
        assert person.listings.get().state == "active"


class TestSettled:
    @pytest.mark.law("D8", "T1")
    def test_are_the_duties_about_this_person_everywhere(self) -> None:
        """Wrong sex digit: corrected in three working days; a clerk's slip that checks noticed is done with it."""
        listing = listings.active()
        concern = tasks.concern_of(listing)
        wrong = tasks.open_task(TaskKind.PARTICULARS_WRONG, concern, at=AT)
        noticed = tasks.open_task(TaskKind.NAME_MISMATCH, tasks.Concern(people.COURT, listing.debtor_id), at=AT)
        assert wrong.due_on == date(2026, 11, 19)
        rectify(Person.objects.get(pk=listing.debtor_id), name="张珊")
        assert {Task.objects.get(pk=task.pk).state for task in (wrong, noticed)} == {"done"}

    @pytest.mark.law("L12")
    def test_is_the_request_that_asked_for_it(self) -> None:
        order = orders.in_force()
        request = corrections.upheld(order, reason=CorrectionReason.INACCURATE)
        person = order.restricted_persons.get().person
        right, by, named = Right(name="张珊"), people.judge(), request.pk
        other = people.person()
        act = identities.rectify
        refused = code_of(lambda: act(other.pk, right=right, note=WHY, correction_id=named, by=by, at=AT))
        assert refused == "not-found"
        act(person.pk, right=right, note=WHY, correction_id=named, by=by, at=AT)
        request.refresh_from_db()
        assert (request.state, request.corrected_by_id) == ("corrected", people.COURT)


class TestRectify:
    @pytest.mark.law("J15", "11.12")
    def test_is_for_a_court_that_the_person_concerns_or_one_above(self) -> None:
        person = debtor()
        people.courts_above()
        elsewhere = people.judge(people.OTHER_COURT)
        assert code_of(lambda: rectify(person, by=elsewhere, name="张珊")) == "other-court"
        assert code_of(lambda: rectify(person, by=people.clerk(), name="张珊")) == "duty-required"
        above = people.officer(duties=OFFICES["superior_court"], court_code=people.COURT_ABOVE)
        assert rectify(person, by=above, name="张珊").name == "张珊"

    def test_says_why_and_changes_something(self) -> None:
        person, by = debtor(), people.judge()
        right = Right(name="张珊")
        refused = code_of(lambda: identities.rectify(person.pk, right=right, note=" ", by=by, at=AT))
        assert refused == "reasons-required"
        assert code_of(lambda: rectify(person, name="张三")) == "already-done"

    def test_knows_only_persons_on_file(self) -> None:
        right, by = Right(name="张珊"), people.judge()
        assert code_of(lambda: identities.rectify(NOBODY, right=right, note=WHY, by=by, at=AT)) == "not-found"

    @pytest.mark.law("L13")
    def test_tells_the_register_no_name_and_no_number(self) -> None:
        person = debtor()
        right = number()
        rectify(person, name="张珊", document=right)
        entry = RegisterEntry.objects.latest("version")
        assert right.number not in str(open_payload(entry))
        assert "张珊" not in str(open_payload(entry))
