"""A request for correction from the counter to the decision, by dates that the law's own examples give."""

import uuid
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from blacklist.law.duties import OFFICES, Duty
from blacklist.law.remedies import MeasureKind
from blacklist.models import (
    Channel,
    CorrectionReason,
    CorrectionRequest,
    Court,
    Listing,
    Officer,
    Party,
    PartyRole,
    Petitioner,
    RegisterEntry,
    Task,
    TaskKind,
)
from blacklist.services import corrections, listings
from blacklist.services.corrections import Contested
from tests.blacklist.services.drafts import DIRECT, active_listing, code_of, entry_of, instant, order_in_force
from tests.factories import cases, people
from tests.factories import corrections as factory
from tests.factories import listings as listing_factory
from tests.factories import orders as order_factory
from tests.factories.clock import AT, TODAY
from tests.factories.corrections import WHY, filing, number

pytestmark = pytest.mark.django_db
NOBODY = uuid.UUID(int=0)


def received(on: str, *, of: Listing | None = None) -> CorrectionRequest:
    """Return a request received on that day about a listing of 2024."""
    listing = of or active_listing(1, on=date(2024, 3, 1))
    return corrections.receive(filing(listing), by=people.clerk(), at=instant(date.fromisoformat(on)))


def rejected(request: CorrectionRequest, *, on: str) -> CorrectionRequest:
    """Return the request rejected on that day."""
    by, at = factory.reviewer(), instant(date.fromisoformat(on))
    corrections.assign(request.pk, reviewers=[by.username], by=by, at=at)
    return corrections.reject(request.pk, decision_number=number(), note=WHY, by=by, at=at)


def served(request: CorrectionRequest, *, on: str) -> CorrectionRequest:
    """Return the request with its rejection made and served on that day."""
    day = date.fromisoformat(on)
    by = people.clerk()
    return corrections.serve(rejected(request, on=on).pk, served_on=day, service_method=DIRECT, by=by, at=instant(day))


def assign(request: CorrectionRequest, *usernames: str) -> CorrectionRequest:
    return corrections.assign(request.pk, reviewers=usernames, by=factory.reviewer(), at=AT)


def uphold(request: CorrectionRequest, *, by: Officer | None = None, **changes: Any) -> CorrectionRequest:
    """Uphold at the factories' instant, by one of the reviewers unless somebody else is named."""
    given = {"decision_number": number(), "note": WHY, "by": by or request.reviewers.all()[0], **changes}
    return corrections.uphold(request.pk, **given, at=AT)


def duty(request: CorrectionRequest, kind: TaskKind = TaskKind.CORRECTION) -> Task:
    return Task.objects.get(kind=kind, matter_id=request.pk)


class TestReceive:
    @pytest.mark.law("L11")
    def test_takes_a_request_at_any_time_and_gives_a_receipt(self) -> None:
        """Listed in 2024, applies on 2026-05-10 with reason 3: accepted, receipt number, due 2026-05-25."""
        listing = active_listing(1, on=date(2024, 3, 1))
        asked = filing(listing, reason=CorrectionReason.SHOULD_BE_ENDED)
        request = corrections.receive(asked, by=people.clerk(), at=instant(date(2026, 5, 10)))
        assert request.receipt_number
        assert (request.state, request.decide_by) == ("received", date(2026, 5, 25))
        assert (duty(request).due_on, duty(request).holder) == (date(2026, 5, 25), Duty.REVIEW)

    @pytest.mark.law("L12", "T2", "9.4")
    @pytest.mark.parametrize(("applied_on", "due_on"), [("2026-03-20", "2026-04-07"), ("2026-03-02", "2026-03-17")])
    def test_is_due_in_fifteen_days(self, applied_on: str, due_on: str) -> None:
        """Applied 2026-03-20: day 15 is a holiday, due 2026-04-07."""
        assert duty(received(applied_on)).due_on == date.fromisoformat(due_on)

    @pytest.mark.law("G18")
    def test_runs_by_the_same_periods_for_an_order(self) -> None:
        """Filed 2026-03-02: due 2026-03-17."""
        order = order_in_force(on=date(2024, 3, 1))
        request = corrections.receive(filing(order), by=people.clerk(), at=instant(date(2026, 3, 2)))
        assert duty(request).due_on == date(2026, 3, 17)

    @pytest.mark.law("T4")
    def test_marks_a_day_of_an_unpublished_year_as_provisional(self) -> None:
        request = received("2026-12-25")
        assert (request.decide_by, request.decide_by_is_provisional) == (date(2027, 1, 11), True)
        assert duty(request).is_provisional

    @pytest.mark.law("L11")
    def test_finds_the_measure_by_the_number_of_its_case(self) -> None:
        """As it stands in an answer; brackets and width are read freely."""
        listing = listing_factory.active()
        written = listing.case.case_number.replace("（", "(").replace("）", ")")
        asked = replace(filing(listing), contested=Contested(MeasureKind.LISTING, case_number=written))
        assert corrections.receive(asked, by=people.clerk(), at=AT).listing_id == listing.pk

    @pytest.mark.law("D44", "L11")
    @pytest.mark.parametrize("petitioner", [Petitioner.AGENT, Petitioner.GUARDIAN, Petitioner.CLOSE_RELATIVE])
    def test_takes_it_from_who_speaks_for_the_person(self, petitioner: Petitioner) -> None:
        """The name is sealed with the words; proof that is missing is asked for later."""
        asked = replace(filing(listing_factory.active()), petitioner=petitioner, petitioner_name="李四", evidence=())
        request = corrections.receive(asked, by=people.clerk(), at=AT)
        assert (request.petitioner, request.words["petitioner"]) == (petitioner, "李四")
        assert "李四".encode() not in bytes(request.words_sealed)

    @pytest.mark.law("K8")
    def test_counts_the_same_days_for_a_request_from_credit_china(self) -> None:
        asked = replace(filing(active_listing(1, on=date(2024, 3, 1))), channel=Channel.CREDIT_CHINA)
        request = corrections.receive(asked, by=people.clerk(), at=instant(date(2026, 3, 2)))
        assert request.decide_by == date(2026, 3, 17)

    @pytest.mark.law("D24")
    def test_puts_a_wish_for_an_explanation_on_the_desk_the_same_day(self) -> None:
        """At the court that handles the case, wherever it was asked."""
        asked = replace(filing(listing_factory.active()), wants_explanation=True)
        request = corrections.receive(asked, by=people.clerk(people.OTHER_COURT), at=AT)
        task = duty(request, TaskKind.EXPLANATION)
        assert (task.due_on, task.court_id, task.holder) == (TODAY, people.COURT, Duty.PROPOSE)

    @pytest.mark.law("P236")
    def test_sends_the_applicant_to_the_objection(self) -> None:
        """An applicant unhappy with a removal objects; a list correction is not its road."""
        listing, applicant = listing_factory.removed(), people.person()
        Party.objects.create(case=listing.case, person=applicant, role=PartyRole.APPLICANT)
        asked = filing(listing, person=applicant)
        assert code_of(lambda: corrections.receive(asked, by=people.clerk(), at=AT)) == "objection-instead"

    def test_refuses_whom_the_measure_is_not_on(self) -> None:
        asked = filing(listing_factory.active(), person=people.person())
        assert code_of(lambda: corrections.receive(asked, by=people.clerk(), at=AT)) == "not-concerned"

    def test_knows_only_decided_measures(self) -> None:
        """Nobody was told of a draft."""
        listing, order = filing(listing_factory.proposed()), filing(order_factory.drafted())
        assert code_of(lambda: corrections.receive(listing, by=people.clerk(), at=AT)) == "not-found"
        assert code_of(lambda: corrections.receive(order, by=people.clerk(), at=AT)) == "not-found"

    def test_refuses_a_reason_of_the_other_measure(self) -> None:
        asked = filing(listing_factory.active(), reason=CorrectionReason.SHOULD_NOT_BE_RESTRICTED)
        assert code_of(lambda: corrections.receive(asked, by=people.clerk(), at=AT)) == "unknown-value"

    def test_needs_the_duty_at_a_court(self) -> None:
        asked = filing(listing_factory.active())
        assert code_of(lambda: corrections.receive(asked, by=people.president(), at=AT)) == "duty-required"
        nowhere = people.officer(duties=[Duty.REGISTER])
        nowhere.court = None
        assert code_of(lambda: corrections.receive(asked, by=nowhere, at=AT)) == "other-court"

    @pytest.mark.law("L12")
    def test_changes_no_effect(self) -> None:
        request = factory.received()
        assert Listing.objects.get(pk=request.measure_id).state == "active"
        assert entry_of(request.pk, "receive").reason == "should_not_be_listed"


class TestTransfer:
    @pytest.mark.law("L11")
    def test_counts_the_days_from_arrival_at_the_right_court(self) -> None:
        """Filed at a wrong court on 2026-03-02, passed on 2026-03-04: due fifteen days later."""
        listing = active_listing(1, on=date(2024, 3, 1))
        elsewhere = people.clerk(people.OTHER_COURT)
        request = corrections.receive(filing(listing), by=elsewhere, at=instant(date(2026, 3, 2)))
        assert (request.received_on, request.decide_by, request.court_id) == (None, None, people.OTHER_COURT)
        passed = corrections.transfer(request.pk, by=elsewhere, at=instant(date(2026, 3, 4)))
        assert (passed.court_id, passed.transferred_from_id) == (people.COURT, people.OTHER_COURT)
        assert (passed.filed_on, passed.received_on) == (date(2026, 3, 2), date(2026, 3, 4))
        assert duty(passed).due_on == passed.decide_by == date(2026, 3, 19)
        assert duty(passed, TaskKind.CORRECTION_TRANSFER).state == "done"
        assert passed.receipt_number == request.receipt_number

    def test_is_all_that_the_wrong_court_may_do(self) -> None:
        """§11, 12: no court decides about another court's case."""
        request, elsewhere = factory.misdirected(), people.officer(duties=Duty, court_code=people.OTHER_COURT)
        named = [elsewhere.username]
        assert code_of(lambda: corrections.assign(request.pk, reviewers=named, by=elsewhere, at=AT)) == "other-court"
        assert code_of(lambda: corrections.send_back(request.pk, note=WHY, by=elsewhere, at=AT)) == "other-court"

    def test_is_done_once(self) -> None:
        request = factory.received()
        assert code_of(lambda: corrections.transfer(request.pk, by=people.clerk(), at=AT)) == "already-done"

    def test_follows_a_case_that_was_handed_over(self) -> None:
        request = factory.under_review()
        case = Listing.objects.get(pk=request.measure_id).case
        case.court = people.court(people.OTHER_COURT)
        case.save()
        by = request.reviewers.all()[0]
        named = number()
        reject = partial(corrections.reject, request.pk, decision_number=named, note=WHY, by=by, at=AT)
        assert code_of(reject) == "other-court"
        passed = corrections.transfer(request.pk, by=people.clerk(), at=AT)
        assert (passed.court_id, passed.state) == (people.OTHER_COURT, "received")


class TestSendBack:
    @pytest.mark.law("P-OBJ-11")
    def test_tells_once_and_lets_the_receipt_stand(self) -> None:
        """Incomplete: told once to complete it in three days; the fifteen days go on."""
        request = received("2026-03-02")
        at = instant(date(2026, 3, 3))
        sent = corrections.send_back(request.pk, note="请补交授权委托书。", by=people.clerk(), at=at)
        assert (sent.state, sent.complete_by, sent.decide_by) == ("incomplete", date(2026, 3, 6), date(2026, 3, 17))
        assert duty(sent).due_on == date(2026, 3, 17)
        done = corrections.complete(sent.pk, statement="补交。", evidence=["委托书"], by=people.clerk(), at=at)
        assert (done.state, done.words["evidence"]) == ("received", ["收据-1", "委托书"])
        assert code_of(lambda: corrections.send_back(done.pk, note=WHY, by=people.clerk(), at=at)) == "already-done"

    def test_says_what_is_missing(self) -> None:
        request = factory.received()
        assert (
            code_of(lambda: corrections.send_back(request.pk, note=" ", by=people.clerk(), at=AT)) == "reasons-required"
        )

    def test_does_not_keep_a_review_from_beginning(self) -> None:
        request, by = factory.incomplete(), factory.reviewer()
        assigned = corrections.assign(request.pk, reviewers=[by.username], by=by, at=AT)
        assert assigned.state == "under_review"


class TestAssign:
    @pytest.mark.law("P-OBJ-11", "11.12", "L12")
    @pytest.mark.parametrize("part", ["drafted_by", "signed_by"])
    def test_refuses_whoever_handled_the_case(self, part: str) -> None:
        """Judge Z handled the case; assigned as reviewer: 422."""
        listing = listing_factory.active()
        handler: Officer = getattr(listing, part)
        handler.duties = [*handler.duties, Duty.REVIEW.value]
        handler.save()
        request, others = factory.received(listing), [factory.reviewer().username, factory.reviewer().username]
        assert code_of(lambda: assign(request, *others, handler.username)) == "reviewer-is-handler"

    @pytest.mark.law("P-OBJ-11")
    def test_refuses_who_does_not_review_at_this_court(self) -> None:
        request, reviewer = factory.received(), factory.reviewer().username
        elsewhere, clerk = factory.reviewer(people.OTHER_COURT).username, people.clerk().username
        assert code_of(lambda: assign(request, reviewer, elsewhere)) == "not-a-reviewer"
        assert code_of(lambda: assign(request, reviewer, clerk)) == "not-a-reviewer"
        assert code_of(lambda: assign(request, "nobody")) == "not-a-reviewer"
        assert code_of(lambda: assign(request)) == "field-required"

    def test_replaces_an_earlier_panel(self) -> None:
        request, panel = factory.under_review(), [factory.reviewer().username for _ in range(3)]
        again = assign(request, *panel)
        assert sorted(again.reviewers.values_list("username", flat=True)) == sorted(panel)


class TestUphold:
    @pytest.mark.law("L12", "9.4", "T1")
    def test_gives_three_working_days_to_put_it_right(self) -> None:
        request, by = received("2026-04-20"), factory.reviewer()
        at = instant(date(2026, 4, 29))
        corrections.assign(request.pk, reviewers=[by.username], by=by, at=at)
        upheld = corrections.uphold(request.pk, decision_number=number(), note=WHY, by=by, at=at)
        assert (upheld.state, upheld.remedy, upheld.decided_on) == ("upheld", "revoke", date(2026, 4, 29))
        task = duty(upheld, TaskKind.CORRECTION_UPHELD)
        assert (task.due_on, task.holder, duty(upheld).state) == (date(2026, 5, 7), Duty.REVOKE, "done")

    @pytest.mark.law("L11", "G18")
    @pytest.mark.parametrize(
        ("reason", "remedy"),
        [
            (CorrectionReason.SHOULD_NOT_BE_RESTRICTED, "revoke"),
            (CorrectionReason.INACCURATE, "rectify"),
            (CorrectionReason.SHOULD_BE_ENDED, "lift"),
        ],
    )
    def test_orders_the_act_that_the_reason_calls_for(self, reason: CorrectionReason, remedy: str) -> None:
        upheld = factory.upheld(order_factory.in_force(), reason=reason)
        assert upheld.remedy == remedy
        assert duty(upheld, TaskKind.CORRECTION_UPHELD).holder == remedy

    def test_may_find_something_else_wrong(self) -> None:
        request = factory.under_review()
        upheld = uphold(request, reason=CorrectionReason.SHOULD_BE_ENDED)
        assert (upheld.reason, upheld.remedy) == ("should_not_be_listed", "remove")

    def test_leaves_nothing_to_do_when_the_measure_has_ended_meanwhile(self) -> None:
        request = factory.under_review(reason=CorrectionReason.SHOULD_BE_ENDED)
        listings.remove(request.measure_id, reason="performed", note="", by=people.judge(), at=AT)
        upheld = uphold(request)
        assert upheld.state == "corrected"
        assert not Task.objects.filter(kind=TaskKind.CORRECTION_UPHELD, matter_id=request.pk).exists()

    @pytest.mark.law("P-OBJ-11", "11.12")
    def test_is_for_who_was_assigned_and_has_not_handled_the_case_since(self) -> None:
        request = factory.under_review()
        assert code_of(lambda: uphold(request, by=factory.reviewer())) == "not-assigned"
        by = request.reviewers.all()[0]
        by.duties = [*OFFICES["clerk"], Duty.REVIEW, Duty.REMOVE]
        by.save()
        listings.remove(request.measure_id, reason="performed", note="", by=by, at=AT)
        assert code_of(lambda: uphold(request, by=by)) == "reviewer-is-handler"

    @pytest.mark.law("F8.1")
    @pytest.mark.parametrize(
        "written", ["（2026）兵9901执1号", "（2026）兵9902执异1号", "（2026）兵9901执复1号", "第一号"]
    )
    def test_has_a_number_of_its_own_kind_and_court(self, written: str) -> None:
        request = factory.under_review()
        assert code_of(lambda: uphold(request, decision_number=written)) == "case-number"

    def test_uses_a_number_once(self) -> None:
        used, request = factory.rejected().decision_number, factory.under_review()
        assert code_of(lambda: uphold(request, decision_number=used)) == "duplicate"


class TestReject:
    @pytest.mark.law("L12")
    def test_needs_reasons_and_must_be_served(self) -> None:
        request = factory.under_review()
        by, named = request.reviewers.all()[0], number()
        refused = code_of(lambda: corrections.reject(request.pk, decision_number=named, note=" ", by=by, at=AT))
        assert refused == "reasons-required"
        rejected = corrections.reject(request.pk, decision_number=named, note=WHY, by=by, at=AT)
        assert (rejected.state, rejected.words["reasons"]) == ("rejected", WHY)
        assert duty(rejected, TaskKind.SERVICE).state == "open"


class TestServe:
    @pytest.mark.law("L12", "T2", "9.4")
    @pytest.mark.parametrize(
        ("served_on", "last_day"),
        [("2026-02-05", "2026-02-24"), ("2026-02-04", "2026-02-14"), ("2026-03-17", "2026-03-27")],
    )
    def test_opens_ten_days_for_asking_the_court_above(self, served_on: str, last_day: str) -> None:
        """Served 2026-02-05: last filing day 2026-02-24; served 2026-02-04: 2026-02-14, a working Saturday."""
        request = served(received("2026-02-02"), on=served_on)
        assert (request.reconsider_by, request.reconsider_by_is_provisional) == (date.fromisoformat(last_day), False)
        assert duty(request, TaskKind.SERVICE).state == "done"

    @pytest.mark.law("T4")
    def test_gives_the_latest_day_of_an_unpublished_year(self) -> None:
        """A person's right ends on the latest possible day."""
        request = served(received("2026-12-15"), on="2026-12-28")
        assert (request.reconsider_by, request.reconsider_by_is_provisional) == (date(2027, 1, 16), True)

    def test_is_recorded_once_and_not_before_the_decision(self) -> None:
        request = factory.rejected()

        def serve(on: date) -> CorrectionRequest:
            by = people.clerk()
            return corrections.serve(request.pk, served_on=on, service_method=DIRECT, by=by, at=AT)

        assert code_of(lambda: serve(date(2026, 11, 15))) == "served-before-signed"
        serve(TODAY)
        assert code_of(lambda: serve(TODAY)) == "already-done"


class TestWithdraw:
    def test_closes_the_duty_and_lets_a_new_request_be_made(self) -> None:
        request = factory.withdrawn()
        assert duty(request).state == "done"
        listing = Listing.objects.get(pk=request.measure_id)
        assert corrections.receive(filing(listing), by=people.clerk(), at=AT).state == "received"


class TestEscalate:
    @pytest.mark.law("9.4", "11.16", "P-OBJ-11")
    def test_refers_a_missed_request_to_the_court_above(self) -> None:
        """Due 2026-03-17: not that day, but the next."""
        people.courts_above()
        request = received("2026-03-02")
        last_day, after = instant(date(2026, 3, 17)), instant(date(2026, 3, 18))
        assert code_of(lambda: corrections.escalate(request.pk, at=last_day)) == "wrong-state"
        escalated = corrections.escalate(request.pk, at=after)
        assert (escalated.state, escalated.escalated_at) == ("received", after)
        task = duty(request, TaskKind.CORRECTION_OVERDUE)
        assert (task.court_id, task.holder) == (people.COURT_ABOVE, Duty.SUPERVISE)
        assert entry_of(request.pk, "escalate").actor_name == "system"
        assert code_of(lambda: corrections.escalate(request.pk, at=after)) == "already-done"

    def test_ends_with_the_decision(self) -> None:
        people.courts_above()
        request = received("2026-03-02")
        corrections.escalate(request.pk, at=instant(date(2026, 3, 18)))
        rejected(request, on="2026-03-19")
        assert duty(request, TaskKind.CORRECTION_OVERDUE).state == "done"
        assert code_of(lambda: corrections.escalate(request.pk, at=instant(date(2026, 3, 20)))) == "wrong-state"

    def test_is_recorded_where_no_court_stands_above(self) -> None:
        request = received("2026-03-02")
        assert Court.objects.get(pk=people.COURT).higher_court_id is None
        assert corrections.escalate(request.pk, at=instant(date(2026, 3, 18))).escalated_at is not None


class TestEveryAct:
    def test_knows_only_requests_on_file(self) -> None:
        officer = people.officer(duties=Duty)
        assert code_of(lambda: corrections.withdraw(NOBODY, by=officer, at=AT)) == "not-found"
        assert code_of(lambda: corrections.escalate(NOBODY, at=AT)) == "not-found"

    @pytest.mark.law("L13")
    def test_is_one_entry_about_the_person(self) -> None:
        before = RegisterEntry.objects.count()
        request = factory.received(listing := listing_factory.active())
        entry = entry_of(request.pk, "receive")
        assert entry.subjects == [listing.debtor_id]
        assert RegisterEntry.objects.count() > before
        assert cases.debtor_of(listing.case).pk == listing.debtor_id
