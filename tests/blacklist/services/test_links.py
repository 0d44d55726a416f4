"""Documents and names are linked and unlinked by acts of a court, and so is how sure a record is."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from blacklist.law.duties import OFFICES, Duty
from blacklist.law.identity import Assurance
from blacklist.models import DocumentUse, NameKind, Officer, Person, Rectification, RegisterEntry
from blacklist.particulars import published
from blacklist.publication import Standing, entries
from blacklist.register import open_payload
from blacklist.services import identities, links, orders
from blacklist.services.identities import Number, Right
from tests.blacklist.services.drafts import active_listing, assert_whole_set, case, code_of, instant, signed_order
from tests.factories import listings, people

pytestmark = pytest.mark.django_db
AT = instant(date(2026, 3, 2))
NOBODY = uuid.UUID(int=0)
WHY = "与身份证核对有误。"
PASSPORT = links.FurtherDocument("passport", "E12345678", ("卷宗-31",), issuer="CHN")


class TestIdentify:
    @pytest.mark.law("F8.3", "D8")
    def test_lets_measures_bear_on_a_further_document(self) -> None:
        """So a passport bypasses no order; the entry tells every check node."""
        listing, judge = active_listing(1, on=date(2026, 3, 2)), people.judge()
        links.identify(listing.debtor_id, PASSPORT, by=judge, at=AT)
        entry = RegisterEntry.objects.latest("version")
        assert (entry.act, entry.actor, entry.article) == ("identify", judge, "D8")
        assert_whole_set(entry, [listing.debtor])
        assert (open_payload(entry) or {})["note"] == "卷宗-31"
        [standing] = entries(after=entry.version - 1, after_hash=bytes(entry.previous_hash)).entries[-1].standings
        assert {document.type for document in standing.documents} == {"passport", "resident_id"}
        assert len(standing.measures) == 1

    @pytest.mark.law("F8.3", "J15")
    def test_needs_a_person_then_the_duty_then_a_case_of_the_court(self) -> None:
        person = active_listing(1, on=date(2026, 3, 2)).debtor
        lacking = people.officer(duties=set(Duty) - {Duty.PROPOSE}, court_code=people.OTHER_COURT)
        elsewhere = people.judge(people.OTHER_COURT)
        assert code_of(lambda: links.identify(uuid.UUID(int=0), PASSPORT, by=lacking, at=AT)) == "not-found"
        assert code_of(lambda: links.identify(person.pk, PASSPORT, by=lacking, at=AT)) == "duty-required"
        assert code_of(lambda: links.identify(person.pk, PASSPORT, by=elsewhere, at=AT)) == "other-court"

    @pytest.mark.law("F8.3", "11.7")
    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"evidence": ()}, "evidence-required"),
            ({"evidence": (" ",)}, "evidence-required"),
            ({"issuer": None}, "field-required"),
            ({"type": "hk_macao_permit"}, "identity-type-mismatch"),
            ({"type": "credit_code", "number": "91350100M000100Y43"}, "identity-type-mismatch"),
            ({"type": "hk_macao_residence_permit", "number": "810000199001010019"}, "birth-date-contradicts-number"),
        ],
    )
    def test_needs_a_document_that_can_be_this_persons_and_evidence(self, changes: dict[str, Any], code: str) -> None:
        person = active_listing(1, on=date(2026, 3, 2)).debtor
        further = replace(PASSPORT, **changes)
        assert code_of(lambda: links.identify(person.pk, further, by=people.judge(), at=AT)) == code

    @pytest.mark.law("F8.3")
    def test_takes_a_document_once_and_no_namesakes(self) -> None:
        person, judge = active_listing(1, on=date(2026, 3, 2)).debtor, people.judge()
        namesake = active_listing(1, on=date(2026, 3, 2)).debtor
        links.identify(person.pk, PASSPORT, by=judge, at=AT)
        assert code_of(lambda: links.identify(person.pk, PASSPORT, by=judge, at=AT)) == "already-done"
        assert code_of(lambda: links.identify(namesake.pk, PASSPORT, by=judge, at=AT)) == "duplicate"

    @pytest.mark.law("F8.3", "C3-2")
    def test_reaches_an_officer_whom_an_order_of_the_court_restricts(self) -> None:
        """Who is in no case as a party."""
        of, officer = case(debtor=people.unit()), people.person()
        named = orders.Named(officer.pk, "actual_controller", ("卷宗-3",))
        signed_order(on=date(2026, 3, 2), of=of, persons=[named])
        links.identify(officer.pk, PASSPORT, by=people.judge(), at=AT)
        assert officer.documents.count() == 2

    @pytest.mark.law("F8.3")
    def test_keeps_what_links_it_and_who_found_so(self) -> None:
        person, judge = debtor(), people.judge()
        links.identify(person.pk, replace(PASSPORT, use=DocumentUse.FORMER), by=judge, at=AT)
        row = person.documents.get(type="passport")
        assert (row.use, row.evidence, row.linked_at, row.linked_by) == ("former", ["卷宗-31"], AT, judge.username)

    @pytest.mark.law("F8.3", "L6")
    def test_publishes_the_number_held_now_and_finds_by_a_former_one(self) -> None:
        listing = listings.active()
        person = listing.debtor
        mine = person.documents.get().number
        former = links.FurtherDocument("resident_id", same_birth_date(person), ("卷宗-31",), use=DocumentUse.FORMER)
        links.identify(person.pk, former, by=people.judge(), at=AT)
        assert {document.number for document in newest().documents} == {mine, former.number}
        listing.refresh_from_db()
        shown = published(listing, on=AT.date()).masked_number
        assert shown == mine[:6] + "*" * 10 + mine[-2:]


def debtor() -> Person:
    return active_listing(1, on=date(2026, 3, 2)).debtor


def same_birth_date(person: Person) -> str:
    """Return another number with the person's birth date and sex."""
    assert person.birth_date is not None
    while True:
        number = people.resident_number(person.birth_date)
        if ("M" if int(number[16]) % 2 else "F") == person.sex:
            return number


def newest() -> Standing:
    """Return what the newest entry publishes."""
    [standing] = entries(after=0, after_hash=None).entries[-1].standings
    return standing


ALIAS = links.FurtherName("张老三", NameKind.ALIAS, ("卷宗-32",))


class TestName:
    @pytest.mark.law("F8.4")
    def test_lets_a_former_name_or_an_alias_match(self) -> None:
        person, judge = debtor(), people.judge()
        links.name(person.pk, ALIAS, by=judge, at=AT)
        assert newest().names == (person.name, "张老三")
        row = person.other_names.get()
        assert (row.kind, row.evidence, row.linked_by) == ("alias", ["卷宗-32"], judge.username)
        entry = RegisterEntry.objects.latest("version")
        assert (entry.act, entry.actor) == ("identify", judge)
        assert_whole_set(entry, [person])

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"evidence": ()}, "evidence-required"),
            ({"name": "张*"}, "name-masked"),
            ({"name": " 张 三 "}, "already-done"),
        ],
    )
    def test_needs_evidence_and_a_new_name(self, changes: dict[str, Any], code: str) -> None:
        person = debtor()
        named = replace(ALIAS, **{"name": person.name if changes.get("name") == " 张 三 " else ALIAS.name} | changes)
        named = replace(named, name=person.name) if code == "already-done" else named
        assert code_of(lambda: links.name(person.pk, named, by=people.judge(), at=AT)) == code


class TestUnlink:
    @pytest.mark.law("F8.3", "L9", "L13")
    def test_frees_the_holder_of_a_document_linked_wrongly(self) -> None:
        """A namesake is not hit: checks by that passport no longer lead here; what was linked is kept, sealed."""
        person, judge = debtor(), people.judge()
        links.identify(person.pk, PASSPORT, by=judge, at=AT)
        row = person.documents.get(type="passport")
        links.unlink(person.pk, links.Linked(document_id=row.pk), note=WHY, by=judge, at=AT)
        assert {document.type for document in newest().documents} == {"resident_id"}
        assert newest().measures
        kept = Rectification.objects.get(record_id=person.pk)
        assert (kept.field, kept.old) == (f"document.passport.{row.pk}", "E12345678")
        entry = RegisterEntry.objects.latest("version")
        assert (entry.act, (open_payload(entry) or {})["note"]) == ("unlink", WHY)

    @pytest.mark.law("F8.3")
    def test_lets_the_document_be_linked_to_its_holder(self) -> None:
        wrong, right, judge = debtor(), debtor(), people.judge()
        links.identify(wrong.pk, PASSPORT, by=judge, at=AT)
        row = wrong.documents.get(type="passport")
        links.unlink(wrong.pk, links.Linked(document_id=row.pk), note=WHY, by=judge, at=AT)
        links.identify(right.pk, PASSPORT, by=judge, at=AT)
        assert right.documents.count() == 2

    def test_takes_a_name_off_too(self) -> None:
        person, judge = debtor(), people.judge()
        links.name(person.pk, ALIAS, by=judge, at=AT)
        named = links.Linked(name_id=person.other_names.get().pk)
        links.unlink(person.pk, named, note=WHY, by=judge, at=AT)
        assert newest().names == (person.name,)
        assert code_of(lambda: links.unlink(person.pk, named, note=WHY, by=judge, at=AT)) == "not-found"

    def test_leaves_the_only_document(self) -> None:
        person, judge = debtor(), people.judge()
        only = links.Linked(document_id=person.documents.get().pk)
        assert code_of(lambda: links.unlink(person.pk, only, note=WHY, by=judge, at=AT)) == "wrong-state"

    def test_says_why_and_what(self) -> None:
        person, judge = debtor(), people.judge()
        nothing = links.Linked(document_id=NOBODY)
        assert code_of(lambda: links.unlink(person.pk, nothing, note=" ", by=judge, at=AT)) == "reasons-required"
        assert code_of(lambda: links.unlink(person.pk, nothing, note=WHY, by=judge, at=AT)) == "not-found"


class TestAssurance:
    @pytest.mark.law("D8", "F8.4")
    def test_falls_when_the_number_is_doubted_and_so_the_record_confirms_nobody(self) -> None:
        person, judge = debtor(), people.judge()
        links.doubt(person.pk, note=WHY, by=judge, at=AT)
        assert newest().assurance == Assurance.A1
        assert RegisterEntry.objects.latest("version").act == "doubt"
        assert code_of(lambda: links.doubt(person.pk, note=WHY, by=judge, at=AT)) == "already-done"

    @pytest.mark.law("D8")
    def test_rises_when_the_issuing_authority_confirms_the_number(self) -> None:
        person, judge = debtor(), people.judge()
        links.doubt(person.pk, note=WHY, by=judge, at=AT)
        links.verify(person.pk, evidence=["核验回执-1"], by=judge, at=AT)
        assert newest().assurance == Assurance.A3
        kept = Rectification.objects.filter(record_id=person.pk).values_list("field", flat=True)
        assert list(kept) == ["assurance", "assurance"]
        again = code_of(lambda: links.verify(person.pk, evidence=["核验回执-1"], by=judge, at=AT))
        assert again == "already-done"

    @pytest.mark.law("D8")
    def test_of_a_number_put_right_is_that_of_one_read(self) -> None:
        """No source has verified the new one."""
        person, judge = debtor(), people.judge()
        links.verify(person.pk, evidence=["核验回执-1"], by=judge, at=AT)
        right = Right(document=Number("resident_id", same_birth_date(person)))
        identities.rectify(person.pk, right=right, note=WHY, by=judge, at=AT)
        assert newest().assurance == Assurance.A2

    def test_of_a_doubted_unit_is_a_name(self) -> None:
        unit = people.unit()
        signed_order(on=date(2026, 3, 2), of=case(debtor=unit))
        assert links.doubt(unit.pk, note=WHY, by=people.judge(), at=AT).assurance == Assurance.A0

    def test_needs_evidence_or_reasons(self) -> None:
        person, judge = debtor(), people.judge()
        assert code_of(lambda: links.verify(person.pk, evidence=[" "], by=judge, at=AT)) == "evidence-required"
        assert code_of(lambda: links.doubt(person.pk, note=" ", by=judge, at=AT)) == "reasons-required"


Doing = Callable[[uuid.UUID, Officer], object]
NEEDING: list[tuple[Duty, Doing]] = [
    (Duty.PROPOSE, lambda person, by: links.name(person, ALIAS, by=by, at=AT)),
    (Duty.PROPOSE, lambda person, by: links.verify(person, evidence=["核验回执-1"], by=by, at=AT)),
    (Duty.RECTIFY, lambda person, by: links.doubt(person, note=WHY, by=by, at=AT)),
    (Duty.RECTIFY, lambda person, by: links.unlink(person, links.Linked(document_id=NOBODY), note=WHY, by=by, at=AT)),
]


class TestRelation:
    @pytest.mark.law("F8.3", "J15")
    @pytest.mark.parametrize(("duty", "act"), NEEDING)
    def test_is_that_of_a_court_with_a_case_on_the_person(self, duty: Duty, act: Doing) -> None:
        person = debtor().pk
        lacking = people.officer(duties=set(Duty) - {duty})
        elsewhere = people.officer(duties=[duty], court_code=people.OTHER_COURT)
        assert code_of(lambda: act(NOBODY, lacking)) == "not-found"
        assert code_of(lambda: act(person, lacking)) == "duty-required"
        assert code_of(lambda: act(person, elsewhere)) == "other-court"

    @pytest.mark.law("G18")
    def test_lets_the_court_above_doubt(self) -> None:
        person = debtor()
        people.courts_above()
        above = people.officer(duties=OFFICES["superior_court"], court_code=people.COURT_ABOVE)
        assert links.doubt(person.pk, note=WHY, by=above, at=AT).assurance == Assurance.A1
