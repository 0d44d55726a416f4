"""Asks about listed people and innocent ones through every channel, and counts what is answered."""

import itertools
import multiprocessing
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Literal
from uuid import UUID

from benchmarks.identity.channels import Noise
from benchmarks.identity.people import DAYS, LISTED_A_DAY, Deciles, Person, Population
from blacklist import publication
from blacklist.law.activities import ACTIVITIES
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
CITIZEN, OTHER_DOCUMENT, NO_DOCUMENT = "citizen number", "other document", "no document"
SHARE = 50_000  # innocents that one process asks about at a time
INNOCENTS = 6000  # the first number of a day that an innocent person has; those of listed people lie below


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

    def add(self, other: "Cell") -> None:
        self.asked += other.asked
        self.restricted += other.restricted
        self.undetermined += other.undetermined


Cells = defaultdict[tuple[str, ...], Cell]


def _cells() -> Cells:
    return defaultdict(Cell)


@dataclass
class Counted:
    """Of listed people and of innocents: by channel and evidence, by decile of the name, by slice."""

    listed: Cells = field(default_factory=_cells)
    innocent: Cells = field(default_factory=_cells)
    deciles: Cells = field(default_factory=_cells)
    slices: Cells = field(default_factory=_cells)
    innocent_deciles: Cells = field(default_factory=_cells)
    innocent_slices: Cells = field(default_factory=_cells)

    def add(self, other: "Counted") -> None:
        for one in fields(self):
            mine: Cells = getattr(self, one.name)
            for key, cell in getattr(other, one.name).items():
                mine[key].add(cell)


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


@dataclass(frozen=True)
class Share:
    """Some of the questions, which one process asks: `number` is the share's own, and what is drawn follows from it.

    About listed people, about innocents born on their days, or about a namesake and a twin of each listed one.
    """

    about: Literal["listed", "innocent", "alike"]
    channel: int
    number: int
    count: int = 0


class Desk:
    """Where one process asks: the people on file, how common names are, and the index open for reading."""

    def __init__(self, folder: Path, listed: list[Person]) -> None:
        self._listed = listed
        self._deciles = Deciles(listed)
        self._index = Index(folder)
        self._view = self._index.view()

    def close(self) -> None:
        self._view.close()
        self._index.close()

    def ask(self, share: Share) -> Counted:
        """Ask one share, and return what was answered."""
        counted = Counted()
        channel = channels(Noise(1000 + share.number))[share.channel]
        if share.about == "listed":
            self._ask_listed(channel, counted)
        elif share.about == "innocent":
            self._ask_innocents(channel, share, counted)
        else:
            self._ask_alike(channel, share, counted)
        return counted

    def _ask_listed(self, channel: Channel, counted: Counted) -> None:
        for person in self._listed:
            if person.place == channel.place:
                decision = ask(self._view, channel, person)
                counted.listed[_key(channel)].count(decision)
                counted.deciles[channel.evidence, self._deciles.of(person)].count(decision)
                counted.slices[channel.evidence, person.slice].count(decision)

    def _ask_innocents(self, channel: Channel, share: Share, counted: Counted) -> None:
        for person in innocent_people(share.count, channel.place, seed=share.number):
            decision = ask(self._view, channel, person)
            counted.innocent[_key(channel)].count(decision)
            counted.innocent_deciles[channel.evidence, self._deciles.of(person)].count(decision)
            counted.innocent_slices[channel.evidence, person.slice].count(decision)

    def _ask_alike(self, channel: Channel, share: Share, counted: Counted) -> None:
        drawn = Population(share.number, first=INNOCENTS)
        for person in self._listed:
            for other in (drawn.namesake(person), drawn.twin(person)):
                cell = counted.innocent["born the same day", other.slice, channel.evidence]
                cell.count(ask(self._view, channel, other))


def shares(innocents: int) -> list[Share]:
    """Return everything that is asked, with so many innocents in all, shared out over the channels."""
    kinds = channels(Noise(0))
    each = -(-innocents // len(kinds))
    about: list[tuple[Literal["listed", "innocent", "alike"], int, int]] = []
    for number, channel in enumerate(kinds):
        about.append(("listed", number, 0))
        about += [("alike", number, 0)] if channel.evidence == CITIZEN else []
        about += [("innocent", number, min(SHARE, each - begun)) for begun in range(0, each, SHARE)]
    return [Share(kind, channel, number, count) for number, (kind, channel, count) in enumerate(about)]


def measure(
    folder: Path, *, innocents: int, processes: int = 1, told: Callable[[int, int], None] | None = None
) -> Counted:
    """Ask about every listed person once a channel, and about innocents of the same birth dates.

    :param innocents: how many of them in all; each is asked about once.
    :param told: hears how many shares are done, of how many.
    """
    listed = listed_people()
    write_index(folder, listed)
    asked, counted = shares(innocents), Counted()
    for done, found in enumerate(_answers(folder, listed, asked, processes), 1):
        counted.add(found)
        if told is not None:
            told(done, len(asked))
    return counted


def _answers(folder: Path, listed: list[Person], asked: list[Share], processes: int) -> Iterator[Counted]:
    """Yield what is answered to each share, in the order in which they are done; the order changes no sum."""
    if processes == 1:
        desk = Desk(folder, listed)
        yield from map(desk.ask, asked)
        desk.close()
        return
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), _open_desk, (folder, listed)) as pool:
        yield from pool.map(_ask_there, asked)


_desk: list[Desk] = []  # that of this process


def _open_desk(folder: Path, listed: list[Person]) -> None:
    _desk.append(Desk(folder, listed))


def _ask_there(share: Share) -> Counted:
    return _desk[0].ask(share)


def _key(channel: Channel) -> tuple[str, ...]:
    return channel.name, channel.script, channel.evidence


def innocent_people(count: int, place: str, *, seed: int) -> Iterator[Person]:
    """Yield people of whom none is listed, on every birth date alike."""
    drawn = Population(seed, first=INNOCENTS)
    for born in itertools.islice(itertools.cycle(DAYS), count):
        person = drawn.person(born, place=place)
        if place == "cn" or "·" not in person.name:
            yield person
