"""What can be chosen in a form: records of the same case, and the closed lists of the law."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db.models import Q

from blacklist import selectors
from blacklist.law.accounts import AccountState
from blacklist.law.activities import ACTIVITIES
from blacklist.law.duties import Duty
from blacklist.law.exemptions import REJECTIONS, VOID_REASONS
from blacklist.law.grounds import (
    CLOSURE_REASONS,
    GROUNDS,
    LIFT_REASONS,
    REMOVAL_REASONS,
    REVOCATION_REASONS,
    Reason,
    closure_reason,
    removal_reason,
)
from blacklist.law.identity import Document
from blacklist.law.ledger import CHANNELS, FIELDS
from blacklist.law.lifecycle import ApplicationState, ListingState, NoticeState
from blacklist.law.refusals import Refusal
from blacklist.law.remedies import TO_BE_CORRECTED
from blacklist.models import EnforcementCase, Officer, PartyRole, Person
from blacklist.web.labels import label
from blacklist.web.terms import DUTIES, term
from pages.fields import Option
from pages.words import Words

MOST = 200


@dataclass(frozen=True)
class Scene:
    """Where an act is done: by whom, on which record, in which case, on which day."""

    officer: Officer
    record: Any
    case: EnforcementCase | None
    on: date


def case_of(record: Any) -> EnforcementCase | None:
    """Return the case that a record belongs to, or None."""
    if isinstance(record, EnforcementCase):
        return record
    for way in ("case", "order", "listing", "request"):
        found = getattr(record, way, None)
        if found is not None:
            return case_of(found)
    return None


def _people(persons: Sequence[Person]) -> list[Option]:
    return [Option(str(person.pk), person.name) for person in dict.fromkeys(persons)]


def _parties(scene: Scene) -> list[Option]:
    return _people([party.person for party in scene.case.parties.all()]) if scene.case else []


def _debtors(scene: Scene) -> list[Option]:
    rows = scene.case.parties.all() if scene.case else []
    return _people([party.person for party in rows if party.role == PartyRole.JUDGMENT_DEBTOR])


def _restricted(scene: Scene) -> list[Option]:
    rows = getattr(scene.record, "restricted_persons", None)
    return _people([row.person for row in rows.all()]) if rows is not None else _parties(scene)


def _numbered(rows: Any) -> list[Option]:
    return [Option(str(row.pk), row.decision_number or str(row.pk)[:8]) for row in rows]


def _listings(scene: Scene) -> list[Option]:
    return _numbered(selectors.listings_of(scene.officer).filter(case=scene.case)) if scene.case else []


def _orders(scene: Scene) -> list[Option]:
    return _numbered(selectors.orders_of(scene.officer).filter(case=scene.case)) if scene.case else []


def _measures(scene: Scene) -> list[Option]:
    return [*_listings(scene), *_orders(scene)]


def _applications(scene: Scene) -> list[Option]:
    waiting = (ApplicationState.RECEIVED, ApplicationState.GRANTED)
    rows = selectors.applications_of(scene.officer).filter(case=scene.case, state__in=waiting) if scene.case else []
    return [Option(str(row.pk), f"{row.received_on} {row.get_kind_display()}") for row in rows]


def _corrections(scene: Scene) -> list[Option]:
    if scene.case is None:
        return []
    contested = Q(listing=scene.record.pk) | Q(order=scene.record.pk)
    rows = selectors.corrections_of(scene.officer).filter(contested, state__in=TO_BE_CORRECTED)
    return [Option(str(row.pk), str(row)) for row in rows]


def _facts(select: Callable[[Officer], Any]) -> "Choosing":
    def found(scene: Scene) -> list[Option]:
        rows = select(scene.officer).filter(case=scene.case) if scene.case else []
        return [Option(str(row.pk), str(row)) for row in rows]

    return found


def _documents(scene: Scene) -> list[Option]:
    rows = scene.record.documents.all() if isinstance(scene.record, Person) else ()
    return [Option(str(row.pk), Document(row.type, row.number, row.issuer or None).masked) for row in rows]


def _further_names(scene: Scene) -> list[Option]:
    rows = scene.record.other_names.all() if isinstance(scene.record, Person) else ()
    return [Option(str(row.pk), row.name) for row in rows]


def _basis(scene: Scene) -> list[Option]:
    rows = scene.case.basis_documents.all() if scene.case else ()
    return [Option(str(row.pk), f"{row.number} {row.issuer}") for row in rows]


def _recipients(scene: Scene) -> list[Option]:
    rows = selectors.recipients_of(scene.officer).filter(court=scene.officer.court_id).order_by("name")[:MOST]
    return [Option(str(row.pk), row.name) for row in rows]


def _notices(scene: Scene) -> list[Option]:
    rows = selectors.assistance_notices_of(scene.officer).filter(state=NoticeState.SERVED).order_by("number")[:MOST]
    return [Option(str(row.pk), f"{row.number} {row.unit_name}") for row in rows]


def _colleagues(duty: Duty | None = None) -> "Choosing":
    """Offer the officers of the own court, or those of them with a duty, by user name."""

    def found(scene: Scene) -> list[Option]:
        rows = Officer.objects.filter(court=scene.officer.court_id, state=AccountState.ACTIVE).exclude(court=None)
        rows = rows.filter(duties__contains=[duty.value]) if duty else rows.exclude(pk=scene.officer.pk)
        return [Option(row.username, f"{row.name} {row.username}") for row in rows[:MOST]]

    return found


def _reasons(table: Mapping[str, Reason], allowed: Callable[[Scene, str], object] | None = None) -> "Choosing":
    """Offer the reasons that an officer may give; ``allowed`` refuses those that the record does not take now."""
    rows = [
        Option(code, Words(f"{row.zh}（{row.article}）", f"{code.replace('_', ' ')} ({row.article})"))
        for code, row in table.items()
        if not row.is_consequence
    ]
    return lambda scene: [row for row in rows if allowed is None or _is_allowed(allowed, scene, row.value)]


def _is_allowed(allowed: Callable[[Scene, str], object], scene: Scene, code: str) -> bool:
    try:
        return allowed(scene, code) is not False
    except Refusal:
        return False


def _removal(scene: Scene, code: str) -> object:
    until = scene.record.in_force_until
    is_over = until is not None and until <= scene.on
    return removal_reason(code, scene.record.grounds) if is_over or code != "term_expired" else False


def _closure(scene: Scene, code: str) -> object:
    return closure_reason(code, is_in_grace=scene.record.state == ListingState.GRACE)


def _channels_left(scene: Scene) -> list[Option]:
    there = set(scene.record.announcements.values_list("channel", flat=True))
    return [Option(code, Words(zh, code.replace("_", " "))) for code, zh in CHANNELS.items() if code not in there]


def _listed(rows: Mapping[Any, Any]) -> "Choosing":
    options = [Option(str(code), Words(row.zh, row.en)) for code, row in rows.items()]
    return lambda scene: options


def _terms(rows: Mapping[str, str]) -> "Choosing":
    options = [Option(code, Words(zh, code.replace("_", " "))) for code, zh in rows.items()]
    return lambda scene: options


Choosing = Callable[[Scene], Sequence[Option]]

# By the name of a field, or by act and name where only that act chooses so.
CHOOSING: Mapping[str, Choosing] = MappingProxyType(
    {
        "debtor": _debtors,
        "students": _debtors,
        "unlink_person.document": _documents,
        "unlink_person.name": _further_names,
        "rectify_person.id": _documents,
        "rectify_basis.basis": _basis,
        "announce_listing.channel": _channels_left,
        "notify_of_listing.recipient": _recipients,
        "receive_breach_report.notice": _notices,
        "assign_correction.reviewers": _colleagues(Duty.REVIEW),
        "delegate_signature.deputy": _colleagues(),
        "duties": lambda scene: [Option(duty.value, term(DUTIES, duty.value)) for duty in Duty],
        "enrol_recipient.fields_told": lambda scene: [Option(name, label("", name)) for name in FIELDS],
        "person": _restricted,
        "not_persons": lambda scene: _people([scene.record] if isinstance(scene.record, Person) else []),
        "successor": _parties,
        "filed_by": _parties,
        "about": _parties,
        "listing": _listings,
        "order": _orders,
        "receive_application.measure": _measures,
        "application": _applications,
        "correction": _corrections,
        "asset_report": _facts(selectors.asset_reports_of),
        "settlement": _facts(selectors.settlements_of),
        "activities": _listed(ACTIVITIES),
        "receive_breach_report.activity": _listed(ACTIVITIES),
        "propose_listing.number": _listed(GROUNDS),
        "propose_extension.number": _listed(GROUNDS),
        "remove_listing.reason": _reasons(REMOVAL_REASONS, _removal),
        "close_listing.reason": _reasons(CLOSURE_REASONS, _closure),
        "close_order.reason": _reasons(CLOSURE_REASONS, _closure),
        "revoke_listing.reason": _reasons(REVOCATION_REASONS),
        "revoke_order.reason": _reasons(REVOCATION_REASONS),
        "lift_order.reason": _reasons(LIFT_REASONS),
        "reject_exemption.reason": _terms(REJECTIONS),
        "void_exemption.reason": _terms(VOID_REASONS),
    }
)


def options(act: str, names: Sequence[str], scene: Scene) -> dict[str, Sequence[Option]]:
    """Return what can be chosen in each of these fields; a field without a list is typed."""
    found: dict[str, Sequence[Option]] = {}
    for name in names:
        choosing = CHOOSING.get(f"{act}.{name}") or CHOOSING.get(name)
        rows = choosing(scene) if choosing else ()
        if rows:
            found[name] = rows
    return found
