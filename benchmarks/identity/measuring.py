"""Asks about listed people and innocent ones through every channel, and counts what is answered."""

import itertools
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import UUID

from benchmarks.identity.channels import Noise
from benchmarks.identity.people import DAYS, LISTED_A_DAY, Person, Population, deciles
from blacklist import publication
from blacklist.law.activities import ACTIVITIES
from blacklist.law.forms import Level, forms_of, level
from blacklist.law.identity import Document
from blacklist.law.names import read_name
from restrictions.check import recognition, rules
from restrictions.check.index import Index, IndexWriter, View
from restrictions.check.keys import Keys
from restrictions.check.question import Question
from restrictions.compiling import compile_standing

TODAY = date(2026, 11, 22)
KEYS = Keys(b"m" * 32)
FLIGHT = ACTIVITIES["flight.business"]
SAME = (Level.SAME, Level.VARIANT, Level.SOUND)
CITIZEN, OTHER_DOCUMENT, NO_DOCUMENT = "citizen number", "other document", "no document"


@dataclass
class Cell:
    """What was answered to some questions of one kind."""

    asked: int = 0
    restricted: int = 0
    undetermined: int = 0

    @property
    def permitted(self) -> int:
        return self.asked - self.restricted - self.undetermined

    def count(self, decision: str) -> None:
        self.asked += 1
        self.restricted += decision == "restricted"
        self.undetermined += decision == "undetermined"


Cells = defaultdict[tuple[str, ...], Cell]


@dataclass
class Counted:
    """Of listed people and of innocents: by channel and evidence, by decile of the name, by slice."""

    listed: Cells = field(default_factory=lambda: defaultdict(Cell))
    innocent: Cells = field(default_factory=lambda: defaultdict(Cell))
    deciles: Cells = field(default_factory=lambda: defaultdict(Cell))
    slices: Cells = field(default_factory=lambda: defaultdict(Cell))


@dataclass(frozen=True)
class Channel:
    """How one kind of caller asks: about whom, by which evidence, and what it makes of the name."""

    name: str
    script: str
    evidence: str
    place: str
    write: Callable[[str], str]
    document: Callable[[Person], Document | None]


def _card(person: Person) -> Document:
    return Document("resident_id", person.number)


def _other(type: str, issuer: str | None = None) -> Callable[[Person], Document]:
    return lambda person: Document(
        type, f"H{person.number[6:14]}" if type == "hk_macao_permit" else f"9{person.number[7:14]}", issuer
    )


def _none(_: Person) -> None:
    return None


def channels(noise: Noise) -> tuple[Channel, ...]:
    """Return every channel that is measured."""
    chinese, foreign = _other("passport", "CHN"), _other("passport", "USA")
    return (
        Channel("bank", "Han", CITIZEN, "cn", noise.han, _card),
        Channel("hotel", "Han, a typing error", CITIZEN, "cn", noise.typo, _card),
        Channel("hotel", "pinyin", CITIZEN, "cn", noise.pinyin, _card),
        Channel("hotel", "Han", OTHER_DOCUMENT, "cn", noise.han, chinese),
        Channel("airline", "pinyin", OTHER_DOCUMENT, "cn", noise.pinyin, chinese),
        Channel("airline", "pinyin", NO_DOCUMENT, "cn", noise.pinyin, _none),
        Channel("railway", "Han", NO_DOCUMENT, "cn", noise.han, _none),
        Channel("Hong Kong", "Hong Kong", OTHER_DOCUMENT, "hk", noise.hong_kong, _other("hk_macao_permit")),
        Channel("Hong Kong", "traditional", OTHER_DOCUMENT, "hk", noise.traditional, _other("passport", "HKG")),
        Channel("Taiwan", "Taiwan", OTHER_DOCUMENT, "tw", noise.taiwan, _other("taiwan_permit")),
        Channel("adversary", "disguised", OTHER_DOCUMENT, "cn", noise.evading, foreign),
        Channel("adversary", "disguised", CITIZEN, "cn", noise.evading, _card),
    )


def listed_people() -> list[Person]:
    """Return the restricted people: as many a birth date as a list of 8.5 million has, of each place."""
    drawn = Population(1)
    found = [drawn.person(born) for born in DAYS for _ in range(LISTED_A_DAY)]
    found += [drawn.person(born, place=place) for place in ("hk", "tw") for born in DAYS for _ in range(40)]
    return [person for person in found if "·" not in person.name or person.place == "cn"]


def write_index(folder: Path, people: list[Person]) -> None:
    with IndexWriter(folder) as writer, writer.writing() as changes:
        for serial, person in enumerate(people):
            subject = serial.to_bytes(6).rjust(16, b"-")
            changes.put_standing(subject, compile_standing(_published(person), KEYS))


def _published(person: Person) -> publication.Standing:
    born = date(2026, 1, 5)
    measure = publication.Measure(
        UUID(int=1), "order", "兵9901", "（2026）兵9901执1号", born, born, None, (FLIGHT.code,)
    )
    document = publication.DocumentOnFile("resident_id", person.number, None)
    return publication.Standing(UUID(int=1), "natural", (person.name,), (document,), 2, person.born, (measure,))


def ask(view: View, channel: Channel, person: Person) -> str:
    """Return the decision on a person as the channel asks about it."""
    document = channel.document(person)
    born = None if document is not None and document.is_citizen_number else person.born
    put = Question(FLIGHT, read_name(channel.write(person.name)), document, born, TODAY, None, None, ())
    found, _ = recognition.find(put, KEYS, view)
    return rules.decide(put, found, today=TODAY).decision


def measure(folder: Path, *, innocents: int) -> Counted:
    """Ask about every listed person once a channel, and about some innocents of the same birth dates."""
    counted, noise = Counted(), Noise(2)
    listed = listed_people()
    write_index(folder, listed)
    decile = deciles([person.name for person in listed])
    with Index(folder) as index, index.reading() as view:
        for channel in channels(noise):
            key = (channel.name, channel.script, channel.evidence)
            for person in listed:
                if person.place == channel.place:
                    decision = ask(view, channel, person)
                    counted.listed[key].count(decision)
                    counted.deciles[(channel.evidence, str(decile[person.name]))].count(decision)
                    counted.slices[(channel.evidence, person.slice)].count(decision)
            for person in innocent_people(innocents, channel.place):
                counted.innocent[key].count(ask(view, channel, person))
        for channel in channels(noise):
            if channel.evidence == CITIZEN:
                drawn = Population(4, first=6000)
                for person in listed:
                    for other in (drawn.namesake(person), drawn.twin(person)):
                        counted.innocent[("born the same day", other.slice, CITIZEN)].count(ask(view, channel, other))
    return counted


def innocent_people(count: int, place: str) -> Iterator[Person]:
    drawn = Population(3, first=6000)
    for born in itertools.islice(itertools.cycle(DAYS), count):
        person = drawn.person(born, place=place)
        if place == "cn" or "·" not in person.name:
            yield person


@dataclass(frozen=True)
class Pairs:
    """How well names alone tell one person from another: same person or not, as labelled."""

    pairs: int
    precision: float
    recall: float
    comparisons_per_second: float


def measure_pairs(count: int = 8000) -> Pairs:
    """Compare labelled pairs: half of one person written twice, half of two born on one day, a third of them alike."""
    noise, drawn = Noise(5), Population(6)
    writers = (noise.han, noise.pinyin, noise.traditional, noise.hong_kong, noise.taiwan, noise.pinyin)
    right = wrong = missed = 0
    took = 0.0
    for number in range(count // 2):
        place = ("cn", "cn", "hk", "hk", "tw", "cn")[number % 6]
        person = drawn.person(DAYS[number % len(DAYS)], place=place)
        if "·" in person.name and place == "cn":
            person = drawn.person(DAYS[0], place="hk")
        stranger = drawn.twin(person) if number % 3 == 0 else drawn.person(person.born, place="hk")
        writer = writers[number % 6]
        begun = time.perf_counter()
        same, other = (_is_same(person.name, writer(one.name)) for one in (person, stranger))
        took += time.perf_counter() - begun
        right, missed = right + same, missed + (not same)
        wrong += other and stranger.name != person.name
    return Pairs(count, right / (right + wrong), right / (right + missed), _speed(drawn))


def _is_same(one: str, other: str) -> bool:
    return level(forms_of(read_name(one)), forms_of(read_name(other))) in SAME


def _speed(drawn: Population) -> float:
    """Return how many names a second are read, brought into all forms and compared with one on file."""
    names = [drawn.person(DAYS[number % len(DAYS)]).name for number in range(3000)]
    on_file = [forms_of(read_name(name)) for name in names[:100]]
    begun = time.perf_counter()
    for number, name in enumerate(names):
        level(forms_of(read_name(name)), on_file[number % 100])
    return len(names) / (time.perf_counter() - begun)
