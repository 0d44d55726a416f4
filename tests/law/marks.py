"""Which tests say that they prove which rule: every ``pytest.mark.law`` of the tree, read from the sources."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).parents[1]


@dataclass(frozen=True, order=True)
class Mark:
    """One rule that one test proves; ``test`` is ``file::Class::method``, shorter when the mark stands further out.

    An argument that is no plain text stands as it is written, so that it is no rule's id.
    """

    rule: str
    test: str


def marks() -> list[Mark]:
    """Return every mark in the tests, sorted."""
    files = sorted(TESTS.rglob("test_*.py"))
    return sorted({mark for file in files for mark in marks_in(file.read_text("utf-8"), name=_name(file))})


def marks_in(source: str, *, name: str) -> Iterator[Mark]:
    """Yield the marks in one module."""
    yield from _marks_below(ast.parse(source), name)


def _name(file: Path) -> str:
    return file.relative_to(TESTS.parent).as_posix()


def _marks_below(node: ast.AST, place: str) -> Iterator[Mark]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and ast.unparse(child.func) == "pytest.mark.law":
            yield from (Mark(_rule(argument), place) for argument in child.args)
        if isinstance(child, ast.ClassDef | ast.FunctionDef):
            yield from _marks_below(child, f"{place}::{child.name}")
        else:
            yield from _marks_below(child, place)


def _rule(argument: ast.expr) -> str:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    return ast.unparse(argument)
