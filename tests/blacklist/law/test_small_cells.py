"""No number that is left out can be computed back, not even by who knows the rule by which it was."""

from collections.abc import Iterator
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blacklist.law.small_cells import SMALL, is_small, protected

PARTS = st.lists(
    st.one_of(st.just(0), st.integers(1, 12), st.integers(1, SMALL - 1), st.integers(SMALL, 500)), max_size=8
).map(lambda numbers: dict(enumerate(numbers)))


def others_published_alike(parts: dict[int, int]) -> Iterator[dict[int, int]]:
    """Yield other tables of the same total of which exactly the same is published."""
    shown = protected(parts)
    assert shown is not None
    left_out = [key for key, number in shown.items() if number is None]
    for one, other in permutations(left_out, 2):
        for moved in range(1, parts[other]):
            changed = {**parts, one: parts[one] + moved, other: parts[other] - moved}
            if protected(changed) == shown:
                yield changed


class TestProtected:
    @pytest.mark.law("D-min")
    @pytest.mark.parametrize(
        ("parts", "shown"),
        [
            ([], []),
            ([0, 10, 250], [0, 10, 250]),
            ([3, 40, 250], [None, None, 250]),
            ([250, 3, 40], [None, None, 40]),
            ([9, 9, 250], [None, None, 250]),
            ([1, 1, 250], [None, None, None]),
            ([5, 6], [None, None]),
            ([0, 3, 0], None),
            ([1] * 10, None),
            ([5, 5], None),
        ],
        ids=str,
    )
    def test_leaves_out_the_small_and_what_would_tell_them(
        self, parts: list[int], shown: list[int | None] | None
    ) -> None:
        found = protected(dict(enumerate(parts)))
        assert (None if found is None else list(found.values())) == shown

    @pytest.mark.law("D-min")
    @given(parts=PARTS)
    def test_shows_no_small_number_and_no_wrong_one(self, parts: dict[int, int]) -> None:
        for key, number in (protected(parts) or {}).items():
            assert number is None or (number == parts[key] and not is_small(number))

    @pytest.mark.law("D-min")
    @given(parts=PARTS)
    def test_leaves_no_number_to_be_computed_back(self, parts: dict[int, int]) -> None:
        """Of each number left out another value fits, with the total and all that is shown the same."""
        shown = protected(parts)
        left_out = {key for key, number in (shown or {}).items() if number is None}
        others = list(others_published_alike(parts)) if left_out else []
        assert {key for key in left_out if all(other[key] == parts[key] for other in others)} == set()
        assert all(sum(other.values()) == sum(parts.values()) for other in others)

    @given(parts=PARTS)
    def test_leaves_out_no_more_than_one_that_is_large(self, parts: dict[int, int]) -> None:
        shown = protected(parts) or {}
        assert len([key for key, number in shown.items() if number is None and not is_small(parts[key])]) <= 1

    @given(parts=PARTS)
    def test_leaves_everything_out_only_where_all_is_small(self, parts: dict[int, int]) -> None:
        assert protected(parts) is not None or all(number < SMALL for number in parts.values())
