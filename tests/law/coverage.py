"""``docs/law-coverage.md``: for each rule of law the tests that prove it, or why software does not carry it."""

from collections import defaultdict
from pathlib import Path

from tests.law.marks import marks
from tests.law.outside import OUTSIDE
from tests.law.rules import RULES, Rule

DOCUMENT = Path(__file__).parents[2] / "docs" / "law-coverage.md"
HEAD = """# Which rule is proved by which test

Made from the marks in the tests by `python -m tests.law`; do not edit. Each rule is in our own words; the official text
decides. The letters of the rules are those of the [glossary](../GLOSSARY.md).

| Rule | Source | Says | Proved by, or why it is not |
|---|---|---|---|
"""


def proofs() -> dict[str, list[str]]:
    """Return the tests of each rule that has some."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for mark in marks():
        found[mark.rule].append(mark.test.removeprefix("tests/"))
    return dict(found)


def document() -> str:
    """Return the text of the document."""
    proved = proofs()
    return HEAD + "".join(_row(rule, proved.get(rule.id, [])) for rule in RULES.values())


def _row(rule: Rule, tests: list[str]) -> str:
    said = [f"`{test}`" for test in tests]
    if rule.id in OUTSIDE:
        said = [*said, f"*Not here:* {OUTSIDE[rule.id]}"]
    return f"| {rule.id} | {rule.source} | {rule.sentence} | {'<br>'.join(said)} |\n"
