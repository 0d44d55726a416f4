"""Chromium and the pages it walks: the whole Django application on a port, with the test's own database.

Pictures are taken when RESTRICTION_PICTURES names a folder: each page looked at, by language and width.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.looking import numbers_in
from tests.browser.walking import Walk
from tests.conftest import extra

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
WIDTHS = {"narrow": 360, "wide": 1440}
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of this folder.

    Playwright's loop runs in this thread meanwhile, which Django would take for async code; nothing here is.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        extra("chromium")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield found
        found.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(params=sorted(WIDTHS))
def width(request: pytest.FixtureRequest) -> str:
    """Each test runs on an old phone and on a wide screen."""
    return str(request.param)


@pytest.fixture(params=sorted(LANGUAGES))
def language(request: pytest.FixtureRequest) -> str:
    """And in Chinese and English."""
    return str(request.param)


@pytest.fixture
def walk(browser: Browser, live_server: LiveServer, width: str, language: str) -> Iterator[Walk]:
    """A reader with a new browser window."""
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": WIDTHS[width], "height": 900},
        locale=LANGUAGES[language],
    )
    folder = os.environ.get("RESTRICTION_PICTURES")
    walk = Walk(context.new_page(), suffix=f"{language}-{width}", pictures=Path(folder) if folder else None)
    yield walk
    context.close()
    assert walk.faults == []
    assert [address for address in walk.asked if numbers_in(address)] == []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the test that asks whether every page was looked at run after those that look."""
    items.sort(key=lambda item: "browser/test_every_page.py" in item.nodeid)
