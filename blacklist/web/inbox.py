"""The court's inbox: what checks and others have shown, and what there is to do about each.

Nothing here was decided: a report moves no measure. An officer looks, does what the matter asks for, and closes it.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from blacklist import selectors
from blacklist.law.activities import ACTIVITIES
from blacklist.law.days import legal_day
from blacklist.models import Listing, Officer, Task, TaskKind, TaskState
from blacklist.web import acts, desk, showing
from blacklist.web.acts import Link
from blacklist.web.paging import paged
from blacklist.web.staff import Staff
from pages.words import Words


@dataclass(frozen=True)
class Report:
    """What a kind of report means and asks for: acts on the person, its listings and orders here, or the matter."""

    kind: TaskKind
    seen: Words
    todo: Words
    on_person: tuple[str, ...] = ()
    on_listings: tuple[str, ...] = ()
    on_orders: tuple[str, ...] = ()
    on_matter: tuple[str, ...] = ()


_REPORTS = (
    Report(
        TaskKind.MINOR_ON_FILE,
        Words("查询时发现此人未满十八周岁。", "A check met a person under 18 on file."),
        Words(
            "未成年人不得纳入名单或限制消费：核对出生日期；属实的立即撤销措施，出生日期登记错误的更正。",
            "Nobody under 18 is listed or restricted. Check the birth date: revoke the measure, or put the date right.",
        ),
        on_person=("rectify_person", "doubt_person"),
        on_listings=("revoke_listing",),
        on_orders=("revoke_order",),
    ),
    Report(
        TaskKind.EMERGENCY,
        Words(
            "有人以急救、救灾为由查询，已依法放行。",
            "A check said it was an emergency, and was let pass as the law says.",
        ),
        Words(
            "事后核对是否确有急救、救灾。确有的，办结；没有的，登记为违反举报，注明查询编号。限制本身不变。",
            "Look afterwards whether there was one. If so, close this; if not, enter a report of a breach with the"
            " reference. The restriction itself stands.",
        ),
        on_orders=("receive_breach_report",),
    ),
    Report(
        TaskKind.NAME_MISMATCH,
        Words(
            "有人以此人的号码、另外的姓名查询；未答为受限。",
            "A check gave this number with another name; it was not barred.",
        ),
        Words(
            "对照案卷核对姓名和号码：登记有误的当日更正，有曾用名的补充姓名，号码属于他人的标记存疑；无误的，办结。",
            "Compare name and number with the file. Put right what was entered wrongly, add a former name, mark a"
            " number as doubtful if it may be another’s. If all is right, close this.",
        ),
        on_person=("rectify_person", "name_person", "doubt_person", "verify_person"),
    ),
    Report(
        TaskKind.LISTING_WITHOUT_ORDER,
        Words(
            "此人在失信名单上，但没有生效的限制消费令。",
            "This person is listed, and no consumption order is in force.",
        ),
        Words(
            "纳入名单的，应当限制消费（C1）：拟制限制消费令；依法不应限制的，办结。名单本身不限制乘机、住宿等消费。",
            "Whoever is listed is to be restricted (C1): draft an order, or close this where the law forbids one. A"
            " listing alone bars no flight and no hotel.",
        ),
        on_listings=("propose_order",),
    ),
    Report(
        TaskKind.REDRESS_MISUSED,
        Words(
            "有人以他人的防错识别码查询，姓名或者出生日期与持有人不符；识别码未起作用。",
            "A check gave a redress number with another name or birth date than its holder’s; it changed nothing.",
        ),
        Words(
            "核对是误填还是转借。转借他人的，撤销识别码；误填的，办结。",
            "Find out whether it was mistyped or lent. If lent, revoke the number; if mistyped, close this.",
        ),
        on_matter=("revoke_redress_number",),
    ),
    Report(
        TaskKind.BREACH_REPORT,
        Words("有人举报此人违反限制消费令。", "Somebody reported a breach of an order."),
        Words("由执行法官核查，认定或者驳回。", "A judge examines it, and finds a breach or rejects the report."),
    ),
)
REPORTS: Mapping[str, Report] = MappingProxyType({row.kind.value: row for row in _REPORTS})


@dataclass(frozen=True)
class Item:
    """One report as the inbox shows it."""

    row: desk.Row
    report: Report
    activity: Words | None
    identities: list[showing.Identity]
    measures: list[showing.Measure]
    links: list[Link]

    @property
    def key(self) -> str:
        """Return what names the report on the page."""
        return str(self.row.task.pk)


class Inbox(Staff):
    """The open reports of the courts that the officer reads, what is due first, then the oldest."""

    current = "inbox"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them, or those of one kind."""
        kind = request.GET.get("kind", "")
        rows = open_reports(self.officer)
        counts = counted(self.officer)
        if kind in REPORTS:
            rows = rows.filter(kind=kind)
        page = paged(rows, request.GET.get("page", ""), size=20)
        shown = {
            "items": items(page.rows, by=self.officer, on=legal_day(self.at)),
            "page": page,
            "query": f"kind={kind}" if kind in REPORTS else "",
            "tabs": [
                ("?", Words("全部", "All"), kind not in REPORTS, sum(counts.values())),
                *[
                    (f"?kind={each}", desk.title_of(report.kind), each == kind, counts[each])
                    for each, report in REPORTS.items()
                    if each in counts
                ],
            ],
        }
        return self.page("court/inbox.html", shown)


def open_reports(officer: Officer) -> Any:
    """Return the open reports at the courts that an officer reads, the oldest first."""
    rows = selectors.tasks_of(officer).filter(state=TaskState.OPEN, kind__in=list(REPORTS))
    return rows.order_by(F("due_on").asc(nulls_last=True), "opened_at", "pk")


def counted(officer: Officer) -> dict[str, int]:
    """Return how many reports of each kind are open."""
    rows = selectors.tasks_of(officer).filter(state=TaskState.OPEN, kind__in=list(REPORTS))
    return dict(rows.order_by().values("kind").annotate(count=Count("pk")).values_list("kind", "count"))


def items(tasks: Sequence[Task], *, by: Officer, on: date) -> list[Item]:
    """Return reports with the measures here that each concerns, and with the acts that may answer it."""
    subjects = [task.subject_id for task in tasks]
    measures: dict[uuid.UUID, list[Any]] = {subject: [] for subject in subjects}
    for listing in selectors.listings_of(by).filter(debtor__in=subjects):
        measures[listing.debtor_id].append(listing)
    for order in selectors.orders_of(by).filter(restricted_persons__person__in=subjects).distinct():
        for person in {row.person_id for row in order.restricted_persons.all()} & {*subjects}:
            measures[person].append(order)
    return [
        _item(row, [each for each in measures[row.task.subject_id] if _is_at(each, row.task)], by=by, on=on)
        for row in desk.rows_of(tasks, by=by, on=on)
    ]


def _is_at(measure: Any, task: Task) -> bool:
    return bool(measure.case.court_id == task.court_id)


def _item(row: desk.Row, measures: list[Any], *, by: Officer, on: date) -> Item:
    report, activity = REPORTS[row.task.kind], ACTIVITIES.get(row.task.activity)
    return Item(
        row=row,
        report=report,
        activity=Words(activity.zh, activity.en) if activity else None,
        identities=showing.identities(row.task.subject),
        measures=[showing.measure(each) for each in measures],
        links=_links(report, row.task, measures, by=by, on=on),
    )


def _links(report: Report, task: Task, measures: list[Any], *, by: Officer, on: date) -> list[Link]:
    """Return the acts that the officer has the duty for: on the person, then on each measure that allows it now."""
    found = acts.on_person(task.subject, by=by, on=on, among=report.on_person)
    found += [
        Link(reverse("court-pages:act-on", args=[name, task.matter_id]), acts.PAGES[name].title, name)
        for name in report.on_matter
        if task.matter_id and acts.may(name, by=by, on=on)
    ]
    for measure in measures:
        wanted = report.on_listings if isinstance(measure, Listing) else report.on_orders
        possible = {link.name: link for link in acts.possible(measure, by=by, on=on, among=wanted)}
        found += [possible[name] for name in wanted if name in possible and possible[name].hindrance is None]
        if "propose_order" in wanted and acts.may("propose_order", by=by, on=on):
            found.append(acts.link("propose_order", measure.case))
    return found if task.court_id == by.court_id else []
