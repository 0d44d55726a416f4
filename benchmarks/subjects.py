"""Invented people for measuring: numbers of area 110000, which is given to nobody."""

import json
import random
from collections.abc import Iterator

from stdnum.cn.ric import calc_check_digit

from blacklist.law.activities import BIT
from blacklist.law.identity import Document
from blacklist.law.names import read_name
from restrictions.check.keys import Keys
from restrictions.check.standing import ORDER, Measure, Standing

SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
ACTIVITIES = ("flight.business", "hotel.star_rated", "rail.g_any")
FROM = 739_000  # a day of 2024, as an ordinal


def number(serial: int) -> str:
    """Return the number of the invented person `serial` (0 to 9,999,999)."""
    day, order = divmod(serial, 1000)
    body = f"110000{1950 + day // 336}{day // 28 % 12 + 1:02d}{day % 28 + 1:02d}{order:03d}"
    return body + calc_check_digit(body + "0")


def name(serial: int) -> str:
    """Return the name of the invented person `serial`."""
    drawn = random.Random(serial)
    return drawn.choice(SURNAMES) + drawn.choice(GIVEN) + drawn.choice(GIVEN)


def standings(count: int, keys: Keys) -> Iterator[tuple[bytes, Standing]]:
    """Yield `count` restricted subjects: the people with even serials."""
    for serial in range(0, 2 * count, 2):
        document = Document("resident_id", number(serial))
        order = Measure(
            kind=ORDER,
            activities=sum(1 << BIT[code] for code in ACTIVITIES[: 1 + serial % 3]),
            in_force_from=FROM,
            in_force_until=None,
            decided_on=FROM,
            court_code="兵9901",
            case_number=f"（2024）兵9901执{serial + 1}号",
        )
        key = keys.document(family=document.family, number=document.number, issuer=None)
        names = (keys.name(read_name(name(serial)).key),)
        yield serial.to_bytes(16), Standing(2, False, None, names, (key,), (order,))


def bodies(count: int, subjects: int) -> list[bytes]:
    """Return bodies of checks: half of them about restricted subjects, half about others."""
    drawn = random.Random(7)
    serials = [drawn.randrange(2 * subjects) for _ in range(count)]
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
