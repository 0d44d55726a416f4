"""A case entrusted to another court: two acts of two courts, then the other court handles it, record and all (J15)."""

import uuid
from functools import partial

import pytest

from blacklist import publication, selectors
from blacklist.law.duties import OFFICES, Duty
from blacklist.models import CaseTransfer, EnforcementCase, RegisterEntry, Task, TaskKind
from blacklist.register import open_payload, standing_payload
from blacklist.services import applications, corrections, exemptions, listings, orders, tasks, transfers
from blacklist.verification import faults
from tests.blacklist.services.drafts import assert_whole_set, code_of, listing_proposal
from tests.blacklist.test_concurrency import outcome
from tests.blacklist.threads import at_once
from tests.factories import applications as application_factory
from tests.factories import cases, people
from tests.factories import corrections as correction_factory
from tests.factories import exemptions as exemption_factory
from tests.factories import listings as listing_factory
from tests.factories import orders as order_factory
from tests.factories import transfers as factory
from tests.factories.clock import AT

NEW = people.OTHER_COURT


@pytest.mark.django_db
class TestTransfer:
    @pytest.mark.law("J15", "L13")
    def test_is_on_record_and_changes_nothing_yet(self) -> None:
        case = factory.handed_over(listing_factory.active().case)
        entry = RegisterEntry.objects.latest("version")
        assert (entry.act, entry.measure_id, entry.court_id) == ("transfer", case.pk, people.COURT)
        payload = open_payload(entry)
        assert payload is not None
        assert (payload["subjects"], payload["transfer"]["to"]) == ([], NEW)
        assert payload["transfer"]["instrument_number"] == factory.INSTRUMENT
        assert case.court_id == people.COURT
        assert not selectors.cases_of(people.clerk(NEW)).exists()

    def test_is_a_duty_of_the_other_court_until_it_accepts(self) -> None:
        case = factory.handed_over()
        task = Task.objects.get(kind=TaskKind.CASE_TRANSFER)
        assert (task.court_id, task.holder, task.state) == (NEW, Duty.TRANSFER, "open")
        transfers.accept(case.pk, by=people.president(NEW), at=AT)
        task.refresh_from_db()
        assert task.state == "done"

    @pytest.mark.law("J15")
    def test_refuses_in_the_order_of_every_act(self) -> None:
        case, to, own = cases.with_notice(), factory.entrusted(), people.president()
        hand = partial(transfers.transfer, to=to, note=factory.NOTE, at=AT)
        assert code_of(partial(hand, uuid.uuid4(), by=own)) == "not-found"
        assert code_of(partial(hand, case.pk, by=people.judge())) == "duty-required"
        assert code_of(partial(hand, case.pk, by=people.president(NEW))) == "other-court"
        assert code_of(partial(hand, case.pk, to=factory.entrusted(people.COURT), by=own)) == "already-done"
        nowhere = transfers.Entrusted("兵0000", factory.INSTRUMENT)
        assert code_of(partial(hand, case.pk, to=nowhere, by=own)) == "unknown-court"
        assert code_of(partial(hand, case.pk, note=" ", by=own)) == "reasons-required"

    def test_replaces_one_that_nobody_has_accepted(self) -> None:
        case = factory.handed_over()
        transfers.transfer(case.pk, to=factory.entrusted("京9901"), note=factory.NOTE, by=people.president(), at=AT)
        assert sorted(CaseTransfer.objects.values_list("state", flat=True)) == ["proposed", "replaced"]
        assert Task.objects.get(kind=TaskKind.CASE_TRANSFER, state="open").court_id == "京9901"
        assert code_of(partial(transfers.accept, case.pk, by=people.president(NEW), at=AT)) == "other-court"


@pytest.mark.django_db
class TestAccept:
    @pytest.mark.law("J15")
    def test_refuses_in_the_order_of_every_act(self) -> None:
        case = cases.with_notice()
        receiver = people.president(NEW)
        assert code_of(partial(transfers.accept, uuid.uuid4(), by=receiver, at=AT)) == "not-found"
        assert code_of(partial(transfers.accept, case.pk, by=people.judge(NEW), at=AT)) == "duty-required"
        assert code_of(partial(transfers.accept, case.pk, by=receiver, at=AT)) == "wrong-state"
        factory.handed_over(case)
        assert code_of(partial(transfers.accept, case.pk, by=people.president(), at=AT)) == "other-court"
        transfers.accept(case.pk, by=receiver, at=AT)
        assert code_of(partial(transfers.accept, case.pk, by=receiver, at=AT)) == "already-done"

    @pytest.mark.law("J15")
    def test_is_one_entry_with_the_whole_standing_of_every_subject(self) -> None:
        """A unit's case with an order on an officer of it: every check node hears of both by one number."""
        listing = listing_factory.active()
        factory.taken_over(listing.case)
        entry = RegisterEntry.objects.latest("version")
        assert (entry.act, entry.measure_id, entry.court_id) == ("accept_transfer", listing.case_id, NEW)
        assert_whole_set(entry, [listing.debtor])
        assert list(faults()) == []

    @pytest.mark.law("J15")
    def test_names_the_new_court_in_every_answer(self) -> None:
        order = order_factory.in_force()
        debtor = cases.debtor_of(order.case)
        factory.taken_over(order.case)
        page = publication.entries(after=0, after_hash=None)
        [measure] = page.entries[-1].standings[0].measures
        assert measure.court_code == NEW
        assert NEW in {court.code for court in page.courts}
        assert [said["court"] for said in standing_payload(debtor)["measures"]] == [NEW]

    @pytest.mark.law("J15", "11.12")
    def test_lets_the_new_court_act_and_the_old_one_read(self) -> None:
        listing = listing_factory.active()
        case = factory.taken_over(listing.case)
        old, new = people.judge(), people.judge(NEW)
        remove = partial(listings.remove, listing.pk, reason="performed", note="", at=AT)
        assert code_of(partial(remove, by=old)) == "other-court"
        assert code_of(partial(listings.propose, listing_proposal(case), by=old, at=AT)) == "other-court"
        for officer in (old, new):
            assert selectors.cases_of(officer).get() == case
            assert selectors.listings_of(officer).get() == listing
            assert selectors.persons_of(officer).filter(pk=listing.debtor_id).exists()
        assert remove(by=new).state == "removed"

    def test_keeps_number_and_documents_as_they_were(self) -> None:
        listing = listing_factory.active()
        number = listing.case.case_number
        case = factory.taken_over(listing.case)
        listing.refresh_from_db()
        assert (case.case_number, listing.court_id, case.former_courts) == (number, people.COURT, [people.COURT])

    def test_may_come_back(self) -> None:
        case = factory.taken_over()
        back = transfers.Entrusted(people.COURT, factory.INSTRUMENT)
        transfers.transfer(case.pk, to=back, note=factory.NOTE, by=people.president(NEW), at=AT)
        again = transfers.accept(case.pk, by=people.president(), at=AT)
        assert (again.court_id, again.former_courts) == (people.COURT, [NEW])
        assert list(faults()) == []

    @pytest.mark.law("P246")
    def test_is_no_act_of_who_only_reads(self) -> None:
        assert Duty.TRANSFER not in OFFICES["procurator"]


@pytest.mark.django_db
class TestMoveAlong:
    def test_takes_open_duties_along_and_leaves_done_ones(self) -> None:
        """L10, C1: the take-down and the missing order are the new court's to see to; the record of the old stays."""
        listing = listing_factory.active()
        done = Task.objects.filter(court_id=people.COURT, state="open").first()
        assert done is not None
        tasks.settle(TaskKind(done.kind), measure_id=listing.pk, by=people.clerk(), at=AT)
        listings.remove(listing.pk, reason="performed", note="", by=people.judge(), at=AT)
        assert Task.objects.filter(kind="take_down", court_id=people.COURT, state="open").exists()
        factory.taken_over(listing.case)
        assert not Task.objects.filter(court_id=people.COURT, state="open").exists()
        assert Task.objects.get(kind="take_down").court_id == NEW
        done.refresh_from_db()
        assert done.court_id == people.COURT

    @pytest.mark.law("C8")
    def test_takes_undecided_applications_along(self) -> None:
        exemption = exemption_factory.submitted()
        factory.taken_over(exemption.order.case)
        assert Task.objects.get(matter_id=exemption.pk).court_id == NEW
        approve = partial(exemptions.approve, exemption.pk, at=AT)
        assert code_of(partial(approve, by=people.judge())) == "other-court"
        assert approve(by=people.judge(NEW)).state == "approved"

    @pytest.mark.law("L5-2")
    def test_takes_an_applicants_application_along_with_its_days(self) -> None:
        application = application_factory.received()
        before = Task.objects.get(matter_id=application.pk)
        factory.taken_over(application.case)
        after = Task.objects.get(matter_id=application.pk)
        assert (before.court_id, after.court_id, after.due_on) == (people.COURT, NEW, before.due_on)
        refuse = partial(applications.refuse, application.pk, note="不符合规定情形。", at=AT)
        assert code_of(partial(refuse, by=people.judge())) == "other-court"
        assert refuse(by=people.judge(NEW)).state == "refused"

    @pytest.mark.law("L12")
    def test_takes_undecided_requests_along_with_their_days(self) -> None:
        """The fifteen days run on; whoever reviewed at the old court does no longer."""
        request = correction_factory.under_review()
        reviewer, due = request.reviewers.get(), request.decide_by
        factory.taken_over((request.listing or request.order).case)  # type: ignore[union-attr]
        request.refresh_from_db()
        assert (request.court_id, request.transferred_from_id, request.decide_by) == (NEW, people.COURT, due)
        assert Task.objects.get(kind=TaskKind.CORRECTION, matter_id=request.pk).court_id == NEW
        number = correction_factory.number(NEW)
        uphold = partial(corrections.uphold, request.pk, decision_number=number, note=correction_factory.WHY, at=AT)
        assert code_of(partial(uphold, by=reviewer)) == "other-court"
        successor = correction_factory.reviewer(NEW)
        corrections.assign(request.pk, reviewers=[successor.username], by=successor, at=AT)
        assert uphold(by=successor).state == "upheld"

    @pytest.mark.law("L12")
    def test_leaves_a_decided_request_where_it_was_decided(self) -> None:
        """The court that rejected serves its decision, and the court above it is asked."""
        request = correction_factory.rejected()
        factory.taken_over((request.listing or request.order).case)  # type: ignore[union-attr]
        request.refresh_from_db()
        assert request.court_id == people.COURT

    @pytest.mark.law("L11")
    def test_begins_what_had_been_filed_at_the_new_court_before(self) -> None:
        """Filed at a court that did not handle the case then: now it does, and its fifteen days begin."""
        request = correction_factory.misdirected()
        assert request.received_on is None
        factory.taken_over((request.listing or request.order).case)  # type: ignore[union-attr]
        request.refresh_from_db()
        assert (request.court_id, request.received_on is not None) == (NEW, True)
        assert Task.objects.get(kind=TaskKind.CORRECTION_TRANSFER).state == "done"
        assert Task.objects.get(kind=TaskKind.CORRECTION).court_id == NEW

    def report(self, order: object, court_code: str) -> Task:
        debtor = cases.debtor_of(order.case)  # type: ignore[attr-defined]
        return Task.objects.create(
            kind=TaskKind.NAME_MISMATCH,
            court_id=court_code,
            subject=debtor,
            holder=Duty.REGISTER,
            article="D8",
            opened_at=AT,
            reports=2,
        )

    def test_takes_reports_of_checks_along(self) -> None:
        order = order_factory.in_force()
        report = self.report(order, people.COURT)
        factory.taken_over(order.case)
        report.refresh_from_db()
        assert (report.court_id, report.state) == (NEW, "open")

    def test_counts_a_report_on_one_that_is_open_there(self) -> None:
        order = order_factory.in_force()
        people.court(NEW)
        here, there = self.report(order, people.COURT), self.report(order, NEW)
        factory.taken_over(order.case)
        here.refresh_from_db()
        there.refresh_from_db()
        assert (here.state, there.state, there.reports) == ("done", "open", 4)

    def test_leaves_reports_where_another_measure_stands(self) -> None:
        order = order_factory.in_force()
        debtor = cases.debtor_of(order.case)
        other = cases.with_notice(debtor=debtor)
        listings.propose(listing_proposal(other), by=people.judge(), at=AT)
        report = self.report(order, people.COURT)
        factory.taken_over(order.case)
        report.refresh_from_db()
        assert report.court_id == people.COURT


@pytest.mark.django_db
class TestVerification:
    @pytest.mark.law("L13", "J15")
    def test_names_a_case_moved_past_the_services(self) -> None:
        case = factory.taken_over()
        EnforcementCase.objects.filter(pk=case.pk).update(court_id=people.COURT)
        [fault] = faults()
        assert str(case.pk) in fault


@pytest.mark.django_db(transaction=True)
class TestRace:
    @pytest.mark.law("J15")
    def test_no_act_of_the_old_court_follows_the_acceptance(self) -> None:
        """Eight lifts in the case by both courts' judges while it changes hands: whoever has no right is refused."""
        order = order_factory.in_force()
        case = factory.handed_over(order.case)
        receiver = people.president(NEW)
        judges = [people.judge(), people.judge(NEW)] * 4
        lift = [
            partial(outcome, partial(orders.lift, order.pk, reason="performed", note="", by=judge, at=AT))
            for judge in judges
        ]
        accept = partial(outcome, partial(transfers.accept, case.pk, by=receiver, at=AT))
        said = at_once([*lift[:4], accept, *lift[4:]])
        assert set(said) <= {"done", "other-court", "already-done"}
        assert said[4] == "done"
        acts = list(RegisterEntry.objects.order_by("version").values_list("act", "court_id"))
        accepted = acts.index(("accept_transfer", NEW))
        assert people.COURT not in {court for _, court in acts[accepted:]}
        assert list(faults()) == []

    def test_one_of_two_accepts(self) -> None:
        case = factory.handed_over()
        receivers = [people.president(NEW), people.president(NEW)]
        accept = [partial(outcome, partial(transfers.accept, case.pk, by=by, at=AT)) for by in receivers]
        assert sorted(at_once(accept)) == ["already-done", "done"]
