"""Write a batch of judged rulings: persons, cases, measures, and one register entry for each.

Nothing of the batch is visible before all of it is: one transaction, the subjects locked before their payloads are
built, the head of the register taken last and only for the range of numbers.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from blacklist.copying import copy_rows, fresh
from blacklist.imports.measures import Measure, build
from blacklist.imports.ruling import Ruling
from blacklist.law.lifecycle import Act
from blacklist.law.names import read_name
from blacklist.models import (
    BasisDocument,
    ConsumptionOrder,
    EnforcementCase,
    IdentityDocument,
    ImportedRuling,
    Listing,
    Party,
    PartyRole,
    Person,
    PersonName,
    RestrictedPerson,
    blind_of,
)
from blacklist.models.listing import LIVE_LISTING_STATES
from blacklist.register import Deed, append_many, lock_subjects, measures_of, subject_payload
from blacklist.sealing import blind
from blacklist.services.persons import new_person

ACCEPTED, UNCHANGED, DUPLICATE = "accepted", "unchanged", "duplicate"
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
    ImportedRuling,
)


@dataclass(frozen=True)
class Importer:
    """On whose account rulings are taken over: the operator, or an officer with the duty."""

    name: str
    officer_id: int | None = None


@dataclass
class Batch:
    """What a batch has gathered so far; everything is written at its end."""

    at: datetime
    importer: Importer
    imported: dict[bytes, bytes] = field(default_factory=dict)
    persons: dict[bytes, Person] = field(default_factory=dict)
    cases: dict[str, EnforcementCase] = field(default_factory=dict)
    debtors: set[tuple[uuid.UUID, uuid.UUID]] = field(default_factory=set)
    live_listings: set[tuple[str, uuid.UUID]] = field(default_factory=set)
    measures_on_file: defaultdict[uuid.UUID, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    name_keys: dict[uuid.UUID, set[str]] = field(default_factory=dict)
    rows: defaultdict[type, list[Any]] = field(default_factory=lambda: defaultdict(list))
    deeds: list[tuple[Deed, dict[str, Any]]] = field(default_factory=list)


def write(rulings: Sequence[Ruling], *, importer: Importer, at: datetime) -> list[str]:
    """Write the rulings that are new; return for each, in order, ``accepted``, ``unchanged`` or ``duplicate``."""
    with transaction.atomic():
        batch = _open_batch(rulings, importer=importer, at=at)
        outcomes = [_take(batch, ruling) for ruling in rulings]
        _write_rows(batch)
        if batch.deeds:
            append_many(batch.deeds)
    return outcomes


def _open_batch(rulings: Sequence[Ruling], *, importer: Importer, at: datetime) -> Batch:
    """Read in a handful of queries all that the batch touches, and lock its known subjects."""
    batch = Batch(at=at, importer=importer)
    keys = [blind(ruling.key, purpose="ruling-key") for ruling in rulings]
    known = ImportedRuling.objects.in_bulk(keys)
    batch.imported = {bytes(key): bytes(row.content_blind) for key, row in known.items()}
    documents = IdentityDocument.objects.filter(number_blind__in=[blind_of(ruling.document) for ruling in rulings])
    holders = {bytes(row.number_blind): row.person_id for row in documents}
    locked = {person.pk: person for person in lock_subjects(holders.values())}
    batch.persons = {digest: locked[person_id] for digest, person_id in holders.items()}
    numbers = {ruling.case_number.text for ruling in rulings}
    batch.cases = {case.case_number: case for case in EnforcementCase.objects.filter(case_number__in=numbers)}
    debtors = Party.objects.filter(case__in=[case.pk for case in batch.cases.values()], role=PartyRole.JUDGMENT_DEBTOR)
    batch.debtors = set(debtors.values_list("case_id", "person_id"))
    batch.measures_on_file = measures_of(list(locked))
    batch.live_listings = {
        (measure["case_number"], person_id)
        for person_id, on_file in batch.measures_on_file.items()
        for measure in on_file
        if measure["kind"] == "listing" and measure["state"] in LIVE_LISTING_STATES
    }
    _read_names(batch, locked.values())
    return batch


def _read_names(batch: Batch, persons: Iterable[Person]) -> None:
    for person in persons:
        batch.name_keys[person.pk] = {read_name(person.name).key}
    for other in PersonName.objects.filter(person_id__in=list(batch.name_keys)):
        batch.name_keys[other.person_id].add(read_name(other.name).key)


def _take(batch: Batch, ruling: Ruling) -> str:
    key, content = blind(ruling.key, purpose="ruling-key"), blind(ruling.content, purpose="ruling-content")
    if key in batch.imported:
        return UNCHANGED if batch.imported[key] == content else DUPLICATE
    person = _person(batch, ruling)
    case = _case(batch, ruling)
    measure = build(ruling, person=person, case=case, at=batch.at)
    if measure.is_live_listing:
        if (case.case_number, person.pk) in batch.live_listings:
            return DUPLICATE
        batch.live_listings.add((case.case_number, person.pk))
    batch.imported[key] = content
    _name_on_file(batch, person, ruling)
    _party(batch, ruling, person=person, case=case)
    _record(batch, measure, person=person)
    batch.rows[ImportedRuling].append(
        fresh(ImportedRuling, key_blind=key, content_blind=content, measure_id=measure.measure_id, subject_id=person.pk)
    )
    return ACCEPTED


def _person(batch: Batch, ruling: Ruling) -> Person:
    digest = blind_of(ruling.document)
    person = batch.persons.get(digest)
    if person is None:
        person, document = new_person(
            ruling.name, ruling.document, birth_date=ruling.document.birth_date, sex=ruling.sex, at=batch.at
        )
        batch.persons[digest] = person
        batch.name_keys[person.pk] = {ruling.name.key}
        batch.rows[Person].append(person)
        batch.rows[IdentityDocument].append(document)
    return person


def _name_on_file(batch: Batch, person: Person, ruling: Ruling) -> None:
    """A court that knows the same document under another name adds that name; it never makes a second person."""
    if ruling.name.key not in batch.name_keys[person.pk]:
        batch.name_keys[person.pk].add(ruling.name.key)
        batch.rows[PersonName].append(PersonName.sealed(person=person, name=ruling.name.text, key=ruling.name.key))


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


def _write_rows(batch: Batch) -> None:
    for model in IN_THIS_ORDER:
        copy_rows(batch.rows[model])
