"""A share code shows what the register says when it is opened, not what it said when the code was made."""

import uuid
from pathlib import Path

import pytest

from blacklist.services import listings, share_codes
from blacklist.services.record_codes import Proved
from blacklist.services.share_codes import Opener, Wanted
from restrictions.bearing import barred
from tests.factories import listings as listing_factory
from tests.factories import people
from tests.factories.clock import AT, TODAY
from tests.restrictions.test_remedies_reach_checks import Checks

pytestmark = pytest.mark.django_db
BANK = Opener(uuid.UUID(int=1), "示范银行", ["credit.loan"])
WANTED = Wanted("credit.loan", None, "day", "masked")


class TestShareCode:
    @pytest.mark.law("L10-1", "G15")
    def test_is_answered_by_the_register_as_of_the_moment_it_is_opened(self, tmp_path: Path) -> None:
        """Made before the listing was public; opened after that; and again, of another code, after its removal."""
        checks, listing = Checks(tmp_path), listing_factory.served()
        debtor = listing.debtor
        for act, decision in (
            (lambda: None, "permitted"),
            (lambda: listings.publish(listing.pk, by=people.judge(), at=AT), "restricted"),
            (
                lambda: listings.remove(listing.pk, reason="performed", note="", by=people.judge(), at=AT),
                "permitted",
            ),
        ):
            made = share_codes.make(WANTED, by=Proved(debtor.pk, b""), barred=(), at=AT)
            act()
            shared = share_codes.redeem(made.code, by=BANK, at=AT)
            assert checks.decide(debtor, shared.document.number, activity=shared.activity) == decision
            assert ("credit.loan" in barred(debtor.pk, on=TODAY)) is (decision == "restricted")
