"""What a redress number changes: whom its holder is not is left out of those who fit by name and birth date alone.

It names records, so one made later counts as if there were no number; a document on file confirms its bearer in any
case. An answer with a number has the shape of one without.
"""

from datetime import date
from typing import NamedTuple

from blacklist.law.forms import Level
from restrictions.check.index import Redress, View
from restrictions.check.keys import Keys
from restrictions.check.question import Question
from restrictions.check.recognition import AskedName
from restrictions.check.rules import Found

_SAME_NAME = frozenset({Level.SAME, Level.VARIANT, Level.SOUND})


class Spared(NamedTuple):
    """Who may still be meant; `misused` is the number shown by somebody of another name or birth date, or None."""

    found: Found
    misused: bytes | None = None


def spare(put: Question, found: Found, keys: Keys, view: View, *, today: date) -> Spared:
    """Leave out whom the holder of the question's redress number is not.

    A number that is unknown, revoked or over changes nothing.
    """
    if put.redress_number is None:
        return Spared(found)
    known = view.redress(keys.redress(put.redress_number))
    if known is None or known.until_day <= today.toordinal():
        return Spared(found)
    if not _is_holder(put, known, keys):
        return Spared(found, misused=known.id)
    kept = tuple(match for match in found.by_birth if match.subject not in known.not_subjects)
    return Spared(Found(found.by_document, found.by_code, kept))


def _is_holder(put: Question, known: Redress, keys: Keys) -> bool:
    """Say whether name and birth date are those of the one to whom the number was issued."""
    born = put.birth_date or (put.document.birth_date if put.document is not None else None)
    if born is None or born.toordinal() != known.birth_day:
        return False
    return AskedName(put.sought, keys).level(known.names) in _SAME_NAME
