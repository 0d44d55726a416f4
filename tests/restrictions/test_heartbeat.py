"""The row that proves, each second, that commits still reach the standby."""

import pytest
from django.db import OperationalError, connection

from restrictions import heartbeat
from restrictions.models import Heartbeat

SECOND_NS = 1_000_000_000


def aged(interval: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE restrictions_heartbeat SET at = clock_timestamp() - %s::interval", [interval])


@pytest.mark.django_db
class TestAge:
    @pytest.fixture(autouse=True)
    def standby(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(heartbeat, "_waits_for_standby", lambda: True)

    def test_commits_the_first(self) -> None:
        assert 0 <= heartbeat.age_ns() < SECOND_NS
        assert Heartbeat.objects.count() == 1

    def test_leaves_one_of_the_last_second(self) -> None:
        heartbeat.age_ns()
        aged("0.4 s")
        assert 0.4 * SECOND_NS <= heartbeat.age_ns() < SECOND_NS

    @pytest.mark.parametrize("interval", ["1.1 s", "1 day", "-1 hour"])
    def test_replaces_an_old_one_and_one_of_a_clock_that_was_set_back(self, interval: str) -> None:
        heartbeat.age_ns()
        aged(interval)
        assert 0 <= heartbeat.age_ns() < 0.4 * SECOND_NS


@pytest.mark.django_db
class TestStandby:
    def test_proves_nothing_on_a_server_whose_commits_wait_for_nobody(self) -> None:
        with pytest.raises(OperationalError, match="no synchronous standby"):
            heartbeat.age_ns()
