"""What channels make of a name: written independently of what the product does to undo it."""

import random
from collections.abc import Callable
from functools import lru_cache

import opencc
from pypinyin import Style, lazy_pinyin

from blacklist.law.surnames import COMPOUND
from blacklist.law.tables import rows

_TRADITIONAL = {code: opencc.OpenCC(code).convert for code in ("s2hk", "s2tw")}
_ALIKE = dict(rows("pinyin.txt"))
_JYUTPING = {one: syllable for syllable, members in rows("jyutping.txt") for one in members}

# Surnames as Hong Kong's registry has them; the second one is the rarer.
_HONG_KONG = """
陈 CHAN 黄 WONG 李 LEE,LI 张 CHEUNG,CHEONG 王 WONG 刘 LAU 林 LAM 吴 NG 梁 LEUNG 何 HO 郑 CHENG 周 CHOW,CHAU
谢 TSE 杨 YEUNG 冯 FUNG 邓 TANG 蔡 CHOI,TSOI 曾 TSANG 许 HUI 朱 CHU 郭 KWOK 徐 TSUI,CHUI 叶 YIP,IP 胡 WU
罗 LAW,LO 赵 CHIU 唐 TONG 马 MA 潘 POON,PUN 钟 CHUNG 余 YU 苏 SO 卢 LO 陆 LUK 彭 PANG 肖 SIU 方 FONG 莫 MOK
江 KONG 石 SHEK 袁 YUEN 汤 TONG 区 AU 任 YAM 韩 HON 孙 SUEN 高 KO 姚 YIU 孔 HUNG 杜 TO 邱 YAU 沈 SHAM,SHUM
严 YIM 戴 TAI 宋 SUNG 龙 LUNG 熊 HUNG 贾 KA 夏 HA 于 YU 单 SIN 翟 CHAK 尹 WAN 康 HONG 范 FAN 金 KAM
欧阳 AU-YEUNG 司徒 SZETO 上官 SHEUNG-KWUN
"""
_ONSETS = {
    "ng": ["NG"],
    "gw": ["KW"],
    "kw": ["KW"],
    "b": ["P"],
    "p": ["P"],
    "m": ["M"],
    "f": ["F"],
    "d": ["T"],
    "t": ["T"],
    "n": ["N"],
    "l": ["L"],
    "g": ["K"],
    "k": ["K"],
    "h": ["H"],
    "w": ["W"],
    "z": ["CH", "CH", "TS"],
    "c": ["CH", "CH", "TS"],
    "s": ["S", "S", "SH"],
    "j": ["Y"],
    "": [""],
}
_RIMES = {
    "aa": ["A", "A", "AH"],
    "aai": ["AI", "AAI"],
    "aau": ["AU"],
    "aam": ["AM"],
    "aan": ["AN"],
    "aang": ["ANG"],
    "aap": ["AP"],
    "aat": ["AT"],
    "aak": ["AK"],
    "ai": ["AI"],
    "au": ["AU", "AU", "OW"],
    "am": ["AM", "AM", "UM"],
    "an": ["AN"],
    "ang": ["ANG"],
    "ap": ["AP"],
    "at": ["AT"],
    "ak": ["AK"],
    "e": ["E", "EH"],
    "ei": ["EI", "I", "EE"],
    "eng": ["ENG"],
    "ek": ["EK"],
    "i": ["I", "I", "EE"],
    "iu": ["IU"],
    "im": ["IM"],
    "in": ["IN"],
    "ing": ["ING"],
    "ip": ["IP"],
    "it": ["IT"],
    "ik": ["IK"],
    "o": ["O", "O", "OR"],
    "oi": ["OI", "OI", "OY"],
    "ou": ["O", "O", "OU"],
    "on": ["ON"],
    "ong": ["ONG"],
    "ok": ["OK"],
    "u": ["U", "OO"],
    "ui": ["UI"],
    "un": ["UN", "OON"],
    "ung": ["UNG"],
    "uk": ["UK"],
    "ut": ["UT"],
    "oeng": ["EUNG", "EUNG", "EONG"],
    "oek": ["EUK"],
    "eoi": ["UI"],
    "eon": ["UN"],
    "eot": ["UT"],
    "yu": ["U", "UE"],
    "yun": ["UEN", "UEN", "UN"],
    "yut": ["UET", "UT"],
}
_ENGLISH = ["PETER", "MAY", "TONY", "WENDY", "KELVIN", "JOYCE", "RAYMOND", "CANDY", "ALAN", "WINNIE", "IVAN", "FIONA"]

_WADE_ONSETS = {
    "ZH": "CH",
    "CH": "CH",
    "SH": "SH",
    "B": "P",
    "D": "T",
    "G": "K",
    "J": "CH",
    "Q": "CH",
    "X": "HS",
    "Z": "TS",
    "C": "TS",
    "R": "J",
}
_WADE_WHOLE = {
    "ZHI": "CHIH",
    "CHI": "CHIH",
    "SHI": "SHIH",
    "RI": "JIH",
    "ZI": "TZU",
    "CI": "TZU",
    "SI": "SSU",
    "YE": "YEH",
    "YAN": "YEN",
    "YI": "I",
    "YOU": "YU",
    "ER": "ERH",
    "GE": "KO",
    "KE": "KO",
    "HE": "HO",
}
_WADE_RIMES = {"IAN": "IEN", "IE": "IEH", "UE": "UEH", "VE": "UEH", "V": "U", "ONG": "UNG", "UO": "O", "GUI": "UEI"}
_TONGYONG = {
    "ZHI": "JHIH",
    "CHI": "CHIH",
    "SHI": "SHIH",
    "RI": "RIH",
    "ZI": "ZIH",
    "CI": "CIH",
    "SI": "SIH",
    "WEN": "WUN",
    "FENG": "FONG",
    "WENG": "WONG",
}


def _surnames(text: str) -> dict[str, list[str]]:
    words = text.split()
    return {name: spelled.split(",") for name, spelled in zip(words[::2], words[1::2], strict=True)}


_HONG_KONG_SURNAMES = _surnames(_HONG_KONG)
_READ = dict(
    pair.split("=")
    for pair in [
        "单=SHAN",
        "解=XIE",
        "仇=QIU",
        "查=ZHA",
        "朴=PIAO",
        "区=OU",
        "盖=GE",
        "缪=MIAO",
        "薄=BO",
        "翟=ZHAI",
        "尉=WEI",
        "冼=XIAN",
        "乐=YUE",
        "曾=ZENG",
        "覃=QIN",
        "任=REN",
        "尉迟=YUCHI",
    ]
)


@lru_cache(maxsize=100_000)
def _read(characters: str) -> tuple[str, ...]:
    """Return the pinyin of each character, ü as V."""
    return tuple(syllable.upper() for syllable in lazy_pinyin(characters, style=Style.NORMAL, v_to_u=False))


@lru_cache(maxsize=10_000)
def _homophones(character: str) -> list[str]:
    """Return everyday characters that sound like this one, or itself."""
    alike = _ALIKE.get(_read(character)[0], character)
    return [one for one in alike if "\u4e00" <= one <= "\u9fa5"][:40] or [character]


Spelled = tuple[str, list[str]]  # the surname, and the syllables of the given name


class Noise:
    """Writes names as systems and people do; the same seed writes the same."""

    def __init__(self, seed: int) -> None:
        self._drawn = random.Random(seed)

    def han(self, name: str) -> str:
        """Write a name in Han as banks and hotels do: traditional, spaced, with another dot, or as it is."""
        drawn = self._drawn.random()
        if drawn < 0.1:
            return self.traditional(name)
        if "·" in name:
            return name.replace("·", self._drawn.choice(["·", "•", "・", ".", "", " ", "‧"]))
        return name if drawn < 0.9 else self._drawn.choice([f" {name}", " ".join(name), f"{name}\u3000"])

    def traditional(self, name: str) -> str:
        written: str = _TRADITIONAL[self._drawn.choice(["s2hk", "s2tw"])](name)
        return written

    def typo(self, name: str) -> str:
        """Write one character of the given name as another that sounds alike."""
        at = self._drawn.randrange(1, len(name))
        return name[:at] + self._drawn.choice(_homophones(name[at])) + name[at + 1 :]

    def pinyin(self, name: str) -> str:
        """Write a name in pinyin as airlines, machine-readable lines and clerks do."""
        surname, given = self._pinyin(name)
        given = [self._umlaut(syllable) for syllable in given]
        surname, glued = self._umlaut(surname), "".join(given)
        forms: list[Callable[[], str]] = [
            lambda: f"{surname} {glued}",
            lambda: f"{surname}/{glued}",
            lambda: f"{surname}/{glued}{self._drawn.choice(['MR', 'MS', 'MRS', 'MSTR', 'CHD', ' MR'])}",
            lambda: f"{surname} {' '.join(given)}",
            lambda: f"{glued} {surname}",
            lambda: f"{surname}{glued}",
            lambda: f"{surname}<<{glued}<<<<<",
            lambda: f"{surname.title()}, {'-'.join(given).title()}",
        ]
        written = self._drawn.choice(forms)()
        return written[:28] if len(written) > 28 else written

    def _pinyin(self, name: str) -> Spelled:
        if "·" in name:
            parts = ["".join(_read(part)) for part in name.split("·")]
            return parts[0], [parts[1]]
        surname, given = split(name)
        return _READ.get(surname) or "".join(_read(surname)), list(_read(given))

    def _umlaut(self, spelled: str) -> str:
        return spelled.replace("V", self._drawn.choice(["YU", "V", "U"])) if spelled[-2:] in ("LV", "NV") else spelled

    def hong_kong(self, name: str) -> str:
        """Write a name as Hong Kong does, with an English one before or behind in three of ten."""
        surname, given = split(name)
        family = self._drawn.choice(_HONG_KONG_SURNAMES.get(surname) or [self._cantonese(surname)])
        syllables = [self._cantonese(one) for one in given]
        written = self._drawn.choice([" ".join(syllables), "-".join(syllables), "".join(syllables)])
        english, drawn = self._drawn.choice(_ENGLISH), self._drawn.random()
        if drawn < 0.15:
            return f"{english} {family} {written}"
        if drawn < 0.3:
            return f"{family} {written} {english}"
        return self._drawn.choice([f"{family} {written}", f"{family}/{written}MR"])

    def _cantonese(self, characters: str) -> str:
        return "".join(self._syllable(_JYUTPING[one].lower()) for one in characters)

    def _syllable(self, read: str) -> str:
        if read in ("ng", "m"):
            return read.upper()
        onset = next(
            begin for begin in sorted(_ONSETS, key=len, reverse=True) if read.startswith(begin) and read != begin
        )
        rime = read[len(onset) :]
        if onset == "j" and rime.startswith("yu"):
            return "Y" + self._drawn.choice(_RIMES[rime])
        return self._drawn.choice(_ONSETS[onset]) + self._drawn.choice(_RIMES.get(rime, [rime.upper()]))

    def taiwan(self, name: str) -> str:
        """Write a name as Taiwan does: Wade-Giles in eight of ten, else Tongyong or pinyin."""
        surname, given = self._pinyin(name)
        drawn = self._drawn.random()
        spell = wade_giles if drawn < 0.8 else tongyong if drawn < 0.9 else str
        family = spell(surname) if surname != "LI" or drawn > 0.4 else "LEE"
        syllables = [spell(syllable) for syllable in given]
        return self._drawn.choice(
            [f"{family} {'-'.join(syllables)}", f"{family} {''.join(syllables)}", f"{family}/{'-'.join(syllables)}MS"]
        )

    def evading(self, name: str) -> str:
        """Write a name as somebody does who does not want to be found."""
        surname, given = self._pinyin(name)
        glued = "".join(given)
        ways: list[Callable[[], str]] = [
            lambda: f"{glued} {surname}",
            lambda: f"{glued}{surname}",
            lambda: " ".join(f"{surname}{glued}"),
            lambda: "\u200b".join(name),
            lambda: self.traditional(name),
            lambda: f"{name[0]}\ufe00{name[1:]}",
            lambda: f"DR {surname} {glued}",
            lambda: f"{surname}'{glued}",
            lambda: f"{surname} {glued} PETER",
        ]
        return self._drawn.choice(ways)()


def split(name: str) -> tuple[str, str]:
    length = 2 if name[:2] in COMPOUND and len(name) > 2 else 1
    return name[:length], name[length:]


def wade_giles(syllable: str) -> str:
    """Return a syllable of pinyin in Wade-Giles without marks, as passports have it."""
    if syllable in _WADE_WHOLE:
        return _WADE_WHOLE[syllable]
    if syllable == "GUI":
        return "KUEI"
    onset = next((begin for begin in ("ZH", "CH", "SH", *_WADE_ONSETS) if syllable.startswith(begin)), "")
    rime = syllable[len(onset) :]
    if rime == "UO" and onset in ("G", "K", "H", "SH"):
        return _WADE_ONSETS.get(onset, onset) + "UO"
    return _WADE_ONSETS.get(onset, onset) + _WADE_RIMES.get(rime, rime.replace("ONG", "UNG"))


def tongyong(syllable: str) -> str:
    """Return a syllable of pinyin in Tongyong Pinyin."""
    if syllable in _TONGYONG:
        return _TONGYONG[syllable]
    for begin, put in (("ZH", "JH"), ("Q", "C"), ("X", "S")):
        if syllable.startswith(begin):
            rest = syllable[len(begin) :]
            return put + (f"Y{rest}" if rest.startswith("U") and begin != "ZH" else rest)
    return syllable
