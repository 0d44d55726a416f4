"""Documents and names linked to a person, unlinked, and how well the record is verified."""

import uuid
from datetime import datetime
from typing import Any

from rest_framework import serializers

from blacklist import selectors
from blacklist.api.persons import DocumentIn, DocumentOut, PersonOut
from blacklist.api.shapes import LIST, LONG, Choice, Id, Input, NothingIn, Output, Text
from blacklist.api.views import CourtView, Given, Operation, one
from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal
from blacklist.models import DocumentUse, NameKind, Officer, Person
from blacklist.services import links


def evidence() -> serializers.ListField:
    """Return the field for what a finding rests on."""
    return serializers.ListField(child=Text(), max_length=LIST, help_text="File ids.")


class FurtherDocumentIn(Input):
    """A further document of a person on file, and what shows whose it is."""

    document = DocumentIn()
    use = Choice(DocumentUse.choices, required=False, default=DocumentUse.CURRENT)
    evidence = evidence()


class FurtherNameIn(Input):
    """A further name of a person on file, and what shows whose it is."""

    name = Text()
    kind = Choice(NameKind.choices)
    evidence = evidence()


class UnlinkIn(Input):
    """What was linked to the wrong person: one document or one further name, by its id; and how that was found."""

    document = Id(required=False, allow_null=True)
    name = Id(required=False, allow_null=True)
    note = Text(max_length=LONG)


class VerifyIn(Input):
    """What shows that the issuing authority has confirmed the number."""

    evidence = evidence()


class DoubtIn(Input):
    """Why the number may be somebody else's."""

    note = Text(max_length=LONG)


class LinkedDocumentOut(DocumentOut):
    """A document with what links it to the person; `linked_at` null: the person was entered by it."""

    use = serializers.ChoiceField(DocumentUse.choices)
    evidence = serializers.ListField(child=serializers.CharField())
    linked_at = serializers.DateTimeField(allow_null=True)
    linked_by = serializers.CharField()


class NameOut(Output):
    """A further name with what links it to the person."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(NameKind.choices)
    evidence = serializers.ListField(child=serializers.CharField())
    linked_at = serializers.DateTimeField(allow_null=True)
    linked_by = serializers.CharField()


class IdentityOut(PersonOut):
    """A person or unit with every document and name on file."""

    documents = LinkedDocumentOut(many=True)
    other_names = NameOut(many=True)


class OnePerson(CourtView):
    operations = {"GET": Operation("get_person", Duty.READ, takes=NothingIn, gives=IdentityOut)}

    def read(self, given: Given, *, by: Officer, at: datetime, person_id: uuid.UUID) -> Person:
        """Show a person or unit that a case of the own court concerns, with every document and name on file."""
        found: Person = one(selectors.persons_of(by), person_id)
        return found


class IdentifyPerson(CourtView):
    operations = {"POST": Operation("identify_person", Duty.PROPOSE, takes=FurtherDocumentIn, gives=IdentityOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, person_id: uuid.UUID) -> Person:
        """Find on the evidence that a further document is this person's, so that it bypasses no measure."""
        document: dict[str, Any] = given["document"]
        further = links.FurtherDocument(
            type=document["type"],
            number=document["number"],
            issuer=document.get("issuer"),
            use=DocumentUse(given["use"]),
            evidence=tuple(given["evidence"]),
        )
        return links.identify(person_id, further, by=by, at=at)


class NamePerson(CourtView):
    operations = {"POST": Operation("name_person", Duty.PROPOSE, takes=FurtherNameIn, gives=IdentityOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, person_id: uuid.UUID) -> Person:
        """Find on the evidence that a former name or an alias is this person's."""
        further = links.FurtherName(given["name"], NameKind(given["kind"]), tuple(given["evidence"]))
        return links.name(person_id, further, by=by, at=at)


class UnlinkPerson(CourtView):
    operations = {"POST": Operation("unlink_person", Duty.RECTIFY, takes=UnlinkIn, gives=IdentityOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, person_id: uuid.UUID) -> Person:
        """Take off a document or name that is somebody else's; checks by it no longer lead here."""
        return links.unlink(person_id, _linked(given), note=given["note"], by=by, at=at)


class VerifyPerson(CourtView):
    operations = {"POST": Operation("verify_person", Duty.PROPOSE, takes=VerifyIn, gives=IdentityOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, person_id: uuid.UUID) -> Person:
        """Record that the issuing authority has confirmed the number on file."""
        return links.verify(person_id, evidence=given["evidence"], by=by, at=at)


class DoubtPerson(CourtView):
    operations = {"POST": Operation("doubt_person", Duty.RECTIFY, takes=DoubtIn, gives=IdentityOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, person_id: uuid.UUID) -> Person:
        """Record that the number on file may be somebody else's: until that is settled the record confirms nobody."""
        return links.doubt(person_id, note=given["note"], by=by, at=at)


def _linked(given: Given) -> links.Linked:
    linked = links.Linked(document_id=given.get("document"), name_id=given.get("name"))
    if (linked.document_id is None) == (linked.name_id is None):
        raise Refusal("field-required", "Name one document or one further name.", pointer="document")
    return linked
