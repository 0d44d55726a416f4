"""What an institution may ask is what a court has served on it, and no longer than the court lets it."""

from collections.abc import Callable

import pytest

from config.demonstration.people import credit_code
from tests.asking import Asker, Officers
from tests.journeys import court
from tests.journeys.test_ruling_becomes_answer import FRESH_SECONDS, about, turn
from tests.running import Run

Figure = Callable[[str, object], None]


class TestNotice:
    @pytest.mark.law("C6", "D13", "11.19")
    def test_lets_its_unit_ask_about_the_air_alone_until_it_is_withdrawn(
        self, running: Run, asker: Asker, officers: Officers, record_property: Figure
    ) -> None:
        """C6: served for air only → a question about a hotel is 403; withdrawn → every question, within a second."""
        number = f"（{court.today().year}）兵9901执协90001号"
        draft = {
            "number": number,
            "unit_name": "示范新航空有限公司",
            "credit_code": credit_code("90000001"),
            "sector": "airline",
            "legal_basis": "OWN_RISK_CONTROL",
            "activities": ["flight.economy", "flight.business", "flight.first"],
        }
        refused = officers.act(court.JUDGE, "assistance-notices", draft)
        assert (refused.status, refused.body["code"]) == (422, "no-legal-basis")
        drafted = officers.done(court.JUDGE, "assistance-notices", {**draft, "legal_basis": "C6"})
        notice = f"assistance-notices/{drafted.body['id']}"
        court.sign(officers, notice)
        with pytest.raises(AssertionError):
            running.manage("enrol_institution", number)  # not served yet
        court.serve(officers, notice)
        assert running.manage("enrol_institution", number).strip() == f"enrolled {number}"
        credential = running.manage("issue_credential", number).strip()

        someone = court.subject("方航空")
        flight = about(someone, "flight.economy")
        asked = officers.done(court.JUDGE, "persons", someone)
        turn(asker, flight, credential=credential, to="permitted", act=asked)
        beyond = asker.answer(about(someone, "hotel.star_rated"), credential=credential)
        assert (beyond.status, beyond.body["code"]) == (403, "activity-out-of-scope")

        withdrawn = officers.done(court.PRESIDENT, f"{notice}/withdraw", {"note": "单位已不再承办。"})
        seconds = turn(asker, flight, credential=credential, to="activity-out-of-scope", act=withdrawn)
        record_property("figure", f"a withdrawn assistance notice is heeded after {seconds * 1000:.0f} ms")
        assert seconds <= FRESH_SECONDS
