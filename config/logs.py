"""Log lines: one JSON object each, so that nothing a caller sends can pass for a line of its own."""

import json
import logging
import re
from datetime import UTC, datetime

# What ends a line or turns its direction in some reader; JSON itself escapes the controls below a blank.
_LOOSE = re.compile("[\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Line(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return when it was, how grave, who says so, what, and the trace of an error."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return _LOOSE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(told, ensure_ascii=False))
