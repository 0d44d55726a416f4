import pytest

from blacklist.law.activities import ACTIVITIES, Activity
from blacklist.law.refusals import Refusal
from restrictions.check.gate import Caller, admit, identify
from tests.restrictions.check.laboratory import AIRLINE_CREDENTIAL, CREDENTIAL, SUSPENDED_CREDENTIAL, Laboratory


def identified(laboratory: Laboratory, *authorization: str) -> Caller:
    view = laboratory.node.moment(authorization).view
    assert view is not None
    return identify(view, authorization)


def is_admitted(caller: Caller, activity: Activity) -> bool:
    try:
        admit(caller, activity)
    except Refusal:
        return False
    return True


class TestIdentify:
    @pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
    def test_knows_an_institution_by_its_credential(self, laboratory: Laboratory, scheme: str) -> None:
        assert identified(laboratory, f"{scheme} {CREDENTIAL}").institution == b"gateway---------"

    @pytest.mark.parametrize(
        "authorization",
        [
            (),
            ("",),
            ("Bearer",),
            ("Bearer ",),
            (CREDENTIAL,),
            (f"Basic {CREDENTIAL}",),
            (f"Bearer  {CREDENTIAL}",),
            (f"Bearer {CREDENTIAL} ",),
            (f" Bearer {CREDENTIAL}",),
            (f"Bearer {CREDENTIAL}\n",),
            (f"Bearer {CREDENTIAL}, Bearer {CREDENTIAL}",),
            (f"Bearer {CREDENTIAL[:-1]}",),
            (f"Bearer {CREDENTIAL}x",),
            (f"Bearer {CREDENTIAL.upper()}",),
            ("Bearer " + "张" * 40,),
            ("Bearer " + "x" * 5000,),
            (f"Bearer {CREDENTIAL}", f"Bearer {CREDENTIAL}"),
        ],
    )
    def test_refuses_anything_else(self, laboratory: Laboratory, authorization: tuple[str, ...]) -> None:
        with pytest.raises(Refusal, match="unauthenticated"):
            identified(laboratory, *authorization)


class TestAdmit:
    @pytest.mark.law("C6", "D13")
    def test_lets_ask_what_notice_and_credential_both_cover(self, laboratory: Laboratory) -> None:
        airline = identified(laboratory, f"Bearer {AIRLINE_CREDENTIAL}")
        allowed = [code for code, activity in ACTIVITIES.items() if is_admitted(airline, activity)]
        assert allowed == ["flight.economy", "flight.business", "flight.first"]

    @pytest.mark.law("C6")
    def test_lets_a_suspended_institution_ask_nothing(self, laboratory: Laboratory) -> None:
        suspended = identified(laboratory, f"Bearer {SUSPENDED_CREDENTIAL}")
        with pytest.raises(Refusal, match="activity-out-of-scope"):
            admit(suspended, ACTIVITIES["flight.first"])
