from datetime import UTC, datetime, timedelta, timezone

from django.template import Context, Template

from pages.times import clock


class TestClock:
    def test_reads_as_in_china_whatever_the_zone_it_came_in(self) -> None:
        assert clock(datetime(2026, 11, 25, 2, 41, tzinfo=UTC)) == "2026-11-25 10:41"
        assert clock(datetime(2026, 11, 25, 4, 41, tzinfo=timezone(timedelta(hours=2)))) == "2026-11-25 10:41"

    def test_of_an_evening_in_utc_is_on_the_next_day(self) -> None:
        evening = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
        assert Template('{% load pages %}{{ at|clock:"Y-m-d" }}').render(Context({"at": evening})) == "2027-01-01"

    def test_of_nothing_is_nothing(self) -> None:
        assert clock(None) == ""
