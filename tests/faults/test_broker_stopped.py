"""The broker halted, then killed: checks and acts of the court do not notice, and it is started again."""

import os
import signal
import time
from collections.abc import Callable

from tests.asking import Asker, Officers
from tests.journeys import court
from tests.running import Run
from tests.waiting import eventually

Figure = Callable[[str, object], None]

UNNOTICED_SECONDS = 3.0
PING = "from config.celery import app; print('pongs', len(app.control.ping(timeout=2)))"


class TestStop:
    def test_is_noticed_by_neither_checks_nor_acts(
        self, running: Run, asker: Asker, officers: Officers, record_property: Figure
    ) -> None:
        """Halted is worse than dead: whoever asks it gets no refusal, only silence."""
        debtor = court.debtor(officers, "冯无涉")
        flight = {"activity": "flight.business", "subject": debtor.subject}
        credential = running.credential("airline")
        broker = running.pid_of("valkey")
        worker = running.pid_of("worker")

        os.kill(broker, signal.SIGSTOP)
        try:
            begun = time.monotonic()
            order = court.draft_order(officers, debtor, "flight.business")
            court.sign(officers, order)
            court.serve(officers, order)
            assert eventually(lambda: asker.answer(flight, credential=credential).outcome == "restricted", seconds=2)
            seconds = time.monotonic() - begun
            record_property("figure", f"broker halted: three acts and the answer took {seconds:.2f} s")
            assert seconds < UNNOTICED_SECONDS
        finally:
            os.kill(broker, signal.SIGKILL)  # which also ends a halted process

        lifted = officers.done(court.JUDGE, f"{order}/lift", {"reason": "performed"})
        assert eventually(lambda: asker.answer(flight, credential=credential).outcome == "permitted", seconds=2)
        assert asker.checked[-1].at - lifted.at <= 1.0
        assert {reply.status for reply in asker.checked} == {200}

        assert eventually(lambda: running.pid_of("valkey") not in (0, broker))
        assert eventually(lambda: "pongs 1" in running.manage("shell", "-c", PING), seconds=30)
        record_property("figure", f"the worker {'stayed' if running.pid_of('worker') == worker else 'was restarted'}")
