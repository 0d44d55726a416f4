"""Enter a fact into the file of a case; what follows from it for the measures happens in the same transaction."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.law.events import EVENTS, EventKind, Fact, ends_by_searches
from blacklist.law.grounds import has_term
from blacklist.law.lifecycle import LISTING, ORDER, Act, ListingState, OrderState
from blacklist.law.refusals import Refusal
from blacklist.models import (
    CaseEvent,
    ConsumptionOrder,
    EnforcementCase,
    Listing,
    Officer,
    PartyRole,
    RestrictedPerson,
    TaskKind,
)
from blacklist.models.listing import LISTED
from blacklist.register import Deed, append, lock_subjects
from blacklist.services import decisions, grace, listings, order_grace, orders, relation, tasks

SEARCHED_FROM = (EventKind.ROUND_ENDED, EventKind.SEARCH_NEGATIVE, EventKind.SEARCH_POSITIVE)


@dataclass(frozen=True)
class Happened:
    """A fact as an officer enters it; ``person_id`` None: it concerns the whole case."""

    case_id: uuid.UUID
    kind: EventKind
    on: date
    note: str
    person_id: uuid.UUID | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entered:
    """The fact on file, and what it did: the measures it ended and those it put under review."""

    event: CaseEvent
    ended: tuple[uuid.UUID, ...] = field(default=())
    under_review: tuple[uuid.UUID, ...] = field(default=())


def record(happened: Happened, *, by: Officer, at: datetime) -> Entered:
    """Enter a fact; what the law attaches to it ends at once, and what the court has to decide becomes a task.

    Each measure that ends is an act and an entry of its own. All of them are locked before the first, in one order.

    :raises Refusal: ``unknown-case``, ``duty-required``, ``other-court``, ``date-in-future``,
        ``decided-before-filed``, ``field-required`` (whose death?), ``not-a-debtor``, ``reasons-required``;
        ``wrong-state`` for a search before the round of enforcement has ended.
    """
    fact = EVENTS[happened.kind]
    with transaction.atomic():
        measures = _locked_measures(happened)
        case = decisions.locked_case(happened.case_id)
        relation.require(by, Duty.REMOVE, court_code=case.court_id)
        _check(happened, fact, case, on=legal_day(at))
        persons = lock_subjects(_concerned(measures, case, happened))
        event = _insert(happened, by=by, at=at)
        deed = Deed(
            act=Act.RECORD,
            court_code=case.court_id,
            at=at,
            article=fact.article,
            actor_name=by.username,
            actor_id=by.pk,
            reason=happened.kind,
            note=happened.note.strip(),
            measure_id=event.pk,
        )
        append(deed, subjects=persons)
        return _Consequences(event, fact, by, at).follow(measures)


@dataclass
class _Measures:
    """The measures of a case that a fact may touch, locked."""

    listings: list[Listing]
    orders: list[ConsumptionOrder]


def _locked_measures(happened: Happened) -> _Measures:
    listed = Listing.objects.select_for_update(no_key=True).filter(case_id=happened.case_id)
    ordered = ConsumptionOrder.objects.select_for_update(no_key=True).filter(case_id=happened.case_id)
    if happened.person_id is not None:
        listed = listed.filter(debtor_id=happened.person_id)
        restricted = RestrictedPerson.objects.filter(person_id=happened.person_id).values("order_id")
        ordered = ordered.filter(pk__in=restricted)
    return _Measures(list(listed.order_by("pk")), list(ordered.order_by("pk")))


def _concerned(measures: _Measures, case: EnforcementCase, happened: Happened) -> set[uuid.UUID]:
    named = RestrictedPerson.objects.filter(order__in=[order.pk for order in measures.orders])
    found = {*named.values_list("person_id", flat=True), *(listing.debtor_id for listing in measures.listings)}
    if happened.person_id is not None:
        return found | {happened.person_id}
    debtors = case.parties.filter(role=PartyRole.JUDGMENT_DEBTOR)
    return found | set(debtors.values_list("person_id", flat=True))


def _check(happened: Happened, fact: Fact, case: EnforcementCase, *, on: date) -> None:
    if happened.on > on:
        raise Refusal("date-in-future", pointer="happened_on")
    if happened.on < case.filed_on:
        raise Refusal("decided-before-filed", "This day lies before the case.", pointer="happened_on")
    decisions.require_note(happened.note, article=fact.article)
    if fact.is_personal and happened.person_id is None:
        raise Refusal("field-required", "Name whom it concerns.", pointer="person", article=fact.article)
    if happened.person_id is not None and not _is_known_in(case, happened.person_id):
        raise Refusal("not-a-debtor", pointer="person")
    searches = (EventKind.SEARCH_NEGATIVE, EventKind.SEARCH_POSITIVE)
    if happened.kind in searches and not case.events.filter(kind=EventKind.ROUND_ENDED).exists():
        raise Refusal("wrong-state", "The round of enforcement has not ended.", article="L10-1")


def _is_known_in(case: EnforcementCase, person_id: uuid.UUID) -> bool:
    is_debtor = case.parties.filter(person_id=person_id, role=PartyRole.JUDGMENT_DEBTOR).exists()
    return is_debtor or RestrictedPerson.objects.filter(order__case=case, person_id=person_id).exists()


def _insert(happened: Happened, *, by: Officer, at: datetime) -> CaseEvent:
    event = CaseEvent(
        case_id=happened.case_id,
        kind=happened.kind,
        person_id=happened.person_id,
        happened_on=happened.on,
        entered_at=at,
        entered_by=by,
    )
    event.seal_particulars({"note": happened.note, "evidence": list(happened.evidence)})
    event.save(force_insert=True)
    return event


@dataclass(frozen=True)
class _Consequences:
    """What follows from one fact, by whom it was entered."""

    event: CaseEvent
    fact: Fact
    by: Officer
    at: datetime

    def follow(self, measures: _Measures) -> Entered:
        ended = [*self._end_listings(measures.listings), *self._end_orders(measures.orders)]
        under_review = list(self._review(measures.listings))
        if self.event.kind in SEARCHED_FROM:
            self._open_searches(listing for listing in measures.listings if listing.pk not in ended)
        return Entered(self.event, tuple(ended), tuple(under_review))

    @property
    def _note(self) -> str:
        return str(self.event.particulars["note"])

    def _end_listings(self, found: Sequence[Listing]) -> Iterator[uuid.UUID]:
        removes = self.fact.removes
        if self._ends_by_searches():
            removes = "no_assets_found"
        for listing in found:
            state = ListingState(listing.state)
            if self.fact.revokes and (state, Act.REVOKE) in LISTING:
                self._revoke(listing)
            elif removes and (state, Act.REMOVE) in LISTING and self._ends(listing):
                listings.remove(
                    listing.pk,
                    reason=removes,
                    note=self._note,
                    since=self.event.happened_on,
                    by=self.by,
                    at=self.at,
                )
            elif removes and self.fact.closes and (state, Act.CLOSE) in LISTING:
                grace.close(listing.pk, reason=removes, note=self._note, by=self.by, at=self.at)
            else:
                continue
            yield listing.pk

    def _revoke(self, listing: Listing) -> None:
        listings.revoke(
            listing.pk,
            reason=str(self.fact.revokes),
            note=self._note,
            since=self.event.happened_on,
            by=self.by,
            at=self.at,
        )

    def _ends(self, listing: Listing) -> bool:
        return self.fact.ends_a_term or not has_term(listing.grounds)

    def _ends_by_searches(self) -> bool:
        if self.event.kind != EventKind.SEARCH_NEGATIVE:
            return False
        facts = CaseEvent.objects.filter(case_id=self.event.case_id).values_list("kind", flat=True)
        return ends_by_searches(EventKind(kind) for kind in facts)

    def _end_orders(self, found: Sequence[ConsumptionOrder]) -> Iterator[uuid.UUID]:
        for order in found:
            state, whom = OrderState(order.state), self._whom(order)
            if self.fact.lifts and self.fact.closes and whom is None and (state, Act.CLOSE) in ORDER:
                order_grace.close(order.pk, reason=self.fact.lifts, note=self._note, by=self.by, at=self.at)
            elif self.fact.lifts and (state, Act.LIFT) in ORDER:
                orders.lift(
                    order.pk,
                    reason=self.fact.lifts,
                    note=self._note,
                    person_id=whom,
                    by=self.by,
                    at=self.at,
                )
            else:
                continue
            yield order.pk

    def _whom(self, order: ConsumptionOrder) -> uuid.UUID | None:
        """Return whom a fact about one person frees; None when the order stands or falls with that person.

        What a debtor unit owed, its officers owe no more once it is paid; a death frees nobody else.
        """
        person_id = self.event.person_id
        if person_id is None or self.fact.is_personal:
            return person_id
        debtors = set(order.restricted_persons.filter(capacity="").values_list("person_id", flat=True))
        return None if debtors <= {person_id} else person_id

    def _review(self, found: Sequence[Listing]) -> Iterator[uuid.UUID]:
        """Put a listing that only its term ends under review, where the debtor has performed (L2 ¶2, G19)."""
        for listing in found:
            if self.fact.removes and not self._ends(listing) and listing.state in LISTED:
                tasks.open_task(
                    TaskKind.EARLY_REMOVAL_REVIEW,
                    tasks.concern_of(listing),
                    counted_from=self.event.happened_on,
                    at=self.at,
                )
                yield listing.pk

    def _open_searches(self, going_on: Iterable[Listing]) -> None:
        """Count the next search for assets, due in six months, from this one or from the end of the round."""
        for listing in going_on:
            if listing.state in LISTED:
                tasks.settle(TaskKind.ASSET_SEARCH, measure_id=listing.pk, by=self.by, at=self.at)
                tasks.open_task(
                    TaskKind.ASSET_SEARCH,
                    tasks.concern_of(listing),
                    counted_from=self.event.happened_on,
                    at=self.at,
                )
