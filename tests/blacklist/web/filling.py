"""Fill in whatever form a page shows: the first of each choice, today for a day, some words for a text."""

from html.parser import HTMLParser
from typing import Any

from blacklist.law.days import legal_day
from tests.factories.clock import AT

SOME_WORDS = "理由一。"


class Filled(HTMLParser):
    """The fields of the form in a page's main part, each with something in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.typed: dict[str, str] = {}
        self._select = ""
        self.feed(page.partition("<main")[2])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "select":
            self._select = name
        elif tag == "option" and value and self._select:
            self.typed.setdefault(self._select, value)
        elif tag == "textarea":
            self.typed[name] = SOME_WORDS
        elif tag == "input" and name:
            self.typed.setdefault(name, value or _something(given))


def _something(given: dict[str, Any]) -> str:
    if given.get("type") == "date":
        return legal_day(AT).isoformat()
    return "1" if given.get("inputmode") == "numeric" else SOME_WORDS
