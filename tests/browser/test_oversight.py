"""Oversight and the public statistics in a browser: every table and chart is looked at."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from blacklist.law.days import legal_day
from blacklist.law.duties import OFFICES
from blacklist.models import PublishedFigure, PublishedMonth, Task
from config.oversight.views import TABLES
from tests.browser.staff import sign_in
from tests.browser.walking import Walk
from tests.config.institutions.test_alarms import raised as alarms_raised
from tests.config.oversight.test_pages import answered
from tests.factories import corrections, listings, orders, people, tasks

pytestmark = pytest.mark.django_db(transaction=True)
LATE = ((people.COURT, 3), (people.COURT, 12), (people.OTHER_COURT, 41))


def some_work() -> None:
    """Fill two courts with what oversight is about."""
    people.courts_above()
    today = legal_day(timezone.now())
    for court, days in LATE:
        task = tasks.open_task()
        Task.objects.filter(pk=task.pk).update(court=court, due_on=today - timedelta(days=days))
    corrections.corrected()
    orders.lifted()
    listings.signed(ground=3)
    answered()
    alarms_raised()


def published() -> None:
    """Publish two months of numbers."""
    people.courts_above()
    for month, number in ((date(2026, 9, 1), 1210), (date(2026, 10, 1), 1234)):
        of = PublishedMonth.objects.create(month=month, published_at=timezone.now())
        rows = (
            ("listings", "", "", number),
            ("listings", "court", people.COURT, None),
            ("listings", "court", people.OTHER_COURT, None),
            ("listings", "court", people.COURT_ABOVE, number - 40),
            ("listings_revoked", "", "", None),
            ("listings_by_ground", "ground", "1", number - 30),
            ("listings_by_ground", "ground", "3", 30),
            ("checks_restricted", "", "", 77 * number),
            ("checks_restricted", "sector", "airline", 77 * number),
        )
        for figure, by, key, told in rows:
            PublishedFigure.objects.create(month=of, figure=figure, by=by, key=key, number=told)


class TestOversight:
    def test_shows_each_table_beside_its_chart(self, walk: Walk) -> None:
        some_work()
        sign_in(walk, people.officer(duties=OFFICES["superior_court"], court_code=people.COURT_ABOVE))
        walk.page.goto("/oversight/")
        walk.look("oversight")
        assert walk.page.locator(".frame-chart__bar").count() == walk.page.locator("tbody tr").count()
        for name in sorted(TABLES):
            walk.open(f"/court/oversight/{name}")
            assert walk.page.locator("table").is_visible()

    def test_is_reached_by_keyboard_and_gives_its_files(self, walk: Walk) -> None:
        some_work()
        sign_in(walk, people.president())
        walk.tab_to("a[href='/court/oversight/']")
        with walk.page.expect_navigation():
            walk.page.keyboard.press("Enter")
        walk.tab_to("a[href='/court/oversight/overdue.csv']")
        with walk.page.expect_download() as downloading:
            walk.page.keyboard.press("Enter")
        assert downloading.value.suggested_filename == "overdue.csv"


class TestStatistics:
    def test_are_for_anybody(self, walk: Walk) -> None:
        published()
        walk.open("/statistics/")
        assert walk.page.locator("table").count() == 4
        walk.tab_to("a[href='?month=2026-09']")
        with walk.page.expect_navigation():
            walk.page.keyboard.press("Enter")
        walk.look("statistics-month")

    def test_say_when_there_are_none(self, walk: Walk) -> None:
        walk.page.goto("/statistics/")
        walk.look("statistics-none")
        assert walk.page.locator("table").count() == 0
