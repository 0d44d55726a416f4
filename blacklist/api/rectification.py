"""Putting records right (更正): measures, persons, basis documents; and the errors a court finds by itself (L9)."""

import uuid
from datetime import datetime
from typing import Any

from rest_framework import serializers

from blacklist import selectors
from blacklist.api.cases import CaseOut
from blacklist.api.listings import ListingOut
from blacklist.api.orders import OrderOut
from blacklist.api.paging import PageIn, page, paged
from blacklist.api.persons import DOCUMENT_TYPES, PersonOut
from blacklist.api.shapes import LONG, Choice, Day, Id, Input, Output, Several, Text
from blacklist.api.tasks import TaskOut
from blacklist.api.views import CourtView, Given, Operation, matching
from blacklist.law.duties import Duty
from blacklist.law.identity import Document
from blacklist.law.remedies import MeasureKind
from blacklist.models import EnforcementCase, Officer, Person, Rectification, Sex, Task, TaskKind
from blacklist.services import bases, findings, identities, rectification
from blacklist.services.decisions import Decision
from blacklist.services.rectification import Right

ERRORS = [(kind.value, kind.label) for kind in findings.ERRORS]


class RectifyIn(Input):
    """Why a record is put right, and which request for correction that fulfils."""

    note = Text(max_length=LONG, help_text="What was wrong, and how it was found.")
    correction = Id(required=False, allow_null=True, source="correction_id")


class WordsIn(Input):
    """New words in their place among the particulars, such as `grounds.0.facts`."""

    place = Text(max_length=60)
    text = Text(max_length=LONG)


class RectifyListingIn(RectifyIn):
    """What the listing should say."""

    words = Several(child=WordsIn())
    served_on = Day(required=False, allow_null=True)


class RectifyOrderIn(RectifyListingIn):
    """What the order should say; a day of service is that on `person`."""

    person = Id(required=False, allow_null=True)


class RightNumberIn(Input):
    """The right form of a document on file; `id` says which, where there are several."""

    id = Id(required=False, allow_null=True)
    type = Choice(DOCUMENT_TYPES)
    number = Text(max_length=60)
    issuer = Text(max_length=3, required=False, allow_null=True, help_text="Of a passport: ISO 3166 code.")


class RectifyPersonIn(RectifyIn):
    """What the record should say. Where a number holds sex and birth date, they follow it."""

    name = Text(required=False, allow_null=True)
    sex = Choice(Sex.choices, required=False, allow_null=True)
    birth_date = Day(required=False, allow_null=True)
    document = RightNumberIn(required=False, allow_null=True)


class RectifyBasisIn(RectifyIn):
    """What the basis document says."""

    basis = Id()
    issuer = Text(max_length=100, required=False, allow_null=True)
    number = Text(max_length=80, required=False, allow_null=True)
    obligation = Text(max_length=LONG, required=False, allow_null=True)


class ErrorIn(Input):
    """An error as the court confirmed it."""

    error = Choice(ERRORS)
    found_on = Day(help_text="Day 0 of the three working days.")
    note = Text(max_length=LONG)


class RectificationFilterIn(PageIn):
    """Which rectifications."""

    record = Id(required=False, source="record_id", help_text="Of this listing, order, person or basis document.")


class RectificationOut(Output):
    """One field that was put right, and what it said."""

    id = serializers.UUIDField()
    record = serializers.UUIDField(source="record_id")
    field = serializers.CharField()
    old = serializers.SerializerMethodField(help_text="What it said; a person's number without its middle.")
    rectified_at = serializers.DateTimeField()
    rectified_by = serializers.CharField(source="rectified_by.username")
    court = serializers.CharField(source="court_id")

    def get_old(self, row: Rectification) -> str:
        kind, _, type = row.field.rpartition(".")[0].partition(".")
        return Document(type, row.old).masked if kind == "document" else row.old


class RectifyListing(CourtView):
    operations = {"POST": Operation("rectify_listing", Duty.RECTIFY, takes=RectifyListingIn, gives=ListingOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, listing_id: uuid.UUID) -> Decision:
        """Put what a listing says wrongly right; what it said is kept, sealed.

        Another ground or debtor is another decision: revoke this one.
        """
        return rectification.rectify(MeasureKind.LISTING, listing_id, **_right(given), by=by, at=at)


class RectifyOrder(CourtView):
    operations = {"POST": Operation("rectify_order", Duty.RECTIFY, takes=RectifyOrderIn, gives=OrderOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, order_id: uuid.UUID) -> Decision:
        """Put what an order says wrongly right; what it said is kept, sealed.

        Another person, activity or period is another decision: revoke or lift this one.
        """
        return rectification.rectify(MeasureKind.ORDER, order_id, **_right(given), by=by, at=at)


class RectifyPerson(CourtView):
    operations = {"POST": Operation("rectify_person", Duty.RECTIFY, takes=RectifyPersonIn, gives=PersonOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, person_id: uuid.UUID) -> Person:
        """Put a person's name, number, birth date or sex right; checks find the person by that at once.

        Who turns out to have been a minor: the court has three working days to revoke the measure.
        """
        number = given.get("document")
        right = identities.Right(
            name=given.get("name"),
            sex=given.get("sex"),
            birth_date=given.get("birth_date"),
            document=_number(number) if number else None,
        )
        return identities.rectify(person_id, right=right, **_why(given), by=by, at=at)


class RectifyBasis(CourtView):
    operations = {"POST": Operation("rectify_basis", Duty.RECTIFY, takes=RectifyBasisIn, gives=CaseOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, case_id: uuid.UUID) -> EnforcementCase:
        """Put issuer, number or obligation of a basis document right; what the record said is kept, sealed."""
        right = bases.Right(given.get("issuer"), given.get("number"), given.get("obligation"))
        return bases.rectify(case_id, given["basis"], right=right, **_why(given), by=by, at=at)


class ReportErrorInListing(CourtView):
    operations = {"POST": Operation("report_error_in_listing", Duty.REGISTER, takes=ErrorIn, gives=TaskOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, listing_id: uuid.UUID) -> Task:
        """Record that the court found a listing wrong: it should not have been, or its particulars are wrong.

        The task is due in three working days from the day it was found.
        """
        return findings.report_error(MeasureKind.LISTING, listing_id, **_error(given), by=by, at=at)


class ReportErrorInOrder(CourtView):
    operations = {"POST": Operation("report_error_in_order", Duty.REGISTER, takes=ErrorIn, gives=TaskOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, order_id: uuid.UUID) -> Task:
        """Record that the court found an order wrong: it should not have been, or its particulars are wrong.

        The task is due in three working days from the day it was found.
        """
        return findings.report_error(MeasureKind.ORDER, order_id, **_error(given), by=by, at=at)


class Rectifications(CourtView):
    operations = {
        "GET": Operation(
            "list_rectifications",
            Duty.READ,
            takes=RectificationFilterIn,
            gives=paged(RectificationOut, name="RectificationPage"),
        )
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List what was put right, newest first, with what it said before."""
        return page(matching(selectors.rectifications_of(by), given, "record_id"), given, newest_by="rectified_at")


def _why(given: Given) -> dict[str, Any]:
    return {"note": given["note"], "correction_id": given.get("correction_id")}


def _right(given: Given) -> dict[str, Any]:
    words = {said["place"]: said["text"] for said in given["words"]}
    return {"right": Right(words, given.get("served_on"), given.get("person")), **_why(given)}


def _error(given: Given) -> dict[str, Any]:
    return {**given, "error": TaskKind(given["error"])}


def _number(given: Given) -> identities.Number:
    return identities.Number(given["type"], given["number"], given.get("issuer"), given.get("id"))
