"""One content of each kind, with people who do not exist, and the text that a PDF gives back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pypdfium2

from blacklist.documents.decisions import (
    ConsumptionOrder,
    CorrectionDecision,
    ExtensionDecision,
    Factor,
    GroundSaid,
    ListingDecision,
    ReconsiderationDecision,
    RevocationDecision,
)
from blacklist.documents.exemptions import ExemptionDecision, ExemptionVoiding
from blacklist.documents.notices import (
    AssistanceNotice,
    LiftNotice,
    PerformanceCertificate,
    RefusalNotice,
    RemovalNotice,
    ServiceRecord,
)
from blacklist.documents.parts import Basis, Content, Heading, Measure, Origin, Party
from blacklist.documents.rendering import render
from blacklist.documents.terms import GraceDecision, RetentionDecision
from blacklist.law.court_documents import DocumentKind

DOCUMENT_ID = "6f0f2f3e-6f57-4d8c-9d4e-0f4a8a6f1a11"
VERIFY_AT = f"https://register.example/verify/{DOCUMENT_ID}"
CASE = "（2026）兵9901执100号"
HEADING = Heading(
    document_id=DOCUMENT_ID,
    court="示范市示范区人民法院",
    higher_court="示范市中级人民法院",
    phone="000-00000000",
    case_number=CASE,
    number=f"{CASE}之一",
    issued_at=datetime(2026, 11, 16, 2, tzinfo=UTC),
    verify_at=VERIFY_AT,
    signer="示范院长",
)
UNSIGNED = replace(HEADING, signer="", number=f"{CASE}之三")
DEBTOR = Party("张三", False, "110000199001010013", "公民身份号码", "男", date(1990, 1, 1))
UNIT = Party("示范贸易有限公司", True, "91350100M000100Y43", "统一社会信用代码")
OFFICER = Party("李四", False, "110000**********21", "公民身份号码", capacity="法定代表人")
ORIGIN = Origin(
    filed_on=date(2026, 9, 1),
    basis=(Basis("示范仲裁委员会", "（2025）示范裁字第1号", "支付货款人民币500000.00元。"),),
    notice_served_on=date(2026, 9, 2),
    perform_by=date(2026, 9, 12),
)
LISTING = Measure("失信决定书", f"{CASE}之一", date(2026, 11, 1))
ORDER = Measure("限制消费令", f"{CASE}之二", date(2026, 11, 1))
REJECTION = Measure("纠正申请决定书", "（2026）兵9901执异5号", date(2026, 11, 10))

LISTING_DECISION = ListingDecision(
    HEADING,
    debtor=DEBTOR,
    origin=ORIGIN,
    grounds=(
        GroundSaid("违反财产报告制度", "在指定的期限内未报告名下存款。", ("卷宗-12", "卷宗-13"), date(2026, 10, 1)),
        GroundSaid("违反限制消费令", "于限制期间乘坐飞机", ("卷宗-15",), date(2026, 10, 8)),
    ),
    reasons="事实清楚。\n证据充分。",
    term_until=date(2028, 11, 16),
)
EXTENSION_DECISION = ExtensionDecision(
    HEADING,
    debtor=DEBTOR,
    measure=LISTING,
    reason="具有多项失信行为",
    acts=(
        GroundSaid("具有多项失信行为", "以虚假诉讼转移房产。", ("卷宗-21",), date(2026, 10, 8)),
        GroundSaid("具有多项失信行为", "隐匿车辆", ("卷宗-22",), date(2026, 10, 20)),
    ),
    reasons="情节较重。",
    months=12,
    term_was_until=date(2028, 11, 16),
    term_until=date(2029, 11, 16),
)
CONSUMPTION_ORDER = ConsumptionOrder(
    HEADING,
    persons=(UNIT, OFFICER),
    origin=ORIGIN,
    listing=None,
    factors=tuple(
        Factor(words, f"已查明{words}的情况。") for words in ("消极履行", "规避执行", "抗拒执行", "履行能力")
    ),
    reasons="确有必要。",
    items=("乘坐飞机（经济舱）", "星级以上宾馆、酒店"),
    period_until=date(2027, 11, 15),
)
CONTENTS: Mapping[DocumentKind, Content] = {
    content.kind: content
    for content in (
        LISTING_DECISION,
        EXTENSION_DECISION,
        CONSUMPTION_ORDER,
        ServiceRecord(UNSIGNED, ORDER, (UNIT, OFFICER), "公告送达", date(2026, 11, 16), "示范书记员"),
        RemovalNotice(UNSIGNED, (DEBTOR,), LISTING, "已履行或执行完毕", "L10-1", "", date(2026, 11, 16), True),
        LiftNotice(
            UNSIGNED,
            (OFFICER,),
            ORDER,
            "法定代表人、主要负责人确因经营管理需要变更",
            "G17-2",
            "原法定代表人不是实际控制人。",
            date(2026, 11, 16),
            is_addressed=True,
            remaining=(UNIT.name,),
        ),
        RevocationDecision(UNSIGNED, (DEBTOR,), LISTING, ("L9",), "不应纳入", "期限届满前已经履行。"),
        CorrectionDecision(
            replace(UNSIGNED, number=REJECTION.number),
            DEBTOR,
            LISTING,
            ("L11", "L12"),
            date(2026, 11, 2),
            "应予删除",
            "已经全部履行。",
            "尚有利息未付。",
            corrects="",
        ),
        ReconsiderationDecision(
            replace(UNSIGNED, court="示范市中级人民法院", number="（2026）兵99执复3号"),
            DEBTOR,
            LISTING,
            "示范市示范区人民法院",
            ("L12",),
            REJECTION,
            date(2026, 11, 12),
            "不服驳回决定。",
            "利息已经付清。",
            corrects="删除张三的失信信息",
        ),
        AssistanceNotice(HEADING, UNIT, ("P266", "C6"), ("乘坐飞机（经济舱）",)),
        PerformanceCertificate(UNSIGNED, DEBTOR, ORIGIN, "已履行完毕", date(2026, 11, 12)),
        ExemptionDecision(
            replace(UNSIGNED, number="LW20261116000000000001"),
            DEBTOR,
            ORDER,
            "生活或者经营必需",
            "C8",
            date(2026, 11, 12),
            "",
            "",
            is_granted=True,
            items=("星级以上宾馆、酒店",),
            first_day=date(2026, 4, 10),
            last_day=date(2026, 4, 12),
            is_single_use=True,
        ),
        ExemptionVoiding(
            replace(UNSIGNED, number="LW20261116000000000001之一"),
            DEBTOR,
            ORDER,
            "生活或者经营必需",
            "C8",
            date(2026, 11, 12),
            "提供虚假证据",
            "会议通知系伪造。",
            granted=Measure("例外申请决定书", "LW20261116000000000001", date(2026, 11, 13)),
        ),
        GraceDecision(HEADING, (DEBTOR,), LISTING, "正在筹措资金。", date(2026, 2, 28), date(2028, 2, 28)),
        RetentionDecision(HEADING, DEBTOR, LISTING, "以暴力抗拒执行，情节严重。", date(2028, 11, 1)),
        RefusalNotice(
            UNSIGNED, "王五", "将张三纳入失信被执行人名单", "L5-2", False, date(2026, 11, 2), "控制的财产足以清偿。"
        ),
    )
}


def text_of(pdf: bytes) -> str:
    """Return the text of a PDF as an extractor reads it, without ends of lines."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    return "".join("".join(pages).split())


def printed(content: Content) -> str:
    """Return the text of a content's PDF."""
    return text_of(render(content.canonical()))
