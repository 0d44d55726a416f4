import json
import logging

import pytest

from config.celery import app
from config.logs import Line

ENDS = [
    "a\n2026-11-25 INFO admin ok",
    "a\r\nb",
    "a\x0bb",
    "a\x85b",
    "a\u2028b",
    "a\u2029b",
    "a\u202eb",
    "a\x1b[2Jb",
    "张",
]


def record(message: str, **more: object) -> logging.LogRecord:
    return logging.makeLogRecord({"name": "test", "levelname": "INFO", "msg": message, "created": 0.5, **more})


class TestLine:
    @pytest.mark.parametrize("text", ENDS)
    def test_is_one_line_whatever_it_says(self, text: str) -> None:
        line = Line().format(record("%s", args=(text,)))
        assert len(line.splitlines()) == 1
        assert line.isprintable()
        assert json.loads(line) == {
            "at": "1970-01-01T00:00:00.500+00:00",
            "level": "INFO",
            "logger": "test",
            "message": text,
        }

    def test_holds_the_trace_of_an_error(self) -> None:
        try:
            raise ValueError("a\nb")
        except ValueError as error:
            found = json.loads(Line().format(record("x", exc_info=(type(error), error, error.__traceback__))))
        assert found["trace"].endswith("ValueError: a\nb")


class TestWorker:
    def test_writes_as_the_others_do(self) -> None:
        before = list(logging.getLogger().handlers)
        app.log.setup_logging_subsystem(loglevel="WARNING", logfile=None)
        assert logging.getLogger().handlers == before
