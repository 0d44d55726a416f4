"""Two nodes, each with a quota file of its own, that hear of each other through a real Valkey."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from restrictions.check.gate import Caller
from restrictions.check.quota import FILE_NAME, Exceeded, Quotas
from restrictions.settling import Settler

AT = 1_795_313_111_204
SECOND = 1000


class OneNode:
    def __init__(self, root: Path, name: str, url: str) -> None:
        self.quotas = Quotas(root / name / FILE_NAME)
        self.settler = Settler(root / name / FILE_NAME, url, node=name)

    def ask(self, who: Caller, times: int, *, at_ms: int) -> int:
        """Ask that often in the second that begins then, evenly; return how many times it was let in."""
        count = 0
        for number in range(times):
            try:
                self.quotas.spend(who, 1, at_ms=at_ms + number * SECOND // times)
                count += 1
            except Exceeded:
                pass
        return count

    def close(self) -> None:
        self.quotas.close()
        self.settler.close()


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[OneNode, OneNode]]:
    both = OneNode(tmp_path, "one", settings.REDIS_URL), OneNode(tmp_path, "other", settings.REDIS_URL)
    yield both
    for node in both:
        node.close()


def caller(*, per_second: int = 100, per_day: int = 10**6) -> Caller:
    return Caller(uuid.uuid4().bytes, b"c" * 16, 1, 0, per_second, per_day)


def seconds(pair: tuple[OneNode, OneNode], who: Caller, asked: tuple[int, int], count: int) -> list[tuple[int, int]]:
    """Let some seconds pass in which each node is asked that much; return what each let in."""
    granted = []
    for second in range(count):
        at_ms = AT + second * SECOND
        for node in pair:
            node.settler.turn(at_ms)
        one, other = (node.ask(who, times, at_ms=at_ms) for node, times in zip(pair, asked, strict=True))
        granted.append((one, other))
    return granted


class TestTurn:
    def test_parts_a_rate_when_both_want_all_of_it(self, pair: tuple[OneNode, OneNode]) -> None:
        granted = seconds(pair, caller(), (400, 400), 12)
        assert all(95 <= one + other <= 105 for one, other in granted[6:])
        assert all(45 <= one <= 55 for one, _ in granted[6:])

    def test_leaves_a_node_what_the_other_does_not_ask(self, pair: tuple[OneNode, OneNode]) -> None:
        granted = seconds(pair, caller(), (10, 400), 12)
        assert all(one == 10 for one, _ in granted)
        assert all(85 <= other <= 101 for _, other in granted[6:])

    def test_counts_one_day_for_both(self, pair: tuple[OneNode, OneNode]) -> None:
        granted = seconds(pair, caller(per_day=300), (40, 40), 12)
        assert 300 <= sum(map(sum, granted)) <= 300 + 2 * 80  # what both grant before they hear

    def test_says_the_same_again_without_counting_it_twice(self, pair: tuple[OneNode, OneNode]) -> None:
        who = caller(per_day=100)
        pair[0].ask(who, 40, at_ms=AT)
        for second in range(5):
            pair[0].settler.turn(AT + second * SECOND)
        pair[1].ask(who, 1, at_ms=AT + 5 * SECOND)
        pair[1].settler.turn(AT + 6 * SECOND)
        assert sum(pair[1].ask(who, 50, at_ms=AT + second * SECOND) for second in range(7, 12)) in range(56, 60)

    def test_tells_how_many_numbers_were_neighbours(self, pair: tuple[OneNode, OneNode]) -> None:
        node, who = pair[0], caller()
        for second in range(4):
            node.ask(who, 50, at_ms=AT + second * SECOND)
            node.quotas.see(who, f"1100001990010100{second}X")
            node.settler.turn(AT + second * SECOND)
        assert node.settler.take_sequential() == {who.institution: 2}  # the third is drawn with the next second
        assert node.settler.take_sequential() == {}

    def test_leaves_a_node_alone_while_nobody_answers(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        node = OneNode(tmp_path, "alone", f"unix://{tmp_path}/nobody")
        who = caller(per_second=10)
        for second in range(3):
            assert node.ask(who, 40, at_ms=AT + second * SECOND) in range(10, 20)
            node.settler.turn(AT + second * SECOND)
        assert caplog.text.count("does not answer") == 1
        node.close()
