"""What an act owes the application it answers: the two fit, it is granted with the act, and its duty ends."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from blacklist.issuing.issue import issued_by
from blacklist.law.applications import APPLICATIONS
from blacklist.law.grounds import Reason
from blacklist.law.lifecycle import APPLICATION, Act, ApplicationState, ListingState, OrderState, move
from blacklist.law.refusals import Refusal
from blacklist.models import Application, ConsumptionOrder, Listing, Officer, Person, TaskKind
from blacklist.register import append
from blacklist.services import tasks
from blacklist.services.decisions import Done


def fitting(application_id: uuid.UUID | None, *, kind: str, case_id: uuid.UUID, **asked: object) -> Application | None:
    """Lock and return the application that an act in this case is to answer; None for an act of the court's own motion.

    ``asked``: what it must be about, by field (``about_id``, ``listing_id``, ``order_id``). The case is locked.

    :raises Refusal: ``not-found``, ``application-mismatch``; ``wrong-state`` when it was refused or withdrawn.
    """
    if application_id is None:
        return None
    rows = Application.objects.select_for_update(of=("self",), no_key=True).filter(pk=application_id, case_id=case_id)
    application = rows.first()
    if application is None:
        raise Refusal("not-found", "The case has no such application.", pointer="application")
    if application.kind != kind or any(getattr(application, field) != value for field, value in asked.items()):
        raise Refusal("application-mismatch", pointer="application")
    if application.state not in (ApplicationState.RECEIVED, ApplicationState.GRANTED):
        raise Refusal("wrong-state", f"The application is “{application.state}”.", pointer="application")
    return application


def for_reason(
    application_id: uuid.UUID | None, reason: Reason, *, case_id: uuid.UUID, **asked: object
) -> Application | None:
    """Lock and return the application in answer to which a measure ends for this reason.

    :raises Refusal: as :func:`fitting`; ``application-required`` when the reason is none without one.
    """
    if application_id is None and reason.on_application:
        raise Refusal("application-required", pointer="application", article=reason.article)
    return fitting(application_id, kind=reason.answers, case_id=case_id, **asked)


def grant(application: Application | None, *, by: Officer, at: datetime, subjects: Sequence[Person]) -> None:
    """Grant an application by doing, or putting before the president, what it asks for; granted once, it stays so.

    Whoever may do the act may grant it: the duty asked for is the act's.
    """
    if application is None or application.state == ApplicationState.GRANTED:
        return
    step = move(APPLICATION, ApplicationState(application.state), Act.GRANT)
    application.decided_by, application.decided_at = by, at
    conclude(application, Done(Act.GRANT, step, by, at, article_of(application)), subjects=subjects)


def settle(application_id: uuid.UUID | None, *, by: Officer, at: datetime) -> None:
    """Close the duty to decide an application, because what it asks for is done: a measure signed, or one ended."""
    if application_id is not None:
        tasks.settle(TaskKind.APPLICATION, matter_id=application_id, by=by, at=at)


def conclude(application: Application, done: Done, *, subjects: Sequence[Person]) -> Application:
    """Move the application on, save it, issue its document, and enter the act in the register; the last step."""
    application.state = done.step.to
    application.save()
    digest = issued_by(application, done, subjects=subjects)
    deed = done.deed_on(application.pk, handled_by=application.case.court_id, document_digest=digest)
    append(deed, subjects=subjects)
    return application


def article_of(application: Application) -> str:
    """Return the article that gives the party this application."""
    return APPLICATIONS[application.kind].article


def is_unanswered(application: Application) -> bool:
    """Say whether an application for a measure was granted in vain: each draft that answered it was declined."""
    answered = [
        Listing.objects.filter(application=application).exclude(state=ListingState.REFUSED),
        ConsumptionOrder.objects.filter(application=application).exclude(state=OrderState.REFUSED),
    ]
    return not APPLICATIONS[application.kind].measure and not any(rows.exists() for rows in answered)
