"""What a court keeps besides its cases: accounts, lent signatures, who is told of listings, and exports.

Each is a list with what may be done on each row, by the pages of the acts; one tab leads to those that the officer's
duties open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse

from blacklist import selectors
from blacklist.api.exports import ExportIn, MaskedExport, WholeExport
from blacklist.api.files import sent
from blacklist.api.views import checked
from blacklist.law.accounts import AccountState
from blacklist.law.days import legal_day
from blacklist.law.deadlines import ONE_DAY
from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal
from blacklist.models import AccountProposal, Officer, OfficerState
from blacklist.models.ledger import Recipient
from blacklist.register import snapshot
from blacklist.services.exports import FETCHED_WITHIN
from blacklist.services.relation import holds
from blacklist.web import acts, refusals, showing
from blacklist.web.acts import Link
from blacklist.web.labels import label
from blacklist.web.paging import paged
from blacklist.web.places import id_in
from blacklist.web.staff import Staff
from blacklist.web.terms import ACTS, DUTIES, term
from pages.times import clock
from pages.words import Words

SHOWN = 50
_ON_ACCOUNTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        AccountState.INVITED: ("suspend_officer",),
        AccountState.ACTIVE: ("grant_duties", "withdraw_duties", "reset_factor", "move_officer", "suspend_officer"),
        AccountState.SUSPENDED: ("resume_officer",),
    }
)
_ACTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "accounts": ("invite_officer", "confirm_proposal", *_ON_ACCOUNTS["active"], "resume_officer"),
        "delegations": ("delegate_signature", "end_delegation"),
        "recipients": ("enrol_recipient",),
        "exports": ("authorise_export",),
    }
)


@dataclass(frozen=True)
class Row:
    """One row: what it is called, what there is to say, and what may be done."""

    title: str
    cells: list[tuple[Words, object]]
    links: list[Link]
    state: Words | None = None
    fetch: str = ""


class Office(Staff):
    """What the four have in common."""

    current = "office"
    name: ClassVar[str]
    title: ClassVar[Words]
    begins: ClassVar[tuple[str, ...]] = ()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list."""
        return self.listed()

    def listed(self, *, fault: Words | None = None, code: int = 200) -> HttpResponse:
        """Return the page."""
        on = legal_day(self.at)
        page = paged(self.records(), self.request.GET.get("page", ""), size=SHOWN)
        shown = {
            "title": self.title,
            "office": self.name,
            "fault": fault,
            "tabs": [
                (reverse(f"court-pages:{each.name}"), each.title, each.name == self.name, 0)
                for each in OFFICES
                if holds(self.officer, each.duty, on=on)
            ],
            "begins": [acts.link_anew(name) for name in self.begins if acts.may(name, by=self.officer, on=on)],
            "waiting": self.waiting(),
            "rows": [self.row(each) for each in page.rows],
            "page": page,
        }
        return self.page("court/office.html", shown, code=code)

    def records(self) -> Any:
        """Return the rows, in order."""
        raise NotImplementedError

    def row(self, record: Any) -> Row:
        """Return one of them in words."""
        raise NotImplementedError

    def waiting(self) -> list[Row]:
        """Return what waits for somebody, above the list."""
        return []

    def links(self, record: Any, *names: str) -> list[Link]:
        """Return what the officer may do on a record."""
        on = legal_day(self.at)
        return [acts.link_to(name, record) for name in names if acts.may(name, by=self.officer, on=on)]


class Accounts(Office):
    """The accounts that an administrator keeps, and what waits for a second one."""

    duty = Duty.ADMINISTER
    name, title, begins = "accounts", Words("账户", "Accounts"), ("invite_officer",)

    def records(self) -> Any:
        """Return the accounts by user name."""
        return selectors.officers_of(self.officer).select_related("court").order_by("username")

    def row(self, record: Officer) -> Row:
        """Return an account; nobody acts on their own but to lay duties down."""
        names = ("withdraw_duties",) if record.pk == self.officer.pk else _ON_ACCOUNTS[record.state]
        return Row(
            f"{record.name} {record.username}",
            [(label("", "court"), record.court), (label("", "duties"), _duties(record.duties))],
            self.links(record, *names),
            showing.labelled(OfficerState, record.state),
        )

    def waiting(self) -> list[Row]:
        """Return what another administrator proposed and nobody has confirmed."""
        rows = selectors.proposals_of(self.officer).filter(confirmed_at=None, expires_at__gt=self.at)
        return [self._proposal(row) for row in rows.order_by("proposed_at")]

    def _proposal(self, row: AccountProposal) -> Row:
        is_own = self.officer.pk in (row.proposed_by_id, row.officer_id)
        cells: list[tuple[Words, object]] = [
            (Words("事项", "Act"), term(ACTS, row.act)),
            (label("", "duties"), _duties(row.duties)),
            (Words("提出人", "Proposed by"), row.proposed_by.username),
            (Words("失效时间", "Lapses at"), clock(row.expires_at)),
        ]
        return Row(row.officer.username, cells, [] if is_own else self.links(row, "confirm_proposal"))


class Delegations(Office):
    """To whom the signature was lent."""

    duty = Duty.SIGN
    name, title, begins = "delegations", Words("代行签发", "Lent signatures"), ("delegate_signature",)

    def records(self) -> Any:
        """Return the delegations, the newest first."""
        return selectors.delegations_of(self.officer).order_by("-delegated_at", "pk")

    def row(self, record: Any) -> Row:
        """Return one."""
        is_open = record.ended_at is None and record.until_on > legal_day(self.at)
        cells: list[tuple[Words, object]] = [
            (label("", "instrument_number"), record.instrument_number),
            (label("", "from_on"), record.from_on),
            (label("", "last_day"), record.until_on - ONE_DAY),
        ]
        title = f"{record.principal.username} → {record.deputy.username}"
        state = Words("有效", "open") if is_open else Words("已结束", "ended")
        return Row(title, cells, self.links(record, "end_delegation") if is_open else [], state)


class Recipients(Office):
    """Who is told of the court's listings, and of their end."""

    duty = Duty.ENROL
    name, title, begins = "recipients", Words("受通报单位", "Recipients"), ("enrol_recipient",)

    def records(self) -> Any:
        """Return them by name."""
        return selectors.recipients_of(self.officer).order_by("name", "pk")

    def row(self, record: Recipient) -> Row:
        """Return one."""
        cells: list[tuple[Words, object]] = [
            (label("", "kind"), record.get_kind_display()),
            (label("", "legal_basis"), record.legal_basis),
            (label("", "fields_told"), "、".join(str(label("", name)) for name in record.fields_told)),
        ]
        return Row(record.name, cells, [])


class Exports(Office):
    """Who took the register out, and the way to take it out."""

    duty = Duty.EXPORT
    name, title, begins = "exports", Words("导出登记簿", "Exports"), ("authorise_export",)

    def post(self, request: HttpRequest) -> HttpResponse | FileResponse:
        """Answer with the file: masked, or as this officer has authorised it."""
        try:
            download = self._download()
            with snapshot():
                return sent(download)
        except Refusal as refusal:
            return self.listed(fault=refusals.said(refusal), code=refusal.status)

    def _download(self) -> Any:
        if key := self.request.POST.get("export", ""):
            return WholeExport().read({}, by=self.officer, at=self.at, export_id=id_in(key))
        given = checked(ExportIn, {"format": self.request.POST.get("format", "csv")})
        return MaskedExport().read(given, by=self.officer, at=self.at)

    def records(self) -> Any:
        """Return the exports, the newest first."""
        return selectors.exports_of(self.officer).order_by("-asked_at", "pk")

    def row(self, record: Any) -> Row:
        """Return one; who authorised it may fetch it for a while."""
        is_own = record.has_whole_numbers and record.actor_name == self.officer.username
        is_open = is_own and self.at - record.asked_at < FETCHED_WITHIN
        cells: list[tuple[Words, object]] = [
            (Words("证件号码", "Numbers"), _numbers(record.has_whole_numbers)),
            (label("", "format"), record.kind),
            (Words("取走时间", "Fetched"), clock(record.fetched_at)),
        ]
        return Row(f"{record.actor_name} {clock(record.asked_at)}", cells, [], fetch=str(record.pk) if is_open else "")


OFFICES: tuple[type[Office], ...] = (Accounts, Delegations, Recipients, Exports)


def office_of(act: str) -> str:
    """Return the office that an act belongs to, or nothing."""
    return next((name for name, names in _ACTS.items() if act in names), "")


def _duties(codes: list[str]) -> str:
    return "、".join(str(term(DUTIES, code)) for code in codes)


def _numbers(is_whole: bool) -> Words:
    return Words("完整", "whole") if is_whole else Words("已隐去", "masked")
