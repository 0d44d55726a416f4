"""Persons are entered once and found by their document."""

from dataclasses import replace
from datetime import date

import pytest

from blacklist.law.duties import Duty
from blacklist.law.identity import Assurance
from blacklist.law.refusals import Refusal
from blacklist.models import IdentityDocument, Person, RegisterEntry
from blacklist.register import open_payload
from blacklist.services import persons
from tests.blacklist.services.drafts import active_listing, code_of, instant
from tests.factories import people

pytestmark = pytest.mark.django_db
AT = instant(date(2026, 3, 2))
ZHANG = persons.Particulars("测试甲", "resident_id", "110000199001010013")
TRAVELLER = persons.Particulars("CESHI JIA", "passport", "X1234567", issuer="FRA", birth_date=date(1990, 1, 1))


class TestRegister:
    def test_enters_a_new_person_with_what_the_number_says_and_no_entry(self) -> None:
        """identity.md, assurance A2; a person is no act on a measure, so the register stays as it is."""
        person = persons.register(ZHANG, by=people.clerk(), at=AT)
        assert (person.name, person.birth_date, person.sex) == ("测试甲", date(1990, 1, 1), "M")
        assert (person.kind, person.assurance) == ("natural", Assurance.A2)
        assert not RegisterEntry.objects.exists()

    def test_needs_the_duty_and_a_court(self) -> None:
        lacking = people.officer(duties=set(Duty) - {Duty.REGISTER})
        homeless = people.officer(duties=[Duty.REGISTER])
        homeless.court = None
        for officer in (lacking, homeless):
            assert code_of(lambda officer=officer: persons.register(ZHANG, by=officer, at=AT)) == "duty-required"  # type: ignore[misc]

    @pytest.mark.parametrize(
        "number", [ZHANG.document_number, "１１００００１９９００１０１００１３", " 110000199001010013 "]
    )
    def test_finds_the_same_person_however_the_number_is_typed(self, number: str) -> None:
        """identity.md form 8."""
        first = persons.register(ZHANG, by=people.clerk(), at=AT)
        assert persons.register(replace(ZHANG, document_number=number), by=people.clerk(), at=AT) == first
        assert (Person.objects.count(), IdentityDocument.objects.count()) == (1, 1)

    @pytest.mark.law("F8.3")
    def test_finds_the_same_person_under_another_type_of_one_family(self) -> None:
        """identity.md §4: one number of GB 11643, whatever type is declared."""
        permit = replace(ZHANG, document_number="810000199001010019", document_type="hk_macao_residence_permit")
        first = persons.register(permit, by=people.clerk(), at=AT)
        again = replace(permit, document_type="resident_id")
        assert persons.register(again, by=people.clerk(), at=AT) == first

    def test_gives_a_known_document_under_another_name_that_name_as_an_act_of_its_own(self) -> None:
        """identity.md: a further name reaches every check node, so it is an entry with the person's whole set."""
        person = people.person(name="测试甲")
        listing = active_listing(1, on=date(2026, 3, 2), debtor=person)
        number = person.documents.get().number
        clerk = people.clerk()
        renamed = replace(ZHANG, name="测试曾用名", document_number=number)
        assert persons.register(renamed, by=clerk, at=AT) == person
        assert [other.name for other in person.other_names.all()] == ["测试曾用名"]
        entry = RegisterEntry.objects.latest("version")
        assert (entry.act, entry.measure_id, entry.actor_id) == ("identify", None, clerk.pk)
        payload = open_payload(entry)
        assert payload is not None
        assert [measure["id"] for measure in payload["subjects"][0]["measures"]] == [str(listing.pk)]

    @pytest.mark.parametrize("name", ["测试甲", "测 试 甲", "测试\u200b甲"])
    def test_takes_the_same_name_otherwise_typed_for_the_same(self, name: str) -> None:
        """identity.md forms 1–3."""
        persons.register(ZHANG, by=people.clerk(), at=AT)
        person = persons.register(replace(ZHANG, name=name), by=people.clerk(), at=AT)
        assert not person.other_names.exists()
        assert not RegisterEntry.objects.exists()

    def test_adds_a_further_name_once(self) -> None:
        persons.register(ZHANG, by=people.clerk(), at=AT)
        for _ in range(2):
            persons.register(replace(ZHANG, name="测试曾用名"), by=people.clerk(), at=AT)
        assert RegisterEntry.objects.filter(act="identify").count() == 1

    def test_refuses_a_birth_date_that_contradicts_the_number(self) -> None:
        wrong = replace(ZHANG, birth_date=date(1990, 1, 2))
        assert code_of(lambda: persons.register(wrong, by=people.clerk(), at=AT)) == "birth-date-contradicts-number"
        assert not Person.objects.exists()

    def test_refuses_a_birth_date_that_contradicts_the_file(self) -> None:
        """L4: a minor must not become an adult by being entered again."""
        clerk = people.clerk()
        persons.register(TRAVELLER, by=clerk, at=AT)
        other = replace(TRAVELLER, birth_date=date(1991, 1, 1))
        assert code_of(lambda: persons.register(other, by=clerk, at=AT)) == "birth-date-contradicts-number"

    @pytest.mark.law("L4")
    def test_needs_the_birth_date_of_a_natural_person_whose_number_does_not_tell_it(self) -> None:
        """L4: mandatory for every natural person."""
        ageless = replace(TRAVELLER, birth_date=None)
        assert code_of(lambda: persons.register(ageless, by=people.clerk(), at=AT)) == "field-required"
        assert people.unit().birth_date is None

    @pytest.mark.law("D9")
    def test_stores_no_name_or_number_in_clear(self) -> None:
        """Design §6: sealed at rest."""
        person = persons.register(ZHANG, by=people.clerk(), at=AT)
        document = person.documents.get()
        stored = bytes(person.name_sealed) + bytes(document.number_sealed) + bytes(document.number_blind)
        assert "测试甲".encode() not in stored
        assert b"199001010013" not in stored

    @pytest.mark.parametrize(
        ("changes", "code", "pointer"),
        [
            ({"name": "张*"}, "name-masked", "name"),
            ({"document_number": "110000199001010014"}, "identity-check-digit", "document.number"),
            ({"document_type": "driving_licence"}, "unknown-value", "document.type"),
        ],
    )
    def test_points_into_the_particulars(self, changes: dict[str, str], code: str, pointer: str) -> None:
        with pytest.raises(Refusal) as caught:
            persons.register(replace(ZHANG, **changes), by=people.clerk(), at=AT)  # type: ignore[arg-type]
        assert (caught.value.code, caught.value.pointer) == (code, pointer)


class TestUnits:
    @pytest.mark.law("F8.3", "F8.7")
    def test_are_one_under_their_credit_code_and_the_organisation_code_in_it(self) -> None:
        """Characters 9 to 17 of a credit code (GB 32100); the other code becomes a document, as an act of its own."""
        by = people.clerk()
        old = persons.Particulars("示范贸易有限公司", "organisation_code", "M000100Y-4")
        unit = persons.register(old, by=by, at=AT)
        new = replace(old, document_type="credit_code", document_number="91350100M000100Y43")
        assert persons.register(new, by=by, at=AT) == unit
        assert {row.type for row in unit.documents.all()} == {"organisation_code", "credit_code"}
        assert [entry.act for entry in RegisterEntry.objects.all()] == ["identify"]
        assert persons.register(old, by=by, at=AT) == unit
        assert RegisterEntry.objects.count() == 1

    @pytest.mark.law("F8.3")
    def test_known_by_credit_code_are_found_by_organisation_code(self) -> None:
        new = persons.Particulars("示范贸易有限公司", "credit_code", "91350100M000100Y43")
        unit = persons.register(new, by=people.clerk(), at=AT)
        read = persons.document_from("organisation_code", "M000100Y4", None, on=AT.date())
        assert persons.find(read) == unit
