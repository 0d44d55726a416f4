"""Which code points stand for the same written character, and which are Han (normal forms 2, 3)."""

from collections.abc import Mapping
from types import MappingProxyType
from unicodedata import normalize

# Explicit ranges, because the tables of Python 3.11 do not know extensions H and I; the hexagrams between
# U+4DC0 and U+4DFF are left out. With the iteration mark and the round zero, both of which stand in names.
HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fffd\U00030000-\U0003fffd"

MIDDLE_DOT = "\u00b7"
# Dots typed for U+00B7; NFKC knows only some of them. The full stop is one only between Han.
_DOTS = "\u0387\u16eb\u2022\u2027\u2219\u22c5\u2e31\u2e33\u30fb\uff65\ua78f"

SPACES = " \u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))

# Without a sign of their own: soft hyphen, joiners, byte-order mark, bidi marks, fillers. Overrides and
# isolates are not among them: they turn the order of what is read, so a name with one is refused.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\u3164\ufeff\uffa0"
)

# Variation selectors choose a shape of the character before them; they stay on display and leave the key.
SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"

# Radicals of the supplement that OCR and PDF text put for whole characters; NFKC folds two of them. Source:
# Unicode's EquivalentUnifiedIdeograph, those that are a whole character.
_RADICALS = (
    "⺁厂⺅亻⺈刀⺊卜⺋㔾⺌小⺍小⺒巳⺓幺⺔彑⺖忄⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫"
    "⺦丬⺧牛⺨犭⺩王⺫目⺬示⺭礻⺯糹⺰纟⺱罓⺲罒⺳㓁⺶羊⺹耂⺺肀⺻聿⺼肉⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西"
    "⻅见⻆角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣"
    "⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)

# Characters GBK-era systems kept in the private area after all the world had given them a place.
_PRIVATE = {
    0xE7C7: "\u1e3f",
    0xE7C8: "\u01f9",
    0xE816: "\U00020087",
    0xE817: "\U00020089",
    0xE818: "\U000200cc",
    0xE81E: "\u9fb4",
    0xE826: "\u9fb5",
    0xE82B: "\u9fb6",
    0xE82C: "\u9fb7",
    0xE831: "\U000215d7",
    0xE832: "\u9fb8",
    0xE83B: "\U0002298f",
    0xE843: "\u9fb9",
    0xE854: "\u9fba",
    0xE855: "\U000241fe",
    0xE864: "\u9fbb",
}


def _gbk_private_area() -> dict[int, str]:
    """Pair U+E815 to U+E864, where GBK put its last row, with what GB 18030 reads in the same 80 places."""
    row = [*range(0x50, 0x7F), *range(0x80, 0xA1)]
    pairs = {0xE815 + place: bytes([0xFE, trail]).decode("gb18030") for place, trail in enumerate(row)}
    return {code: character for code, character in pairs.items() if not _stays(character)}


def _stays(character: str) -> bool:
    """Say whether the codec leaves the character private, or gives a mere component of characters."""
    return character >= "\ue000" or (character < "\u2f00" and character not in _RADICALS)


def _full_width() -> dict[int, str]:
    return {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}


def _fold() -> dict[int, str | None]:
    radicals = {ord(radical): whole for radical, whole in zip(_RADICALS[::2], _RADICALS[1::2], strict=True)}
    kangxi = {code: normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    private = {code: radicals.get(ord(whole), whole) for code, whole in (_gbk_private_area() | _PRIVATE).items()}
    private = {code: radicals.get(ord(whole), whole) for code, whole in private.items()}
    table: dict[int, str | None] = {**private, **radicals, **kangxi, **_full_width()}
    table.update(dict.fromkeys(map(ord, _DOTS), MIDDLE_DOT))
    table.update(dict.fromkeys(map(ord, SPACES), " "))
    table.update(dict.fromkeys(map(ord, _INVISIBLE)))
    return table


# For `str.translate`: code point to what is written, or to nothing.
FOLD: Mapping[int, str | None] = MappingProxyType(_fold())
