"""The president's signature lent to an acting president: delegate, end. Both are entries in the register (L5 ¶3)."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F

from blacklist.law.accounts import AccountState
from blacklist.law.days import legal_day
from blacklist.law.duties import Duty, check_deputy
from blacklist.law.lifecycle import Act
from blacklist.law.refusals import Refusal
from blacklist.models import Delegation, Officer
from blacklist.register import Deed, append_many, delegation_payload
from blacklist.services import accounts, relation
from blacklist.services.decisions import require_note

ARTICLE = "L5-3"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Mandate:
    """What the instrument says: who signs in the president's place, and on which days (the last one included)."""

    deputy: str
    instrument_number: str
    from_on: date
    last_day: date


def delegate(mandate: Mandate, *, by: Officer, at: datetime) -> Delegation:
    """Lend one's own signature to another officer of the court.

    :raises Refusal: ``duty-required`` (an acting president lends nothing on), ``not-found`` for a deputy the court does
        not have, ``already-done`` for one who signs anyway, ``duties-incompatible``, ``date``.
    """
    on = legal_day(at)
    with transaction.atomic():
        by, deputy = _locked(mandate, by=by)
        court_code = str(by.court_id)
        relation.require(by, Duty.SIGN, court_code=court_code)
        if deputy is None:
            raise Refusal("not-found", "Your court has no such officer.", pointer="deputy")
        if deputy.may(Duty.SIGN):
            raise Refusal("already-done", "This officer signs anyway.", pointer="deputy")
        check_deputy(accounts.duties_of(deputy))
        if mandate.from_on < on:
            raise Refusal("date", "No signature is authorised afterwards.", pointer="from_on", article=ARTICLE)
        if mandate.last_day < mandate.from_on:
            raise Refusal("date", "The last day lies before the first.", pointer="last_day")
        delegation = Delegation.objects.create(
            court_id=court_code,
            principal=by,
            deputy=deputy,
            instrument_number=mandate.instrument_number,
            from_on=mandate.from_on,
            until_on=mandate.last_day + ONE_DAY,
            delegated_at=at,
        )
        _record(Act.DELEGATE, delegation, by=by, at=at)
        return delegation


def end(delegation_id: uuid.UUID, *, note: str, by: Officer, at: datetime) -> Delegation:
    """Take the signature back before its last day; an act of the deputy under way is done first, none after.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``already-done``, ``reasons-required``.
    """
    with transaction.atomic():
        delegation = Delegation.objects.select_for_update(of=("self",), no_key=True).filter(pk=delegation_id).first()
        if delegation is None:
            raise Refusal("not-found", "There is no such delegation.")
        _hold_still([delegation.principal_id, delegation.deputy_id])
        relation.require(by, Duty.SIGN, court_code=delegation.court_id)
        if delegation.is_over(legal_day(at)):
            raise Refusal("already-done", "This delegation is over.")
        require_note(note, article=ARTICLE)
        delegation.ended_at = at
        delegation.save()
        Officer.objects.filter(pk=delegation.deputy_id).update(account_version=F("account_version") + 1)
        _record(Act.END_DELEGATION, delegation, by=by, at=at, note=note)
        return delegation


def _locked(mandate: Mandate, *, by: Officer) -> tuple[Officer, Officer | None]:
    """Lock both accounts in one order and return them as they are now; the deputy only of the president's court."""
    deputies = Officer.objects.filter(username=mandate.deputy, court_id=by.court_id, state=AccountState.ACTIVE)
    deputy_id = deputies.values_list("pk", flat=True).first()
    found = {officer.pk: officer for officer in _hold_still([by.pk, deputy_id or by.pk])}
    deputy = found.get(deputy_id or 0)
    is_there = deputy is not None and deputy.is_active and deputy.court_id == by.court_id
    return found[by.pk], deputy if is_there else None


def _hold_still(keys: Collection[int]) -> list[Officer]:
    return list(Officer.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))


def _record(act: Act, delegation: Delegation, *, by: Officer, at: datetime, note: str = "") -> None:
    said = {"note": note.strip()} if note.strip() else {}
    deed = Deed(
        act=act,
        court_code=delegation.court_id,
        at=at,
        article=ARTICLE,
        actor_name=by.username,
        actor_id=by.pk,
        measure_id=delegation.pk,
    )
    append_many([(deed, {"subjects": [], "delegation": delegation_payload(delegation), **said})])
