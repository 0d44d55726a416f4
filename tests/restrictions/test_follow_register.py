"""The loop around the follower: alone on its index, and patient with a database that goes away."""

import threading
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from restrictions.follower import Follower
from restrictions.management.commands.follow_register import Watch, only_follower
from restrictions.repeating import Stop
from tests.restrictions.check.laboratory import KEYS


class TestOnlyFollower:
    def test_waits_for_another_to_end(self, tmp_path: Path) -> None:
        """Two writers would put older standings over newer ones."""
        stop, entered = Stop(), threading.Event()

        def second() -> None:
            with only_follower(tmp_path, stop=stop):
                entered.set()

        with only_follower(tmp_path, stop=stop):
            waiting = threading.Thread(target=second)
            waiting.start()
            assert not entered.wait(0.3)
        assert entered.wait(5)
        waiting.join()

    def test_waits_no_longer_once_it_is_to_stop(self, tmp_path: Path) -> None:
        stop = Stop()
        stop.set()
        with only_follower(tmp_path, stop=Stop()), only_follower(tmp_path, stop=stop):
            assert stop


@pytest.mark.django_db(transaction=True)
class TestWatch:
    def test_ends_no_process_when_the_connection_breaks_while_it_waits(self, tmp_path: Path) -> None:
        """`repeat` waits out what Django calls a database error; the driver's own would end the follower."""
        watch = Watch(Follower(tmp_path, KEYS), poll_seconds=5)
        step, cut = watch.follower.step, threading.Event()

        def step_then_cut(**given: int) -> bool:
            is_behind = step(**given)
            connection.connection.pgconn.finish()
            cut.set()
            return is_behind

        watch.follower.step = step_then_cut  # type: ignore[method-assign]
        with pytest.raises(OperationalError):
            watch.step()
        assert cut.is_set()
        watch.follower.close()
        connection.close()
