import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blacklist.law.refusals import Refusal
from restrictions.check.body import MAX_BYTES
from restrictions.check.cutting import Lines, read_batch

GOOD = b'{"activity":"a","subject":{"name":"A"}}'


def batch(*checks: bytes) -> bytes:
    return b'{"checks":[' + b",".join(checks) + b"]}"


REFUSED = [
    ("empty", b"", "invalid-json", None),
    ("null", b"null", "wrong-type", None),
    ("a list", b"[" + GOOD + b"]", "wrong-type", None),
    ("a check", GOOD, "unknown-field", None),
    ("no checks", b"{}", "field-required", "checks"),
    ("null checks", b'{"checks":null}', "field-required", "checks"),
    ("an object of checks", b'{"checks":{}}', "wrong-type", "checks"),
    ("an empty batch", batch(), "field-required", "checks"),
    ("1,001 checks", batch(*[GOOD] * 1001), "too-large", "checks"),
    ("another field", b'{"checks":[' + GOOD + b'],"x":1}', "unknown-field", None),
    ("checks twice", batch(GOOD)[:-1] + b',"checks":[1]}', "duplicate-key", "checks"),
    ("checks twice, once escaped", batch(GOOD)[:-1] + rb',"\u0063hecks":[1]}', "duplicate-key", "checks"),
    ("another field twice", b'{"x":1,"x":2}', "duplicate-key", None),
    ("65 fields", json.dumps({str(n): n for n in range(65)}).encode(), "too-many-fields", None),
    ("a control character in a key", rb'{"checks\u0000":[]}', "control-characters", None),
    ("cut off", batch(GOOD)[:-1], "invalid-json", None),
    ("cut off inside", batch(GOOD[:-1]), "invalid-json", None),
    ("trailing comma", b'{"checks":[' + GOOD + b",]}", "invalid-json", None),
    ("NaN inside", batch(b"NaN"), "invalid-json", None),
    ("two values", batch(GOOD) * 2, "invalid-json", None),
    ("nested deeply", batch(b"[" * 20000 + b"]" * 20000), "invalid-json", None),
    ("UTF-8 mark", b"\xef\xbb\xbf" + batch(GOOD), "invalid-encoding", None),
    ("GBK", batch('{"a":"张三"}'.encode("gbk")), "invalid-encoding", None),
    ("UTF-16", batch(GOOD).decode().encode("utf-16"), "invalid-encoding", None),
]


class TestReadBatch:
    @pytest.mark.parametrize(("raw", "code", "pointer"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
    def test_refuses(self, raw: bytes, code: str, pointer: str | None) -> None:
        with pytest.raises(Refusal) as caught:
            read_batch(raw)
        assert (caught.value.code, caught.value.pointer) == (code, pointer)
        assert caught.value.status == (413 if code == "too-large" else 400)

    @pytest.mark.parametrize(
        "element",
        [b"1", b"null", b'"a"', b"{}", b'{"a":1,"a":2}', b"1e400", rb'"\ud83d"', b'"a\x01b"', b'"a\nb"', b"[[]]"],
    )
    def test_leaves_what_is_wrong_inside_a_check_to_that_check(self, element: bytes) -> None:
        assert read_batch(batch(GOOD, element, GOOD)) == [GOOD, element, GOOD]

    def test_takes_a_thousand(self) -> None:
        assert read_batch(batch(*[GOOD] * 1000)) == [GOOD] * 1000

    def test_refuses_one_large_check_alone(self) -> None:
        found = read_batch(batch(GOOD, b'"' + b"a" * MAX_BYTES + b'"'))
        assert found[0] == GOOD
        assert isinstance(found[1], Refusal)
        assert found[1].code == "too-large"

    @settings(deadline=None)
    @given(
        st.lists(
            st.recursive(
                st.one_of(st.none(), st.booleans(), st.integers(), st.text('a"\\[]{},: 张\n', max_size=4)),
                lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=2), inner)),
                max_leaves=5,
            ),
            min_size=1,
            max_size=5,
        ),
        st.booleans(),
        st.sampled_from([None, 1]),
    )
    def test_cuts_where_an_independent_reader_does(self, values: list[Any], escape: bool, indent: int | None) -> None:
        raw = json.dumps({"checks": values}, ensure_ascii=escape, indent=indent)
        try:
            sent = raw.encode()
        except UnicodeEncodeError:
            return
        found = read_batch(sent)
        assert [json.loads(check) for check in found if isinstance(check, bytes)] == values


class TestLines:
    @settings(deadline=None)
    @given(st.lists(st.sampled_from([b"a", b"bc", b"", b"d\r"]), max_size=6), st.lists(st.integers(1, 5), min_size=1))
    def test_are_the_same_however_they_arrive(self, sent: list[bytes], sizes: list[int]) -> None:
        whole, lines, found = b"\n".join(sent), Lines(), []
        at = step = 0
        while at < len(whole):
            size = sizes[step % len(sizes)]
            found += lines.feed(whole[at : at + size])
            at, step = at + size, step + 1
        assert found + lines.rest() == (sent if not sent or sent[-1] else sent[:-1])

    @pytest.mark.parametrize("size", [1000, 65537, 10**6])
    def test_refuse_a_long_one_and_go_on(self, size: int) -> None:
        whole, lines, found = b"a\n" + b"x" * 65537 + b"\nb\n", Lines(), []
        for at in range(0, len(whole), size):
            found += lines.feed(whole[at : at + size])
        assert [line if isinstance(line, bytes) else line.code for line in found] == [b"a", "too-large", b"b"]
        assert lines.rest() == []

    def test_hold_no_more_than_one_line(self) -> None:
        lines = Lines()
        for _ in range(100):
            assert lines.feed(b"x" * 10_000) == []
        assert sum(map(len, lines._begun)) <= MAX_BYTES
        (last,) = lines.rest()
        assert isinstance(last, Refusal)
