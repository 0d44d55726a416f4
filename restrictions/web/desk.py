"""The way from a page to the check node of the same process: the counter is answered like any other caller.

The node lives in the event loop and pages in threads, so whoever starts the process says how a question gets there.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from blacklist.law.refusals import CODES, Refusal
from restrictions.check.answer import Reply
from restrictions.check.node import Asked

Asking = Callable[[Asked], Reply]

_asking: Asking | None = None


def open_desk(asking: Asking | None) -> None:
    """Send questions this way from now on; None closes the counter of this process."""
    global _asking
    _asking = asking


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no answer: the code of the problem, and the field it points at (or nothing)."""

    code: str
    pointer: str
    detail: str

    @property
    def title(self) -> str:
        return CODES[self.code].title if self.code in CODES else self.code


def ask(credential: str, question: dict[str, Any]) -> dict[str, Any] | Fault:
    """Return the answer to one check, or why there is none.

    :raises Refusal: `unavailable` where this process has no node.
    """
    if _asking is None:
        raise Refusal("unavailable")
    reply = _asking(Asked(orjson.dumps(question), (f"Bearer {credential}",)))
    told: dict[str, Any] = json.loads(reply.body)
    if reply.status == 200:
        return told
    pointers = [fault["pointer"] for fault in told["errors"]]
    return Fault(told["code"], pointers[0] if pointers else "", told["detail"])
