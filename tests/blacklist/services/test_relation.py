"""Who may act here: own court, never one's own draft, a reviewer from outside the case, the court above."""

from collections.abc import Callable

import pytest

from blacklist import selectors
from blacklist.law.duties import Duty
from blacklist.models import Officer
from blacklist.services import listings, relation
from tests.blacklist.services.drafts import DIRECT, code_of, listing_proposal
from tests.factories import cases, people
from tests.factories.clock import AT, TODAY

pytestmark = pytest.mark.django_db


class TestRequire:
    @pytest.mark.law("J15", "11.12")
    def test_refuses_another_court(self) -> None:
        """Court B tries to list the debtor of court A's case."""
        case = cases.with_notice()
        elsewhere = people.judge(people.OTHER_COURT)
        assert code_of(lambda: listings.propose(listing_proposal(case), by=elsewhere, at=AT)) == "other-court"

    @pytest.mark.law("9.0")
    def test_refuses_who_has_not_the_duty(self) -> None:
        case = cases.with_notice()
        assert code_of(lambda: listings.propose(listing_proposal(case), by=people.clerk(), at=AT)) == "duty-required"


class TestRequireNotHandler:
    @pytest.fixture
    def acted(self) -> dict[str, Officer]:
        """Return who did what on a listing: each step by an officer of its own."""
        acting = {
            "drafted": people.judge(),
            "signed": people.president(),
            "served": people.clerk(),
            "published": people.judge(),
            "removed": people.judge(),
        }
        case = cases.with_notice()
        drafted = listings.propose(listing_proposal(case), by=acting["drafted"], at=AT)
        listings.sign(drafted.pk, by=acting["signed"], at=AT)
        listings.serve(drafted.pk, served_on=TODAY, service_method=DIRECT, by=acting["served"], at=AT)
        listings.publish(drafted.pk, by=acting["published"], at=AT)
        listings.remove(drafted.pk, reason="performed", note="", by=acting["removed"], at=AT)
        self.case = case
        return acting

    @pytest.mark.law("P-OBJ-11", "11.12")
    @pytest.mark.parametrize("part", ["drafted", "signed", "served", "published", "removed"])
    def test_refuses_whoever_handled_the_case(self, acted: dict[str, Officer], part: str) -> None:
        """Judge Z handled the case; assigned as reviewer: 422."""
        handlers = selectors.handlers_of(self.case)
        assert code_of(lambda: relation.require_not_handler(acted[part], handlers)) == "reviewer-is-handler"

    @pytest.mark.law("P-OBJ-11")
    def test_lets_anybody_else_review(self, acted: dict[str, Officer]) -> None:
        handlers = selectors.handlers_of(self.case)
        assert handlers == {officer.username for officer in acted.values()}
        relation.require_not_handler(people.judge(), handlers)

    def test_knows_nobody_in_another_case(self, acted: dict[str, Officer]) -> None:
        assert selectors.handlers_of(cases.with_notice()) == frozenset()


class TestRequireCourtAbove:
    @pytest.fixture(autouse=True)
    def _courts(self) -> None:
        people.courts_above()

    def member(self, court_code: str) -> Officer:
        return people.officer(duties=[Duty.RECONSIDER, Duty.SUPERVISE], court_code=court_code)

    def require(self, court_code: str, *, is_next: bool) -> Callable[[], None]:
        duty = Duty.RECONSIDER if is_next else Duty.SUPERVISE
        by = self.member(court_code)
        return lambda: relation.require_court_above(by, duty, court_code=people.COURT, is_next=is_next)

    @pytest.mark.law("L12")
    def test_lets_the_next_court_above_reconsider(self) -> None:
        self.require(people.COURT_ABOVE, is_next=True)()

    @pytest.mark.law("L12")
    @pytest.mark.parametrize("court_code", [people.COURT, people.OTHER_COURT, people.HIGH_COURT])
    def test_refuses_any_other_to_reconsider(self, court_code: str) -> None:
        """L12: the court one level up; not the same court, not a neighbour, not two levels up."""
        assert code_of(self.require(court_code, is_next=True)) == "court-not-above"

    @pytest.mark.parametrize("court_code", [people.COURT_ABOVE, people.HIGH_COURT])
    def test_lets_any_court_above_supervise(self, court_code: str) -> None:
        self.require(court_code, is_next=False)()

    @pytest.mark.parametrize("court_code", [people.COURT, people.OTHER_COURT])
    def test_refuses_a_court_beside_to_supervise(self, court_code: str) -> None:
        assert code_of(self.require(court_code, is_next=False)) == "court-not-above"

    def test_refuses_who_has_not_the_duty_first(self) -> None:
        judge = people.judge(people.OTHER_COURT)
        assert (
            code_of(lambda: relation.require_court_above(judge, Duty.RECONSIDER, court_code=people.COURT))
            == "duty-required"
        )

    def test_refuses_below_the_highest_court(self) -> None:
        """Nobody stands above the last court of the table."""
        by = self.member(people.COURT)
        require = relation.require_court_above
        assert code_of(lambda: require(by, Duty.RECONSIDER, court_code=people.HIGH_COURT)) == "court-not-above"


class TestProcurator:
    @pytest.mark.law("P246", "9.0")
    def test_reads_and_writes_nothing(self) -> None:
        """P246: supervision is read-only; see also the routes' guard."""
        procurator = people.officer(duties=[Duty.READ])
        assert code_of(lambda: listings.propose(listing_proposal(cases.with_notice()), by=procurator, at=AT)) == (
            "duty-required"
        )
        assert not [duty for duty in Duty if procurator.may(duty) and duty is not Duty.READ]
