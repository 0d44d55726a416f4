"""What must be shown for grounds 4 and 6, and what makes a measure needless (L1, L3, G16, P242, P252)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal

from blacklist.law.grounds import NEGATIVES
from blacklist.law.refusals import Refusal

# Ground 6 is refused where the debtor has good reason not to perform (L1); the judge denies it.
GOOD_REASON = "good_reason"


def check_shown(grounds: Collection[int], evidence: Mapping[str, Collection[str]]) -> None:
    """Let ground 1 pass when each of the four facts that exclude it is denied on evidence (L3).

    :raises Refusal: ``evidence-required``.
    """
    for question in NEGATIVES if 1 in grounds else ():
        if not evidence.get(question):
            raise Refusal("evidence-required", pointer=f"negatives_evidence.{question}", article="L3")


def check_controlled(grounds: Collection[int], *, controlled: Decimal, outstanding: Decimal | None) -> None:
    """Refuse grounds 1 and 6, and an order at discretion (no ground), while property under control is enough to pay.

    ``outstanding`` None: the court has not stated what is still owed; then the judge's answer alone counts.

    :raises Refusal: ``assets-sufficient`` (L3 item 2, G16-1).
    """
    is_touched = not grounds or bool({1, 6} & set(grounds))
    if is_touched and outstanding is not None and controlled >= outstanding:
        raise Refusal("assets-sufficient", article="L3" if 1 in grounds else "G16-1")


def check_student(*, is_spared: bool, exception: str) -> None:
    """Let a measure on a full-time student with a campus loan pass only with written reasons (G16-3).

    :raises Refusal: ``student-campus-loan``.
    """
    if is_spared and not exception.strip():
        raise Refusal("student-campus-loan", pointer="exception", article="G16-3")


def check_asset_report(
    *,
    served_on: date,
    report_by: date,
    is_extension_pending: bool,
    finding: str,
    conduct_on: date,
    on: date,
    pointer: str,
) -> None:
    """Let ground 4 pass: the order was served, its time is over, no more time is asked for, a judge found a breach.

    :raises Refusal: ``order-not-served-at-conduct-date``, ``extension-pending``, ``not-due``, ``finding-required``.
    """
    named = f"{pointer}.asset_report"
    if conduct_on < served_on:
        raise Refusal("order-not-served-at-conduct-date", pointer=f"{pointer}.conduct_on", article="P252")
    if is_extension_pending:
        raise Refusal("extension-pending", pointer=named, article="P252")
    if on <= report_by:
        raise Refusal("not-due", "The time to report has not ended.", pointer=named, article="P252")
    if not finding:
        raise Refusal("finding-required", pointer=named, article="P252")


def check_settlement(*, unperformed: Iterable[date], answers: Mapping[str, bool], on: date, pointer: str) -> None:
    """Let ground 6 pass: an instalment is overdue, and the judge has denied that there is a good reason.

    ``unperformed``: the days by which what is not performed was, or will be, due.

    :raises Refusal: ``not-due`` (P241–242), ``answer-required``, ``good-reason``.
    """
    if not any(due_on < on for due_on in unperformed):
        raise Refusal("not-due", "No instalment is overdue.", pointer=f"{pointer}.settlement", article="P242")
    if GOOD_REASON not in answers:
        raise Refusal("answer-required", pointer=f"negatives.{GOOD_REASON}", article="L1")
    if answers[GOOD_REASON]:
        raise Refusal("good-reason", pointer=f"negatives.{GOOD_REASON}", article="L1")
