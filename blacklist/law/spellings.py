"""Names in Latin letters: what belongs to a name, and what different spellings of one sound have in common.

Systems write a name in any order, glued or apart, so its letters are compared sorted: 16 letters of a long name, which
may have been cut off, in the order in which they stand.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from unicodedata import normalize

from blacklist.law.tables import rows

VERSION = 3

LONG = 20  # airline and bank systems cut longer names off
KEPT = 16

_TITLES = frozenset(["MR", "MRS", "MS", "MISS", "MSTR", "CHD", "INF", "DR"])
_GLUED_TITLE = re.compile(r"(MSTR|MISS|MRS|MR|CHD|INF|MS|DR)$")
_MARKS = re.compile(r"[\u0300-\u036f]+")
_WORD = re.compile(r"[A-Z]+").findall

# Given names that people of Hong Kong and Taiwan add to their Chinese one.
_ENGLISH = frozenset(name for _, names in rows("english.txt") for name in names.split())

# What follows is applied from the first to the last. No rule looks over the edge of a syllable, so that a whole word
# becomes what its syllables become.
_Rules = Sequence[tuple[re.Pattern[str], str]]


def _rules(text: str) -> _Rules:
    words = text.split()
    return tuple((re.compile(words[at]), words[at + 1].replace("-", "")) for at in range(0, len(words), 2))


_PINYIN = _rules(r"V U LYU LU ^NYU NU")  # ü is written V, U or YU
# 9 stands for the final ng meanwhile.
_TAIWAN = _rules(
    r"V U WUN WEN NG(?![AEIOU]) 9 SZU SI TZU CI SSU SI CH C ZH C JH C TS C TZ C [ZJQR] C SH S HS S SY S X S "
    r"G K D T B P "
    r"EE I YEN IAN YAN IAN YEH IE YI I IH(?![AEIOUW]) I YO9 U9 YOU U YU U OU U YI I WU U W U Y I UEI UI IOU IU "
    r"IEN IAN IEH IE UEH UE O9 U9 (?<=[FPMB])E9 U9 UE9 U9 (?<=U)EN UN UO O (?<=[KHCST])E(?![INRU9]) O "
    r"(?<=[AEIOU])H(?![AEIOUW]) -"
)
_CANTONESE = _rules(
    r"TSZ CI TZE CI SZE SI SZ SI TS C TZ C [CZ]H C SH S [JZ] C Q K NG 9 G K B P D T YEON UN EON UN EOT UT EOI UI "
    r"EO9 EU9 EOK EUK OE9 EU9 OEK EUK EE I IE I EI I AY AI EY I OO U OU O OW(?![AEIOU]) AU AW(?![AEIOU]) O "
    r"OY(?![AEIOU]) OI AR(?![AEIOU]) A OR(?![AEIOU]) O ER(?![AEIOU]) A YUE U UE U YU U EUI UI "
    r"(?<![AEIOU])UM(?![AEIOU]) AM CK K AA A (?<=[AEIOU])H(?![AEIOUW]) - YI I Y I IE I"
)


def _fold(letters: str, rules: _Rules) -> str:
    for pattern, put in rules:
        letters = pattern.sub(put, letters)
    return letters


@lru_cache(maxsize=4096)
def pinyin(word: str) -> str:
    """Return what Hanyu Pinyin spellings of a word or syllable have in common, ü in any spelling."""
    return _fold(word, _PINYIN)


@lru_cache(maxsize=4096)
def taiwan(word: str) -> str:
    """Return what Wade-Giles, Tongyong, MPS II and pinyin spellings of a Mandarin word have in common."""
    return _fold(word, _TAIWAN)


@lru_cache(maxsize=4096)
def hong_kong(word: str) -> str:
    """Return what the spellings of a Cantonese word in use in Hong Kong and Macao have in common."""
    return _fold(word, _CANTONESE)


def in_any_order(words: Iterable[str]) -> str:
    """Return the letters of a name's folded words as they are compared."""
    letters = "".join(words)
    return letters[:KEPT] if len(letters) >= LONG else "".join(sorted(letters))


def read_words(text: str) -> tuple[str, ...]:
    """Return the words of a name in Latin letters, upper case, without a title, stroke or filler.

    An airline glues the title to the given name behind the stroke: ZHANG/SANMR. A title is left where nothing else is.
    """
    upper = text.upper().replace("'", "").replace("’", "")
    if not upper.isascii():
        upper = _MARKS.sub("", normalize("NFD", upper))
    words = _WORD(upper)
    if "/" in upper and len(words) > 1:
        bare = _GLUED_TITLE.sub("", words[-1])
        words[-1] = bare if bare and _may_be_cut(words[-1], bare) else words[-1]
    kept = [word for word in words if word not in _TITLES]
    return tuple(kept or words)


def _may_be_cut(word: str, bare: str) -> bool:
    """Say whether a title is glued to a given name: DR also ends such as ALEXANDR, which are no Chinese ones."""
    return not word.endswith("DR") or bool(syllables(bare))


def without_english(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words without English given names; all of them when fewer than two would be left."""
    if _ENGLISH.isdisjoint(words):
        return tuple(words)
    kept = tuple(word for word in words if word not in _ENGLISH)
    return kept if len(kept) > 1 or sum(map(len, kept)) > 4 else tuple(words)


def stands_beside(word: str) -> bool:
    """Say whether a word is a title or an English given name."""
    return word in _TITLES or word in _ENGLISH


def parts(word: str) -> tuple[str, ...]:
    """Return the syllables of a word if it is pinyin, else the word as a whole."""
    return syllables(word) or (word,)


def _syllable_pattern() -> re.Pattern[str]:
    known = {syllable for syllable, _ in rows("pinyin.txt")} - {"M", "N", "HM"}
    known |= {syllable.replace("V", "YU") for syllable in known} | {syllable.replace("V", "U") for syllable in known}
    return re.compile("|".join(sorted(known, key=lambda syllable: (-len(syllable), syllable))))


_SYLLABLE = _syllable_pattern()


@lru_cache(maxsize=4096)
def syllables(letters: str) -> tuple[str, ...]:
    """Return the syllables of pinyin that letters are made of, the longest first; none when they are no pinyin."""
    if not letters:
        return ()
    found = _SYLLABLE.match(letters)
    for end in range(found.end(), 0, -1) if found else ():
        if not _SYLLABLE.fullmatch(letters, 0, end):
            continue
        rest = letters[end:]
        if not rest:
            return (letters,)
        if following := syllables(rest):
            return (letters[:end], *following)
    return ()
