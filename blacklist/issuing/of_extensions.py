"""What is issued about an extension of a listing's term: the decision that the president signs (L2)."""

from datetime import date, timedelta
from types import MappingProxyType

from blacklist.documents.decisions import ExtensionDecision, GroundSaid
from blacklist.documents.parts import Content
from blacklist.issuing.doing import Builders, Doing
from blacklist.issuing.parts import heading, measure, parties, signed
from blacklist.law.extensions import EXTENSION_REASONS
from blacklist.law.lifecycle import Act
from blacklist.models import Extension

ONE_DAY = timedelta(days=1)


def extension_decision(extension: Extension, doing: Doing) -> Content:
    """Say what the decision says, as drafted or as signed."""
    said, listing, case = extension.particulars, extension.listing, extension.case
    assert listing.in_force_until is not None
    assert extension.prolongs_until is not None
    reason = EXTENSION_REASONS[extension.reason].zh
    of = heading(case.court_id, number=extension.decision_number, at=doing.at, case=case)
    return ExtensionDecision(
        signed(of, doing.by),
        debtor=parties([doing.person])[0],
        measure=measure(listing),
        reason=reason,
        acts=tuple(
            GroundSaid(reason, act["facts"], tuple(act["evidence"]), _day(act["conduct_on"])) for act in said["acts"]
        ),
        reasons=said["reasons"],
        months=extension.months,
        term_was_until=listing.in_force_until - ONE_DAY,
        term_until=extension.prolongs_until - ONE_DAY,
    )


def _day(said: str | date) -> date:
    return said if isinstance(said, date) else date.fromisoformat(said)


ISSUED: Builders = MappingProxyType({(Extension, Act.SIGN): extension_decision})
