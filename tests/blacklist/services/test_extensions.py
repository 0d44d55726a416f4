"""The term of a listing is extended by a decision of its own, served before the term ends (L2, Q15)."""

from datetime import date
from typing import Any

import pytest

from blacklist.law.duties import Duty
from blacklist.models import Extension, Listing, Task, TaskKind
from blacklist.register import standing_payload
from blacklist.selectors import extensions_run_out, listings_run_out
from blacklist.services import extensions, listings
from blacklist.tasks import expire
from tests.blacklist.services.drafts import (
    DIRECT,
    active_listing,
    assert_whole_set,
    code_of,
    entry_of,
    instant,
    signed_listing,
)
from tests.factories import people
from tests.factories.extensions import FIRST, proposal

pytestmark = pytest.mark.django_db
DECIDED_ON = date(2024, 3, 15)
ON = date(2025, 6, 2)
LAST_DAY = date(2026, 3, 15)


def propose(listing: Listing, *, on: date = ON, **changes: Any) -> Extension:
    return extensions.propose(proposal(listing, **changes), by=people.judge(), at=instant(on))


def sign(extension: Extension, *, on: date = ON) -> Extension:
    return extensions.sign(extension.pk, by=people.president(), at=instant(on))


def serve(extension: Extension, *, on: date = ON) -> Extension:
    return extensions.serve(extension.pk, served_on=on, service_method=DIRECT, by=people.clerk(), at=instant(on))


def last_day_of(listing: Listing) -> date | None:
    listing.refresh_from_db()
    return date.fromordinal(listing.in_force_until.toordinal() - 1) if listing.in_force_until else None


class TestExtension:
    @pytest.mark.law("L2", "Q15")
    @pytest.mark.parametrize(("months", "last_day"), [(12, date(2027, 3, 15)), (36, date(2029, 3, 15))])
    def test_prolongs_the_term_once_it_is_served(self, months: int, last_day: date) -> None:
        listing = active_listing(3, on=DECIDED_ON)
        signed = sign(propose(listing, months=months))
        assert last_day_of(listing) == LAST_DAY
        served = serve(signed)
        assert (served.state, last_day_of(listing)) == ("effective", last_day)
        assert served.decision_number == f"{listing.case.case_number}之二"
        [said] = standing_payload(listing.debtor)["measures"]
        assert said["until"] == date.fromordinal(last_day.toordinal() + 1).isoformat()
        assert_whole_set(entry_of(served.pk, "serve"), [listing.debtor])

    @pytest.mark.law("L2")
    @pytest.mark.parametrize(("months", "code"), [(6, "term-too-short"), (48, "term-too-long")])
    def test_is_for_one_to_three_years(self, months: int, code: str) -> None:
        listing = active_listing(3, on=DECIDED_ON)
        assert code_of(lambda: propose(listing, months=months)) == code

    @pytest.mark.law("Q15", "11.5")
    def test_makes_no_more_than_five_years_with_those_before_it(self) -> None:
        listing = active_listing(3, on=DECIDED_ON)
        serve(sign(propose(listing, months=24)))
        assert code_of(lambda: propose(listing, months=13)) == "term-too-long"
        serve(sign(propose(listing, months=12)))
        assert last_day_of(listing) == date(2029, 3, 15)

    @pytest.mark.law("Q2", "Q15")
    def test_counts_five_years_from_the_end_of_grace(self) -> None:
        listing = active_listing(3, on=DECIDED_ON)
        Listing.objects.filter(pk=listing.pk).update(grace_until=date(2024, 4, 16), in_force_until=date(2026, 4, 17))
        serve(sign(propose(listing, months=36)))
        assert last_day_of(listing) == date(2029, 4, 16)

    @pytest.mark.law("L2")
    def test_is_not_for_ground_1_alone_which_has_no_term(self) -> None:
        listing = active_listing(1, on=DECIDED_ON)
        assert code_of(lambda: propose(listing)) == "term-forbidden"

    @pytest.mark.law("L2")
    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"acts": (FIRST,)}, "extension-reason-required"),
            ({"reason": "not_paid"}, "extension-reason-required"),
            ({"acts": (FIRST, extensions.Conduct("隐匿车辆。", (), date(2023, 10, 20)))}, "evidence-required"),
            ({"acts": (FIRST, extensions.Conduct(" ", ("卷宗-1",), date(2023, 10, 20)))}, "evidence-required"),
            ({"acts": (FIRST, extensions.Conduct("隐匿。", ("卷宗-1",), date(2025, 6, 3)))}, "date-in-future"),
            ({"reasons": " "}, "reasons-required"),
        ],
    )
    def test_needs_one_of_two_reasons_with_evidence_for_each_act(self, changes: dict[str, Any], code: str) -> None:
        listing = active_listing(3, on=DECIDED_ON)
        assert code_of(lambda: propose(listing, **changes)) == code

    @pytest.mark.law("L2")
    def test_is_for_one_act_of_serious_violence_too(self) -> None:
        listing = active_listing(2, on=DECIDED_ON)
        assert propose(listing, reason="violence_serious", acts=(FIRST,)).state == "proposed"

    @pytest.mark.law("L2")
    def test_waits_one_at_a_time(self) -> None:
        listing = active_listing(3, on=DECIDED_ON)
        first = propose(listing)
        assert code_of(lambda: propose(listing)) == "duplicate"
        extensions.refuse(first.pk, note="情节不严重。", by=people.president(), at=instant(ON))
        assert propose(listing).state == "proposed"

    @pytest.mark.law("G14")
    def test_opens_the_task_of_serving_it(self) -> None:
        listing = active_listing(3, on=DECIDED_ON)
        signed = sign(propose(listing))
        task = Task.objects.get(kind=TaskKind.SERVICE, matter_id=signed.pk)
        assert (task.state, task.measure_id) == ("open", listing.pk)
        serve(signed)
        task.refresh_from_db()
        assert task.state == "done"

    @pytest.mark.law("9.0", "J15")
    def test_needs_a_listing_then_the_duty_then_its_court(self) -> None:
        said = proposal(active_listing(3, on=DECIDED_ON))
        lacking = people.officer(duties=set(Duty) - {Duty.PROPOSE}, court_code=people.OTHER_COURT)
        elsewhere = people.judge(people.OTHER_COURT)
        assert code_of(lambda: extensions.propose(said, by=lacking, at=instant(ON))) == "duty-required"
        assert code_of(lambda: extensions.propose(said, by=elsewhere, at=instant(ON))) == "other-court"


class TestInTime:
    """Q15: made and served before the term's end, Sunday 2026-03-15, or void."""

    @pytest.mark.law("Q15", "T5")
    def test_means_on_the_last_day_at_the_latest(self) -> None:
        listing = active_listing(3, on=DECIDED_ON)
        signed = sign(propose(listing))
        assert code_of(lambda: serve(signed, on=date(2026, 3, 16))) == "wrong-state"
        assert serve(signed, on=LAST_DAY).state == "effective"
        assert listings_run_out(at=instant(date(2026, 3, 16))) == []

    @pytest.mark.law("Q15", "11.4")
    def test_does_not_bring_a_term_back_that_has_run_out(self) -> None:
        """The effect ended at midnight, whatever the record says."""
        listing = active_listing(3, on=DECIDED_ON)
        drafted, over = propose(listing), date(2026, 3, 16)
        assert code_of(lambda: sign(drafted, on=over)) == "wrong-state"
        another = active_listing(3, on=DECIDED_ON)
        assert code_of(lambda: propose(another, on=over)) == "wrong-state"

    @pytest.mark.law("Q15")
    def test_else_it_is_void(self) -> None:
        listing = active_listing(3, on=DECIDED_ON)
        signed = sign(propose(listing))
        assert extensions_run_out(at=instant(LAST_DAY)) == []
        assert code_of(lambda: extensions.expire(signed.pk, at=instant(LAST_DAY))) == "wrong-state"
        assert expire(at=instant(date(2026, 3, 16))) == 2
        signed.refresh_from_db()
        assert (signed.state, last_day_of(listing)) == ("void", LAST_DAY)
        assert not Task.objects.filter(kind=TaskKind.SERVICE, state="open").exists()

    @pytest.mark.law("Q15", "L2")
    def test_is_void_as_well_when_the_listing_is_removed_first(self) -> None:
        listing = active_listing(3, on=DECIDED_ON)
        signed = sign(propose(listing))
        by, at = people.judge(), instant(ON)
        listings.remove(listing.pk, reason="early_removal", note="已全部履行。", by=by, at=at)
        assert code_of(lambda: serve(signed)) == "wrong-state"
        assert extensions_run_out(at=at) == [signed.pk]
        assert extensions.expire(signed.pk, at=at).state == "void"

    @pytest.mark.law("L2")
    def test_is_not_before_the_listing_has_effect(self) -> None:
        listing = signed_listing(3, on=DECIDED_ON)
        assert code_of(lambda: propose(listing)) == "wrong-state"
