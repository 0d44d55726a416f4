"""Invented people for measuring: numbers of area 110000, which is given to nobody."""

import hashlib
import json
import operator
import random
import uuid
from collections.abc import Iterator
from datetime import date

from blacklist import publication
from blacklist.law.identity import Document
from restrictions.check.keys import Keys
from restrictions.check.standing import Standing
from restrictions.compiling import compile_standing

SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
ACTIVITIES = ("flight.business", "hotel.star_rated", "rail.g_any")
COURT_CODE = "兵9901"
FROM, UNTIL = date(2024, 4, 30), date(2026, 4, 30)
ORDER_ID, LISTING_ID = uuid.UUID(int=1), uuid.UUID(int=2)
WEIGHTS, CHECK_DIGITS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"  # GB 11643
ZEROS = ord("0") * sum(WEIGHTS) % 11


def number(serial: int) -> str:
    """Return the number of the invented person `serial` (0 to 19,999,999)."""
    day, order = divmod(serial, 1000)
    body = f"110000{1950 + day // 336}{day // 28 % 12 + 1:02d}{day % 28 + 1:02d}{order:03d}"
    return body + CHECK_DIGITS[sum(map(operator.mul, WEIGHTS, body.encode())) % 11 - ZEROS]


def name(serial: int) -> str:
    """Return the name of the invented person `serial`."""
    mixed = serial * 2_654_435_761 % 2**32
    return SURNAMES[mixed % 10] + GIVEN[mixed // 10 % 20] + GIVEN[mixed // 200 % 20]


def published(serial: int) -> publication.Standing:
    """Return what the register publishes of the restricted person `serial`: an order, with every second a listing."""
    case_number = f"（2024）兵9901执{serial + 1}号"
    order = publication.Measure(
        ORDER_ID, "order", COURT_CODE, case_number, FROM, FROM, None, ACTIVITIES[: 1 + serial % 3]
    )
    listing = publication.Measure(LISTING_ID, "listing", COURT_CODE, case_number, FROM, FROM, UNTIL, ())
    document = publication.DocumentOnFile("resident_id", number(serial), None)
    return publication.Standing(
        subject_id=subject(serial),
        kind="natural",
        names=(name(serial),),
        documents=(document,),
        assurance=2,
        birth_date=date(int(document.number[6:10]), int(document.number[10:12]), int(document.number[12:14])),
        measures=(order,) if serial % 4 else (order, listing),
    )


def subject(serial: int) -> uuid.UUID:
    """Return the id of the invented person `serial`, as evenly spread as those of real ones."""
    return uuid.UUID(bytes=hashlib.blake2b(serial.to_bytes(8), digest_size=16).digest())


def standings(count: int, keys: Keys, *, share: int = 0, of: int = 1) -> Iterator[tuple[bytes, Standing]]:
    """Yield `count` restricted subjects, the people with even serials, or one `share` `of` several of them.

    Each is compiled as the follower does it.
    """
    for serial in range(2 * share, 2 * count, 2 * of):
        known = published(serial)
        yield known.subject_id.bytes, compile_standing(known, keys)


def key_of(serial: int, keys: Keys) -> bytes:
    """Return the key of a person's document."""
    document = Document("resident_id", number(serial))
    return keys.document(family=document.family, number=document.number, issuer=None)


def bodies(count: int, subjects: int) -> list[bytes]:
    """Return bodies of checks: half of them about restricted subjects, half about others."""
    drawn = random.Random(7)
    serials = [
        drawn.randrange(0, 2 * subjects, 2) if drawn.random() < 0.5 else drawn.randrange(1, 2 * subjects, 2)
        for _ in range(count)
    ]
    return [
        json.dumps(
            {
                "activity": ACTIVITIES[serial % 3],
                "subject": {
                    "name": name(serial),
                    "document": {"type": "resident_id", "number": number(serial)},
                },
            },
            ensure_ascii=False,
        ).encode()
        for serial in serials
    ]


def batches(count: int, each: int, subjects: int) -> list[bytes]:
    """Return bodies of batches."""
    drawn = bodies(count * each, subjects)
    return [b'{"checks":[' + b",".join(drawn[n * each : (n + 1) * each]) + b"]}" for n in range(count)]


def streams(count: int, each: int, subjects: int) -> list[bytes]:
    """Return bodies of streams: a check a line."""
    drawn = bodies(count * each, subjects)
    return [b"\n".join(drawn[n * each : (n + 1) * each]) + b"\n" for n in range(count)]
