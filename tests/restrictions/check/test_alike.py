"""Who is not barred is answered like anybody: by bytes of one size under the same headers (§9.5, D24)."""

from collections.abc import Callable

import pytest

from restrictions.check.index import View
from tests.restrictions.check.laboratory import (
    ENDED,
    FUTURE,
    LISTED_ONLY,
    MINOR,
    NUMBER,
    ORDER_ONLY,
    OTHER_NUMBER,
    Laboratory,
    question,
    told,
)

ALIKE = {
    "nobody on file": question(number=OTHER_NUMBER),
    "listed, not barred": question(number=LISTED_ONLY),
    "an order that does not cover it": question("rail.g_any", number=ORDER_ONLY),
    "an order and a listing that do not cover it": question("rail.g_any", number=NUMBER),
    "an order that has ended": question(number=ENDED),
    "an order not yet in force": question(number=FUTURE),
    "a minor on file": question(number=MINOR),
    "an emergency": question(number=NUMBER, emergency="medical"),
}


class TestPermitted:
    @pytest.mark.law("9.5", "D24")
    def test_have_one_size_and_the_same_headers(self, laboratory: Laboratory) -> None:
        short: dict[str, object] = {}
        long: dict[str, object] = {}
        headers = set()
        for name, asked in ALIKE.items():
            reply = laboratory.ask(asked, request_id="12345678-alike")
            assert told(reply)["decision"] == "permitted", name
            kept = short if asked["activity"] == "flight.business" else long
            kept[name] = len(reply.body)
            headers.add(tuple(reply.headers))
        assert len(set(short.values())) == 1
        assert len(set(long.values())) == 1
        assert len(headers) == 1

    @pytest.mark.law("9.5")
    def test_look_up_as_many_keys_as_a_miss(self, laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch) -> None:
        asked_for: list[int] = []

        def counting(look_up: Callable[[View, bytes], object]) -> Callable[[View, bytes], object]:
            def counted(view: View, key: bytes) -> object:
                asked_for[-1] += 1
                return look_up(view, key)

            return counted

        monkeypatch.setattr(View, "find", counting(View.find))
        monkeypatch.setattr(View, "holds", counting(View.holds))
        for asked in ALIKE.values():
            asked_for.append(0)
            laboratory.ask(asked)
        assert len(set(asked_for)) == 1
