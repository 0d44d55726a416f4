from itertools import product

import pytest

from blacklist.law.duties import Duty
from blacklist.law.lifecycle import (
    APPLICATION,
    ENDED,
    LISTING,
    ORDER,
    Act,
    ApplicationState,
    ListingState,
    OrderState,
    State,
    Table,
    Transition,
    move,
)
from blacklist.law.refusals import Refusal

# from, act, to, duty, article; "-" is no state yet, or the system acting alone. Whatever is not here is refused.
LISTING_ROWS = """
-        propose proposed propose L1
proposed sign    signed   sign    L5
proposed revoke  revoked  revoke  L9
proposed refuse  refused  sign    L5-3
signed   serve   signed   serve   G14
grace    serve   grace    serve   G14
signed   grace   grace    sign    G15
signed   withhold signed  sign    J13
grace    withhold grace   sign    J13
signed   close   closed   remove  L1
grace    close   closed   remove  G15
signed   publish active   publish L7
grace    publish active   publish G15
grace    revoke  revoked  revoke  L9
grace    expire  expired  -       L10-2
active   justify active   propose 11.5
signed   revoke  revoked  revoke  L9
signed   expire  expired  -       L10-2
active   remove  removed  remove  L10
active   revoke  revoked  revoke  L9
active   expire  expired  -       L10-2
active   keep    active   sign    G19
removed  revoke  revoked  revoke  L9
expired  revoke  revoked  revoke  L9
signed   rectify signed   rectify L9
grace    rectify grace    rectify L9
active   rectify active   rectify L9
paused   rectify paused   rectify L9
active   pause   paused   relieve L12
paused   resume  active   relieve L12
paused   remove  removed  remove  L10
paused   revoke  revoked  revoke  L9
paused   expire  expired  -       L10-2
"""

ORDER_ROWS = """
-        propose drafted  propose C4
drafted  sign    signed   sign    C5
drafted  refuse  refused  sign    C5
signed   grace   grace    sign    G15
grace    serve   grace    serve   G14
grace    apply   in_force publish G15
grace    lift    lifted   lift    C9
grace    close   closed   lift    G15
grace    revoke  revoked  revoke  G18
grace    expire  expired  -       C5
in_force keep    in_force lift    C1
signed   serve   in_force serve   G14
in_force serve   in_force serve   G14
signed   lift    lifted   lift    C9
in_force lift    lifted   lift    C9
drafted  revoke  revoked  revoke  G18
signed   revoke  revoked  revoke  G18
in_force revoke  revoked  revoke  G18
signed   expire  expired  -       C5
in_force expire  expired  -       C5
lifted   revoke  revoked  revoke  G18
expired  revoke  revoked  revoke  G18
signed   rectify signed   rectify G18
grace    rectify grace    rectify G18
in_force rectify in_force rectify G18
paused   rectify paused   rectify G18
in_force pause   paused   relieve G18
paused   resume  in_force relieve G18
paused   lift    lifted   lift    C9
paused   revoke  revoked  revoke  G18
paused   expire  expired  -       C5
"""

APPLICATION_ROWS = """
-        receive  received  register L5-2
received grant    granted   propose  L5-2
received refuse   refused   propose  L5-2
granted  refuse   refused   propose  L5-2
refused  serve    refused   serve    L5-2
received withdraw withdrawn register L5-2
"""

# Pairs that are refused because what they would bring about is there already.
DONE = {
    (ListingState.SIGNED, Act.SIGN),
    (ListingState.ACTIVE, Act.PUBLISH),
    (ListingState.GRACE, Act.GRACE),
    (OrderState.GRACE, Act.GRACE),
    (OrderState.IN_FORCE, Act.APPLY),
    (ListingState.CLOSED, Act.CLOSE),
    (OrderState.CLOSED, Act.CLOSE),
    (ListingState.REMOVED, Act.REMOVE),
    (ListingState.EXPIRED, Act.REMOVE),
    (ListingState.REVOKED, Act.REVOKE),
    (ListingState.EXPIRED, Act.EXPIRE),
    (ListingState.PAUSED, Act.PAUSE),
    (ListingState.ACTIVE, Act.RESUME),
    (OrderState.PAUSED, Act.PAUSE),
    (OrderState.IN_FORCE, Act.RESUME),
    (OrderState.SIGNED, Act.SIGN),
    (OrderState.LIFTED, Act.LIFT),
    (OrderState.EXPIRED, Act.LIFT),
    (OrderState.REVOKED, Act.REVOKE),
    (OrderState.EXPIRED, Act.EXPIRE),
    (ListingState.REFUSED, Act.REFUSE),
    (OrderState.REFUSED, Act.REFUSE),
    (ApplicationState.GRANTED, Act.GRANT),
    (ApplicationState.REFUSED, Act.REFUSE),
    (ApplicationState.WITHDRAWN, Act.WITHDRAW),
}


def table_of(text: str, states: type[State]) -> dict[tuple[State | None, Act], Transition]:
    rows: dict[tuple[State | None, Act], Transition] = {}
    for line in text.strip().splitlines():
        before, act, after, duty, article = line.split()
        start = None if before == "-" else states(before)
        rows[start, Act(act)] = Transition(states(after), None if duty == "-" else Duty(duty), article)
    return rows


LIVES = (
    (LISTING, table_of(LISTING_ROWS, ListingState), ListingState),
    (ORDER, table_of(ORDER_ROWS, OrderState), OrderState),
    (APPLICATION, table_of(APPLICATION_ROWS, ApplicationState), ApplicationState),
)
PRODUCT = [
    pytest.param(table, state, act, rows.get((state, act)), id=f"{states.__name__}-{state}-{act}")
    for table, rows, states in LIVES
    for state, act in product([None, *states], Act)
]


class TestMove:
    @pytest.mark.law("9.1", "9.2")
    @pytest.mark.parametrize(("table", "state", "act", "expected"), PRODUCT)
    def test_allows_what_the_table_has_and_refuses_every_other_pair(
        self, table: Table, state: State | None, act: Act, expected: Transition | None
    ) -> None:
        if expected is not None:
            assert move(table, state, act) == expected
            return
        with pytest.raises(Refusal) as caught:
            move(table, state, act)
        assert caught.value.code == ("already-done" if (state, act) in DONE else "wrong-state")
        assert caught.value.status == 409


class TestTables:
    @pytest.mark.law("9.1", "9.2")
    @pytest.mark.parametrize(("table", "rows", "states"), LIVES)
    def test_hold_no_other_row(self, table: Table, rows: Table, states: type[State]) -> None:
        assert dict(table) == dict(rows)
        assert all(isinstance(transition.to, states) for transition in table.values())

    @pytest.mark.law("L10-3", "11.6")
    def test_never_bring_a_listing_back(self) -> None:
        """L10 ¶3: a removal is never undone; but what should never have been is still revoked."""
        assert {act for state, act in LISTING if state in ENDED} == {Act.REVOKE}
        assert {step.to for (state, _), step in LISTING.items() if state in ENDED} == {ListingState.REVOKED}

    def test_never_bring_an_order_back(self) -> None:
        assert {act for state, act in ORDER if state in ENDED} == {Act.REVOKE}
        assert {step.to for (state, _), step in ORDER.items() if state in ENDED} == {OrderState.REVOKED}

    @pytest.mark.law("9.4")
    def test_let_whatever_ends_a_measure_end_it_while_it_is_paused(self) -> None:
        for table, running in ((LISTING, ListingState.ACTIVE), (ORDER, OrderState.IN_FORCE)):
            ending = {act for (state, act), step in table.items() if state == running and step.to in ENDED}
            assert ending == {act for (state, act), step in table.items() if state == "paused" and step.to in ENDED}

    @pytest.mark.law("L5-3", "G14", "11.2")
    def test_publish_only_what_was_signed(self) -> None:
        """L5 ¶3, G14."""
        assert {state for state, act in LISTING if act is Act.PUBLISH} == {ListingState.SIGNED, ListingState.GRACE}
