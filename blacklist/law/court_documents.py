"""The documents a court issues about a measure: a closed list with the title each bears and the article it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class DocumentKind(StrEnum):
    """What kind of document was issued."""

    LISTING_DECISION = "listing_decision"
    EXTENSION_DECISION = "extension_decision"
    CONSUMPTION_ORDER = "consumption_order"
    SERVICE_RECORD = "service_record"
    GRACE_DECISION = "grace_decision"
    RETENTION_DECISION = "retention_decision"
    REMOVAL_NOTICE = "removal_notice"
    LIFT_NOTICE = "lift_notice"
    REVOCATION_DECISION = "revocation_decision"
    CORRECTION_DECISION = "correction_decision"
    RECONSIDERATION_DECISION = "reconsideration_decision"
    ASSISTANCE_NOTICE = "assistance_notice"
    PERFORMANCE_CERTIFICATE = "performance_certificate"
    REFUSAL_NOTICE = "refusal_notice"
    EXEMPTION_DECISION = "exemption_decision"
    EXEMPTION_VOIDING = "exemption_voiding"


@dataclass(frozen=True, slots=True)
class Title:
    """How a kind is titled. `imposes`: it begins a burden, so it is not made before all of it can be printed."""

    zh: str
    en: str
    article: str
    imposes: bool = False


_K = DocumentKind
TITLES: Mapping[DocumentKind, Title] = MappingProxyType(
    {
        _K.LISTING_DECISION: Title("失信决定书", "Decision to list", "L5", imposes=True),
        _K.EXTENSION_DECISION: Title("延长纳入期限决定书", "Decision to extend a term", "L2", imposes=True),
        _K.CONSUMPTION_ORDER: Title("限制消费令", "Consumption restriction order", "C5", imposes=True),
        _K.SERVICE_RECORD: Title("送达回证", "Record of service", "G14"),
        _K.GRACE_DECISION: Title("宽限期决定书", "Decision to grant grace", "G15"),
        _K.RETENTION_DECISION: Title("不予提前删除决定书", "Decision not to remove early", "G19"),
        _K.REMOVAL_NOTICE: Title("删除失信信息通知书", "Notice of removal from the list", "L10"),
        _K.LIFT_NOTICE: Title("解除限制消费通知书", "Notice of lifting an order", "C9"),
        _K.REVOCATION_DECISION: Title("撤销决定书", "Decision to revoke", "L9"),
        _K.CORRECTION_DECISION: Title("纠正申请决定书", "Decision on a correction request", "L12"),
        _K.RECONSIDERATION_DECISION: Title("复议决定书", "Reconsideration decision", "L12"),
        _K.ASSISTANCE_NOTICE: Title("协助执行通知书", "Notice to assist enforcement", "C6", imposes=True),
        _K.PERFORMANCE_CERTIFICATE: Title("履行证明", "Certificate of performance", "G21"),
        _K.REFUSAL_NOTICE: Title("驳回申请通知书", "Notice of refusal of an application", "L5-2"),
        _K.EXEMPTION_DECISION: Title("例外申请决定书", "Decision on an exemption", "C8"),
        _K.EXEMPTION_VOIDING: Title("例外许可撤销决定书", "Decision to void an exemption", "G17-4"),
    }
)
