"""From what the journal brings to an alarm, and from an alarm to what an officer finds."""

import io
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from blacklist.law.refusals import Refusal
from restrictions import tasks
from restrictions.check.journal import Record
from restrictions.models import CheckRecord, DirectoryAct, HoneyIdentity, Institution, UseAlarm, UseCount
from restrictions.services import alarms, institutions, use
from restrictions.services.directory import Actor
from restrictions.shipper import row_of
from restrictions.watching import Finding, findings
from tests.factories import institutions as factory
from tests.restrictions.check.laboratory import KEYS, Laboratory, question

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
HOUR = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
BY = Actor("president01", "7")


@pytest.fixture(autouse=True)
def mandate(settings: Any) -> None:
    """In a demonstration nobody is suspended by rule."""
    settings.LIVEMODE = True


def record(institution: Institution, **changes: Any) -> Record:
    fields: dict[str, Any] = {
        "reference": uuid.uuid4().bytes,
        "at_ms": int(AT.timestamp() * 1000),
        "institution": institution.pk.bytes,
        "credential": b"c" * 16,
        "http_code": 200,
        "list_version": 1,
        "decision": "permitted",
    }
    return Record(**fields | changes)


def counted(institution: Institution, **columns: int) -> UseCount:
    return UseCount.objects.create(institution=institution, hour=HOUR, **columns)


def found(**columns: int) -> list[Finding]:
    return list(findings(UseCount(**columns)))


class TestCount:
    def test_adds_what_an_hour_holds_and_no_more(self) -> None:
        institution, other = factory.enrolled(), factory.enrolled()
        for _ in range(2):
            use.count(
                [
                    record(institution),
                    record(institution, subject=uuid.uuid4().bytes, decision="restricted"),
                    record(institution, decision="undetermined", reason="document_required"),
                    record(institution, emergency="medical"),
                    record(institution, http_code=422, decision=None, problem="name-empty"),
                    record(other),
                    record(institution, at_ms=int(AT.timestamp() * 1000) + 3_600_000),
                ]
            )
        row = UseCount.objects.get(institution=institution, hour=HOUR)
        counts = [getattr(row, column) for column in use.COLUMNS]
        assert counts == [8, 2, 2, 2, 0, 0]
        assert UseCount.objects.count() == 3

    @pytest.mark.law("11.13")
    def test_counts_a_person_once_an_hour_with_each_institution(self) -> None:
        """A passenger asked about on each leg is one hit; so is one whose records come in two pieces."""
        institution, other = factory.enrolled(), factory.enrolled()
        later = int(AT.timestamp() * 1000) + 3_600_000
        pieces = [
            [record(institution, subject=b"s" * 16), record(institution, subject=b"s" * 16)],
            [record(institution, subject=b"s" * 16), record(institution, subject=b"t" * 16)],
            [record(other, subject=b"s" * 16), record(institution, subject=b"s" * 16, at_ms=later)],
        ]
        for piece in pieces:
            use.count(piece)
            CheckRecord.objects.bulk_create(map(row_of, piece))
        assert sorted(UseCount.objects.values_list("answered", "matched")) == [(1, 1), (1, 1), (4, 2)]

    def test_adds_neighbouring_numbers_that_a_node_saw(self) -> None:
        institution = factory.enrolled()
        for _ in range(2):
            use.count_sequential({institution.pk.bytes: 7}, at=AT)
        assert UseCount.objects.get(institution=institution, hour=HOUR).sequential == 14

    def test_is_forgotten_after_thirteen_months(self) -> None:
        counted(factory.enrolled())
        assert (use.forget(at=AT + timedelta(days=399)), use.forget(at=AT + timedelta(days=401))) == (0, 1)


class TestPlant:
    def test_gives_numbers_that_nobody_bears_and_keeps_their_digests(self) -> None:
        numbers = use.plant(50, keys=KEYS, at=AT)
        assert all(number[2:6] == "0000" for number in numbers)
        assert {bytes(row.digest) for row in HoneyIdentity.objects.all()} == {
            use.honey_digest(number, KEYS) for number in numbers
        }

    def test_is_noticed_by_the_record_of_a_check_and_by_nothing_in_its_answer(self, tmp_path: Any) -> None:
        [honey] = use.plant(1, keys=KEYS, at=AT)
        institution, laboratory = factory.enrolled(), Laboratory(tmp_path)
        replies = [laboratory.ask(question(number=number)) for number in (honey, "110000199001010021")]
        assert len({(len(reply.body), tuple(name for name, _ in reply.headers)) for reply in replies}) == 1
        noticed = []
        for kept in laboratory.records():
            use.count([record(institution, digest=kept.digest)])
            noticed.append(UseCount.objects.get().honey)
        laboratory.close()
        assert noticed == [1, 1]

    def test_is_a_command(self) -> None:
        out = io.StringIO()
        call_command("plant_honey", "3", stdout=out)
        assert len(out.getvalue().split()) == HoneyIdentity.objects.count() == 3
        with pytest.raises(CommandError, match="1 to"):
            call_command("plant_honey", "0")


class TestFindings:
    @pytest.mark.law("11.13")
    @pytest.mark.parametrize(
        ("columns", "expected"),
        [
            ({"answered": 499, "matched": 499}, []),
            ({"answered": 500, "matched": 49}, []),
            ({"answered": 500, "matched": 50}, [("hits", False)]),
            ({"answered": 500, "matched": 300}, [("hits", True)]),
            ({"answered": 200, "undocumented": 100}, [("undocumented", False)]),
            ({"answered": 200, "undocumented": 190}, [("undocumented", True)]),
            ({"answered": 50, "emergencies": 2}, []),
            ({"answered": 50, "emergencies": 3}, [("emergencies", False)]),
            ({"answered": 50, "emergencies": 25}, [("emergencies", True)]),
            ({"answered": 100, "sequential": 10}, [("sequential", False)]),
            ({"answered": 100, "sequential": 130}, [("sequential", True)]),
            ({"answered": 5, "honey": 1}, [("honey", False)]),
            ({"answered": 5, "honey": 3}, [("honey", True)]),
            ({"answered": 100_000, "matched": 900, "undocumented": 9000, "sequential": 500}, []),
        ],
    )
    def test_are_what_stands_out(self, columns: dict[str, int], expected: list[tuple[str, bool]]) -> None:
        assert [(one.kind, one.is_hard) for one in found(**columns)] == expected


class TestWatch:
    def test_raises_one_alarm_an_hour_and_kind(self) -> None:
        institution = factory.enrolled()
        count = counted(institution, answered=1000, matched=200)
        assert [alarms.watch(at=AT) for _ in range(2)] == [1, 0]
        UseCount.objects.filter(pk=count.pk).update(matched=300)
        alarms.watch(at=AT)
        alarm = UseAlarm.objects.get()
        assert (alarm.kind, alarm.part, alarm.whole, alarm.state) == ("hits", 300, 1000, "open")
        institution.refresh_from_db()
        assert (institution.state, alarm.suspended_at) == ("active", None)

    def test_suspends_nobody_in_a_demonstration(self, settings: Any) -> None:
        settings.LIVEMODE = False
        institution = factory.enrolled()
        counted(institution, answered=1000, sequential=900)
        assert alarms.watch(at=AT) == 1
        institution.refresh_from_db()
        assert (institution.state, UseAlarm.objects.get().suspended_at) == ("active", None)

    def test_suspends_above_the_hard_threshold(self) -> None:
        institution = factory.enrolled()
        counted(institution, answered=1000, sequential=900)
        alarms.watch(at=AT)
        institution.refresh_from_db()
        assert (institution.state, UseAlarm.objects.get().suspended_at) == ("suspended", AT)
        done = DirectoryAct.objects.latest("version")
        assert (done.kind, done.actor_name, done.note) == ("suspend", "system", "sequential: 900/1000")

    def test_looks_back_two_hours(self) -> None:
        counted(factory.enrolled(), answered=1000, matched=900)
        assert alarms.watch(at=HOUR + timedelta(hours=2)) == 0

    def test_is_a_task(self) -> None:
        assert (tasks.watch_use(), tasks.forget_use()) == (0, 0)


class TestReview:
    def hard(self) -> UseAlarm:
        counted(factory.enrolled(), answered=1000, sequential=900)
        alarms.watch(at=AT)
        return UseAlarm.objects.get()

    def state(self, alarm: UseAlarm) -> str:
        return Institution.objects.get(pk=alarm.institution_id).state

    def test_lifts_what_the_alarm_suspended(self) -> None:
        alarm = self.hard()
        done = alarms.dismiss(alarm.pk, note="体检批量。", by=BY, at=AT)
        assert (done.state, done.reviewed_by, self.state(alarm)) == ("dismissed", "president01", "active")
        alarms.watch(at=AT)
        assert self.state(alarm) == "active"  # the same hour is not judged again

    def test_leaves_suspended_what_was_abuse(self) -> None:
        alarm = self.hard()
        assert alarms.confirm(alarm.pk, note="撞库。", by=BY, at=AT).state == "confirmed"
        assert self.state(alarm) == "suspended"

    def test_suspends_what_was_abuse_though_no_threshold_did(self) -> None:
        counted(factory.enrolled(), answered=1000, honey=1)
        alarms.watch(at=AT)
        alarm = UseAlarm.objects.get()
        assert self.state(alarm) == "active"
        alarms.confirm(alarm.pk, note="撞库。", by=BY, at=AT)
        assert self.state(alarm) == "suspended"

    def test_lifts_nothing_that_another_alarm_holds(self) -> None:
        alarm = self.hard()
        other = UseAlarm.objects.create(
            institution=alarm.institution, kind="honey", hour=HOUR, part=3, whole=9, raised_at=AT, suspended_at=AT
        )
        alarms.dismiss(alarm.pk, note="…", by=BY, at=AT)
        assert self.state(alarm) == "suspended"
        alarms.dismiss(other.pk, note="…", by=BY, at=AT)
        assert self.state(alarm) == "active"

    def test_lifts_nothing_after_abuse_was_found(self) -> None:
        alarm = self.hard()
        other = UseAlarm.objects.create(
            institution=alarm.institution, kind="hits", hour=HOUR, part=3, whole=9, raised_at=AT
        )
        alarms.confirm(other.pk, note="…", by=BY, at=AT + timedelta(minutes=1))
        alarms.dismiss(alarm.pk, note="…", by=BY, at=AT + timedelta(minutes=2))
        assert self.state(alarm) == "suspended"

    def test_lifts_nothing_that_an_officer_suspended(self) -> None:
        institution = factory.enrolled()
        counted(institution, answered=1000, honey=1)
        alarms.watch(at=AT)
        institutions.suspend(institution, by=BY)
        alarm = UseAlarm.objects.get()
        alarms.dismiss(alarm.pk, note="…", by=BY, at=AT)
        assert self.state(alarm) == "suspended"

    def test_is_done_once(self) -> None:
        alarm = self.hard()
        alarms.dismiss(alarm.pk, note="…", by=BY, at=AT)
        with pytest.raises(Refusal, match="already-done"):
            alarms.confirm(alarm.pk, note="…", by=BY, at=AT)
        with pytest.raises(Refusal, match="not-found"):
            alarms.confirm(uuid.uuid4(), note="…", by=BY, at=AT)
