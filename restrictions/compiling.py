"""From what the court side publishes to what the index holds: names and numbers become keyed digests here."""

import logging
from collections.abc import Mapping
from functools import lru_cache

from blacklist import publication
from blacklist.law import forms
from blacklist.law.activities import BIT
from blacklist.law.forms import Sounds
from blacklist.law.identity import Assurance, Document
from blacklist.law.names import Name, read_name
from blacklist.law.refusals import Refusal
from restrictions.check import standing
from restrictions.check.index import Redress
from restrictions.check.keys import Keys
from restrictions.check.recognition import FOLDED, SAME, SYSTEMS, sound_digests

logger = logging.getLogger(__name__)


def compile_standing(published: publication.Standing, keys: Keys) -> standing.Standing:
    """Return the packed form of a subject's standing."""
    read = (name for written in published.names if (name := _read(written, published)))
    named = {name: forms.sounds_of(name) for name in read}
    documents = [Document(type=row.type, number=row.number, issuer=row.issuer) for row in published.documents]
    day = published.birth_date.toordinal() if published.birth_date else None
    is_unit = published.kind == "unit"
    found = [key for document in documents for key in document_keys(document, keys)]
    if day is not None and not is_unit and published.assurance >= Assurance.A1:
        found += [key for name, sounds in named.items() for key in birth_keys(name, sounds, day, keys)]
    return standing.Standing(
        assurance=published.assurance,
        is_unit=is_unit,
        has_citizen_number=any(document.is_citizen_number for document in documents),
        birth_day=day,
        names=name_digests(named, keys, is_unit=is_unit),
        keys=tuple(dict.fromkeys(found)),
        measures=tuple(compile_measure(measure) for measure in published.measures),
    )


def document_keys(document: Document, keys: Keys) -> list[bytes]:
    """Return the keys under which a document files its bearer: a unit's also by the code inside its credit code."""
    if document.type == "organisation_code":
        return [keys.organisation(document.number)]
    found = [keys.document(family=document.family, number=document.number, issuer=document.issuer)]
    return [*found, keys.organisation(document.number[8:17])] if document.type == "credit_code" else found


def birth_keys(name: Name, sounds: Sounds, day: int, keys: Keys) -> list[bytes]:
    """Return the keys of a person by each form of a name together with the birth date."""
    by_sound = [(family, form) for family, system in SYSTEMS.items() for form in getattr(sounds, system)]
    written = [("han_dob", forms.fold(name.key))] if forms.is_han(name.key) else []
    return [keys.born(family, form, day) for family, form in dict.fromkeys(written + by_sound)]


def name_digests(named: Mapping[Name, Sounds], keys: Keys, *, is_unit: bool) -> standing.Names:
    """Return what a standing keeps of its names: the sounds of a person's only."""
    kept: dict[bytes, None] = {}
    near: dict[bytes, None] = {}
    for name, sounds in named.items():
        kept |= dict.fromkeys((keys.name(SAME, name.key), keys.name(FOLDED, forms.fold(name.key))))
        if not is_unit:
            scripts = ("any",) if forms.is_han(name.key) else ("any", "latin")
            kept |= dict.fromkeys(sound_digests(sounds, scripts, keys))
        near |= dict.fromkeys(keys.near(form) for form in forms.near_of(name))
    return standing.Names(b"".join(kept), b"".join(near))


def compile_redress(published: publication.Redress, keys: Keys) -> Redress | None:
    """Return the packed form of a redress number, None when it is not taken any more."""
    if published.valid_until is None:
        return None
    name = read_name(published.name)
    return Redress(
        id=published.id.bytes,
        names=name_digests({name: forms.sounds_of(name)}, keys, is_unit=False),
        birth_day=published.birth_date.toordinal(),
        not_subjects=tuple(subject.bytes for subject in published.not_subjects),
        until_day=published.valid_until.toordinal(),
    )


def compile_measure(published: publication.Measure) -> standing.Measure:
    """Return the packed form of a measure."""
    until = published.in_force_until
    return standing.Measure(
        kind=standing.LISTING if published.kind == "listing" else standing.ORDER,
        activities=mask(published.activities),
        in_force_from=published.in_force_from.toordinal(),
        in_force_until=until.toordinal() if until else None,
        decided_on=published.decided_on.toordinal(),
        court_code=published.court_code,
        case_number=published.case_number,
        exemptions=tuple(
            standing.Exemption(mask(row.activities), row.from_on.toordinal(), row.until_on.toordinal())
            for row in published.exemptions
        ),
    )


def mask(activities: tuple[str, ...] | list[str]) -> int:
    """Return activities as a set of bits; one that this catalogue does not know bars nothing here."""
    return _mask(tuple(activities))


@lru_cache(maxsize=4096)  # orders are much alike
def _mask(activities: tuple[str, ...]) -> int:
    return sum(1 << BIT[code] for code in set(activities) if code in BIT)


def _read(written: str, published: publication.Standing) -> Name | None:
    try:
        return read_name(written)
    except Refusal as refusal:
        # Such a name can match nobody; the number still leads here, to `name_mismatch`.
        logger.warning("a name of subject %s cannot be compared: %s", published.subject_id, refusal.code)
        return None
