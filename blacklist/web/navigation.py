"""The tabs of the workbench: those that the officer's duties open."""

from datetime import datetime

from django.urls import reverse

from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.law.lifecycle import ListingState, OrderState
from blacklist.models import ConsumptionOrder, Listing, Officer, Task, TaskState
from blacklist.services.relation import holds
from pages.words import Words

Entry = tuple[str, Words, bool, int]

_TABS = (
    ("desk", Words("待办", "My desk"), Duty.READ),
    ("inbox", Words("收件箱", "Inbox"), Duty.READ),
    ("cases", Words("案件", "Cases"), Duty.READ),
    ("ruling", Words("录入裁定", "Enter a ruling"), Duty.REGISTER),
    ("signing", Words("签发", "Sign"), Duty.SIGN),
    ("matters", Words("申请与异议", "Applications"), Duty.READ),
    ("find", Words("查人", "Find a person"), Duty.READ),
    ("imports", Words("批量导入", "Import"), Duty.IMPORT),
    ("oversight:overdue", Words("督查", "Oversight"), Duty.OVERSEE),
)


def entries(officer: Officer, *, current: str, at: datetime) -> list[Entry]:
    """Return the tabs: address, words, whether it is the open one, and how much waits there."""
    on = legal_day(at)
    counts = {"desk": _overdue(officer, at), "signing": to_sign(officer) if holds(officer, Duty.SIGN, on=on) else 0}
    return [
        (reverse(name if ":" in name else f"court-pages:{name}"), words, name == current, counts.get(name, 0))
        for name, words, duty in _TABS
        if holds(officer, duty, on=on)
    ]


def to_sign(officer: Officer) -> int:
    """Return how many drafts of the officer's court wait for a signature."""
    listings = Listing.objects.filter(case__court_id=officer.court_id, state=ListingState.PROPOSED)
    orders = ConsumptionOrder.objects.filter(case__court_id=officer.court_id, state=OrderState.DRAFTED)
    return listings.count() + orders.count()


def _overdue(officer: Officer, at: datetime) -> int:
    mine = Task.objects.filter(court_id=officer.court_id, state=TaskState.OPEN, holder__in=officer.duties)
    return mine.filter(due_on__lt=legal_day(at)).count()
