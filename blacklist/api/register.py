"""The register as court staff may read it: which act, by whom, when, on what, under which article."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from rest_framework import serializers

from blacklist import selectors
from blacklist.api.paging import PageIn, page, paged
from blacklist.api.shapes import Choice, Id, Output, Text
from blacklist.api.views import CourtView, Given, Operation, matching
from blacklist.law.duties import Duty
from blacklist.law.lifecycle import Act
from blacklist.models import Officer

ACTS = [(act.value, act.value) for act in Act]


class EntryFilterIn(PageIn):
    """Which entries."""

    court = Text(required=False, max_length=8, help_text="For who reads the courts below.")
    measure = Id(required=False, help_text="A listing, an order or another record that acts are done on.")
    subject = Id(required=False, help_text="A person whom the act concerns.")
    act = Choice(ACTS, required=False)
    after = serializers.IntegerField(
        required=False, min_value=0, help_text="Only entries with a higher `list_version` than this one."
    )


class EntryOut(Output):
    """One act as the register has it."""

    list_version = serializers.IntegerField(source="version")
    act = serializers.ChoiceField(ACTS)
    actor = serializers.CharField(source="actor_name")
    court = serializers.CharField(source="court_id")
    at = serializers.DateTimeField()
    article = serializers.CharField()
    reason = serializers.SerializerMethodField(help_text="A code of the closed lists of reasons.")
    measure = serializers.UUIDField(source="measure_id", allow_null=True)
    subjects = serializers.ListField(child=serializers.UUIDField())

    def get_reason(self, entry: Any) -> str | None:
        return entry.reason or None


class Register(CourtView):
    operations = {
        "GET": Operation("list_entries", Duty.READ, takes=EntryFilterIn, gives=paged(EntryOut, name="EntryPage"))
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List the acts of the own court, and for who supervises of the courts below; newest first."""
        rows = matching(
            selectors.entries_of(by, about=given.get("measure")),
            given,
            *("court", "act"),
            measure=lambda measure_id: Q(measure_id=measure_id),
            subject=lambda person_id: Q(subjects__contains=[person_id]),
            after=lambda version: Q(version__gt=version),
        )
        return page(rows, given, newest_by="version")
