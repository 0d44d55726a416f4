"""The first page: what the officer has to do, what is overdue first, and what was begun and not sent."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse

from blacklist import selectors
from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.models import Draft, Listing, Officer, Task, TaskKind, TaskState
from blacklist.web import acts
from blacklist.web.staff import Staff
from pages.words import Words

SHOWN = 100
# What checks and others have shown, apart from what the court's own acts have made due.
INBOX = (
    TaskKind.NAME_MISMATCH,
    TaskKind.EMERGENCY,
    TaskKind.LISTING_WITHOUT_ORDER,
    TaskKind.MINOR_ON_FILE,
    TaskKind.BREACH_REPORT,
)
VIEWS = (
    ("mine", Words("我的待办", "Mine")),
    ("inbox", Words("收件箱", "Inbox")),
    ("court", Words("全院", "Whole court")),
)


@dataclass(frozen=True)
class Row:
    """One duty as the desk shows it."""

    task: Task
    title: Words
    days: int | None
    address: str
    may_close: bool

    @property
    def is_overdue(self) -> bool:
        """Return whether its day has passed."""
        return self.days is not None and self.days < 0

    @property
    def late_by(self) -> int:
        """Return by how many days it is late."""
        return -(self.days or 0)


class Desk(Staff):
    """Duties by their day, drafts, and a way into a case."""

    current = "desk"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the desk."""
        view = request.GET.get("view", "mine")
        on = legal_day(self.at)
        rows = [row_of(task, by=self.officer, on=on) for task in open_tasks(self.officer, view)[: SHOWN + 1]]
        tabs = [(f"?view={name}", words, name == view, 0) for name, words in VIEWS]
        shown = {
            "rows": rows[:SHOWN],
            "is_cut": len(rows) > SHOWN,
            "tabs": tabs,
            "view": view,
            "drafts": drafts_of(self.officer),
        }
        return self.page("court/desk.html", shown)


def open_tasks(officer: Officer, view: str) -> QuerySet[Task]:
    """Return the open duties that a view of the desk shows, the most urgent first."""
    rows = selectors.tasks_of(officer).filter(state=TaskState.OPEN)
    if view == "inbox":
        rows = rows.filter(kind__in=INBOX)
    elif view != "court":
        rows = rows.filter(Q(holder__in=officer.duties), court=officer.court_id)
    return rows.order_by(F("due_on").asc(nulls_last=True), "opened_at", "pk")


def row_of(task: Task, *, by: Officer, on: date) -> Row:
    """Return a duty as the desk shows it on a day."""
    known = TaskKind(task.kind)
    return Row(
        task=task,
        title=Words(str(known.label), known.value.replace("_", " ").capitalize()),
        days=(task.due_on - on).days if task.due_on else None,
        address=_address_of(task),
        may_close=task.is_closed_by_hand and task.court_id == by.court_id and by.may(Duty.REGISTER),
    )


@dataclass(frozen=True)
class Begun:
    """A form begun and not sent."""

    draft: Draft
    title: Words


def drafts_of(officer: Officer) -> list[Begun]:
    """Return the forms that the officer has begun, newest first."""
    return [
        Begun(draft, _title_of(draft.form))
        for draft in Draft.objects.filter(officer=officer).order_by("-saved_at")[:10]
    ]


def _title_of(address: str) -> Words:
    try:
        found = resolve(address.partition("?")[0])
    except Resolver404:
        return Words("表单", "Form")
    page = acts.PAGES.get(found.kwargs.get("name", ""))
    return page.title if page else Words("录入裁定", "Enter a ruling")


# Where a duty about a matter is done, when that is not the measure.
_MATTERS = {
    TaskKind.ENFORCEMENT_NOTICE: "case",
    TaskKind.CASE_TRANSFER: "case",
    TaskKind.APPLICATION: "application",
    TaskKind.EXEMPTION: "exemption",
    TaskKind.TRAVEL_LIFT: "exemption",
    TaskKind.CORRECTION: "correction",
    TaskKind.CORRECTION_TRANSFER: "correction",
    TaskKind.CORRECTION_UPHELD: "correction",
    TaskKind.CORRECTION_OVERDUE: "correction",
    TaskKind.EXPLANATION: "correction",
    TaskKind.RECONSIDERATION: "reconsideration",
    TaskKind.RECONSIDERATION_TRANSFER: "reconsideration",
    TaskKind.BREACH_REPORT: "breach-report",
}


def _address_of(task: Task) -> str:
    """Return where a duty is done: its matter, else its measure, else the person."""
    matter = _MATTERS.get(TaskKind(task.kind))
    if matter and task.matter_id:
        return reverse(f"court-pages:{matter}", args=[task.matter_id])
    if task.measure_id:
        is_listing = Listing.objects.filter(pk=task.measure_id).exists()
        return reverse(f"court-pages:{'listing' if is_listing else 'order'}", args=[task.measure_id])
    return reverse("court-pages:person", args=[task.subject_id])
