"""Each way in which the law ends a listing (L10), walked over the API: the lender's answer follows, the duties open."""

from itertools import count

import pytest

from tests.asking import Asker, Body, Officers
from tests.journeys import court
from tests.journeys.test_ruling_becomes_answer import about
from tests.running import Run
from tests.waiting import eventually

_numbers = count(1)
FACTS = {
    "performed": ("performed",),
    "settlement_performed": ("settlement_performed",),
    "no_assets_found": ("round_ended", "search_negative", "search_negative"),
    "enforcement_suspended": ("enforcement_suspended",),
    "not_enforced": ("not_enforced",),
    "enforcement_terminated": ("enforcement_terminated",),
}


@pytest.fixture
def listed(officers: Officers) -> court.Debtor:
    """A debtor of one's own."""
    return court.debtor(officers, f"曹终结{'甲乙丙丁戊己庚辛壬癸'[next(_numbers) % 10]}")


def is_answered(asker: Asker, running: Run, debtor: court.Debtor, outcome: str) -> bool:
    """Say whether the lender hears `outcome` within a second."""
    question, bank = about(debtor.subject, "credit.loan"), running.credential("bank")
    return eventually(lambda: asker.answer(question, credential=bank).outcome == outcome, seconds=1)


def shown(officers: Officers, listing: str) -> Body:
    return officers.read(court.JUDGE, listing)


def duties(officers: Officers, listing: str) -> dict[str, str]:
    """Return the open and done duties on a listing, by kind."""
    measure = listing.partition("/")[2]
    found = officers.read(court.JUDGE, f"tasks?measure={measure}")["items"]
    return {task["kind"]: task["state"] for task in found}


class TestWithoutATerm:
    @pytest.mark.law("L10-1")
    @pytest.mark.parametrize("reason", FACTS)
    def test_ends_by_what_happens_in_the_case(
        self, reason: str, running: Run, asker: Asker, officers: Officers, listed: court.Debtor
    ) -> None:
        listing = court.list_debtor(officers, listed, ground=1)
        assert is_answered(asker, running, listed, "restricted")
        entered = [court.record(officers, listed, kind).body for kind in FACTS[reason]]
        assert entered[-1]["ended"] == [listing.partition("/")[2]]
        assert [one["ended"] for one in entered[:-1]] == [[]] * (len(entered) - 1)
        assert is_answered(asker, running, listed, "permitted")
        assert (shown(officers, listing)["state"], shown(officers, listing)["ended_reason"]) == ("removed", reason)
        assert duties(officers, listing)["take_down"] == "open"

    @pytest.mark.law("L10-1", "L10-3")
    def test_ends_because_the_applicant_asked_and_bars_the_applicant_for_half_a_year(
        self, running: Run, asker: Asker, officers: Officers, listed: court.Debtor
    ) -> None:
        listing = court.list_debtor(officers, listed, ground=1)
        asked = officers.done(court.JUDGE, "applications", court.application(listed, "removal", measure=listing)).body[
            "id"
        ]
        officers.done(
            court.JUDGE,
            f"{listing}/remove",
            {"reason": "applicant_request", "note": "经审查同意", "application": asked},
        )
        assert is_answered(asker, running, listed, "permitted")
        again = officers.act(court.JUDGE, "applications", court.application(listed, "listing"))
        assert (again.status, again.body["code"]) == (422, "reapply-barred")


class TestWithATerm:
    @pytest.mark.law("L10-2", "L2", "G19")
    def test_is_put_under_review_and_removed_early(
        self, running: Run, asker: Asker, officers: Officers, listed: court.Debtor
    ) -> None:
        listing = court.list_debtor(officers, listed)
        entered = court.record(officers, listed, "performed").body
        assert (entered["ended"], entered["under_review"]) == ([], [listing.partition("/")[2]])
        assert is_answered(asker, running, listed, "restricted")
        assert duties(officers, listing)["early_removal_review"] == "open"
        early = {"reason": "early_removal", "note": "已全部履行"}
        officers.done(court.JUDGE, f"{listing}/remove", early)
        assert is_answered(asker, running, listed, "permitted")
        assert duties(officers, listing) == {**duties(officers, listing), "early_removal_review": "done"}

    @pytest.mark.law("L9", "P244")
    def test_is_revoked_when_the_basis_is_quashed(
        self, running: Run, asker: Asker, officers: Officers, listed: court.Debtor
    ) -> None:
        listing = court.list_debtor(officers, listed)
        court.record(officers, listed, "basis_quashed")
        assert is_answered(asker, running, listed, "permitted")
        assert shown(officers, listing)["state"] == "revoked"
