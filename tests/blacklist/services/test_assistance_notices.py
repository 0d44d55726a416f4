"""What a court asks of a unit that assists: drafted, signed by another, served, withdrawn (C6, D13)."""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from blacklist.law.duties import Duty
from blacklist.law.lifecycle import ENDS, NOTICE, Act, NoticeState
from blacklist.models import AssistanceNotice, Officer, RegisterEntry
from blacklist.register import open_payload
from blacklist.services import assistance_notices
from tests.blacklist.services.drafts import DIRECT, code_of, entry_of, instant
from tests.factories import assistance_notices as factory
from tests.factories import people
from tests.factories.clock import AT, TODAY

pytestmark = pytest.mark.django_db

STATES: dict[NoticeState, Callable[[], AssistanceNotice]] = {
    NoticeState.DRAFTED: factory.drafted,
    NoticeState.SIGNED: factory.signed,
    NoticeState.SERVED: factory.served,
    NoticeState.WITHDRAWN: factory.withdrawn,
}
Do = Callable[[uuid.UUID, Officer], AssistanceNotice]
ACTS: dict[Act, tuple[Duty, NoticeState, Do]] = {
    Act.SIGN: (Duty.SIGN, NoticeState.DRAFTED, lambda key, by: assistance_notices.sign(key, by=by, at=AT)),
    Act.SERVE: (
        Duty.SERVE,
        NoticeState.SIGNED,
        lambda key, by: assistance_notices.serve(key, served_on=TODAY, service_method=DIRECT, by=by, at=AT),
    ),
    Act.WITHDRAW: (
        Duty.ENROL,
        NoticeState.SERVED,
        lambda key, by: assistance_notices.withdraw(key, note="不再承办。", by=by, at=AT),
    ),
}


def propose(**changes: Any) -> AssistanceNotice:
    return factory.drafted(**changes)


class TestPropose:
    @pytest.mark.law("C6", "L13")
    def test_drafts_with_one_entry_that_names_no_subject(self) -> None:
        notice = propose(activities=("flight.first", "flight.economy"))
        assert (notice.state, notice.activities) == ("drafted", ["flight.economy", "flight.first"])
        entry = entry_of(notice.pk, "propose")
        assert (entry.subjects, entry.article, entry.court_id) == ([], "C6", people.COURT)
        said = (open_payload(entry) or {})["assistance_notice"]
        assert (said["number"], said["activities"]) == (notice.number, ["flight.economy", "flight.first"])
        assert notice.unit_name not in str(said)

    def test_needs_the_duty_and_a_court(self) -> None:
        lacking = people.officer(duties=set(Duty) - {Duty.PROPOSE})
        homeless = people.judge()
        homeless.court = None
        proposal = factory.proposal()
        assert code_of(lambda: assistance_notices.propose(proposal, by=lacking, at=AT)) == "duty-required"
        assert code_of(lambda: assistance_notices.propose(proposal, by=homeless, at=AT)) == "other-court"

    @pytest.mark.law("D13", "11.19")
    @pytest.mark.parametrize("basis", ["OWN_RISK_CONTROL", "consent", "", "c6"])
    def test_knows_no_basis_but_a_notice_or_a_statute(self, basis: str) -> None:
        """D13: own due diligence is no basis for asking."""
        assert code_of(lambda: propose(legal_basis=basis)) == "no-legal-basis"

    @pytest.mark.law("C6", "J2", "J3", "11.9")
    @pytest.mark.parametrize(
        "activities", [(), ("flight.any",), ("school.high_fee",), ("FOUND_FINANCE_CO",), ("flight.first", "hospital")]
    )
    def test_asks_for_nothing_outside_the_catalogue(self, activities: tuple[str, ...]) -> None:
        assert code_of(lambda: propose(activities=activities)) == "unknown-activity"

    @pytest.mark.law("11.9")
    @pytest.mark.parametrize("sector", ["school", "hospital", "court", ""])
    def test_serves_no_school_and_no_hospital(self, sector: str) -> None:
        assert code_of(lambda: propose(sector=sector)) == "unknown-value"

    def test_knows_no_gateway_in_earnest(self, settings: Any) -> None:
        assert propose(sector="gateway").sector == "gateway"
        settings.LIVEMODE = True
        assert code_of(lambda: propose(sector="gateway")) == "unknown-value"

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"number": " "}, "field-required"),
            ({"number": "号" * 61}, "too-large"),
            ({"unit_name": " "}, "name-empty"),
            ({"unit_name": "示" * 101}, "name-characters"),
            ({"credit_code": "91350100M000100Y44"}, "identity-check-digit"),
            ({"credit_code": "110000199001010013"}, "identity-type-mismatch"),
        ],
    )
    def test_refuses_what_no_unit_has(self, changes: dict[str, str], code: str) -> None:
        assert code_of(lambda: propose(**changes)) == code

    def test_gives_a_number_once(self) -> None:
        number = propose().number
        assert code_of(lambda: propose(number=number.replace("（", "("))) == "duplicate"

    def test_keeps_name_and_code_sealed(self) -> None:
        notice = propose()
        row = AssistanceNotice.objects.filter(pk=notice.pk).values().get()
        assert notice.unit_name == "示范航空有限公司"
        assert not any(text in str(row) for text in (notice.unit_name, notice.credit_code))


class TestEveryAct:
    @pytest.mark.parametrize("act", ACTS)
    def test_refuses_in_one_order(self, act: Act) -> None:
        """404, 403 duty, 403 court; §9.0."""
        duty, ready, do = ACTS[act]
        notice = STATES[ready]()
        lacking = people.officer(duties=set(Duty) - {duty}, court_code=people.OTHER_COURT)
        elsewhere = people.officer(duties=Duty, court_code=people.OTHER_COURT)
        assert code_of(lambda: do(uuid.UUID(int=0), lacking)) == "not-found"
        assert code_of(lambda: do(notice.pk, lacking)) == "duty-required"
        assert code_of(lambda: do(notice.pk, elsewhere)) == "other-court"

    @pytest.mark.parametrize(
        ("act", "state"), [(act, state) for act in ACTS for state in STATES if (state, act) not in NOTICE]
    )
    def test_refuses_every_state_its_table_does_not_have(self, act: Act, state: NoticeState) -> None:
        duty, _, do = ACTS[act]
        notice, officer = STATES[state](), people.officer(duties=[duty])
        expected = "already-done" if state in ENDS.get(act, frozenset()) else "wrong-state"
        assert code_of(lambda: do(notice.pk, officer)) == expected

    @pytest.mark.law("L13")
    @pytest.mark.parametrize("act", ACTS)
    def test_writes_one_entry_with_the_notice_as_it_stands(self, act: Act) -> None:
        duty, ready, do = ACTS[act]
        notice, officer = STATES[ready](), people.officer(duties=[duty])
        before = RegisterEntry.objects.count()
        done = do(notice.pk, officer)
        assert RegisterEntry.objects.count() == before + 1
        entry = entry_of(notice.pk, act)
        assert (entry.actor_id, entry.court_id) == (officer.pk, people.COURT)
        assert (open_payload(entry) or {})["assistance_notice"]["state"] == done.state


class TestSign:
    @pytest.mark.law("C6", "11.12")
    def test_is_for_another_officer_than_the_drafter(self) -> None:
        notice = factory.drafted()
        drafter = notice.drafted_by
        drafter.duties = [Duty.PROPOSE, Duty.SIGN]
        assert code_of(lambda: assistance_notices.sign(notice.pk, by=drafter, at=AT)) == "signer-is-drafter"
        notice.signed_by, notice.signed_by_name = drafter, drafter.username
        with pytest.raises(IntegrityError), transaction.atomic():
            notice.save()


class TestServe:
    @pytest.mark.parametrize(
        ("served_on", "code"), [(date(2026, 11, 15), "served-before-signed"), (date(2026, 11, 17), "date-in-future")]
    )
    def test_refuses_a_day_outside_signing_and_today(self, served_on: date, code: str) -> None:
        notice, clerk = factory.signed(), people.clerk()
        assert code == code_of(
            lambda: assistance_notices.serve(notice.pk, served_on=served_on, service_method=DIRECT, by=clerk, at=AT)
        )


class TestWithdraw:
    def withdraw(self, notice: AssistanceNotice, **changes: Any) -> AssistanceNotice:
        given = {"note": "不再承办。", "by": people.president(), "at": AT, **changes}
        return assistance_notices.withdraw(notice.pk, **given)

    @pytest.mark.law("C6")
    def test_says_when_and_why(self) -> None:
        notice = factory.served(on=date(2026, 3, 1))
        assert code_of(lambda: self.withdraw(notice, note=" ")) == "reasons-required"
        withdrawn = self.withdraw(notice, at=instant(date(2026, 4, 1)))
        assert (withdrawn.state, withdrawn.withdrawn_on) == ("withdrawn", date(2026, 4, 1))
        assert (open_payload(entry_of(notice.pk, "withdraw")) or {})["note"] == "不再承办。"

    @pytest.mark.law("C6")
    def test_may_leave_the_rest_served(self) -> None:
        notice = factory.served()
        narrowed = self.withdraw(notice, activities=["flight.first"])
        assert (narrowed.state, narrowed.activities) == ("served", ["flight.economy", "flight.business"])
        assert self.withdraw(notice, activities=["flight.economy", "flight.business"]).state == "withdrawn"

    @pytest.mark.parametrize("activities", [[], ["hotel.star_rated"]])
    def test_names_what_the_notice_covers(self, activities: list[str]) -> None:
        notice = factory.served()
        assert code_of(lambda: self.withdraw(notice, activities=activities)) == "unknown-activity"
