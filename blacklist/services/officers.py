"""The acts on officers' accounts: enrol, invite, accept, move, suspend, resume, grant, withdraw, reset_factor, confirm.

Each is one entry in the register. Granting a powerful duty and resetting somebody's factors take two administrators:
one proposes, another confirms. An administrator of a court keeps that court's accounts, one without a court all.
"""

import secrets
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from blacklist.law.accounts import AccountState, next_state, read_username
from blacklist.law.duties import FOUR_EYES, Duty, check_compatible
from blacklist.law.lifecycle import Act
from blacklist.law.refusals import Refusal
from blacklist.models import AccountProposal, Court, Invitation, Officer
from blacklist.register import account_payload
from blacklist.services import accounts, relation, sessions
from blacklist.services.decisions import require_note

PASSWORD_BYTES = 15


@dataclass(frozen=True)
class Enrolled:
    """An officer just enrolled. Neither secret can be read again: hand them over now."""

    officer: Officer
    password: str
    totp_secret: str


@dataclass(frozen=True)
class Newcomer:
    """Who is invited: the account to be, at a court (None: an administrator of all courts), with these duties."""

    username: str
    name: str
    court_code: str | None
    duties: frozenset[Duty]


@dataclass(frozen=True)
class Given:
    """An account after an act, and what of the act waits for a second administrator.

    ``secret`` is the one-time secret to hand over, or the half of it shown to this administrator; never shown again.
    """

    officer: Officer
    proposal: AccountProposal | None = None
    secret: str = ""


def enrol(
    *,
    username: str,
    name: str,
    court_code: str | None,
    duties: Iterable[Duty],
    password: str | None = None,
    at: datetime,
) -> Enrolled:
    """Give a member of court staff an account from the command line, the first administrator's above all.

    ``court_code`` is None for an administrator of all courts; without ``password`` a random one is made.

    :raises Refusal: ``username-characters``, ``unknown-court``, ``duties-incompatible``; ``duplicate`` when the user
        name is taken.
    """
    password = password or secrets.token_urlsafe(PASSWORD_BYTES)
    officer = _new(Newcomer(username, name, court_code, frozenset(duties)), state=AccountState.ACTIVE)
    officer.set_password(password)
    with transaction.atomic():
        _insert(officer)
        enrolled = Enrolled(officer=officer, password=password, totp_secret=sessions.enrol_second_factor(officer))
        accounts.record(Act.ENROL_OFFICER, officer, before=None, by=None, at=at)
        return enrolled


def invite(newcomer: Newcomer, *, note: str, by: Officer, at: datetime) -> Given:
    """Open an account for somebody who sets password and second factor by the one-time secret returned.

    The powerful ones of the duties wait for a second administrator.

    :raises Refusal: ``duty-required``, ``other-court``, ``username-characters``, ``unknown-court``,
        ``duties-incompatible``, ``reasons-required``; ``duplicate`` when the user name is taken.
    """
    secret = accounts.new_secret()
    with transaction.atomic():
        relation.require_administrator(by, newcomer.court_code)
        officer = _new(newcomer, state=AccountState.INVITED)
        require_note(note, article=accounts.ARTICLE)
        accounts.give(officer, newcomer.duties - FOUR_EYES)
        officer.set_unusable_password()
        _insert(officer)
        accounts.issue_invitation(officer, secret_digest=accounts.digest(secret), at=at)
        proposal = _propose_grant(officer, newcomer.duties & FOUR_EYES, note=note, by=by, at=at)
        accounts.record(Act.INVITE_OFFICER, officer, before=None, by=by, at=at, note=note)
        return Given(officer, proposal, secret)


def accept(*, secret: str, password: str, at: datetime) -> Enrolled:
    """Take up an invitation: set the password and get a second factor. The secret works once.

    :raises Refusal: ``unauthenticated`` for a secret that is wrong, used or too old; ``password-weak``.
    """
    with transaction.atomic():
        officer = _invited(secret, at=at)
        before = account_payload(officer)
        accounts.step(officer, Act.ACCEPT_INVITE)
        _set_password(officer, password)
        totp_secret = sessions.enrol_second_factor(officer)
        Invitation.objects.filter(officer=officer).delete()
        accounts.record(Act.ACCEPT_INVITE, officer, before=before, by=officer, at=at)
        return Enrolled(officer=officer, password=password, totp_secret=totp_secret)


def move(officer_id: int, *, court_code: str, note: str, by: Officer, at: datetime) -> Officer:
    """Move an officer to another court; sessions end, and the powerful duties stay behind: each court grants its own.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``wrong-state``, ``already-done``,
        ``unknown-court``, ``last-administrator``, ``reasons-required``.
    """
    with transaction.atomic():
        officer, by = accounts.locked(officer_id, by=by)
        relation.require_administrator(by, officer.court_id, court_code)
        before = account_payload(officer)
        if officer.court_id == court_code:
            raise Refusal("already-done", "The officer serves this court.", pointer="court")
        _require_court(court_code)
        accounts.require_another_administrator(officer)
        accounts.step(officer, Act.MOVE_OFFICER)
        require_note(note, article=accounts.ARTICLE)
        officer.court_id = court_code
        accounts.give(officer, accounts.duties_of(officer) - FOUR_EYES)
        sessions.end_all(officer, at=at)
        accounts.record(Act.MOVE_OFFICER, officer, before=before, by=by, at=at, note=note)
        return officer


def suspend(officer_id: int, *, note: str, by: Officer, at: datetime) -> Officer:
    """Take from an officer the right to act, at once; sessions end, an open invitation is void.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``already-done``, ``last-administrator``,
        ``reasons-required``.
    """
    with transaction.atomic():
        officer, by = accounts.locked(officer_id, by=by)
        relation.require_administrator(by, officer.court_id)
        before = account_payload(officer)
        accounts.require_another_administrator(officer)
        accounts.step(officer, Act.SUSPEND_OFFICER)
        require_note(note, article=accounts.ARTICLE)
        sessions.end_all(officer, at=at)
        Invitation.objects.filter(officer=officer).delete()
        accounts.record(Act.SUSPEND_OFFICER, officer, before=before, by=by, at=at, note=note)
        return officer


def resume(officer_id: int, *, note: str, by: Officer, at: datetime) -> Officer:
    """Give a suspended officer the right to act back, with the duties held before.

    :raises Refusal: as :func:`suspend`, and ``wrong-state``.
    """
    with transaction.atomic():
        officer, by = accounts.locked(officer_id, by=by)
        relation.require_administrator(by, officer.court_id)
        before = account_payload(officer)
        accounts.step(officer, Act.RESUME_OFFICER)
        require_note(note, article=accounts.ARTICLE)
        accounts.record(Act.RESUME_OFFICER, officer, before=before, by=by, at=at, note=note)
        return officer


def grant(officer_id: int, *, duties: Collection[Duty], note: str, by: Officer, at: datetime) -> Given:
    """Give an officer duties; the powerful ones wait for a second administrator. Nobody gives oneself any.

    :raises Refusal: as :func:`suspend`, and ``own-account``, ``wrong-state``, ``duties-incompatible``.
    """
    with transaction.atomic():
        officer, by = accounts.locked(officer_id, by=by)
        relation.require_administrator(by, officer.court_id)
        _require_other(officer, by)
        before, held = account_payload(officer), accounts.duties_of(officer)
        accounts.step(officer, Act.GRANT_DUTY)
        new = frozenset(duties) - held
        if not new:
            raise Refusal("already-done", "The officer has these duties.", pointer="duties")
        check_compatible(held | new)
        require_note(note, article=accounts.ARTICLE)
        proposal = _propose_grant(officer, new & FOUR_EYES, note=note, by=by, at=at)
        if new - FOUR_EYES:
            accounts.give(officer, held | (new - FOUR_EYES))
            accounts.record(Act.GRANT_DUTY, officer, before=before, by=by, at=at, note=note)
        return Given(officer, proposal)


def withdraw(officer_id: int, *, duties: Collection[Duty], note: str, by: Officer, at: datetime) -> Officer:
    """Take duties from an officer; an administrator may lay down one's own.

    :raises Refusal: as :func:`suspend`.
    """
    with transaction.atomic():
        officer, by = accounts.locked(officer_id, by=by)
        relation.require_administrator(by, officer.court_id)
        before, held = account_payload(officer), accounts.duties_of(officer)
        accounts.step(officer, Act.WITHDRAW_DUTY)
        if not held & frozenset(duties):
            raise Refusal("already-done", "The officer has none of these duties.", pointer="duties")
        if Duty.ADMINISTER in duties:
            accounts.require_another_administrator(officer)
        require_note(note, article=accounts.ARTICLE)
        accounts.give(officer, held - frozenset(duties))
        accounts.record(Act.WITHDRAW_DUTY, officer, before=before, by=by, at=at, note=note)
        return officer


def reset_factor(officer_id: int, *, note: str, by: Officer, at: datetime) -> Given:
    """Propose that an officer gets a new password and second factor; a second administrator confirms.

    Each of the two is shown one half of the one-time secret, so that neither can take the account over.

    :raises Refusal: as :func:`suspend`, and ``own-account``, ``wrong-state``.
    """
    half = accounts.new_secret()
    with transaction.atomic():
        officer, by = accounts.locked(officer_id, by=by)
        relation.require_administrator(by, officer.court_id)
        _require_other(officer, by)
        next_state(AccountState(officer.state), Act.RESET_FACTOR)
        require_note(note, article=accounts.ARTICLE)
        proposal = accounts.propose(Act.RESET_FACTOR, officer, half=half, note=note, by=by, at=at)
        return Given(officer, proposal, half)


def confirm(proposal_id: uuid.UUID, *, by: Officer, at: datetime) -> Given:
    """Confirm what another administrator proposed for a third officer's account; it is done by that.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``second-administrator-required``,
        ``already-done``; ``wrong-state`` when the proposal is too old, or its proposer keeps these accounts no more;
        ``duties-incompatible``.
    """
    with transaction.atomic():
        officer, by = accounts.locked_by_proposal(proposal_id, by=by)
        proposal = AccountProposal.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal_id)
        relation.require_administrator(by, officer.court_id)
        if by.pk in (proposal.proposed_by_id, officer.pk):
            raise Refusal("second-administrator-required")
        if proposal.confirmed_at is not None:
            raise Refusal("already-done", "This proposal is confirmed.")
        if not accounts.still_stands(proposal, at=at):
            raise Refusal("wrong-state", "This proposal stands no more; propose it anew.")
        proposal.confirmed_by, proposal.confirmed_at = by, at
        proposal.save()
        return Given(officer, proposal, _carry_out(proposal, officer, by=by, at=at))


def _carry_out(proposal: AccountProposal, officer: Officer, *, by: Officer, at: datetime) -> str:
    """Do what was proposed and return the second half of a new secret, if it makes one."""
    before, act = account_payload(officer), Act(proposal.act)
    accounts.step(officer, act)
    shown = _take_factors(officer, proposal, at=at) if act is Act.RESET_FACTOR else ""
    if act is Act.GRANT_DUTY:
        wanted = accounts.duties_of(officer) | proposal.new_duties
        check_compatible(wanted)
        accounts.give(officer, wanted)
    proposer = proposal.proposed_by.username
    accounts.record(act, officer, before=before, by=by, at=at, note=proposal.note, proposed_by=proposer)
    return shown


def _take_factors(officer: Officer, proposal: AccountProposal, *, at: datetime) -> str:
    half = accounts.new_secret()
    officer.set_unusable_password()
    sessions.take_second_factor(officer)
    sessions.end_all(officer, at=at)
    whole = accounts.digest_of_halves(bytes(proposal.half_digest or b""), accounts.digest(half))
    accounts.issue_invitation(officer, secret_digest=whole, at=at)
    return half


def _new(newcomer: Newcomer, *, state: AccountState) -> Officer:
    """Return an unsaved account."""
    username = read_username(newcomer.username)
    if newcomer.court_code is not None:
        _require_court(newcomer.court_code)
    elif newcomer.duties - {Duty.ADMINISTER, Duty.ENROL}:
        raise Refusal("field-required", "Only an administrator serves no court.", pointer="court")
    check_compatible(newcomer.duties)
    officer = Officer(username=username, name=newcomer.name, court_id=newcomer.court_code, state=state.value)
    accounts.give(officer, newcomer.duties)
    return officer


def _require_court(code: str) -> None:
    if not Court.objects.filter(code=code).exists():
        raise Refusal("unknown-court", pointer="court")


def _require_other(officer: Officer, by: Officer) -> None:
    if officer.pk == by.pk:
        raise Refusal("own-account")


def _propose_grant(
    officer: Officer, duties: frozenset[Duty], *, note: str, by: Officer, at: datetime
) -> AccountProposal | None:
    if not duties:
        return None
    return accounts.propose(Act.GRANT_DUTY, officer, duties=duties, note=note, by=by, at=at)


def _invited(secret: str, *, at: datetime) -> Officer:
    """Lock and return who was invited by this secret."""
    found = Invitation.objects.filter(secret_digest=accounts.digest_of_shown(secret), expires_at__gt=at)
    invited = Officer.objects.filter(pk__in=found.values("officer_id"), state=AccountState.INVITED)
    officer = invited.select_for_update(no_key=True).first()
    if officer is None or not found.exists():
        raise Refusal("unauthenticated", "This invitation is wrong, used or too old; ask for a new one.")
    return officer


def _set_password(officer: Officer, password: str) -> None:
    try:
        validate_password(password, officer)
    except ValidationError as fault:
        raise Refusal("password-weak", " ".join(fault.messages), pointer="password") from None
    officer.set_password(password)


def _insert(officer: Officer) -> None:
    try:
        with transaction.atomic():
            officer.save(force_insert=True)
    except IntegrityError:
        if Officer.objects.filter(username=officer.username).exists():
            raise Refusal("duplicate", "This user name is taken.", pointer="username") from None
        raise
