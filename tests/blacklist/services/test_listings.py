"""A listing after its proposal: signed for its term, served, published, ended (L2, L4, L9, L10, G14, G16-1)."""

from datetime import date

import pytest

from blacklist.law.deadlines import ONE_DAY
from blacklist.models import EnforcementCase, Listing, Person, RegisterEntry, Task, TaskKind
from blacklist.sealing import seal
from blacklist.selectors import listings_run_out
from blacklist.services import applications, listings, orders
from tests.blacklist.services.drafts import (
    DIRECT,
    active_listing,
    case,
    code_of,
    entry_of,
    instant,
    listing_proposal,
    order_in_force,
    signed_listing,
)
from tests.factories import people
from tests.factories.applications import for_removal

pytestmark = pytest.mark.django_db
ON = date(2024, 3, 15)


def remove(listing: Listing, *, reason: str, on: date, note: str = "") -> Listing:
    """Remove a listing; at the applicant's request, in answer to one."""
    application_id = None
    if reason == "applicant_request":
        application_id = applications.receive(for_removal(listing, on=on), by=people.clerk(), at=instant(on)).pk
    return listings.remove(
        listing.pk, reason=reason, note=note, application_id=application_id, by=people.judge(), at=instant(on)
    )


def become_minor(debtor: Person) -> None:
    """Put right the debtor's birth date on file: a minor after all."""
    debtor.birth_date_sealed = seal("2008-03-15", record=f"person:{debtor.pk}:birth_date")
    debtor.save()


class TestSign:
    @pytest.mark.law("L2", "Q2")
    @pytest.mark.parametrize(
        ("on", "grounds", "last_day"),
        [
            (date(2024, 3, 15), (3,), date(2026, 3, 15)),
            (date(2024, 2, 29), (3,), date(2026, 2, 28)),
            (date(2024, 3, 15), (1, 2), date(2026, 3, 15)),
            (date(2024, 3, 15), (1,), None),
        ],
    )
    def test_gives_the_term_of_its_grounds(self, on: date, grounds: tuple[int, ...], last_day: date | None) -> None:
        """L2: two years for grounds 2 to 6, from the decision (Q2); ground 1 alone has no term."""
        listing = signed_listing(*grounds, on=on)
        listing.refresh_from_db()
        assert (listing.state, listing.decided_on) == ("signed", on)
        assert listing.in_force_until == (last_day + ONE_DAY if last_day else None)

    @pytest.mark.law("L5-3")
    def test_names_the_signer_and_numbers_the_decision(self) -> None:
        """L5 ¶3."""
        listing = signed_listing(1, on=ON)
        assert listing.signed_by is not None
        assert listing.signed_by_name == listing.signed_by.username != listing.drafted_by_name
        assert listing.decision_number == f"{listing.case.case_number}之一"
        assert entry_of(listing.pk, "sign").article == "L5"

    @pytest.mark.law("L4")
    def test_refuses_who_turns_out_to_be_a_minor(self) -> None:
        """L4: the birth date was put right between draft and signature."""
        drafted = listings.propose(listing_proposal(case()), by=people.judge(), at=instant(ON))
        become_minor(drafted.debtor)
        assert code_of(lambda: listings.sign(drafted.pk, by=people.president(), at=instant(ON))) == "minor"

    @pytest.mark.law("G16-1")
    def test_holds_off_when_the_applicant_has_asked_meanwhile(self) -> None:
        """G16-1: the decision counts, not the draft."""
        drafted = listings.propose(listing_proposal(case()), by=people.judge(), at=instant(ON))
        EnforcementCase.objects.update(hold_requested_on=ON)
        assert code_of(lambda: listings.sign(drafted.pk, by=people.president(), at=instant(ON))) == "creditor-hold"

    @pytest.mark.law("G14")
    def test_opens_the_task_of_serving_it(self) -> None:
        """Signed 2026-03-20, no service by 2026-03-25: an alarm, and publishing is refused."""
        listing = signed_listing(1, on=date(2026, 3, 20))
        task = Task.objects.get(kind=TaskKind.SERVICE, measure_id=listing.pk)
        assert (task.state, task.due_on, task.holder, task.article) == ("open", date(2026, 3, 25), "serve", "G14")
        late = instant(date(2026, 3, 26))
        assert code_of(lambda: listings.publish(listing.pk, by=people.judge(), at=late)) == "not-served"
        listings.serve(listing.pk, served_on=date(2026, 3, 26), service_method=DIRECT, by=people.clerk(), at=late)
        task.refresh_from_db()
        assert task.state == "done"


class TestRefuse:
    @pytest.mark.law("L5-3", "9.1")
    def test_gives_reasons_and_leaves_the_debtor_free_to_be_proposed_anew(self) -> None:
        drafted = listings.propose(listing_proposal(case()), by=people.judge(), at=instant(ON))
        refused = listings.refuse(drafted.pk, note="证据不足。", by=people.president(), at=instant(ON))
        assert (refused.state, refused.particulars["refused"], refused.signed_by_name) == ("refused", "证据不足。", "")
        again = listings.propose(listing_proposal(drafted.case), by=people.judge(), at=instant(ON))
        assert again.state == "proposed"


class TestJustify:
    @pytest.mark.law("11.5")
    def test_is_due_each_year_and_the_next_reason_opens(self) -> None:
        """§11, 5: no listing without a term goes on unlooked at."""
        listing = active_listing(1, on=ON)
        on = date(2025, 3, 10)
        stated = listings.justify(listing.pk, note="仍未履行，且有履行能力。", by=people.judge(), at=instant(on))
        [reason] = stated.particulars["yearly_reasons"]
        assert (reason["on"], reason["reasons"]) == ("2025-03-10", "仍未履行，且有履行能力。")
        rows = Task.objects.filter(kind=TaskKind.YEARLY_REASON, measure_id=listing.pk).order_by("counted_from")
        assert [(row.state, row.due_on) for row in rows] == [
            ("done", date(2025, 3, 17)),
            ("open", date(2026, 3, 10)),
        ]

    @pytest.mark.law("11.5")
    def test_opens_the_half_yearly_search_with_publication(self) -> None:
        listing = active_listing(1, on=ON)
        task = Task.objects.get(kind=TaskKind.ASSET_SEARCH, measure_id=listing.pk)
        assert (task.state, task.due_on) == ("open", date(2024, 9, 18))
        remove(listing, reason="performed", on=date(2024, 6, 3))
        assert not Task.objects.filter(kind__in=["asset_search", "yearly_reason"], state="open").exists()

    @pytest.mark.law("11.5", "L2")
    def test_is_not_for_a_term_which_ends_by_itself(self) -> None:
        listing = active_listing(3, on=ON)
        by, at = people.judge(), instant(ON)
        assert code_of(lambda: listings.justify(listing.pk, note="仍未履行。", by=by, at=at)) == "wrong-state"
        assert not Task.objects.filter(kind__in=["asset_search", "yearly_reason"]).exists()


class TestServe:
    @pytest.mark.law("G14")
    @pytest.mark.parametrize(
        ("served_on", "code"), [(date(2024, 3, 14), "served-before-signed"), (date(2024, 3, 16), "date-in-future")]
    )
    def test_refuses_a_day_outside_decision_and_today(self, served_on: date, code: str) -> None:
        """G14."""
        listing = signed_listing(1, on=ON)
        clerk = people.clerk()
        assert code == code_of(
            lambda: listings.serve(listing.pk, served_on=served_on, service_method=DIRECT, by=clerk, at=instant(ON))
        )

    def test_happens_once(self) -> None:
        listing = signed_listing(1, on=ON)
        clerk = people.clerk()
        served = listings.serve(listing.pk, served_on=ON, service_method=DIRECT, by=clerk, at=instant(ON))
        assert (served.state, served.served_on, served.service_method) == ("signed", ON, "direct")
        assert (
            code_of(lambda: listings.serve(listing.pk, served_on=ON, service_method=DIRECT, by=clerk, at=instant(ON)))
            == "already-done"
        )


class TestPublish:
    @pytest.mark.law("L5-3", "G14", "11.2", "11.4")
    def test_needs_service(self) -> None:
        """G14: “sign without serving” is forbidden."""
        listing = signed_listing(1, on=ON)
        assert code_of(lambda: listings.publish(listing.pk, by=people.judge(), at=instant(ON))) == "not-served"

    @pytest.mark.law("L4")
    def test_refuses_who_turns_out_to_be_a_minor(self) -> None:
        """L4: adult on the day of publication too."""
        listing = signed_listing(1, on=ON)
        listings.serve(listing.pk, served_on=ON, service_method=DIRECT, by=people.clerk(), at=instant(ON))
        become_minor(listing.debtor)
        assert code_of(lambda: listings.publish(listing.pk, by=people.judge(), at=instant(ON))) == "minor"

    @pytest.mark.law("Q2", "L7")
    def test_takes_effect_that_day_and_does_not_move_the_end(self) -> None:
        """L7, Q2: the court's delay never prolongs the term."""
        listing = signed_listing(3, on=ON)
        listings.serve(listing.pk, served_on=ON, service_method=DIRECT, by=people.clerk(), at=instant(ON))
        published = listings.publish(listing.pk, by=people.judge(), at=instant(date(2024, 5, 6)))
        assert published.in_force_from == published.published_on == date(2024, 5, 6)
        assert published.in_force_until == date(2026, 3, 16)

    @pytest.mark.law("L10-2", "11.4")
    def test_publishes_nothing_after_the_term(self) -> None:
        """L10 ¶2, §11, 4."""
        listing = signed_listing(3, on=ON)
        listings.serve(listing.pk, served_on=ON, service_method=DIRECT, by=people.clerk(), at=instant(ON))
        late = instant(date(2026, 3, 16))
        assert code_of(lambda: listings.publish(listing.pk, by=people.judge(), at=late)) == "wrong-state"

    @pytest.mark.law("C1", "Q1")
    def test_opens_the_task_of_an_order_where_there_is_none(self) -> None:
        """C1: listing active 2026-04-10 without an order; a task, never an automatic restriction."""
        listing = active_listing(1, on=date(2026, 4, 10))
        task = Task.objects.get(kind=TaskKind.ORDER_MISSING)
        assert (task.measure_id, task.subject_id, task.court_id) == (listing.pk, listing.debtor_id, people.COURT)
        assert (task.article, task.state, task.due_on) == ("C1", "open", None)

    @pytest.mark.law("C1")
    def test_opens_none_where_an_order_is_in_force(self) -> None:
        """C1."""
        debtor = people.person()
        order_in_force(on=date(2026, 4, 1), of=case(debtor=debtor))
        active_listing(1, on=date(2026, 4, 10), debtor=debtor)
        assert not Task.objects.filter(kind=TaskKind.ORDER_MISSING).exists()

    @pytest.mark.law("C1")
    @pytest.mark.parametrize("end", ["lifted", "run out", "other person's"])
    def test_counts_no_order_that_has_ended_or_is_another_persons(self, end: str) -> None:
        """C1."""
        debtor = people.person()
        of = case(debtor=people.person() if end == "other person's" else debtor)
        last_day = date(2026, 4, 9) if end == "run out" else date(2027, 3, 15)
        order = order_in_force(on=date(2026, 4, 1), of=of, period_until=last_day)
        if end == "lifted":
            lifted_at = instant(date(2026, 4, 2))
            orders.lift(order.pk, reason="performed", note="", by=people.judge(), at=lifted_at)
        active_listing(1, on=date(2026, 4, 10), debtor=debtor)
        assert Task.objects.filter(kind=TaskKind.ORDER_MISSING, subject=debtor).exists()


class TestRemove:
    @pytest.mark.law("L10-1", "G19", "T1")
    def test_ends_the_effect_at_once_and_the_publication_in_three_working_days(self) -> None:
        """L10 ¶1: paid 2026-03-12, a Thursday → due 2026-03-17."""
        removed = remove(active_listing(1, on=ON), reason="performed", on=date(2026, 3, 12))
        assert (removed.state, removed.until, removed.ended_reason) == ("removed", date(2026, 3, 12), "performed")
        task = Task.objects.get(kind=TaskKind.TAKE_DOWN)
        assert (task.due_on, task.is_provisional, task.article) == (date(2026, 3, 17), False, "L10-1")
        entry = entry_of(removed.pk, "remove")
        assert (entry.article, entry.reason) == ("L10-1", "performed")

    @pytest.mark.law("L10-2")
    @pytest.mark.parametrize(
        "reason",
        [
            "performed",
            "settlement_performed",
            "applicant_request",
            "no_assets_found",
            "enforcement_suspended",
            "not_enforced",
            "enforcement_terminated",
        ],
    )
    def test_lets_a_term_withstand_the_seven_reasons(self, reason: str) -> None:
        """L10 ¶2: where there is a term, ¶1 does not apply."""
        listing = active_listing(1, 3, on=ON)
        by, at = people.judge(), instant(ON)
        withstands = lambda: listings.remove(listing.pk, reason=reason, note="申请书。", by=by, at=at)  # noqa: E731
        assert code_of(withstands) == "wrong-state"
        without = active_listing(1, on=ON)
        assert remove(without, reason=reason, on=ON, note="申请书。").ended_reason == reason

    @pytest.mark.law("L2")
    def test_removes_a_term_early_with_reasons(self) -> None:
        """L2 ¶2, G19: the court may, and says why."""
        listing = active_listing(3, on=ON)
        assert code_of(lambda: remove(listing, reason="early_removal", on=ON)) == "reasons-required"
        assert remove(listing, reason="early_removal", on=ON, note="已全部履行。").state == "removed"

    @pytest.mark.law("L10-1")
    def test_asks_why_the_court_agrees_with_the_applicant(self) -> None:
        """L10 ¶1 item 3: the creditor asks, the court agrees."""
        listing = active_listing(1, on=ON)
        application = applications.receive(for_removal(listing, on=ON), by=people.clerk(), at=instant(ON))
        unreasoned = lambda: listings.remove(  # noqa: E731
            listing.pk,
            reason="applicant_request",
            note=" ",
            application_id=application.pk,
            by=people.judge(),
            at=instant(ON),
        )
        assert code_of(unreasoned) == "reasons-required"

    @pytest.mark.law("L10-2")
    @pytest.mark.parametrize(("grounds", "on"), [((1,), date(2026, 3, 16)), ((3,), date(2026, 3, 15))])
    def test_does_not_call_a_term_expired_that_has_not_run_out(self, grounds: tuple[int, ...], on: date) -> None:
        """L10 ¶2, T5: the last day, a Sunday, is still in force."""
        listing = active_listing(*grounds, on=ON)
        assert code_of(lambda: remove(listing, reason="term_expired", on=on)) == "wrong-state"

    @pytest.mark.law("L10-2", "T1")
    def test_counts_from_the_last_day_of_a_term_that_has_run_out(self) -> None:
        """L10 ¶2: term end Sunday 2026-03-15 → due 2026-03-18, however late the record."""
        removed = remove(active_listing(3, on=ON), reason="term_expired", on=date(2026, 4, 20))
        assert removed.until == date(2026, 3, 16)
        assert Task.objects.get(kind=TaskKind.TAKE_DOWN).due_on == date(2026, 3, 18)


class TestRevoke:
    @pytest.mark.law("L9", "T1")
    def test_is_due_three_working_days_from_the_finding(self) -> None:
        """L9: error confirmed 2026-04-29 → 2026-05-07, after the Labour Day holiday."""
        listing = active_listing(1, on=ON)
        at = instant(date(2026, 4, 29))
        revoked = listings.revoke(listing.pk, reason="listed_in_error", note="复核。", by=people.judge(), at=at)
        assert (revoked.state, revoked.until) == ("revoked", date(2026, 4, 29))
        task = Task.objects.get(kind=TaskKind.TAKE_DOWN)
        assert (task.due_on, task.is_provisional, task.article) == (date(2026, 5, 7), False, "L9")
        assert entry_of(listing.pk, "revoke").reason == "listed_in_error"

    @pytest.mark.law("L9")
    def test_takes_nothing_down_that_was_never_published(self) -> None:
        """L9: a draft or an unpublished decision is undone without a take-down."""
        listing = signed_listing(1, on=ON)
        listings.revoke(listing.pk, reason="identity_error", note="复核。", by=people.judge(), at=instant(ON))
        assert not Task.objects.filter(kind=TaskKind.TAKE_DOWN).exists()

    def test_knows_only_the_reasons_of_a_revocation(self) -> None:
        """L9: whoever has performed is removed, not revoked."""
        listing = active_listing(1, on=ON)
        by, at = people.judge(), instant(ON)
        assert (
            code_of(lambda: listings.revoke(listing.pk, reason="performed", note="…", by=by, at=at)) == "unknown-value"
        )


class TestExpire:
    @pytest.mark.law("T5", "L10-2", "11.4")
    def test_waits_for_the_end_of_the_last_day(self) -> None:
        """L10 ¶2, T5: Sunday 2026-03-15 counts whole; a burden is not prolonged by a rest day."""
        listing = active_listing(3, on=ON)
        assert code_of(lambda: listings.expire(listing.pk, at=instant(date(2026, 3, 15)))) == "wrong-state"
        assert listings_run_out(at=instant(date(2026, 3, 15))) == []
        assert listings_run_out(at=instant(date(2026, 3, 16))) == [listing.pk]

    @pytest.mark.law("L10-2")
    def test_settles_the_record_and_opens_the_take_down(self) -> None:
        """L10 ¶2: due 2026-03-18; the deed is the system's."""
        listing = active_listing(3, on=ON)
        expired = listings.expire(listing.pk, at=instant(date(2026, 3, 16)))
        assert (expired.state, expired.ended_on, expired.until) == ("expired", None, date(2026, 3, 16))
        assert Task.objects.get(kind=TaskKind.TAKE_DOWN).due_on == date(2026, 3, 18)
        entry = entry_of(listing.pk, "expire")
        assert (entry.actor_id, entry.actor_name, entry.article) == (None, "system", "L10-2")

    @pytest.mark.law("L2")
    def test_never_ends_a_listing_without_a_term(self) -> None:
        """L2: ground 1 has none."""
        listing = active_listing(1, on=ON)
        assert code_of(lambda: listings.expire(listing.pk, at=instant(date(2099, 1, 1)))) == "wrong-state"

    def test_settles_a_decision_never_published_without_a_take_down(self) -> None:
        """L10 ¶2: the term runs from the decision (Q2)."""
        listing = signed_listing(3, on=ON)
        assert listings.expire(listing.pk, at=instant(date(2026, 3, 16))).state == "expired"
        assert not Task.objects.filter(kind=TaskKind.TAKE_DOWN).exists()

    def test_happens_once(self) -> None:
        listing = active_listing(3, on=ON)
        at = instant(date(2026, 3, 16))
        listings.expire(listing.pk, at=at)
        assert code_of(lambda: listings.expire(listing.pk, at=at)) == "already-done"
        assert RegisterEntry.objects.filter(act="expire").count() == 1
