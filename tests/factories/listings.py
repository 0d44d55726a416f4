"""Listings, one factory for each state."""

from datetime import date

from blacklist.law.events import EventKind
from blacklist.law.grounds import NEGATIVES
from blacklist.models import Listing, ServiceMethod
from blacklist.services import events, grace, listings
from tests.factories import cases, people
from tests.factories.clock import AT, TODAY

DENIED = {
    "security_given": False,
    "assets_controlled": False,
    "turn_later": False,
    "other_than_refusal": False,
    "good_reason": False,
}
SHOWN = dict.fromkeys(NEGATIVES, ("查询反馈-1",))


def proposed(*, ground: int = 1) -> Listing:
    """Return a draft on one ground: 1 has no term, 2 and 3 have one."""
    case = cases.with_notice()
    found = listings.GroundFound(ground, "有能力履行而拒不履行。", ("卷宗-12",), date(2026, 10, 1))
    proposal = listings.Proposal(
        case.pk, cases.debtor_of(case).pk, [found], DENIED, "符合规定情形。", negatives_evidence=SHOWN
    )
    return listings.propose(proposal, by=people.judge(), at=AT)


def signed(*, ground: int = 1) -> Listing:
    """Return a listing the president signed."""
    return listings.sign(proposed(ground=ground).pk, by=people.president(), at=AT)


def refused() -> Listing:
    """Return a draft that the president declined."""
    return listings.refuse(proposed().pk, note="证据不足。", by=people.president(), at=AT)


def in_grace(*, ground: int = 1) -> Listing:
    """Return a signed listing held back for three months."""
    return grace.grace(signed(ground=ground).pk, months=3, note="正在筹款。", by=people.president(), at=AT)


def closed() -> Listing:
    """Return a listing whose debtor performed in grace."""
    return grace.close(in_grace().pk, reason="performed_in_grace", note="", by=people.judge(), at=AT)


def served(*, ground: int = 1) -> Listing:
    """Return a signed listing served on the debtor."""
    row = signed(ground=ground)
    return listings.serve(row.pk, served_on=TODAY, service_method=ServiceMethod.DIRECT, by=people.clerk(), at=AT)


def active(*, ground: int = 1) -> Listing:
    """Return a published listing."""
    return listings.publish(served(ground=ground).pk, by=people.judge(), at=AT)


def removed() -> Listing:
    """Return a listing that ended because the debtor performed."""
    return listings.remove(active().pk, reason="performed", note="", by=people.judge(), at=AT)


def revoked() -> Listing:
    """Return a listing that should never have been."""
    note = "经复核，不符合纳入情形。"
    return listings.revoke(active().pk, reason="listed_in_error", note=note, by=people.judge(), at=AT)


def under_review() -> Listing:
    """Return an active listing with a term whose debtor has performed."""
    row = active(ground=3)
    happened = events.Happened(row.case_id, EventKind.PERFORMED, TODAY, "已全部履行。")
    events.record(happened, by=people.judge(), at=AT)
    return row
