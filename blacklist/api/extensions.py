"""The acts on an extension of a listing's term (延长纳入期限), one view each."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from rest_framework import serializers

from blacklist import selectors
from blacklist.api.cases import CaseBriefOut
from blacklist.api.measures import ReasonsIn, ServiceIn
from blacklist.api.paging import PageIn, page, paged
from blacklist.api.persons import PersonOut
from blacklist.api.shapes import LIST, LONG, Choice, Day, Input, Named, NothingIn, Output, Several, Text, Whole
from blacklist.api.views import CourtView, Given, Operation, one
from blacklist.law.duties import Duty
from blacklist.law.extensions import EXTENSION_REASONS, ExtensionState
from blacklist.models import Extension, Officer, ServiceMethod
from blacklist.services import extensions, sessions

STATES = [(state.value, state.value) for state in ExtensionState]
REASONS = [(reason, reason) for reason in EXTENSION_REASONS]


class ConductIn(Input):
    """One act of the debtor, with its own evidence."""

    facts = Text(max_length=LONG, help_text="The conduct, in words.")
    evidence = serializers.ListField(child=Text(), max_length=LIST, help_text="File ids.")
    conduct_on = Day()


class ExtensionIn(Input):
    """What a judge puts before the president."""

    months = Whole(help_text="12 to 36; all extensions together make no more than three years.")
    reason = Choice(REASONS)
    acts = Several(child=ConductIn())
    reasons = Text(max_length=LONG)


class ExtensionOut(Output):
    """A decision to extend the term of a listing."""

    id = serializers.UUIDField()
    case = CaseBriefOut()
    court = serializers.CharField(source="court_id")
    listing = serializers.UUIDField(source="listing_id")
    debtor = PersonOut(source="listing.debtor")
    state = serializers.ChoiceField(STATES)
    decision_number = serializers.SerializerMethodField()
    drafted_by = serializers.CharField(source="drafted_by_name")
    signed_by = serializers.SerializerMethodField()
    signed_for = serializers.SerializerMethodField(help_text="In whose place an acting president signed; else null.")
    proposed_at = serializers.DateTimeField()
    decided_on = serializers.DateField(allow_null=True)
    reason = serializers.ChoiceField(REASONS)
    months = serializers.IntegerField()
    last_day = serializers.SerializerMethodField(help_text="Last day of the term, once the extension is served.")
    served_on = serializers.DateField(allow_null=True)
    service_method = Named(ServiceMethod.choices)
    particulars = serializers.DictField(help_text="The acts with their evidence, and the reasons, as entered.")

    def get_decision_number(self, row: Extension) -> str | None:
        return row.decision_number or None

    def get_signed_by(self, row: Extension) -> str | None:
        return row.signed_by_name or None

    def get_signed_for(self, row: Extension) -> str | None:
        return row.signed_for_name or None

    def get_last_day(self, row: Extension) -> str:
        assert row.prolongs_until is not None
        return (row.prolongs_until - timedelta(days=1)).isoformat()


class Extensions(CourtView):
    operations = {
        "GET": Operation("list_extensions", Duty.READ, takes=PageIn, gives=paged(ExtensionOut, name="ExtensionPage")),
        "POST": Operation("propose_extension", Duty.PROPOSE, takes=ExtensionIn, gives=ExtensionOut, answers=201),
    }

    def read(self, given: Given, *, by: Officer, at: datetime, listing_id: uuid.UUID) -> dict[str, Any]:
        """List the extensions of a listing's term, newest first."""
        rows = selectors.extensions_of(by).filter(listing=one(selectors.listings_of(by), listing_id))
        return page(rows, given, newest_by="proposed_at")

    def act(self, given: Given, *, by: Officer, at: datetime, listing_id: uuid.UUID) -> Extension:
        """Draft an extension of a term by one to three years, for serious violence or several dishonest acts (L2)."""
        acts = [extensions.Conduct(act["facts"], tuple(act["evidence"]), act["conduct_on"]) for act in given["acts"]]
        proposal = extensions.Proposal(listing_id, given["months"], given["reason"], acts, given["reasons"])
        return extensions.propose(proposal, by=by, at=at)


class OneExtension(CourtView):
    operations = {"GET": Operation("read_extension", Duty.READ, takes=NothingIn, gives=ExtensionOut)}

    def read(self, given: Given, *, by: Officer, at: datetime, extension_id: uuid.UUID) -> Any:
        """Read an extension of a listing's term."""
        return one(selectors.extensions_of(by), extension_id)


class SignExtension(CourtView):
    operations = {"POST": Operation("sign_extension", Duty.SIGN, takes=NothingIn, gives=ExtensionOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, extension_id: uuid.UUID) -> Extension:
        """Sign an extension that another officer drafted; it prolongs nothing before it is served.

        Needs a one-time code no older than five minutes: open a new session to give one.
        """
        sessions.require_fresh_factor(self.session, at=at)
        return extensions.sign(extension_id, by=by, at=at)


class RefuseExtension(CourtView):
    operations = {"POST": Operation("refuse_extension", Duty.SIGN, takes=ReasonsIn, gives=ExtensionOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, extension_id: uuid.UUID) -> Extension:
        """Decline a draft with reasons; the term stays as it is."""
        return extensions.refuse(extension_id, **given, by=by, at=at)


class ServeExtension(CourtView):
    operations = {"POST": Operation("serve_extension", Duty.SERVE, takes=ServiceIn, gives=ExtensionOut)}

    def act(self, given: Given, *, by: Officer, at: datetime, extension_id: uuid.UUID) -> Extension:
        """Record the service on the debtor; from now the term is longer. After the term's end it comes too late."""
        return extensions.serve(extension_id, **given, by=by, at=at)
