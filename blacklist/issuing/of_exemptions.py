"""Which act on an exemption issues which document, and what it says (C8, C3 ¶2, G17)."""

from datetime import timedelta
from types import MappingProxyType
from typing import Any

from blacklist.documents.exemptions import ExemptionDecision, ExemptionVoiding
from blacklist.documents.parts import Content, Measure
from blacklist.issuing.doing import Builders, Doing
from blacklist.issuing.parts import heading, measure, parties
from blacklist.law.activities import ACTIVITIES
from blacklist.law.case_numbers import ordinal_suffix
from blacklist.law.court_documents import TITLES, DocumentKind
from blacklist.law.duties import Duty
from blacklist.law.exemptions import EXEMPTIONS, REJECTIONS, VOID_REASONS, ExemptionKind
from blacklist.law.lifecycle import Act
from blacklist.models import Exemption

ONE_DAY = timedelta(days=1)


def exemption_decision(exemption: Exemption, doing: Doing) -> Content:
    """Say what is permitted and when, or why it is not. The application's receipt number is its own."""
    is_granted = doing.act is Act.APPROVE
    return ExemptionDecision(
        **_common(exemption, doing, number=exemption.receipt_number),
        reason="" if is_granted else REJECTIONS[doing.reason],
        is_granted=is_granted,
        items=tuple(ACTIVITIES[code].zh for code in exemption.activities),
        first_day=exemption.from_on,
        last_day=exemption.until_on - ONE_DAY,
        is_single_use=exemption.is_single_use,
    )


def exemption_voiding(exemption: Exemption, doing: Doing) -> Content:
    """Say why what was permitted is void (G17-4)."""
    assert exemption.decided_on is not None
    title = TITLES[DocumentKind.EXEMPTION_DECISION].zh
    return ExemptionVoiding(
        **_common(exemption, doing, number=exemption.receipt_number + ordinal_suffix(1)),
        reason=VOID_REASONS[doing.reason],
        granted=Measure(title, exemption.receipt_number, exemption.decided_on),
    )


ISSUED: Builders = MappingProxyType(
    {
        (Exemption, Act.APPROVE): exemption_decision,
        (Exemption, Act.REJECT): exemption_decision,
        (Exemption, Act.VOID): exemption_voiding,
    }
)


def _common(exemption: Exemption, doing: Doing, *, number: str) -> dict[str, Any]:
    rule = EXEMPTIONS[ExemptionKind(exemption.kind)]
    case = exemption.order.case
    signer = doing.by.name if rule.decider is Duty.SIGN and doing.act is not Act.VOID else ""
    [applicant] = parties([doing.person])
    return {
        "heading": heading(case.court_id, number=number, at=doing.at, case=case, signer=signer),
        "applicant": applicant,
        "order": measure(exemption.order),
        "rests_on": rule.zh,
        "rule": rule.article,
        "received_on": exemption.received_on,
        "note": doing.note,
    }
