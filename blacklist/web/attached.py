"""What hangs on a case or a measure: facts entered, and who was told; with what may be done on each now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db.models import QuerySet

from blacklist import selectors
from blacklist.law.days import legal_day
from blacklist.law.lifecycle import ENDED
from blacklist.models import AssetFinding, ConsumptionOrder, EnforcementCase, Listing, NotificationKind, Officer, Person
from blacklist.web import acts, showing
from blacklist.web.acts import Link
from blacklist.web.hindrances import is_elsewhere
from blacklist.web.labels import label
from pages.words import Words

SHOWN = 20
Cell = tuple[Words, object]


@dataclass(frozen=True)
class Kind:
    """One kind of record. ``cells``: what of it is shown; ``acts``: what may ever be done on one; ``open_acts``: what
    its state allows.
    """

    title: Words
    rows: Callable[[Officer], QuerySet[Any]]
    by: str
    order: str
    cells: Callable[[Any], list[tuple[str, object]]]
    acts: tuple[str, ...]
    open_acts: Callable[[Any], tuple[str, ...]]


@dataclass(frozen=True)
class Row:
    """One record in words."""

    cells: list[Cell]
    links: list[Link]


@dataclass(frozen=True)
class Section:
    """The records of one kind."""

    title: Words
    rows: list[Row]


def sections(record: Any, *, by: Officer, on: date) -> list[Section]:
    """Return what hangs on a record that the officer may read; kinds of which there is none are left out."""
    found = [_section(kind, record, by=by, on=on) for kind in KINDS.get(type(record), ())]
    return [section for section in found if section.rows]


def _section(kind: Kind, record: Any, *, by: Officer, on: date) -> Section:
    rows = kind.rows(by).filter(**{kind.by: _value(kind, record)}).order_by(kind.order, "pk")[:SHOWN]
    return Section(kind.title, [_row(kind, row, by=by, on=on) for row in rows])


def _value(kind: Kind, record: Any) -> Any:
    return [record.pk] if kind.by.endswith("__contains") else record


def _row(kind: Kind, row: Any, *, by: Officer, on: date) -> Row:
    cells = [(label("", name), value) for name, value in kind.cells(row) if value not in (None, "")]
    mine = [name for name in kind.open_acts(row) if acts.may(name, by=by, on=on) and not is_elsewhere(name, row, by=by)]
    return Row(cells, [acts.link_to(name, row) for name in mine])


def _asset_report(row: Any) -> list[tuple[str, object]]:
    return [
        ("debtor", row.debtor.name),
        ("served_on", row.served_on),
        ("report_by", row.report_by),
        ("extension_asked_on", row.extension_asked_on),
        ("extension_decided_on", row.extension_decided_on),
        ("finding", showing.labelled(AssetFinding, row.finding) if row.finding else None),
    ]


def _asset_acts(row: Any) -> tuple[str, ...]:
    if row.finding:
        return ()
    return ("decide_on_time",) if row.is_extension_pending else ("ask_for_time", "find_on_asset_report")


def _settlement(row: Any) -> list[tuple[str, object]]:
    days = [f"{each.due_on}{' ✓' if each.performed_on else ''}" for each in row.instalments.all()]
    return [
        ("debtor", row.debtor.name),
        ("agreed_on", row.agreed_on),
        ("terms", row.terms),
        ("due_on", "；".join(days)),
    ]


def _settlement_acts(row: Any) -> tuple[str, ...]:
    return ("perform_settlement",) if any(each.performed_on is None for each in row.instalments.all()) else ()


def _property(row: Any) -> list[tuple[str, object]]:
    return [
        ("debtor", row.debtor.name),
        ("property_basis", row.basis),
        ("amount", row.amount),
        ("valued_on", row.valued_on),
        ("released_on", row.released_on),
    ]


def _is_over(listing: Listing) -> bool:
    return listing.state in ENDED


def _announcement(row: Any) -> list[tuple[str, object]]:
    return [
        ("channel", row.get_channel_display()),
        ("published_on", row.published_on),
        ("taken_down_on", row.taken_down_on),
    ]


def _notification(row: Any) -> list[tuple[str, object]]:
    return [
        ("recipient", row.recipient.name),
        ("kind", showing.labelled(NotificationKind, row.kind)),
        ("sent_on", legal_day(row.sent_at)),
        ("acknowledge_by", row.due_on),
        ("acknowledged_on", row.acknowledged_on),
    ]


def _lift_notice(row: Any) -> list[tuple[str, object]]:
    return [
        ("unit_name", row.assistance_notice.unit_name),
        ("sent_on", legal_day(row.sent_at)),
        ("acknowledge_by", row.due_on),
        ("acknowledged_on", row.acknowledged_on),
    ]


def _redress_number(row: Any) -> list[tuple[str, object]]:
    return [
        ("issued_on", legal_day(row.issued_at)),
        ("valid_until", row.valid_until),
        ("revoked_on", legal_day(row.revoked_at) if row.revoked_at else None),
    ]


def _acknowledgement(name: str) -> Callable[[Any], tuple[str, ...]]:
    return lambda row: () if row.acknowledged_on or not row.due_on else (name,)


KINDS: Mapping[type, tuple[Kind, ...]] = MappingProxyType(
    {
        EnforcementCase: (
            Kind(
                Words("报告财产令", "Orders to report assets"),
                selectors.asset_reports_of,
                "case",
                "-served_on",
                _asset_report,
                ("ask_for_time", "decide_on_time", "find_on_asset_report"),
                _asset_acts,
            ),
            Kind(
                Words("执行和解协议", "Settlements"),
                selectors.settlements_of,
                "case",
                "-agreed_on",
                _settlement,
                ("perform_settlement",),
                _settlement_acts,
            ),
            Kind(
                Words("已控制的财产", "Property under control"),
                selectors.properties_of,
                "case",
                "-valued_on",
                _property,
                ("release_property",),
                lambda row: () if row.released_on else ("release_property",),
            ),
        ),
        Listing: (
            Kind(
                Words("公布渠道", "Where it was published"),
                selectors.announcements_of,
                "listing",
                "-published_on",
                _announcement,
                ("take_down_announcement",),
                lambda row: () if row.taken_down_on or not _is_over(row.listing) else ("take_down_announcement",),
            ),
            Kind(
                Words("通报和回执", "Who was told, and receipts"),
                selectors.notifications_of,
                "listing",
                "-sent_at",
                _notification,
                ("acknowledge_notification",),
                _acknowledgement("acknowledge_notification"),
            ),
        ),
        ConsumptionOrder: (
            Kind(
                Words("解除通知和回执", "Notices of the lift, and receipts"),
                selectors.lift_notices_of,
                "order",
                "-sent_at",
                _lift_notice,
                ("acknowledge_lift_notice",),
                _acknowledgement("acknowledge_lift_notice"),
            ),
        ),
        Person: (
            Kind(
                Words("防错识别码（不是此人）", "Redress numbers (of who is not this person)"),
                selectors.redress_numbers_of,
                "not_persons__contains",
                "-issued_at",
                _redress_number,
                ("revoke_redress_number",),
                lambda row: () if row.revoked_at else ("revoke_redress_number",),
            ),
        ),
    }
)
