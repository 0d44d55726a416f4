"""From what the court side publishes to what the index holds: names and numbers become keyed digests here."""

import logging
from collections.abc import Iterable
from functools import lru_cache

from blacklist import publication
from blacklist.law import forms
from blacklist.law.activities import BIT
from blacklist.law.forms import Forms
from blacklist.law.identity import Assurance, Document
from blacklist.law.names import Name, read_name
from blacklist.law.refusals import Refusal
from restrictions.check import standing
from restrictions.check.index import Redress
from restrictions.check.keys import Keys
from restrictions.check.recognition import FOLDED, SAME, SYSTEMS, said_sounds

logger = logging.getLogger(__name__)


def compile_standing(published: publication.Standing, keys: Keys) -> standing.Standing:
    """Return the packed form of a subject's standing."""
    read = dict.fromkeys(_read(written, published) for written in published.names)
    named = [forms.forms_of(name) for name in read if name is not None]
    day = published.birth_date.toordinal() if published.birth_date else None
    is_unit = published.kind == "unit"
    found, has_citizen_number = [], False
    for row in published.documents:
        document = Document(row.type, row.number, row.issuer)
        found += document_keys(document, keys)
        has_citizen_number = has_citizen_number or document.is_citizen_number
    if day is not None and not is_unit and published.assurance >= Assurance.A1:
        for name in named:
            found += birth_keys(name, day, keys)
    return standing.Standing(
        assurance=published.assurance,
        is_unit=is_unit,
        has_citizen_number=has_citizen_number,
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


def birth_keys(name: Forms, day: int, keys: Keys) -> list[bytes]:
    """Return the keys of a person by each form of a name together with the birth date."""
    said = [("han_dob", name.folded)] if name.is_han else []
    said += [(family, form) for family, sounds in zip(SYSTEMS, name.sounds, strict=True) for form in sounds]
    return keys.births(dict.fromkeys(said), day)


def name_digests(named: Iterable[Forms], keys: Keys, *, is_unit: bool) -> standing.Names:
    """Return what a standing keeps of its names: the sounds of a person's only."""
    said: list[str] = []
    near: list[str] = []
    for name in named:
        said += (f"{SAME}|{name.same}", f"{FOLDED}|{name.folded}")
        if not is_unit:
            said += said_sounds(name.sounds, ("any",) if name.is_han else ("any", "latin"))
        near += name.near
    return standing.Names(b"".join(dict.fromkeys(keys.names(said))), b"".join(dict.fromkeys(keys.nears(near))))


def compile_redress(published: publication.Redress, keys: Keys) -> Redress | None:
    """Return the packed form of a redress number, None when it is not taken any more."""
    if published.valid_until is None:
        return None
    named = forms.forms_of(read_name(published.name))
    return Redress(
        id=published.id.bytes,
        names=name_digests([named], keys, is_unit=False),
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
