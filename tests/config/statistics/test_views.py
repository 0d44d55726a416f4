"""The public statistics, for anybody: a page, CSV, JSON."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from blacklist.models import PublishedFigure, PublishedMonth
from tests.factories import people

pytestmark = pytest.mark.django_db
HOST: dict[str, Any] = {"host": "localhost", "accept-language": "en"}
ADDRESSES = ("/statistics/", "/statistics.csv", "/statistics.json")
NUMBERS = (
    ("listings", "", "", 1234),
    ("listings", "court", people.COURT, None),
    ("listings", "court", people.OTHER_COURT, None),
    ("listings", "court", people.HIGH_COURT, 1200),
    ("listings_revoked", "", "", None),
    ("listings_by_ground", "ground", "1", 1234),
    ("checks_restricted", "", "", 77),
    ("checks_restricted", "sector", "airline", 77),
)


@pytest.fixture
def october() -> None:
    """Two published months."""
    people.courts_above()
    published_at = datetime(2026, 11, 5, tzinfo=UTC)
    PublishedMonth.objects.create(month=date(2026, 9, 1), published_at=published_at)
    month = PublishedMonth.objects.create(month=date(2026, 10, 1), published_at=published_at)
    for figure, by, key, number in NUMBERS:
        PublishedFigure.objects.create(month=month, figure=figure, by=by, key=key, number=number)


class TestPage:
    @pytest.mark.usefixtures("october")
    @pytest.mark.parametrize(("language", "said"), [("en", "left out"), ("zh-hans", "不公布")])
    def test_shows_totals_and_groups_in_both_languages(self, client: Client, language: str, said: str) -> None:
        page = client.get("/statistics/", headers={**HOST, "accept-language": language}).content.decode()
        assert all(number in page for number in ("1,234", "1,200", "77"))
        assert said in page
        assert " style=" not in page

    @pytest.mark.usefixtures("october")
    def test_is_at_the_first_page(self, client: Client) -> None:
        assert "/statistics/" in client.get("/", headers=HOST).content.decode()

    def test_says_when_there_is_nothing_yet(self, client: Client) -> None:
        assert "No month has been published" in client.get("/statistics/", headers=HOST).content.decode()
        assert client.get("/statistics.json", headers=HOST).json()["month"] is None
        assert client.get("/statistics.csv", headers=HOST).status_code == 200


class TestFiles:
    @pytest.mark.usefixtures("october")
    def test_say_the_same(self, client: Client) -> None:
        data = client.get("/statistics.json?month=2026-10", headers=HOST)
        sheet = client.get("/statistics.csv", headers=HOST).content.decode().removeprefix("\ufeff")
        rows = [{**row, "month": "2026-10"} for row in data.json()["figures"]]
        told = [{key: "" if value is None else str(value) for key, value in row.items()} for row in rows]
        assert sorted(map(sorted, (row.items() for row in told))) == sorted(
            map(sorted, (row.items() for row in csv.DictReader(io.StringIO(sheet))))
        )
        assert data["Cache-Control"] == "public, max-age=3600"
        assert data.json()["months"] == ["2026-10", "2026-09"]

    @pytest.mark.usefixtures("october")
    def test_leave_a_small_number_empty(self, client: Client) -> None:
        rows = client.get("/statistics.json", headers=HOST).json()["figures"]
        assert {"figure": "listings", "by": "court", "key": people.COURT, "number": None} in rows

    @pytest.mark.usefixtures("october")
    @pytest.mark.parametrize("address", ADDRESSES)
    @pytest.mark.parametrize("month", ["2026-08", "2026-13", "２０２６-10", "x", "2026-10-01"])
    def test_are_of_published_months_alone(self, client: Client, address: str, month: str) -> None:
        assert client.get(address, {"month": month}, headers=HOST).status_code == 404
