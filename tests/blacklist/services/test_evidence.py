"""Evidence that may speak of health is opened by deciders only, on record, and erased when its time is over."""

from datetime import date

import pytest

from blacklist.law.duties import Duty
from blacklist.models import EvidenceReading
from blacklist.services import evidence
from tests.blacklist.services.drafts import code_of, instant
from tests.factories import exemptions, people
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db


class TestRead:
    @pytest.mark.law("D28")
    def test_refuses_the_clerk_and_keeps_the_attempt(self) -> None:
        made, clerk = exemptions.submitted(), people.clerk()
        assert code_of(lambda: evidence.read(made.pk, purpose="decide", by=clerk, at=AT)) == "duty-required"
        reading = EvidenceReading.objects.get()
        assert (reading.exemption, reading.officer, reading.was_refused) == (made, clerk, True)

    def test_refuses_another_court(self) -> None:
        judge = people.judge(people.OTHER_COURT)
        made = exemptions.submitted()
        assert code_of(lambda: evidence.read(made.pk, purpose="decide", by=judge, at=AT)) == "other-court"

    @pytest.mark.law("D28")
    def test_opens_it_to_who_decides_and_keeps_for_what(self) -> None:
        made, judge = exemptions.submitted(), people.officer(duties=[Duty.EXEMPT])
        assert evidence.read(made.pk, purpose="decide", by=judge, at=AT).evidence == ["卷宗-21"]
        reading = EvidenceReading.objects.get()
        assert (reading.purpose, reading.was_refused, reading.at) == ("decide", False, AT)


class TestErase:
    @pytest.mark.law("D28", "D19")
    def test_waits_six_months_after_the_window(self) -> None:
        """The window ends with 18 November 2026."""
        made = exemptions.approved()
        assert evidence.erase(at=instant(date(2027, 5, 19))) == 0
        assert evidence.erase(at=instant(date(2027, 5, 20))) == 1
        made.refresh_from_db()
        assert made.evidence == []
