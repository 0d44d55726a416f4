"""The acts on a party's written application: receive, grant, refuse, withdraw; and serve, of a refusal.

Each locks the case, then the application, then whom it is about.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from blacklist import selectors
from blacklist.law.applications import APPLICATIONS, ApplicationKind, Side, check_bar
from blacklist.law.days import legal_day
from blacklist.law.lifecycle import APPLICATION, Act, ApplicationState, ListingState, OrderState, Transition, move
from blacklist.law.refusals import Refusal
from blacklist.models import (
    Application,
    Capacity,
    Channel,
    ConsumptionOrder,
    EnforcementCase,
    Listing,
    Officer,
    PartyRole,
    ServiceMethod,
    TaskKind,
)
from blacklist.register import lock_subjects
from blacklist.services import answers, decisions, matters, relation, tasks
from blacklist.services.answers import conclude
from blacklist.services.decisions import Done
from blacklist.services.locks import locked_application
from blacklist.services.relation import Actor

RECEIPT = "SQ"  # 申请


@dataclass(frozen=True)
class Filing:
    """An application as it came in. ``measure_id`` is the listing or order it concerns, where its kind concerns one."""

    kind: str
    case_id: uuid.UUID
    filed_by_id: uuid.UUID
    about_id: uuid.UUID
    received_on: date
    request: str
    measure_id: uuid.UUID | None = None
    evidence: Sequence[str] = ()
    agent: str = ""
    channel: Channel = Channel.COUNTER
    is_written: bool = True


def receive(filing: Filing, *, by: Actor, at: datetime) -> Application:
    """Take in an application and give its receipt at once; by when it is to be decided is stored with it (L5 ¶2).

    :raises Refusal: ``unknown-case``, ``duty-required``, ``other-court``; ``unknown-value``,
        ``written-application-required`` (C4), ``date-in-future``, ``not-entitled-to-apply``, ``not-a-debtor``,
        ``not-found`` for a measure that the case does not have; ``reapply-barred`` (L10 ¶4); ``duplicate``.
    """
    with transaction.atomic():
        case = decisions.locked_case(filing.case_id)
        step = move(APPLICATION, None, Act.RECEIVE)
        relation.require_party(by, decisions.duty_of(step), court_code=case.court_id, person_id=filing.filed_by_id)
        kind = _kind(filing, on=legal_day(at))
        measure = _measure(kind, filing)
        _check_side(kind, filing, case, measure)
        [about] = lock_subjects([filing.about_id])
        if kind.code == "listing":
            removed_on = selectors.removed_on_request(case.pk, filing.about_id, filed_by_id=filing.filed_by_id)
            check_bar(removed_on, received_on=filing.received_on)
        application = Application(
            kind=kind.code,
            case=case,
            filed_by_id=filing.filed_by_id,
            about=about,
            listing=measure if isinstance(measure, Listing) else None,
            order=measure if isinstance(measure, ConsumptionOrder) else None,
            state=step.to,
            receipt_number=matters.receipt_number(RECEIPT, on=legal_day(at)),
            received_on=filing.received_on,
            received_at=at,
            channel=filing.channel,
        )
        application.seal_particulars(
            {"request": filing.request, "evidence": list(filing.evidence), "agent": filing.agent}
        )
        _insert(application, kind, at=at)
        return conclude(application, Done(Act.RECEIVE, step, by, at, kind.article), subjects=[about])


def grant(application_id: uuid.UUID, *, by: Officer, at: datetime) -> Application:
    """Agree to what is asked for. The duty stays open until it is done: a measure signed, a listing removed.

    :raises Refusal: ``not-found``, ``duty-required``, ``other-court``, ``already-done``, ``wrong-state``.
    """
    with transaction.atomic():
        application, about = locked_application(application_id)
        _step(application, Act.GRANT, by=by)
        answers.grant(application, by=by, at=at, subjects=[about])
        return application


def refuse(application_id: uuid.UUID, *, note: str, by: Officer, at: datetime) -> Application:
    """Refuse it with reasons, of which the applicant is then notified (L5 ¶2).

    :raises Refusal: as :func:`grant`, and ``reasons-required``; ``wrong-state`` for one that was granted, unless the
        president has declined every draft that answers it.
    """
    with transaction.atomic():
        application, about = locked_application(application_id)
        step = _step(application, Act.REFUSE, by=by)
        if application.state == ApplicationState.GRANTED and not answers.is_unanswered(application):
            raise Refusal("wrong-state", "The application was granted.")
        decisions.require_note(note, article=answers.article_of(application))
        application.seal_reasons(note.strip())
        application.decided_by, application.decided_at = by, at
        tasks.settle(TaskKind.APPLICATION, matter_id=application.pk, by=by, at=at)
        concern, article = _concern_of(application), answers.article_of(application)
        tasks.open_task(TaskKind.SERVICE, concern, at=at, article=article)
        done = Done(Act.REFUSE, step, by, at, article, note=note)
        return conclude(application, done, subjects=[about])


def serve(
    application_id: uuid.UUID, *, served_on: date, service_method: ServiceMethod, by: Officer, at: datetime
) -> Application:
    """Record how the applicant was notified of the refusal.

    :raises Refusal: as :func:`grant`, and ``date-in-future``, ``served-before-signed``, ``not-served``.
    """
    with transaction.atomic():
        application, about = locked_application(application_id)
        step = _step(application, Act.SERVE, by=by)
        if application.served_on is not None or application.decided_at is None:
            raise Refusal("already-done", "The applicant has been notified.")
        decided_on = legal_day(application.decided_at)
        day = decisions.service_day(served_on, service_method, decided_on=decided_on, on=legal_day(at))
        application.served_on, application.service_method = day, service_method
        tasks.settle(TaskKind.SERVICE, matter_id=application.pk, by=by, at=at)
        return conclude(application, Done(Act.SERVE, step, by, at), subjects=[about])


def withdraw(application_id: uuid.UUID, *, by: Actor, at: datetime) -> Application:
    """Record that the party no longer asks.

    :raises Refusal: as :func:`grant`.
    """
    with transaction.atomic():
        application, about = locked_application(application_id)
        step = _step(application, Act.WITHDRAW, by=by)
        tasks.settle(TaskKind.APPLICATION, matter_id=application.pk, by=by, at=at)
        return conclude(application, Done(Act.WITHDRAW, step, by, at), subjects=[about])


def _kind(filing: Filing, *, on: date) -> ApplicationKind:
    kind = APPLICATIONS.get(filing.kind)
    if kind is None:
        raise Refusal("unknown-value", pointer="kind")
    if not filing.is_written:
        raise Refusal("written-application-required", "Ask the party to file it in writing.", article=kind.article)
    if filing.received_on > on:
        raise Refusal("date-in-future", pointer="received_on")
    if not filing.request.strip():
        raise Refusal("reasons-required", "Say what is asked for and why.", pointer="request", article=kind.article)
    return kind


def _measure(kind: ApplicationKind, filing: Filing) -> Listing | ConsumptionOrder | None:
    """Return the listing or the order that the application concerns, which stands in this case."""
    if not kind.measure:
        if filing.measure_id is not None:
            raise Refusal("application-mismatch", "It asks for a new measure and concerns none.", pointer="measure")
        return None
    listings = Listing.objects.filter(case=filing.case_id, state=ListingState.ACTIVE)
    orders = ConsumptionOrder.objects.filter(case=filing.case_id, state__in=[OrderState.SIGNED, OrderState.IN_FORCE])
    standing: Sequence[Listing | ConsumptionOrder] = [*(listings if kind.measure == "listing" else orders)]
    found = next((measure for measure in standing if measure.pk == filing.measure_id), None)
    if found is None:
        raise Refusal("not-found", "The case has no such measure in force.", pointer="measure")
    return found


def _check_side(
    kind: ApplicationKind, filing: Filing, case: EnforcementCase, measure: Listing | ConsumptionOrder | None
) -> None:
    """Let the party pass to whom the law gives this application, about whom it may concern."""
    if kind.side is Side.APPLICANT:
        is_entitled = case.parties.filter(role=PartyRole.APPLICANT, person_id=filing.filed_by_id).exists()
        if is_entitled and not case.parties.filter(role=PartyRole.JUDGMENT_DEBTOR, person_id=filing.about_id).exists():
            raise Refusal("not-a-debtor", pointer="about", article=kind.article)
    else:
        is_entitled = filing.filed_by_id == filing.about_id
    if not is_entitled:
        raise Refusal("not-entitled-to-apply", pointer="filed_by", article=kind.article)
    if measure is not None and not _concerns(measure, filing.about_id, kind.side):
        raise Refusal(
            "application-mismatch", "The measure is not on this person.", pointer="about", article=kind.article
        )


def _concerns(measure: Listing | ConsumptionOrder, person_id: uuid.UUID, side: Side) -> bool:
    if isinstance(measure, Listing):
        return measure.debtor_id == person_id
    rows = measure.restricted_persons.filter(person_id=person_id, ended_on__isnull=True)
    if side is Side.OFFICER:
        rows = rows.filter(capacity__in=[Capacity.LEGAL_REPRESENTATIVE, Capacity.PRINCIPAL_OFFICER])
    return rows.exists()


def _insert(application: Application, kind: ApplicationKind, *, at: datetime) -> None:
    concern = _concern_of(application)
    counted_from = application.received_on
    application.task = tasks.open_task(
        TaskKind.APPLICATION, concern, at=at, counted_from=counted_from, article=kind.article
    )
    try:
        with transaction.atomic():
            application.save(force_insert=True)
    except IntegrityError as fault:
        if "one_open_application" in str(fault):
            same = {name: getattr(application, name) for name in ("kind", "filed_by", "about", "listing", "order")}
            there = application.case.applications.get(state=ApplicationState.RECEIVED, **same)
            told = {"existing": str(there.pk)}
            raise Refusal("duplicate", "The same application waits to be decided.", members=told) from None
        raise


def _step(application: Application, act: Act, *, by: Actor) -> Transition:
    court_code, duty = application.case.court_id, decisions.duty_for(APPLICATION, act)
    relation.require_party(by, duty, court_code=court_code, person_id=application.filed_by_id)
    return move(APPLICATION, ApplicationState(application.state), act, noun="application")


def _concern_of(application: Application) -> tasks.Concern:
    return tasks.Concern(application.case.court_id, application.about_id, matter_id=application.pk)
