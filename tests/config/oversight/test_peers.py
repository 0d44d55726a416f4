import pytest

from config.oversight.peers import ENOUGH_CASES, Range, interval, peers_range, stands_out

PEERS = [0.50, 0.52, 0.55, 0.56, 0.60]


class TestInterval:
    @pytest.mark.parametrize(
        ("part", "whole", "low", "high"),
        [(50, 100, 0.375, 0.625), (0, 30, 0.0, 0.181), (30, 30, 0.819, 1.0), (500, 1000, 0.459, 0.541)],
    )
    def test_is_wilsons(self, part: int, whole: int, low: float, high: float) -> None:
        found = interval(part, whole)
        assert (round(found.low, 3), round(found.high, 3)) == (low, high)

    def test_is_narrower_with_more_cases(self) -> None:
        assert interval(500, 1000).high - interval(500, 1000).low < interval(5, 10).high - interval(5, 10).low


class TestPeersRange:
    def test_leaves_out_a_tenth_at_either_end(self) -> None:
        assert peers_range([number / 10 for number in range(11)]) == Range(0.1, 0.9)

    def test_is_not_told_of_too_few(self) -> None:
        """Of two or three courts it would tell what each of them did."""
        assert peers_range(PEERS[:4]) is None
        assert peers_range(PEERS) is not None


class TestStandsOut:
    def test_is_for_who_lies_wholly_outside(self) -> None:
        peers = peers_range(PEERS)
        assert stands_out(20, 100, peers)
        assert stands_out(90, 100, peers)
        assert not stands_out(45, 100, peers)

    def test_asks_for_enough_cases_and_peers(self) -> None:
        assert not stands_out(0, ENOUGH_CASES - 1, peers_range(PEERS))
        assert stands_out(0, ENOUGH_CASES, peers_range(PEERS))
        assert not stands_out(0, 1000, None)
