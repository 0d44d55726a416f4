"""What is promised of recognition, what was measured of it, and whether that keeps the promise."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from benchmarks.identity.measuring import CITIZEN, OTHER_DOCUMENT, Cell, Counted
from benchmarks.identity.pairs import Pairs

# The least share of listed people behind another document that is not permitted, in the worst of these channels.
FOUND: Mapping[str, tuple[float, frozenset[str]]] = {
    "mainland": (0.995, frozenset({"hotel", "airline", "adversary"})),
    "Taiwan": (0.97, frozenset({"Taiwan"})),
    "Hong Kong": (0.95, frozenset({"Hong Kong"})),
}
MOST_ASKED = {"Han": 0.005, "pinyin": 0.01}
MOST_PERMITTED = 1 / 100_000
PRECISION, RECALL = 0.998, 0.97


class Promise(NamedTuple):
    """One promise, in words for the table."""

    what: str
    promised: str
    measured: str
    is_kept: bool


def of_people(counted: Counted, found: Pairs) -> list[Promise]:
    """Return the promises about who is found and who is not."""
    return [*_of_listed(counted), *_of_innocents(counted), *_of_pairs(found)]


def table(promises: Sequence[Promise]) -> list[str]:
    """Return promises as Markdown."""
    rows = (
        f"| {one.what} | {one.promised} | {one.measured} | {'yes' if one.is_kept else '**no**'} |" for one in promises
    )
    return ["| Measured | Promised | Found | Kept |", "|---|---|---|---|", *rows]


def _of_listed(counted: Counted) -> Iterator[Promise]:
    by_number = _sum([cell for key, cell in counted.listed.items() if key[2] == CITIZEN])
    yield Promise(
        "listed people permitted by their own citizen number",
        "at most 1 in 100,000",
        _of(by_number.permitted, by_number),
        by_number.permitted <= by_number.asked * MOST_PERMITTED,
    )
    behind = {key: cell for key, cell in counted.listed.items() if key[2] == OTHER_DOCUMENT}
    for place, (least, channels) in FOUND.items():
        worst = min(1 - cell.permitted / cell.asked for key, cell in behind.items() if key[0] in channels)
        what = f"listed people behind another document not permitted, {place}, worst channel"
        yield Promise(what, f"at least {least:.1%}", f"{worst:.3%}", worst >= least)


def _of_innocents(counted: Counted) -> Iterator[Promise]:
    everybody = _sum(counted.innocent.values())
    yield Promise(
        "innocent people `restricted`",
        "0 in 10 million",
        _of(everybody.restricted, everybody),
        not everybody.restricted,
    )
    by_number = _sum([cell for key, cell in counted.innocent.items() if key[2] == CITIZEN])
    yield Promise(
        "innocent people with a citizen number asked for more",
        "0",
        _of(by_number.undetermined, by_number),
        not by_number.undetermined,
    )
    for script, most in MOST_ASKED.items():
        asked = [cell for key, cell in counted.innocent.items() if key[1] == script and key[2] != CITIZEN]
        worst = max(cell.undetermined / cell.asked for cell in asked)
        what = f"innocent people asked for a document by a name in {script}, worst channel"
        yield Promise(what, f"at most {most:.1%}", f"{worst:.3%}", worst <= most)


def _of_pairs(found: Pairs) -> Iterator[Promise]:
    what = f"{found.pairs:,} labelled pairs of names"
    yield Promise(f"{what}, precision", f"at least {PRECISION}", f"{found.precision:.4f}", found.precision >= PRECISION)
    yield Promise(f"{what}, recall", f"at least {RECALL}", f"{found.recall:.4f}", found.recall >= RECALL)


def _sum(cells: Iterable[Cell]) -> Cell:
    whole = Cell()
    for cell in cells:
        whole.add(cell)
    return whole


def _of(count: int, cell: Cell) -> str:
    return f"{count:,} of {cell.asked:,}"
