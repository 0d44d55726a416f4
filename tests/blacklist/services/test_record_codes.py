"""Codes by which people see their own record: one use, one day, the same whether anything is on file."""

from datetime import date, timedelta

import pytest

from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal
from blacklist.models import Officer, PersonAccess, Purpose, RecordCode
from blacklist.services import record_codes
from tests.factories import people
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db


def issue(number: str, *, by: Officer | None = None) -> record_codes.IssuedCode:
    return record_codes.issue(document_type="resident_id", number=number, issuer=None, by=by or people.clerk(), at=AT)


class TestIssue:
    def test_is_recorded_as_a_look_up(self) -> None:
        person = people.person()
        issue(person.documents.get().number)
        assert [row.purpose for row in PersonAccess.objects.filter(person=person)] == [Purpose.ENQUIRY]

    def test_keeps_no_code(self) -> None:
        issued = issue(people.person().documents.get().number)
        assert issued.code.replace("-", "").encode() not in bytes(RecordCode.objects.get().digest)

    def test_needs_the_duty_to_register(self) -> None:
        with pytest.raises(Refusal, match="duty-required"):
            issue(people.person().documents.get().number, by=people.officer(duties=[Duty.READ]))

    def test_ends_an_earlier_code(self) -> None:
        number = people.person().documents.get().number
        earlier = issue(number)
        issue(number)
        with pytest.raises(Refusal, match="not-found"):
            record_codes.redeem(earlier.code, at=AT)


class TestRedeem:
    def test_tells_whose_it_is_once(self) -> None:
        person = people.person()
        issued = issue(person.documents.get().number)
        assert record_codes.redeem(issued.code.lower().replace("-", " "), at=AT).person_id == person.pk
        with pytest.raises(Refusal, match="not-found"):
            record_codes.redeem(issued.code, at=AT)

    def test_knows_of_nobody(self) -> None:
        assert record_codes.redeem(issue(people.resident_number(date(1991, 1, 1))).code, at=AT).person_id is None

    @pytest.mark.parametrize("after", [timedelta(hours=24), timedelta(days=3)])
    def test_refuses_a_code_that_ran_out(self, after: timedelta) -> None:
        issued = issue(people.person().documents.get().number)
        with pytest.raises(Refusal, match="not-found"):
            record_codes.redeem(issued.code, at=AT + after)

    @pytest.mark.parametrize("code", ["", "7K3M-9QPT-2W5C", "密码", "x" * 100])
    def test_refuses_what_is_no_code(self, code: str) -> None:
        with pytest.raises(Refusal, match="not-found"):
            record_codes.redeem(code, at=AT)

    def test_reads_letters_that_look_like_digits(self) -> None:
        issued = issue(people.resident_number(date(1991, 1, 1)))
        typed = issued.code.replace("0", "O").replace("1", "l")
        assert record_codes.redeem(typed, at=AT).person_id is None
