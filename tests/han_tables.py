"""Make the tables of Han characters anew: ``python -m tests.han_tables``.

Needs `opencc` and `pypinyin`, and for Cantonese `canto-hk-g2p`; what runs needs only the tables.
"""

import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import opencc
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

FOLDER = Path(__file__).parents[1] / "blacklist/law/tables"
PINYIN_HEAD = "# Syllable, and the characters first read so. From pypinyin 0.55 (MIT; data of pinyin-data, MIT)."
JYUTPING_HEAD = """\
# Syllable in Jyutping, and the characters first read so. From canto-hk-g2p 2.6.1 (Apache-2.0), whose data are
# rime-cantonese (CC BY 4.0, CanCLID contributors) and Unihan's kCantonese (Unicode License v3). Tones are left out."""
VARIANT_HEAD = """\
# Characters that stand for one another: the first for all on the line. Union-find over the character tables of
# OpenCC 1.4 (Apache-2.0): simplified, traditional, Taiwan, Hong Kong, Japan, compatibility; and pairs of our own."""

_OPENCC = ("TSCharacters", "TSCharactersExt", "STCharacters", "HKVariants", "TWVariants", "JPShinjitaiCharacters")
# Forms that registries write for one another and that no conversion table pairs.
OWN_PAIRS = (
    "肖蕭 阎閆 闫閻 吕呂 黄黃 温溫 眞真 淸清 靑青 晧皓 强強 户戸 郞郎 产產 亚亞 吳吴 呉吳 晋晉 晉晋 黒黑 徳德 恵惠 "
    "曽曾 巌巖 凉涼 决決 况況 净淨 凌淩 峯峰 羣群 畧略 秌秋 喆哲 彥彦 頋顾 尙尚 内內 鄕鄉 卽即 旣既 槪概 "
    "敎教 亀龜 竒奇 脩修 昻昂 晢晰 册冊 冲沖 減减 滙匯 栢柏 厦廈 坂阪 岩巖 夀壽 寿壽 寳寶 寶宝 珎珍 琹琴 "
    "祕秘 粦磷 翆翠 荘莊 莊庄 蔴麻 衆眾 覌觀 説說 鉄鐵 鋭銳 閒閑 関關 隂陰 陥陷 飮飲 髙高 鶏雞 麫麵 慎愼 鎭鎮 "
    "悦悅 税稅 脱脫 郄郤 甯寧 寗寧 甯宁 皙晳 晟晠 燦灿 烱炯 勲勛 勳勛 姸妍 娯娛 嫺嫻 嬭奶 偉伟 俢修 呂吕 宫宮 "
    "带帯 滝瀧 漢汉 瑠琉 璢琉 瑶瑤 遥遙 摇搖 皋皐 盃杯 碁棋 秊年 穐秋 竜龍 畬畲 緑綠 录錄 彔录 縂總 繮韁"
)


def main() -> None:
    classes = _classes()
    lines = sorted("".join((_chosen(members), " ", *sorted(members))) for members in classes)
    _write("variants.txt", VARIANT_HEAD, lines)
    _write("pinyin.txt", PINYIN_HEAD, _grouped(_pinyin()))
    _write("jyutping.txt", JYUTPING_HEAD, _grouped(_jyutping()))


def _write(name: str, head: str, lines: Iterable[str]) -> None:
    (FOLDER / name).write_text("\n".join((head, *lines, "")), encoding="utf-8")


def _classes() -> list[set[str]]:
    parent: dict[str, str] = {}

    def root(character: str) -> str:
        while (above := parent.setdefault(character, character)) != character:
            parent[character] = parent[above]
            character = above
        return character

    for one, other in _pairs():
        parent[root(one)] = root(other)
    found = defaultdict(set)
    for character in parent:
        found[root(character)].add(character)
    return [members for members in found.values() if len(members) > 1]


def _pairs() -> Iterator[tuple[str, str]]:
    for pair in OWN_PAIRS.split():
        yield pair[0], pair[1]
    for name in _OPENCC:
        for line in _dumped(name).splitlines():
            one, _, others = line.partition("\t")
            yield from ((one, other) for other in others.split() if len(one) == len(other) == 1)


def _dumped(name: str) -> str:
    """Return one of OpenCC's dictionaries as text."""
    root = Path(opencc.__file__).parent / "clib"
    with tempfile.NamedTemporaryFile() as out:
        source = root / "share/opencc" / f"{name}.ocd2"
        command = [str(root / "bin/opencc_dict"), "-i", str(source), "-o", out.name, "-f", "ocd2", "-t", "text"]
        subprocess.run(command, check=True, capture_output=True)
        return Path(out.name).read_text(encoding="utf-8")


def _chosen(members: set[str]) -> str:
    """Return who stands for a class: of those in everyday use (GB 2312) the first, else the first."""
    return min(members, key=lambda member: (not _is_everyday(member), member))


def _is_everyday(character: str) -> bool:
    try:
        return len(character.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def _pinyin() -> Iterator[tuple[str, str]]:
    for code, readings in PINYIN_DICT.items():
        syllable = to_normal(readings.split(",")[0], v_to_u=True).upper().replace("Ü", "V").replace("Ê", "E")
        if syllable.isascii() and syllable.isalpha():
            yield syllable, chr(code)


def _jyutping() -> Iterator[tuple[str, str]]:
    from canto_hk_g2p import Pipeline  # type: ignore[import-not-found]

    read, to_traditional = Pipeline().convert, opencc.OpenCC("s2hk").convert
    for code in PINYIN_DICT:
        character = chr(code)
        syllable = read(to_traditional(character)).rstrip("123456")
        if syllable.isascii() and syllable.isalpha():
            yield syllable.upper(), character


def _grouped(readings: Iterable[tuple[str, str]]) -> list[str]:
    found = defaultdict(list)
    for syllable, character in readings:
        found[syllable].append(character)
    return [f"{syllable} {''.join(sorted(found[syllable]))}" for syllable in sorted(found)]


if __name__ == "__main__":
    main()
