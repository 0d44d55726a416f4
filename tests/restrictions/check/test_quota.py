import fcntl
from collections.abc import Iterator
from pathlib import Path

import pytest

from restrictions.check.gate import Caller
from restrictions.check.quota import DAY_MS, FILE_NAME, SETTLED_MS, SLOTS, WHOLE, Exceeded, QuotaFile, Quotas, day_of
from tests.restrictions.check.laboratory import AIRLINE_CREDENTIAL, CREDENTIAL, Laboratory, question, told

AT = 1_795_313_111_204  # 2026-11-22, 10:05 in Asia/Shanghai
SECOND = 1000


def caller(name: bytes = b"airline", *, per_second: int = 5, per_day: int = 1000) -> Caller:
    return Caller(name.ljust(16, b"-"), b"c" * 16, 1, 0, per_second, per_day)


@pytest.fixture
def quotas(tmp_path: Path) -> Iterator[Quotas]:
    made = Quotas(tmp_path / FILE_NAME)
    yield made
    made.close()


def granted(quotas: Quotas, who: Caller, times: int, *, at_ms: int = AT, items: int = 1) -> int:
    """Ask that often and return how many times it was let in."""
    count = 0
    for _ in range(times):
        try:
            quotas.spend(who, items, at_ms=at_ms)
        except Exceeded:
            continue
        count += 1
    return count


class TestSpend:
    def test_lets_in_a_second_of_the_rate_at_once_and_then_the_rate(self, quotas: Quotas) -> None:
        assert granted(quotas, caller(), 20) == 5
        assert [granted(quotas, caller(), 20, at_ms=AT + ms) for ms in (100, 200, 400, 1400)] == [0, 1, 1, 5]

    def test_holds_the_rate_for_a_long_time_however_much_is_asked(self, quotas: Quotas) -> None:
        who = caller(per_second=200, per_day=10**9)
        assert sum(granted(quotas, who, 20, at_ms=AT + ms) for ms in range(0, 10_000, 10)) == 200 + 200 * 10 - 2

    def test_lets_a_batch_in_whole_and_makes_the_next_wait(self, quotas: Quotas) -> None:
        assert granted(quotas, caller(), 2, items=20) == 1
        with pytest.raises(Exceeded) as refused:
            quotas.spend(caller(), 1, at_ms=AT)
        assert dict(refused.value.headers)["retry-after"] == "4"
        assert granted(quotas, caller(), 1, at_ms=AT + 3 * SECOND) == 0
        assert granted(quotas, caller(), 1, at_ms=AT + 4 * SECOND) == 1

    def test_ends_at_the_days_quota_until_midnight_in_china(self, quotas: Quotas) -> None:
        who = caller(per_second=5, per_day=7)
        assert sum(granted(quotas, who, 5, at_ms=AT + s * SECOND) for s in range(10)) == 7
        with pytest.raises(Exceeded) as refused:
            quotas.spend(who, 1, at_ms=AT + 10 * SECOND)
        midnight = (day_of(AT) + 1) * DAY_MS - 28_800_000
        waits = (midnight - AT - 10 * SECOND + 999) // 1000
        assert dict(refused.value.headers)["retry-after"] == str(waits)
        assert granted(quotas, who, 1, at_ms=midnight) == 1

    def test_leaves_one_institution_what_another_has_used_up(self, quotas: Quotas) -> None:
        assert granted(quotas, caller(b"loud"), 1000) == 5
        assert granted(quotas, caller(b"quiet"), 5) == 5

    def test_knows_no_limit_where_none_is_set(self, quotas: Quotas) -> None:
        who = caller(per_second=0, per_day=0)
        assert granted(quotas, who, 5000) == 5000
        assert quotas.spend(who, 1, at_ms=AT) == []

    def test_heeds_a_new_quota_at_once(self, quotas: Quotas) -> None:
        assert granted(quotas, caller(per_second=5), 20) == 5
        assert granted(quotas, caller(per_second=500), 20, at_ms=AT + 20) == 10

    def test_goes_on_when_the_clock_is_set_back(self, quotas: Quotas) -> None:
        assert granted(quotas, caller(), 20) == 5
        assert granted(quotas, caller(), 20, at_ms=AT - 2 * 3600 * SECOND) == 5

    def test_counts_what_it_refuses(self, quotas: Quotas) -> None:
        granted(quotas, caller(), 20)
        assert (quotas.take_refused(), quotas.take_refused()) == (15, 0)

    def test_tells_what_is_left(self, quotas: Quotas) -> None:
        assert dict(quotas.spend(caller(per_second=5, per_day=1000), 1, at_ms=AT)) == {
            "ratelimit-policy": '"second";q=5;w=1, "day";q=1000;w=86400',
            "ratelimit": '"second";r=4;t=1, "day";r=999;t=50088',
        }


class TestSee:
    def seen(self, tmp_path: Path, quotas: Quotas, *serials: int) -> int:
        who = caller(per_second=100)
        for serial in serials:
            quotas.spend(who, 1, at_ms=AT)
            quotas.see(who, f"{serial:017d}X")
        quotas.spend(who, 50, at_ms=AT + SECOND)
        file = QuotaFile(tmp_path / FILE_NAME)
        [(_, row)] = file.rows(day=day_of(AT))
        file.close()
        return row.sequential

    @pytest.mark.parametrize(
        ("serials", "expected"),
        [
            (range(11000019900101001, 11000019900101011), 9),  # one after the other
            (range(11000019900101001, 11000019900111001, 1000), 9),  # day after day
            ([11000019900101001, 31000019700202002, 11000019900101003], 1),  # with others between
            ([11000019900101001] * 5, 0),  # the same again
            ([11000019900101001, 11000019900101500, 44000019800303003], 0),
        ],
    )
    def test_counts_neighbours_of_the_last_few(
        self, tmp_path: Path, quotas: Quotas, serials: list[int], expected: int
    ) -> None:
        assert self.seen(tmp_path, quotas, *serials) == expected

    def test_keeps_no_number_in_the_file(self, tmp_path: Path, quotas: Quotas) -> None:
        self.seen(tmp_path, quotas, 11000019900101001, 11000019900101002)
        content = (tmp_path / FILE_NAME).read_bytes()
        assert b"11000019900101" not in content
        assert (11000019900101002).to_bytes(8, "little") not in content


class TestProcesses:
    def test_share_one_quota(self, tmp_path: Path) -> None:
        several = [Quotas(tmp_path / FILE_NAME) for _ in range(4)]
        who = caller(per_second=320, per_day=10**6)
        assert sum(granted(one, who, 1) for _ in range(200) for one in several) == 320
        for one in several:
            one.close()

    def test_wait_for_none_that_was_stopped_in_the_middle(self, tmp_path: Path, quotas: Quotas) -> None:
        with (tmp_path / FILE_NAME).open("rb+") as stopped:
            fcntl.flock(stopped, fcntl.LOCK_EX)
            assert granted(quotas, caller(), 20) == 5

    def test_count_alone_where_there_can_be_no_file(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        (tmp_path / "file").touch()
        alone = Quotas(tmp_path / "file" / FILE_NAME)
        assert granted(alone, caller(), 20) == 5
        assert "by each process alone" in caplog.text
        alone.close()

    def test_remember_over_a_restart(self, tmp_path: Path) -> None:
        for expected in (3, 0):
            started = Quotas(tmp_path / FILE_NAME)
            assert granted(started, caller(per_day=3), 20) == expected
            started.close()


class TestSettled:
    def test_share_and_use_elsewhere_count(self, tmp_path: Path, quotas: Quotas) -> None:
        who, day = caller(per_second=10, per_day=100), day_of(AT)
        granted(quotas, who, 1)
        file = QuotaFile(tmp_path / FILE_NAME)
        [(offset, row)] = file.rows(day=day)
        row.share, row.others, row.elsewhere, row.settled_ms = WHOLE // 2, 10, 97, AT
        file.write(offset, row)
        file.close()
        assert granted(quotas, who, 20, at_ms=AT + 400) == 2  # of 3 left today; at half the rate
        assert granted(quotas, who, 20, at_ms=AT + SECOND) == 0
        with pytest.raises(Exceeded):
            quotas.spend(who, 1, at_ms=AT + 2 * SECOND)

    def test_share_is_forgotten_when_nobody_settles(self, tmp_path: Path, quotas: Quotas) -> None:
        who = caller(per_second=10, per_day=10_000)
        granted(quotas, who, 1)
        file = QuotaFile(tmp_path / FILE_NAME)
        [(offset, row)] = file.rows(day=day_of(AT))
        row.share, row.others, row.settled_ms = WHOLE // 2, 10, AT
        file.write(offset, row)
        file.close()
        assert granted(quotas, who, 20, at_ms=AT + 5 * SECOND) == 5
        assert granted(quotas, who, 20, at_ms=AT + SETTLED_MS + SECOND) == 10


class TestPlace:
    def test_is_found_for_as_many_as_there_are_places(self, tmp_path: Path) -> None:
        file = QuotaFile(tmp_path / FILE_NAME)
        names = [number.to_bytes(16, "little") for number in range(1, SLOTS)]
        places = {file.place(name, day=1) for name in names}
        assert len(places) == len(names)
        assert file.place(names[7], day=1) in places
        file.close()


class TestNode:
    def limited(self, laboratory: Laboratory, per_second: int) -> None:
        view = laboratory.node._sight.view()[0]
        assert view is not None
        laboratory.node.moment([f"Bearer {AIRLINE_CREDENTIAL}"])
        known = laboratory.node._callers
        found = known[f"Bearer {AIRLINE_CREDENTIAL}"]
        known[f"Bearer {AIRLINE_CREDENTIAL}"] = Caller(
            found.institution, found.credential, found.activities, 0, per_second, 1000
        )

    def test_answers_429_beyond_the_quota_and_records_nothing(self, laboratory: Laboratory) -> None:
        self.limited(laboratory, 2)
        replies = [laboratory.ask(question(), credential=AIRLINE_CREDENTIAL) for _ in range(4)]
        assert [reply.status for reply in replies] == [200, 200, 429, 429]
        assert (told(replies[2])["code"], told(replies[2])["decision"]) == ("quota-exceeded", None)
        assert dict(replies[2].headers)["retry-after"] == "1"
        assert all({"ratelimit", "ratelimit-policy"} <= dict(reply.headers).keys() for reply in replies)
        assert [record.http_code for record in laboratory.records()] == [200, 200]

    def test_answers_the_others_meanwhile(self, laboratory: Laboratory) -> None:
        self.limited(laboratory, 1)
        for _ in range(10):
            laboratory.ask(question(), credential=AIRLINE_CREDENTIAL)
        assert laboratory.ask(question(), credential=CREDENTIAL).status == 200

    def test_counts_what_it_cannot_read_as_asked(self, laboratory: Laboratory) -> None:
        self.limited(laboratory, 2)
        statuses = [laboratory.ask(b"{", credential=AIRLINE_CREDENTIAL).status for _ in range(3)]
        assert statuses == [400, 400, 429]
