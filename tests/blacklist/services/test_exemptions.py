"""The acts on an exemption: who may, when, with what consequence for what a check answers."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from blacklist import publication
from blacklist.law.duties import Duty
from blacklist.law.exemptions import EXEMPTION, ExemptionKind, ExemptionState
from blacklist.law.lifecycle import ENDS, Act
from blacklist.models import Capacity, ConsumptionOrder, Exemption, PartyRole, RegisterEntry, Task
from blacklist.register import standing_payload
from blacklist.services import cases, exemptions, orders
from tests.blacklist.services.drafts import assert_whole_set, code_of, entry_of, instant, order_in_force
from tests.factories import exemptions as factory
from tests.factories import orders as order_factory
from tests.factories import people
from tests.factories.clock import AT, TODAY

pytestmark = pytest.mark.django_db

NECESSITY, FUNDS, LIFT = ExemptionKind.NECESSITY, ExemptionKind.PERSONAL_FUNDS, ExemptionKind.TRAVEL_LIFT
STATES: dict[ExemptionState, Callable[[], Exemption]] = {
    ExemptionState.SUBMITTED: factory.submitted,
    ExemptionState.INCOMPLETE: factory.incomplete,
    ExemptionState.APPROVED: factory.approved,
    ExemptionState.REJECTED: factory.rejected,
    ExemptionState.WITHDRAWN: factory.withdrawn,
    ExemptionState.USED: factory.used,
    ExemptionState.EXPIRED: factory.expired,
    ExemptionState.VOIDED: factory.voided,
}
NOTE = "理由。"
ACTS: dict[Act, Callable[[uuid.UUID, Any], object]] = {
    Act.SEND_BACK: lambda key, by: exemptions.send_back(key, note=NOTE, by=by, at=AT),
    Act.COMPLETE: lambda key, by: exemptions.complete(
        key, evidence=["E9"], has_undertaking=True, note="", by=by, at=AT
    ),
    Act.WITHDRAW: lambda key, by: exemptions.withdraw(key, by=by, at=AT),
    Act.APPROVE: lambda key, by: exemptions.approve(key, by=by, at=AT),
    Act.REJECT: lambda key, by: exemptions.reject(key, reason="not_verified", note=NOTE, by=by, at=AT),
    Act.VOID: lambda key, by: exemptions.void(key, reason="breach", note=NOTE, by=by, at=AT),
    Act.SET_ASIDE: lambda key, by: exemptions.set_aside(key, note=NOTE, by=by, at=AT),
}


def officer_for(act: Act) -> Any:
    duty = next(step.duty for (_, listed), step in EXEMPTION.items() if listed is act)
    assert duty is not None
    return people.officer(duties=[duty])


def standing_of(exemption: Exemption) -> dict[str, Any]:
    [measure] = standing_payload(exemption.person)["measures"]
    found: dict[str, Any] = measure
    return found


def travel_order(on: date = date(2026, 3, 1)) -> ConsumptionOrder:
    return order_in_force(on=on, activities=("flight.business", "rail.g_any", "hotel.star_rated"))


class TestEveryAct:
    @pytest.mark.law("9.3")
    @pytest.mark.parametrize(
        ("state", "act"), [(s, a) for s in STATES for a in ACTS if (s, a) not in EXEMPTION], ids=str
    )
    def test_refuses_each_state_the_table_does_not_have(self, state: ExemptionState, act: Act) -> None:
        made = STATES[state]()
        expected = "already-done" if state in ENDS.get(act, frozenset()) else "wrong-state"
        assert code_of(lambda: ACTS[act](made.pk, officer_for(act))) == expected

    @pytest.mark.parametrize("act", ACTS)
    def test_needs_its_duty_then_its_court(self, act: Act) -> None:
        made = factory.voided()
        duty = officer_for(act).duties[0]
        lacking = people.officer(duties=set(Duty) - {Duty(duty)}, court_code=people.OTHER_COURT)
        elsewhere = people.officer(duties=[Duty(duty)], court_code=people.OTHER_COURT)
        assert code_of(lambda: ACTS[act](uuid.UUID(int=0), lacking)) == "not-found"
        assert code_of(lambda: ACTS[act](made.pk, lacking)) == "duty-required"
        assert code_of(lambda: ACTS[act](made.pk, elsewhere)) == "other-court"

    @pytest.mark.parametrize(("state", "act"), [key for key in EXEMPTION if key[0] and key[1] in ACTS], ids=str)
    def test_leads_where_the_table_says_with_one_entry(self, state: ExemptionState, act: Act) -> None:
        made = STATES[state]()
        if act is Act.REJECT and state is ExemptionState.INCOMPLETE:
            assert made.returned_on is not None
        ACTS[act](made.pk, officer_for(act))
        made.refresh_from_db()
        assert made.state == EXEMPTION[state, act].to
        assert_whole_set(entry_of(made.pk, act), [made.person])


class TestReceive:
    @pytest.mark.law("C8", "9.3")
    def test_gives_a_receipt_and_stores_the_day_to_be_decided(self) -> None:
        made = factory.submitted()
        assert made.receipt_number.startswith("LW20261116")
        task = Task.objects.get(matter_id=made.pk)
        assert (task.kind, task.holder, task.due_on, task.article) == ("exemption", "exempt", date(2026, 11, 23), "C8")

    @pytest.mark.law("G17-3")
    def test_puts_urgent_travel_before_the_president_by_the_next_day_worked_or_not(self) -> None:
        friday = instant(date(2026, 3, 13))
        wish = factory.wish("flight.business", first_day=date(2026, 3, 14), last_day=date(2026, 3, 20))
        request = factory.request(travel_order(), kind=LIFT, wish=wish, travel_reason="illness")
        made = exemptions.receive(request, by=people.clerk(), at=friday)
        task = Task.objects.get(matter_id=made.pk)
        assert (task.kind, task.holder, task.due_on) == ("travel_lift", "sign", date(2026, 3, 14))

    def test_says_nothing_of_the_evidence_in_clear(self) -> None:
        made = factory.submitted(evidence=("肿瘤医院住院通知",))
        assert made.evidence == ["肿瘤医院住院通知"]
        assert "肿瘤".encode() not in bytes(made.evidence_sealed or b"")

    def test_refuses_a_person_the_order_does_not_restrict(self) -> None:
        request = factory.request(person_id=people.person().pk)
        assert code_of(lambda: exemptions.receive(request, by=people.clerk(), at=AT)) == "not-found"

    @pytest.mark.parametrize("order", [order_factory.lifted, order_factory.drafted, order_factory.revoked])
    def test_refuses_where_nothing_binds(self, order: Callable[[], ConsumptionOrder]) -> None:
        request = factory.request(order())
        assert code_of(lambda: exemptions.receive(request, by=people.clerk(), at=AT)) == "wrong-state"

    @pytest.mark.law("C3-2", "G17-1", "9.3")
    def test_lets_an_officer_of_the_unit_apply_on_private_means_only(self) -> None:
        order, officer_id = unit_order()
        necessity = factory.request(order, person_id=officer_id, wish=factory.wish("flight.business"))
        assert code_of(lambda: exemptions.receive(necessity, by=people.clerk(), at=AT)) == "exemption-kind"
        funds = factory.request(order, person_id=officer_id, kind=FUNDS, wish=factory.wish("flight.business"))
        assert exemptions.receive(funds, by=people.clerk(), at=AT).state == ExemptionState.SUBMITTED


class TestSendBack:
    @pytest.mark.law("9.3")
    def test_is_done_once(self) -> None:
        made = factory.incomplete()
        exemptions.complete(made.pk, evidence=["E1"], has_undertaking=False, note="", by=people.clerk(), at=AT)
        code = code_of(lambda: exemptions.send_back(made.pk, note=NOTE, by=people.judge(), at=AT))
        assert code == "already-done"


class TestComplete:
    def test_adds_to_what_was_there(self) -> None:
        made = exemptions.send_back(factory.submitted().pk, note="缺少承诺书。", by=people.judge(), at=AT)
        done = exemptions.complete(
            made.pk, evidence=["承诺书"], has_undertaking=True, note="", by=people.clerk(), at=AT
        )
        assert (done.evidence, done.has_undertaking) == (["卷宗-21", "承诺书"], True)


class TestApprove:
    @pytest.mark.law("C8", "9.5", "C3-1")
    def test_frees_the_nights_named_and_no_other(self) -> None:
        """Approved hotel stay 2026-04-10–12: those nights, not the 13th."""
        order = order_in_force(on=date(2026, 3, 1), activities=("hotel.star_rated", "flight.business"))
        wish = factory.wish(first_day=date(2026, 4, 10), last_day=date(2026, 4, 12))
        made = approve_at(order, wish, on=date(2026, 4, 1))
        [exempted] = published(made).exemptions
        assert (exempted.from_on, exempted.until_on) == (date(2026, 4, 10), date(2026, 4, 13))
        assert exempted.activities == ("hotel.star_rated",)

    @pytest.mark.law("G17-3")
    def test_needs_the_president_for_urgent_travel(self) -> None:
        made = travel_lift()
        at = instant(date(2026, 3, 10))
        assert code_of(lambda: exemptions.approve(made.pk, by=people.judge(), at=at)) == "president-required"
        assert exemptions.approve(made.pk, by=people.president(), at=at).state == ExemptionState.APPROVED

    @pytest.mark.law("G17-3")
    def test_asks_the_president_why_for_a_reason_of_like_weight(self) -> None:
        made, at = travel_lift(travel_reason="of_like_weight"), instant(date(2026, 3, 10))
        assert code_of(lambda: exemptions.approve(made.pk, by=people.president(), at=at)) == "reasons-required"
        assert exemptions.approve(made.pk, note="抢险作业。", by=people.president(), at=at).decided_on

    @pytest.mark.law("G17-4")
    def test_needs_evidence_and_an_undertaking(self) -> None:
        at = instant(date(2026, 3, 10))
        bare, unsworn = travel_lift(evidence=()), travel_lift(has_undertaking=False)
        assert code_of(lambda: exemptions.approve(bare.pk, by=people.president(), at=at)) == "evidence-required"
        assert code_of(lambda: exemptions.approve(unsworn.pk, by=people.president(), at=at)) == "undertaking-required"

    def test_may_narrow_what_was_asked_for(self) -> None:
        made = factory.submitted()
        narrower = factory.wish(first_day=TODAY, last_day=TODAY, is_single_use=True)
        done = exemptions.approve(made.pk, wish=narrower, by=people.judge(), at=AT)
        assert (done.until_on, done.is_single_use) == (TODAY + timedelta(days=1), True)

    def test_refuses_a_window_that_has_passed_and_an_order_that_has_ended(self) -> None:
        made = factory.submitted()
        late = instant(date(2026, 11, 19))
        assert code_of(lambda: exemptions.approve(made.pk, by=people.judge(), at=late)) == "date"
        orders.lift(made.order_id, reason="performed", note="", by=people.judge(), at=AT)
        assert code_of(lambda: exemptions.approve(made.pk, by=people.judge(), at=AT)) == "wrong-state"

    def test_tells_no_reason_outside(self) -> None:
        """The reason may speak of health: the standing holds activities and days, nothing else."""
        made = factory.approved()
        assert standing_of(made)["exemptions"] == [
            {"id": str(made.pk), "activities": ["hotel.star_rated"], "from": "2026-11-16", "until": "2026-11-19"}
        ]

    def test_settles_the_duty(self) -> None:
        assert Task.objects.get(matter_id=factory.approved().pk).state == "done"


class TestReject:
    @pytest.mark.law("C3-2", "G17-1")
    def test_refuses_any_but_not_verified_for_private_means(self) -> None:
        """Ms A proves a family trip paid from her salary account: grant."""
        order, officer_id = unit_order()
        request = factory.request(order, person_id=officer_id, kind=FUNDS, wish=factory.wish("flight.business"))
        made = exemptions.receive(request, by=people.clerk(), at=AT)
        judge = people.judge()
        code = code_of(lambda: exemptions.reject(made.pk, reason="not_necessary", note=NOTE, by=judge, at=AT))
        assert code == "unknown-value"
        assert exemptions.approve(made.pk, by=judge, at=AT).state == ExemptionState.APPROVED

    def test_says_why(self) -> None:
        made, judge = factory.submitted(), people.judge()
        code = code_of(lambda: exemptions.reject(made.pk, reason="not_verified", note=" ", by=judge, at=AT))
        assert code == "reasons-required"


class TestVoid:
    @pytest.mark.law("G17-4", "Q12")
    def test_makes_the_order_bite_at_once_and_bars_further_applications_in_the_case(self) -> None:
        """Finding 2026-03-15: void the same minute; a new application of 2026-06-01 is barred."""
        order = travel_order()
        made = travel_lift(order)
        exemptions.approve(made.pk, by=people.president(), at=instant(date(2026, 3, 10)))
        exemptions.void(
            made.pk, reason="false_evidence", note="住院通知系伪造。", by=people.judge(), at=instant(date(2026, 3, 15))
        )
        assert published(made).exemptions == ()
        again = factory.request(
            order,
            kind=LIFT,
            travel_reason="funeral",
            wish=factory.wish("rail.g_any", first_day=date(2026, 6, 2), last_day=date(2026, 6, 5)),
        )
        june = instant(date(2026, 6, 1))
        assert code_of(lambda: exemptions.receive(again, by=people.clerk(), at=june)) == "no-reapply"

    def test_bars_nobody_in_another_case(self) -> None:
        made = factory.voided()
        other = order_factory.in_force()
        assert factory.submitted(other).person_id != made.person_id


class TestSetAside:
    @pytest.mark.law("G17-4")
    def test_lets_the_person_apply_again_but_revives_nothing(self) -> None:
        made = factory.voided()
        reviewer = people.officer(duties=[Duty.READ, Duty.REVIEW])
        done = exemptions.set_aside(made.pk, note="鉴定意见推翻。", by=reviewer, at=AT)
        assert (done.state, done.set_aside_on) == (ExemptionState.VOIDED, TODAY)
        assert "exemptions" not in standing_of(made)
        assert factory.submitted(made.order).state == ExemptionState.SUBMITTED

    @pytest.mark.law("L12")
    def test_is_not_for_who_decided_before(self) -> None:
        made = factory.voided()
        assert made.decided_by is not None
        made.decided_by.duties = [*made.decided_by.duties, Duty.REVIEW.value]
        made.decided_by.save()
        decider = made.decided_by
        code = code_of(lambda: exemptions.set_aside(made.pk, note=NOTE, by=decider, at=AT))
        assert code == "reviewer-is-handler"


class TestUse:
    @pytest.mark.law("9.3")
    def test_uses_up_what_was_permitted_once(self) -> None:
        made = factory.used()
        assert made.state == ExemptionState.USED
        assert "exemptions" not in standing_of(made)
        entry = RegisterEntry.objects.latest("version")
        assert (entry.act, entry.actor_name, entry.measure_id) == ("use", "system", made.pk)

    @pytest.mark.parametrize(
        ("activity", "on"),
        [("flight.business", TODAY), (factory.HOTEL, date(2026, 11, 19)), (factory.HOTEL, date(2026, 11, 15))],
    )
    def test_leaves_what_another_booking_does_not_touch(self, activity: str, on: date) -> None:
        made = factory.approved(wish=factory.wish(is_single_use=True))
        assert exemptions.use(made.person_id, activity=activity, on=on, reference=uuid.uuid4(), at=AT) == []

    def test_leaves_what_may_be_used_again(self) -> None:
        made = factory.approved()
        assert exemptions.use(made.person_id, activity=factory.HOTEL, on=TODAY, reference=uuid.uuid4(), at=AT) == []


class TestExpire:
    def test_waits_for_the_end_of_the_window(self) -> None:
        made = factory.approved()
        assert code_of(lambda: exemptions.expire(made.pk, at=AT)) == "wrong-state"
        assert exemptions.expire(made.pk, at=instant(date(2026, 11, 19))).state == ExemptionState.EXPIRED


def unit_order() -> tuple[ConsumptionOrder, uuid.UUID]:
    """Return an order on a unit and its legal representative, and who that is."""
    unit, officer = people.unit(), people.person(name="王示范")
    opened = cases.open_case(
        case_number="（2026）兵9901执771号",
        filed_on=date(2026, 9, 1),
        basis=cases.Basis("示范仲裁委员会", "示范裁字7号", "支付货款。"),
        parties=[cases.PartyNamed(unit.pk, PartyRole.JUDGMENT_DEBTOR)],
        by=people.clerk(),
        at=AT,
    )
    cases.record_notice(
        opened.pk,
        served_on=date(2026, 9, 2),
        service_method="direct",  # type: ignore[arg-type]
        perform_by=date(2026, 9, 20),
        has_risk_warning=True,
        by=people.clerk(),
        at=AT,
    )
    named = [orders.Named(unit.pk), orders.Named(officer.pk, Capacity.LEGAL_REPRESENTATIVE, ("工商登记",))]
    order = order_in_force(on=TODAY, of=opened, persons=named, period_until=date(2027, 9, 1))
    return order, officer.pk


def travel_lift(order: ConsumptionOrder | None = None, **changes: Any) -> Exemption:
    """Return an application of March 2026 for a flight to a hospital."""
    said: dict[str, Any] = {"has_undertaking": True, "travel_reason": "illness", **changes}
    wish = factory.wish("flight.business", first_day=date(2026, 3, 11), last_day=date(2026, 3, 20))
    request = factory.request(order or travel_order(), kind=LIFT, wish=wish, **said)
    return exemptions.receive(request, by=people.clerk(), at=instant(date(2026, 3, 10)))


def approve_at(order: ConsumptionOrder, wish: Any, *, on: date) -> Exemption:
    request = factory.request(order, wish=wish)
    made = exemptions.receive(request, by=people.clerk(), at=instant(on))
    return exemptions.approve(made.pk, by=people.judge(), at=instant(on))


def published(exemption: Exemption) -> publication.Measure:
    """Return the order as the newest entry publishes it."""
    page = publication.entries(after=0, after_hash=None, limit=10_000)
    [measure] = page.entries[-1].standings[0].measures
    return measure
