"""Labelled pairs of names: one person written twice, or two people; and how many are compared in a second."""

import time
from dataclasses import dataclass

from benchmarks.identity.channels import Noise
from benchmarks.identity.people import DAYS, Population
from blacklist.law.forms import Level, forms_of, level
from blacklist.law.names import read_name

SAME = (Level.SAME, Level.VARIANT, Level.SOUND)


@dataclass(frozen=True)
class Pairs:
    """How well names alone tell one person from another: same person or not, as labelled."""

    pairs: int
    precision: float
    recall: float


def measure(count: int = 8000) -> Pairs:
    """Compare labelled pairs: half of one person written twice, half of two born on one day, a third of them alike."""
    noise, drawn = Noise(5), Population(6)
    writers = (noise.han, noise.pinyin, noise.traditional, noise.hong_kong, noise.taiwan, noise.pinyin)
    right = wrong = missed = 0
    for number in range(count // 2):
        place = ("cn", "cn", "hk", "hk", "tw", "cn")[number % 6]
        person = drawn.person(DAYS[number % len(DAYS)], place=place)
        if "·" in person.name and place == "cn":
            person = drawn.person(DAYS[0], place="hk")
        stranger = drawn.twin(person) if number % 3 == 0 else drawn.person(person.born, place="hk")
        writer = writers[number % 6]
        same, other = (_is_same(person.name, writer(one.name)) for one in (person, stranger))
        right, missed = right + same, missed + (not same)
        wrong += other and stranger.name != person.name
    return Pairs(count, right / (right + wrong), right / (right + missed))


def _is_same(one: str, other: str) -> bool:
    return level(forms_of(read_name(one)), forms_of(read_name(other))) in SAME


def per_second() -> float:
    """Return how many names a second are read, brought into all forms and compared with one on file."""
    drawn = Population(6)
    names = [drawn.person(DAYS[number % len(DAYS)]).name for number in range(3000)]
    on_file = [forms_of(read_name(name)) for name in names[:100]]
    begun = time.perf_counter()
    for number, name in enumerate(names):
        level(forms_of(read_name(name)), on_file[number % 100])
    return len(names) / (time.perf_counter() - begun)
