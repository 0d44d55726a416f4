"""What a party may apply for in writing: by whom, about which measure, under which article. A closed list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from blacklist.law.deadlines import reapply_barred_until
from blacklist.law.refusals import Refusal


class Side(StrEnum):
    """Who may apply: the applicant of the case, the listed debtor, whom an order restricts, or whom as an officer."""

    APPLICANT = "applicant"
    LISTED = "listed"
    RESTRICTED = "restricted"
    OFFICER = "officer"


@dataclass(frozen=True)
class ApplicationKind:
    """One thing to apply for: a new measure, or the end of the ``measure`` named.

    A new measure is decided on when the president signs, anything else by the judge's act.
    """

    code: str
    zh: str
    article: str
    side: Side
    measure: str = ""


_ROWS = (
    ApplicationKind("listing", "申请纳入失信被执行人名单", "L5-2", Side.APPLICANT),
    ApplicationKind("order", "申请限制消费", "C4", Side.APPLICANT),
    ApplicationKind("removal", "申请执行人申请删除失信信息", "L10-1", Side.APPLICANT, "listing"),
    ApplicationKind("early_removal", "申请提前删除失信信息", "L2", Side.LISTED, "listing"),
    ApplicationKind("lift", "申请解除限制消费令（提供担保或者申请执行人同意）", "C9", Side.RESTRICTED, "order"),
    ApplicationKind("replacement", "因法定代表人、主要负责人变更申请解除", "G17-2", Side.OFFICER, "order"),
)

APPLICATIONS: Mapping[str, ApplicationKind] = MappingProxyType({row.code: row for row in _ROWS})


def check_bar(removed_on: date | None, *, received_on: date) -> None:
    """Let an application for a listing pass when no removal at the same applicant's request bars it (L10 ¶4).

    ``removed_on``: the day of the last such removal, None when there was none.

    :raises Refusal: ``reapply-barred``.
    """
    if removed_on is not None and received_on <= reapply_barred_until(removed_on):
        raise Refusal("reapply-barred", pointer="received_on", article="L10-4")


def check_new_facts(removed_on: date | None, *, conducts_on: list[date], on: date) -> None:
    """Let the court list of its own motion while the applicant is barred only for conduct after the removal (L10 ¶4).

    :raises Refusal: ``new-facts-required``.
    """
    if removed_on is None or on > reapply_barred_until(removed_on):
        return
    if all(conduct_on <= removed_on for conduct_on in conducts_on):
        raise Refusal("new-facts-required", pointer="grounds", article="L10-4")
