from datetime import UTC, date, datetime

import pytest

from blacklist.law.days import legal_day


class TestLegalDay:
    @pytest.mark.parametrize(
        ("at", "day"),
        [
            (datetime(2026, 3, 1, 15, 59, 59, 999000, tzinfo=UTC), date(2026, 3, 1)),
            (datetime(2026, 3, 1, 16, 0, tzinfo=UTC), date(2026, 3, 2)),
            (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), date(2027, 1, 1)),
        ],
    )
    def test_begins_at_midnight_in_china(self, at: datetime, day: date) -> None:
        assert legal_day(at) == day
