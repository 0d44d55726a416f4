"""Random acts of random officers over months of virtual time: nothing unlawful is reached, each act is refused as the
tables say, and every version of the register says what an independent memory says."""

import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Any

import pytest
from django.db import transaction

from blacklist import publication, tasks
from blacklist.law.deadlines import years_after
from blacklist.law.duties import Duty
from blacklist.law.events import EventKind
from blacklist.law.grounds import FACTORS, LONGEST_TERM_YEARS, has_term
from blacklist.law.lifecycle import LISTING, ORDER, Act, ListingState, OrderState
from blacklist.law.refusals import Refusal
from blacklist.law.remedies import MeasureKind
from blacklist.models import (
    Capacity,
    ConsumptionOrder,
    ListHead,
    Listing,
    Officer,
    Person,
    RegisterEntry,
    RestrictedPerson,
    ServiceMethod,
)
from blacklist.services import cases, corrections, events, grace, listings, order_grace, orders, rectification, relief
from blacklist.verification import faults
from tests.factories import people
from tests.factories.corrections import filing
from tests.factories.listings import DENIED, SHOWN
from tests.stateful import oracle
from tests.stateful.oracle import Effect, Measure, Memory
from tests.stateful.world import Clock, File, World

pytestmark = pytest.mark.django_db

SEEDS, STEPS = range(6), 160
DIRECT = ServiceMethod.DIRECT
COMMON = {"propose", "sign", "serve", "publish", "refuse", "grace", "rectify", "revoke", "record"}
MANY = 14
ENDING = (Act.REVOKE, Act.LIFT, Act.REMOVE, Act.CLOSE)
LIVING = ("proposed", "drafted", "signed", "grace", "active", "in_force", "paused")
DONE: Counter[str] = Counter()


@dataclass(frozen=True)
class Doing:
    """An act as it is tried: the service, what the oracle says of it, and what is said to the oracle."""

    service: Callable[..., Any]
    judge: Callable[..., str | None]
    said: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, service: Callable[..., Any], judge: Callable[..., str | None], **said: Any) -> "Doing":
        """Return one where both are told the same."""
        return cls(partial(service, **said), judge, said)


class Months:
    """A world, a clock, a memory, and chance that can be called again by its seed."""

    def __init__(self, seed: int, done: Counter[str]) -> None:
        self.draw = Random(seed)
        self.world, self.clock, self.memory = World.make(), Clock(), Memory()
        self.said: dict[int, dict[uuid.UUID, Any]] = {}
        self.done = done

    def go_on(self) -> None:
        """Let something happen, mostly an act on a measure that is there; then look whether all is as it must be."""
        seldom = self.draw.choice(
            [self.wait, self.wait, self.timetable, self.hold, self.perform, self.perform, self.contest]
        )
        self.draw.choice([*[self.act] * 13, self.propose_listing, self.propose_listing, self.propose_order, seldom])()
        self.tables_say_what_the_memory_says()
        self.nothing_unlawful_is_in_effect()

    # --- Time -------------------------------------------------------------------------------------------------------

    def wait(self) -> None:
        self.clock.advance(self.draw.choice([1, 3, 20, 20, 90, 200, 800]))

    def timetable(self) -> None:
        """The worker settles what has run out; it may come late, or never."""
        at = self.clock.tick()
        for measure in self.memory.measures:
            table = LISTING if measure.kind == "listing" else ORDER
            ended = measure.period_until if measure.kind == "order" else measure.only.in_force_until
            if ended is not None and ended <= self.clock.today and (measure.state, Act.EXPIRE) in table:
                measure.state = table[measure.state, Act.EXPIRE].to
        tasks.expire(at=at)
        self._remember()

    def hold(self) -> None:
        """The applicant asks to hold off, or no longer does (G16-1)."""
        file = self.draw.choice([file for file in self.world.files if file.is_held] or self.world.files)
        file.is_held = not file.is_held
        requested_on = self.clock.today if file.is_held else None
        staff = [officer for officer in self.world.officers if officer.court_id == file.court and officer.is_active]
        clerk = next(officer for officer in staff if Duty.REGISTER in officer.duties)
        cases.record_hold(file.case.pk, requested_on=requested_on, by=clerk, at=self.clock.tick())

    # --- Proposals --------------------------------------------------------------------------------------------------

    def propose_listing(self) -> None:
        file, grounds = self.draw.choice(self.world.files), self.draw.choice([(1,), (2,), (3,), (1, 3)])
        officer = self._officer(Duty.PROPOSE, file)
        person = self.draw.choice([*file.debtors, *file.debtors, *file.debtors, file.outsider])
        is_denied = self.draw.random() < 0.9
        conduct_on = self.clock.today - timedelta(days=3)
        found = [listings.GroundFound(n, "具体情形。", ("E-1",), conduct_on) for n in grounds]
        answers = DENIED if is_denied else DENIED | {"security_given": True}
        proposal = listings.Proposal(
            file.case.pk, person.pk, found, answers, "符合规定情形。", negatives_evidence=SHOWN
        )
        expected = (
            oracle.relation(officer, Duty.PROPOSE, file.court)
            or self._stranger(file, person)
            or oracle.adult(person, conduct_on)
            or ("security-sufficient" if 1 in grounds and not is_denied else None)
            or oracle.hold(file, grounds)
            or ("duplicate" if self.memory.is_live(file, person) else None)
        )
        made = self._do(lambda at: listings.propose(proposal, by=officer, at=at), expected)
        if made is not None:
            effects = [Effect(person, made.pk)]
            self.memory.measures.append(
                Measure("listing", made.pk, file, ListingState.PROPOSED, officer, effects, grounds=grounds)
            )
            self._remember()

    def _stranger(self, file: File, person: Person) -> str | None:
        if person in file.debtors:
            return None
        is_officer = any(
            effect.person == person
            for measure in self.memory.measures
            if measure.kind == "order" and measure.file is file
            for effect in measure.effects
        )
        return "officer-not-listable" if is_officer else "not-a-debtor"

    def propose_order(self) -> None:
        file = self.draw.choice(self.world.files)
        officer, days = self._officer(Duty.PROPOSE, file), self.draw.choice([-1, 5, 200, 200, 900])
        named, persons = self._named(file)
        followed = self._active_listing(file, persons[0]) if self.draw.random() < 0.5 else None
        proposal = orders.Proposal(
            case_id=file.case.pk,
            persons=named,
            activities=("flight.business", "rail.g_any"),
            period_until=self.clock.today + timedelta(days=days),
            factors={} if followed else dict.fromkeys(FACTORS, "已查明。"),
            reasons="未按期履行。",
            own_motion="情况紧急。",
            listing_id=followed.id if followed else None,
        )
        expected = (
            oracle.relation(officer, Duty.PROPOSE, file.court)
            or next((code for person in persons if (code := oracle.adult(person, self.clock.today))), None)
            or ("period-required" if days < 0 else None)
            or (None if followed else oracle.hold(file))
        )
        made = self._do(lambda at: orders.propose(proposal, by=officer, at=at), expected)
        if made is not None:
            rows = {row.person_id: row.pk for row in RestrictedPerson.objects.filter(order_id=made.pk)}
            effects = [Effect(person, rows[person.pk]) for person in persons]
            until = self.clock.today + timedelta(days=days + 1)
            self.memory.measures.append(
                Measure(
                    "order", made.pk, file, OrderState.DRAFTED, officer, effects, period_until=until, follows=followed
                )
            )
            self._remember()

    def _named(self, file: File) -> tuple[list[orders.Named], list[Person]]:
        """Name one debtor; of a unit its officer too."""
        debtor = self.draw.choice(file.debtors)
        if debtor.kind != "unit":
            return [orders.Named(debtor.pk)], [debtor]
        officer = orders.Named(file.outsider.pk, Capacity.LEGAL_REPRESENTATIVE, ("工商登记",))
        return [orders.Named(debtor.pk), officer], [debtor, file.outsider]

    def _active_listing(self, file: File, debtor: Person) -> Measure | None:
        found = (m for m in self.memory.measures if m.kind == "listing" and m.file is file)
        return next((m for m in found if m.state == "active" and m.only.person == debtor), None)

    # --- Acts on a measure ------------------------------------------------------------------------------------------

    def act(self) -> None:
        """Do one act on one measure, mostly one that its state allows, and often the one done least so far."""
        if not self.memory.measures:
            return
        measure = self.draw.choice(self._of_interest())
        rarest = self._rarest()
        if rarest is not None and self.draw.random() < 0.4:
            measure = rarest[0]
        table, doings = (LISTING, self.on_listing()) if measure.kind == "listing" else (ORDER, self.on_order(measure))
        shunned = ENDING if self.draw.random() < 0.8 else ()
        fit = [act for act in doings if (measure.state, act) in table and act not in shunned]
        act = self.draw.choice(fit if fit and self.draw.random() < 0.8 else list(doings))
        if rarest is not None and measure is rarest[0]:
            act = rarest[1]
        officer = self._officer(oracle.duty_of(table, act), measure.file)
        doing = doings[act]
        expected = oracle.before(table, measure, act, officer) or doing.judge(measure, self.clock.today, **doing.said)
        if self._do(lambda at: doing.service(measure.id, by=officer, at=at), expected) is not None:
            measure.state = oracle.moves_to(table, measure, act)
            if measure.state == OrderState.IN_FORCE and act in (Act.SERVE, Act.APPLY):
                day = doing.said.get("served_on", self.clock.today)
                begun = [effect for effect in measure.running if effect.in_force_from == day]
                oracle.replace_older(self.memory.measures, measure, begun, self.clock.today)
            self._remember()

    def _rarest(self) -> tuple[Measure, Act] | None:
        """Return the act done least so far, of those that the state of some measure allows, with that measure."""
        found = [
            (self.done[act], self.draw.random(), measure, act)
            for measure in self.memory.measures
            for (state, act), step in (LISTING if measure.kind == "listing" else ORDER).items()
            if step.duty is not None and state == measure.state and self._is_ripe(measure, act)
        ]
        return min(found, key=lambda one: one[:2])[2:] if found else None

    def _is_ripe(self, measure: Measure, act: Act) -> bool:
        """Say whether the time of an act has come that its state allows, but its rules seldom do."""
        if act is Act.KEEP:
            return measure.under_review
        if act is Act.JUSTIFY:
            return not has_term(measure.grounds)
        if act is Act.PAUSE:
            return measure.is_contested
        is_served = any(effect.served_on for effect in measure.running)
        if act in (Act.APPLY, Act.PUBLISH):
            return is_served and (measure.grace_until is None or measure.grace_until <= self.clock.today)
        return act not in ENDING

    def _of_interest(self) -> list[Measure]:
        """Return measures that still live, and one or two that have ended."""
        living = [measure for measure in self.memory.measures if measure.state in LIVING]
        return living + self.memory.measures[-2:]

    def on_listing(self) -> dict[Act, "Doing"]:
        """Return each act on a listing as it is tried now."""
        day, note = self._day(), self._note()
        removal = self.draw.choice(["performed", "early_removal", "term_expired", "death", "sympathy"])
        revocation = self.draw.choice(["listed_in_error", "listed_in_error", "performed"])
        closure = self.draw.choice(["performed", "performed_in_grace", "sympathy"])
        return {
            Act.SIGN: Doing(listings.sign, oracle.sign_listing),
            Act.SERVE: Doing(
                partial(listings.serve, served_on=day, service_method=DIRECT), oracle.serve_listing, {"served_on": day}
            ),
            Act.PUBLISH: Doing(listings.publish, oracle.publish_listing),
            Act.REMOVE: Doing.of(listings.remove, oracle.remove_listing, reason=removal, note=note),
            Act.REVOKE: Doing.of(listings.revoke, oracle.revoke, reason=revocation, note=note),
            Act.KEEP: Doing.of(listings.keep, oracle.keep_listing, note=note),
            Act.REFUSE: Doing.of(listings.refuse, oracle.refuse_listing, note=note),
            Act.GRACE: Doing.of(grace.grace, oracle.grace_listing, months=self.draw.choice([0, 1, 2, 3, 4]), note=note),
            Act.WITHHOLD: Doing.of(grace.withhold, oracle.withhold_listing, note=note),
            Act.CLOSE: Doing.of(grace.close, oracle.close_listing, reason=closure, note=note),
            Act.JUSTIFY: Doing.of(listings.justify, oracle.justify_listing, note=note),
            **self.relief(MeasureKind.LISTING, note),
        }

    def on_order(self, measure: Measure) -> dict[Act, "Doing"]:
        """Return each act on an order as it is tried now."""
        day, note = self._day(), self._note()
        person = self.draw.choice([None, None, measure.effects[-1].person])
        reason = self.draw.choice(["performed", "security_given", "death", "sympathy"])
        freed = partial(orders.lift, reason=reason, note=note, person_id=person.pk if person else None)
        closure, months = self.draw.choice(["performed", "sympathy"]), self.draw.choice([0, 1, 3, 4])
        served = partial(orders.serve, served_on=day, service_method=DIRECT)
        revocation = self.draw.choice(["issued_in_error", "issued_in_error", "performed"])
        return {
            Act.SIGN: Doing(orders.sign, oracle.sign_order),
            Act.REFUSE: Doing.of(orders.refuse, oracle.refuse_listing, note=note),
            Act.GRACE: Doing.of(order_grace.grace, oracle.grace_order, months=months, note=note),
            Act.APPLY: Doing(order_grace.apply, oracle.apply_order),
            Act.CLOSE: Doing.of(order_grace.close, oracle.close_order, reason=closure, note=note),
            Act.SERVE: Doing(served, oracle.serve_order, {"served_on": day}),
            Act.LIFT: Doing(freed, oracle.lift_order, {"reason": reason, "note": note, "person": person}),
            Act.REVOKE: Doing.of(orders.revoke, oracle.revoke, reason=revocation, note=note),
            **self.relief(MeasureKind.ORDER, note),
        }

    def relief(self, kind: MeasureKind, note: str) -> dict[Act, "Doing"]:
        """Return what loosens a measure that is contested, what tightens it again, and what puts its words right."""
        return {
            Act.PAUSE: Doing(partial(relief.pause, kind, note=note), oracle.pause, {"note": note}),
            Act.RECTIFY: Doing(
                partial(rectification.rectify, kind, right=self._right(), note=note), oracle.rectify, {"note": note}
            ),
            Act.RESUME: Doing(partial(relief.resume, kind, note=note), oracle.resume, {"note": note}),
        }

    def _right(self) -> rectification.Right:
        """Return other words for the reasons of a measure."""
        return rectification.Right(words={"reasons": f"更正后的理由（{self.draw.random()}）。"})

    def _day(self) -> date:
        return self.clock.today + timedelta(days=self.draw.choice([-1, 0, 0, 0, 0, 1]))

    def _note(self) -> str:
        return self.draw.choice(["理由充分。", "理由充分。", "理由充分。", ""])

    def contest(self) -> None:
        """Somebody asks for the correction of a measure that has effect; that stays open."""
        found = [measure for measure in self.memory.measures if measure.state in ("active", "in_force")]
        if not found:
            return
        measure = self.draw.choice(found)
        model = Listing if measure.kind == "listing" else ConsumptionOrder
        clerk = people.clerk(measure.file.court)
        corrections.receive(filing(model.objects.get(pk=measure.id)), by=clerk, at=self.clock.tick())
        measure.is_contested = True
        self._remember()

    # --- Facts ------------------------------------------------------------------------------------------------------

    def perform(self) -> None:
        """The debtors of a case perform: what has no term ends, what has one is reviewed, orders are lifted."""
        file = self.draw.choice(self.world.files)
        officer = self._officer(Duty.REMOVE, file)
        happened = events.Happened(file.case.pk, EventKind.PERFORMED, self.clock.today, "已全部履行。")
        expected = oracle.relation(officer, Duty.REMOVE, file.court)
        if self._do(lambda at: events.record(happened, by=officer, at=at), expected) is None:
            return
        for measure in (m for m in self.memory.measures if m.file is file):
            if measure.kind == "listing" and (measure.state, Act.REMOVE) in LISTING:
                if has_term(measure.grounds):
                    measure.under_review = True
                else:
                    measure.state, measure.only.ended_on = ListingState.REMOVED, self.clock.today
            elif measure.kind == "listing" and (measure.state, Act.CLOSE) in LISTING:
                measure.state, measure.only.ended_on = ListingState.CLOSED, self.clock.today
            elif measure.kind == "order" and (measure.state, Act.LIFT) in ORDER:
                oracle.end(measure.effects, self.clock.today)
                is_held_back = (measure.state, Act.CLOSE) in ORDER
                measure.state = OrderState.CLOSED if is_held_back else OrderState.LIFTED
        self._remember()

    # --- What must hold after every step ----------------------------------------------------------------------------

    def tables_say_what_the_memory_says(self) -> None:
        kept = dict(Listing.objects.values_list("pk", "state"))
        kept |= dict(ConsumptionOrder.objects.values_list("pk", "state"))
        assert kept == {measure.id: str(measure.state) for measure in self.memory.measures}

    def nothing_unlawful_is_in_effect(self) -> None:
        """Law §11: no minor, no officer listed, nothing unserved, no term beyond five years, nobody listed twice."""
        for row in Listing.objects.select_related("debtor", "case"):
            if row.state != ListingState.ACTIVE:
                continue
            assert row.decided_on is not None
            assert row.served_on is not None
            assert (row.published_on is None) is (row.withheld_on is not None)
            assert row.grace_until is None or (row.in_force_from and row.in_force_from >= row.grace_until)
            assert oracle.adult(row.debtor, row.decided_on) is None
            assert row.case.parties.filter(person=row.debtor, role="judgment_debtor").exists()
            assert row.signed_by_id != row.drafted_by_id
            if row.in_force_until:
                begin = row.grace_until or row.decided_on
                assert row.in_force_until <= years_after(begin, LONGEST_TERM_YEARS) + timedelta(days=1)
        for effect in RestrictedPerson.objects.filter(in_force_from__isnull=False).select_related("person"):
            assert effect.served_on is not None
            assert oracle.adult(effect.person, effect.in_force_from or self.clock.today) is None

    # --- How it is done ---------------------------------------------------------------------------------------------

    def _do(self, act: Callable[[Any], Any], expected: str | None) -> Any:
        """Do it; assert that it is refused with exactly this code, leaving the register alone, or not at all."""
        head = self._head()
        at = self.clock.tick()
        if expected is not None:
            with pytest.raises(Refusal) as caught:
                act(at)
            assert (caught.value.code, self._head()) == (expected, head)
            return None
        done = act(at)
        self.done[RegisterEntry.objects.latest("version").act] += 1
        assert self._head() > head
        return done

    def _remember(self) -> None:
        """Note what every subject's standing must be as of the newest version."""
        persons = {effect.person for measure in self.memory.measures for effect in measure.effects}
        self.said[self._head()] = {person.pk: self.memory.effective(person) for person in persons}

    def compare_every_version(self) -> None:
        """Replay the register from the beginning and hold each remembered version against the memory."""
        replayed: dict[uuid.UUID, Any] = {}
        page = publication.entries(after=0, after_hash=None, limit=100_000)
        assert [entry.version for entry in page.entries] == list(range(1, page.head_version + 1))
        for entry in page.entries:
            for standing in entry.standings:
                replayed[standing.subject_id] = {
                    (measure.id, measure.in_force_from, measure.in_force_until) for measure in standing.measures
                }
            for person, effective in self.said.get(entry.version, {}).items():
                assert replayed.get(person, set()) == effective, f"version {entry.version}"

    def _officer(self, duty: Duty, file: File) -> Officer:
        """Pick anybody, but in four cases of five somebody who may: else months would pass in refusals."""
        fit = [officer for officer in self.world.officers if oracle.relation(officer, duty, file.court) is None]
        return self.draw.choice(fit if self.draw.random() < 0.8 else self.world.officers)

    @staticmethod
    def _head() -> int:
        return ListHead.objects.get().version


@pytest.mark.law("11.2", "11.4", "11.12", "9.1", "9.2")
def test_months_of_acts() -> None:
    """In the end most acts were done, so that nothing is said of acts that never were; chance reaches not all."""
    done: Counter[str] = Counter()
    for seed in SEEDS:
        with transaction.atomic():
            live(Months(seed, done))
            transaction.set_rollback(True)
    assert done.keys() >= COMMON
    assert len(done) >= MANY


def live(months: Months) -> None:
    """Let months pass, then hold the whole register against the memory."""
    for _ in range(STEPS):
        months.go_on()
    months.compare_every_version()
    assert list(faults()) == []
