"""What has happened in a case, and what followed from it."""

import uuid
from datetime import datetime
from typing import Any

from rest_framework import serializers

from blacklist import selectors
from blacklist.api.paging import PageIn, page, paged
from blacklist.api.shapes import LIST, LONG, Choice, Day, Id, Input, Output, Text
from blacklist.api.views import CourtView, Given, Operation, matching, one
from blacklist.law.duties import Duty
from blacklist.law.events import EVENTS, EventKind
from blacklist.models import Officer
from blacklist.services import events

KINDS = [(fact.kind.value, fact.zh) for fact in EVENTS.values()]


class EventIn(Input):
    """A fact, and the file that shows it."""

    kind = Choice(KINDS)
    happened_on = Day()
    person = Id(required=False, allow_null=True, help_text="Whom it concerns; without it the whole case.")
    note = Text(max_length=LONG, help_text="What happened, in words.")
    evidence = serializers.ListField(child=Text(), max_length=LIST, required=False, default=list)


class EventFilterIn(PageIn):
    """Which facts."""

    kind = Choice(KINDS, required=False)


class EventOut(Output):
    """A fact in the file of a case."""

    id = serializers.UUIDField()
    case = serializers.UUIDField(source="case_id")
    kind = serializers.ChoiceField(KINDS)
    person = serializers.UUIDField(source="person_id", allow_null=True)
    happened_on = serializers.DateField()
    entered_at = serializers.DateTimeField()
    particulars = serializers.DictField()


class EnteredOut(Output):
    """The fact as entered, and what it did."""

    event = EventOut()
    ended = serializers.ListField(child=serializers.UUIDField(), help_text="Measures that ended by it.")
    under_review = serializers.ListField(
        child=serializers.UUIDField(),
        help_text="Listings with a term: early removal is to be decided.",
    )


class Events(CourtView):
    operations = {
        "GET": Operation("list_events", Duty.READ, takes=EventFilterIn, gives=paged(EventOut, name="EventPage")),
        "POST": Operation("record_event", Duty.REMOVE, takes=EventIn, gives=EnteredOut, answers=201),
    }

    def read(self, given: Given, *, by: Officer, at: datetime, case_id: uuid.UUID) -> dict[str, Any]:
        """List what has happened in a case of the own court, newest first."""
        case = one(selectors.cases_of(by), case_id)
        return page(matching(case.events.all(), given, "kind"), given, newest_by="entered_at")

    def act(self, given: Given, *, by: Officer, at: datetime, case_id: uuid.UUID) -> events.Entered:
        """Enter a fact into the file of a case.

        What the law attaches to it happens at once: listings are removed or revoked, orders are lifted, a listing with
        a term is put under review. Entered once, it is not changed.
        """
        happened = events.Happened(
            case_id=case_id,
            kind=EventKind(given["kind"]),
            on=given["happened_on"],
            note=given["note"],
            person_id=given.get("person"),
            evidence=tuple(given["evidence"]),
        )
        return events.record(happened, by=by, at=at)
