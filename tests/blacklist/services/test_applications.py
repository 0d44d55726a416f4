"""A party applies in writing; the court answers in time, with reasons when it refuses (L5 ¶2, C4, L10 ¶4)."""

import uuid
from datetime import date
from typing import Any

import pytest

from blacklist.law.duties import Duty
from blacklist.models import Application, EnforcementCase, Listing, Party, PartyRole, Task, TaskKind
from blacklist.services import applications, listings, orders
from blacklist.services.applications import Filing
from tests.blacklist.services.drafts import (
    DIRECT,
    active_listing,
    assert_whole_set,
    case,
    code_of,
    entry_of,
    instant,
    listing_proposal,
    order_in_force,
    order_proposal,
)
from tests.factories import people
from tests.factories.applications import by_applicant, filing, for_removal
from tests.factories.cases import applicant_of, debtor_of

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 2)


def receive(said: Filing, *, on: date = ON) -> Application:
    return applications.receive(said, by=people.clerk(), at=instant(on))


def received(kind: str = "listing", *, of: EnforcementCase | None = None, on: date = ON, **changes: Any) -> Application:
    return receive(by_applicant(kind, of or case(), on=on, **changes), on=on)


def duty_on(application: Application, kind: TaskKind = TaskKind.APPLICATION) -> Task:
    return Task.objects.get(kind=kind, matter_id=application.pk)


class TestReceive:
    @pytest.mark.law("L5-2", "T2")
    @pytest.mark.parametrize(
        ("on", "due_on"), [(date(2026, 3, 2), date(2026, 3, 17)), (date(2026, 2, 1), date(2026, 2, 24))]
    )
    def test_gives_a_receipt_and_opens_the_duty_to_decide_in_fifteen_days(self, on: date, due_on: date) -> None:
        """Day 15 of 2026-02-01 lies in the Spring Festival."""
        application = received(on=on)
        assert application.receipt_number.startswith(f"SQ{on:%Y%m%d}")
        task = duty_on(application)
        assert (application.state, application.task, task.due_on, task.is_provisional) == (
            "received",
            task,
            due_on,
            False,
        )
        assert (task.holder, task.article, task.period) == ("propose", "L5-2", "application_due")
        entry = entry_of(application.pk, "receive")
        assert entry.article == "L5-2"
        assert_whole_set(entry, [application.about])

    @pytest.mark.law("L5-2")
    def test_counts_from_the_day_it_reached_the_court(self) -> None:
        """Entered on 2026-03-04, two days later."""
        application = receive(by_applicant("listing", case(), on=ON), on=date(2026, 3, 4))
        assert (application.received_on, duty_on(application).due_on) == (ON, date(2026, 3, 17))

    @pytest.mark.law("C4")
    def test_counts_an_application_for_an_order_alike(self) -> None:
        """Fifteen days by analogy; the law sets none."""
        task = duty_on(received("order"))
        assert (task.article, task.due_on) == ("C4", date(2026, 3, 17))

    @pytest.mark.law("C4")
    @pytest.mark.parametrize("kind", ["listing", "order"])
    def test_asks_for_writing(self, kind: str) -> None:
        assert code_of(lambda: received(kind, is_written=False)) == "written-application-required"

    def test_keeps_what_is_asked_sealed(self) -> None:
        application = received(request="被执行人有能力而拒不履行。", agent="李律师，特别授权")
        assert Application.objects.get().particulars == {
            "request": "被执行人有能力而拒不履行。",
            "evidence": ["申请书-1"],
            "agent": "李律师，特别授权",
        }
        assert "律师".encode() not in bytes(application.particulars_sealed)

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"received_on": date(2026, 3, 3)}, "date-in-future"),
            ({"request": " "}, "reasons-required"),
            ({"measure_id": uuid.UUID(int=0)}, "application-mismatch"),
        ],
    )
    def test_refuses_what_cannot_be(self, changes: dict[str, Any], code: str) -> None:
        said: dict[str, Any] = {"on": ON, **changes}
        day = said.pop("received_on", said.pop("on"))
        assert code_of(lambda: receive(by_applicant("listing", case(), on=day, **said))) == code

    def test_knows_six_kinds(self) -> None:
        assert code_of(lambda: received("pardon")) == "unknown-value"

    def test_takes_one_once_while_it_waits(self) -> None:
        of = case()
        first = received(of=of)
        assert code_of(lambda: received(of=of)) == "duplicate"
        applications.withdraw(first.pk, by=people.clerk(), at=instant(ON))
        assert received(of=of).state == "received"

    @pytest.mark.law("J15")
    def test_needs_a_case_then_the_duty_then_its_court(self) -> None:
        said = by_applicant("pardon", case(), on=ON)
        lacking = people.officer(duties=set(Duty) - {Duty.REGISTER}, court_code=people.OTHER_COURT)
        elsewhere = people.clerk(people.OTHER_COURT)
        assert code_of(lambda: applications.receive(said, by=lacking, at=instant(ON))) == "duty-required"
        assert code_of(lambda: applications.receive(said, by=elsewhere, at=instant(ON))) == "other-court"


class TestWhoMayApply:
    @pytest.mark.law("L5-2", "C4")
    @pytest.mark.parametrize("kind", ["listing", "order"])
    def test_is_the_applicant_of_the_case_for_a_measure(self, kind: str) -> None:
        of = case()
        debtor, stranger = debtor_of(of), people.person()
        for filed_by in (debtor, stranger):
            said = filing(kind, of, filed_by=filed_by, about=debtor, received_on=ON)
            assert code_of(lambda said=said: receive(said)) == "not-entitled-to-apply"  # type: ignore[misc]

    def test_names_a_debtor_of_the_case(self) -> None:
        of = case()
        said = filing("listing", of, filed_by=applicant_of(of), about=people.person(), received_on=ON)
        assert code_of(lambda: receive(said)) == "not-a-debtor"

    @pytest.mark.law("L10-1")
    def test_is_the_applicant_for_a_removal_of_a_listing_in_force(self) -> None:
        listing = active_listing(1, on=ON)
        assert receive(for_removal(listing, on=ON)).listing == listing
        elsewhere = active_listing(1, on=ON)
        said = by_applicant("removal", listing.case, on=ON, measure_id=elsewhere.pk)
        assert code_of(lambda: receive(said)) == "not-found"

    @pytest.mark.law("L2")
    def test_is_the_listed_debtor_for_an_early_removal(self) -> None:
        listing = active_listing(3, on=ON)
        applicant = applicant_of(listing.case)

        def said(filed_by: Any, about: Any) -> Filing:
            of, measure_id = listing.case, listing.pk
            return filing("early_removal", of, filed_by=filed_by, about=about, measure_id=measure_id, received_on=ON)

        assert receive(said(listing.debtor, listing.debtor)).kind == "early_removal"
        assert code_of(lambda: receive(said(applicant, listing.debtor))) == "not-entitled-to-apply"
        assert code_of(lambda: receive(said(applicant, applicant))) == "application-mismatch"

    @pytest.mark.law("C9", "G17-2")
    def test_is_whom_the_order_restricts_and_for_a_replacement_its_officer(self) -> None:
        of, officer = case(debtor=people.unit()), people.person()
        named = [orders.Named(debtor_of(of).pk), orders.Named(officer.pk, "legal_representative", ("登记-1",))]
        order = order_in_force(on=ON, of=of, persons=named)

        def said(kind: str, who: Any) -> Filing:
            return filing(kind, of, filed_by=who, about=who, measure_id=order.pk, received_on=ON)

        assert receive(said("lift", debtor_of(of))).order == order
        assert receive(said("replacement", officer)).about == officer
        assert code_of(lambda: receive(said("replacement", debtor_of(of)))) == "application-mismatch"
        assert code_of(lambda: receive(said("lift", people.person()))) == "application-mismatch"


class TestAnswer:
    @pytest.mark.law("L5-2")
    def test_is_the_proposal_that_names_it_and_the_duty_ends_with_the_signature(self) -> None:
        of = case()
        application, judge, at = received(of=of), people.judge(), instant(ON)
        listing = listings.propose(listing_proposal(of, application_id=application.pk), by=judge, at=at)
        application.refresh_from_db()
        assert (application.state, application.decided_by, application.decided_at) == ("granted", judge, at)
        assert (listing.application, duty_on(application).state) == (application, "open")
        listings.sign(listing.pk, by=people.president(), at=at)
        assert duty_on(application).state == "done"

    @pytest.mark.law("C4")
    def test_is_an_order_alike(self) -> None:
        of = case()
        application, at = received("order", of=of), instant(ON)
        order = orders.propose(
            order_proposal(of, application_id=application.pk, own_motion=""), by=people.judge(), at=at
        )
        orders.sign(order.pk, by=people.president(), at=at)
        application.refresh_from_db()
        assert (application.state, order.application, duty_on(application).state) == ("granted", application, "done")

    @pytest.mark.law("C4")
    def test_is_nothing_so_the_court_says_why_it_orders_of_its_own_motion(self) -> None:
        of, at = case(), instant(ON)
        silent = order_proposal(of, own_motion=" ")
        assert code_of(lambda: orders.propose(silent, by=people.judge(), at=at)) == "own-motion-required"
        stated = orders.propose(order_proposal(of, own_motion="情况紧急。"), by=people.judge(), at=at)
        assert (stated.application, stated.particulars["own_motion"]) == (None, "情况紧急。")

    @pytest.mark.law("L5-2")
    def test_is_of_the_drafters_own_motion_when_a_listing_names_none(self) -> None:
        """L5 ¶2: the initiating officer is on record."""
        judge = people.judge()
        listing = listings.propose(listing_proposal(case()), by=judge, at=instant(ON))
        assert (listing.application, listing.drafted_by) == (None, judge)

    def test_fits_what_was_asked_about_whom_in_which_case(self) -> None:
        of, at, judge = case(), instant(ON), people.judge()
        Party.objects.create(case=of, person=people.person(), role=PartyRole.APPLICANT)
        for application, code in [
            (received("order", of=of), "application-mismatch"),
            (received(), "not-found"),
            (applications.withdraw(received(of=of).pk, by=people.clerk(), at=at), "wrong-state"),
        ]:
            proposal = listing_proposal(of, application_id=application.pk)
            assert code_of(lambda p=proposal: listings.propose(p, by=judge, at=at)) == code  # type: ignore[misc]

    def test_is_given_by_a_second_draft_when_the_first_came_to_nothing(self) -> None:
        """Granted once, it stays granted."""
        of, at, judge = case(), instant(ON), people.judge()
        application = received(of=of)
        proposal = listing_proposal(of, application_id=application.pk)
        first = listings.propose(proposal, by=judge, at=at)
        listings.revoke(first.pk, reason="listed_in_error", note="笔误。", by=judge, at=at)
        assert listings.propose(proposal, by=judge, at=at).application == application


class TestRefuse:
    @pytest.mark.law("L5-2")
    def test_gives_reasons_and_has_the_applicant_notified(self) -> None:
        application, judge, clerk = received(), people.judge(), people.clerk()
        refused = applications.refuse(application.pk, note="不符合纳入情形。", by=judge, at=instant(ON))
        assert (refused.state, refused.reasons, refused.decided_by) == ("refused", "不符合纳入情形。", judge)
        assert (duty_on(application).state, duty_on(application, TaskKind.SERVICE).state) == ("done", "open")
        served = applications.serve(application.pk, served_on=ON, service_method=DIRECT, by=clerk, at=instant(ON))
        assert (served.served_on, duty_on(application, TaskKind.SERVICE).state) == (ON, "done")
        serve = lambda: applications.serve(  # noqa: E731
            application.pk, served_on=ON, service_method=DIRECT, by=clerk, at=instant(ON)
        )
        assert code_of(serve) == "already-done"

    @pytest.mark.law("L5-2")
    def test_is_open_again_when_the_president_declines_the_draft(self) -> None:
        """The duty to answer the applicant ends with a signature or with a refusal."""
        of, at, judge = case(), instant(ON), people.judge()
        application = received(of=of)
        draft = listings.propose(listing_proposal(of, application_id=application.pk), by=judge, at=at)
        listings.refuse(draft.pk, note="证据不足。", by=people.president(), at=at)
        assert duty_on(application).state == "open"
        refused = applications.refuse(application.pk, note="不符合。", by=judge, at=at)
        assert (refused.state, duty_on(application).state) == ("refused", "done")

    def test_comes_too_late_once_a_draft_answers_it(self) -> None:
        of, at, judge = case(), instant(ON), people.judge()
        application = received(of=of)
        listings.propose(listing_proposal(of, application_id=application.pk), by=judge, at=at)
        refuse = lambda: applications.refuse(application.pk, note="不符合。", by=judge, at=at)  # noqa: E731
        assert code_of(refuse) == "wrong-state"


def remove(listing: Listing, application: Application | None, *, on: date) -> Listing:
    answered, by = application.pk if application else None, people.judge()
    return listings.remove(
        listing.pk, reason="applicant_request", note="本院同意。", application_id=answered, by=by, at=instant(on)
    )


class TestRemovalOnRequest:
    @pytest.mark.law("L10-1")
    def test_answers_a_written_application_of_the_applicant(self) -> None:
        listing = active_listing(1, on=ON)
        assert code_of(lambda: remove(listing, None, on=ON)) == "application-required"
        application = receive(for_removal(listing, on=ON))
        assert remove(listing, application, on=ON).ended_reason == "applicant_request"
        application.refresh_from_db()
        assert (application.state, duty_on(application).state) == ("granted", "done")

    def test_answers_one_already_granted(self) -> None:
        listing = active_listing(1, on=ON)
        application = receive(for_removal(listing, on=ON))
        applications.grant(application.pk, by=people.judge(), at=instant(ON))
        assert duty_on(application).state == "open"
        assert remove(listing, application, on=ON).state == "removed"

    def test_answers_none_about_another_listing_and_none_for_another_reason(self) -> None:
        listing, other = active_listing(1, on=ON), active_listing(1, on=ON)
        application = receive(for_removal(other, on=ON))
        assert code_of(lambda: remove(listing, application, on=ON)) == "not-found"
        by, at = people.judge(), instant(ON)
        performed = lambda: listings.remove(  # noqa: E731
            other.pk, reason="performed", note="", application_id=application.pk, by=by, at=at
        )
        assert code_of(performed) == "application-mismatch"


class TestBar:
    """L10 ¶4: removed on 2025-08-31 at the applicant's request → barred through 2026-02-28."""

    REMOVED_ON = date(2025, 8, 31)

    def removed(self, *, reason: str = "applicant_request") -> EnforcementCase:
        listing = active_listing(1, on=date(2025, 3, 3))
        if reason == "applicant_request":
            remove(listing, receive(for_removal(listing, on=self.REMOVED_ON), on=self.REMOVED_ON), on=self.REMOVED_ON)
        else:
            listings.remove(listing.pk, reason=reason, note="", by=people.judge(), at=instant(self.REMOVED_ON))
        return listing.case

    @pytest.mark.law("L10-3", "11.6", "T3", "T5")
    def test_keeps_the_applicant_from_asking_again_for_six_months(self) -> None:
        of = self.removed()
        assert code_of(lambda: received(of=of, on=date(2026, 2, 28))) == "reapply-barred"
        assert received(of=of, on=date(2026, 3, 1)).state == "received"

    @pytest.mark.law("L10-3")
    def test_follows_no_other_reason(self) -> None:
        """Deletion under item (1) → no bar."""
        assert received(of=self.removed(reason="performed"), on=date(2025, 9, 1)).state == "received"

    @pytest.mark.law("L10-3")
    def test_is_narrow(self) -> None:
        """It bars this applicant, about this debtor, in this case, from a listing: nobody and nothing else."""
        of = self.removed()
        other = people.person()
        Party.objects.create(case=of, person=other, role=PartyRole.APPLICANT)
        on = date(2026, 2, 27)
        assert receive(filing("listing", of, filed_by=other, about=debtor_of(of), received_on=on), on=on)
        assert received("order", of=of, on=on).kind == "order"
        elsewhere = case(debtor=debtor_of(of))
        Party.objects.create(case=elsewhere, person=applicant_of(of), role=PartyRole.APPLICANT)
        assert received(of=elsewhere, on=on).state == "received"

    @pytest.mark.law("L10-3")
    def test_leaves_the_court_its_own_motion_on_new_facts_only(self) -> None:
        of, judge = self.removed(), people.judge()

        def propose(conduct_on: date, *, on: date) -> Listing:
            [ground] = listing_proposal(of, 2).grounds
            grounds = [type(ground)(2, "以暴力抗拒执行。", ("卷宗-30",), conduct_on)]
            return listings.propose(listing_proposal(of, grounds=grounds), by=judge, at=instant(on))

        barred = date(2026, 2, 28)
        assert code_of(lambda: propose(self.REMOVED_ON, on=barred)) == "new-facts-required"
        assert propose(date(2025, 9, 1), on=barred).state == "proposed"

    @pytest.mark.law("L10-3")
    def test_ends_and_the_debtor_is_listed_again_by_a_new_decision(self) -> None:
        of, on = self.removed(), date(2026, 3, 1)
        application = received(of=of, on=on)
        proposal = listing_proposal(of, application_id=application.pk)
        again = listings.propose(proposal, by=people.judge(), at=instant(on))
        assert (again.state, Listing.objects.filter(case=of).count()) == ("proposed", 2)
