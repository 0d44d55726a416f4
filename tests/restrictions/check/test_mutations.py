"""Random damage to requests: no crash, and no answer that an independent slow reader would not give.

Some thousands each time. The whole two million: `RESTRICTION_TEST_MUTATIONS=2000000 bin/test
tests/restrictions/check/test_mutations.py`; `RESTRICTION_TEST_SEED` draws others.
"""

import os
import random
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from restrictions.check.answer import Reply
from restrictions.check.journal import files
from restrictions.check.node import Asked
from tests.restrictions.check import mutating, slow
from tests.restrictions.check.laboratory import (
    CREDENTIAL,
    ENDED,
    FUTURE,
    LISTED_ONLY,
    MINOR,
    NAME,
    NUMBER,
    ORDER_ONLY,
    TODAY,
    UNVERIFIED,
    Laboratory,
    told,
)
from tests.restrictions.check.slow import Verdict

COUNT = int(os.environ.get("RESTRICTION_TEST_MUTATIONS", "8000"))
SEED = int(os.environ.get("RESTRICTION_TEST_SEED", "1"))
GROUP = 500
SHAPES = {400, 422}  # only what the body is at fault for; its sender may ask about everything
IDENTITY_NUMBER = re.compile(r"[1-9][0-9]{5}(18|19|20)[0-9]{9}[0-9Xx]").search
BARRED_ON_FLIGHTS = {NUMBER, ORDER_ONLY}
LISTED = {NUMBER, LISTED_ONLY}
ON_FILE = {NUMBER, ORDER_ONLY, LISTED_ONLY, MINOR, UNVERIFIED, ENDED, FUTURE}
RESTRICTED_BY = {"flight.business": BARRED_ON_FLIGHTS, "credit.loan": LISTED, "hotel.star_rated": set[str]()}


class TestCheck:
    def test_answers_as_an_independent_slow_reader_would(
        self, laboratory: Laboratory, record_property: Callable[[str, object], None]
    ) -> None:
        drawn = random.Random(SEED)
        said: Counter[str] = Counter()
        for number in range(COUNT):
            raw = mutating.body(drawn)
            reply = laboratory.node.prepare(Asked(raw, [f"Bearer {CREDENTIAL}"]))
            body = told(reply)
            said[body["decision"] or body["code"]] += 1
            assert fault(reply, body, slow.read(raw, TODAY)) is None, (fault(reply, body, slow.read(raw, TODAY)), raw)
            if number % GROUP == 0:
                laboratory.node.journal.flush()
                for path in files(laboratory.journal_dir)[:-1]:
                    path.unlink()  # else two million of them fill a disk
        assert len(said) >= 20 or COUNT < 5000, said
        record_property("figure", f"{COUNT:,} damaged requests: {dict(said.most_common())}")


def fault(reply: Reply, body: dict[str, Any], verdict: Verdict) -> str | None:
    """Say in which way a reply is not one that the slow reader would give, if in any."""
    if reply.status == 200:
        return _fault_of_answer(body, verdict)
    if reply.status not in SHAPES:
        return "status"
    if body["decision"] is not None or not verdict.allows(body["code"]):
        return "refusal"
    return "number repeated" if IDENTITY_NUMBER(body["detail"] + str(body["errors"])) else None


def _fault_of_answer(body: dict[str, Any], verdict: Verdict) -> str | None:
    cleaned = set(body["normalised"])
    if verdict.must:
        return "answered"
    if body["activity"] != verdict.activity:
        return "activity"
    if not verdict.normalised <= cleaned <= verdict.normalised | verdict.perhaps_normalised:
        return "normalised"
    expected = _expected(verdict, body["activity"])
    return None if expected in (None, body["decision"]) and _may_be(body, verdict) else "decision"


def _may_be(body: dict[str, Any], verdict: Verdict) -> bool:
    """Say whether the decision is one that this number and activity may have, whatever the name."""
    on_file = LISTED if body["activity"].startswith("credit.") else BARRED_ON_FLIGHTS
    return body["decision"] != "restricted" or (verdict.number in on_file and not verdict.emergency)


def _expected(verdict: Verdict, activity: str) -> str | None:
    """Return the decision, where name, number and activity leave no doubt of it."""
    if verdict.emergency or (verdict.number is not None and verdict.number not in ON_FILE):
        return "permitted"
    if verdict.number is None or verdict.name != NAME or activity not in RESTRICTED_BY:
        return None
    return "restricted" if verdict.number in RESTRICTED_BY[activity] else "permitted"
