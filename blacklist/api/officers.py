"""The accounts of court staff: one view for each act of an administrator, each an entry in the register."""

import uuid
from datetime import datetime
from typing import Any

from rest_framework import serializers

from blacklist import selectors
from blacklist.api.paging import PageIn, page, page_in_order, paged
from blacklist.api.session import DUTIES, OfficerOut
from blacklist.api.shapes import LONG, Choice, Input, NothingIn, Output, Text
from blacklist.api.views import CourtView, Given, Operation, matching, one
from blacklist.law.duties import Duty
from blacklist.law.lifecycle import Act
from blacklist.models import AccountProposal, Officer, OfficerState
from blacklist.models.account import PROPOSED_ACTS
from blacklist.services import officers, sessions


class NoteIn(Input):
    """Why."""

    note = Text(max_length=LONG, help_text="Why, in words; it goes sealed into the register.")


class DutiesIn(NoteIn):
    """Which duties, and why."""

    duties = serializers.ListField(child=Choice(DUTIES), allow_empty=False, max_length=len(DUTIES))


class InviteIn(DutiesIn):
    """A new member of court staff; without a court an administrator of all courts."""

    username = Text(max_length=60)
    name = Text(max_length=60)
    court = Text(max_length=8, required=False, allow_null=True, default=None)


class MoveIn(NoteIn):
    """To which court, and why."""

    court = Text(max_length=8)


class OfficerFilterIn(PageIn):
    """Which accounts."""

    state = Choice(OfficerState.choices, required=False)


class AccountOut(OfficerOut):
    """An account."""

    id = serializers.IntegerField()
    state = serializers.ChoiceField(OfficerState.choices)


class AccountProposalOut(Output):
    """What one administrator proposed and another confirms."""

    id = serializers.UUIDField()
    act = serializers.ChoiceField(PROPOSED_ACTS)
    officer = AccountOut()
    duties = serializers.ListField(child=serializers.ChoiceField(DUTIES))
    note = serializers.CharField()
    proposed_by = serializers.CharField(source="proposed_by.username")
    proposed_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    confirmed_by = serializers.SerializerMethodField()
    confirmed_at = serializers.DateTimeField(allow_null=True)

    def get_confirmed_by(self, proposal: AccountProposal) -> str | None:
        return proposal.confirmed_by.username if proposal.confirmed_by else None


class GrantOut(Output):
    """The account, and what of the grant waits for a second administrator."""

    officer = AccountOut()
    proposal = AccountProposalOut(allow_null=True)


class SecretOut(GrantOut):
    """The account, the proposal if there is one, and a one-time secret (or the half shown to you) to hand over."""

    secret = serializers.SerializerMethodField(help_text="Shown this once; null when this act makes none.")

    def get_secret(self, given: officers.Given) -> str | None:
        return given.secret or None


class Officers(CourtView):
    operations = {
        "GET": Operation(
            "list_officers", Duty.ADMINISTER, takes=OfficerFilterIn, gives=paged(AccountOut, name="OfficerPage")
        ),
        "POST": Operation(
            "invite_officer", Duty.ADMINISTER, takes=InviteIn, gives=SecretOut, answers=201, shown_once=True
        ),
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List the accounts you keep, by user name: of your court, or without a court of all."""
        return page_in_order(matching(selectors.officers_of(by), given, "state"), given, by="username")

    def act(self, given: Given, *, by: Officer, at: datetime) -> officers.Given:
        """Invite a member of court staff; hand the one-time secret over in person.

        Duties to sign, revoke or administer wait for a second administrator (`/account-proposals`).
        """
        duties = frozenset(Duty(duty) for duty in given["duties"])
        newcomer = officers.Newcomer(given["username"], given["name"], given["court"], duties)
        return officers.invite(newcomer, note=given["note"], by=by, at=at)


class OneOfficer(CourtView):
    operations = {"GET": Operation("read_officer", Duty.ADMINISTER, takes=NothingIn, gives=AccountOut)}

    def read(self, given: Given, *, by: Officer, at: datetime, officer_id: int) -> Any:
        """Read an account you keep."""
        return one(selectors.officers_of(by), officer_id)


class MoveOfficer(CourtView):
    operations = {
        "POST": Operation("move_officer", Duty.ADMINISTER, takes=MoveIn, gives=AccountOut, recorded_as=Act.MOVE_OFFICER)
    }

    def act(self, given: Given, *, by: Officer, at: datetime, officer_id: int) -> Officer:
        """Move an officer to another court; sessions end.

        Needs an administrator of all courts. Duties to sign, revoke or administer stay behind.
        """
        return officers.move(officer_id, court_code=given["court"], note=given["note"], by=by, at=at)


class SuspendOfficer(CourtView):
    operations = {
        "POST": Operation(
            "suspend_officer", Duty.ADMINISTER, takes=NoteIn, gives=AccountOut, recorded_as=Act.SUSPEND_OFFICER
        )
    }

    def act(self, given: Given, *, by: Officer, at: datetime, officer_id: int) -> Officer:
        """Take from an officer the right to act, at once; sessions end."""
        return officers.suspend(officer_id, **given, by=by, at=at)


class ResumeOfficer(CourtView):
    operations = {
        "POST": Operation(
            "resume_officer", Duty.ADMINISTER, takes=NoteIn, gives=AccountOut, recorded_as=Act.RESUME_OFFICER
        )
    }

    def act(self, given: Given, *, by: Officer, at: datetime, officer_id: int) -> Officer:
        """Give a suspended officer the right to act back."""
        return officers.resume(officer_id, **given, by=by, at=at)


class GrantDuties(CourtView):
    operations = {
        "POST": Operation("grant_duties", Duty.ADMINISTER, takes=DutiesIn, gives=GrantOut, recorded_as=Act.GRANT_DUTY)
    }

    def act(self, given: Given, *, by: Officer, at: datetime, officer_id: int) -> officers.Given:
        """Give another officer duties.

        Duties to sign, revoke or administer wait for a second administrator (`/account-proposals`).
        """
        duties = [Duty(duty) for duty in given["duties"]]
        return officers.grant(officer_id, duties=duties, note=given["note"], by=by, at=at)


class WithdrawDuties(CourtView):
    operations = {
        "POST": Operation(
            "withdraw_duties", Duty.ADMINISTER, takes=DutiesIn, gives=AccountOut, recorded_as=Act.WITHDRAW_DUTY
        )
    }

    def act(self, given: Given, *, by: Officer, at: datetime, officer_id: int) -> Officer:
        """Take duties from an officer, or lay down your own."""
        duties = [Duty(duty) for duty in given["duties"]]
        return officers.withdraw(officer_id, duties=duties, note=given["note"], by=by, at=at)


class ResetFactor(CourtView):
    operations = {
        "POST": Operation("reset_factor", Duty.ADMINISTER, takes=NoteIn, gives=SecretOut, answers=201, shown_once=True)
    }

    def act(self, given: Given, *, by: Officer, at: datetime, officer_id: int) -> officers.Given:
        """Propose a new password and second factor for another officer.

        A second administrator confirms; each of you is shown half of the one-time secret and hands it over.
        """
        return officers.reset_factor(officer_id, **given, by=by, at=at)


class AccountProposals(CourtView):
    operations = {
        "GET": Operation(
            "list_account_proposals",
            Duty.ADMINISTER,
            takes=PageIn,
            gives=paged(AccountProposalOut, name="AccountProposalPage"),
        )
    }

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """List what was proposed for the accounts you keep, newest first."""
        return page(selectors.proposals_of(by), given, newest_by="proposed_at")


class ConfirmProposal(CourtView):
    operations = {
        "POST": Operation("confirm_proposal", Duty.ADMINISTER, takes=NothingIn, gives=SecretOut, shown_once=True)
    }

    def act(self, given: Given, *, by: Officer, at: datetime, proposal_id: uuid.UUID) -> officers.Given:
        """Confirm what another administrator proposed for a third officer; it is done by that.

        Needs a one-time code no older than five minutes.
        """
        sessions.require_fresh_factor(self.session, at=at)
        return officers.confirm(proposal_id, by=by, at=at)
