"""How many recent checks by other documents a measure would have turned: counted as checks come, told as a number."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.conf import settings

from blacklist.law.activities import ACTIVITIES
from blacklist.law.entry_gate import Sought
from blacklist.law.identity import Document
from blacklist.law.names import read_name
from blacklist.services import entry_gate
from restrictions import sightings
from restrictions.check.journal import Record
from restrictions.check.keys import Keys, read_secret
from restrictions.check.question import Question
from restrictions.check.sighting import sighting
from restrictions.models import Sighting
from tests.factories import orders, people
from tests.factories.clock import AT
from tests.restrictions.check.laboratory import KEYS, TODAY

pytestmark = pytest.mark.django_db
BORN = date(1980, 1, 1)
PASSPORT, OTHER = Document("passport", "E12345678", "CHN"), Document("passport", "EJ1234567", "CHN")
CARD = Document("resident_id", "110000198001010015")


@pytest.fixture
def check_keys() -> Keys:
    """The keys of this test run."""
    return Keys(read_secret(settings.KEYS_DIR / "check.key"))


def asked(name: str = "张三", document: Document | None = PASSPORT, **changes: Any) -> Question:
    activity = ACTIVITIES[changes.pop("activity", "flight.business")]
    return Question(activity, read_name(name), document, changes.pop("born", BORN), TODAY, None, None, ())


def record(put: Question, keys: Keys, *, at: datetime = AT) -> Record:
    return Record(
        reference=uuid.uuid4().bytes,
        at_ms=int(at.timestamp() * 1000),
        institution=b"i" * 16,
        credential=b"c" * 16,
        http_code=200,
        list_version=1,
        activity=put.activity.code,
        decision="permitted",
        sighting=sighting(put, keys),
    )


def counted(*documents: Document, names: tuple[str, ...] = ("张三",), activity: str = "flight.business") -> int:
    with time_machine.travel(AT, tick=False):
        return sightings.checks_by_other_documents(Sought(names, BORN, documents, (activity,)))


class TestSighting:
    @pytest.mark.law("F8.3", "D5")
    @pytest.mark.parametrize(
        "put",
        [
            asked(document=CARD),
            asked(born=None),
            asked(document=None, activity="venue.golf"),
        ],
    )
    def test_is_none_where_a_number_decides_or_nothing_is_looked_up(self, put: Question) -> None:
        assert sighting(put, KEYS) is None

    def test_is_one_for_a_name_in_any_script(self) -> None:
        assert sighting(asked("张三"), KEYS) == sighting(asked("ZHANG/SANMR"), KEYS)
        assert sighting(asked(document=None), KEYS) != sighting(asked(), KEYS)

    @pytest.mark.law("11.15", "D19")
    def test_leads_to_no_record_of_a_check(self) -> None:
        kept = sighting(asked(), KEYS) or b""
        key = KEYS.document(family="passport", number=PASSPORT.number, issuer="CHN")
        assert kept[16:] not in (key[:8], KEYS.subject(key)[:8])


class TestCount:
    @pytest.mark.law("F8.3")
    def test_is_of_checks_by_other_documents_than_those_on_file(self, check_keys: Keys) -> None:
        found = [asked(), asked(), asked("ZHANG SAN", OTHER), asked(document=None), asked("李四"), asked(document=CARD)]
        sightings.count([record(put, check_keys) for put in found])
        sightings.count([record(asked(), check_keys)])
        assert counted() == 5
        assert counted(PASSPORT) == 2
        assert counted(PASSPORT, OTHER) == 1
        assert counted(names=("李四", "张三")) == 6
        assert counted(activity="hotel.star_rated") == 0

    @pytest.mark.law("11.15", "D19")
    def test_is_of_recent_months_and_keeps_no_day(self, check_keys: Keys) -> None:
        old, recent = datetime(2026, 8, 31, tzinfo=UTC), datetime(2026, 9, 1, tzinfo=UTC)
        sightings.count([record(asked(), check_keys, at=at) for at in (old, recent, AT)])
        assert counted() == 2
        assert set(Sighting.objects.values_list("month", flat=True)) == {
            date(2026, 8, 1),
            date(2026, 9, 1),
            date(2026, 11, 1),
        }
        assert sightings.drop_ended(AT.date()) == 1
        assert not {"institution", "at", "reference"} & {field.name for field in Sighting._meta.concrete_fields}

    @pytest.mark.law("F8.3", "11.15")
    def test_is_what_whoever_signs_is_shown(self, check_keys: Keys) -> None:
        order = orders.drafted()
        sightings.count([record(asked(), check_keys) for _ in range(3)])
        with time_machine.travel(AT, tick=False):
            [seen] = entry_gate.of_order(order, by=people.president(), at=AT)
        assert seen.checks_by_other_documents == 3
        assert "other_documents" in {found.conflict for found in seen.found}
