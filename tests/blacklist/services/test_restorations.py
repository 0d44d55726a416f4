"""An officer answers for a register that was restored."""

from datetime import UTC, datetime

import pytest

from blacklist import publication
from blacklist.law.refusals import Refusal
from blacklist.models import ListHead
from blacklist.register import open_payload
from blacklist.services import restorations
from blacklist.verification import faults
from tests.factories import listings, people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)


class TestConfirm:
    @pytest.mark.law("L13")
    def test_is_on_record_with_who_answers_and_why_chained_to_what_it_confirms(self) -> None:
        listings.active()
        head = ListHead.objects.get()
        officer = people.administrator(None)
        entry = restorations.confirm(note="disk lost; backup of 02:00", by=officer, at=AT)
        assert (entry.act, entry.actor, entry.version) == ("confirm_register", officer, head.version + 1)
        assert bytes(entry.previous_hash) == bytes(head.entry_hash)
        assert open_payload(entry) == {"subjects": [], "note": "disk lost; backup of 02:00"}
        assert list(faults()) == []

    @pytest.mark.parametrize("maker", [people.clerk, people.judge, people.president])
    def test_needs_the_duty_to_administer(self, maker: type) -> None:
        with pytest.raises(Refusal, match="duty-required"):
            restorations.confirm(note="lost", by=maker(), at=AT)

    def test_needs_a_reason(self) -> None:
        with pytest.raises(Refusal, match="reason-required"):
            restorations.confirm(note=" ", by=people.administrator(), at=AT)

    def test_is_told_to_followers(self) -> None:
        assert publication.confirmation() is None
        first = restorations.confirm(note="lost", by=people.administrator(), at=AT)
        assert publication.confirmation() == first.entry_hash
        second = restorations.confirm(note="lost again", by=people.administrator(), at=AT)
        assert publication.confirmation() == second.entry_hash
        found = publication.entries(after=0, after_hash=None).entries
        assert [entry.is_confirmation for entry in found[-2:]] == [True, True]
        assert found[-1].standings == ()
