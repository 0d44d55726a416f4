import pytest

from blacklist.law.duties import Duty
from restrictions.models import UseAlarm, UseCount
from restrictions.services import alarms
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord
from tests.factories import institutions as factory
from tests.factories import people
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db


def raised() -> UseAlarm:
    """Return an alarm about an institution."""
    UseCount.objects.create(institution=factory.enrolled(), hour=AT, answered=1000, sequential=900)
    alarms.watch(at=AT)
    return UseAlarm.objects.latest("raised_at")


def dismissed() -> UseAlarm:
    return alarms.dismiss(raised().pk, note="…", by=factory.BY, at=AT)


class ActOnAlarm(ActOnRecord):
    collection, duty, writes = "use-alarms", Duty.ENROL, False
    body = {"note": "核对后认定。"}
    ready = raised
    wrong = {"dismissed": (dismissed, "already-done")}


class TestConfirm(ActOnAlarm):
    act = "confirm"
    leads_to = {"state": "confirmed", "note": "核对后认定。"}


class TestDismiss(ActOnAlarm):
    act = "dismiss"
    leads_to = {"state": "dismissed", "kind": "sequential", "part": 900, "whole": 1000}


class TestList:
    def test_shows_the_own_courts_open_ones(self, caller: CallerOf) -> None:
        raised()
        for court, count in ((people.COURT, 1), (people.OTHER_COURT, 0)):
            client = caller(people.officer(duties=[Duty.READ], court_code=court))
            assert len(client.get("/court/v1/use-alarms?state=open").json()["items"]) == count
