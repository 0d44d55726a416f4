"""Which act on a party's application issues which document, and what it says: its refusal, and the service of that."""

from collections.abc import Mapping
from types import MappingProxyType

from blacklist.documents.notices import RefusalNotice, ServiceRecord
from blacklist.documents.parts import Content, Measure
from blacklist.issuing.doing import Builders, Doing
from blacklist.issuing.numbers import next_decision_number
from blacklist.issuing.parts import heading, parties
from blacklist.law.applications import APPLICATIONS, Side
from blacklist.law.court_documents import TITLES, DocumentKind
from blacklist.law.days import legal_day
from blacklist.law.lifecycle import Act
from blacklist.models import Application, IssuedDocument, ServiceMethod

# What is asked for, in words, about whom.
SOUGHT: Mapping[str, str] = MappingProxyType(
    {
        "listing": "将{about}纳入失信被执行人名单",
        "order": "对{about}采取限制消费措施",
        "removal": "删除{about}的失信信息",
        "early_removal": "提前删除{about}的失信信息",
        "lift": "解除对{about}的限制消费措施",
        "replacement": "解除对{about}的限制消费措施",
    }
)


def refusal(application: Application, doing: Doing) -> Content:
    """Say what was asked for, and why it is refused (L5 ¶2, C4)."""
    case, kind = application.case, APPLICATIONS[application.kind]
    return RefusalNotice(
        heading(case.court_id, number=next_decision_number(case), at=doing.at, case=case),
        applicant=application.filed_by.name,
        sought=SOUGHT[application.kind].format(about=application.about.name),
        rule=kind.article,
        is_by_subject=kind.side is not Side.APPLICANT,
        received_on=application.received_on,
        reasons=application.reasons or "",
    )


def refusal_service(application: Application, doing: Doing) -> Content | None:
    """Say how the applicant was notified of the refusal; nothing where no notice of it was issued."""
    notice = IssuedDocument.objects.filter(matter_id=application.pk, kind=DocumentKind.REFUSAL_NOTICE).first()
    if notice is None or application.served_on is None:
        return None
    served = Measure(TITLES[DocumentKind.REFUSAL_NOTICE].zh, notice.number, legal_day(notice.issued_at))
    of = heading(application.case.court_id, number=notice.number, at=doing.at, case=application.case)
    method, to = ServiceMethod(application.service_method).label, parties([application.filed_by])
    return ServiceRecord(of, served, to, method, application.served_on, doing.by.name)


ISSUED: Builders = MappingProxyType({(Application, Act.REFUSE): refusal, (Application, Act.SERVE): refusal_service})
