"""Reads of the court side that more than one caller needs."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet

from blacklist.law.accounts import AccountState
from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.law.exemptions import ExemptionState
from blacklist.law.lifecycle import HANDLING, Act, ApplicationState, OrderState
from blacklist.law.remedies import UNDECIDED
from blacklist.law.workdays import Calendar, Notice
from blacklist.models import (
    AccountProposal,
    Announcement,
    Application,
    AssetReportOrder,
    AssistanceNotice,
    BreachReport,
    CalendarDayKind,
    CalendarYear,
    CaseTransfer,
    ConsumptionOrder,
    ControlledProperty,
    CorrectionRequest,
    Court,
    Delegation,
    EnforcementCase,
    Exemption,
    Extension,
    ImportRun,
    IssuedDocument,
    LiftNotice,
    Listing,
    Notification,
    Officer,
    Party,
    Person,
    PersonAccess,
    Recipient,
    Reconsideration,
    Rectification,
    RedressNumber,
    RegisterEntry,
    RegisterExport,
    RestrictedPerson,
    Settlement,
    Task,
    TransferState,
)
from blacklist.models.extension import PENDING_EXTENSION_STATES
from blacklist.models.listing import LISTED, RUNNING_LISTING_STATES
from blacklist.models.order import RUNNING_ORDER_STATES

DONE_WITHOUT_IT = (Act.EXPIRE, Act.IMPORT, Act.ENROL_OFFICER, Act.INVITE_OFFICER)


def calendar() -> Calendar:
    """Return the calendar that periods are counted by.

    Read anew for each act, so that a year just loaded counts at once in every process; as arrays, which takes a fifth
    of the time of a row for each day.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(DISTINCT year_id), array_agg(day) FILTER (WHERE kind = 'rest'),"
            " array_agg(day) FILTER (WHERE kind = 'make_up') FROM blacklist_calendarday"
        )
        years, rest_days, make_up_days = (frozenset(days or ()) for days in cursor.fetchone())
    return Calendar(years, rest_days, make_up_days)


def notice_of(year: int) -> Notice | None:
    """Return the notice of a year as it was loaded, or None."""
    loaded = CalendarYear.objects.filter(year=year).first()
    if loaded is None:
        return None
    days = list(loaded.days.values_list("day", "kind"))
    return Notice(
        year=year,
        source=loaded.source,
        rest_days=frozenset(day for day, kind in days if kind == CalendarDayKind.REST),
        make_up_days=frozenset(day for day, kind in days if kind == CalendarDayKind.MAKE_UP),
    )


def listings_run_out(*, at: datetime) -> list[uuid.UUID]:
    """Return the listings whose term has run out by ``at`` and whose record does not say so yet."""
    rows = Listing.objects.filter(state__in=RUNNING_LISTING_STATES, in_force_until__lte=legal_day(at))
    return list(rows.values_list("pk", flat=True))


def extensions_run_out(*, at: datetime) -> list[uuid.UUID]:
    """Return the extensions that were not served before the term, or the listing, ended."""
    rows = Extension.objects.filter(state__in=PENDING_EXTENSION_STATES)
    rows = rows.exclude(Q(listing__in_force_until__gt=legal_day(at)) & Q(listing__state__in=LISTED))
    return list(rows.values_list("pk", flat=True))


def orders_run_out(*, at: datetime) -> list[uuid.UUID]:
    """Return the orders whose period has run out by ``at`` and whose record does not say so yet."""
    rows = ConsumptionOrder.objects.filter(state__in=RUNNING_ORDER_STATES, period_until__lte=legal_day(at))
    return list(rows.values_list("pk", flat=True))


def orders_in_force(*, on: date) -> QuerySet[RestrictedPerson]:
    """Return whom an order has effect on, on that day, with each such order."""
    return RestrictedPerson.objects.filter(
        Q(in_force_until__isnull=True) | Q(in_force_until__gt=on),
        order__state=OrderState.IN_FORCE,
        in_force_from__isnull=False,
        ended_on__isnull=True,
    )


def exemptions_run_out(*, at: datetime) -> list[uuid.UUID]:
    """Return the approved exemptions whose window has passed by ``at`` and whose record does not say so yet."""
    rows = Exemption.objects.filter(state=ExemptionState.APPROVED, until_on__lte=legal_day(at))
    return list(rows.values_list("pk", flat=True))


def corrections_overdue(*, at: datetime) -> list[uuid.UUID]:
    """Return the undecided requests for correction whose day has passed by ``at``, unless the court above knows."""
    rows = CorrectionRequest.objects.filter(state__in=UNDECIDED, decide_by__lt=legal_day(at), escalated_at__isnull=True)
    return list(rows.values_list("pk", flat=True))


def courts_read_by(officer: Officer) -> QuerySet[Court]:
    """Return the courts whose records an officer may read: its own, and with the duty ``supervise`` all below it.

    A court has at most three levels below it.
    """
    courts = Court.objects.filter(pk=officer.court_id)
    if officer.may(Duty.SUPERVISE):
        courts |= Court.objects.filter(higher_court=officer.court_id)
        courts |= Court.objects.filter(higher_court__higher_court=officer.court_id)
        courts |= Court.objects.filter(higher_court__higher_court__higher_court=officer.court_id)
    return courts.order_by()


def persons_of(officer: Officer) -> QuerySet[Person]:
    """Return the persons that an officer may read."""
    return _named_in(cases_read_by(officer))


def persons_in(courts: QuerySet[Court]) -> QuerySet[Person]:
    """Return who is a party in a case that one of these courts handles, or restricted by an order in one."""
    return _named_in(EnforcementCase.objects.filter(court__in=courts))


def _named_in(cases: QuerySet[EnforcementCase]) -> QuerySet[Person]:
    parties = Party.objects.filter(case__in=cases).values("person_id")
    restricted = RestrictedPerson.objects.filter(order__case__in=cases).values("person_id")
    return Person.objects.filter(Q(pk__in=parties) | Q(pk__in=restricted)).prefetch_related("documents")


def redress_numbers_of(officer: Officer) -> QuerySet[RedressNumber]:
    """Return the redress numbers of the courts that an officer reads."""
    return RedressNumber.objects.filter(court__in=courts_read_by(officer))


def accesses_of(person_id: uuid.UUID) -> QuerySet[PersonAccess]:
    """Return each time that a person's record was shown to an officer."""
    return PersonAccess.objects.filter(person=person_id).select_related("court")


def cases_of(officer: Officer) -> QuerySet[EnforcementCase]:
    """Return the cases that an officer may read."""
    return cases_read_by(officer).prefetch_related("basis_documents", "parties__person__documents")


def cases_read_by(officer: Officer) -> QuerySet[EnforcementCase]:
    """Return the cases that a court read by the officer handles, or handled before it entrusted them to another (J15).

    The courts are named one by one, so that either way is found by its index.
    """
    own = [officer.court_id] if officer.court_id else []
    codes = list(courts_read_by(officer).values_list("pk", flat=True)) if officer.may(Duty.SUPERVISE) else own
    return EnforcementCase.objects.filter(Q(court__in=codes) | Q(former_courts__overlap=codes))


def cases_with(person_id: uuid.UUID) -> QuerySet[Any, Any]:
    """Return the ids of the cases in which a person has a role."""
    return Party.objects.filter(person=person_id).values("case")


def listings_of(officer: Officer) -> QuerySet[Listing]:
    """Return the listings that an officer may read."""
    rows = Listing.objects.filter(case__in=cases_read_by(officer)).select_related("case", "debtor")
    return rows.prefetch_related("debtor__documents", "corrections")


def extensions_of(officer: Officer) -> QuerySet[Extension]:
    """Return the extensions of a listing's term that an officer may read."""
    rows = Extension.objects.filter(case__court__in=courts_read_by(officer))
    return rows.select_related("case", "listing__debtor").prefetch_related("listing__debtor__documents")


def orders_of(officer: Officer) -> QuerySet[ConsumptionOrder]:
    """Return the orders that an officer may read."""
    rows = ConsumptionOrder.objects.filter(case__in=cases_read_by(officer)).select_related("case")
    return rows.prefetch_related("restricted_persons__person__documents", "corrections")


def corrections_of(officer: Officer) -> QuerySet[CorrectionRequest]:
    """Return the requests for correction at the courts that an officer reads, and about measures of their cases."""
    courts = courts_read_by(officer)
    cases = cases_read_by(officer)
    rows = CorrectionRequest.objects.filter(Q(court__in=courts) | Q(listing__case__in=cases) | Q(order__case__in=cases))
    rows = rows.select_related("listing__case", "order__case", "person", "decided_by", "reconsideration")
    return rows.prefetch_related("person__documents", "reviewers")


def rectifications_of(officer: Officer) -> QuerySet[Rectification]:
    """Return what the courts that an officer reads have put right."""
    return Rectification.objects.filter(court__in=courts_read_by(officer)).select_related("rectified_by")


def courts_concerned_with(person_id: uuid.UUID) -> set[str]:
    """Return the courts with a case in which a person has a role, or is restricted by an order."""
    roles = Party.objects.filter(person=person_id).values_list("case__court_id", flat=True)
    orders = RestrictedPerson.objects.filter(person=person_id).values_list("order__case__court_id", flat=True)
    return {*roles, *orders}


def reconsiderations_of(officer: Officer) -> QuerySet[Reconsideration]:
    """Return the reconsiderations at the courts that an officer reads, and of requests that these courts rejected."""
    courts = courts_read_by(officer)
    rows = Reconsideration.objects.filter(Q(court__in=courts) | Q(request__court__in=courts))
    request = ("request__listing__case", "request__order__case", "request__person", "request__decided_by")
    rows = rows.select_related(*request, "decided_by")
    return rows.prefetch_related("request__person__documents", "request__reviewers")


def orders_on(person_id: uuid.UUID) -> QuerySet[Any, Any]:
    """Return the ids of the orders that name a person."""
    return RestrictedPerson.objects.filter(person=person_id).values("order")


def orders_unserved() -> QuerySet[Any, Any]:
    """Return the ids of the orders that somebody they still restrict was not served."""
    return RestrictedPerson.objects.filter(served_on=None, ended_on=None).values("order")


def applications_of(officer: Officer) -> QuerySet[Application]:
    """Return the written applications in the cases of the officer's own court."""
    rows = Application.objects.filter(case__court_id=officer.court_id)
    rows = rows.select_related("case", "filed_by", "about", "task")
    return rows.prefetch_related("filed_by__documents", "about__documents")


def asset_reports_of(officer: Officer) -> QuerySet[AssetReportOrder]:
    """Return the orders to report assets that an officer may read."""
    rows = AssetReportOrder.objects.filter(case__court__in=courts_read_by(officer)).select_related("debtor")
    return rows.prefetch_related("debtor__documents")


def settlements_of(officer: Officer) -> QuerySet[Settlement]:
    """Return the enforcement settlements that an officer may read."""
    rows = Settlement.objects.filter(case__court__in=courts_read_by(officer)).select_related("debtor")
    return rows.prefetch_related("debtor__documents", "instalments")


def properties_of(officer: Officer) -> QuerySet[ControlledProperty]:
    """Return the property under control that an officer may read of."""
    rows = ControlledProperty.objects.filter(case__court__in=courts_read_by(officer)).select_related("debtor")
    return rows.prefetch_related("debtor__documents")


def removed_on_request(
    case_id: uuid.UUID, debtor_id: uuid.UUID, *, filed_by_id: uuid.UUID | None = None
) -> date | None:
    """Return when the debtor's listing in the case was last removed at an applicant's request (L10-1, item 3).

    ``filed_by_id``: only at the request of this one.
    """
    rows = Listing.objects.filter(case=case_id, debtor=debtor_id, ended_reason="applicant_request")
    if filed_by_id is not None:
        rows = rows.filter(
            applications__kind="removal",
            applications__filed_by=filed_by_id,
            applications__state=ApplicationState.GRANTED,
        )
    return rows.order_by("-ended_on").values_list("ended_on", flat=True).first()


def tasks_of(officer: Officer) -> QuerySet[Task]:
    """Return the tasks that an officer may read."""
    rows = Task.objects.filter(court__in=courts_read_by(officer)).select_related("subject")
    return rows.prefetch_related("subject__documents")


def officers_of(by: Officer) -> QuerySet[Officer]:
    """Return the accounts that an administrator keeps: of the own court, or without a court all."""
    return Officer.objects.filter(**_kept_by(by, "court_id"))


def proposals_of(by: Officer) -> QuerySet[AccountProposal]:
    """Return what was proposed for these accounts."""
    rows = AccountProposal.objects.filter(**_kept_by(by, "officer__court_id"))
    return rows.select_related("officer", "proposed_by", "confirmed_by")


def _kept_by(by: Officer, court: str) -> dict[str, str]:
    return {} if by.court_id is None else {court: by.court_id}


def documents_of(officer: Officer) -> QuerySet[IssuedDocument]:
    """Return the documents that an officer may read: those of its courts, and whatever was issued in their cases."""
    courts = courts_read_by(officer)
    rows = IssuedDocument.objects.filter(Q(court__in=courts) | Q(case__in=cases_read_by(officer)))
    return rows.select_related("case", "person").prefetch_related("person__documents")


def entries_of(officer: Officer, *, about: uuid.UUID | None = None) -> QuerySet[RegisterEntry]:
    """Return the register's entries that an officer may read: the acts of the courts it reads.

    Of a measure it reads (``about``) also the acts of a court that handled the case before.
    """
    if any(rows.filter(pk=about).exists() for rows in (listings_of(officer), orders_of(officer)) if about):
        return RegisterEntry.objects.filter(measure_id=about)
    return RegisterEntry.objects.filter(court__in=courts_read_by(officer))


def assistance_notices_of(officer: Officer) -> QuerySet[AssistanceNotice]:
    """Return the assistance notices of the courts that the officer reads."""
    return AssistanceNotice.objects.filter(court__in=courts_read_by(officer))


def breach_reports_of(officer: Officer) -> QuerySet[BreachReport]:
    """Return the reports of breaches made to the officer's own court; no other court reads them (C10)."""
    rows = BreachReport.objects.filter(order__case__court_id=officer.court_id)
    return rows.select_related("order", "person").prefetch_related("person__documents")


def transfers_of(officer: Officer) -> QuerySet[CaseTransfer]:
    """Return the cases handed over by the courts that the officer reads, and to them."""
    courts = courts_read_by(officer)
    rows = CaseTransfer.objects.filter(Q(from_court__in=courts) | Q(to_court__in=courts))
    return rows.select_related("case", "proposed_by", "accepted_by")


def cases_offered_to(officer: Officer) -> QuerySet[EnforcementCase]:
    """Return the cases that another court hands over to the officer's own, and that nobody has accepted yet."""
    offered = CaseTransfer.objects.filter(to_court_id=officer.court_id, state=TransferState.PROPOSED)
    rows = EnforcementCase.objects.filter(pk__in=offered.values("case"))
    return rows.prefetch_related("basis_documents", "parties__person__documents")


def delegations_of(officer: Officer) -> QuerySet[Delegation]:
    """Return to whom the signature of the officer's own court was lent."""
    return Delegation.objects.filter(court_id=officer.court_id).select_related("principal", "deputy")


def delegation_in_force(deputy: Officer, *, on: date) -> Delegation | None:
    """Return by which delegation the officer signs at its court on that day (L5 ¶3).

    It needs a principal who still has the signature there.
    """
    running = Delegation.objects.filter(
        deputy=deputy, court_id=deputy.court_id, from_on__lte=on, until_on__gt=on, ended_at__isnull=True
    )
    standing = running.filter(
        principal__court_id=F("court_id"),
        principal__state=AccountState.ACTIVE,
        principal__duties__contains=[Duty.SIGN.value],
    )
    return standing.select_related("principal").order_by("from_on", "pk").first()


def courts_above(code: str) -> list[str]:
    """Return the courts above the one with this code, the next one first."""
    above: list[str] = []
    higher = _court_above(code)
    while higher is not None and higher not in above:
        above.append(higher)
        higher = _court_above(higher)
    return above


def _court_above(code: str) -> str | None:
    return Court.objects.filter(pk=code).values_list("higher_court_id", flat=True).first()


def handlers_of(case: EnforcementCase) -> frozenset[str]:
    """Return the user names of all who drafted, signed or otherwise handled a measure or application (P-OBJ-11).

    Taken from the measures and the register; of an imported decision it is the names that the file states.
    """
    listed, ordered = Listing.objects.filter(case=case), ConsumptionOrder.objects.filter(case=case)
    decisions = [*listed, *ordered, *Extension.objects.filter(case=case)]
    decided = {name for row in decisions for name in (row.drafted_by_name, row.signed_by_name)}
    handled = [row.pk for row in [*decisions, *Application.objects.filter(case=case)]]
    acted = RegisterEntry.objects.filter(measure_id__in=handled, act__in=HANDLING, actor__isnull=False)
    return frozenset(decided.union(acted.values_list("actor_name", flat=True)) - {""})


def entry_of(record_id: uuid.UUID, act: str) -> RegisterEntry | None:
    """Return the register's newest entry of this act on a record, or the entry by which it was done without one.

    What ran out was ended by law; what was imported, and an account as it was opened, came with its acts done.
    """
    about = RegisterEntry.objects.filter(measure_id=record_id).order_by("-version")
    return about.filter(act=act).first() or about.filter(act__in=DONE_WITHOUT_IT).first()


def exemptions_of(officer: Officer) -> QuerySet[Exemption]:
    """Return the applications for exemptions that an officer may read."""
    rows = Exemption.objects.filter(order__case__in=cases_read_by(officer))
    rows = rows.select_related("order__case", "person")
    return rows.prefetch_related("person__documents")


def announcements_of(officer: Officer) -> QuerySet[Announcement]:
    """Return where the listings that an officer may read are or were public."""
    return Announcement.objects.filter(listing__case__court__in=courts_read_by(officer))


def recipients_of(officer: Officer) -> QuerySet[Recipient]:
    """Return who is told of the listings of the courts that an officer reads."""
    return Recipient.objects.filter(court__in=courts_read_by(officer))


def notifications_of(officer: Officer) -> QuerySet[Notification]:
    """Return who was told of the listings that an officer may read."""
    rows = Notification.objects.filter(listing__case__court__in=courts_read_by(officer))
    return rows.select_related("recipient")


def imports_of(officer: Officer) -> QuerySet[ImportRun]:
    """Return the imports of the officer's own court."""
    return ImportRun.objects.filter(court_id=officer.court_id, court__isnull=False)


def exports_of(officer: Officer) -> QuerySet[RegisterExport]:
    """Return what was taken out of the register of the officer's own court."""
    return RegisterExport.objects.filter(court_id=officer.court_id)


def lift_notices_of(officer: Officer) -> QuerySet[LiftNotice]:
    """Return which units were told of the end of an order that an officer may read."""
    rows = LiftNotice.objects.filter(order__case__court__in=courts_read_by(officer))
    return rows.select_related("assistance_notice")
