"""What stands in the way of an act that a record's state allows: another court's, done before, or a fact in words.

Two tables: acts that are not for this officer or not for now are left out; of others the page says what is missing.
It tells beforehand what the act checks without its form; whether it is done after all is for the act to say.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from blacklist import selectors
from blacklist.law.assurance import assurance_after
from blacklist.law.duties import Duty
from blacklist.law.exemptions import EXEMPTIONS, ExemptionKind
from blacklist.law.grounds import has_term
from blacklist.law.identity import Assurance
from blacklist.law.lifecycle import CORRECTING, Act, ListingState
from blacklist.law.remedies import PENDING, UNDECIDED, CorrectionState
from blacklist.models import (
    AssistanceNotice,
    CorrectionRequest,
    EnforcementCase,
    Exemption,
    Listing,
    Officer,
    PersonKind,
    Reconsideration,
    RedressNumber,
    Task,
    TaskKind,
    TaskState,
)
from blacklist.services import answers, exemptions, measures, order_duties, order_effects
from blacklist.services.documents import is_performed
from blacklist.services.relation import holds
from blacklist.services.settlement import about
from pages.words import Words

Said = Callable[[Any, Officer, date], object]  # true: it stands in the way; a day: until then


@dataclass(frozen=True)
class Hindrance:
    """A fact that keeps an act from being done now, and how the page says so."""

    stands: Said
    words: Words


# --- Where ------------------------------------------------------------------------------------------------------------


def is_elsewhere(name: str, record: Any, *, by: Officer) -> bool:
    """Return whether an act on a record is another court's to do (J15); the court above corrects (G18)."""
    here = _at_first(record) if name == "forward_reconsideration" else court_of(record)
    if by.court_id == here or name in _ANYWHERE:
        return False
    above = selectors.courts_above(here)
    if name == "file_reconsideration":
        return by.court_id not in above[:1]
    return not (_corrects(name) and by.may(_ABOVE.get(name, Duty.RECONSIDER)) and by.court_id in above)


def court_of(record: Any) -> str:
    """Return the court that handles a record: that of its case, or where the record itself is."""
    if isinstance(record, _HAVE_A_COURT):
        return record.court_id
    measure = getattr(record, "order", None) or getattr(record, "listing", None) or record
    return str(measure.case.court_id)


def _at_first(row: Reconsideration) -> str:
    return row.request.court_id


def _corrects(name: str) -> bool:
    return name in _ABOVE or any(name in (f"{act}_listing", f"{act}_order") for act in CORRECTING)


_ANYWHERE = frozenset({"receive_correction"})  # any court takes it in (L11)
_ABOVE: Mapping[str, Duty] = MappingProxyType(
    {
        "report_error_in_listing": Duty.REGISTER,
        "report_error_in_order": Duty.REGISTER,
        "rectify_basis": Duty.RECONSIDER,
    }
)
_HAVE_A_COURT = (EnforcementCase, CorrectionRequest, Reconsideration, AssistanceNotice, RedressNumber)

# --- Not for now: left out --------------------------------------------------------------------------------------------


def is_idle(name: str, record: Any, *, by: Officer, on: date) -> bool:
    """Return whether there is nothing for an act to do: done before, or nobody asked for it."""
    return name in IDLE and bool(IDLE[name](record, by, on))


def _served(record: Any, by: Officer, on: date) -> object:
    return record.served_on


def _is_no_review(kind: TaskKind) -> Said:
    open_ = Task.objects.filter(kind=kind, state=TaskState.OPEN)
    return lambda record, by, on: not open_.filter(measure_id=record.pk).exists()


def _all_served(order: Any, by: Officer, on: date) -> bool:
    return all(row.served_on or row.ended_on for row in order.restricted_persons.all())


def _binds_nobody(order: Any, by: Officer, on: date) -> bool:
    return order.state not in exemptions.BINDING or all(row.ended_on for row in order.restricted_persons.all())


def _is_unlike(*states: str) -> Said:
    return lambda record, by, on: record.state not in states


def _has_no_term(listing: Listing, by: Officer, on: date) -> bool:
    return not has_term(listing.grounds) or not measures.is_running(listing, on=on)


def _is_at_home(request: CorrectionRequest, by: Officer, on: date) -> bool:
    return request.court_id == request.measure.case.court_id


def _stands_at(act: Act) -> Said:
    return lambda person, by, on: person.assurance == assurance_after(act, is_unit=person.kind == PersonKind.UNIT)


def _was_granted(application: Any, by: Officer, on: date) -> bool:
    return application.state == "granted" and not answers.is_unanswered(application)


IDLE: Mapping[str, Said] = MappingProxyType(
    {
        "serve_listing": _served,
        "withhold_listing": lambda row, by, on: row.withheld_on,
        "justify_listing": lambda row, by, on: has_term(row.grounds),
        "keep_listing": _is_no_review(TaskKind.EARLY_REMOVAL_REVIEW),
        "propose_extension": _has_no_term,
        "announce_listing": _is_unlike(ListingState.ACTIVE),
        "notify_of_listing": _is_unlike(ListingState.ACTIVE),
        "serve_order": _all_served,
        "keep_order": lambda row, by, on: not order_duties.is_under_review(row),
        "receive_exemption": _binds_nobody,
        "serve_application": _served,
        "refuse_application": _was_granted,
        "send_back_exemption": lambda row, by, on: row.returned_on,
        "set_aside_exemption": lambda row, by, on: row.set_aside_on,
        "transfer_correction": _is_at_home,
        "send_back_correction": lambda row, by, on: row.complete_by,
        "serve_correction": _served,
        "receive_correction": lambda row, by, on: row.decided_on is None,
        "file_reconsideration": _is_unlike(CorrectionState.REJECTED),
        "unlink_person": lambda row, by, on: row.documents.count() < 2 and not row.other_names.exists(),
        "verify_person": _stands_at(Act.VERIFY),
        "doubt_person": _stands_at(Act.DOUBT),
    }
)

# --- Not yet, or not by you: said -------------------------------------------------------------------------------------


def said(name: str, record: Any, *, by: Officer, on: date) -> Words | None:
    """Return what keeps an act from being done now, in words; None when nothing is known to."""
    for hindrance in HINDRANCES.get(name, ()):
        stands = hindrance.stands(record, by, on)
        if stands:
            return hindrance.words.format(day=stands)
    return None


def _is_drafter(record: Any, by: Officer, on: date) -> bool:
    return bool(by.pk == record.drafted_by_id or by.username == record.drafted_by_name)


def _is_doubted(listing: Listing, by: Officer, on: date) -> bool:
    return listing.debtor.assurance < Assurance.A2


def _is_one_doubted(order: Any, by: Officer, on: date) -> bool:
    return any(row.person.assurance < Assurance.A2 for row in order.restricted_persons.all())


def _grace(record: Any, by: Officer, on: date) -> object:
    return record.grace_until if record.grace_until and on < record.grace_until else None


def _has_run_out(until: date | None, on: date) -> bool:
    return until is not None and until <= on


def _is_undisputed(measure: Any, by: Officer, on: date) -> bool:
    return not CorrectionRequest.objects.filter(state__in=PENDING, **about(measure)).exists()


def _is_over(extension: Any, by: Officer, on: date) -> bool:
    return not measures.is_running(extension.listing, on=on)


def _is_for_president(exemption: Exemption, by: Officer, on: date) -> bool:
    return not holds(by, EXEMPTIONS[ExemptionKind(exemption.kind)].decider, on=on)


def _is_unproved(exemption: Exemption, by: Officer, on: date) -> bool:
    rule = EXEMPTIONS[ExemptionKind(exemption.kind)]
    return not exemption.evidence or (rule.needs_undertaking and not exemption.has_undertaking)


def _is_misdirected(request: CorrectionRequest, by: Officer, on: date) -> bool:
    return request.state in UNDECIDED and request.court_id != request.measure.case.court_id


def _is_not_assigned(request: CorrectionRequest, by: Officer, on: date) -> bool:
    return not request.reviewers.filter(pk=by.pk).exists()


def _is_handler(request: CorrectionRequest, by: Officer, on: date) -> bool:
    return by.username in selectors.handlers_of(request.measure.case)


def _has_handled(row: Reconsideration, by: Officer, on: date) -> bool:
    return _is_handler(row.request, by, on) or by.username in row.request.reviewer_names


_DRAFTER = Hindrance(_is_drafter, Words("由您拟制，须由他人签发", "you drafted it; somebody else signs it"))
_GRACE = Hindrance(_grace, Words("宽限期至 {day} 前", "grace lasts until {day}"))
_DOUBT = Words("号码存疑，须先核实", "the number is in doubt; settle that first")
_RUN_OUT = Words("期间已经届满", "its period has run out")
_UNDISPUTED = Hindrance(_is_undisputed, Words("没有未决的纠正申请", "nobody’s request to correct it is open"))
_TERM_OVER = Hindrance(_is_over, Words("纳入期限已不再计算", "no term of the listing runs"))
_PRESIDENT = Hindrance(_is_for_president, Words("须由院长决定", "for the president to decide"))
_ELSEWHERE = Hindrance(_is_misdirected, Words("由其他法院办理，须先移送", "another court handles the case; pass it on"))
_ASSIGNED = Hindrance(_is_not_assigned, Words("没有指派给您", "it is not assigned to you"))
_HANDLER = Hindrance(_is_handler, Words("您办理过本案", "you have handled the case"))
_RECONSIDERER = Hindrance(_has_handled, Words("您办理过本案", "you have handled the case"))

HINDRANCES: Mapping[str, tuple[Hindrance, ...]] = MappingProxyType(
    {
        "sign_listing": (_DRAFTER, Hindrance(_is_doubted, _DOUBT)),
        "sign_order": (
            _DRAFTER,
            Hindrance(_is_one_doubted, _DOUBT),
            Hindrance(lambda row, by, on: _has_run_out(row.period_until, on), _RUN_OUT),
            Hindrance(
                lambda row, by, on: order_duties.has_lost_its_listing(row),
                Words("所依据的失信决定已经终止", "the listing on which it rests has ended"),
            ),
        ),
        "sign_extension": (_DRAFTER, _TERM_OVER),
        "serve_extension": (_TERM_OVER,),
        "sign_assistance_notice": (_DRAFTER,),
        "publish_listing": (
            _GRACE,
            Hindrance(lambda row, by, on: _has_run_out(row.in_force_until, on), _RUN_OUT),
            Hindrance(lambda row, by, on: row.served_on is None, Words("尚未送达", "not served yet")),
        ),
        "apply_order": (
            _GRACE,
            Hindrance(lambda row, by, on: _has_run_out(row.period_until, on), _RUN_OUT),
            Hindrance(
                lambda row, by, on: not any(each.served_on for each in row.restricted_persons.all()),
                Words("尚未送达", "not served yet"),
            ),
        ),
        "pause_listing": (_UNDISPUTED,),
        "pause_order": (_UNDISPUTED,),
        "approve_exemption": (
            _PRESIDENT,
            Hindrance(
                lambda row, by, on: _binds_nobody(row.order, by, on),
                Words("限制消费令已不再有效", "the order restricts no longer"),
            ),
            Hindrance(_is_unproved, Words("缺少证据或者承诺书", "evidence or an undertaking is missing")),
            Hindrance(lambda row, by, on: _has_run_out(row.until_on, on), Words("申请的时间已过", "its days are over")),
        ),
        "reject_exemption": (_PRESIDENT,),
        "set_aside_exemption": (
            Hindrance(
                lambda row, by, on: row.decided_by_id == by.pk, Words("由您认定，须由他人复核", "it was your finding")
            ),
        ),
        "send_back_correction": (_ELSEWHERE,),
        "complete_correction": (_ELSEWHERE,),
        "assign_correction": (_ELSEWHERE,),
        "uphold_correction": (_ELSEWHERE, _ASSIGNED, _HANDLER),
        "reject_correction": (_ELSEWHERE, _ASSIGNED, _HANDLER),
        "dismiss_reconsideration": (_RECONSIDERER,),
        "overturn_reconsideration": (_RECONSIDERER,),
        "penalise_breach_report": (
            Hindrance(
                lambda row, by, on: row.found_by_id == by.pk, Words("由您认定，须由他人决定", "it was your finding")
            ),
        ),
        "find_breach_report": (
            Hindrance(
                lambda row, by, on: not order_effects.was_bound(row),
                Words("行为当日限制消费令尚未送达或者不再有效", "the order did not bind on that day"),
            ),
        ),
        "certify_performance": (
            Hindrance(
                lambda row, by, on: not is_performed(row),
                Words("没有履行完毕的记录", "nothing is recorded as performed"),
            ),
        ),
    }
)
