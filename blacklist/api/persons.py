"""Persons and units: entered once, found again by their document, shown with masked numbers."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from blacklist.api.shapes import Choice, Day, Input, Output, Text, YesNo
from blacklist.api.views import CourtView, Enquiry, Given, Operation
from blacklist.law.duties import Duty
from blacklist.law.identity import Assurance, Document, DocumentType, offers_15_digit_upgrade
from blacklist.models import IdentityDocument, Officer, Person, PersonKind, Purpose, Sex
from blacklist.services import persons

DOCUMENT_TYPES = [(kind.value, kind.value) for kind in DocumentType]


class DocumentIn(Input):
    """An identity document as it stands on the card. The number is text, never a JSON number."""

    type = Choice(DOCUMENT_TYPES)
    number = Text(max_length=60)
    issuer = Text(max_length=3, required=False, allow_null=True, help_text="Of a passport: ISO 3166 code.")
    upgrade = YesNo(required=False, help_text="You have compared the 18-digit form of an old number of 15 digits.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Take an old number for the 18-digit one that the officer confirms it to be; without that it is refused."""
        if attrs.pop("upgrade", False) and attrs["type"] == DocumentType.RESIDENT_ID:
            attrs["number"] = offers_15_digit_upgrade(attrs["number"]) or attrs["number"]
        return attrs


class PersonIn(Input):
    """Who is meant."""

    name = Text()
    document = DocumentIn()
    birth_date = Day(required=False, allow_null=True, help_text="Only where the number does not hold it.")
    sex = Choice(Sex.choices, required=False, allow_null=True)


class PersonFindIn(Input):
    """Whose document it is, and what one asks for."""

    document = DocumentIn()
    purpose = Choice(Purpose.choices)


class DocumentOut(Output):
    """An identity document, a person's number without its middle."""

    id = serializers.UUIDField()
    type = serializers.ChoiceField(DOCUMENT_TYPES)
    masked_number = serializers.SerializerMethodField()
    issuer = serializers.SerializerMethodField()

    def get_masked_number(self, row: IdentityDocument) -> str:
        return Document(row.type, row.number, row.issuer or None).masked

    def get_issuer(self, row: IdentityDocument) -> str | None:
        return row.issuer or None


class PersonOut(Output):
    """A person or unit on file."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(PersonKind.choices)
    name = serializers.CharField()
    documents = DocumentOut(many=True)
    assurance = serializers.SerializerMethodField()

    def get_assurance(self, person: Person) -> str:
        return Assurance(person.assurance).name


class Persons(CourtView):
    operations = {"POST": Operation("register_person", Duty.REGISTER, takes=PersonIn, gives=PersonOut, answers=201)}

    def act(self, given: Given, *, by: Officer, at: datetime) -> Person:
        """Enter a person or unit, or find the one who holds this document.

        A known document under another name gains that name as a further one.
        """
        return persons.register(particulars(given), by=by, at=at)


class FindPerson(Enquiry):
    operations = {"POST": Operation("find_person", Duty.READ, takes=PersonFindIn, gives=PersonOut)}

    def read(self, given: Given, *, by: Officer, at: datetime) -> Person:
        """Find the person who holds a document.

        The look-up is recorded with its purpose, for the person concerned to see; so is one that finds nobody.
        """
        document = given["document"]
        return persons.look_up(
            document_type=document["type"],
            number=document["number"],
            issuer=document.get("issuer"),
            purpose=Purpose(given["purpose"]),
            by=by,
            at=at,
        )


def particulars(given: Given) -> persons.Particulars:
    """Return who is meant, as given."""
    document: dict[str, Any] = given["document"]
    return persons.Particulars(
        name=given["name"],
        document_type=document["type"],
        document_number=document["number"],
        issuer=document.get("issuer"),
        birth_date=given.get("birth_date"),
        sex=given.get("sex") or "",
    )
