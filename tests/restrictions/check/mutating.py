"""Bodies of checks, damaged at random: in their bytes, in their tokens, and in what they say."""

import json
import random
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from tests.restrictions.check.laboratory import ENDED, LISTED_ONLY, MINOR, NUMBER, ORDER_ONLY, OTHER_NUMBER, question

DOCUMENTS = (
    ("resident_id", NUMBER, None),
    ("resident_id", "11010519491231002X", None),
    ("hk_macao_residence_permit", "810000199001010019", None),
    ("permanent_resident_card", "911124198108030024", None),
    ("passport", "E12345678", "CHN"),
    ("credit_code", "91350100M000100Y43", None),
    ("hk_macao_permit", "H12345678", None),
    ("taiwan_permit", "12345678", None),
)
_NUMBERS = """
    110105194912310021 11010519491321002X 110105491231002 110105194902300020 110105200002290013 110105209912310010
    110105184912310020 990105194912310023 1.10105E+17 110105194912310000 91110000600037341L 11010519491231002x
    １１０１０５１９４９１２３１００２Ｘ 11010519491231002Х 110105\u200b194912310021
"""
NUMBERS = (
    *_NUMBERS.split(),
    *("110105 19491231 002X", "11010519491231002X\n", ""),
    *(NUMBER, OTHER_NUMBER, MINOR, ENDED, LISTED_ONLY, ORDER_ONLY),
)
_NAMES = "张三 张\u200b三 \u202e张三 \ufeff张三 张　三 买买提·吐尔逊 歐陽 王A三 🙂 张* {{7*7}} 张\x00三 李四 12"
NAMES = (
    *_NAMES.split(" "),
    "明",
    "买买提•吐尔逊",
    "张三\u00a0",
    "ZHANG SAN",
    "",
    "　　",
    "张\ud83d三",
    "A" * 101,
    "' OR 1=1--",
)
PLAIN_NAMES = ("张三", "买买提·吐尔逊", "买买提•吐尔逊", "歐陽", "明", "ZHANG SAN")
_DATES = """
    2026-11-21 2026-11-22 2026-12-01 2027-11-23 2027-11-24 2027-02-29 2023-02-30 20261201 2026-W49-1 ２０２６-１２-０１
    2026-12-01T00:30 2026-12-01T00:30Z 1990-01-01 1895-01-01
"""
DATES = (*_DATES.split(), "")
_WORDS = """
    flight.business credit.loan school.high_fee hotel.star_rated insurance.cash_value medical disaster war passport
    resident_id PNR-7Q2K9 RDX-7K3M-9QPT-2W5C RDX-1
"""
WORDS = (*_WORDS.split(), "x" * 65, NUMBER)
_ODD = '[null, true, false, 0, -1, 1.5, 2147483647, 2147483648, 110105194912310021, [], {}, [1], {"a": 1}]'
ODD: tuple[Any, ...] = tuple(json.loads(_ODD))
_TOKENS = rb"""
    \u0000 \u200b \ud83d \u0022 \\ \" { } [ ] , : " null true NaN Infinity -Infinity 1e400 -1e400 1099511627776 -0 00
    "name":"x", "on":null, "x":1, "activity":"credit.loan", "subject":{"name":"A"}, /**/ '
"""
_BYTES = b"\x00|\x7f|\xc2\x85|\xef\xbb\xbf|\xff\xfe|\xc0\xaf|\xe2\x80\x8b|\xed\xa0\xbd|\n|\t| "
TOKENS = (*_TOKENS.split(), *_BYTES.split(b"|"), b"[" * 20, b"]" * 20)


def body(drawn: random.Random) -> bytes:
    """Return one body: a right one, often changed in what it says, in how that is written, or in its bytes."""
    sent = _right(drawn)
    for _ in range(drawn.choice((0, 0, 1, 1, 2))):
        _change(drawn, sent)
    raw = _written(drawn, sent)
    for _ in range(drawn.choice((0, 0, 1, 1, 2))):
        raw = drawn.choice(DAMAGES)(drawn, raw)
    return raw


def _right(drawn: random.Random) -> dict[str, Any]:
    kind, number, issuer = drawn.choice(DOCUMENTS)
    sent = question(drawn.choice(WORDS[:2]), name=drawn.choice(PLAIN_NAMES), number=number)
    sent["subject"]["document"] |= {"type": kind} | ({"issuer": issuer} if issuer else {})
    more = {
        "on": drawn.choice(DATES[1:4]),
        "client_reference": "PNR-7Q2K9",
        "receipt": False,
        "redress_number": None,
        "emergency": None,
    }
    return sent | {key: value for key, value in more.items() if drawn.random() < 0.3}


def _change(drawn: random.Random, sent: dict[str, Any]) -> None:
    """Change one member at any depth: its value, its name, its being there."""
    holders = [found for found in (sent, sent.get("subject"), _below(sent)) if isinstance(found, dict) and found]
    if not holders:
        return
    holder = drawn.choice(holders)
    key = drawn.choice(sorted(holder))
    what = drawn.random()
    if what < 0.65:
        pool = {"number": NUMBERS, "name": NAMES, "on": DATES, "birth_date": DATES}.get(key, WORDS)
        holder[key] = deepcopy(drawn.choice(pool if drawn.random() < 0.8 else ODD))
    elif what < 0.75:
        del holder[key]
    elif what < 0.85:
        holder[drawn.choice(("purpsoe", "name", "on", "type", "activity", "a" * 70))] = holder.pop(key)
    elif what < 0.95:
        holder[drawn.choice(("birth_date", "on"))] = drawn.choice(DATES)
    else:
        holder.update({f"k{n}": n for n in range(70)})


def _below(sent: dict[str, Any]) -> Any:
    subject = sent.get("subject")
    return subject.get("document") if isinstance(subject, dict) else None


def _written(drawn: random.Random, sent: dict[str, Any]) -> bytes:
    members = list(sent.items())
    drawn.shuffle(members)
    text = json.dumps(dict(members), ensure_ascii=drawn.random() < 0.2, indent=drawn.choice((None, None, 1)))
    return text.encode("utf-8", "surrogatepass")


def _flip(drawn: random.Random, raw: bytes) -> bytes:
    at = drawn.randrange(len(raw) + 1)
    return raw[:at] + bytes([drawn.randrange(256)]) + raw[at + 1 :]


def _drop(drawn: random.Random, raw: bytes) -> bytes:
    at = drawn.randrange(len(raw) + 1)
    return raw[:at] + raw[at + drawn.choice((1, 1, 2, 8, 1000)) :]


def _insert(drawn: random.Random, raw: bytes) -> bytes:
    at = drawn.randrange(len(raw) + 1)
    return raw[:at] + drawn.choice(TOKENS) + raw[at:]


def _insert_before_token(drawn: random.Random, raw: bytes) -> bytes:
    """Insert where it may well stay JSON: at a brace, a quotation mark or a comma."""
    places = [at for at, byte in enumerate(raw) if byte in b'{}",:']
    at = drawn.choice(places) + drawn.randrange(2) if places else 0
    return raw[:at] + drawn.choice(TOKENS) + raw[at:]


def _repeat(drawn: random.Random, raw: bytes) -> bytes:
    begin, end = sorted((drawn.randrange(len(raw) + 1), drawn.randrange(len(raw) + 1)))
    return raw[:end] + raw[begin:]


def _repeat_member(drawn: random.Random, raw: bytes) -> bytes:
    """Send a member twice, the second time perhaps otherwise."""
    begin = raw.find(b'"', drawn.randrange(len(raw) + 1))
    end = raw.find(b",", begin)
    return raw if begin < 0 or end < 0 else raw[: end + 1] + raw[begin : end + 1] + raw[end + 1 :]


def _digit(drawn: random.Random, raw: bytes) -> bytes:
    places = [at for at, byte in enumerate(raw) if 48 <= byte <= 57]
    if not places:
        return raw
    at = drawn.choice(places)
    return raw[:at] + str(drawn.randrange(10)).encode() + raw[at + 1 :]


def _escape(drawn: random.Random, raw: bytes) -> bytes:
    """Write an ASCII letter or figure as an escape: the same JSON, where it stands in a text."""
    places = [at for at, byte in enumerate(raw) if chr(byte).isalnum() and byte < 128]
    if not places:
        return raw
    at = drawn.choice(places)
    return raw[:at] + rb"\u%04x" % raw[at] + raw[at + 1 :]


def _swap(drawn: random.Random, raw: bytes) -> bytes:
    at = drawn.randrange(max(len(raw) - 1, 1))
    return raw[:at] + raw[at : at + 2][::-1] + raw[at + 2 :]


DAMAGES: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    _flip,
    _drop,
    _insert,
    _insert_before_token,
    _insert_before_token,
    _repeat,
    _repeat_member,
    _digit,
    _digit,
    _escape,
    _swap,
)
