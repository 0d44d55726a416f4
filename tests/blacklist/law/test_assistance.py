import pytest

from blacklist.law.activities import ACTIVITIES, Answer
from blacklist.law.assistance import LEGAL_BASES, SECTORS, read_legal_basis, read_scope
from blacklist.law.refusals import Refusal


def code_of(read: object, *given: object) -> str:
    with pytest.raises(Refusal) as caught:
        read(*given)  # type: ignore[operator]
    return caught.value.code


class TestReadLegalBasis:
    @pytest.mark.law("D13", "K3")
    def test_is_a_closed_list(self) -> None:
        assert [read_legal_basis(code) for code in LEGAL_BASES] == ["C6", "L8", "P117"]
        assert code_of(read_legal_basis, "OWN_RISK_CONTROL") == "no-legal-basis"


class TestReadScope:
    def test_returns_each_once_in_the_order_of_the_catalogue(self) -> None:
        assert read_scope(["rail.g_any", "flight.economy", "rail.g_any"]) == ["flight.economy", "rail.g_any"]

    @pytest.mark.law("11.9", "G20")
    @pytest.mark.parametrize("named", [[], ["school.high_fee"], ["flight.first", "exit"]])
    def test_refuses_none_unknown_ones_and_what_only_the_court_answers(self, named: list[str]) -> None:
        assert code_of(read_scope, named) == "unknown-activity"


class TestSectors:
    @pytest.mark.law("11.9")
    def test_are_those_of_the_catalogue_without_the_court(self) -> None:
        asked = {row.sector for row in ACTIVITIES.values() if row.answer is not Answer.NOT_ANSWERED}
        assert asked <= set(SECTORS)
        assert not {"court", "school", "hospital"} & set(SECTORS)
