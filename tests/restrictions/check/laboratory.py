"""A check node in a folder of its own: subjects to ask about, an institution that may ask, clocks that stand still."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from stdnum.cn.ric import calc_check_digit

from blacklist.law.activities import ACTIVITIES, BIT
from blacklist.law.forms import forms_of
from blacklist.law.identity import Assurance, Document
from blacklist.law.names import read_name
from restrictions.check import standing
from restrictions.check.answer import Reply
from restrictions.check.gate import credential_digest
from restrictions.check.index import Court, Credential, IndexWriter, Institution, generation_folder, swing
from restrictions.check.journal import Record, files, read_piece
from restrictions.check.keys import Keys
from restrictions.check.lease import FILE_NAME, Lease, LeaseFile, current_boot_id
from restrictions.check.node import Asked, Clocks, Node, Options
from restrictions.compiling import name_digests

SECRET = b"k" * 32
KEYS = Keys(SECRET)
NOW = datetime(2026, 11, 22, 2, 5, 11, 204000, UTC)  # 10:05 in Asia/Shanghai
TODAY = date(2026, 11, 22)
BOOTTIME_NS = 5_000_000_000_000
GENERATION = 1
LIST_VERSION = 184233

CREDENTIAL = "rc_0123456789_" + "s" * 43
AIRLINE_CREDENTIAL = "rc_airline000_" + "a" * 43
SUSPENDED_CREDENTIAL = "rc_suspended0_" + "x" * 43
ALL = (1 << len(BIT)) - 1

NAME, NUMBER = "张三", "110000199001010013"
OTHER_NUMBER = "110000199001010021"


def citizen(birth_date: str) -> str:
    """Return a number that no one bears (area 110000), with its check digit."""
    return (body := f"110000{birth_date}001") + calc_check_digit(body + "0")


ORDER_ONLY, LISTED_ONLY, MINOR = citizen("19800101"), citizen("19810101"), citizen("20100315")
UNVERIFIED, ENDED, FUTURE = citizen("19820101"), citizen("19830101"), citizen("19840101")


def day(year: int, month: int, number: int) -> int:
    return date(year, month, number).toordinal()


def order(*activities: str, **changes: Any) -> standing.Measure:
    """Return an order in force since 2026 over these activities."""
    fields: dict[str, Any] = {
        "kind": standing.ORDER,
        "activities": sum(1 << BIT[code] for code in activities),
        "in_force_from": day(2026, 1, 10),
        "in_force_until": None,
        "decided_on": day(2026, 1, 5),
        "court_code": "京0105",
        "case_number": "（2026）京0105执123号",
    }
    return standing.Measure(**fields | changes)


def exemption(*activities: str) -> standing.Exemption:
    """Return an exemption for these activities from 10 to 12 December 2026."""
    bits = sum(1 << BIT[code] for code in activities)
    return standing.Exemption(bits, day(2026, 12, 10), day(2026, 12, 13))


def listing(**changes: Any) -> standing.Measure:
    """Return an active listing."""
    return order(**{"kind": standing.LISTING, "case_number": "（2026）京0105执122号"} | changes)


def key_of(number: str, *, type: str = "resident_id", issuer: str | None = None) -> bytes:
    document = Document(type, number, issuer)
    return KEYS.document(family=document.family, number=number, issuer=issuer)


def on_file(
    *measures: standing.Measure,
    number: str = NUMBER,
    names: tuple[str, ...] = (NAME,),
    assurance: Assurance = Assurance.A2,
    birth_date: date | None = None,
    document: bytes | None = None,
) -> standing.Standing:
    """Return the standing of a subject with these measures."""
    return standing.Standing(
        assurance=assurance,
        is_unit=False,
        has_citizen_number=document is None,
        birth_day=birth_date.toordinal() if birth_date else None,
        names=name_digests([forms_of(read_name(name)) for name in names], KEYS, is_unit=False),
        keys=(document or key_of(number),),
        measures=measures,
    )


SUBJECTS = {
    b"both------------": on_file(order("flight.business", "insurance.cash_value", "tour.holiday"), listing()),
    b"order-only------": on_file(order("flight.business"), number=ORDER_ONLY),
    b"listed-only-----": on_file(listing(), number=LISTED_ONLY),
    b"minor-----------": on_file(order("flight.business"), number=MINOR),
    b"unverified------": on_file(order("flight.business"), number=UNVERIFIED, assurance=Assurance.A1),
    b"ended-----------": on_file(order("flight.business", in_force_until=day(2026, 11, 22)), number=ENDED),
    b"future----------": on_file(order("flight.business", in_force_from=day(2026, 11, 23)), number=FUTURE),
}


@dataclass
class Laboratory:
    """A node whose index and lease the test writes."""

    root: Path
    now: datetime = NOW
    boottime_ns: int = BOOTTIME_NS
    options: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.index_dir, self.journal_dir = self.root / "index", self.root / "journal"
        write_index(self.index_dir)
        self.lease_file = LeaseFile(self.index_dir / FILE_NAME, is_writer=True)
        self.confirm()
        self.node = self.open()

    def open(self) -> Node:
        options = Options(self.index_dir, self.journal_dir, SECRET, **self.options)
        return Node(options, Clocks(wall_ms=lambda: milliseconds(self.now), boottime_ns=lambda: self.boottime_ns))

    def confirm(self, **changes: Any) -> None:
        """Write a lease as of now."""
        fields: dict[str, Any] = {
            "boot_id": current_boot_id(),
            "confirmed_ns": self.boottime_ns,
            "as_of": self.now,
            "list_version": LIST_VERSION,
            "generation": GENERATION,
            "is_rolled_back": False,
        }
        self.lease_file.write(Lease(**fields | changes))

    def ask(self, body: Any, *, credential: str = CREDENTIAL, **more: Any) -> Reply:
        raw = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        return self.node.check(Asked(raw, [f"Bearer {credential}"], **more))

    def records(self) -> list[Record]:
        """Return what the journal holds."""
        found: list[Record] = []
        for path in files(self.journal_dir):
            with path.open("rb") as file:
                found += read_piece(file, offset=0, limit=1000).records
        return found

    def close(self) -> None:
        self.node.close()
        self.lease_file.close()


def milliseconds(at: datetime) -> int:
    """Return an instant as the node's clock tells it."""
    return int(at.timestamp() * 1000)


def write_index(index_dir: Path, generation: int = GENERATION, *, in_use: bool = True) -> None:
    with IndexWriter(generation_folder(index_dir, generation)) as writer, writer.writing() as changes:
        for subject, kept in SUBJECTS.items():
            changes.put_standing(subject, kept)
        changes.put_court("京0105", Court("示范法院", "000-00000000"))
        airline = sum(1 << BIT[code] for code in ACTIVITIES if code.startswith("flight."))
        institutions = (
            (b"gateway---------", CREDENTIAL, Institution(ALL, False)),
            (b"airline---------", AIRLINE_CREDENTIAL, Institution(airline, False)),
            (b"suspended-------", SUSPENDED_CREDENTIAL, Institution(ALL, True)),
        )
        for id, secret, institution in institutions:
            changes.put_institution(id, institution)
            changes.put_credential(credential_digest(secret), Credential(b"credential-of-" + id[:2], id, ALL))
        changes.set_list_version(LIST_VERSION, b"h" * 32)
    if in_use:
        swing(index_dir, generation)


def question(
    activity: str = "flight.business", *, name: str = NAME, number: str | None = NUMBER, **more: Any
) -> dict[str, Any]:
    """Return the body of a check."""
    subject: dict[str, Any] = {"name": name}
    if number is not None:
        subject["document"] = {"type": "resident_id", "number": number}
    return {"activity": activity, "subject": subject} | more


def told(reply: Reply) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(reply.body)
    return found
