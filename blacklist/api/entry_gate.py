"""What conflicts about who is meant: before a person is entered, and before a measure is signed."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from rest_framework import serializers

from blacklist import selectors
from blacklist.api.persons import DocumentOut, PersonIn, particulars
from blacklist.api.shapes import Named, NothingIn, Output
from blacklist.api.views import CourtView, Enquiry, Given, Operation, one
from blacklist.law.duties import Duty
from blacklist.law.entry_gate import Conflict, Weight
from blacklist.models import Officer, Sex
from blacklist.services import entry_gate
from blacklist.services.entry_gate import Seen

CONFLICTS = [(conflict.value, conflict.value) for conflict in Conflict]
WEIGHTS = [(weight.value, weight.value) for weight in Weight]


class ConflictOut(Output):
    """One thing that does not fit. What blocks is put right before a measure is signed."""

    conflict = serializers.ChoiceField(CONFLICTS)
    weight = serializers.ChoiceField(WEIGHTS)
    article = serializers.CharField()
    sentence = serializers.CharField()
    problem = serializers.CharField(allow_null=True, help_text="The code of the fault in the number or name.")


class NamesakeOut(Output):
    """Somebody else of that name and birth date, by masked numbers; that person may learn of it."""

    documents = DocumentOut(many=True)
    sex = Named(Sex.choices)


class SeenOut(Output):
    """What there is to see about one person. `person` null: nobody on file holds the document."""

    person = serializers.SerializerMethodField()
    birth_date = serializers.DateField(allow_null=True)
    sex = Named(Sex.choices)
    proposed_number = serializers.CharField(allow_null=True, help_text="Compare it with the document.")
    conflicts = ConflictOut(source="found", many=True)
    is_blocked = serializers.BooleanField()
    namesakes = NamesakeOut(many=True, help_text="Ten at most.")
    checks_by_other_documents = serializers.IntegerField(
        allow_null=True, help_text="Recent checks that would have been asked for more: a count, and no more."
    )

    def get_person(self, seen: Seen) -> uuid.UUID | None:
        return seen.person.pk if seen.person else None


class GateOut(Output):
    """What there is to see about everybody whom a measure is to be on."""

    persons = SeenOut(many=True)
    is_blocked = serializers.SerializerMethodField()

    def get_is_blocked(self, shown: Mapping[str, list[Seen]]) -> bool:
        return any(seen.is_blocked for seen in shown["persons"])


class PreviewPerson(Enquiry):
    operations = {"POST": Operation("preview_person", Duty.READ, takes=PersonIn, gives=SeenOut)}

    def read(self, given: Given, *, by: Officer, at: datetime) -> Seen:
        """Look at a person before entering it: faults, a number to compare, who holds it, namesakes."""
        return entry_gate.of_entry(particulars(given), by=by, at=at)


class ListingGate(CourtView):
    operations = {"GET": Operation("get_listing_gate", Duty.READ, takes=NothingIn, gives=GateOut)}
    is_recorded = True

    def read(self, given: Given, *, by: Officer, at: datetime, listing_id: uuid.UUID) -> Mapping[str, list[Seen]]:
        """Show what conflicts about the debtor before the listing is signed."""
        return {"persons": entry_gate.of_listing(one(selectors.listings_of(by), listing_id), by=by, at=at)}


class OrderGate(CourtView):
    operations = {"GET": Operation("get_order_gate", Duty.READ, takes=NothingIn, gives=GateOut)}
    is_recorded = True

    def read(self, given: Given, *, by: Officer, at: datetime, order_id: uuid.UUID) -> Mapping[str, list[Seen]]:
        """Show what conflicts about each person named before the order is signed."""
        return {"persons": entry_gate.of_order(one(selectors.orders_of(by), order_id), by=by, at=at)}
