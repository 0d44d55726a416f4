"""What the acts on accounts share: locking, four eyes, one-time secrets, and the entry in the register."""

import hashlib
import secrets
import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q

from blacklist.law.accounts import INVITATION_LENGTH, PROPOSAL_LENGTH, AccountState, next_state
from blacklist.law.duties import Duty
from blacklist.law.lifecycle import Act
from blacklist.law.refusals import Refusal
from blacklist.models import AccountProposal, Invitation, Officer
from blacklist.register import Deed, account_payload, append_many
from blacklist.services import relation

OPERATOR = "operator"
ARTICLE = "L13"  # who acts contrary to the rules answers for it: so who may act, and since when, is on record
SECRET_BYTES = 32


def locked(officer_id: int, *, by: Officer) -> tuple[Officer, Officer]:
    """Lock and return the account, and who acts on it as that account stands now.

    Every administrator's is locked with it, in one order: of two who suspend each other, the second finds itself
    suspended, and the last one stays.

    :raises Refusal: ``not-found``.
    """
    wanted = Q(pk__in=(officer_id, by.pk)) | Q(duties__contains=[Duty.ADMINISTER.value])
    found = {row.pk: row for row in Officer.objects.select_for_update(no_key=True).filter(wanted).order_by("pk")}
    if officer_id not in found:
        raise Refusal("not-found", "There is no such officer.")
    return found[officer_id], found[by.pk]


def locked_by_proposal(proposal_id: uuid.UUID, *, by: Officer) -> tuple[Officer, Officer]:
    """Lock and return the account that a proposal is about, as :func:`locked` does.

    :raises Refusal: ``not-found``.
    """
    about = AccountProposal.objects.filter(pk=proposal_id).values_list("officer_id", flat=True).first()
    if about is None:
        raise Refusal("not-found", "There is no such proposal.")
    return locked(about, by=by)


def step(officer: Officer, act: Act) -> None:
    """Move the account on as the table of its life says.

    :raises Refusal: ``already-done``, ``wrong-state``.
    """
    officer.state = next_state(AccountState(officer.state), act).value


def duties_of(officer: Officer) -> frozenset[Duty]:
    """Return the duties an account has."""
    return frozenset(Duty(duty) for duty in officer.duties)


def give(officer: Officer, duties: Collection[Duty]) -> None:
    """Set the duties of an account."""
    officer.duties = sorted(duty.value for duty in duties)


def record(
    act: Act,
    officer: Officer,
    *,
    before: dict[str, Any] | None,
    by: Officer | None,
    at: datetime,
    **more: str,
) -> None:
    """Save the account and enter the act in the register: the account before and after, and what else is said of it.

    ``by`` None is the operator at the command line. The last step of every act on an account.
    """
    officer.account_version += 1
    officer.save()
    said = {name: text.strip() for name, text in more.items() if text.strip()}
    payload: dict[str, Any] = {"subjects": [], "account": account_payload(officer), "before": before, **said}
    deed = Deed(
        act=act,
        court_code=officer.court_id,
        at=at,
        article=ARTICLE,
        actor_name=by.username if by else OPERATOR,
        actor_id=by.pk if by else None,
        measure_id=uuid.UUID(int=officer.pk),  # as every look-up of a record by its id reads the number of an account
    )
    append_many([(deed, payload)])


def propose(
    act: Act,
    officer: Officer,
    *,
    duties: Collection[Duty] = (),
    half: str = "",
    note: str,
    by: Officer,
    at: datetime,
) -> AccountProposal:
    """Put before a second administrator what one alone may not do. It changes nothing, so the register has no entry."""
    proposal = AccountProposal(
        act=act,
        officer=officer,
        duties=sorted(duty.value for duty in duties),
        half_digest=digest(half) if half else None,
        proposed_by=by,
        proposed_at=at,
        expires_at=at + PROPOSAL_LENGTH,
    )
    proposal.seal_note(note)
    proposal.save(force_insert=True)
    return proposal


def require_another_administrator(officer: Officer) -> None:
    """Let an account lose the duty to administer when somebody else has it for the same court, or for all.

    :raises Refusal: ``last-administrator``.
    """
    if Duty.ADMINISTER not in officer.duties or not officer.is_active:
        return
    others = Officer.objects.filter(duties__contains=[Duty.ADMINISTER.value], state=AccountState.ACTIVE.value)
    of_same = Q(court_id__isnull=True) | Q(court_id=officer.court_id)
    if not others.exclude(pk=officer.pk).filter(of_same).exists():
        raise Refusal("last-administrator")


def still_stands(proposal: AccountProposal, *, at: datetime) -> bool:
    """Return whether a proposal may be confirmed: in time, and by its proposer's present right."""
    try:
        relation.require_administrator(proposal.proposed_by, proposal.officer.court_id)
    except Refusal:
        return False
    return proposal.is_open(at)


def issue_invitation(officer: Officer, *, secret_digest: bytes, at: datetime) -> Invitation:
    """Replace whatever invitation the officer had."""
    said = {"secret_digest": secret_digest, "expires_at": at + INVITATION_LENGTH}
    invitation, _ = Invitation.objects.update_or_create(officer=officer, defaults=said)
    return invitation


def new_secret() -> str:
    """Return a secret nobody can guess; it has no full stop, which joins two halves."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest(secret: str) -> bytes:
    """Return what is stored of a secret."""
    return hashlib.sha256(secret.encode()).digest()


def digest_of_halves(first: bytes, second: bytes) -> bytes:
    """Return what is stored of a secret in two halves, from their digests: nobody ever held both."""
    return hashlib.sha256(first + second).digest()


def digest_of_shown(secret: str) -> bytes:
    """Return what is stored of a secret as its owner types it: whole, or two halves joined by a full stop."""
    first, full_stop, second = secret.partition(".")
    return digest_of_halves(digest(first), digest(second)) if full_stop else digest(secret)
