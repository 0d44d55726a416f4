"""What follows from a fact is a table; its reasons are those of the law of grounds."""

import pytest

from blacklist.law.events import EVENTS, EventKind, Fact, ends_by_searches
from blacklist.law.grounds import LIFT_REASONS, REMOVAL_REASONS, REVOCATION_REASONS

ENDED, NOTHING, FOUND = EventKind.ROUND_ENDED, EventKind.SEARCH_NEGATIVE, EventKind.SEARCH_POSITIVE


class TestEvents:
    def test_are_one_fact_for_each_kind(self) -> None:
        assert set(EVENTS) == set(EventKind)

    @pytest.mark.parametrize("fact", EVENTS.values(), ids=lambda fact: fact.kind)
    def test_end_measures_for_reasons_of_the_law(self, fact: Fact) -> None:
        assert {fact.removes} <= {None, *REMOVAL_REASONS}
        assert {fact.revokes} <= {None, *REVOCATION_REASONS}
        assert {fact.lifts} <= {None, *LIFT_REASONS}
        assert fact.article

    @pytest.mark.law("L10-1")
    def test_hold_every_item_of_article_10_that_is_no_wish_of_the_applicant(self) -> None:
        removed = {fact.removes for fact in EVENTS.values()} | {"no_assets_found"}
        of_article_10 = {code for code, reason in REMOVAL_REASONS.items() if reason.article == "L10-1"}
        assert of_article_10 - {"applicant_request"} <= removed

    def test_end_a_term_only_by_death(self) -> None:
        assert [fact.kind for fact in EVENTS.values() if fact.ends_a_term] == [EventKind.DEATH]
        assert all(
            REMOVAL_REASONS[fact.removes].ends_a_term for fact in EVENTS.values() if fact.ends_a_term and fact.removes
        )


class TestEndsBySearches:
    @pytest.mark.law("L10-1")
    @pytest.mark.parametrize(
        ("facts", "ends"),
        [
            ([ENDED, NOTHING], False),
            ([ENDED, NOTHING, NOTHING], True),
            ([NOTHING, NOTHING], False),
            ([NOTHING, ENDED, NOTHING], False),
            ([ENDED, NOTHING, FOUND, NOTHING], False),
            ([ENDED, NOTHING, FOUND, NOTHING, NOTHING], True),
            ([ENDED, NOTHING, ENDED, NOTHING], False),
        ],
    )
    def test_takes_two_in_a_row_after_the_round_has_ended(self, facts: list[EventKind], ends: bool) -> None:
        assert ends_by_searches(facts) is ends
