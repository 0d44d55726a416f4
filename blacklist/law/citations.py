"""Which article of which text a document cites on its day: the law as it was numbered when the court decided.

Rules are named by their ids (`P266`, `L10-1`, `C9`); the number of a `P` rule is that of the text in force since 2024.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Text:
    """One text of an instrument: its name and short name, its number (laws have none), since when it is in force."""

    name: str
    short: str
    number: str
    since: date

    @property
    def cited(self) -> str:
        """Return how a document names it for the first time."""
        return f"《{self.name}》（{self.number}）" if self.number else f"《{self.name}》"

    @property
    def introduced(self) -> str:
        """Return the same with the short name that the document goes on with."""
        number = f"{self.number}，" if self.number else ""
        return f"《{self.name}》（{number}以下简称《{self.short}》）"


_CIVIL_PROCEDURE = ("中华人民共和国民事诉讼法", "民事诉讼法", "")
CIVIL_PROCEDURE_2012 = Text(*_CIVIL_PROCEDURE, date(2013, 1, 1))  # the text of 2017 counts its articles alike
CIVIL_PROCEDURE_2021 = Text(*_CIVIL_PROCEDURE, date(2022, 1, 1))
CIVIL_PROCEDURE_2023 = Text(*_CIVIL_PROCEDURE, date(2024, 1, 1))
LIST = Text("最高人民法院关于公布失信被执行人名单信息的若干规定", "失信规定", "法释〔2017〕7号", date(2017, 5, 1))
CONSUMPTION = Text(
    "最高人民法院关于限制被执行人高消费及有关消费的若干规定", "限高规定", "法释〔2015〕17号", date(2015, 7, 22)
)
GOOD_FAITH = Text(
    "最高人民法院关于在执行工作中进一步强化善意文明执行理念的意见",
    "善意执行意见",
    "法发〔2019〕35号",
    date(2020, 1, 2),
)
PERSONAL_DATA = Text("中华人民共和国个人信息保护法", "个人信息保护法", "", date(2021, 11, 1))
CRIMINAL_LAW = Text("中华人民共和国刑法", "刑法", "", date(1997, 10, 1))

# Articles of the Civil Procedure Law by their number today: in the texts of 2012/2017, 2021 and 2023.
_RENUMBERED: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    {
        "P114": (111, 114, 114),  # fine and detention for refusing to perform
        "P117": (114, 117, 117),  # units that refuse to assist
        "P236": (225, 232, 236),  # objection to unlawful enforcement
        "P244": (233, 240, 244),  # restitution when the basis is set aside
        "P266": (255, 262, 266),  # exit, credit records, publication and other measures
        "P268": (257, 264, 268),  # termination of enforcement
    }
)
_OF_ONE_TEXT: Mapping[str, Text] = MappingProxyType(
    {"L": LIST, "C": CONSUMPTION, "G": GOOD_FAITH, "D": PERSONAL_DATA, "X": CRIMINAL_LAW}
)
_RULE = re.compile(r"([A-Z])(\d+)(?:-(\d+))?").fullmatch
_DIGITS = "零一二三四五六七八九"


def cite(*rules: str, on: date) -> str:
    """Return the citation of one or more rules in the texts in force `on` that day, each text named once.

    Of `L10-1` the number after the hyphen is the paragraph; of other instruments only the article is cited.

    :raises LookupError: for a rule no text in force that day contains.
    """
    return "、".join(text.cited + "、".join(articles) for text, articles in _grouped(rules, on).items())


def cite_in_turn(citations: Mapping[str, Sequence[str]], *, on: date) -> dict[str, str]:
    """Return the citations of one document by their names, in the order in which it makes them.

    What is cited again is named in full the first time and by its short name from then on.

    :raises LookupError: as `cite`.
    """
    grouped = {name: _grouped(rules, on) for name, rules in citations.items()}
    times = Counter(text for texts in grouped.values() for text in texts)
    named: set[Text] = set()
    return {name: "、".join(_in_turn(texts, times, named)) for name, texts in grouped.items()}


def han_number(number: int) -> str:
    """Return a number below a hundred million as laws write it: 十七, 一百零五, 二百六十六, 一千零一."""
    many, few = divmod(number, 10_000)
    text = f"{han_number(many)}万" if many else ""
    if text and 0 < few < 1000:
        text += "零"
    text += _below_ten_thousand(few)
    return text.removeprefix("一") if text.startswith("一十") else text or "零"


def _below_ten_thousand(number: int) -> str:
    text = ""
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += _DIGITS[digit] + word
        elif text and not text.endswith("零"):
            text += "零"
    return text.rstrip("零")


def _grouped(rules: Iterable[str], on: date) -> dict[Text, list[str]]:
    found: dict[Text, list[str]] = {}
    for rule in rules:
        text, article = _find(rule, on)
        articles = found.setdefault(text, [])
        if article not in articles:
            articles.append(article)
    return found


def _in_turn(texts: Mapping[Text, Sequence[str]], times: Mapping[Text, int], named: set[Text]) -> Iterator[str]:
    for text, articles in texts.items():
        first = text.introduced if times[text] > 1 else text.cited
        yield (f"《{text.short}》" if text in named else first) + "、".join(articles)
        named.add(text)


def _find(rule: str, on: date) -> tuple[Text, str]:
    read = _RULE(rule)
    if read is None:
        raise LookupError(f"{rule} is no rule of an instrument")
    letter, number, paragraph = read[1], int(read[2]), read[3]
    text, article = _in_civil_procedure(rule, on) if letter == "P" else (_OF_ONE_TEXT[letter], number)
    if on < text.since:
        raise LookupError(f"{rule} was not in force on {on}")
    of = f"第{han_number(int(paragraph))}款" if paragraph and letter == "L" else ""
    return text, f"第{han_number(article)}条{of}"


def _in_civil_procedure(rule: str, on: date) -> tuple[Text, int]:
    of_2012, of_2021, of_2023 = _RENUMBERED[rule]
    if on >= CIVIL_PROCEDURE_2023.since:
        return CIVIL_PROCEDURE_2023, of_2023
    if on >= CIVIL_PROCEDURE_2021.since:
        return CIVIL_PROCEDURE_2021, of_2021
    return CIVIL_PROCEDURE_2012, of_2012
