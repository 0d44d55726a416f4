from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axes.models import AccessAttempt
from django.contrib import admin
from django.test import Client
from django.utils import timezone

from blacklist.law.duties import OFFICES, Duty
from blacklist.models import Court, Officer
from blacklist.services import officers
from blacklist.services.officers import Enrolled
from restrictions.models import Institution
from tests.factories import people
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db
SIGN_IN = "/admin/login/?next=/admin/"


@pytest.fixture
def enrolled() -> Enrolled:
    people.court()
    duties = OFFICES["administrator"]
    return officers.enrol(username="admin", name="示范", court_code=None, duties=duties, at=AT)


@pytest.fixture
def administrator(client: Client, enrolled: Enrolled) -> Client:
    sign_in(client, enrolled)
    return client


def sign_in(client: Client, enrolled: Enrolled, **changes: str) -> Any:
    counter = int(timezone.now().timestamp()) // 30
    code = format_hotp_value(hotp_value(enrolled.totp_secret, counter))
    given = {"username": enrolled.officer.username, "password": enrolled.password, "code": code}
    return client.post(SIGN_IN, {**given, **changes})


class TestSignIn:
    def test_opens_with_both_factors(self, client: Client, enrolled: Enrolled) -> None:
        assert sign_in(client, enrolled).status_code == 302
        assert client.get("/admin/").status_code == 200

    @pytest.mark.parametrize(
        "changes", [{"code": "000000"}, {"code": "１２３４５６"}, {"code": ""}, {"password": "wrong"}]
    )
    def test_stays_shut_without_either(self, client: Client, enrolled: Enrolled, changes: dict[str, str]) -> None:
        assert sign_in(client, enrolled, **changes).status_code == 200
        assert client.get("/admin/").status_code == 302

    def test_keeps_neither_password_nor_code_of_a_failed_attempt(self, client: Client, enrolled: Enrolled) -> None:
        """The code was not spent by it and still opens the door."""
        sign_in(client, enrolled, password="wrong", code="123456")
        kept = AccessAttempt.objects.get()
        assert "wrong" not in kept.post_data
        assert "123456" not in kept.post_data

    def test_does_not_tell_a_right_password_without_a_code(self, client: Client, enrolled: Enrolled) -> None:
        right = sign_in(client, enrolled, code="").context["form"].errors
        wrong = sign_in(client, enrolled, code="", password="wrong").context["form"].errors
        assert right == wrong

    def test_stays_shut_for_who_has_not_the_duty(self, client: Client) -> None:
        people.court()
        judge = officers.enrol(username="judge", name="示范", court_code=people.COURT, duties=[Duty.SIGN], at=AT)
        assert sign_in(client, judge).status_code == 200
        assert client.get("/admin/").status_code == 302

    def test_counts_wrong_codes_towards_the_lock_out(self, client: Client, enrolled: Enrolled) -> None:
        for _ in range(10):
            sign_in(client, enrolled, code="000000")
        assert sign_in(client, enrolled).status_code == 200
        assert client.get("/admin/").status_code == 302


class TestContents:
    def test_are_reference_data_only(self) -> None:
        assert set(admin.site._registry) == {Court, Officer, Institution, AccessAttempt}

    @pytest.mark.parametrize(
        "address",
        [
            "/admin/blacklist/court/",
            "/admin/blacklist/court/add/",
            "/admin/blacklist/officer/",
            "/admin/restrictions/institution/",
            "/admin/axes/accessattempt/",
        ],
    )
    def test_open(self, administrator: Client, address: str) -> None:
        assert administrator.get(address).status_code == 200

    def test_have_no_page_to_delete_a_court(self, administrator: Client) -> None:
        assert administrator.get(f"/admin/blacklist/court/{people.COURT}/delete/").status_code == 403


class TestOfficers:
    """Each change of an account is an act in the register; no page of the admin leads past it."""

    @pytest.mark.law("L13")
    def test_are_not_created_here(self, administrator: Client) -> None:
        assert administrator.get("/admin/blacklist/officer/add/").status_code == 403
        assert administrator.post("/admin/blacklist/officer/add/", {"username": "clerk77"}).status_code == 403

    @pytest.mark.law("L13")
    def test_are_shown_and_not_changed(self, administrator: Client) -> None:
        clerk = people.clerk()
        address = f"/admin/blacklist/officer/{clerk.pk}/change/"
        assert clerk.username in administrator.get(address).content.decode()
        given = {"username": clerk.username, "name": "示范", "court": people.COURT, "duties": ["sign"]}
        assert administrator.post(address, {**given, "state": "suspended"}).status_code == 403
        clerk.refresh_from_db()
        assert clerk.is_active
        assert set(clerk.duties) == OFFICES["clerk"]

    def test_have_no_page_for_a_password(self, administrator: Client) -> None:
        clerk = people.clerk()
        answer = administrator.get(f"/admin/blacklist/officer/{clerk.pk}/password/", follow=True)
        assert "password1" not in answer.content.decode()

    def test_lose_the_admin_with_the_next_act_on_their_account(self, administrator: Client, enrolled: Enrolled) -> None:
        """A session of the admin, too, ends at once when its officer is suspended or moved."""
        second = officers.enrol(username="admin2", name="示范", court_code=None, duties=[Duty.ADMINISTER], at=AT)
        assert administrator.get("/admin/").status_code == 200
        officers.suspend(enrolled.officer.pk, note="离岗。", by=second.officer, at=AT)
        officers.resume(enrolled.officer.pk, note="返岗。", by=second.officer, at=AT)
        assert administrator.get("/admin/").status_code == 302
