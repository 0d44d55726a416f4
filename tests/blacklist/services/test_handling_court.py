"""Only the court that handles the case acts on its measures, whichever court issued them (J15)."""

from collections.abc import Callable

import pytest

from blacklist.models import Application, EnforcementCase, RegisterEntry, Task
from blacklist.register import standing_payload
from blacklist.services import listings
from tests.blacklist.services.acts import NOUNS, Doing, Measure
from tests.blacklist.services.drafts import code_of
from tests.factories import listings as listing_factory
from tests.factories import orders as order_factory
from tests.factories import people
from tests.factories.cases import debtor_of
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db
DOINGS = [doing for noun in NOUNS for doing in noun.acts]


def hand_over(case: EnforcementCase) -> None:
    """Let the other court handle the case."""
    case.court = people.court(people.OTHER_COURT)
    case.save()


class TestHandlingCourt:
    @pytest.mark.law("J15")
    @pytest.mark.parametrize("doing", DOINGS, ids=lambda doing: f"{doing.act}")
    def test_acts_and_the_issuing_court_no_longer_does(self, doing: Doing) -> None:
        measure = doing.ready()
        hand_over(measure.case)
        issuer = people.officer(duties=[doing.duty])
        assert code_of(lambda: doing.well(measure.pk, issuer)) == "other-court"
        doing.well(measure.pk, people.officer(duties=[doing.duty], court_code=people.OTHER_COURT))
        entry = RegisterEntry.objects.latest("version")
        assert (entry.act, entry.court_id) == (doing.act, people.OTHER_COURT)
        if not isinstance(measure, Application):
            assert measure.court_id == people.COURT

    @pytest.mark.parametrize("reach", [listing_factory.active, order_factory.in_force])
    def test_is_whom_to_call_about_the_measure(self, reach: Callable[[], Measure]) -> None:
        measure = reach()
        debtor = debtor_of(measure.case)
        hand_over(measure.case)
        assert [said["court"] for said in standing_payload(debtor)["measures"]] == [people.OTHER_COURT]

    def test_gets_the_duties_that_follow_an_act(self) -> None:
        """L10: the take-down is due at the court that ended the listing."""
        listing = listing_factory.active()
        hand_over(listing.case)
        listings.remove(listing.pk, reason="performed", note="", by=people.judge(people.OTHER_COURT), at=AT)
        assert Task.objects.get(kind="take_down").court_id == people.OTHER_COURT
