"""``POST /v1/exemptions/use``: a booking on a permitted check uses up what was permitted once, and tells nobody."""

import uuid
from datetime import date
from typing import Any

import pytest
from rest_framework.test import APIClient

from blacklist.law.exemptions import ExemptionState
from blacklist.models import Exemption
from restrictions.models import CheckRecord, Credential, ExemptionUse, Institution
from restrictions.services import credentials, institutions
from tests.factories import assistance_notices as notices
from tests.factories import exemptions as factory
from tests.factories.clock import AT, TODAY

pytestmark = pytest.mark.django_db
USE = "/v1/exemptions/use"


def hotel() -> credentials.Issued:
    """Return a credential of a new institution that asks about hotels."""
    notice = notices.served(sector="hotel", activities=["hotel.star_rated"])
    return credentials.issue(institutions.enrol(notice.number))


def checked(by: Credential, *, subject: uuid.UUID | None = None, **changes: Any) -> str:
    """Put a check on record and return its reference."""
    fields: dict[str, Any] = {
        "reference": uuid.uuid4(),
        "at": AT,
        "institution_id": by.institution_id,
        "credential_id": by.pk,
        "http_code": 200,
        "activity": factory.HOTEL,
        "decision": "permitted",
        "subject_id": subject,
        "list_version": 1,
        "on": TODAY,
    }
    return CheckRecord.objects.create(**fields | changes).reference.hex


def once() -> Exemption:
    return factory.approved(wish=factory.wish(is_single_use=True))


def use(secret: str, body: Any) -> Any:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client.post(USE, body, format="json")


class TestUse:
    def test_refuses_a_stranger_and_a_revoked_credential(self) -> None:
        issued = hotel()
        reference = checked(issued.credential)
        assert APIClient().post(USE, {"reference": reference}, format="json").status_code == 401
        credentials.revoke(issued.credential, at=AT)
        assert use(issued.secret, {"reference": reference}).status_code == 401

    def test_refuses_a_suspended_institution(self) -> None:
        issued = hotel()
        institutions.suspend(Institution.objects.get(pk=issued.credential.institution_id))
        assert use(issued.secret, {"reference": checked(issued.credential)}).status_code == 401

    @pytest.mark.parametrize(
        ("body", "code"),
        [({}, "field-required"), ({"reference": "PNR-1"}, "wrong-type"), ({"ref": "x"}, "unknown-field")],
    )
    def test_refuses_another_shape(self, body: dict[str, str], code: str) -> None:
        answer = use(hotel().secret, body)
        assert (answer.status_code, answer.json()["code"]) == (400, code)

    def test_refuses_the_check_of_somebody_else(self) -> None:
        answer = use(hotel().secret, {"reference": checked(hotel().credential)})
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")

    def test_refuses_a_check_that_was_not_permitted(self) -> None:
        issued = hotel()
        answer = use(issued.secret, {"reference": checked(issued.credential, decision="restricted")})
        assert (answer.status_code, answer.json()["code"]) == (422, "not-permitted")

    @pytest.mark.law("9.3")
    def test_uses_up_what_was_permitted_once(self) -> None:
        exemption, issued = once(), hotel()
        reference = checked(issued.credential, subject=exemption.person_id)
        assert use(issued.secret, {"reference": reference}).status_code == 200
        exemption.refresh_from_db()
        assert exemption.state == ExemptionState.USED
        assert exemption.used_reference == uuid.UUID(hex=reference)

    def test_gives_the_same_receipt_again(self) -> None:
        exemption, issued = once(), hotel()
        body = {"reference": checked(issued.credential, subject=exemption.person_id)}
        assert use(issued.secret, body).json() == use(issued.secret, body).json()
        assert ExemptionUse.objects.count() == 1

    @pytest.mark.law("11.18", "D28")
    def test_tells_nobody_whether_there_was_an_exemption(self) -> None:
        exemption, issued = once(), hotel()
        with_one = use(issued.secret, {"reference": checked(issued.credential, subject=exemption.person_id)})
        without = use(issued.secret, {"reference": checked(issued.credential)})
        assert with_one.status_code == without.status_code == 200
        assert with_one.json().keys() == without.json().keys() == {"reference", "recorded_at"}

    def test_leaves_an_exemption_of_other_days(self) -> None:
        exemption, issued = once(), hotel()
        reference = checked(issued.credential, subject=exemption.person_id, on=date(2026, 12, 24))
        assert use(issued.secret, {"reference": reference}).status_code == 200
        exemption.refresh_from_db()
        assert exemption.state == ExemptionState.APPROVED
