"""Tables of Han characters, one a file: which stand for the same one, and how each is read.

Made once by `python -m tests.han_tables`; the head of each file names its sources and their licences.
"""

from collections.abc import Iterator
from importlib.resources import files


def rows(name: str) -> Iterator[tuple[str, str]]:
    """Yield the first word and the second of each line of a table, without its head."""
    for line in files(__name__).joinpath(name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            first, _, second = line.partition(" ")
            yield first, second
