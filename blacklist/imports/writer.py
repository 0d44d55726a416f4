"""Write a batch of judged rulings: persons, cases, measures, and one register entry for each.

Nothing of the batch is visible before all of it is: one transaction, the subjects locked before their payloads are
built, the head of the register taken last and only for the range of numbers.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from blacklist.copying import copy_rows, fresh
from blacklist.imports.measures import Measure, build, is_live_listing
from blacklist.imports.report import ACCEPTED, DUPLICATE, UNCHANGED
from blacklist.imports.ruling import Ruling
from blacklist.law.lifecycle import Act
from blacklist.law.names import read_name
from blacklist.models import (
    BasisDocument,
    ConsumptionOrder,
    EnforcementCase,
    Exemption,
    IdentityDocument,
    ImportedRuling,
    Listing,
    Party,
    PartyRole,
    Person,
    PersonName,
    RestrictedPerson,
    Task,
    blind_of,
    organisation_blind_of,
)
from blacklist.models.listing import LIVE_LISTING_STATES
from blacklist.register import Deed, append_many, lock_subjects
from blacklist.sealing import blind
from blacklist.services.persons import new_person
from blacklist.standings import measures_of, subject_payload

IN_THIS_ORDER: tuple[type[Model], ...] = (
    Person,
    IdentityDocument,
    PersonName,
    EnforcementCase,
    BasisDocument,
    Party,
    Listing,
    ConsumptionOrder,
    RestrictedPerson,
    Exemption,
    Task,
    ImportedRuling,
)


@dataclass(frozen=True)
class Importer:
    """On whose account rulings are taken over: the operator, or an officer with the duty."""

    name: str
    officer_id: int | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """A ruling with the keyed digests by which it, what it says and its person are found again."""

    ruling: Ruling
    key: bytes
    content: bytes
    document: bytes

    @classmethod
    def of(cls, ruling: Ruling) -> "Marked":
        key, content = blind(ruling.key, purpose="ruling-key"), blind(ruling.content, purpose="ruling-content")
        return cls(ruling, key, content, blind_of(ruling.document))


@dataclass
class Ledger:
    """Which rulings and which live listings there are: on file, and in the rows gone through so far.

    A person on file is named by its id, another by the digest of its document. ``units``: the credit codes of those
    that are on file by their organisation code alone.
    """

    imported: dict[bytes, bytes] = field(default_factory=dict)
    holders: dict[bytes, uuid.UUID] = field(default_factory=dict)
    units: set[bytes] = field(default_factory=set)
    live: set[tuple[str, uuid.UUID | bytes]] = field(default_factory=set)

    def read(self, marked: Sequence[Marked]) -> None:
        """Read in which of these rulings are on file, and who holds their documents."""
        known = ImportedRuling.objects.filter(pk__in=[one.key for one in marked])
        self.imported |= {bytes(key): bytes(content) for key, content in known.values_list("pk", "content_blind")}
        documents = IdentityDocument.objects.filter(number_blind__in={one.document for one in marked})
        self.holders = {bytes(digest): holder for digest, holder in documents.values_list("number_blind", "person_id")}
        self._read_units(marked)

    def _read_units(self, marked: Sequence[Marked]) -> None:
        """Read in the units that are on file by the organisation code which the credit code of a ruling holds."""
        codes = {one.document: organisation_blind_of(one.ruling.document) for one in marked}
        wanted = {digest: code for digest, code in codes.items() if code is not None and digest not in self.holders}
        self.units = set()
        if not wanted:
            return
        rows = IdentityDocument.objects.filter(organisation_blind__in=set(wanted.values())).order_by("-person_id")
        on_file = rows.values_list("organisation_blind", "person_id")
        units = {bytes(code): holder for code, holder in on_file if code}
        found = {digest: units[code] for digest, code in wanted.items() if code in units}
        self.holders |= found
        self.units = set(found)

    def read_live(self) -> None:
        """Read in the live listings of these persons."""
        live = Listing.objects.filter(debtor_id__in=self.holders.values(), state__in=LIVE_LISTING_STATES)
        self.live |= set(live.values_list("case__case_number", "debtor_id"))

    def outcome(self, one: Marked) -> str:
        """Return what a ruling comes to, and count it in."""
        if one.key in self.imported:
            return UNCHANGED if self.imported[one.key] == one.content else DUPLICATE
        if is_live_listing(one.ruling):
            place = (one.ruling.case_number.text, self.holders.get(one.document, one.document))
            if place in self.live:
                return DUPLICATE
            self.live.add(place)
        self.imported[one.key] = one.content
        return ACCEPTED


@dataclass
class Batch:
    """What a batch has gathered so far; everything is written at its end."""

    at: datetime
    importer: Importer
    ledger: Ledger = field(default_factory=Ledger)
    persons: dict[bytes, Person] = field(default_factory=dict)
    cases: dict[str, EnforcementCase] = field(default_factory=dict)
    debtors: set[tuple[uuid.UUID, uuid.UUID]] = field(default_factory=set)
    measures_on_file: defaultdict[uuid.UUID, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    name_keys: dict[uuid.UUID, set[str]] = field(default_factory=dict)
    codes_lacking: set[bytes] = field(default_factory=set)
    rows: defaultdict[type, list[Any]] = field(default_factory=lambda: defaultdict(list))
    deeds: list[tuple[Deed, dict[str, Any]]] = field(default_factory=list)

    def write(self) -> None:
        """Write all of it, the register last."""
        for model in IN_THIS_ORDER:
            copy_rows(self.rows[model])
        if self.deeds:
            append_many(self.deeds)


def write(rulings: Sequence[Ruling], *, importer: Importer, at: datetime, record: Callable[[list[str]], None]) -> None:
    """Write the rulings that are new, each of which is ``accepted``, ``unchanged`` or ``duplicate``.

    ``record`` is called with these outcomes in the same transaction, before the register is locked.
    """
    marked = [Marked.of(ruling) for ruling in rulings]
    with transaction.atomic():
        batch = _open_batch(marked, importer=importer, at=at)
        record([_take(batch, one) for one in marked])
        batch.write()


def foresee(rulings: Sequence[Ruling], ledger: Ledger) -> list[str]:
    """Return the outcomes that :func:`write` would have now, writing nothing; ``ledger`` goes from batch to batch."""
    marked = [Marked.of(ruling) for ruling in rulings]
    ledger.read(marked)
    ledger.read_live()
    return [ledger.outcome(one) for one in marked]


def _open_batch(marked: Sequence[Marked], *, importer: Importer, at: datetime) -> Batch:
    """Lock the known subjects of a batch, and read in a handful of queries all that it touches."""
    batch = Batch(at=at, importer=importer)
    batch.ledger.read(marked)
    locked = {person.pk: person for person in lock_subjects(batch.ledger.holders.values())}
    batch.ledger.read_live()
    batch.persons = {digest: locked[holder] for digest, holder in batch.ledger.holders.items()}
    batch.codes_lacking = set(batch.ledger.units)
    numbers = {one.ruling.case_number.text for one in marked}
    batch.cases = {case.case_number: case for case in EnforcementCase.objects.filter(case_number__in=numbers)}
    debtors = Party.objects.filter(case__in=[case.pk for case in batch.cases.values()], role=PartyRole.JUDGMENT_DEBTOR)
    batch.debtors = set(debtors.values_list("case_id", "person_id"))
    batch.measures_on_file = measures_of(list(locked))
    _read_names(batch, locked.values())
    return batch


def _read_names(batch: Batch, persons: Iterable[Person]) -> None:
    for person in persons:
        batch.name_keys[person.pk] = {read_name(person.name).key}
    for other in PersonName.objects.filter(person_id__in=list(batch.name_keys)):
        batch.name_keys[other.person_id].add(read_name(other.name).key)


def _take(batch: Batch, one: Marked) -> str:
    outcome = batch.ledger.outcome(one)
    if outcome != ACCEPTED:
        return outcome
    ruling = one.ruling
    person = batch.persons.get(one.document) or _new_person(batch, one)
    case = _case(batch, ruling)
    measure = build(ruling, person=person, case=case, at=batch.at)
    _name_on_file(batch, person, ruling)
    _unit_on_file(batch, one, person)
    _party(batch, ruling, person=person, case=case)
    _record(batch, measure, person=person)
    imported = fresh(
        ImportedRuling,
        key_blind=one.key,
        content_blind=one.content,
        measure_id=measure.measure_id,
        subject_id=person.pk,
    )
    batch.rows[ImportedRuling].append(imported)
    return ACCEPTED


def _new_person(batch: Batch, one: Marked) -> Person:
    ruling, birth_date = one.ruling, one.ruling.document.birth_date
    person, document = new_person(ruling.name, ruling.document, birth_date=birth_date, sex=ruling.sex, at=batch.at)
    batch.persons[one.document] = person
    batch.name_keys[person.pk] = {ruling.name.key}
    batch.rows[Person].append(person)
    batch.rows[IdentityDocument].append(document)
    return person


def _name_on_file(batch: Batch, person: Person, ruling: Ruling) -> None:
    """A court that knows the same document under another name adds that name; it never makes a second person."""
    if ruling.name.key not in batch.name_keys[person.pk]:
        batch.name_keys[person.pk].add(ruling.name.key)
        batch.rows[PersonName].append(PersonName.sealed(person=person, name=ruling.name.text, key=ruling.name.key))


def _unit_on_file(batch: Batch, one: Marked, person: Person) -> None:
    """A unit that was known by its organisation code gains the credit code that holds it."""
    if one.document in batch.codes_lacking:
        batch.codes_lacking.remove(one.document)
        document = IdentityDocument.sealed(person=person, document=one.ruling.document)
        batch.rows[IdentityDocument].append(document)


def _case(batch: Batch, ruling: Ruling) -> EnforcementCase:
    case = batch.cases.get(ruling.case_number.text)
    if case is None:
        case = fresh(
            EnforcementCase,
            case_number=ruling.case_number.text,
            case_number_as_written=ruling.case_number_as_written,
            court_id=ruling.court_code,
            filed_on=ruling.day("filed_on"),
        )
        batch.cases[case.case_number] = case
        batch.rows[EnforcementCase].append(case)
        _basis(batch, ruling, case)
    return case


def _basis(batch: Batch, ruling: Ruling, case: EnforcementCase) -> None:
    texts = ruling.texts
    basis = fresh(BasisDocument, case_id=case.pk, issuer=texts["basis_issuer"][:100], number=texts["basis_number"][:80])
    basis.seal_obligation(texts["obligation"])
    batch.rows[BasisDocument].append(basis)


def _party(batch: Batch, ruling: Ruling, *, person: Person, case: EnforcementCase) -> None:
    """The debtor is a party of the case; an officer of a debtor unit is not (G16-2)."""
    if not ruling.capacity and (case.pk, person.pk) not in batch.debtors:
        batch.debtors.add((case.pk, person.pk))
        batch.rows[Party].append(fresh(Party, case_id=case.pk, person_id=person.pk, role=PartyRole.JUDGMENT_DEBTOR))


def _record(batch: Batch, measure: Measure, *, person: Person) -> None:
    for row in measure.rows:
        batch.rows[type(row)].append(row)
    on_file = batch.measures_on_file[person.pk]
    on_file.append(measure.payload)
    done = Deed(
        act=Act.IMPORT,
        court_code=measure.court_code,
        at=batch.at,
        article=measure.article,
        actor_name=batch.importer.name,
        actor_id=batch.importer.officer_id,
        measure_id=measure.measure_id,
    )
    batch.deeds.append((done, {"subjects": [subject_payload(person.pk, on_file)]}))
