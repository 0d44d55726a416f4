"""How often somebody may try: a window at a time, for all processes, and alone while Valkey is away."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from config.pace import Pace

AT = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)


def pace() -> Pace:
    return Pace(f"test-{uuid.uuid4().hex}", most=2, seconds=60)


@pytest.fixture(params=["with Valkey", "alone"])
def how(request: pytest.FixtureRequest, settings: Any) -> str:
    """Each holds with the broker, and without it."""
    if request.param == "alone":
        settings.REDIS_URL = "unix:///nowhere/valkey.sock"
    return str(request.param)


@pytest.mark.usefixtures("how")
class TestPace:
    def test_lets_so_many_pass_and_no_more(self) -> None:
        tries = pace()
        assert [tries.count("a", at=AT) for _ in range(3)] == [True, True, False]

    def test_counts_each_for_themselves(self) -> None:
        tries = pace()
        assert [tries.count(who, at=AT) for who in ("a", "a", "b")] == [True, True, True]

    def test_begins_anew_with_the_next_window(self) -> None:
        tries = pace()
        assert [tries.count("a", at=AT) for _ in range(3)][-1] is False
        assert tries.count("a", at=AT + timedelta(seconds=60))

    def test_tells_without_counting_whether_it_is_spent(self) -> None:
        tries = pace()
        tries.count("a", at=AT)
        assert [tries.is_spent("a", at=AT) for _ in range(3)] == [False] * 3
        tries.count("a", at=AT)
        assert tries.is_spent("a", at=AT)


class TestShared:
    def test_is_one_count_for_two_processes(self) -> None:
        one = pace()
        other = Pace(one.what, most=2, seconds=60)
        assert [found.count("a", at=AT) for found in (one, other, one)] == [True, True, False]
