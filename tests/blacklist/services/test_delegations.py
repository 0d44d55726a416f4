"""An acting president signs in the president's place: on an instrument, for its days, never one's own draft (L5 ¶3)."""

import threading
import uuid
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.db import transaction

from blacklist.law.duties import OFFICES, Duty
from blacklist.law.exemptions import ExemptionKind
from blacklist.models import Delegation, Officer, RegisterEntry, ServiceMethod
from blacklist.register import open_payload
from blacklist.services import (
    assistance_notices,
    breach_reports,
    delegations,
    exemptions,
    listings,
    officers,
    orders,
    relation,
)
from blacklist.verification import faults
from tests.blacklist.services.acts import LISTING_ACTS, ORDER_ACTS, Doing
from tests.blacklist.services.drafts import code_of, instant
from tests.blacklist.test_concurrency import outcome
from tests.blacklist.threads import at_once
from tests.factories import assistance_notices as notice_factory
from tests.factories import breach_reports as breach_factory
from tests.factories import delegations as factory
from tests.factories import exemptions as exemption_factory
from tests.factories import listings as listing_factory
from tests.factories import orders as order_factory
from tests.factories import people
from tests.factories.clock import AT, TODAY

NOTE = "院长返岗。"
PRESIDENTS_ACTS = [doing for doing in (*LISTING_ACTS, *ORDER_ACTS) if doing.duty is Duty.SIGN]


@pytest.mark.django_db
class TestDelegate:
    @pytest.mark.law("L5-3", "L13")
    def test_is_on_record_with_its_instrument(self) -> None:
        delegation = factory.in_force()
        entry = RegisterEntry.objects.latest("version")
        assert (entry.act, entry.measure_id, entry.actor_id) == ("delegate", delegation.pk, delegation.principal_id)
        payload = open_payload(entry)
        assert payload is not None
        assert payload["subjects"] == []
        assert payload["delegation"]["instrument_number"] == factory.INSTRUMENT
        assert (delegation.from_on, delegation.until_on) == (date(2026, 11, 16), date(2026, 12, 1))
        assert list(faults()) == []

    @pytest.mark.law("L5-3")
    def test_is_for_who_has_the_signature_itself(self) -> None:
        """An acting president lends nothing on; nor does anybody else."""
        deputy, other = people.judge(), people.judge()
        factory.in_force(deputy=deputy)
        for by in (deputy, people.clerk()):
            assert code_of(partial(delegations.delegate, factory.mandate(other), by=by, at=AT)) == "duty-required"

    def test_is_for_an_active_officer_of_the_court(self) -> None:
        president = people.president()
        gone = officers.suspend(people.judge().pk, note=NOTE, by=people.administrator(), at=AT)
        for deputy in (people.judge(people.OTHER_COURT), gone):
            lend = partial(delegations.delegate, factory.mandate(deputy), by=president, at=AT)
            assert code_of(lend) == "not-found"

    def test_is_not_for_who_signs_anyway(self) -> None:
        president, other = people.president(), people.president()
        for deputy in (president, other):
            lend = partial(delegations.delegate, factory.mandate(deputy), by=president, at=AT)
            assert code_of(lend) == "already-done"

    @pytest.mark.law("P246", "9.0")
    @pytest.mark.parametrize("office", ["procurator", "administrator"])
    def test_is_not_for_who_only_reads_or_keeps_accounts(self, office: str) -> None:
        president = people.president()
        deputy = people.officer(duties=OFFICES[office])
        lend = partial(delegations.delegate, factory.mandate(deputy), by=president, at=AT)
        assert code_of(lend) == "duties-incompatible"

    @pytest.mark.parametrize(
        ("from_on", "last_day"),
        [(TODAY - timedelta(days=1), factory.LAST_DAY), (TODAY, TODAY - timedelta(days=1))],
    )
    def test_lasts_a_day_at_least_and_authorises_nothing_done(self, from_on: date, last_day: date) -> None:
        president, wrong = people.president(), factory.mandate(people.judge(), from_on=from_on, last_day=last_day)
        assert code_of(partial(delegations.delegate, wrong, by=president, at=AT)) == "date"


@pytest.mark.django_db
class TestActingPresident:
    @pytest.mark.law("L5-3")
    @pytest.mark.parametrize("doing", PRESIDENTS_ACTS, ids=lambda doing: doing.ready.__module__)
    def test_does_what_is_for_the_president(self, doing: Doing) -> None:
        """Every act of a table whose duty is to sign."""
        deputy, measure = people.judge(), doing.ready()
        assert code_of(partial(doing.well, measure.pk, deputy)) == "duty-required"
        factory.in_force(deputy=deputy)
        doing.well(measure.pk, deputy)
        entry = RegisterEntry.objects.latest("version")
        assert (entry.actor_id, entry.reason) == (deputy.pk, "acting")

    @pytest.mark.law("L5-3", "C6")
    def test_signs_assistance_notices(self) -> None:
        president, deputy, drafted = people.president(), people.judge(), notice_factory.drafted()
        factory.in_force(principal=president, deputy=deputy)
        signed = assistance_notices.sign(drafted.pk, by=deputy, at=AT)
        assert (signed.signed_by_name, signed.signed_for_name) == (deputy.username, president.username)
        assert RegisterEntry.objects.latest("version").reason == "acting"

    @pytest.mark.law("L5-3", "P114")
    def test_decides_on_a_penalty(self) -> None:
        deputy, found = people.judge(), breach_factory.found()
        factory.in_force(deputy=deputy)
        breach_reports.penalise(found.pk, fine=Decimal(5000), detention_days=None, by=deputy, at=AT)
        assert RegisterEntry.objects.latest("version").reason == "acting"

    @pytest.mark.law("L5-3")
    def test_stands_on_the_decision_with_the_principal(self) -> None:
        president, deputy, drafted = people.president(), people.judge(), listing_factory.proposed()
        factory.in_force(principal=president, deputy=deputy)
        signed = listings.sign(drafted.pk, by=deputy, at=AT)
        assert (signed.signed_by_name, signed.signed_for_name) == (deputy.username, president.username)
        own = orders.sign(order_factory.drafted().pk, by=president, at=AT)
        assert (own.signed_by_name, own.signed_for_name) == (president.username, "")
        assert RegisterEntry.objects.latest("version").reason == ""

    @pytest.mark.law("L5-3", "11.12")
    def test_signs_no_draft_of_its_own(self) -> None:
        drafted = listing_factory.proposed()
        assert drafted.drafted_by is not None
        factory.in_force(deputy=drafted.drafted_by)
        assert code_of(partial(listings.sign, drafted.pk, by=drafted.drafted_by, at=AT)) == "signer-is-drafter"

    @pytest.mark.law("J15")
    def test_signs_at_the_own_court_only(self) -> None:
        people.court(people.OTHER_COURT)
        deputy, drafted = people.judge(people.OTHER_COURT), listing_factory.proposed()
        factory.in_force(principal=people.president(people.OTHER_COURT), deputy=deputy)
        assert code_of(partial(listings.sign, drafted.pk, by=deputy, at=AT)) == "other-court"

    @pytest.mark.law("L5-3")
    @pytest.mark.parametrize(
        ("on", "code"),
        [
            (date(2026, 11, 17), "duty-required"),
            (date(2026, 11, 18), ""),
            (date(2026, 11, 30), ""),
            (date(2026, 12, 1), "duty-required"),
        ],
    )
    def test_signs_on_the_days_of_the_instrument(self, on: date, code: str) -> None:
        """From 18 to 30 November, both included."""
        deputy, drafted = people.judge(), listing_factory.proposed()
        lent = factory.mandate(deputy, from_on=date(2026, 11, 18))
        delegations.delegate(lent, by=people.president(), at=AT)
        sign = partial(listings.sign, drafted.pk, by=deputy, at=instant(on))
        assert (code_of(sign) if code else outcome(sign)) == (code or "done")

    @pytest.mark.law("L5-3")
    @pytest.mark.parametrize("fate", ["suspended", "moved", "without the duty"])
    def test_signs_while_the_principal_has_the_signature(self, fate: str) -> None:
        """Nobody lends what is no longer one's own."""
        delegation, drafted = factory.in_force(), listing_factory.proposed()
        key, chief = delegation.principal_id, people.administrator(None)
        people.court(people.OTHER_COURT)
        if fate == "suspended":
            officers.suspend(key, note=NOTE, by=chief, at=AT)
        elif fate == "moved":
            officers.move(key, court_code=people.OTHER_COURT, note=NOTE, by=chief, at=AT)
        else:
            officers.withdraw(key, duties=[Duty.SIGN], note=NOTE, by=chief, at=AT)
        assert code_of(partial(listings.sign, drafted.pk, by=delegation.deputy, at=AT)) == "duty-required"

    @pytest.mark.law("G17-3")
    def test_decides_on_urgent_travel(self) -> None:
        """What is for the president is for who acts in the place."""
        deputy, order = people.judge(), order_factory.drafted(activities=("flight.business",))
        orders.sign(order.pk, by=people.president(), at=AT)
        orders.serve(order.pk, served_on=TODAY, service_method=ServiceMethod.DIRECT, by=people.clerk(), at=AT)
        made = exemption_factory.submitted(
            order,
            kind=ExemptionKind.TRAVEL_LIFT,
            wish=exemption_factory.wish("flight.business"),
            travel_reason="funeral",
            has_undertaking=True,
        )
        approve = partial(exemptions.approve, made.pk, by=deputy, at=AT)
        assert code_of(approve) == "president-required"
        factory.in_force(deputy=deputy)
        assert approve().state == "approved"
        assert RegisterEntry.objects.latest("version").reason == "acting"

    def test_has_no_other_duty_of_the_president(self) -> None:
        deputy = people.judge()
        factory.in_force(deputy=deputy)
        assert relation.holds(deputy, Duty.SIGN, on=TODAY)
        assert not relation.holds(deputy, Duty.IMPORT, on=TODAY)


@pytest.mark.django_db
class TestEnd:
    @pytest.mark.law("L5-3", "L13")
    def test_takes_the_signature_back_at_once(self) -> None:
        delegation, drafted = factory.in_force(), listing_factory.proposed()
        deputy = delegation.deputy
        delegations.end(delegation.pk, note=NOTE, by=delegation.principal, at=AT)
        entry = RegisterEntry.objects.latest("version")
        assert (entry.act, entry.measure_id) == ("end_delegation", delegation.pk)
        assert code_of(partial(listings.sign, drafted.pk, by=deputy, at=AT)) == "duty-required"
        assert list(faults()) == []

    def test_refuses_in_the_order_of_every_act(self) -> None:
        president = people.president()
        assert code_of(partial(delegations.end, uuid.uuid4(), note=NOTE, by=president, at=AT)) == "not-found"
        delegation = factory.in_force(principal=president)
        for by, code in (
            (delegation.deputy, "duty-required"),
            (people.president(people.OTHER_COURT), "other-court"),
        ):
            assert code_of(partial(delegations.end, delegation.pk, note=NOTE, by=by, at=AT)) == code
        assert code_of(partial(delegations.end, delegation.pk, note=" ", by=president, at=AT)) == "reasons-required"

    def test_is_done_once(self) -> None:
        over = factory.ended()
        assert code_of(partial(delegations.end, over.pk, note=NOTE, by=over.principal, at=AT)) == "already-done"

    def test_has_nothing_to_end_after_the_last_day(self) -> None:
        delegation, late = factory.in_force(), instant(date(2026, 12, 1))
        end = partial(delegations.end, delegation.pk, note=NOTE, by=delegation.principal, at=late)
        assert code_of(end) == "already-done"


@pytest.mark.django_db
class TestVerification:
    @pytest.mark.law("L13")
    def test_names_a_delegation_made_past_the_services(self) -> None:
        president, deputy = people.president(), people.judge()
        Delegation.objects.create(
            court_id=people.COURT,
            principal=president,
            deputy=deputy,
            instrument_number="无",
            from_on=TODAY,
            until_on=factory.LAST_DAY,
            delegated_at=AT,
        )
        [fault] = faults()
        assert fault.startswith("Delegation ")

    @pytest.mark.law("L13")
    def test_names_a_delegation_made_longer(self) -> None:
        factory.in_force()
        Delegation.objects.update(until_on=date(2027, 12, 31))
        assert len(list(faults())) == 1


@pytest.mark.django_db(transaction=True)
class TestRace:
    @pytest.mark.law("L5-3")
    def test_a_signature_under_way_is_given_before_the_end(self) -> None:
        """After the end is on record no act of the deputy follows, though its request was let in before."""
        delegation = factory.in_force()
        first, second = listing_factory.proposed(), listing_factory.proposed()
        deputy = Officer.objects.get(pk=delegation.deputy_id)
        is_signed, is_asked = threading.Event(), threading.Event()

        def sign() -> str:
            with transaction.atomic():
                listings.sign(first.pk, by=deputy, at=AT)
                is_signed.set()
                assert is_asked.wait(10)
            return "done"

        def end() -> str:
            assert is_signed.wait(10)
            is_asked.set()
            return outcome(partial(delegations.end, delegation.pk, note=NOTE, by=delegation.principal, at=AT))

        assert at_once([sign, end]) == ["done", "done"]
        assert outcome(partial(listings.sign, second.pk, by=deputy, at=AT)) == "duty-required"
        acts = list(RegisterEntry.objects.order_by("version").values_list("act", flat=True))
        assert acts[-2:] == ["sign", "end_delegation"]
