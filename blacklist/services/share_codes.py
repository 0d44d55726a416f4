"""Share codes: made and revoked by the person, bound to the institution that opens one first, good for one answer.

No answer is kept here. Whoever opens a code asks a check of its own, as of then; this module says about whom, and
takes the code out of use. A code that is wrong, used, revoked, run out, of somebody else's or about what the opener
may not ask is refused in the same words.
"""

import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from blacklist.law.days import legal_day
from blacklist.law.identity import Document
from blacklist.law.particulars import published_document
from blacklist.law.refusals import Refusal
from blacklist.law.sharing import (
    BITS,
    FURTHEST_DAYS,
    KEPT,
    MOST_AT_ONCE,
    TERMS,
    NameShown,
    good_until,
    masked_name,
    may_be_shown,
    read_code,
    written,
)
from blacklist.models import PersonKind, ShareCode, blind_of
from blacklist.particulars import documents_of
from blacklist.sealing import blind
from blacklist.services import persons
from blacklist.services.record_codes import Proved


@dataclass(frozen=True)
class Wanted:
    """What a person wants to show: one activity, for one day or whichever day it is opened; ``term`` of ``TERMS``."""

    activity: str
    on: date | None
    term: str
    name_shown: str


@dataclass(frozen=True)
class Holder:
    """Who is on no file, as they say: the register keeps no name and no number of theirs."""

    name: str
    document: Document


@dataclass(frozen=True)
class MadeCode:
    """A new code. ``code`` is shown once, to be handed on."""

    row: ShareCode
    code: str


@dataclass(frozen=True)
class Opener:
    """The institution that opens a code, and what it may ask about."""

    institution_id: uuid.UUID
    name: str
    activities: Collection[str]


@dataclass(frozen=True)
class Shared:
    """What an opened code lets its institution ask, once. Not to be shown: the answer and the name confirmed are."""

    id: uuid.UUID
    activity: str
    on: date | None
    name: str
    document: Document


@dataclass(frozen=True)
class Confirmed:
    """What whoever opened the code is shown beside the answer: the name, as far as its holder chose to confirm it."""

    name: str
    is_masked: bool
    on: date | None


def make(
    wanted: Wanted, *, by: Proved, barred: Collection[str], at: datetime, holder: Holder | None = None
) -> MadeCode:
    """Make a code for somebody about something that nothing bars now.

    :param by: who has proved who they are.
    :param barred: the activities that a measure bears on, on that day: there is no code that says so.
    :param holder: who it is, where they are on no file.
    :raises Refusal: ``unknown-value``, ``on-out-of-range``, ``wrong-state`` for what is barred, ``quota-exceeded``
        beyond five codes that are good at the same time; ``not-concerned`` when the holder's document is not the one
        that was shown.
    """
    _check(wanted, barred, today=legal_day(at))
    code = written(secrets.randbits(BITS))
    row = ShareCode(
        digest=_digest(code),
        activity=wanted.activity,
        on=wanted.on,
        name_shown=wanted.name_shown,
        made_at=at,
        expires_at=good_until(at, wanted.term, wanted.on),
    )
    _say_whose(row, by, holder)
    with transaction.atomic():
        _hold(by)
        if made_by(by).filter(revoked_at=None, used_at=None, expires_at__gt=at).count() >= MOST_AT_ONCE:
            raise Refusal("quota-exceeded", "Revoke a code that is still good first.")
        row.save(force_insert=True)
    return MadeCode(row, code)


def revoke(code_id: uuid.UUID, *, by: Proved, at: datetime) -> ShareCode:
    """Take a code back that was not used yet.

    :raises Refusal: ``not-found`` for a code that is not the person's; ``already-done`` once it was used or revoked.
    """
    with transaction.atomic():
        row = made_by(by).select_for_update().filter(pk=code_id).first()
        if row is None:
            raise Refusal("not-found", "There is no such code.")
        if row.used_at is not None or row.revoked_at is not None:
            raise Refusal("already-done", "It is not good any more.")
        row.revoked_at, row.holder_sealed = at, None
        row.save(update_fields=["revoked_at", "holder_sealed"])
        return row


def redeem(code: str, *, by: Opener, at: datetime) -> Shared:
    """Bind a code to the institution that opens it first, and return what that one may ask now.

    It may open it again while it has had no answer, as when the list could not be confirmed.

    :raises Refusal: ``not-found``, in the same words whatever is the matter with the code.
    """
    with transaction.atomic():
        row = ShareCode.objects.select_for_update(of=("self",)).filter(digest=_digest(code)).first()
        if row is None or not _is_good(row, at) or not _is_for(row, by):
            raise _no_good()
        if row.opened_at is None:
            row.institution_id, row.institution_name, row.opened_at = by.institution_id, by.name, at
            row.save(update_fields=["institution_id", "institution_name", "opened_at"])
        name, document = _who(row)
        return Shared(row.pk, row.activity, row.on, name, document)


def use(code_id: uuid.UUID, *, reference: uuid.UUID, is_permitted: bool, at: datetime) -> None:
    """Take an opened code out of use, for its check was answered.

    :raises Refusal: ``not-found`` when the answer must not be shown: it is not "permitted", or the code was revoked,
        used or ran out while it was asked.
    """
    with transaction.atomic():
        row = ShareCode.objects.select_for_update().get(pk=code_id)
        is_good = _is_good(row, at)
        if is_good:
            row.used_at, row.reference = at, reference if is_permitted else None
            row.save(update_fields=["used_at", "reference"])
    if not (is_good and is_permitted):
        raise _no_good()


def confirmed(reference: uuid.UUID, *, institution_id: uuid.UUID) -> Confirmed | None:
    """Return what is shown beside an answer that a code led its institution to; None of any other check."""
    rows = ShareCode.objects.filter(reference=reference, institution_id=institution_id).select_related("person")
    row = rows.first()
    if row is None or (row.person is None and row.holder is None):
        return None
    name, document = _who(row)
    is_masked = row.name_shown == NameShown.MASKED and persons.kind_of(document) == PersonKind.NATURAL
    return Confirmed(masked_name(name) if is_masked else name, is_masked, row.on)


def made_by(by: Proved) -> QuerySet[ShareCode]:
    """Return somebody's codes, the newest first; none can be read from them."""
    whose = Q(holder_blind=by.holder_blind)
    if by.person_id is not None:
        whose |= Q(person_id=by.person_id)
    return ShareCode.objects.filter(whose).order_by("-made_at")


def forget(*, at: datetime) -> int:
    """Keep nobody's name and number longer than the code is good; delete those that ran out some months ago.

    :returns: how many were deleted.
    """
    ShareCode.objects.filter(expires_at__lt=at, holder_sealed__isnull=False).update(holder_sealed=None)
    deleted, _ = ShareCode.objects.filter(expires_at__lt=at - KEPT).delete()
    return deleted


def _check(wanted: Wanted, barred: Collection[str], *, today: date) -> None:
    for pointer, known in (("term", TERMS), ("name_shown", [*NameShown])):
        if getattr(wanted, pointer) not in known:
            raise Refusal("unknown-value", pointer=pointer)
    if wanted.activity not in {row.code for row in may_be_shown()}:
        raise Refusal("unknown-value", pointer="activity")
    if wanted.on is not None and not today <= wanted.on <= today + timedelta(days=FURTHEST_DAYS):
        raise Refusal("on-out-of-range", pointer="on")
    if wanted.activity in barred:
        raise Refusal("wrong-state", "A measure bears on this.", pointer="activity")


def _say_whose(row: ShareCode, by: Proved, holder: Holder | None) -> None:
    """Write on a code whose it is.

    :raises Refusal: ``not-concerned``.
    """
    if by.person_id is not None:
        row.person_id = by.person_id
    elif holder is None or blind_of(holder.document) != by.holder_blind:
        raise Refusal("not-concerned", "This is not the document that was shown.", pointer="number")
    else:
        row.holder_blind = by.holder_blind
        row.seal_holder(holder.name, holder.document)


def _who(row: ShareCode) -> tuple[str, Document]:
    if row.person is not None:
        return row.person.name, published_document(documents_of(row.person))
    assert row.holder is not None  # a code that is good has its holder
    return row.holder


def _hold(by: Proved) -> None:
    """Let nobody else make a code for the same person until this transaction ends."""
    whose = by.person_id.hex if by.person_id else by.holder_blind.hex()
    lock = int.from_bytes(blind(whose, purpose="share-code-maker")[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])


def _is_good(row: ShareCode, at: datetime) -> bool:
    return row.used_at is None and row.revoked_at is None and at < row.expires_at


def _is_for(row: ShareCode, by: Opener) -> bool:
    return row.activity in by.activities and row.institution_id in (None, by.institution_id)


def _no_good() -> Refusal:
    return Refusal("not-found", "This code is wrong, was used or revoked, has run out, or is not for you.")


def _digest(code: str) -> bytes:
    return blind(read_code(code), purpose="share-code")
