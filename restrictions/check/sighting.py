"""What the journal keeps of a check by name, birth date and a document that is no citizen number.

A court about to sign asks how many recent checks by other documents its measure would have turned. These digests have
a key of their own: they lead neither into the index nor to the record of a check.
"""

from collections.abc import Iterable

from blacklist.law import forms
from blacklist.law.identity import Document
from blacklist.law.names import Name, is_mixed
from restrictions.check.keys import Keys
from restrictions.check.question import Question
from restrictions.check.recognition import is_unit
from restrictions.check.rules import Decision, Noted, is_decided_without_document

PERSON_BYTES, DOCUMENT_BYTES = 16, 8


def sighting(put: Question, keys: Keys) -> bytes | None:
    """Return the digests of name with birth date and of the document, or None where a number decides or nothing does.

    A citizen number that is another's outweighs an equal name and birth date, so no measure turns such a check.
    """
    document = put.document
    if put.birth_date is None or (document is not None and document.is_citizen_number):
        return None
    if document is None and not is_decided_without_document(put):
        return None
    likeliest = put.sought.spelled("pinyin")[0]
    return keys.sighting(f"{put.birth_date}|{likeliest}") + document_digest(document, keys)


def noticed(put: Question, decision: Decision, *, misused: bool) -> Noted | None:
    """Return what is on record beside the decision: what that says, a misused redress number, a look-alike letter."""
    if decision.noted is not None:
        return decision.noted
    if misused:
        return Noted.REDRESS_MISUSED
    return Noted.MIXED_SCRIPT if is_mixed(put.name.key) and not is_unit(put.document) else None


def person_digests(names: Iterable[Name], birth_date: object, keys: Keys) -> list[bytes]:
    """Return the digests under which checks of somebody of one of these names and this birth date are counted."""
    spelled = dict.fromkeys(form for name in names for form in forms.sounds_of(name).pinyin)
    return [keys.sighting(f"{birth_date}|{form}") for form in spelled]


def document_digest(document: Document | None, keys: Keys) -> bytes:
    """Return the digest of a document, of none eight zero bytes."""
    if document is None:
        return bytes(DOCUMENT_BYTES)
    return keys.sighting(f"{document.family}|{document.issuer or ''}|{document.number}")[:DOCUMENT_BYTES]
