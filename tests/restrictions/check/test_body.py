import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from blacklist.law.refusals import Refusal
from restrictions.check import body as reader
from restrictions.check.body import CheckShape, read_body

GOOD = b'{"activity":"flight.business","subject":{"name":"A","document":{"type":"resident_id","number":"1"}}}'
NUMBER = '{"activity":"a","subject":{"name":"A","document":{"type":"t","number":%s}}}'


def whole(**subject: Any) -> bytes:
    return json.dumps({"activity": "a", "subject": {"name": "A"} | subject}, ensure_ascii=False).encode()


REFUSED = [
    ("empty", b"", "invalid-json", None),
    ("white space", b" \r\n", "invalid-json", None),
    ("null", b"null", "wrong-type", None),
    ("text", b'"a"', "wrong-type", None),
    ("list", b"[]", "wrong-type", None),
    ("number", b"1", "wrong-type", None),
    ("cut off", GOOD[:-1], "invalid-json", None),
    ("two values", GOOD + GOOD, "invalid-json", None),
    ("trailing comma", GOOD[:-1] + b",}", "invalid-json", None),
    ("single quotes", b"{'activity':'a'}", "invalid-json", None),
    ("NaN", b'{"activity":NaN}', "invalid-json", None),
    ("Infinity", b'{"activity":-Infinity}', "invalid-json", None),
    ("1e400", b'{"activity":1e400}', "number-range", "activity"),
    ("-1e400 in a list", b'{"x":[[-1e400]]}', "number-range", None),
    ("2^40", b'{"on":1099511627776}', "number-range", "on"),
    ("four thousand digits", b'{"on":' + b"9" * 5000 + b"}", "number-range", "on"),
    ("number as a JSON number", (NUMBER % "110105194912310021").encode(), "wrong-type", "subject.document.number"),
    ("number as a float", (NUMBER % "1.5").encode(), "wrong-type", "subject.document.number"),
    ("name as number", whole(name=123), "wrong-type", "subject.name"),
    ("name as boolean", whole(name=True), "wrong-type", "subject.name"),
    ("name as list", whole(name=["a"]), "wrong-type", "subject.name"),
    ("name as object", whole(name={"a": 1}), "wrong-type", "subject.name"),
    ("document as text", whole(document="x"), "wrong-type", "subject.document"),
    ("receipt as text", b'{"activity":"a","subject":{"name":"A"},"receipt":"yes"}', "wrong-type", "receipt"),
    ("subject as text", b'{"activity":"a","subject":"A"}', "wrong-type", "subject"),
    ("no activity", b'{"subject":{"name":"A"}}', "field-required", "activity"),
    ("no subject", b'{"activity":"a"}', "field-required", "subject"),
    ("no name", b'{"activity":"a","subject":{}}', "field-required", "subject.name"),
    ("name null", b'{"activity":"a","subject":{"name":null}}', "field-required", "subject.name"),
    ("document without number", whole(document={"type": "t"}), "field-required", "subject.document.number"),
    ("misspelt field", b'{"purpsoe":"x","activity":"a","subject":{"name":"A"}}', "unknown-field", None),
    ("misspelt field below", whole(nmae="x"), "unknown-field", "subject"),
    ("key twice", b'{"activity":"a","activity":"b","subject":{"name":"A"}}', "duplicate-key", "activity"),
    ("name twice", b'{"activity":"a","subject":{"name":"A","name":"B"}}', "duplicate-key", "subject.name"),
    ("same value twice", b'{"activity":"a","subject":{"name":"A"},"on":null,"on":null}', "duplicate-key", "on"),
    ("subject twice", b'{"activity":"a","subject":{"name":"A"},"subject":{"name":"A"}}', "duplicate-key", "subject"),
    (
        "key twice, once escaped",
        rb'{"activity":"a","subject":{"name":"A","\u006eame":"B"}}',
        "duplicate-key",
        "subject.name",
    ),
    ("unknown key twice", b'{"x":1,"x":2}', "duplicate-key", None),
    ("NUL escaped", rb'{"activity":"a","subject":{"name":"A\u0000"}}', "control-characters", "subject.name"),
    ("NUL raw", b'{"activity":"a","subject":{"name":"A\x00"}}', "control-characters", "subject.name"),
    ("NUL below an unknown key", rb'{"meta":{"a":"\u0000"}}', "control-characters", None),
    ("NUL in a key", rb'{"a\u0000":1}', "control-characters", None),
    ("DEL", b'{"activity":"a","subject":{"name":"A\x7fB"}}', "control-characters", "subject.name"),
    ("C1", '{"activity":"a","subject":{"name":"A\x85B"}}'.encode(), "control-characters", "subject.name"),
    ("line feed inside", whole(name="A\nB"), "control-characters", "subject.name"),
    ("half a surrogate", rb'{"activity":"a","subject":{"name":"\ud83d"}}', "invalid-encoding", "subject.name"),
    ("UTF-8 mark", b"\xef\xbb\xbf" + GOOD, "invalid-encoding", None),
    ("UTF-16", GOOD.decode().encode("utf-16"), "invalid-encoding", None),
    ("UTF-16 without mark", GOOD.decode().encode("utf-16-be"), "invalid-json", None),
    ("GBK", '{"activity":"a","subject":{"name":"张三"}}'.encode("gbk"), "invalid-encoding", None),
    ("overlong", b'{"activity":"\xc0\xaf"}', "invalid-encoding", None),
    ("65 keys", json.dumps({str(n): n for n in range(65)}).encode(), "too-many-fields", None),
    ("65 keys below", whole(document={str(n): n for n in range(65)}), "too-many-fields", "subject.document"),
    ("nested deeply", b"[" * 20000 + b"]" * 20000, "invalid-json", None),
    ("nested 17 times", b"[" * 17 + b"]" * 17, "invalid-json", None),
]


class TestReadBody:
    @pytest.mark.law("D5")
    @pytest.mark.parametrize(("raw", "code", "pointer"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
    def test_refuses(self, raw: bytes, code: str, pointer: str | None) -> None:
        with pytest.raises(Refusal) as caught:
            read_body(raw)
        assert (caught.value.code, caught.value.pointer, caught.value.status) == (code, pointer, 400)

    def test_reads_every_field(self) -> None:
        sent = {
            "activity": "flight.business",
            "subject": {
                "name": "买买提·吐尔逊",
                "birth_date": "1949-12-31",
                "document": {"type": "passport", "number": "E1", "issuer": "CHN"},
            },
            "redress_number": None,
            "on": "2026-12-01",
            "client_reference": "PNR-7Q2K9",
            "receipt": False,
            "emergency": None,
        }
        for raw in (json.dumps(sent).encode(), json.dumps(sent, ensure_ascii=False, indent=2).encode()):
            shape = read_body(raw)
            assert shape.subject.name == "买买提·吐尔逊"
            assert shape.receipt is False
            assert shape == read_body(raw + b"\r\n")

    def test_lets_outer_white_space_of_a_text_through(self) -> None:
        """It is trimmed, and said to be, by the reader of the value."""
        assert read_body(whole(name="A\n")).subject.name == "A\n"

    def test_never_repeats_what_was_sent(self) -> None:
        for raw in (b'{"110105194912310021":1}', b'{"activity":"a","activity":"a","110105194912310021":1}'):
            with pytest.raises(Refusal) as caught:
                read_body(raw)
            assert "110105" not in f"{caught.value.detail} {caught.value.pointer}"


# --- The quick reader and an independent slow one agree on anything ---------------------------------------------------

TEXT = st.text(st.sampled_from('Aa"\\/ é·张\x7f\x85\n\x00'), max_size=4)
LEAF = st.one_of(st.none(), st.booleans(), TEXT, st.integers(-(2**33), 2**33), st.floats(allow_nan=False))
KEYS = st.sampled_from(["activity", "subject", "name", "document", "type", "number", "issuer", "on", "receipt", "x"])
Members = list[tuple[str, Any]]


class Raw(str):
    """A value already written as JSON."""


def written(members: Members, escape: bool) -> Raw:
    parts = (
        f"{json.dumps(key)}: {value if isinstance(value, Raw) else json.dumps(value, ensure_ascii=escape)}"
        for key, value in members
    )
    return Raw("{" + ",".join(parts) + "}")


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """Bodies close to right ones: fields of the API, some repeated, some of another type, some misplaced."""
    escape = draw(st.booleans())
    document = [("type", draw(TEXT)), ("number", draw(TEXT)), *draw(st.lists(st.tuples(KEYS, LEAF), max_size=1))]
    subject: Members = [("name", draw(TEXT)), *draw(st.lists(st.tuples(KEYS, LEAF), max_size=1))]
    if draw(st.booleans()):
        subject.append(("document", written(document, escape)))
    whole_: Members = [("activity", draw(TEXT)), ("subject", written(subject, escape))]
    whole_ += draw(st.lists(st.tuples(KEYS, LEAF), max_size=2))
    return written(draw(st.permutations(whole_)), escape).encode()


def has_fault(raw: bytes) -> bool:
    """Say, in another way than the reader, whether a body must be refused."""
    faults: list[str] = []

    def watch(pairs: Members) -> dict[str, Any]:
        if len({key for key, _ in pairs}) != len(pairs):
            faults.append("twice")
        return dict(pairs)

    try:
        value = json.loads(raw, object_pairs_hook=watch, strict=False)
    except ValueError:
        return True
    return bool(faults) or not fits(value, SHAPE)


SHAPE = {
    "activity": (str, True),
    "subject": (
        {
            "name": (str, True),
            "birth_date": (str, False),
            "document": ({"type": (str, True), "number": (str, True), "issuer": (str, False)}, False),
        },
        True,
    ),
    "redress_number": (str, False),
    "on": (str, False),
    "client_reference": (str, False),
    "receipt": (bool, False),
    "emergency": (str, False),
}


def fits(value: Any, shape: Any) -> bool:
    if not isinstance(shape, dict):
        is_clean = not isinstance(value, str) or not any(
            ord(c) < 32 or 127 <= ord(c) < 160 for c in value.strip(" \t\r\n")
        )
        return isinstance(value, shape) and is_clean
    if not isinstance(value, dict) or not set(value) <= set(shape):
        return False
    for key, (inner, required) in shape.items():
        if value.get(key) is None:
            if required:
                return False
        elif not fits(value[key], inner):
            return False
    return True


class TestAgreement:
    @settings(deadline=None)
    @given(bodies())
    @example(b'{"activity":"a","subject":{"name":"A"},"on":null,"on":null}')
    def test_refuses_exactly_what_an_independent_reader_refuses(self, raw: bytes) -> None:
        try:
            shape = read_body(raw)
        except Refusal:
            assert has_fault(raw)
        else:
            assert not has_fault(raw)
            assert shape == reader._read_slowly(raw)

    @settings(deadline=None)
    @given(st.binary(max_size=40))
    def test_refuses_any_other_bytes(self, raw: bytes) -> None:
        with pytest.raises(Refusal):
            read_body(raw)

    @settings(deadline=None)
    @given(bodies(), st.data())
    def test_survives_any_damage(self, raw: bytes, data: st.DataObject) -> None:
        at = data.draw(st.integers(0, len(raw)))
        damaged = raw[:at] + data.draw(st.binary(max_size=3)) + raw[at + data.draw(st.integers(0, 3)) :]
        try:
            assert isinstance(read_body(damaged), CheckShape)
        except Refusal:
            assert has_fault(damaged) or not damaged.isascii() or b"\\u" in damaged
        else:
            assert not has_fault(damaged)
