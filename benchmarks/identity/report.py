"""`bin/bench identity`: how well people are recognised, as a table and a plot, beside what is promised."""

import argparse
import os
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from benchmarks.identity import measuring, pairs, promises, throughput
from benchmarks.identity.measuring import OTHER_DOCUMENT, Cell, Cells, Counted
from benchmarks.identity.pairs import Pairs
from benchmarks.identity.throughput import Cost

DOCS = Path(__file__).parents[2] / "docs"
PARTS = PEOPLE, COST = "people", "cost"  # what is measured, each in its place on the page


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/bench identity", description=__doc__)
    parser.add_argument(
        "--innocents", type=int, default=1_000_000, help="innocent people in all, each asked about once"
    )
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="that ask")
    parser.add_argument("--seconds", type=int, default=2, help="length of a round of the load over HTTP")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of it; the median counts")
    parser.add_argument("--only", choices=PARTS, help="measure who is found, or what that costs: this needs quiet")
    parser.add_argument("--docs", action="store_true", help="write tables and plot into docs/identity.md and .svg")
    told = parser.parse_args(arguments)
    broken: list[str] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        if told.only in (None, PEOPLE):
            broken += _people(Path(folder), told)
        if told.only in (None, COST):
            broken += _cost(Path(folder), told)
    for one in broken:
        print(f"NOT KEPT: {one}")
    return 1 if broken else 0


def _people(folder: Path, told: argparse.Namespace) -> list[str]:
    """Measure who is found, print it, and return the promises that were not kept."""
    begun = time.monotonic()
    counted = measuring.measure(folder / "index", innocents=told.innocents, processes=told.processes, told=_progress)
    found = pairs.measure()
    text = table(counted, found)
    print(f"{text}\n\nasked in {time.monotonic() - begun:.0f} s by {told.processes} processes\n", flush=True)
    if told.docs:
        (DOCS / "identity.svg").write_text(plot(counted), encoding="utf-8")
        _put(PEOPLE, f"{text}\n\n![Found and asked, by channel, kind of name and decile](identity.svg)")
    return [one.what for one in promises.of_people(counted, found) if not one.is_kept]


def _cost(folder: Path, told: argparse.Namespace) -> list[str]:
    """Measure what recognising people costs, print it, and return the promises that were not kept."""
    costs = throughput.measure(folder, seconds=told.seconds, rounds=told.rounds)
    text = cost_table(costs, pairs.per_second())
    print(f"{text}\n", flush=True)
    if told.docs:
        _put(COST, text)
    return throughput.failures(costs)


def _put(part: str, text: str) -> None:
    """Write what was measured in its place in `docs/identity.md`."""
    page = DOCS / "identity.md"
    begin, end = f"<!-- measured by bin/bench identity: {part} -->", f"<!-- end of {part} -->"
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    page.write_text(f"{before}{begin}\n\n{text}\n\n{end}{rest.partition(end)[2]}", encoding="utf-8")


def _progress(done: int, of: int) -> None:
    if done * 10 // of > (done - 1) * 10 // of:
        print(f"{done * 100 // of} % asked", flush=True)


def table(counted: Counted, found: Pairs) -> str:
    """Return who was found as Markdown, what went worst first."""
    lines = [
        *promises.table(promises.of_people(counted, found)),
        "",
        f"Listed people through {len(counted.listed)} channels, worst first:",
        *_answered("Channel | Name in | Evidence", counted.listed),
        "",
        "Listed people by kind of name, and by decile of how common it is (1: the commonest), worst first:",
        *_answered("Evidence | Name", _named(counted.slices, counted.deciles)),
        "",
        "Innocent people, of whom in life 0.25 % share name in Han and birth date with a listed one, 0.66 % pinyin and"
        " birth date:",
        *_asked("Channel | Name in | Evidence", counted.innocent),
        "",
        "Innocent people by kind of name, and by decile of how common it is, worst first:",
        *_asked("Evidence | Name", _named(counted.innocent_slices, counted.innocent_deciles)),
    ]
    return "\n".join(lines)


def cost_table(costs: Mapping[str, Cost], names_per_second: float) -> str:
    """Return what that costs as Markdown, the dearest first."""
    lines = [
        "What that costs, the dearest first: one process, over HTTP, beside the same server that looks up documents"
        f" alone (promised: a ratio of at least {throughput.PROMISED:g}):",
        "",
        *throughput.table(costs),
        "",
        f"{names_per_second:,.0f} names a second are read, brought into all forms and compared with one on file.",
    ]
    return "\n".join(lines)


def _named(slices: Cells, by_decile: Cells) -> Cells:
    """Return both as one, each decile by its name."""
    found = Cells(Cell, slices)
    for (evidence, decile), cell in by_decile.items():
        found[evidence, f"decile {decile}"] = cell
    return found


def _answered(head: str, cells: Cells) -> list[str]:
    columns = f"| {head} | Asked | Restricted | Undetermined | Permitted |"
    return ["", columns, _rule(columns), *(_row(key, cell) for key, cell in _worst_first(cells))]


def _asked(head: str, cells: Cells) -> list[str]:
    columns = f"| {head} | Asked | Asked for a document |"
    worst_first = sorted(cells.items(), key=lambda pair: (-pair[1].undetermined / pair[1].asked, pair[0]))
    return [
        "",
        columns,
        _rule(columns),
        *(
            f"| {' | '.join(key)} | {cell.asked:,} | {cell.undetermined / cell.asked:.3%} |"
            for key, cell in worst_first
        ),
    ]


def _rule(columns: str) -> str:
    return "|---" * (columns.count("|") - 1) + "|"


def _worst_first(cells: Cells) -> list[tuple[tuple[str, ...], Cell]]:
    return sorted(cells.items(), key=lambda pair: (-pair[1].permitted / pair[1].asked, pair[0]))


def _row(key: Iterable[str], cell: Cell) -> str:
    shares = (cell.restricted, cell.undetermined, cell.permitted)
    return f"| {' | '.join(key)} | {cell.asked:,} | {' | '.join(f'{share / cell.asked:.3%}' for share in shares)} |"


_WIDTH, _LEFT, _BAR, _STEP = 900, 330, 14, 24


def plot(counted: Counted) -> str:
    """Return bars, in per mille: how many listed people pass and how many innocents are asked.

    By channel, by kind of name, by decile; of the latter two behind another document, where it matters.
    """
    kinds, asked = (
        _named(*cells)
        for cells in ((counted.slices, counted.deciles), (counted.innocent_slices, counted.innocent_deciles))
    )
    rows = [(" · ".join(key), cell, counted.innocent[key]) for key, cell in _worst_first(counted.listed)]
    rows += [(" · ".join(key), cell, asked[key]) for key, cell in _worst_first(kinds) if key[0] == OTHER_DOCUMENT]
    most = max(
        max(_per_mille(listed.permitted, listed), _per_mille(other.undetermined, other)) for _, listed, other in rows
    )
    scale = (_WIDTH - _LEFT - 70) / max(most, 1)
    height = len(rows) * 2 * _STEP + 60
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}"',
        ' font-family="sans-serif" font-size="13">',
        '<rect width="100%" height="100%" fill="#fff"/>',
        '<text x="10" y="20" fill="#b3261e">listed people permitted, ‰</text>',
        '<text x="230" y="20" fill="#1d70b8">innocent people asked for a document, ‰</text>',
    ]
    for number, (name, listed, other) in enumerate(rows):
        top = 40 + number * 2 * _STEP
        parts.append(f'<text x="10" y="{top + _BAR + 4}" fill="#0b0c0c">{name}</text>')
        for offset, share, colour in (
            (0, _per_mille(listed.permitted, listed), "#b3261e"),
            (_BAR + 3, _per_mille(other.undetermined, other), "#1d70b8"),
        ):
            length = max(share * scale, 1)
            parts.append(
                f'<rect x="{_LEFT}" y="{top + offset}" width="{length:.1f}" height="{_BAR}" fill="{colour}"/>'
                f'<text x="{_LEFT + length + 6:.1f}" y="{top + offset + 12}" fill="#0b0c0c">{share:.2f}</text>'
            )
    return "\n".join([*parts, "</svg>", ""])


def _per_mille(part: int, cell: Cell) -> float:
    return 1000 * part / cell.asked if cell.asked else 0.0
