"""Officers are enrolled once, with duties, a password and a second factor."""

import pytest
from allauth.mfa.models import Authenticator

from blacklist.law.duties import OFFICES
from blacklist.models import Officer
from blacklist.services import officers
from tests.blacklist.services.drafts import code_of
from tests.factories import people

pytestmark = pytest.mark.django_db


def enrol(username: str = "judge01", court_code: str | None = people.COURT) -> officers.Enrolled:
    duties = OFFICES["enforcement_judge"]
    return officers.enrol(username=username, name="示范", court_code=court_code, duties=duties)


class TestEnrol:
    def test_gives_an_account_with_both_factors_shown_once(self) -> None:
        people.court()
        enrolled = enrol()
        officer = Officer.objects.get()
        assert officer.check_password(enrolled.password)
        assert enrolled.password not in officer.password
        assert set(officer.duties) == OFFICES["enforcement_judge"]
        factor = Authenticator.objects.get(user=officer)
        assert enrolled.totp_secret not in str(factor.data)

    def test_serves_a_court_on_file_or_none(self) -> None:
        assert code_of(enrol) == "unknown-court"
        assert enrol(court_code=None).officer.court is None

    def test_takes_a_user_name_once(self) -> None:
        people.court()
        enrol()
        assert code_of(enrol) == "duplicate"
        assert Officer.objects.count() == 1
