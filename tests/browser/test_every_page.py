"""Every page was looked at by some walk of this run, in both languages and at both widths.

Whoever adds a page opens it in a test of this folder with ``walk.look`` or ``walk.open``; nothing is added here. What a
browser gets that is no page stands in ``NOT_PAGES``. This runs last of the folder.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.browser.conftest import LANGUAGES, WIDTHS
from tests.browser.looking import SEEN, Look

# Programs call these; the last is Django's own, for reference data.
NOT_FOR_PEOPLE = ("court/v1/", "v1/", "oauth2/", ".well-known/", "openapi.json", "admin/")
NOT_PAGES = {
    "court/sign-out": "a button leads on",
    "counter/sign-out": "a button leads on",
    "counter/typed": "kept for the form's own page",
    "my-record/leave": "a button leads on",
    "my-record/applications/<uuid:matter_id>/withdraw": "a button leads on",
    "my-record/sign-in": "leads on to the identity provider",
    "my-record/signed-in": "leads on to the record",
    "language/<str:language>": "leads back to the page",
    "court/drafts": "a line of the form's own page",
    "court/documents/<uuid:document_id>.pdf": "a document",
    "court/imports/<uuid:import_id>/report": "a file",
    "my-record/documents/<uuid:document_id>": "a document",
    "my-record/export": "a file",
    "share/mine/<uuid:code_id>/revoke": "a button leads on",
    "oversight/": "leads to its page at the court",
    "court/oversight/<slug:name>.csv": "a file",
    "court/oversight/<slug:name>.json": "a file",
    "robots.txt": "a file",
    "statistics.csv": "a file",
    "statistics.json": "a file",
}


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Yield the pattern of every address under a resolver."""
    for each in resolver.url_patterns:
        whole = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield whole
        else:
            yield from routes(each, whole)


def pages() -> list[str]:
    """Return the pattern of every page that people open."""
    found = {route for route in routes(get_resolver()) if not route.startswith(NOT_FOR_PEOPLE)}
    return sorted(found - set(NOT_PAGES))


class TestEveryPage:
    @pytest.mark.parametrize("route", pages())
    def test_was_looked_at(self, request: pytest.FixtureRequest, route: str) -> None:
        folder = Path(__file__).parent
        run = {item.path for item in request.session.items}
        if not SEEN or not {*folder.glob("test_*.py")} <= run:
            pytest.skip("not every walk is part of this run: bin/test tests/browser")
        wanted = {Look(route, language, width) for language in LANGUAGES for width in WIDTHS}
        assert sorted(wanted - SEEN) == []

    def test_leaves_out_nothing_that_is_not_there(self) -> None:
        assert set(NOT_PAGES) - set(routes(get_resolver())) == set()
