"""The acts on a listing (失信被执行人名单), one view each."""

import uuid
from datetime import datetime
from typing import Any

from django.db.models import Q
from rest_framework import serializers

from blacklist import selectors
from blacklist.api.measures import (
    ClosureIn,
    DecisionOut,
    EffectOut,
    EndIn,
    GraceIn,
    MeasureFilterIn,
    ReasonsIn,
    ServiceIn,
    SignIn,
)
from blacklist.api.paging import page, paged
from blacklist.api.persons import PersonOut
from blacklist.api.shapes import LIST, LONG, Choice, Day, Id, Input, NothingIn, Several, Text, Whole, YesNo
from blacklist.api.views import CourtView, Given, Operation, matching, one
from blacklist.law.duties import Duty
from blacklist.law.lifecycle import ListingState
from blacklist.law.particulars import PERFORMANCE, UNPERFORMED
from blacklist.models import Listing, Officer
from blacklist.services import grace, listings, sessions

STATES = [(state.value, state.value) for state in ListingState]


class GroundIn(Input):
    """One of the six grounds (L1), with the facts and the evidence that carry it."""

    number = Whole(help_text="1 to 6")
    facts = Text(max_length=LONG, help_text="The conduct, in words.")
    evidence = serializers.ListField(child=Text(), max_length=LIST, help_text="File ids.")
    conduct_on = Day()
    order = Id(required=False, allow_null=True, help_text="Ground 5: the order that was breached.")
    asset_report = Id(required=False, allow_null=True, help_text="Ground 4: the order to report assets.")
    settlement = Id(required=False, allow_null=True, help_text="Ground 6: the settlement.")


class NegativesIn(Input):
    """The four facts that exclude ground 1 (L3), and the good reason that excludes ground 6: each to be denied."""

    security_given = YesNo(required=False)
    assets_controlled = YesNo(required=False)
    turn_later = YesNo(required=False)
    other_than_refusal = YesNo(required=False)
    good_reason = YesNo(required=False)


def _files() -> serializers.ListField:
    return serializers.ListField(child=Text(), max_length=LIST, required=False)


class NegativesEvidenceIn(Input):
    """On what each answer on ground 1 rests, by file ids (L3)."""

    security_given = _files()
    assets_controlled = _files()
    turn_later = _files()
    other_than_refusal = _files()


class ListingIn(Input):
    """What a judge puts before the president."""

    case = Id()
    debtor = Id()
    grounds = Several(child=GroundIn())
    negatives = NegativesIn(required=False, default=dict)
    negatives_evidence = NegativesEvidenceIn(required=False, default=dict)
    reasons = Text(max_length=LONG)
    performance = Choice(
        [(code, PERFORMANCE[code]) for code in UNPERFORMED],
        required=False,
        default=UNPERFORMED[0],
        help_text="How far the obligation was performed, as it is published (L6).",
    )
    application = Id(
        required=False,
        allow_null=True,
        help_text="The application it answers, which is granted with it; else own motion.",
    )
    exception = Text(
        max_length=LONG,
        required=False,
        allow_blank=True,
        default="",
        help_text="Why a full-time student with a campus loan is not spared (G16-3); the president has to agree.",
    )


class RemovalIn(EndIn):
    """Why the listing ends, and in answer to which application."""

    application = Id(required=False, allow_null=True, help_text="Needed at the request of the applicant (L10).")


class KeepIn(Input):
    """Why the listing stays although the debtor has performed."""

    note = Text(max_length=LONG)


class ListingFilterIn(MeasureFilterIn):
    """Which listings."""

    state = Choice(STATES, required=False)
    debtor = Id(required=False)


class ListingOut(DecisionOut, EffectOut):
    """A listing decision and its effect."""

    debtor = PersonOut()
    state = serializers.ChoiceField(STATES)
    grounds = serializers.ListField(child=serializers.IntegerField())
    published_on = serializers.DateField(allow_null=True)
    withheld_on = serializers.DateField(allow_null=True, help_text="When it was decided not to publish it (J13).")


class Listings(CourtView):
    operations = {
        "GET": Operation(
            "list_listings", Duty.READ, takes=ListingFilterIn, gives=paged(ListingOut, name="ListingPage")
        ),
        "POST": Operation("propose_listing", Duty.PROPOSE, takes=ListingIn, gives=ListingOut, answers=201),
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List the listings of the own court, and for who supervises of the courts below; newest first."""
        rows = matching(
            selectors.listings_of(by),
            given,
            *("state", "case", "debtor"),
            court=lambda code: Q(case__court=code),
            ending_before=lambda day: Q(in_force_until__lte=day),
            unserved=lambda is_so: Q(served_on__isnull=is_so),
        )
        return page(rows, given, newest_by="proposed_at")

    def act(self, given: Given, *, by: Officer, at: datetime) -> Listing:
        """Draft a listing decision; another officer signs it."""
        return listings.propose(_proposal(given), by=by, at=at)


class OneListing(CourtView):
    operations = {"GET": Operation("read_listing", Duty.READ, takes=NothingIn, gives=ListingOut)}

    def read(self, given: Given, *, by: Officer, at: datetime, listing_id: uuid.UUID) -> Any:
        """Read a listing of the own court."""
        return one(selectors.listings_of(by), listing_id)


class SignListing(CourtView):
    operations = {"POST": Operation("sign_listing", Duty.SIGN, takes=SignIn, gives=ListingOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, listing_id: uuid.UUID) -> Listing:
        """Sign a listing decision that another officer drafted.

        Needs a one-time code no older than five minutes: give a new one at `/session/factor`.
        """
        sessions.require_fresh_factor(self.session, at=at)
        return listings.sign(listing_id, **given, by=by, at=at)


class ServeListing(CourtView):
    operations = {"POST": Operation("serve_listing", Duty.SERVE, takes=ServiceIn, gives=ListingOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, listing_id: uuid.UUID) -> Listing:
        """Record the service of the signed decision on the debtor."""
        return listings.serve(listing_id, **given, by=by, at=at)


class PublishListing(CourtView):
    operations = {"POST": Operation("publish_listing", Duty.PUBLISH, takes=NothingIn, gives=ListingOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, listing_id: uuid.UUID) -> Listing:
        """Publish a signed and served listing; from now it has effect outside the court."""
        return listings.publish(listing_id, by=by, at=at)


class RemoveListing(CourtView):
    operations = {"POST": Operation("remove_listing", Duty.REMOVE, takes=RemovalIn, gives=ListingOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, listing_id: uuid.UUID) -> Listing:
        """End a right listing for a reason of the law (L10); its effect ends at once."""
        return listings.remove(
            listing_id,
            reason=given["reason"],
            note=given["note"],
            application_id=given.get("application"),
            by=by,
            at=at,
        )


class RefuseListing(CourtView):
    operations = {"POST": Operation("refuse_listing", Duty.SIGN, takes=ReasonsIn, gives=ListingOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, listing_id: uuid.UUID) -> Listing:
        """Decline a draft with reasons; the judge may draft anew, or refuse the application it answers."""
        return listings.refuse(listing_id, **given, by=by, at=at)


class GraceListing(CourtView):
    operations = {"POST": Operation("grace_listing", Duty.SIGN, takes=GraceIn, gives=ListingOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, listing_id: uuid.UUID) -> Listing:
        """Hold a signed decision back for one to three months (G15); nobody outside the court learns of it."""
        return grace.grace(listing_id, **given, by=by, at=at)


class CloseListing(CourtView):
    operations = {"POST": Operation("close_listing", Duty.REMOVE, takes=ClosureIn, gives=ListingOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, listing_id: uuid.UUID) -> Listing:
        """Close a signed listing before it was ever public, because the debtor has performed."""
        return grace.close(listing_id, **given, by=by, at=at)


class WithholdListing(CourtView):
    operations = {"POST": Operation("withhold_listing", Duty.SIGN, takes=ReasonsIn, gives=ListingOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, listing_id: uuid.UUID) -> Listing:
        """Decide that a listing is not shown to the public when it takes effect (J13); the unit is told instead."""
        return grace.withhold(listing_id, **given, by=by, at=at)


class JustifyListing(CourtView):
    operations = {"POST": Operation("justify_listing", Duty.PROPOSE, takes=ReasonsIn, gives=ListingOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, listing_id: uuid.UUID) -> Listing:
        """State why a listing without a term goes on for another year."""
        return listings.justify(listing_id, **given, by=by, at=at)


class KeepListing(CourtView):
    operations = {"POST": Operation("keep_listing", Duty.SIGN, takes=KeepIn, gives=ListingOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, listing_id: uuid.UUID) -> Listing:
        """Keep a listing with a term although the debtor has performed; the president gives the reasons (G19)."""
        return listings.keep(listing_id, **given, by=by, at=at)


class RevokeListing(CourtView):
    operations = {"POST": Operation("revoke_listing", Duty.REVOKE, takes=EndIn, gives=ListingOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, listing_id: uuid.UUID) -> Listing:
        """Undo a listing that should never have been (L9); its effect ends at once."""
        return listings.revoke(listing_id, **given, by=by, at=at)


def _proposal(given: Given) -> listings.Proposal:
    return listings.Proposal(
        case_id=given["case"],
        debtor_id=given["debtor"],
        grounds=[_ground(found) for found in given["grounds"]],
        negatives=given["negatives"],
        negatives_evidence=given["negatives_evidence"],
        reasons=given["reasons"],
        performance=given["performance"],
        application_id=given.get("application"),
        exception=given["exception"],
    )


def _ground(given: Given) -> listings.GroundFound:
    return listings.GroundFound(
        number=given["number"],
        facts=given["facts"],
        evidence=tuple(given["evidence"]),
        conduct_on=given["conduct_on"],
        order_id=given.get("order"),
        asset_report_id=given.get("asset_report"),
        settlement_id=given.get("settlement"),
    )
