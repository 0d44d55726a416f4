"""Accounts change while others act: somebody always keeps the accounts, and nobody acts on a right that has ended."""

import threading
from functools import partial

import pytest
from django.db import transaction

from blacklist.law.duties import Duty
from blacklist.models import Officer, RegisterEntry
from blacklist.services import listings, officers
from blacklist.verification import faults
from tests.blacklist.test_concurrency import outcome
from tests.blacklist.threads import at_once
from tests.factories import listings as listing_factory
from tests.factories import people
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db(transaction=True)
NOTE = "经批准。"


def suspend(officer: Officer, by: Officer) -> str:
    return outcome(lambda: officers.suspend(officer.pk, note=NOTE, by=by, at=AT))


def active() -> int:
    return Officer.objects.filter(state="active", duties__contains=["administer"]).count()


class TestAdministrators:
    @pytest.mark.law("9.0")
    def test_one_of_two_who_suspend_each_other_remains(self) -> None:
        one, other = people.administrator(), people.administrator()
        said = at_once([partial(suspend, one, other), partial(suspend, other, one)])
        assert sorted(said) == ["done", "duty-required"]
        assert active() == 1

    @pytest.mark.law("9.0")
    def test_one_of_two_who_suspend_themselves_remains(self) -> None:
        """Whoever comes second is the last."""
        both = [people.administrator(), people.administrator()]
        assert sorted(at_once([partial(suspend, one, one) for one in both])) == ["done", "last-administrator"]
        assert active() == 1

    def test_one_of_two_confirms(self) -> None:
        reader = people.officer(duties=[Duty.READ])
        proposal = officers.grant(reader.pk, duties=[Duty.SIGN], note=NOTE, by=people.administrator(), at=AT).proposal
        assert proposal is not None
        seconds = [people.administrator(), people.administrator()]
        confirm = [partial(outcome, partial(officers.confirm, proposal.pk, by=by, at=AT)) for by in seconds]
        assert sorted(at_once(confirm)) == ["already-done", "done"]
        assert RegisterEntry.objects.filter(act="grant_duty").count() == 1

    def test_an_invitation_is_accepted_once(self) -> None:
        people.court()
        newcomer = officers.Newcomer("newcomer", "示范", people.COURT, frozenset())
        secret = officers.invite(newcomer, note=NOTE, by=people.administrator(), at=AT).secret
        accept = partial(officers.accept, secret=secret, password="a long pass phrase of mine", at=AT)
        assert sorted(at_once([partial(outcome, accept)] * 4)) == ["done", *["unauthenticated"] * 3]


class TestAct:
    @pytest.mark.law("L13")
    def test_under_way_is_done_before_the_suspension(self) -> None:
        """The suspension waits for it; the register never has an act after the entry that ended the right."""
        president, administrator, drafted = people.president(), people.administrator(), listing_factory.proposed()
        is_signed, is_asked = threading.Event(), threading.Event()

        def sign() -> str:
            with transaction.atomic():
                listings.sign(drafted.pk, by=president, at=AT)
                is_signed.set()
                assert is_asked.wait(10)
            return "done"

        def suspend_meanwhile() -> str:
            assert is_signed.wait(10)
            is_asked.set()
            return suspend(president, administrator)

        assert at_once([sign, suspend_meanwhile]) == ["done", "done"]
        acts = list(RegisterEntry.objects.order_by("version").values_list("act", flat=True))
        assert acts == ["propose", "sign", "suspend_officer"]
        assert list(faults()) == []

    @pytest.mark.law("L13")
    def test_of_eight_acts_none_follows_the_suspension(self) -> None:
        president, administrator = people.president(), people.administrator()
        drafts = [listing_factory.proposed() for _ in range(8)]
        signing = [partial(outcome, partial(listings.sign, one.pk, by=president, at=AT)) for one in drafts]
        said = at_once([*signing[:4], partial(suspend, president, administrator), *signing[4:]])
        assert set(said) <= {"done", "account-changed"}
        acts = list(RegisterEntry.objects.order_by("version").values_list("act", flat=True))
        assert "sign" not in acts[acts.index("suspend_officer") :]
