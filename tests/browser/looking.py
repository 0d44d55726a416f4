"""What is looked at on every page, whoever walks there: axe in light and dark, languages, numbers, what was injected.

``SEEN`` remembers which page was looked at in which language and width; `test_every_page.py` asks for them all.
"""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Page, expect

from tests.citizens import could_be_a_citizens

# Typed into every field that takes any text: no page may make anything of it but text.
PROBE = "<img src=x onerror=fault()>\"'{{7*7}}&lt;"
_NUMBER = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")
_AXE, _AXE_AGAIN = Axe(), Axe(axe_script="0")  # its script is half a megabyte, and stays in the page
_EVERY_RULE = {"resultTypes": ["violations"]}
_OF_COLOUR = {**_EVERY_RULE, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
# All that a page says; what stands in a field was typed there by its reader.
_TEXT = """() => {
  const copy = document.documentElement.cloneNode(true);
  for (const typed of copy.querySelectorAll("script, style, textarea")) typed.remove();
  for (const typed of copy.querySelectorAll("input")) typed.removeAttribute("value");
  return copy.outerHTML;
}"""
_INJECTED = "() => document.querySelectorAll('main img[src=x], main [onerror], main script').length"
# Text that the element around it declares to be in another language than most of it is in.
_IN_WRONG_LANGUAGE = """(probe) => {
  const english = /(\\b[a-z]{2,}\\b[ ,.’]+){4}/i, found = [];
  const isHan = (text) => 2 * (text.match(/[\\u3400-\\u9fff]/g) || []).length > (text.match(/[a-z]/gi) || []).length;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.data.replace(probe, '').trim(), around = texts.currentNode.parentElement;
    if (!text || around.closest("script, style, textarea, option")) continue;
    const isChinese = around.closest("[lang]").lang.startsWith("zh");
    if (isHan(text) ? !isChinese : isChinese && english.test(text)) found.push(text.slice(0, 60));
  }
  return found;
}"""


@dataclass(frozen=True, order=True)
class Look:
    """One look at a page."""

    route: str
    language: str
    width: str


SEEN: set[Look] = set()


def look_at(page: Page, *, name: str, repeats: str = "") -> None:
    """Check a page and remember it. ``repeats``: a number that it reads back to whoever has just typed it.

    One heading; no sideways scrolling; nothing that axe finds, in light or dark; every text marked with its language;
    nobody's number in text, title or address; nothing still moving; nothing made of what was typed.
    """
    expect(page.locator("h1")).to_have_count(1)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{name}: {wide} px wider than the window"
    _ask(_AXE, page, name, _EVERY_RULE)
    page.emulate_media(color_scheme="dark")
    _ask(_AXE_AGAIN, page, f"{name}, dark", _OF_COLOUR)
    page.emulate_media(color_scheme="light")
    assert page.evaluate(_INJECTED) == 0, name
    wrong = page.evaluate(_IN_WRONG_LANGUAGE, PROBE)
    assert wrong == [], f"{name}: {wrong}"
    said = f"{page.url} {page.title()} {page.evaluate(_TEXT)}"
    assert [number for number in numbers_in(said) if number != repeats] == [], name
    language, width = page.evaluate("[document.documentElement.lang.slice(0, 2), innerWidth < 600 ? 'narrow' : 'wide']")
    SEEN.add(Look(route_of(page.url), language, width))


def numbers_in(text: str) -> list[str]:
    """Return what could be somebody's citizen number."""
    found = [number.upper() for number in _NUMBER.findall(text)]
    return [number for number in found if could_be_a_citizens(number)]


def route_of(address: str) -> str:
    """Return the pattern of an address, as `urls.py` has it."""
    try:
        return str(resolve(urlsplit(address).path).route)
    except Resolver404:
        return ""


def _ask(axe: Axe, page: Page, name: str, options: dict[str, Any]) -> None:
    found = axe.run(page, options=options)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"
