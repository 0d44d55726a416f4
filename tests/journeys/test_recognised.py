"""Somebody restricted behind another passport, and who is taken for them: from the counter to the next check."""

import pytest

from tests.asking import Asker, Body, Officers
from tests.journeys import court
from tests.running import Run
from tests.waiting import eventually


def flight(subject: Body, **more: str) -> Body:
    return {"activity": "flight.business", "subject": subject, **more}


class TestRecognised:
    @pytest.mark.law("F8.4", "D8", "D24")
    def test_asks_behind_another_passport_and_frees_who_is_somebody_else(
        self, running: Run, asker: Asker, officers: Officers
    ) -> None:
        airline = running.credential("airline")
        debtor = court.debtor(officers, "冯相识")
        order = court.draft_order(officers, debtor, "flight.business")
        court.sign(officers, order)
        court.serve(officers, order)
        traveller = court.traveller("FENG/XIANGSHIMR", "EK7654321")
        in_doubt = flight(traveller)
        assert eventually(lambda: asker.answer(in_doubt, credential=airline).outcome == "undetermined", seconds=10)
        said = asker.checked[-1].body
        assert (said["reason"], said["next_step"]) == ("possible_match", "present_resident_id")

        holder = court.subject("冯相识")
        assert asker.answer(flight(holder), credential=airline).outcome == "permitted"  # by the other number
        issued = officers.done(
            court.JUDGE, "redress-numbers", {**holder, "not_persons": [debtor.person], "evidence": ["E1"]}
        ).body
        court.SAID.extend((issued["number"], issued["number"].replace("-", "")))
        freed = flight(traveller, redress_number=issued["number"])
        assert eventually(lambda: asker.answer(freed, credential=airline).outcome == "permitted", seconds=10)

        lent = flight(court.traveller("LI GUANGCHU", "EK7654322"), redress_number=issued["number"])
        assert asker.answer(lent, credential=airline).outcome == "permitted"
        assert eventually(lambda: self._is_told(officers, issued["id"]), seconds=10)

    @staticmethod
    def _is_told(officers: Officers, redress_id: str) -> bool:
        tasks = officers.read(court.JUDGE, "tasks?kind=redress_misused&state=open")["items"]
        return any(task["matter"] == redress_id for task in tasks)
