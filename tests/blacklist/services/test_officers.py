import pytest
from allauth.mfa.models import Authenticator

from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal
from blacklist.models import Officer
from blacklist.services import officers
from tests.factories import people

pytestmark = pytest.mark.django_db


class TestEnrol:
    def test_refuses_an_unknown_court(self) -> None:
        with pytest.raises(Refusal) as refused:
            officers.enrol(username="a", name="示范", court_code="京0000", duties=[])
        assert refused.value.code == "unknown-court"

    def test_refuses_a_taken_name(self) -> None:
        clerk = people.clerk()
        with pytest.raises(Refusal) as refused:
            officers.enrol(username=clerk.username, name="示范", court_code=people.COURT, duties=[])
        assert refused.value.code == "duplicate"
        assert Officer.objects.count() == 1

    def test_makes_a_password_of_its_own(self) -> None:
        people.court()
        made = officers.enrol(username="a", name="示范", court_code=people.COURT, duties=[Duty.READ])
        assert made.officer.check_password(made.password)
        assert len(made.password) == 20

    def test_stores_the_second_factor_sealed(self) -> None:
        made = officers.enrol(username="a", name="示范", court_code=None, duties=[])
        assert made.totp_secret not in str(Authenticator.objects.get().data)
