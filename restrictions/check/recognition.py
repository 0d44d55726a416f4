"""Who may be meant: the keys that a question asks the index for, and how near the name is to each subject found.

Which keys are asked for follows from the question alone, never from what the list holds: a hit and a miss look up the
same number.
"""

from collections.abc import Iterable, Mapping

from blacklist.law import spellings
from blacklist.law.forms import Level, Sought, Sounds
from blacklist.law.identity import Document
from blacklist.law.names import Name
from restrictions.check.index import View
from restrictions.check.keys import NAME_BYTES, NEAR_BYTES, Keys
from restrictions.check.question import Question
from restrictions.check.rules import Found, Match, confirms, is_decided_without_document
from restrictions.check.standing import Names, Standing

SAME, FOLDED = "1", "2"
SYSTEMS = {"pinyin_dob": "pinyin", "hk_dob": "hong_kong", "tw_dob": "taiwan"}
_KINDS = {script: [f"{system}/{script}|" for system in SYSTEMS.values()] for script in ("any", "latin")}
# By which spellings the holder of a document may be known: its type's, or those of the state that issued it.
_ANY, _PINYIN = tuple(SYSTEMS), ("pinyin_dob",)
_HONG_KONG, _TAIWAN = ("pinyin_dob", "hk_dob"), ("pinyin_dob", "tw_dob")
_FAMILIES = {
    "resident_id": _PINYIN,
    "hk_macao_permit": _HONG_KONG,
    "hk_macao_residence_permit": _HONG_KONG,
    "taiwan_permit": _TAIWAN,
    "taiwan_residence_permit": _TAIWAN,
    "CHN": _PINYIN,
    "HKG": _HONG_KONG,
    "MAC": _HONG_KONG,
    "TWN": _TAIWAN,
}
NOBODY = Found()
UNIT_TYPES = frozenset({"credit_code", "organisation_code"})


class AskedName:
    """The name in a question, compared with the digests of a standing; each form is made when it is needed."""

    def __init__(self, sought: Sought, keys: Keys) -> None:
        self._sought = sought
        self._keys = keys
        self._same = b""
        self._folded = b""
        self._sounds: list[list[bytes]] = []
        self._near: list[bytes] = []

    def level(self, names: Names) -> Level:
        """Return how near the name is to the nearest of a subject's names."""
        self._same = self._same or self._keys.name(SAME, self._sought.same)
        if holds(names.forms, self._same):
            return Level.SAME
        if self._sought.is_han and self._is_variant(names):  # folding changes nothing in Latin letters
            return Level.VARIANT
        if self._sounds_like(names):
            return Level.SOUND
        self._near = self._near or self._keys.nears(self._sought.near)
        if any(holds(names.near, digest, NEAR_BYTES) for digest in self._near):
            return Level.NEAR
        return Level.OTHER

    def level_of_born(self, names: Names) -> Level:
        """Return how near the name is to a subject's that one of its forms with the birth date has led to.

        A name in Latin letters leads by its sound, so that is the same. Names in Han that sound alike may be two.
        """
        return self.level(names) if self._sought.is_han else Level.SOUND

    def _is_variant(self, names: Names) -> bool:
        self._folded = self._folded or self._keys.name(FOLDED, self._sought.folded)
        return holds(names.forms, self._folded)

    def _sounds_like(self, names: Names) -> bool:
        """Two names in Han that sound alike are near, not the same: a Han name looks for names in Latin letters."""
        kinds = _KINDS["latin" if self._sought.is_han else "any"]
        for place, (kind, system) in enumerate(zip(kinds, SYSTEMS.values(), strict=True)):
            if place == len(self._sounds):
                self._sounds.append(self._keys.names([kind + form for form in self._sought.spelled(system)]))
            if any(holds(names.forms, digest) for digest in self._sounds[place]):
                return True
        return False


def said_sounds(sounds: Sounds, scripts: Iterable[str]) -> list[str]:
    """Return the kinds and forms of a name's sounds, once for each script by which they may be looked for."""
    return [
        kind + form
        for script in scripts
        for kind, spelled in zip(_KINDS[script], sounds, strict=True)
        for form in spelled
    ]


def holds(digests: bytes, wanted: bytes, size: int = NAME_BYTES) -> bool:
    """Say whether a row of digests of one size holds this one."""
    at = digests.find(wanted)
    while at >= 0:
        if at % size == 0:
            return True
        at = digests.find(wanted, at + 1)
    return False


def find(put: Question, keys: Keys, view: View) -> tuple[Found, bytes | None]:
    """Return whom the index knows by the question's document or by its name and birth date, and the document's key."""
    document = put.document
    if document is None and not is_decided_without_document(put):
        return NOBODY, None
    key = None if document is None else _document_key(document, keys)
    by_document = {} if key is None else dict(view.find(key))
    by_code = dict(view.find(keys.organisation(_code(document)))) if is_unit(document) else {}
    found = _on_file(put, by_document, by_code, keys) if by_document or by_code else NOBODY
    is_settled = found is not NOBODY and any(confirms(put, match) for match in (*found.by_document, *found.by_code))
    by_birth: dict[bytes, Standing] = {}
    for wanted in birth_keys(put, keys):
        if not is_settled:
            by_birth.update(view.find(wanted))
        else:
            view.holds(wanted)  # looked up all the same, though it is nobody else who is meant
    if not by_birth:
        return found, key
    name = AskedName(put.sought, keys)
    of_birth = tuple(
        Match(subject, standing, name.level_of_born(standing.names))
        for subject, standing in by_birth.items()
        if subject not in by_document
    )
    return Found(found.by_document, found.by_code, of_birth), key


def _on_file(
    put: Question, by_document: Mapping[bytes, Standing], by_code: Mapping[bytes, Standing], keys: Keys
) -> Found:
    """Return those who have the document, and those who have the organisation code in it."""
    name = AskedName(put.sought, keys)
    return Found(
        tuple(Match(subject, standing, name.level(standing.names)) for subject, standing in by_document.items()),
        tuple(
            Match(subject, standing, name.level(standing.names), by_code=True)
            for subject, standing in by_code.items()
            if subject not in by_document
        ),
    )


def birth_keys(put: Question, keys: Keys) -> list[bytes]:
    """Return the keys of a name with its birth date that a question asks for.

    With a citizen number a name in Han asks as it is written only: who is on file without such a number is so by a
    document that has a name in Han too, and all others the number has outweighed already.
    """
    document = put.document
    born = put.birth_date or (document.birth_date if document is not None else None)
    if born is None or is_unit(document):
        return []
    day, sought, found = born.toordinal(), put.sought, []
    if sought.is_han:
        found = [keys.born("han_dob", sought.folded, day)]
        if document is not None and document.is_citizen_number:
            return found
        families: tuple[str, ...] = ("pinyin_dob",)
    else:
        families = _families(document, put.name)
    wanted = [(family, form) for family in families for form in sought.spelled(SYSTEMS[family])]
    return found + keys.births(dict.fromkeys(wanted), day)


def _families(document: Document | None, name: Name) -> tuple[str, ...]:
    """Return by which spellings a name in Latin letters is looked for: those of the document's issuer.

    Where that says nothing, a name that is pinyin throughout is taken for pinyin.
    """
    known = None if document is None else _FAMILIES.get(document.issuer or document.type)
    if known is not None:
        return known
    return _PINYIN if all(map(spellings.syllables, spellings.read_words(name.text))) else _ANY


def is_unit(document: Document | None) -> bool:
    """Say whether a document is a unit's."""
    return document is not None and document.type in UNIT_TYPES


def _document_key(document: Document, keys: Keys) -> bytes:
    return keys.document(family=document.family, number=document.number, issuer=document.issuer)


def _code(document: Document | None) -> str:
    """Return the organisation code that is a unit's document, or stands in its credit code."""
    assert document is not None
    return document.number if document.type == "organisation_code" else document.number[8:17]
