import pytest

from blacklist.law.duties import FOUR_EYES, INCOMPATIBLE, OFFICES, SENTENCES, Duty, check_compatible
from blacklist.law.refusals import Refusal

WRITES = frozenset(Duty) - {Duty.READ, Duty.OVERSEE, Duty.ADMINISTER}


class TestSentences:
    def test_says_what_each_duty_allows(self) -> None:
        assert SENTENCES.keys() == set(Duty)
        assert all(sentence.endswith(".") for sentence in SENTENCES.values())


class TestOffices:
    @pytest.mark.law("L5-3", "C5", "G14", "9.0")
    def test_lets_the_president_alone_sign(self) -> None:
        """L5 ¶3, C5, G14."""
        assert [office for office, duties in OFFICES.items() if Duty.SIGN in duties] == ["court_president"]

    @pytest.mark.law("L5-3", "11.12", "9.0")
    def test_lets_nobody_both_propose_and_sign(self) -> None:
        """Drafter and signer are two persons."""
        assert not [office for office, duties in OFFICES.items() if {Duty.PROPOSE, Duty.SIGN} <= duties]

    @pytest.mark.law("9.0")
    @pytest.mark.parametrize("duty", [Duty.PROPOSE, Duty.SIGN, Duty.PUBLISH, Duty.REMOVE, Duty.LIFT])
    def test_keeps_decisions_from_the_clerk(self, duty: Duty) -> None:
        assert duty not in OFFICES["clerk"]

    @pytest.mark.law("G18", "9.0")
    def test_lets_the_higher_court_read_decide_and_undo(self) -> None:
        """G18: a higher court ends or corrects what a lower court should have, and takes no measure itself."""
        supervising = {Duty.READ, Duty.SUPERVISE, Duty.OVERSEE, Duty.RECONSIDER}
        correcting = {Duty.REMOVE, Duty.REVOKE, Duty.LIFT, Duty.RECTIFY, Duty.RELIEVE}
        assert OFFICES["superior_court"] == supervising | correcting

    @pytest.mark.law("P-OBJ-11", "11.12", "9.0")
    def test_lets_nobody_both_handle_a_case_and_review_it(self) -> None:
        """L12: who took a measure does not judge the request to correct it."""
        assert not [office for office, duties in OFFICES.items() if {Duty.PROPOSE, Duty.REVIEW} <= duties]

    @pytest.mark.law("P246", "9.0")
    def test_lets_the_procurator_only_read(self) -> None:
        """P246: supervision without a pen."""
        assert OFFICES["procurator"] == {Duty.READ, Duty.OVERSEE}

    @pytest.mark.law("9.0")
    def test_shows_no_case_to_the_administrator(self) -> None:
        assert Duty.READ not in OFFICES["administrator"]
        assert not OFFICES["administrator"] & WRITES

    def test_gives_every_duty_to_some_office(self) -> None:
        assert frozenset().union(*OFFICES.values()) == set(Duty)


class TestCheckCompatible:
    @pytest.mark.law("9.0")
    @pytest.mark.parametrize("duties", OFFICES.values(), ids=OFFICES)
    def test_lets_every_office_pass(self, duties: frozenset[Duty]) -> None:
        check_compatible(duties)

    @pytest.mark.law("9.0", "11.12")
    @pytest.mark.parametrize(
        ("one", "other"),
        [(one, other) for ones, others in INCOMPATIBLE for one in ones for other in sorted(others)],
    )
    def test_refuses_two_duties_that_nobody_holds_together(self, one: Duty, other: Duty) -> None:
        with pytest.raises(Refusal) as caught:
            check_compatible([one, other, Duty.ENROL])
        assert caught.value.code == "duties-incompatible"

    @pytest.mark.law("9.0")
    def test_keeps_every_case_from_who_keeps_the_accounts(self) -> None:
        """A duty that is added later, too."""
        shut = {other for ones, others in INCOMPATIBLE if Duty.ADMINISTER in ones for other in others}
        assert shut == set(Duty) - {Duty.ADMINISTER, Duty.ENROL}


class TestFourEyes:
    def test_are_needed_for_what_makes_and_unmakes(self) -> None:
        assert {Duty.SIGN, Duty.REVOKE, Duty.ADMINISTER} == FOUR_EYES
