"""A bounded load of checks from a few threads, which remembers every answer it got."""

import threading
from types import TracebackType
from typing import Self

from tests.asking import Asker, Body, Reply
from tests.running import Run

_MOST_EACH = 5000


class Load:
    """Threads that ask until the block ends; each question bears a `client_reference` of its own, used once."""

    def __init__(self, run: Run, *, name: str, threads: int = 4) -> None:
        self._run = run
        self._name = name
        self._over = threading.Event()
        self._subject: Body = run.demo()["subjects"]["listed_and_ordered"]
        self._credential = run.credential("gateway")
        self._askers = [run.asker(seconds=2) for _ in range(threads)]
        self._threads = [threading.Thread(target=self._ask, args=pair) for pair in enumerate(self._askers)]
        self.unanswered = 0

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    @property
    def replies(self) -> list[Reply]:
        return [reply for asker in self._askers for reply in asker.checked]

    @property
    def answered(self) -> int:
        """How many questions got an answer, by now."""
        return sum(reply.status == 200 for reply in self.replies)

    def _ask(self, thread: int, asker: Asker) -> None:
        with asker:
            for number in range(_MOST_EACH):
                question = {
                    "activity": "flight.business",
                    "subject": self._subject,
                    "client_reference": f"{self._name}-{thread}-{number}",
                }
                if asker.check(question, credential=self._credential) is None:
                    self.unanswered += 1
                if self._over.wait(0.005):  # leaves the processor to what is tested
                    return
