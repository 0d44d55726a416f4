"""Which act on an assistance notice issues which document, and what it says (C6, D13)."""

from collections.abc import Mapping
from types import MappingProxyType

from blacklist.documents.notices import AssistanceNotice as NoticeContent
from blacklist.documents.notices import ServiceRecord
from blacklist.documents.parts import Content, Measure, Party
from blacklist.issuing.doing import Builders, Doing
from blacklist.issuing.parts import NUMBERS, heading, signed
from blacklist.law.activities import ACTIVITIES
from blacklist.law.court_documents import TITLES, DocumentKind
from blacklist.law.identity import DocumentType
from blacklist.law.lifecycle import Act
from blacklist.models import AssistanceNotice, ServiceMethod

# What a notice cites, by the legal basis on which the unit is asked.
RULES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"C6": ("P266", "C6"), "L8": ("P266", "L8"), "P117": ("P266", "P117")}
)


def assistance_notice(notice: AssistanceNotice, doing: Doing) -> Content:
    """Say what the unit is asked for, as drafted or as signed (C6)."""
    of = heading(notice.court_id, number=notice.number, at=doing.at)
    return NoticeContent(
        signed(of, doing.by),
        unit=_unit(notice),
        rules=RULES[notice.legal_basis],
        items=tuple(ACTIVITIES[code].zh for code in notice.activities),
    )


def notice_service(notice: AssistanceNotice, doing: Doing) -> Content:
    """Say how the notice was served on the unit."""
    assert notice.signed_on is not None
    assert notice.served_on is not None
    of = heading(notice.court_id, number=notice.number, at=doing.at)
    served = Measure(TITLES[DocumentKind.ASSISTANCE_NOTICE].zh, notice.number, notice.signed_on)
    method = ServiceMethod(notice.service_method).label
    return ServiceRecord(of, served, (_unit(notice),), method, notice.served_on, doing.by.name)


ISSUED: Builders = MappingProxyType(
    {(AssistanceNotice, Act.SIGN): assistance_notice, (AssistanceNotice, Act.SERVE): notice_service}
)


def _unit(notice: AssistanceNotice) -> Party:
    return Party(notice.unit_name, True, notice.credit_code, NUMBERS[DocumentType.CREDIT_CODE])
