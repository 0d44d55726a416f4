"""What a first visit to each area brings over the line, and what the counter's page itself weighs."""

import posixpath
import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import timezone

from blacklist.law.duties import Duty
from blacklist.models import Person
from blacklist.services import record_codes
from tests.blacklist.web.staff import Desk
from tests.factories import listings, people
from tests.restrictions.check.laboratory import CREDENTIAL
from tests.restrictions.web.standing_by import enrolled

pytestmark = pytest.mark.django_db
FIRST_VISIT, FIRST_PAINT = 100 * 1024, 15 * 1024
HEADERS = {"host": "localhost", "accept-encoding": "gzip", "accept": "text/html"}
HEAD_BYTES = 600  # of an answer, at most; a browser gets them too
# What loads as its reader comes to it is no part of the first visit.
_LOADED = re.compile(r'<(?:link[^>]* href|script[^>]* src|img(?![^>]* loading="lazy")[^>]* src)="(/static/[^"]+)"')
_IN_A_FILE = re.compile(r"""(?:\bfrom\s*|\bimport\s*|url\()["']?([./][^"')\s]+)""")


def nobody() -> Client:
    return Client()


def officer() -> Client:
    return Desk(people.officer(duties=sorted(Duty))).client


def receptionist() -> Client:
    enrolled("flight.business", "hotel.star_rated")
    client = Client()
    client.post("/counter/sign-in", {"credential": CREDENTIAL}, headers=HEADERS)
    return client


def person() -> Client:
    client = Client()
    client.post("/my-record/code", {"code": _code_of(listings.active().debtor)}, headers=HEADERS)
    return client


AREAS: dict[str, Callable[[], Client]] = {
    "/": nobody,
    "/redress": nobody,
    "/public-list/": nobody,
    "/statistics/": nobody,
    "/guides/": nobody,
    "/guides/clerk": nobody,
    "/guides/listed-person": nobody,
    "/guides/loan-officer": nobody,
    "/guides/receptionist": nobody,
    "/court/sign-in": nobody,
    "/court/": officer,
    "/court/ruling": officer,
    "/court/signing": officer,
    "/court/oversight/": officer,
    "/counter/sign-in": nobody,
    "/counter/": receptionist,
    "/counter/many": receptionist,
    "/counter/history": receptionist,
    "/share/": receptionist,
    "/my-record/code": nobody,
    "/my-record/": person,
    "/share/mine": person,
}


class TestFirstVisit:
    @pytest.mark.parametrize("area", sorted(AREAS))
    def test_brings_at_most_a_hundred_kilobytes(self, area: str) -> None:
        client = AREAS[area]()
        page = client.get(area, headers=HEADERS)
        assert (page.status_code, page["Content-Encoding"]) == (200, "gzip")
        files = dict(_files(client, client.get(area, headers={"host": "localhost"}).content.decode()))
        assert len(files) >= 3, "style and script were found"
        assert len(page.content) + sum(files.values()) + HEAD_BYTES * (1 + len(files)) <= FIRST_VISIT, files


class TestFirstPaint:
    def test_of_the_counter_is_fifteen_kilobytes_besides_cached_files(self) -> None:
        assert len(receptionist().get("/counter/", headers=HEADERS).content) <= FIRST_PAINT


def _files(client: Client, page: str) -> Iterator[tuple[str, int]]:
    """Yield every file that a page loads, and those that these load, with its size on the line."""
    wanted, seen = list(_LOADED.findall(page)), set[str]()
    while wanted:
        address = wanted.pop()
        if address in seen:
            continue
        seen.add(address)
        sent = client.get(address, headers=HEADERS)
        assert sent.status_code == 200, address
        yield address, len(sent.getvalue())
        if address.partition("?")[0].endswith((".css", ".js")):
            text = client.get(address, headers={"host": "localhost"}).getvalue().decode()
            around = posixpath.dirname(address.partition("?")[0])
            wanted += [posixpath.normpath(posixpath.join(around, each)) for each in _IN_A_FILE.findall(text)]


def _code_of(person: Person) -> str:
    document = person.documents.get()
    return record_codes.issue(
        document_type=document.type, number=document.number, issuer=None, by=people.clerk(), at=timezone.now()
    ).code
