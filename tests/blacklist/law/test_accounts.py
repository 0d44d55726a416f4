import pytest

from blacklist.law.accounts import ACCOUNT, NOT_OFFICERS, AccountState, next_state, read_username
from blacklist.law.lifecycle import Act
from blacklist.law.refusals import Refusal
from blacklist.models import OfficerState

ACTS = sorted({act for _, act in ACCOUNT})


class TestNextState:
    @pytest.mark.parametrize("act", ACTS)
    @pytest.mark.parametrize("state", AccountState)
    def test_refuses_every_pair_that_the_table_does_not_have(self, state: AccountState, act: Act) -> None:
        if (state, act) in ACCOUNT:
            assert next_state(state, act) is ACCOUNT[state, act]
            return
        with pytest.raises(Refusal) as caught:
            next_state(state, act)
        assert caught.value.code in {"wrong-state", "already-done"}

    def test_lets_a_suspended_account_only_be_resumed_or_lose_duties(self) -> None:
        assert {act for state, act in ACCOUNT if state is AccountState.SUSPENDED} == {
            Act.RESUME_OFFICER,
            Act.WITHDRAW_DUTY,
        }

    def test_knows_the_states_of_the_records(self) -> None:
        assert {state.value for state in AccountState} == set(OfficerState.values)


class TestReadUsername:
    @pytest.mark.parametrize("name", ["judge01", "a.b-c_d", "007"])
    def test_reads_small_letters_digits_and_marks(self, name: str) -> None:
        assert read_username(name) == name

    @pytest.mark.parametrize("name", sorted(NOT_OFFICERS))
    def test_keeps_the_registers_own_names(self, name: str) -> None:
        with pytest.raises(Refusal) as caught:
            read_username(name)
        assert caught.value.code == "duplicate"
