"""An invented population with the name frequencies of a real one.

Facts behind it: the hundred commonest surnames bear 85 % of people (王, 李, 张 some 7 % each); 275,000 of 1.41 billion
are called 张伟; given names go with the cohort. A share of listed people per birth date as in a list of 8.5 million
makes the rates of namesakes those of the whole country, on a few birth dates only. Numbers are of areas such as 110000,
which are given to nobody.
"""

import random
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate

from stdnum.cn.ric import calc_check_digit

# Per mille of people, commonest first.
_SURNAMES = """
王 71 李 70 张 67 刘 51 陈 46 杨 31 黄 22 赵 21 吴 20 周 19 徐 15 孙 14 马 13 朱 12.6 胡 12.3 郭 12 何 11.7
林 11.6 高 10.3 罗 9.5 郑 9 梁 8.6 谢 7.6 宋 7.3 唐 6.9 许 6.6 邓 6.2 韩 6.1 冯 6 曹 5.8 彭 5.6 曾 5.5 肖 5.3
田 5.1 董 4.9 潘 4.8 袁 4.7 蔡 4.6 蒋 4.5 余 4.4 于 4.3 杜 4.2 叶 4.1 程 4 魏 3.9 苏 3.9 吕 3.8 丁 3.7 任 3.6
卢 3.5 姚 3.4 沈 3.3 钟 3.2 姜 3.1 崔 3 谭 3 陆 2.9 范 2.9 汪 2.8 廖 2.8 石 2.7 金 2.7 韦 2.6 贾 2.6 夏 2.5
付 2.5 方 2.4 邹 2.4 熊 2.3 白 2.3 孟 2.2 秦 2.2 邱 2.1 侯 2.1 江 2 尹 2 薛 1.9 阎 1.9 雷 1.8 龙 1.8 史 1.7
陶 1.7 贺 1.6 毛 1.6 郝 1.5 顾 1.5 龚 1.4 邵 1.4 万 1.4 覃 1.3 武 1.3 钱 1.3 戴 1.2 严 1.2 莫 1.1 孔 1.1 向 1
常 1 汤 1 康 .9 单 .3 解 .3 仇 .15 查 .2 朴 .2 区 .25 盖 .12 缪 .12 薄 .06 翟 .6 尉 .05 冼 .1 宁 .4 纪 .5 乐 .1
游 .5 詹 .6 庄 .7 洪 .8 赖 .9 柯 .4 翁 .4 欧阳 .7 司马 .02 上官 .07 诸葛 .03 皇甫 .03 尉迟 .01 令狐 .04
司徒 .05 夏侯 .02 慕容 .01
"""
_GIVEN = {  # by decade of birth: single characters (M, F), characters of names of two
    1940: ("国华民英明珍秀荣生兰贵祥", "英珍兰秀芳桂玉凤莲", "国建文志德玉秀桂荣华明生英兰珍成福贵祥春林清金长永凤芳"),
    1960: (
        "军平勇伟强刚明建涛波辉斌杰",
        "丽敏红艳霞玲萍芳燕娟",
        "建国卫红志文军华明丽玉秀春小海晓永新平芳英云东兴荣霞玲萍",
    ),
    1980: (
        "伟磊勇涛强杰鹏超军辉波飞浩",
        "静丽娜敏婷燕芳娟颖雪倩",
        "晓小文海志建丽雪婷玉燕娟鹏飞超龙丹艳春红明亮宁佳慧莉萍洋峰",
    ),
    1990: (
        "浩鑫宇磊帅杰凯阳超龙博",
        "婷静雪颖倩莹琳瑶欣悦",
        "子雨思佳嘉文志俊梦欣怡涵宇浩轩晨雪婷雅慧琪琳瑶静家豪明杰天泽",
    ),
}
_MORE = (
    "安邦宝冰博才昌诚驰川达丹道典栋铎恩帆方芬锋福富刚功冠光广海涵航豪和恒宏洪鸿厚怀欢焕晖会吉继坚江娇锦京"
    "景敬菊钧俊康可克坤兰乐黎礼力立良林琳凌隆露璐鲁伦茂梅美萌妙妮念宁培沛品奇琦启谦青晴庆秋群然仁蓉如锐瑞"
    "森珊善尚绍胜诗石士世书树顺思松素太涛田铁同彤维温武希熙喜先贤香祥翔心星兴旭轩学雅岩彦扬耀业依义益逸银"
    "英瑛影永友有元圆远月越跃云芸允运泽增展兆喆哲真振正政芝知忠仲竹卓姿宗祖晟曦昱玥珂翊茜莎"
)
_RARE = "喆堃犇甯祎翀旻玥赟雱頔淼骉曌㛃䶮𬱖"
_UYGHUR = [
    "买买提",
    "阿卜杜拉",
    "吐尔逊",
    "艾山",
    "玉素甫",
    "古丽巴哈尔",
    "阿依努尔",
    "热依汗",
    "努尔麦麦提",
    "阿布都热合曼",
    "麦麦提艾力",
    "阿迪力",
    "帕提古丽",
    "图尔荪江",
]

_PROVINCES = [
    "11",
    "12",
    "13",
    "14",
    "15",
    "21",
    "22",
    "23",
    "31",
    "32",
    "33",
    "34",
    "35",
    "36",
    "37",
    "41",
    "42",
    "43",
    "44",
    "45",
    "46",
    "50",
    "51",
    "52",
    "53",
    "54",
    "61",
    "62",
    "63",
    "64",
    "65",
]

_MINORITY = 0.01
_SINGLE = {1940: 0.05, 1960: 0.09, 1980: 0.1, 1990: 0.05}  # the share of given names of one character, by decade
_RARELY = 1e-6

LISTED_A_DAY = 388  # 8.5 million over the birth dates of sixty years
DAYS = tuple(date(1946, 1, 3) + timedelta(days=366 * year) for year in range(59))


@dataclass(frozen=True, slots=True)
class Person:
    """`place` is where names are spelled: cn, hk or tw."""

    name: str
    born: date
    number: str
    place: str
    slice: str


def _table() -> tuple[list[str], list[float]]:
    words = _SURNAMES.split()
    return words[::2], list(accumulate(map(float, words[1::2])))


_NAMES, _CUMULATIVE = _table()


@lru_cache
def _pool(decade: int) -> tuple[str, list[float]]:
    """Return the characters of given names of two, the fashion of the decade first, and their weights (Zipf)."""
    fashion = _GIVEN[decade][2]
    characters = "".join(dict.fromkeys(fashion + _MORE))
    return characters, list(accumulate(1 / (rank + 30) for rank in range(len(characters))))


class Population:
    """Draws people; the same seed draws the same. Those of two populations share no number when `first` lies apart."""

    def __init__(self, seed: int, *, first: int = 0) -> None:
        self._drawn = random.Random(seed)
        self._first = first
        self._serials: dict[date, int] = {}

    def person(self, born: date, *, place: str = "cn") -> Person:
        """Return a person born on this day."""
        drawn = self._drawn.random()
        if place == "cn" and drawn < _MINORITY:
            return self._of(self._minority(), born, place, "minority")
        surname = self._drawn.choices(_NAMES, cum_weights=_CUMULATIVE)[0]
        if drawn < 0.02:
            return self._of(surname + self._drawn.choice(_RARE) + self._two(born)[1:], born, place, "rare character")
        name = surname + self._given(born)
        return self._of(name, born, place, _slice(surname, name))

    def twin(self, of: Person) -> Person:
        """Return a brother or sister born on the same day: one character of the name is shared."""
        length = 2 if of.name[:2] in _NAMES else 1
        return self._of(of.name[: length + 1] + self._two(of.born)[1:], of.born, of.place, "twin")

    def namesake(self, of: Person) -> Person:
        """Return another person of the same name, born on the same day."""
        return self._of(of.name, of.born, of.place, "namesake")

    def _of(self, name: str, born: date, place: str, slice: str) -> Person:
        self._serials[born] = serial = self._serials.get(born, self._first - 1) + 1
        province, order = divmod(serial, 1000)
        body = f"{_PROVINCES[province % len(_PROVINCES)]}0000{born:%Y%m%d}{order:03d}"
        return Person(name, born, body + calc_check_digit(body + "0"), place, slice)

    def _given(self, born: date) -> str:
        single = _GIVEN[_decade(born)][self._drawn.random() < 0.45]
        if self._drawn.random() < _SINGLE[_decade(born)]:
            return self._drawn.choice(single) if self._drawn.random() < 0.6 else self._two(born)[0]
        return self._two(born)

    def _two(self, born: date) -> str:
        characters, weights = _pool(_decade(born))
        return "".join(self._drawn.choices(characters, cum_weights=weights, k=2))

    def _minority(self) -> str:
        return "·".join(self._drawn.sample(_UYGHUR, 2))


@lru_cache
def _decade(born: date) -> int:
    return max(decade for decade in _GIVEN if decade <= max(born.year, 1940))


_ODD_READINGS = frozenset("单解仇查朴区盖缪薄翟尉冼宁纪乐曾覃任")


def _slice(surname: str, name: str) -> str:
    if len(surname) > 1:
        return "compound surname"
    if surname in _ODD_READINGS:
        return "surname read otherwise"
    return "ü" if surname in "吕" else "two characters" if len(name) == 2 else "three characters"


def commonness(person: Person) -> float:
    """Return how likely it is that somebody of the person's generation is given this very name."""
    name, born = person.name, person.born
    if "·" in name:
        return _MINORITY / (len(_UYGHUR) * (len(_UYGHUR) - 1))
    length = 2 if name[:2] in _NAMES else 1
    given, weights = name[length:], _weights(_decade(born))
    of_two = weights.get(given[0], _RARELY) * weights.get(given[-1], _RARELY)
    of_one = 0.4 * weights.get(given, 0.0) + 0.6 * sum(given in pool for pool in _GIVEN[_decade(born)][:2]) / 24
    single = _SINGLE[_decade(born)]
    return _surname_weights()[name[:length]] * (single * of_one if len(given) == 1 else (1 - single) * of_two)


@lru_cache
def _weights(decade: int) -> Mapping[str, float]:
    characters, cumulative = _pool(decade)
    each = [one - before for before, one in zip([0.0, *cumulative], cumulative, strict=False)]
    return {one: weight / cumulative[-1] for one, weight in zip(characters, each, strict=True)}


@lru_cache
def _surname_weights() -> Mapping[str, float]:
    each = [one - before for before, one in zip([0.0, *_CUMULATIVE], _CUMULATIVE, strict=False)]
    return {name: weight / _CUMULATIVE[-1] for name, weight in zip(_NAMES, each, strict=True)}


class Deciles:
    """By how common a name is: 1 holds the tenth of these people with the commonest names, 10 that with the rarest."""

    def __init__(self, people: Sequence[Person]) -> None:
        rarest_first = sorted(map(commonness, people))
        self._bounds = [rarest_first[len(rarest_first) * tenth // 10] for tenth in range(1, 10)]

    def of(self, person: Person) -> str:
        return str(10 - bisect_right(self._bounds, commonness(person)))
