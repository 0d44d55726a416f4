"""A company and four of its people: each restricted by name, from own service on, freed by what concerns them."""

from datetime import timedelta

import pytest

from tests.asking import Asker, Body, Officers
from tests.journeys import court
from tests.journeys.test_ruling_becomes_answer import about
from tests.running import Run
from tests.waiting import eventually

CAPACITIES = ("legal_representative", "principal_officer", "directly_responsible", "actual_controller")


def is_answered(asker: Asker, credential: str, subject: Body, outcome: str) -> bool:
    question = about(subject, "flight.economy")
    return eventually(lambda: asker.answer(question, credential=credential).outcome == outcome, seconds=1)


class TestUnit:
    @pytest.mark.law("C3-2", "G16-2", "G17-2", "F8.7")
    def test_restricts_each_officer_from_own_service_and_frees_them_with_the_unit(
        self, running: Run, asker: Asker, officers: Officers
    ) -> None:
        airline = running.credential("airline")
        unit = court.unit_debtor(officers, "示范多人贸易有限公司")
        people = [court.subject(name) for name in ("许法定", "许负责", "许直接", "许控制")]
        ids = [officers.done(court.JUDGE, "persons", person).body["id"] for person in people]
        shareholder = court.subject("许股东")
        officers.done(court.JUDGE, "persons", shareholder)
        named = [{"person": unit.person}] + [
            {"person": id, "capacity": capacity, "evidence": ["工商登记"]}
            for id, capacity in zip(ids, CAPACITIES, strict=True)
        ]
        draft = {**court.order_of(unit, "flight.economy", "flight.business"), "persons": named}
        order = f"orders/{officers.done(court.JUDGE, 'orders', draft).body['id']}"

        # An officer of the unit is not listed for its debt.
        listed = {
            "case": unit.case,
            "debtor": ids[0],
            "grounds": [{"number": 2, "facts": "抗拒", "evidence": ["E1"], "conduct_on": court.today().isoformat()}],
            "reasons": "抗拒执行",
        }
        refused = officers.act(court.JUDGE, "listings", listed)
        assert (refused.status, refused.body["code"]) == (422, "officer-not-listable")

        court.sign(officers, order)
        day = {"served_on": court.today().isoformat(), "service_method": "direct"}
        for served, id in enumerate(ids):
            for number, person in enumerate(people):
                assert is_answered(asker, airline, person, "restricted" if number < served else "permitted")
            officers.done(court.JUDGE, f"{order}/serve", {**day, "person": id})
        assert all(is_answered(asker, airline, person, "restricted") for person in people)
        assert is_answered(asker, airline, shareholder, "permitted")

        death = {"kind": "death", "happened_on": court.today().isoformat(), "person": ids[2], "note": "死亡证明"}
        officers.done(court.JUDGE, f"cases/{unit.case}/events", death)
        outcomes = ("restricted", "restricted", "permitted", "restricted")
        assert all(is_answered(asker, airline, *pair) for pair in zip(people, outcomes, strict=True))

        court.record(officers, unit, "performed")
        assert all(is_answered(asker, airline, person, "permitted") for person in people)

    @pytest.mark.law("C5", "J15")
    def test_leaves_the_period_to_the_court(self, officers: Officers) -> None:
        """An order without a period is none, however many it names."""
        unit = court.unit_debtor(officers, "示范无期贸易有限公司")
        draft = {**court.order_of(unit, "flight.economy"), "period_until": None}
        refused = officers.act(court.JUDGE, "orders", draft)
        assert (refused.status, refused.body["code"]) == (422, "period-required")
        past = {**draft, "period_until": (court.today() - timedelta(days=1)).isoformat()}
        assert officers.act(court.JUDGE, "orders", past).body["code"] == "period-required"
