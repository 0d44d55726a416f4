"""Which acts have a page, and which are possible on a record now: all of the court API's, by the tables of the law."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from django.urls import reverse

from blacklist.api.urls import urlpatterns
from blacklist.api.views import CourtView, Enquiry, Operation
from blacklist.law.breaches import BREACH
from blacklist.law.duties import Duty
from blacklist.law.exemptions import EXEMPTION
from blacklist.law.extensions import EXTENSION
from blacklist.law.lifecycle import APPLICATION, LISTING, NOTICE, ORDER
from blacklist.law.remedies import CORRECTION, RECONSIDERATION
from blacklist.models import (
    Application,
    AssistanceNotice,
    BreachReport,
    ConsumptionOrder,
    CorrectionRequest,
    EnforcementCase,
    Exemption,
    Extension,
    Listing,
    Officer,
    Reconsideration,
)
from blacklist.services.relation import holds
from blacklist.web import hindrances
from blacklist.web.terms import ACTS, term
from pages.words import Words

# Files and questions have pages of their own.
_ELSEWHERE = ("import_id", "export_id")
_NOT_HERE = frozenset({"receive_import"})

NOUNS: Mapping[str, Words] = MappingProxyType(
    {
        "listing": Words("失信决定", "listing"),
        "order": Words("限制消费令", "consumption order"),
        "case": Words("案件", "case"),
        "person": Words("当事人", "person"),
        "application": Words("申请", "application"),
        "exemption": Words("例外申请", "exemption"),
        "correction": Words("纠正申请", "request for correction"),
        "reconsideration": Words("复议申请", "reconsideration"),
        "extension": Words("延长期限", "extension"),
        "assistance_notice": Words("协助执行通知书", "assistance notice"),
        "breach_report": Words("违反举报", "report of a breach"),
    }
)
# Titles that do not follow from act and noun.
TITLES: Mapping[str, Words] = MappingProxyType(
    {
        "register_person": Words("登记当事人", "Enter a person"),
        "register_case": Words("登记执行案件", "Enter a case"),
        "record_notice": Words("登记执行通知的送达", "Record the enforcement notice"),
        "record_hold": Words("登记暂缓请求", "Record that measures be held off"),
        "record_event": Words("登记案件事实", "Record a fact"),
        "record_outstanding": Words("登记未履行金额", "Record what is outstanding"),
        "record_campus_loan": Words("登记校园贷", "Record a campus loan"),
        "record_asset_report": Words("登记报告财产令", "Record an order to report assets"),
        "record_settlement": Words("登记和解协议", "Record a settlement"),
        "record_property": Words("登记已控制的财产", "Record property under control"),
        "record_announcement_cost": Words("登记公告费用", "Record the cost of announcing"),
        "certify_performance": Words("出具履行证明", "Certify performance"),
        "rectify_basis": Words("更正执行依据", "Rectify the basis document"),
        "transfer_case": Words("移送案件", "Transfer the case"),
        "accept_transfer": Words("接收移送", "Accept the transfer"),
        "propose_listing": Words("拟制失信决定", "Draft a listing decision"),
        "propose_order": Words("拟制限制消费令", "Draft a consumption order"),
        "propose_extension": Words("拟延长纳入期限", "Draft an extension"),
        "receive_application": Words("收取书面申请", "Take in an application"),
        "receive_exemption": Words("收取例外申请", "Take in an application for an exemption"),
        "receive_correction": Words("收取纠正申请", "Take in a request for correction"),
        "file_reconsideration": Words("收取复议申请", "Take in a reconsideration"),
        "acknowledge_lift_notice": Words("登记解除通知的回执", "Record the receipt of the notice of a lift"),
        "acknowledge_notification": Words("登记通报的回执", "Record the receipt of a notification"),
        "ask_for_time": Words("登记延期报告申请", "Record a request for more time"),
        "decide_on_time": Words("决定是否延期报告", "Decide on more time"),
        "perform_settlement": Words("登记和解履行", "Record performance of the settlement"),
        "release_property": Words("登记解除控制", "Record the release of property"),
        "issue_redress_number": Words("发给防错识别码", "Issue a redress number"),
        "issue_record_code": Words("发给查询本人记录的一次性密码", "Hand out a code for one’s own record"),
        "revoke_redress_number": Words("撤销防错识别码", "Revoke the redress number"),
        "close_task": Words("办结待办", "Close the task"),
        "announce_listing": Words("登记其他公布渠道", "Record a further channel"),
        "notify_of_listing": Words("通报单位", "Notify a recipient"),
        "report_error_in_listing": Words("确认失信决定有误", "Report an error in the listing"),
        "report_error_in_order": Words("确认限制消费令有误", "Report an error in the order"),
        "identify_person": Words("补充身份证件", "Add a document"),
        "name_person": Words("补充姓名", "Add a name"),
        "unlink_person": Words("解除身份关联", "Take a document or name off"),
        "verify_person": Words("核实身份", "Verify the person"),
        "doubt_person": Words("标记存疑", "Mark the number as doubtful"),
        "invite_officer": Words("邀请工作人员", "Invite an officer"),
        "move_officer": Words("调任", "Move to another court"),
        "suspend_officer": Words("停权", "Suspend"),
        "resume_officer": Words("复权", "Resume"),
        "grant_duties": Words("授予职责", "Grant duties"),
        "withdraw_duties": Words("撤回职责", "Withdraw duties"),
        "reset_factor": Words("重置密码和第二因素", "Reset password and second factor"),
        "confirm_proposal": Words("确认提议", "Confirm what was proposed"),
        "delegate_signature": Words("授权代行签发", "Lend the signature"),
        "end_delegation": Words("终止代行签发", "Take the signature back"),
        "enrol_recipient": Words("登记受通报单位", "Enrol a recipient"),
        "authorise_export": Words("授权导出完整号码", "Authorise an export with whole numbers"),
    }
)
TABLES: Mapping[type, tuple[str, Any]] = MappingProxyType(
    {
        Listing: ("listing", LISTING),
        ConsumptionOrder: ("order", ORDER),
        Application: ("application", APPLICATION),
        Exemption: ("exemption", EXEMPTION),
        CorrectionRequest: ("correction", CORRECTION),
        Reconsideration: ("reconsideration", RECONSIDERATION),
        Extension: ("extension", EXTENSION),
        BreachReport: ("breach_report", BREACH),
        AssistanceNotice: ("assistance_notice", NOTICE),
    }
)
# Acts that no table of a life has, by the kind of record; each opens a form of its own about that record.
BESIDES: Mapping[type, tuple[str, ...]] = MappingProxyType(
    {
        EnforcementCase: (
            "record_notice",
            "propose_order",
            "propose_listing",
            "receive_application",
            "record_event",
            "record_outstanding",
            "record_asset_report",
            "record_settlement",
            "record_property",
            "record_campus_loan",
            "record_hold",
            "certify_performance",
            "rectify_basis",
            "transfer_case",
        ),
        Listing: (
            "propose_extension",
            "receive_correction",
            "report_error_in_listing",
            "announce_listing",
            "notify_of_listing",
        ),
        ConsumptionOrder: (
            "receive_exemption",
            "receive_correction",
            "report_error_in_order",
            "receive_breach_report",
            "record_announcement_cost",
        ),
        CorrectionRequest: ("file_reconsideration",),
    }
)

ON_PERSONS = ("identify_person", "name_person", "unlink_person", "verify_person", "doubt_person", "rectify_person")
ABOUT_PERSONS = ("issue_redress_number",)


@dataclass(frozen=True)
class ActPage:
    """An act that a form is made for. ``id_name``: of the id in its address, or nothing when it begins a record."""

    view: type[CourtView]
    operation: Operation
    id_name: str

    @property
    def title(self) -> Words:
        """Return what the act is called on its page and its button."""
        known = TITLES.get(self.operation.name)
        if known is not None:
            return known
        act, _, noun = self.operation.name.partition("_")
        verb = max((code for code in ACTS if self.operation.name.startswith(code)), key=len, default=act)
        noun = self.operation.name.removeprefix(verb).strip("_") or noun
        things = NOUNS.get(noun, Words("", noun.replace("_", " ")))
        return Words(f"{term(ACTS, verb).zh}{things.zh}", f"{verb.replace('_', ' ').capitalize()} the {things.en}")


def _pages() -> dict[str, ActPage]:
    found: dict[str, ActPage] = {}
    for route in urlpatterns:
        view = route.callback.view_class  # type: ignore[attr-defined]
        ids = list(route.pattern.converters)
        if not issubclass(view, CourtView) or issubclass(view, Enquiry) or "POST" not in view.operations:
            continue
        operation = view.operations["POST"]
        if any(name in _ELSEWHERE for name in ids) or operation.name in _NOT_HERE:
            continue
        found[operation.name] = ActPage(view, operation, ids[-1] if ids else "")
    return found


PAGES: Mapping[str, ActPage] = MappingProxyType(_pages())


@dataclass(frozen=True)
class Link:
    """An act that can be done, and where; ``hindrance``: why not now, where something is known to stand in its way."""

    address: str
    title: Words
    name: str
    hindrance: Words | None = None


def possible(record: Any, *, by: Officer, on: date, among: Collection[str] = PAGES) -> list[Link]:
    """Return the acts that the law allows on a record in its state, here, to this officer; last those not for now.

    Whether one may be done after all is for the service to say, on what its form says.
    """
    mine = [name for name in names_for(record) if name in PAGES and name in among and may(name, by=by, on=on)]
    here = [name for name in mine if not hindrances.is_elsewhere(name, record, by=by)]
    return told([link(name, record) for name in here], record, by=by, on=on)


def names_for(record: Any) -> list[str]:
    """Return the acts that the law's tables have for a record in its state, and those that no table has."""
    noun, table = TABLES.get(type(record), ("", {}))
    state = getattr(record, "state", None)
    names = [f"{act}_{noun}" for (from_state, act), step in table.items() if from_state == state and step.duty]
    return list(dict.fromkeys([*names, *BESIDES.get(type(record), ())]))


def told(links: Sequence[Link], record: Any, *, by: Officer, on: date) -> list[Link]:
    """Return these links without those that have nothing to do now; last, each with its reason, those not for now."""
    found = [
        replace(each, hindrance=hindrances.said(each.name, record, by=by, on=on))
        for each in links
        if not hindrances.is_idle(each.name, record, by=by, on=on)
    ]
    return sorted(found, key=lambda each: each.hindrance is not None)


def on_person(person: Any, *, by: Officer, on: date, among: Collection[str] = PAGES) -> list[Link]:
    """Return the acts on a person, or about one, that the officer has the duty for."""
    links = [link_to(name, person) for name in ON_PERSONS if name in among]
    links += [link_about(name, person) for name in ABOUT_PERSONS if name in among]
    return told([each for each in links if may(each.name, by=by, on=on)], person, by=by, on=on)


def link(name: str, record: Any) -> Link:
    """Return where an act is done on a record, or about it."""
    page = PAGES[name]
    if page.id_name:
        return Link(reverse("court-pages:act-on", args=[name, record.pk]), page.title, name)
    noun = {EnforcementCase: "case"}.get(type(record)) or TABLES[type(record)][0]
    return Link(f"{reverse('court-pages:act', args=[name])}?{noun}={record.pk}", page.title, name)


def link_about(name: str, person: Any) -> Link:
    """Return where an act about a person is begun."""
    return Link(f"{reverse('court-pages:act', args=[name])}?person={person.pk}", PAGES[name].title, name)


def link_anew(name: str) -> Link:
    """Return where an act is begun that is about no record."""
    return Link(reverse("court-pages:act", args=[name]), PAGES[name].title, name)


def link_to(name: str, record: Any) -> Link:
    """Return where an act is done on exactly this record."""
    return Link(reverse("court-pages:act-on", args=[name, record.pk]), PAGES[name].title, name)


def may(name: str, *, by: Officer, on: date) -> bool:
    """Return whether an officer has the duty that an act needs."""
    return holds(by, Duty(PAGES[name].operation.duty), on=on)
