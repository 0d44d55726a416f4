"""Records as the workbench's pages show them: in words, numbers masked, the register as a timeline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from blacklist import selectors
from blacklist.law.activities import ACTIVITIES
from blacklist.law.grounds import CLOSURE_REASONS, GROUNDS, LIFT_REASONS, REMOVAL_REASONS, REVOCATION_REASONS
from blacklist.law.identity import Document
from blacklist.law.lifecycle import ENDED
from blacklist.models import (
    Capacity,
    ConsumptionOrder,
    EnforcementCase,
    IdentityDocument,
    Listing,
    Officer,
    Party,
    PartyRole,
    Person,
    RegisterEntry,
    RestrictedPerson,
    ServiceMethod,
    Sex,
    TaskState,
)
from blacklist.web import places
from blacklist.web.terms import ACTS, STATES, term
from pages.words import Words

MOST_ENTRIES = 40
_COLOURS = {
    "in_force": "red",
    "active": "red",
    "paused": "yellow",
    "grace": "yellow",
    "drafted": "grey",
    "proposed": "grey",
}
_REASONS = {**LIFT_REASONS, **REVOCATION_REASONS, **CLOSURE_REASONS, **REMOVAL_REASONS}
DOCUMENT_TYPES = {
    "resident_id": Words("公民身份号码", "Resident identity number"),
    "credit_code": Words("统一社会信用代码", "Unified social credit code"),
    "organisation_code": Words("组织机构代码", "Organisation code"),
    "passport": Words("护照", "Passport"),
    "hk_macao_permit": Words("港澳居民来往内地通行证", "Hong Kong and Macao permit"),
    "taiwan_permit": Words("台湾居民来往大陆通行证", "Taiwan permit"),
    "permanent_resident_card": Words("外国人永久居留身份证", "Permanent resident card"),
    "hk_macao_residence_permit": Words("港澳居民居住证", "Hong Kong and Macao residence permit"),
    "taiwan_residence_permit": Words("台湾居民居住证", "Taiwan residence permit"),
}


@dataclass(frozen=True)
class State:
    """Where a record stands, with the colour of its tag."""

    words: Words
    colour: str


def state(code: str) -> State:
    """Return how a state is shown; what has ended is green, what restricts red."""
    ended = "green" if code in {each.value for each in ENDED} else ""
    return State(term(STATES, code), _COLOURS.get(code, ended))


@dataclass(frozen=True)
class Identity:
    """One document, its number without the middle."""

    kind: Words
    number: str


def identities(person: Person) -> list[Identity]:
    """Return a person's documents, masked."""
    return [identity(row) for row in person.documents.all()]


def identity(row: IdentityDocument) -> Identity:
    """Return one document, masked."""
    known = DOCUMENT_TYPES.get(row.type) or Words(row.type, row.type.replace("_", " "))
    return Identity(known, Document(row.type, row.number, row.issuer or None).masked)


@dataclass(frozen=True)
class Named:
    """A person in a role."""

    person: Person
    role: Words
    identities: list[Identity]


def party(row: Party) -> Named:
    """Return a party of a case."""
    return Named(row.person, labelled(PartyRole, row.role), identities(row.person))


_SEXES = {Sex.MALE: Words("男", "male"), Sex.FEMALE: Words("女", "female")}
AnyMeasure = Listing | ConsumptionOrder


@dataclass(frozen=True)
class Measure:
    """A listing or an order in a list."""

    record: AnyMeasure
    title: Words
    persons: str
    state: State
    address: str
    period: Words

    @property
    def is_over(self) -> bool:
        """Return whether it has ended, so that its period says nothing any more."""
        return self.record.state in ENDED


def measure(row: AnyMeasure) -> Measure:
    """Return a measure as a list shows it."""
    is_listing = isinstance(row, Listing)
    title = Words("失信名单", "Listing") if is_listing else Words("限制消费令", "Consumption order")
    names = (
        [row.debtor.name] if isinstance(row, Listing) else [each.person.name for each in row.restricted_persons.all()]
    )
    return Measure(row, title, "、".join(names), state(row.state), places.address_of(row) or "", period_of(row))


def period_of(row: AnyMeasure) -> Words:
    """Return until when a measure lasts."""
    until = row.in_force_until if isinstance(row, Listing) else row.period_until
    if until is None:
        return Words("至履行完毕" if isinstance(row, ConsumptionOrder) else "无固定期限", "until performance")
    last = until - timedelta(days=1)
    return Words(f"至 {last}", f"until {last}")


@dataclass(frozen=True)
class Moment:
    """One act in the register."""

    entry: RegisterEntry
    title: Words
    reason: Words | None


def timeline(officer: Officer, about: Q) -> list[Moment]:
    """Return the acts of the register about these records, newest first."""
    rows = selectors.entries_of(officer).filter(about).order_by("-version")[:MOST_ENTRIES]
    return [moment(entry) for entry in rows]


def moment(entry: RegisterEntry) -> Moment:
    """Return an act in words."""
    return Moment(entry, term(ACTS, entry.act), reason(entry.reason) if entry.reason else None)


def reason(code: str) -> Words:
    """Return why an act was done, in words."""
    known = _REASONS.get(code)
    return Words(known.zh if known else STATES.get(code, code.replace("_", " ")), code.replace("_", " "))


def open_tasks(officer: Officer, about: Q, *, on: date) -> list[Any]:
    """Return the open duties about these records."""
    from blacklist.web.desk import rows_of

    rows = selectors.tasks_of(officer).filter(about, state=TaskState.OPEN).order_by("due_on")
    return rows_of(rows, by=officer, on=on)


def activities(codes: Sequence[str]) -> list[Words]:
    """Return what an order restricts, in words."""
    return [
        Words(ACTIVITIES[code].zh, ACTIVITIES[code].en) if code in ACTIVITIES else Words(code, code) for code in codes
    ]


def grounds(numbers: Sequence[int]) -> list[Words]:
    """Return the grounds of a listing, in words."""
    return [Words(f"{GROUNDS[number].zh}（第{number}项）", f"{GROUNDS[number].en} ({number})") for number in numbers]


def served(row: Listing | RestrictedPerson) -> Words:
    """Return how a measure was served on somebody; nothing when it was not."""
    return labelled(ServiceMethod, row.service_method)


def capacity(code: str) -> Words:
    """Return in what capacity somebody is restricted."""
    return labelled(Capacity, code) if code else Words("被执行人", "judgment debtor")


def labelled(choices: Any, code: str) -> Words:
    """Return a value of a closed list of the models in both languages."""
    return Words(str(choices(code).label), str(code).replace("_", " ")) if code else Words("", "")


def facts(case: EnforcementCase) -> list[tuple[Words, str]]:
    """Return what is on record of a case in short."""
    rows = [
        (Words("立案时间", "Filed on"), case.filed_on),
        (Words("执行通知送达日", "Notice served on"), case.notice_served_on),
        (Words("指定履行期限", "Perform by"), case.notice_perform_by),
        (Words("未履行金额（元）", "Outstanding, yuan"), case.outstanding),
        (Words("申请暂缓", "Held off since"), case.hold_requested_on),
    ]
    return [(words, str(value)) for words, value in rows if value is not None]


def sex(code: str) -> Words:
    """Return a sex in words."""
    return _SEXES[Sex(code)] if code else Words("", "")
