"""The first page: what the officer has to do, what is overdue first, and what was begun and not sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve

from blacklist import selectors
from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal
from blacklist.models import Draft, Officer, Task, TaskKind, TaskState
from blacklist.web import acts
from blacklist.web.navigation import first_page
from blacklist.web.paging import paged
from blacklist.web.staff import Staff
from blacklist.web.task_places import addresses_of
from pages.words import Words

SHOWN = 50
VIEWS = (
    ("mine", Words("我的待办", "Mine")),
    ("overdue", Words("逾期", "Overdue")),
    ("court", Words("全院", "Whole court")),
)

NO_DEADLINE = Words("无期限", "no deadline")
NEAR = {-1: Words("逾期 1 天", "1 day overdue"), 0: Words("今天", "today"), 1: Words("明天", "tomorrow")}
LATE, LEFT = Words("逾期 {n} 天", "{n} days overdue"), Words("还有 {n} 天", "in {n} days")


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
    def how_far(self) -> Words:
        """Return how far off its day is, in words."""
        if self.days is None:
            return NO_DEADLINE
        return NEAR.get(self.days) or (LATE if self.days < 0 else LEFT).format(n=abs(self.days))


class Desk(Staff):
    """Duties by their day, drafts, and a way into a case."""

    current = "desk"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the desk."""
        view = request.GET.get("view", "mine")
        on = legal_day(self.at)
        page = paged(open_tasks(self.officer, view, on=on), request.GET.get("page", ""), size=SHOWN)
        tabs = [(f"?view={name}", words, name == view, 0) for name, words in VIEWS]
        shown = {
            "rows": rows_of(page.rows, by=self.officer, on=on),
            "page": page,
            "query": f"view={view}" if view in dict(VIEWS) else "",
            "tabs": tabs,
            "drafts": drafts_of(self.officer) if page.number == 1 else [],
        }
        return self.page("court/desk.html", shown)

    def refused(self, refusal: Refusal) -> HttpResponse:
        """Lead whose duties open other pages to the first of them: every page's head leads here."""
        begin = first_page(self.officer, at=self.at)
        return super().refused(refusal) if begin == self.request.path else HttpResponseRedirect(begin)


def open_tasks(officer: Officer, view: str, *, on: date) -> QuerySet[Task]:
    """Return the open duties that a view of the desk shows, the most urgent first."""
    rows = selectors.tasks_of(officer).filter(state=TaskState.OPEN)
    if view == "overdue":
        rows = rows.filter(due_on__lt=on)
    elif view != "court":
        rows = rows.filter(Q(holder__in=officer.duties), court=officer.court_id)
    return rows.order_by(F("due_on").asc(nulls_last=True), "opened_at", "pk")


def rows_of(tasks: Iterable[Task], *, by: Officer, on: date) -> list[Row]:
    """Return duties as the desk shows them on a day."""
    known = list(tasks)
    addresses = addresses_of(known, by=by)
    return [_row_of(task, addresses[task.pk], by=by, on=on) for task in known]


def title_of(kind: TaskKind) -> Words:
    """Return what a kind of duty is called."""
    return Words(str(kind.label), kind.value.replace("_", " ").capitalize())


def _row_of(task: Task, address: str, *, by: Officer, on: date) -> Row:
    return Row(
        task=task,
        title=title_of(TaskKind(task.kind)),
        days=(task.due_on - on).days if task.due_on else None,
        address=address,
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
