"""Register to index, with a register made of plain records: what the follower applies and what it confirms."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from blacklist.publication import CourtContact, DocumentOnFile, Entry, Measure, Moment, Page, ServedNotice, Standing
from restrictions.check import index
from restrictions.check.index import Index, current_generation, generation_folder
from restrictions.check.lease import FILE_NAME, Lease, LeaseFile, boottime_ns
from restrictions.check.standing import ORDER
from restrictions.compiling import compile_standing
from restrictions.follower import Follower, Sources, rebuild
from restrictions.models import Credential, Institution, InstitutionState
from restrictions.selectors import DirectoryPage
from tests.restrictions.check.laboratory import KEYS, NUMBER, key_of

REVOKED_AT = datetime(2026, 11, 22, tzinfo=UTC)
SUBJECT = uuid.UUID(int=5)
COURT = CourtContact("京0105", "示范法院", "000")


def standing(*, number: str = NUMBER, subject: uuid.UUID = SUBJECT, ended: bool = False) -> Standing:
    measure = Measure(
        id=uuid.UUID(int=1),
        kind="order",
        court_code="京0105",
        case_number="（2026）京0105执1号",
        decided_on=date(2026, 1, 1),
        in_force_from=date(2026, 1, 2),
        in_force_until=None,
        activities=("flight.first", "an.unknown.one"),
    )
    return Standing(
        subject_id=subject,
        kind="natural",
        names=("张三", "张三", "张*"),
        documents=(DocumentOnFile("resident_id", number, None),),
        assurance=2,
        birth_date=date(1990, 1, 1),
        measures=() if ended else (measure,),
    )


@dataclass
class Register:
    """A register in memory, with the directory beside it."""

    entries_: list[Entry] = field(default_factory=list)
    directory_version: int = 0
    revoked: bool = False
    salt: int = 0
    heeded: list[ServedNotice] = field(default_factory=list)

    def act(self, *standings: Standing) -> None:
        version = len(self.entries_) + 1
        self.entries_.append(Entry(version, (version + self.salt).to_bytes(32), standings))

    def confirm(self) -> None:
        """An officer answers for this register, as `confirm_register` does."""
        self.act()
        entry_hash = b"confirmation" + len(self.entries_).to_bytes(20)
        self.entries_[-1] = replace(self.entries_[-1], entry_hash=entry_hash, is_confirmation=True)

    @contextmanager
    def moment(self) -> Iterator[Moment]:
        """Give the whole register, as `publication.moment` does."""
        newest = {one.subject_id: one for entry in self.entries_ for one in entry.standings}
        head = self.entries_[-1] if self.entries_ else Entry(0, bytes(32), ())
        yield Moment(head.version, head.entry_hash, self.confirmation(), (COURT,), (), (), newest.values())

    def confirmation(self) -> bytes | None:
        return next((entry.entry_hash for entry in reversed(self.entries_) if entry.is_confirmation), None)

    def entries(self, *, after: int, after_hash: bytes | None, limit: int = 500) -> Page:
        head = self.entries_[-1] if self.entries_ else Entry(0, bytes(32), ())
        known = after == 0 or (after <= head.version and self.entries_[after - 1].entry_hash == after_hash)
        page = tuple(self.entries_[after : after + limit]) if known else ()
        return Page(head.version, head.entry_hash, known, page, (COURT,) if page else ())

    def directory(self, *, after: int) -> DirectoryPage:
        if after == self.directory_version:
            return DirectoryPage(after, is_whole=after == 0, institutions=(), credentials=())
        institution = Institution(pk=uuid.UUID(int=7), activities=["flight.first"], state=InstitutionState.ACTIVE)
        credential = Credential(
            pk=uuid.UUID(int=8), institution=institution, digest=b"d" * 32, activities=["flight.first"]
        )
        credential.revoked_at = REVOKED_AT if self.revoked else None
        return DirectoryPage(self.directory_version, after > self.directory_version, (institution,), (credential,))

    @property
    def sources(self) -> Sources:
        return Sources(
            entries=self.entries,
            moment=self.moment,
            confirmation=self.confirmation,
            directory=self.directory,
            heed=self.heeded.extend,
        )


@pytest.fixture
def register() -> Register:
    return Register()


@pytest.fixture
def follower(tmp_path: Path, register: Register) -> Iterator[Follower]:
    made = Follower(tmp_path, KEYS, register.sources)
    yield made
    made.close()


def read_lease(root: Path) -> Lease | None:
    return LeaseFile(root / FILE_NAME).read()


def found(follower: Follower, root: Path, key: bytes) -> list[bytes]:
    """Return the subjects filed under a key, once the follower has let go of the index."""
    follower.close()
    follower._writer = None
    follower._lease = LeaseFile(root / FILE_NAME, is_writer=True)
    with Index(generation_folder(root, current_generation(root) or 0)) as opened, opened.reading() as view:
        return [subject for subject, _ in view.find(key)]


class TestStep:
    def test_applies_what_is_new_and_confirms_it(self, follower: Follower, register: Register, tmp_path: Path) -> None:
        register.act(standing())
        before = boottime_ns()
        assert follower.step() is False
        confirmed = read_lease(tmp_path)
        assert confirmed is not None
        assert (confirmed.list_version, confirmed.generation, confirmed.is_rolled_back) == (1, 1, False)
        assert before <= confirmed.confirmed_ns <= boottime_ns()
        assert found(follower, tmp_path, key_of(NUMBER)) == [SUBJECT.bytes]

    def test_confirms_an_empty_register(self, follower: Follower, tmp_path: Path) -> None:
        follower.step()
        confirmed = read_lease(tmp_path)
        assert confirmed is not None
        assert confirmed.list_version == 0

    def test_follows_an_act_on_nobody(self, follower: Follower, register: Register, tmp_path: Path) -> None:
        """A change of an officer's account has a number of its own, and no subject."""
        register.act(standing())
        register.act()
        follower.step()
        confirmed = read_lease(tmp_path)
        assert confirmed is not None
        assert confirmed.list_version == 2
        assert found(follower, tmp_path, key_of(NUMBER)) == [SUBJECT.bytes]

    def test_takes_the_instant_before_the_poll(self, tmp_path: Path, register: Register) -> None:
        """An act committed while the poll runs is not confirmed by it."""
        polled: list[int] = []

        def entries(*, after: int, after_hash: bytes | None, limit: int = 500) -> Page:
            polled.append(boottime_ns())
            return register.entries(after=after, after_hash=after_hash, limit=limit)

        follower = Follower(tmp_path, KEYS, Sources(entries, directory=register.directory))
        follower.step()
        confirmed = read_lease(tmp_path)
        assert confirmed is not None
        assert confirmed.confirmed_ns <= polled[0]
        follower.close()

    def test_confirms_only_when_the_head_it_saw_is_applied(
        self, follower: Follower, register: Register, tmp_path: Path
    ) -> None:
        for number in range(3):
            register.act(standing(subject=uuid.UUID(int=number)))
        assert follower.step(limit=2) is True
        assert read_lease(tmp_path) is None
        assert follower.step(limit=2) is False
        confirmed = read_lease(tmp_path)
        assert confirmed is not None
        assert confirmed.list_version == 3

    def test_renews_while_acts_keep_coming(self, follower: Follower, register: Register, tmp_path: Path) -> None:
        """The goal is the head first seen; a head that moves on with every poll would never be reached."""
        for _ in range(4):
            register.act(standing())
        renewed = set()
        for _ in range(12):
            register.act(standing())
            register.act(standing())
            assert follower.step(limit=2) is True
            confirmed = read_lease(tmp_path)
            renewed.add(confirmed.list_version if confirmed else None)
        assert len(renewed) >= 3

    def test_applies_the_newest_standing_of_a_subject(
        self, follower: Follower, register: Register, tmp_path: Path
    ) -> None:
        register.act(standing())
        register.act(standing(ended=True))
        follower.step()
        assert found(follower, tmp_path, key_of(NUMBER)) == []

    def test_goes_on_where_it_was_after_a_restart(self, tmp_path: Path, register: Register) -> None:
        register.act(standing())
        first = Follower(tmp_path, KEYS, register.sources)
        first.step()
        first.close()
        asked: list[int] = []

        def entries(*, after: int, after_hash: bytes | None, limit: int = 500) -> Page:
            asked.append(after)
            return register.entries(after=after, after_hash=after_hash, limit=limit)

        second = Follower(tmp_path, KEYS, Sources(entries, directory=register.directory))
        second.step()
        second.close()
        assert set(asked) == {1}

    def test_builds_anew_after_a_crash_of_the_machine(
        self, tmp_path: Path, register: Register, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        register.act(standing())
        first = Follower(tmp_path, KEYS, register.sources)
        first.step()
        assert first._writer is not None
        first._writer.close()  # not finished: the machine went down
        monkeypatch.setattr("restrictions.check.lease.current_boot_id", lambda: b"0" * 32)
        second = Follower(tmp_path, KEYS, register.sources)
        second.step()
        confirmed = read_lease(tmp_path)
        assert confirmed is not None
        assert (confirmed.generation, confirmed.list_version) == (2, 1)
        second.close()

    def test_builds_anew_in_another_format(
        self, tmp_path: Path, register: Register, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = Follower(tmp_path, KEYS, register.sources)
        first.step()
        first.close()
        monkeypatch.setattr(index, "FORMAT", b"newer")
        second = Follower(tmp_path, KEYS, register.sources)
        second.step()
        second.close()
        assert current_generation(tmp_path) == 2


class TestDirectory:
    def test_follows_by_its_own_version(self, follower: Follower, register: Register, tmp_path: Path) -> None:
        register.directory_version = 1
        follower.step()
        assert follower._writer is not None
        assert follower._writer.position().directory_version == 1
        register.directory_version, register.revoked = 2, True
        follower.step()
        found(follower, tmp_path, key_of(NUMBER))
        with Index(generation_folder(tmp_path, 1)) as opened, opened.reading() as view:
            assert view.credential(b"d" * 32) is None
            assert view.institution(uuid.UUID(int=7).bytes) is not None

    def test_is_taken_whole_when_it_stands_before(self, follower: Follower, register: Register, tmp_path: Path) -> None:
        register.directory_version = 5
        follower.step()
        register.directory_version = 3
        follower.step()
        assert follower._writer is not None
        assert follower._writer.position().directory_version == 3


class TestRebuild:
    def test_reaches_the_head_beside_the_generation_in_use(
        self, follower: Follower, register: Register, tmp_path: Path
    ) -> None:
        for _ in range(3):
            register.act(standing())
        follower.step()
        told: list[tuple[int, int]] = []
        position = rebuild(tmp_path, KEYS, sources=register.sources, told=lambda *reached: told.append(reached))
        assert (position.list_version, told[-1]) == (3, (3, 3))
        confirmed = read_lease(tmp_path)
        assert confirmed is not None
        assert confirmed.generation == 1
        follower.step()
        confirmed = read_lease(tmp_path)
        assert confirmed is not None
        assert confirmed.generation == 2


class TestCompileStanding:
    def test_keeps_digests_bits_and_days(self, caplog: pytest.LogCaptureFixture) -> None:
        compiled = compile_standing(standing(), KEYS)
        born, day = date(1990, 1, 1).toordinal(), KEYS.born
        assert compiled.keys[0] == key_of(NUMBER)
        assert compiled.keys[1] == day("han_dob", "张三", born)
        assert len(compiled.keys) == 5
        assert (len(compiled.names.forms), len(compiled.names.near)) == (5 * 4, 6 * 3)
        assert (compiled.assurance, compiled.birth_date) == (2, date(1990, 1, 1))
        [measure] = compiled.measures
        assert (measure.kind, measure.activities.bit_count()) == (ORDER, 1)
        assert "cannot be compared: name-masked" in caplog.text
        assert "张" not in caplog.text
