"""The tabs of the workbench: those that the officer's duties open."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

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


# What a court keeps besides its cases, by the name of the page; one tab leads to the first that is open.
OFFICE = Words("院务", "Office")
OFFICES: Mapping[str, Duty] = MappingProxyType(
    {"accounts": Duty.ADMINISTER, "delegations": Duty.SIGN, "recipients": Duty.ENROL, "exports": Duty.EXPORT}
)


def entries(officer: Officer, *, current: str, at: datetime) -> list[Entry]:
    """Return the tabs: address, words, whether it is the open one, and how much waits there."""
    on = legal_day(at)
    counts = {"desk": _overdue(officer, at), "signing": to_sign(officer) if holds(officer, Duty.SIGN, on=on) else 0}
    tabs = [(name, name, words) for name, words, duty in _TABS if holds(officer, duty, on=on)]
    tabs += [("office", name, OFFICE) for name, duty in OFFICES.items() if holds(officer, duty, on=on)][:1]
    return [
        (reverse(page if ":" in page else f"court-pages:{page}"), words, name == current, counts.get(name, 0))
        for name, page, words in tabs
    ]


def first_page(officer: Officer, *, at: datetime) -> str:
    """Return where an officer begins: the first tab that the duties open, else the desk, which says that none is."""
    found = entries(officer, current="", at=at)
    return found[0][0] if found else reverse("court-pages:desk")


def to_sign(officer: Officer) -> int:
    """Return how many drafts of the officer's court wait for a signature."""
    listings = Listing.objects.filter(case__court_id=officer.court_id, state=ListingState.PROPOSED)
    orders = ConsumptionOrder.objects.filter(case__court_id=officer.court_id, state=OrderState.DRAFTED)
    return listings.count() + orders.count()


def _overdue(officer: Officer, at: datetime) -> int:
    mine = Task.objects.filter(court_id=officer.court_id, state=TaskState.OPEN, holder__in=officer.duties)
    return mine.filter(due_on__lt=legal_day(at)).count()
