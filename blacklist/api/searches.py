"""A court's search for people of like names, and who has looked at a person's record."""

import uuid
from datetime import datetime
from typing import Any

from rest_framework import serializers

from blacklist import selectors
from blacklist.api.paging import PageIn, page, paged
from blacklist.api.persons import PersonOut
from blacklist.api.shapes import LONG, Choice, Day, Input, Named, Output, Text, Whole
from blacklist.api.views import CourtView, Enquiry, Given, Operation, one
from blacklist.law.duties import Duty
from blacklist.law.likeness import Likeness
from blacklist.models import Officer, Purpose, Sex
from blacklist.services import searches
from blacklist.services.searches import Shown, Sought

LIKENESSES = [(likeness.value, likeness.value) for likeness in Likeness]
FIRST_YEAR, LAST_YEAR = 1850, 2100


class SearchIn(Input):
    """Whom you look for, what for, and in which case or matter."""

    name = Text()
    birth_date = Day(required=False, allow_null=True)
    birth_year = Whole(required=False, allow_null=True, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    sex = Choice(Sex.choices, required=False, allow_null=True)
    purpose = Choice(Purpose.choices)
    reason = Text(max_length=LONG)


class LikeOut(Output):
    """Somebody on file, and how near the name is."""

    person = PersonOut()
    birth_date = serializers.DateField(source="person.birth_date", allow_null=True)
    sex = Named(Sex.choices, source="person.sex")
    likeness = serializers.ChoiceField(LIKENESSES)
    has_birth_date = serializers.BooleanField(help_text="Born on the day stated.")


class SearchOut(Output):
    """Who was found, the nearest first; `has_more`: state more about whom you look for."""

    people = LikeOut(many=True)
    has_more = serializers.BooleanField()


class AccessOut(Output):
    """One time that a person's record was shown to an officer."""

    court = serializers.CharField(source="court_id")
    court_name = serializers.CharField(source="court.name")
    purpose = serializers.ChoiceField(Purpose.choices)
    at = serializers.DateTimeField()
    was_search = serializers.SerializerMethodField(help_text="Shown by a search for a like name.")

    def get_was_search(self, row: object) -> bool:
        return getattr(row, "search_id", None) is not None


class SearchPersons(Enquiry):
    operations = {"POST": Operation("search_persons", Duty.READ, takes=SearchIn, gives=SearchOut)}

    def read(self, given: Given, *, by: Officer, at: datetime) -> Shown:
        """Find people of that name or a near one, for the court alone. Everybody shown may see who looked."""
        sought = Sought(
            name=given["name"],
            purpose=Purpose(given["purpose"]),
            reason=given["reason"],
            birth_date=given.get("birth_date"),
            birth_year=given.get("birth_year"),
            sex=given.get("sex") or "",
        )
        return searches.search(sought, by=by, at=at)


class PersonAccesses(CourtView):
    operations = {
        "GET": Operation("list_person_accesses", Duty.READ, takes=PageIn, gives=paged(AccessOut, name="AccessPage"))
    }

    def read(self, given: Given, *, by: Officer, at: datetime, person_id: uuid.UUID) -> dict[str, Any]:
        """List which courts looked at a person's record and what for, newest first: the person may know."""
        person = one(selectors.persons_of(by), person_id)
        return page(selectors.accesses_of(person.pk), given, newest_by="at")
