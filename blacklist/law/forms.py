"""The forms of a name by which it is recognised, and how near two names are (levels N0 to N4).

A name in Han is read as it is written, variants are folded only to compare characters: 干 and 乾 are one class and two
sounds.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from itertools import islice, product
from typing import Any, NamedTuple

from blacklist.law import spellings
from blacklist.law.glyphs import HAN, MIDDLE_DOT
from blacklist.law.names import Name, read_name
from blacklist.law.surnames import (
    COMPOUND_PINYIN,
    GIVEN_PINYIN,
    SURNAME_JYUTPING,
    SURNAME_PINYIN,
    surname_length,
)
from blacklist.law.tables import rows

VERSION = 3 + spellings.VERSION

MOST_READINGS = 4
CUT_OFF = 7  # so long a name of a minority may have been cut off after its first characters
LEFT_OF_IT = 4


class Level(StrEnum):
    """How near a name is to one on file, from the same to unrelated."""

    SAME = "N1"
    VARIANT = "N2"
    SOUND = "N3"
    NEAR = "N4"
    OTHER = "N0"


class Sounds(NamedTuple):  # like Forms made for each name: a third of the time of a frozen dataclass
    """A name as it is spelled in Latin letters, by system; the first is the likeliest."""

    pinyin: tuple[str, ...]
    hong_kong: tuple[str, ...]
    taiwan: tuple[str, ...]


class Forms(NamedTuple):
    """All forms of a name. `near` are its folded form and its sounds, whole and with one character or syllable less."""

    is_han: bool
    same: str
    folded: str
    sounds: Sounds
    near: tuple[str, ...]


_Readings = list[tuple[str, ...]]
_Words = tuple[str, ...]

_HAN = re.compile(f"[{HAN}]").search
_BESIDE = re.compile(rf"([A-Za-z ,.'’/()-]*)([{HAN}{MIDDLE_DOT}]+)([A-Za-z ,.'’/()-]*)").fullmatch
_VARIANTS = {ord(one): chosen for chosen, members in rows("variants.txt") for one in members if one != chosen}


def _readings_of_all() -> dict[str, tuple[str, ...]]:
    found = {one: (spellings.pinyin(syllable),) for syllable, members in rows("pinyin.txt") for one in members}
    return found | {one: tuple(map(spellings.pinyin, read)) for one, read in GIVEN_PINYIN.items()}


def _from_jyutping(syllable: str) -> str:
    """Return a syllable of Jyutping as Hong Kong would write it, folded: its j is a y there."""
    return spellings.hong_kong(syllable.replace("JY", "Y").replace("J", "Y"))


_GIVEN = _readings_of_all()
_SURNAME = {one: tuple(map(spellings.pinyin, read)) for one, read in SURNAME_PINYIN.items()}
_COMPOUND = {one: [(spellings.pinyin(syllable),) for syllable in read] for one, read in COMPOUND_PINYIN.items()}
_JYUTPING = {one: _from_jyutping(syllable) for syllable, members in rows("jyutping.txt") for one in members}
_SURNAME_JYUTPING = {one: _from_jyutping(syllable) for one, (syllable,) in SURNAME_JYUTPING.items()}


def fold(key: str) -> str:
    """Return a name's key with each character as its whole class is written (level N2)."""
    return key.translate(_VARIANTS)


def is_han(key: str) -> bool:
    """Say whether a name is written in Han characters, if only in part."""
    return "\u4e00" <= key[0] <= "\u9fff" or (not key.isascii() and _HAN(key) is not None)


def forms_of(name: Name) -> Forms:
    """Return all forms of a name."""
    key = name.key
    if not is_han(key):
        return Forms(False, key, fold(key), _sounds_of_latin(name.text), _near_of_latin(name.text))
    alone = _alone(name)
    folded, read = fold(alone.key), _readings(alone.key)
    sounds = _sounds_of_han(alone.key, read)
    near = _near_of_han(alone, folded, read, sounds.pinyin[0])
    return Forms(True, key, folded, _with_parts_turned(alone, read, sounds), near)


def sounds_of(name: Name) -> Sounds:
    """Return how a name may be spelled in Latin letters."""
    if not is_han(name.key):
        return _sounds_of_latin(name.text)
    alone = _alone(name)
    read = _readings(alone.key)
    return _with_parts_turned(alone, read, _sounds_of_han(alone.key, read))


def near_of(name: Name) -> tuple[str, ...]:
    """Return the forms of which two near names share one: all but one of their characters or syllables, or all."""
    if not is_han(name.key):
        return _near_of_latin(name.text)
    alone = _alone(name)
    read = _readings(alone.key)
    return _near_of_han(alone, fold(alone.key), read, spellings.in_any_order([choices[0] for choices in read]))


def _alone(name: Name) -> Name:
    """Return a name in Han without a title, an English given name or its own spelling beside it.

    Any other letter stays: it may be a look-alike.
    """
    if not name.key.isupper():  # no letter but Han, as mostly
        return name
    beside = _BESIDE(name.text)
    if beside is None:
        return name
    han = read_name(beside[2])
    words = [word for word in spellings.read_words(f"{beside[1]} {beside[3]}") if not spellings.stands_beside(word)]
    if not words or _sound_alike(_sounds_of_han(han.key, _readings(han.key)), _sounds_of_latin(" ".join(words))):
        return han
    return name


class Sought:
    """The forms of a name that is asked about, each made when it is first wanted: a check seldom wants them all."""

    def __init__(self, name: Name) -> None:
        self._name = name
        self._folded = ""
        self._orders: list[_Words] = []
        self._spelled: dict[str, tuple[str, ...]] = {}
        self.same = name.key
        self.is_han = is_han(name.key)
        self._alone = _alone(name) if self.is_han else name

    @property
    def folded(self) -> str:
        self._folded = self._folded or fold(self._alone.key)  # `cached_property` of Python 3.11 takes a lock
        return self._folded

    @property
    def near(self) -> tuple[str, ...]:
        """A name asked about may be cut off anywhere, so it says how it begins, with a dot or without."""
        cut = (self.folded[:LEFT_OF_IT],) if self.is_han and len(self.folded) > LEFT_OF_IT else ()
        return (*near_of(self._alone), *cut)

    def spelled(self, system: str) -> tuple[str, ...]:
        """Return how the name may be spelled in a system, which is a field of `Sounds`."""
        found = self._spelled.get(system)
        if found is None:
            found = self._spelled[system] = self._spell(system)
        return found

    def _spell(self, system: str) -> tuple[str, ...]:
        if self.is_han:
            return _OF_HAN[system](self._alone.key)
        self._orders = self._orders or _orders(self._name.text)
        return _in_orders(self._orders, _OF_LATIN[system])


def level(one: Forms, other: Forms) -> Level:
    """Return how near two names are. Two names in Han that only sound alike are near, not the same."""
    if one.same == other.same:
        return Level.SAME
    if one.folded == other.folded:
        return Level.VARIANT
    if not (one.is_han and other.is_han) and _sound_alike(one.sounds, other.sounds):
        return Level.SOUND
    return Level.NEAR if not set(one.near).isdisjoint(other.near) else Level.OTHER


def _sound_alike(one: Sounds, other: Sounds) -> bool:
    pairs = ((one.pinyin, other.pinyin), (one.hong_kong, other.hong_kong), (one.taiwan, other.taiwan))
    return any(form and form in others for forms, others in pairs for form in forms)


def _near_of_latin(text: str) -> tuple[str, ...]:
    words = spellings.without_english(spellings.read_words(text))
    parts = [spellings.pinyin(part) for word in words for part in spellings.parts(word)]
    return (spellings.in_any_order(parts), *map(spellings.in_any_order, _one_less(parts)))


def _near_of_han(name: Name, folded: str, read: _Readings, whole: str) -> tuple[str, ...]:
    """`whole` is its likeliest sound."""
    cut = (folded[:LEFT_OF_IT],) if len(folded) >= CUT_OFF and MIDDLE_DOT in name.text else ()
    less = map(spellings.in_any_order, _one_less([choices[0] for choices in read]))
    return (folded, *_one_less(folded), *cut, whole, *less)


def _one_less(parts: Any) -> list[Any]:
    if len(parts) == 3:  # as most names: a third of the time
        return [parts[1:], parts[::2], parts[:2]]
    return [parts[:at] + parts[at + 1 :] for at in range(len(parts))] if len(parts) > 1 else []


def _sounds_of_han(key: str, read: _Readings) -> Sounds:
    hong_kong = _hong_kong_of_han(key)
    if max(map(len, read)) == 1:
        only = [one for (one,) in read]
        likely = spellings.in_any_order(map(spellings.taiwan, only))
        return Sounds((spellings.in_any_order(only),), hong_kong, (likely,))
    return Sounds(_pinyin_in(read), hong_kong, _taiwan_in(read))


def _with_parts_turned(name: Name, read: _Readings, sounds: Sounds) -> Sounds:
    """Add the pinyin of a long name of a minority from its second part on: glued, its order cannot be told."""
    at = name.text.find(MIDDLE_DOT)
    if at < 0:
        return sounds
    turned = spellings.in_any_order([choices[0] for choices in read[at:] + read[:at]])
    return sounds._replace(pinyin=_unique([*sounds.pinyin, turned]))  # a short one's letters are sorted anyway


def _pinyin_in(read: _Readings) -> tuple[str, ...]:
    return _unique(map(spellings.in_any_order, islice(product(*read), MOST_READINGS)))


def _taiwan_in(read: _Readings) -> tuple[str, ...]:
    likeliest = islice(product(*read), 2)
    return _unique(spellings.in_any_order(map(spellings.taiwan, one)) for one in likeliest)


def _hong_kong_of_han(key: str) -> tuple[str, ...]:
    return (spellings.in_any_order(_cantonese(key)),)


_OF_HAN: Mapping[str, Callable[[str], tuple[str, ...]]] = {
    "pinyin": lambda key: _pinyin_in(_readings(key)),
    "hong_kong": _hong_kong_of_han,
    "taiwan": lambda key: _taiwan_in(_readings(key)),
}
_OF_LATIN: Mapping[str, Callable[[str], str]] = {
    "pinyin": spellings.pinyin,
    "hong_kong": spellings.hong_kong,
    "taiwan": spellings.taiwan,
}


def _sounds_of_latin(text: str) -> Sounds:
    orders = _orders(text)
    return Sounds(*(_in_orders(orders, spell) for spell in _OF_LATIN.values()))


def _orders(text: str) -> list[_Words]:
    """With and without an English given name; a long name also from its second word on, for its order counts."""
    words = spellings.read_words(text)
    orders, without = [words], spellings.without_english(words)
    if without != words:
        orders.append(without)
    if sum(map(len, words)) >= spellings.LONG:
        orders.append((*words[1:], words[0]))
    return orders


def _in_orders(orders: Iterable[_Words], spell: Callable[[str], str]) -> tuple[str, ...]:
    return tuple([spellings.in_any_order(map(spell, words)) for words in orders])


def _unique(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(forms))


def _readings(key: str) -> _Readings:
    """Return the readings of each character, a surname's by its own table."""
    length = surname_length(key)
    read = [_GIVEN.get(one) or (one,) for one in key]
    if length == 1:
        read[0] = _SURNAME.get(key[0]) or read[0]
    else:
        read[:2] = _COMPOUND.get(key[:2]) or read[:2]
    return read


def _cantonese(key: str) -> list[str]:
    """Return the sound of each character as it is compared with what Hong Kong writes."""
    read = [_JYUTPING.get(one, one) for one in key]
    if surname_length(key) == 1:
        read[0] = _SURNAME_JYUTPING.get(key[0], read[0])
    return read
