"""From what the court side publishes to what the index holds: names and numbers become keyed digests here."""

import logging

from blacklist import publication
from blacklist.law.activities import BIT
from blacklist.law.identity import Document
from blacklist.law.names import read_name
from blacklist.law.refusals import Refusal
from restrictions.check import standing
from restrictions.check.keys import Keys

logger = logging.getLogger(__name__)


def compile_standing(published: publication.Standing, keys: Keys) -> standing.Standing:
    """Return the packed form of a subject's standing."""
    return standing.Standing(
        assurance=published.assurance,
        is_unit=published.kind == "unit",
        birth_day=published.birth_date.toordinal() if published.birth_date else None,
        names=tuple(dict.fromkeys(_names(published, keys))),
        documents=tuple(dict.fromkeys(_document(row, keys) for row in published.documents)),
        measures=tuple(compile_measure(measure) for measure in published.measures),
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
    return sum(1 << BIT[code] for code in set(activities) if code in BIT)


def _names(published: publication.Standing, keys: Keys) -> list[bytes]:
    found = []
    for name in published.names:
        try:
            found.append(keys.name(read_name(name).key))
        except Refusal as refusal:
            # Such a name can match nobody; the number still leads here, to `name_mismatch`.
            logger.warning("a name of subject %s cannot be compared: %s", published.subject_id, refusal.code)
    return found


def _document(row: publication.DocumentOnFile, keys: Keys) -> bytes:
    document = Document(type=row.type, number=row.number, issuer=row.issuer)
    return keys.document(family=document.family, number=document.number, issuer=document.issuer)
