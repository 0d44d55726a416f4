"""What must come out of an act, said by the tables of the law and a small memory of our own, without looking at the
database: the code of the refusal, or None and what the act leaves behind."""

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta

from blacklist.law.deadlines import months_after, term_until
from blacklist.law.duties import Duty
from blacklist.law.grounds import CLOSURE_REASONS, LIFT_REASONS, REMOVAL_REASONS, REVOCATION_REASONS, has_term
from blacklist.law.identity import is_adult
from blacklist.law.lifecycle import ENDS, Act, OrderState, State, Table
from blacklist.models import Officer, Person
from tests.stateful.world import File

ONE_DAY = timedelta(days=1)


@dataclass
class Effect:
    """How a measure stands towards one person: from, until and end, as half-open days."""

    person: Person
    id: uuid.UUID
    served_on: date | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None
    ended_on: date | None = None

    @property
    def until(self) -> date | None:
        return min((day for day in (self.in_force_until, self.ended_on) if day), default=None)


@dataclass
class Measure:
    """What the model remembers of one measure."""

    kind: str
    id: uuid.UUID
    file: File
    state: State
    drafter: Officer
    effects: list[Effect]
    grounds: tuple[int, ...] = ()
    decided_on: date | None = None
    published_on: date | None = None
    period_until: date | None = None
    under_review: bool = False
    is_contested: bool = False
    grace_until: date | None = None
    is_withheld: bool = False
    follows: "Measure | None" = None

    @property
    def only(self) -> Effect:
        [effect] = self.effects
        return effect

    @property
    def running(self) -> list[Effect]:
        return [effect for effect in self.effects if effect.ended_on is None]

    def has_run_out(self, today: date) -> bool:
        return any(effect.in_force_until and effect.in_force_until <= today for effect in self.effects)


@dataclass
class Memory:
    """All measures, and which facts hold."""

    measures: list[Measure] = field(default_factory=list)

    def effective(self, person: Person) -> set[tuple[uuid.UUID, date, date | None]]:
        """Return what a check may answer by: active listings, and orders in force for whom they were served on."""
        return {
            (effect.id, effect.in_force_from, effect.until)
            for measure in self.measures
            for effect in measure.effects
            if effect.person == person and measure.state in ("active", "in_force") and effect.in_force_from
        }

    def is_live(self, file: File, person: Person) -> bool:
        """Say whether the person has a listing in this case that has not ended."""
        return any(
            measure.kind == "listing"
            and measure.file is file
            and measure.only.person == person
            and measure.state in ("proposed", "signed", "grace", "active", "paused")
            for measure in self.measures
        )


def relation(by: Officer, duty: Duty, court: str) -> str | None:
    """Return the code by which an officer is refused before anything else is looked at (J15)."""
    if not by.is_active or duty not in by.duties:
        return "duty-required"
    return None if by.court_id == court else "other-court"


def state(table: Table, measure: Measure, act: Act) -> str | None:
    if (measure.state, act) in table:
        return None
    return "already-done" if measure.state in ENDS.get(act, frozenset()) else "wrong-state"


def duty_of(table: Table, act: Act) -> Duty:
    duty = next(step.duty for (_, listed), step in table.items() if listed is act)
    assert duty is not None
    return duty


def before(table: Table, measure: Measure, act: Act, by: Officer) -> str | None:
    """Return the refusal that comes before the rules of the act itself: duty, court, drafter, state."""
    found = relation(by, duty_of(table, act), measure.file.court)
    if found is None and act is Act.SIGN and by == measure.drafter:
        found = "signer-is-drafter"
    return found or state(table, measure, act)


def adult(person: Person, today: date) -> str | None:
    birth_date = person.birth_date
    return "minor" if birth_date is not None and not is_adult(birth_date, today) else None


def hold(file: File, grounds: tuple[int, ...] = ()) -> str | None:
    """G16-1: grounds 1 and 6, and an order at discretion, wait while the applicant holds off."""
    return "creditor-hold" if file.is_held and (not grounds or {1, 6} & set(grounds)) else None


# --- What each act asks, and what it leaves behind -------------------------------------------------------------------


def sign_listing(measure: Measure, today: date) -> str | None:
    found = adult(measure.only.person, today) or hold(measure.file, measure.grounds)
    if found is None:
        measure.decided_on = today
        if has_term(measure.grounds):
            measure.only.in_force_until = term_until(today) + ONE_DAY
    return found


def serve_listing(measure: Measure, today: date, *, served_on: date) -> str | None:
    if measure.only.served_on is not None:
        return "already-done"
    found = service(measure, today, served_on)
    if found is None:
        measure.only.served_on = served_on
    return found


def service(measure: Measure, today: date, served_on: date) -> str | None:
    if served_on > today:
        return "date-in-future"
    return "served-before-signed" if measure.decided_on is None or served_on < measure.decided_on else None


def grace_order(measure: Measure, today: date, *, months: int, note: str) -> str | None:
    return grace_listing(measure, today, months=months, note=note)


def apply_order(measure: Measure, today: date) -> str | None:
    assert measure.period_until is not None
    if measure.grace_until is not None and today < measure.grace_until:
        return "grace-running"
    if measure.period_until <= today:
        return "wrong-state"
    served = [effect for effect in measure.running if effect.served_on is not None]
    if not served:
        return "not-served"
    found = None if measure.follows else hold(measure.file)
    if found is None:
        for effect in served:
            effect.in_force_from, effect.in_force_until = today, measure.period_until
    return found


def close_order(measure: Measure, today: date, *, reason: str, note: str) -> str | None:
    if reason not in CLOSURE_REASONS:
        return "unknown-value"
    for effect in measure.running:
        effect.ended_on = today
    return None


def refuse_listing(measure: Measure, today: date, *, note: str) -> str | None:
    return None if note else "reasons-required"


def grace_listing(measure: Measure, today: date, *, months: int, note: str) -> str | None:
    assert measure.decided_on is not None
    if not note:
        return "reasons-required"
    if not 1 <= months <= 3 or months_after(measure.decided_on, months) < today:
        return "grace-length"
    measure.grace_until = months_after(measure.decided_on, months) + ONE_DAY
    if has_term(measure.grounds):
        measure.only.in_force_until = term_until(measure.grace_until) + ONE_DAY
    return None


def withhold_listing(measure: Measure, today: date, *, note: str) -> str | None:
    if measure.is_withheld:
        return "already-done"
    measure.is_withheld = bool(note)
    return None if note else "reasons-required"


def close_listing(measure: Measure, today: date, *, reason: str, note: str) -> str | None:
    if reason == "performed_in_grace" and measure.state != "grace":
        return "wrong-state"
    if reason not in CLOSURE_REASONS:
        return "unknown-value"
    measure.only.ended_on = today
    return None


def justify_listing(measure: Measure, today: date, *, note: str) -> str | None:
    if has_term(measure.grounds):
        return "wrong-state"
    return None if note else "reasons-required"


def publish_listing(measure: Measure, today: date) -> str | None:
    if measure.grace_until is not None and today < measure.grace_until:
        return "grace-running"
    if measure.has_run_out(today):
        return "wrong-state"
    if measure.only.served_on is None:
        return "not-served"
    found = adult(measure.only.person, today) or hold(measure.file, measure.grounds)
    if found is None:
        measure.published_on = measure.only.in_force_from = today
    return found


def remove_listing(measure: Measure, today: date, *, reason: str, note: str) -> str | None:
    if reason not in REMOVAL_REASONS:
        return "unknown-value"
    found = REMOVAL_REASONS[reason]
    if has_term(measure.grounds) and not found.ends_a_term:
        return "wrong-state"
    if reason == "term_expired" and not measure.has_run_out(today):
        return "wrong-state"
    if not found.is_duty and not note:
        return "reasons-required"
    measure.under_review = False
    measure.only.ended_on = today
    return None


def revoke(measure: Measure, today: date, *, reason: str, note: str) -> str | None:
    if reason not in REVOCATION_REASONS:
        return "unknown-value"
    if not note:
        return "reasons-required"
    for effect in measure.effects if measure.kind == "listing" else measure.running:
        effect.ended_on = today
    return None


def pause(measure: Measure, today: date, *, note: str) -> str | None:
    if not measure.is_contested:
        return "no-open-request"
    return None if note else "reasons-required"


def resume(measure: Measure, today: date, *, note: str) -> str | None:
    return None if note else "reasons-required"


def keep_listing(measure: Measure, today: date, *, note: str) -> str | None:
    if not measure.under_review:
        return "wrong-state"
    if not note:
        return "reasons-required"
    measure.under_review = False
    return None


def sign_order(measure: Measure, today: date) -> str | None:
    assert measure.period_until is not None
    if measure.period_until <= today:
        return "wrong-state"
    if measure.follows is not None and measure.follows.state != "active":
        return "wrong-state"
    found = None if measure.follows else hold(measure.file)
    if found is None:
        measure.decided_on = today
    return found


def rectify(measure: Measure, today: date, *, note: str) -> str | None:
    return None if note else "reasons-required"


def replace_older(measures: list[Measure], newer: Measure, served: list[Effect], today: date) -> None:
    """One order in force on a person in one case: the one served takes the place of those before it (K3)."""
    taken = {effect.person.pk for effect in served}
    for older in measures:
        is_other = older is not newer and older.kind == "order" and older.file is newer.file
        if not is_other or older.state not in ("in_force", "paused"):
            continue
        replaced = [effect for effect in older.running if effect.person.pk in taken]
        for effect in replaced:
            effect.ended_on = today
        if replaced and not older.running:
            older.state = OrderState.LIFTED


def serve_order(measure: Measure, today: date, *, served_on: date) -> str | None:
    unserved = [effect for effect in measure.running if effect.served_on is None]
    if not unserved:
        return "already-done"
    found = service(measure, today, served_on)
    if found is None:
        for effect in unserved:
            effect.served_on = served_on
            if measure.state != "grace":
                effect.in_force_from, effect.in_force_until = served_on, measure.period_until
    return found


def lift_order(measure: Measure, today: date, *, reason: str, note: str, person: Person | None = None) -> str | None:
    if reason not in LIFT_REASONS:
        return "unknown-value"
    found = LIFT_REASONS[reason]
    persons = {effect.person.pk for effect in measure.effects}
    if found.is_personal and person is None and len(persons) > 1:
        return "field-required"
    if not found.is_duty and not note:
        return "reasons-required"
    return end([effect for effect in measure.effects if person in (None, effect.person)], today)


def end(effects: list[Effect], today: date) -> str | None:
    running = [effect for effect in effects if effect.ended_on is None]
    if not running and effects:
        return "already-done"
    for effect in running:
        effect.ended_on = today
    return None


def moves_to(table: Table, measure: Measure, act: Act) -> State:
    """Return where an act leads; an order that still restricts somebody stays in force."""
    if act is Act.LIFT and measure.running:
        return measure.state
    return table[measure.state, act].to
