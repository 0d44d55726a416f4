"""Which act on a request for correction issues which document, and what it says (L12, G18)."""

from collections.abc import Mapping
from types import MappingProxyType

from blacklist.documents.decisions import CorrectionDecision, ReconsiderationDecision
from blacklist.documents.notices import ServiceRecord
from blacklist.documents.parts import Content, Measure
from blacklist.issuing.doing import Builders, Doing
from blacklist.issuing.parts import heading, measure, parties
from blacklist.law.court_documents import TITLES, DocumentKind
from blacklist.law.lifecycle import Act
from blacklist.law.remedies import CONTENTIONS, MeasureKind
from blacklist.models import CorrectionRequest, Reconsideration, ServiceMethod

# What the court says it will do, by the act that puts the measure right.
CORRECTS: Mapping[Act, str] = MappingProxyType(
    {
        Act.REVOKE: "撤销对申请人采取的该措施",
        Act.RECTIFY: "更正不准确的信息",
        Act.REMOVE: "删除申请人的失信信息",
        Act.LIFT: "解除对申请人的限制消费措施",
    }
)


def rules_of(request: CorrectionRequest) -> tuple[str, ...]:
    """Return the rules of the review: those of the list, for an order by analogy."""
    return ("L11", "L12") if request.kind is MeasureKind.LISTING else ("G18", "L11", "L12")


def decision_on(request: CorrectionRequest) -> Measure:
    """Return the decision on a request as other documents name it."""
    assert request.decided_on is not None
    return Measure(TITLES[DocumentKind.CORRECTION_DECISION].zh, request.decision_number, request.decided_on)


def correction_decision(request: CorrectionRequest, doing: Doing) -> Content:
    """Say what was asked, what was found, and what is put right; nothing when the request is rejected."""
    words, case = request.words, request.measure.case
    [applicant] = parties([doing.person])
    asked = [words["statement"], words.get("completion", "")]
    return CorrectionDecision(
        heading(request.court_id, number=request.decision_number, at=doing.at, case=case),
        applicant=applicant,
        measure=measure(request.measure),
        rules=rules_of(request),
        received_on=request.received_on or request.filed_on,
        reason=CONTENTIONS[request.reason].zh,
        request="\n".join(part for part in asked if part),
        found=words["reasons"],
        corrects=CORRECTS[Act(request.remedy)] if request.remedy else "",
    )


def reconsideration_decision(row: Reconsideration, doing: Doing) -> Content:
    """Say whether the rejection stands or what the court below is to put right (L12)."""
    request = row.request
    assert row.received_on is not None
    [applicant] = parties([doing.person])
    return ReconsiderationDecision(
        heading(row.court_id, number=row.decision_number, at=doing.at, case=request.measure.case),
        applicant=applicant,
        measure=measure(request.measure),
        measure_court=request.court.name,
        rules=rules_of(request),
        rejection=decision_on(request),
        received_on=row.received_on,
        request=row.words["statement"],
        found=row.words["reasons"],
        corrects=CORRECTS[Act(request.remedy)] if doing.act is Act.OVERTURN else "",
    )


def rejection_service(request: CorrectionRequest, doing: Doing) -> Content:
    """Say how the rejection was served (L12)."""
    assert request.served_on is not None
    of = heading(request.court_id, number=request.decision_number, at=doing.at, case=request.measure.case)
    method = ServiceMethod(request.service_method).label
    return ServiceRecord(of, decision_on(request), parties([doing.person]), method, request.served_on, doing.by.name)


ISSUED: Builders = MappingProxyType(
    {
        (CorrectionRequest, Act.UPHOLD): correction_decision,
        (CorrectionRequest, Act.REJECT): correction_decision,
        (CorrectionRequest, Act.SERVE): rejection_service,
        (Reconsideration, Act.DISMISS): reconsideration_decision,
        (Reconsideration, Act.OVERTURN): reconsideration_decision,
    }
)
