"""A consumption order: proposed with its factors and items, signed, served on each person, ended (C1–C5, C9, G18)."""

import uuid
from datetime import date
from functools import partial

import pytest

from blacklist.law.duties import Duty
from blacklist.law.grounds import FACTORS
from blacklist.models import (
    ConsumptionOrder,
    EnforcementCase,
    Party,
    PartyRole,
    RegisterEntry,
    RestrictedPerson,
    ServiceMethod,
    Task,
)
from blacklist.register import open_payload
from blacklist.selectors import orders_run_out
from blacklist.services import listings, orders
from tests.blacklist.services.drafts import (
    DIRECT,
    active_listing,
    assert_whole_set,
    case,
    code_of,
    entry_of,
    instant,
    order_in_force,
    order_proposal,
    signed_order,
)
from tests.factories import people
from tests.factories.cases import debtor_of

pytestmark = pytest.mark.django_db
ON = date(2024, 3, 15)
OFFICER = "legal_representative"


def propose(of: EnforcementCase, *, on: date = ON, **changes: object) -> ConsumptionOrder:
    return orders.propose(order_proposal(of, **changes), by=people.judge(), at=instant(on))


def unit_order(*, on: date = ON) -> ConsumptionOrder:
    """Return a signed order on a company and its legal representative."""
    of = case(debtor=people.unit())
    named = [orders.Named(debtor_of(of).pk), orders.Named(people.person().pk, OFFICER, ("登记-1",))]
    return signed_order(on=on, of=of, persons=named)


class TestPropose:
    def test_drafts_with_one_entry_that_holds_the_whole_set_of_everyone_named(self) -> None:
        """C4, L13."""
        of, officer = case(debtor=people.unit()), people.person()
        named = [orders.Named(debtor_of(of).pk), orders.Named(officer.pk, OFFICER, ("登记-1",))]
        order = propose(of, persons=named)
        assert (order.state, order.kind, order.period_until) == ("drafted", "discretionary", date(2027, 3, 16))
        entry = entry_of(order.pk, "propose")
        assert entry.article == "C4"
        assert_whole_set(entry, [debtor_of(of), officer])

    def test_needs_the_duty_then_the_court_of_the_case(self) -> None:
        """J15."""
        proposal = order_proposal(case(), activities=())
        lacking = people.officer(duties=set(Duty) - {Duty.PROPOSE}, court_code=people.OTHER_COURT)
        elsewhere = people.judge(people.OTHER_COURT)
        assert code_of(lambda: orders.propose(proposal, by=lacking, at=instant(ON))) == "duty-required"
        assert code_of(lambda: orders.propose(proposal, by=elsewhere, at=instant(ON))) == "other-court"

    def test_needs_a_case_on_file(self) -> None:
        assert code_of(lambda: propose(case(), case_id=uuid.UUID(int=0))) == "unknown-case"

    def test_restricts_someone(self) -> None:
        assert code_of(lambda: propose(case(), persons=[])) == "field-required"

    def test_restricts_no_minor(self) -> None:
        """Q5, T7: born 2008-03-15; from 2026-03-16."""
        of = case(debtor=people.person(birth_date=date(2008, 3, 15)))
        assert code_of(lambda: propose(of, on=date(2026, 3, 15))) == "minor"
        assert propose(of, on=date(2026, 3, 16)).state == "drafted"

    def test_restricts_only_debtors_and_named_officers(self) -> None:
        """C3 ¶2: shareholder Mr B is not named, and nobody is added from the company register."""
        of = case(debtor=people.unit())
        shareholder = people.person().pk
        assert code_of(lambda: propose(of, persons=[orders.Named(shareholder)])) == "not-a-debtor"
        assert code_of(lambda: propose(of, persons=[orders.Named(shareholder, "shareholder", ("1",))])) == (
            "unknown-value"
        )

    def test_asks_the_evidence_of_a_capacity(self) -> None:
        """C3 ¶2."""
        of = case(debtor=people.unit())
        named = [orders.Named(people.person().pk, OFFICER)]
        assert code_of(lambda: propose(of, persons=named)) == "evidence-required"

    def test_knows_no_officers_of_a_natural_debtor(self) -> None:
        """C3 ¶2, §11, 3: officers answer for a unit; nobody answers for a relative."""
        named = [orders.Named(people.person().pk, "actual_controller", ("1",))]
        assert code_of(lambda: propose(case(), persons=named)) == "not-a-debtor"

    def test_needs_everyone_on_file(self) -> None:
        of = case(debtor=people.unit())
        named = [orders.Named(uuid.UUID(int=0), OFFICER, ("1",))]
        assert code_of(lambda: propose(of, persons=named)) == "not-found"

    def test_restricts_once_who_is_named_twice(self) -> None:
        of = case()
        twice = [orders.Named(debtor_of(of).pk), orders.Named(debtor_of(of).pk)]
        assert propose(of, persons=twice).restricted_persons.count() == 1


class TestContent:
    @pytest.mark.parametrize("factor", FACTORS)
    def test_weighs_each_of_the_four_factors(self, factor: str) -> None:
        """C2."""
        factors = {**dict.fromkeys(FACTORS, "已查明。"), factor: " "}
        assert code_of(lambda: propose(case(), factors=factors)) == "factors-required"

    def test_names_its_items(self) -> None:
        """C5."""
        assert code_of(lambda: propose(case(), activities=())) == "items-required"

    @pytest.mark.parametrize("activity", ["credit.loan", "bus.any"])
    def test_names_only_activities_an_order_may_cover(self, activity: str) -> None:
        """C5, K5: never a loan."""
        assert code_of(lambda: propose(case(), activities=(activity,))) == "unknown-activity"

    @pytest.mark.parametrize("period_until", [None, date(2024, 3, 14)])
    def test_states_a_period_to_come(self, period_until: date | None) -> None:
        """C5, Q6."""
        assert code_of(lambda: propose(case(), period_until=period_until)) == "period-required"

    def test_gives_reasons(self) -> None:
        """C5."""
        assert code_of(lambda: propose(case(), reasons="")) == "reasons-required"

    def test_may_name_a_subset(self) -> None:
        """G21: tiered discipline."""
        assert propose(case(), activities=("hotel.star_rated",)).activities == ["hotel.star_rated"]


class TestNotice:
    def test_lets_the_period_of_the_notice_run_out(self) -> None:
        """C1: to perform by 2026-03-12; from the 13th."""
        of = case(served_on=date(2026, 3, 2), perform_by=date(2026, 3, 12))
        assert code_of(lambda: propose(of, on=date(2026, 3, 12))) == "period-running"
        assert propose(of, on=date(2026, 3, 13)).state == "drafted"

    def test_needs_its_service(self) -> None:
        """C1."""
        of = case()
        EnforcementCase.objects.filter(pk=of.pk).update(notice_served_on=None, notice_perform_by=None)
        assert code_of(lambda: propose(of)) == "not-served"

    def test_needs_no_risk_warning(self) -> None:
        """L5 ¶1 asks the warning for a listing; C1 does not."""
        assert propose(case(has_risk_warning=False)).state == "drafted"


class TestHold:
    def test_holds_off_when_the_applicant_asks(self) -> None:
        """G16-1: a discretionary order, at proposal and at signing."""
        drafted = propose(case())
        EnforcementCase.objects.update(hold_requested_on=ON)
        assert code_of(lambda: propose(drafted.case)) == "creditor-hold"
        assert code_of(lambda: orders.sign(drafted.pk, by=people.president(), at=instant(ON))) == "creditor-hold"


class TestBecauseListed:
    def test_needs_no_factors_and_stands_against_a_hold(self) -> None:
        """C1, second sentence: against the listed the court shall."""
        listing = active_listing(2, on=ON)
        EnforcementCase.objects.update(hold_requested_on=ON)
        order = propose(listing.case, listing_id=listing.pk, factors={})
        assert (order.kind, order.listing_id) == ("because_listed", listing.pk)

    def test_needs_an_active_listing_of_the_same_case(self) -> None:
        """C1."""
        listing, other = active_listing(2, on=ON), case()
        assert code_of(lambda: propose(other, listing_id=listing.pk)) == "not-found"
        listings.remove(listing.pk, reason="early_removal", note="…", by=people.judge(), at=instant(ON))
        assert code_of(lambda: propose(listing.case, listing_id=listing.pk)) == "not-found"

    def test_restricts_the_listed_and_no_other_debtor_of_the_case(self) -> None:
        """C1, C2: against a debtor who is not listed the court weighs the four factors."""
        listing, other = active_listing(2, on=ON), people.person()
        named = [orders.Named(listing.debtor_id), orders.Named(other.pk)]
        proposal = order_proposal(listing.case, listing_id=listing.pk, factors={}, persons=named)
        Party.objects.create(case=listing.case, person=other, role=PartyRole.JUDGMENT_DEBTOR)
        assert code_of(lambda: orders.propose(proposal, by=people.judge(), at=instant(ON))) == "not-a-debtor"

    def test_restricts_officers_of_a_listed_unit_only(self) -> None:
        """C3 ¶2: the officers of another debtor unit do not follow the listing of a person."""
        listing, officer = active_listing(2, on=ON), people.person()
        unit = active_listing(2, on=ON, debtor=people.unit())
        named = [orders.Named(officer.pk, OFFICER, ("登记-1",))]
        proposal = order_proposal(listing.case, listing_id=listing.pk, persons=named)
        Party.objects.create(case=listing.case, person=unit.debtor, role=PartyRole.JUDGMENT_DEBTOR)
        assert code_of(lambda: orders.propose(proposal, by=people.judge(), at=instant(ON))) == "not-a-debtor"
        assert propose(unit.case, listing_id=unit.pk, persons=named).state == "drafted"

    def test_is_not_signed_once_the_listing_has_ended(self) -> None:
        """C1: without the listing the court has discretion, and the draft weighed nothing."""
        listing = active_listing(1, on=ON)
        drafted = propose(listing.case, listing_id=listing.pk, factors={})
        listings.remove(listing.pk, reason="performed", note="", by=people.judge(), at=instant(ON))
        assert code_of(lambda: orders.sign(drafted.pk, by=people.president(), at=instant(ON))) == "wrong-state"


class TestSign:
    def test_binds_nobody_before_service(self) -> None:
        """C5, G14."""
        order = signed_order(on=ON)
        assert (order.state, order.decided_on) == ("signed", ON)
        assert order.restricted_persons.get().in_force_from is None
        assert order.decision_number == f"{order.case.case_number}之一"

    def test_refuses_an_order_whose_period_has_run_out(self) -> None:
        """C5."""
        drafted = propose(case(), period_until=date(2024, 3, 31))
        late = instant(date(2024, 4, 1))
        assert code_of(lambda: orders.sign(drafted.pk, by=people.president(), at=late)) == "wrong-state"


class TestServe:
    def test_puts_the_order_in_force_for_each_person_from_that_persons_service(self) -> None:
        """G14, C3 ¶2: each gets the own notice; the other stays free until served."""
        order, clerk = unit_order(), people.clerk()
        unit, officer = order.restricted_persons.order_by("capacity")
        later = date(2024, 3, 20)
        orders.serve(
            order.pk, served_on=ON, service_method=DIRECT, person_id=unit.person_id, by=clerk, at=instant(later)
        )
        payload = open_payload(entry_of(order.pk, "serve"))
        assert payload is not None
        assert {part["subject"]: part["measures"][0]["from"] for part in payload["subjects"]} == {
            str(unit.person_id): "2024-03-15",
            str(officer.person_id): None,
        }
        orders.serve(
            order.pk, served_on=later, service_method=DIRECT, person_id=officer.person_id, by=clerk, at=instant(later)
        )
        officer.refresh_from_db()
        assert (officer.in_force_from, officer.in_force_until) == (later, date(2027, 3, 16))

    def test_counts_a_public_notice_thirty_days_after_its_issue(self) -> None:
        """P88–95: issued on 2024-03-15, it counts as service on 2024-04-14 and not a day before."""
        order, clerk = unit_order(), people.clerk()
        serve = partial(orders.serve, order.pk, served_on=ON, service_method=ServiceMethod.PUBLIC_NOTICE, by=clerk)
        assert code_of(lambda: serve(at=instant(date(2024, 4, 13)))) == "not-served"
        serve(at=instant(date(2024, 4, 14)))
        assert set(order.restricted_persons.values_list("in_force_from", flat=True)) == {date(2024, 4, 14)}

    def test_serves_all_who_were_not_served_yet(self) -> None:
        order = unit_order()
        served = orders.serve(order.pk, served_on=ON, service_method=DIRECT, by=people.clerk(), at=instant(ON))
        assert served.state == "in_force"
        assert served.restricted_persons.filter(in_force_from=ON, service_method="direct").count() == 2

    def test_happens_once_for_each_person(self) -> None:
        order, clerk = unit_order(), people.clerk()
        first = order.restricted_persons.order_by("capacity")[0].person_id

        def serve() -> object:
            return orders.serve(
                order.pk, served_on=ON, service_method=DIRECT, person_id=first, by=clerk, at=instant(ON)
            )

        serve()
        assert code_of(serve) == "already-done"

    def test_knows_only_who_is_named(self) -> None:
        """C3 ¶2."""
        order, stranger, clerk = unit_order(), people.person().pk, people.clerk()
        assert (
            code_of(
                lambda: orders.serve(
                    order.pk, served_on=ON, service_method=DIRECT, person_id=stranger, by=clerk, at=instant(ON)
                )
            )
            == "not-found"
        )

    @pytest.mark.parametrize(
        ("served_on", "code"), [(date(2024, 3, 14), "served-before-signed"), (date(2024, 3, 16), "date-in-future")]
    )
    def test_refuses_a_day_outside_decision_and_today(self, served_on: date, code: str) -> None:
        """G14."""
        order, clerk = unit_order(), people.clerk()
        assert code == code_of(
            lambda: orders.serve(order.pk, served_on=served_on, service_method=DIRECT, by=clerk, at=instant(ON))
        )


class TestLift:
    def test_ends_the_effect_on_everyone_the_same_day(self) -> None:
        """C9: paid 2026-03-12 14:00 → no effect that very day; unpaid costs do not matter (C7)."""
        order = unit_order()
        orders.serve(order.pk, served_on=ON, service_method=DIRECT, by=people.clerk(), at=instant(ON))
        at = instant(date(2026, 3, 12))
        lifted = orders.lift(order.pk, reason="performed", note="", by=people.judge(), at=at)
        assert lifted.state == "lifted"
        assert {row.until for row in lifted.restricted_persons.all()} == {date(2026, 3, 12)}
        entry = entry_of(order.pk, "lift")
        assert (entry.article, entry.reason) == ("C9", "performed")

    @pytest.mark.parametrize("reason", ["security_given", "applicant_consent"])
    def test_asks_why_the_court_lifts_where_it_may(self, reason: str) -> None:
        """C9: on security or consent the court may."""
        order, judge = order_in_force(on=ON), people.judge()
        assert code_of(lambda: orders.lift(order.pk, reason=reason, note=" ", by=judge, at=instant(ON))) == (
            "reasons-required"
        )
        assert orders.lift(order.pk, reason=reason, note="担保属实。", by=judge, at=instant(ON)).state == "lifted"

    def test_frees_one_person_and_leaves_the_order_to_the_others(self) -> None:
        """G17-2: a new legal representative frees the former one, never the unit; the last one ends the order."""
        order, judge, at = unit_order(), people.judge(), instant(ON)
        officer = order.restricted_persons.exclude(capacity="").get()
        unit = order.restricted_persons.get(capacity="")

        def lift(row: RestrictedPerson) -> str:
            done = orders.lift(order.pk, reason="officer_replaced", note="", person_id=row.person_id, by=judge, at=at)
            return done.state

        state = order.state
        assert lift(officer) == state
        officer.refresh_from_db()
        unit.refresh_from_db()
        assert (officer.ended_on, unit.ended_on) == (ON, None)
        assert code_of(lambda: lift(officer)) == "already-done"
        assert lift(unit) == "lifted"

    def test_frees_nobody_the_order_does_not_name(self) -> None:
        """C9."""
        order, stranger = order_in_force(on=ON), people.person()
        lift = partial(orders.lift, order.pk, reason="performed", note="", by=people.judge(), at=instant(ON))
        assert code_of(lambda: lift(person_id=stranger.pk)) == "not-found"

    @pytest.mark.parametrize("reason", ["officer_replaced", "death"])
    def test_frees_nobody_for_a_reason_that_lies_in_another(self, reason: str) -> None:
        """G17-2: such a reason names whom it frees."""
        several, one = unit_order(), order_in_force(on=ON)
        judge, at = people.judge(), instant(ON)
        assert code_of(lambda: orders.lift(several.pk, reason=reason, note="", by=judge, at=at)) == "field-required"
        assert orders.lift(one.pk, reason=reason, note="", by=judge, at=at).state == "lifted"

    def test_ends_a_signed_order_before_anyone_was_served(self) -> None:
        """C9."""
        order = signed_order(on=ON)
        assert orders.lift(order.pk, reason="performed", note="", by=people.judge(), at=instant(ON)).state == "lifted"

    def test_leaves_the_listing_and_the_debtors_other_orders_alone(self) -> None:
        """Finding 1, Q14: two measures, two ends; each case ends separately."""
        debtor = people.person()
        listing = active_listing(1, on=ON, debtor=debtor)
        order, other = order_in_force(on=ON, of=listing.case), order_in_force(on=ON, of=case(debtor=debtor))
        orders.lift(order.pk, reason="performed", note="", by=people.judge(), at=instant(ON))
        listing.refresh_from_db()
        other.refresh_from_db()
        assert (listing.state, other.state) == ("active", "in_force")


class TestRevoke:
    @pytest.mark.parametrize("state", ["drafted", "signed", "in_force"])
    def test_undoes_an_order_that_should_never_have_been(self, state: str) -> None:
        """G18, L9 by analogy: from every live state, with the reason of a revocation and a note."""
        reach = {"drafted": lambda: propose(case()), "signed": lambda: signed_order(on=ON)}
        order = reach.get(state, lambda: order_in_force(on=ON))()
        at = instant(date(2024, 4, 1))
        panel = people.officer(duties=[Duty.READ, Duty.REVOKE])
        revoked = orders.revoke(order.pk, reason="issued_in_error", note="复核。", by=panel, at=at)
        assert revoked.state == "revoked"
        assert {row.ended_reason for row in revoked.restricted_persons.all()} == {"issued_in_error"}
        assert {row.until for row in revoked.restricted_persons.all()} == {date(2024, 4, 1)}
        entry = entry_of(order.pk, "revoke")
        assert (entry.article, entry.reason) == ("G18", "issued_in_error")

    def test_needs_a_note(self) -> None:
        """G18."""
        order, judge = order_in_force(on=ON), people.judge()
        code = code_of(lambda: orders.revoke(order.pk, reason="basis_quashed", note="", by=judge, at=instant(ON)))
        assert code == "reasons-required"


class TestExpire:
    def test_waits_for_the_end_of_the_last_day(self) -> None:
        """C5, T5: 24:00 of the last day, no roll-over."""
        order = order_in_force(on=ON, period_until=date(2026, 3, 15))
        assert code_of(lambda: orders.expire(order.pk, at=instant(date(2026, 3, 15)))) == "wrong-state"
        assert orders_run_out(at=instant(date(2026, 3, 15))) == []
        assert orders_run_out(at=instant(date(2026, 3, 16))) == [order.pk]

    def test_settles_the_record_as_the_systems_deed_without_a_task(self) -> None:
        """C5: the effect ended at midnight by itself."""
        order = order_in_force(on=ON, period_until=date(2026, 3, 15))
        expired = orders.expire(order.pk, at=instant(date(2026, 3, 16)))
        assert expired.state == "expired"
        assert expired.restricted_persons.get().until == date(2026, 3, 16)
        entry = entry_of(order.pk, "expire")
        assert (entry.actor_id, entry.actor_name, entry.article) == (None, "system", "C5")
        assert not Task.objects.exists()

    def test_happens_once(self) -> None:
        order = order_in_force(on=ON, period_until=date(2026, 3, 15))
        at = instant(date(2026, 3, 16))
        orders.expire(order.pk, at=at)
        assert code_of(lambda: orders.expire(order.pk, at=at)) == "already-done"
        assert RegisterEntry.objects.filter(act="expire").count() == 1
