"""May this officer do this here? Duty first, then own court, then never one's own draft (J15, G14).

A remedy is decided by others: by a reviewer who never handled the case, by the court above (L12, P-OBJ-11).
"""

import uuid
from collections.abc import Collection
from datetime import date

from django.db import connection

from blacklist import selectors
from blacklist.law.accounts import Oneself
from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal
from blacklist.models import Officer

Actor = Officer | Oneself


def require_duty(by: Officer, duty: Duty) -> None:
    """Let the officer pass when it holds ``duty``, where no court is concerned.

    :raises Refusal: ``duty-required``.
    """
    if not by.may(duty):
        raise Refusal("duty-required", f"This act needs the duty “{duty}”, which you do not hold.")


def holds(by: Officer, duty: Duty, *, on: date) -> bool:
    """Return whether the officer has a duty on that day: its own, or the president's signature lent to it (L5 ¶3)."""
    return by.may(duty) or principal_of(by, duty, on=on) is not None


def principal_of(by: Officer, duty: Duty, *, on: date) -> Officer | None:
    """Return in whose place the officer signs on that day, or None: with a signature of its own, or without any."""
    if duty is not Duty.SIGN or by.may(duty) or not by.is_active:
        return None
    delegation = selectors.delegation_in_force(by, on=on)
    return delegation.principal if delegation else None


def require(by: Officer, duty: Duty, *, court_code: str, on: date | None = None) -> None:
    """Let the officer pass when it holds ``duty`` at the court concerned.

    An act for the president names its day, ``on``: then whoever is lent the signature on that day passes too (L5 ¶3).

    :raises Refusal: ``duty-required`` or ``other-court`` (J15: only the court that handles the case may act);
        ``account-changed``.
    """
    principal = principal_of(by, duty, on=on) if on else None
    if principal is None:
        require_duty(by, duty)
    if by.court_id != court_code:
        raise Refusal("other-court", "Only the court that handles the case may act on it.", article="J15")
    hold(by, *([principal] if principal else []))


def require_administrator(by: Officer, *court_codes: str | None) -> None:
    """Let the officer pass when it keeps the accounts of these courts: of its own, or without a court of all (§9.0).

    :raises Refusal: ``duty-required`` or ``other-court``.
    """
    if not by.may(Duty.ADMINISTER):
        raise Refusal("duty-required", "Accounts are kept by officers with the duty “administer”.")
    if by.court_id is not None and any(code != by.court_id for code in court_codes):
        raise Refusal("other-court", "You keep the accounts of your own court only.", article="9.0")
    hold(by)


def require_at_some_court(by: Officer, duty: Duty) -> str:
    """Let the officer pass when it holds ``duty`` at whatever court it serves; return that court's code.

    :raises Refusal: ``duty-required``, ``other-court`` for who serves none.
    """
    require_duty(by, duty)
    if by.court_id is None:
        raise Refusal("other-court", "You serve no court.", article="J15")
    hold(by)
    return by.court_id


def require_party(by: Actor, duty: Duty, *, court_code: str, person_id: uuid.UUID) -> None:
    """Let an officer pass as :func:`require` does, and whoever files or follows an application of their own (L11, C8).

    :raises Refusal: ``not-concerned`` for another person's; else as :func:`require`.
    """
    if isinstance(by, Officer):
        require(by, duty, court_code=court_code)
    elif by.person_id != person_id:
        raise Refusal("not-concerned", "This is not a matter of yours.", pointer="person", article="L11")


def taken_in_at(by: Actor, duty: Duty, *, person_id: uuid.UUID) -> str | None:
    """Return the court whose counter takes something in; None for who files without one: it goes where it is decided.

    :raises Refusal: as :func:`require_at_some_court` and :func:`require_party`.
    """
    if isinstance(by, Officer):
        return require_at_some_court(by, duty)
    require_party(by, duty, court_code="", person_id=person_id)
    return None


def require_other_signer(by: Officer, *, drafted_by_id: int | None, drafted_by_name: str) -> None:
    """Let the officer sign unless it drafted the decision.

    :raises Refusal: ``signer-is-drafter`` (L5 ¶3, G14).
    """
    if by.pk == drafted_by_id or by.username == drafted_by_name:
        raise Refusal("signer-is-drafter", "You drafted this decision; another officer must sign it.", article="G14")


def require_assigned(by: Actor, reviewers: Collection[str]) -> None:
    """Let an officer decide a request that it was assigned to review.

    :raises Refusal: ``not-assigned``.
    """
    if by.username not in reviewers:
        raise Refusal("not-assigned", article="P-OBJ-11")


def require_not_handler(reviewer: Officer, handlers: Collection[str]) -> None:
    """Let an officer review when it is none of the ``handlers`` of the case (see ``selectors.handlers_of``).

    :raises Refusal: ``reviewer-is-handler`` (P-OBJ-11, §11, 12).
    """
    if reviewer.username in handlers:
        raise Refusal("reviewer-is-handler", pointer="reviewer", article="P-OBJ-11")


def require_here_or_above(by: Officer, duty: Duty, *, court_code: str, above: Duty = Duty.RECONSIDER) -> None:
    """Let the officer pass as :func:`require` does, or at a court above as one who has the duty ``above`` too (G18).

    :raises Refusal: ``duty-required``, ``other-court``; ``account-changed``.
    """
    require_duty(by, duty)
    is_above = by.may(above) and by.court_id in selectors.courts_above(court_code)
    if by.court_id != court_code and not is_above:
        raise Refusal("other-court", "Only the court that handles the case may act on it, or one above.", article="J15")
    hold(by)


def require_court_above(by: Officer, duty: Duty, *, court_code: str, is_next: bool = True) -> None:
    """Let the officer pass when it holds ``duty`` at a court above the one concerned.

    ``is_next``: at the very next level, as a reconsideration needs (L12); else at any level above, as supervision does.

    :raises Refusal: ``duty-required`` or ``court-not-above``.
    """
    require_duty(by, duty)
    above = selectors.courts_above(court_code)
    if by.court_id not in (above[:1] if is_next else above):
        raise Refusal("court-not-above", article="L12")
    hold(by)


def require_concern(by: Officer, duty: Duty, person_id: uuid.UUID) -> None:
    """Let an officer pass whose court has a case that concerns the person, or stands above one and corrects it (G18).

    What is wrong with somebody in no case at all, any court may put right.

    :raises Refusal: ``duty-required``, ``other-court``; ``account-changed``.
    """
    courts = list(selectors.courts_concerned_with(person_id))
    here = require_at_some_court(by, duty)
    if here in courts or not courts:
        return
    if not by.may(Duty.RECONSIDER) or not any(here in selectors.courts_above(code) for code in courts):
        raise Refusal("other-court", "No case of your court concerns this person.", article="J15")


def hold(*officers: Officer) -> None:
    """Keep these accounts as they were read until the act is done, or refuse.

    A suspension, move or withdrawal waits for an act under way; an act that comes after it is not done any more, even
    when its request was let in before. So the register has no act of an officer after the entry that ended the right.

    :raises Refusal: ``account-changed``.
    """
    keys = sorted(officer.pk for officer in officers)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, account_version FROM blacklist_officer WHERE id = ANY(%s) ORDER BY id FOR SHARE", [keys]
        )
        versions = dict(cursor.fetchall())
    if any(versions.get(officer.pk) != officer.account_version for officer in officers):
        raise Refusal("account-changed")
