"""A court issues a redress number after proof of identity, and revokes it; nodes hear of both."""

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from blacklist.law.duties import Duty
from blacklist.law.redress import read_redress_number
from blacklist.models import Person, RedressNumber, RegisterEntry
from blacklist.publication import Redress, entries
from blacklist.register import open_payload
from blacklist.services import redress_numbers
from blacklist.services.redress_numbers import Holder
from blacklist.verification import faults
from tests.blacklist.services.drafts import code_of
from tests.factories import listings, people
from tests.factories import redress_numbers as factory
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db


def debtor() -> Person:
    return listings.active().debtor


def issue(person: Person, *, by: Any = None, **changes: Any) -> RedressNumber:
    holder: Holder = replace(factory.HOLDER, **{"not_persons": (person.pk,), **changes})
    return redress_numbers.issue(holder, by=by or people.judge(), at=AT)


def published() -> Redress:
    [row] = entries(after=0, after_hash=None).redress
    return row


class TestIssue:
    @pytest.mark.law("D8", "F8.4")
    def test_says_of_whom_the_holder_is_none(self) -> None:
        person = debtor()
        row = issue(person)
        assert (row.state, row.valid_until, row.not_persons) == ("issued", date(2029, 11, 16), [person.pk])
        assert published() == Redress(
            row.pk, row.number, "张三", date(1990, 1, 1), (person.pk,), valid_until=date(2029, 11, 16)
        )
        assert read_redress_number(row.number) == row.number

    @pytest.mark.law("L13", "D9")
    def test_is_an_act_that_restricts_nobody_and_tells_the_register_no_name(self) -> None:
        row = issue(debtor())
        entry = RegisterEntry.objects.latest("version")
        assert (entry.act, entry.measure_id, entry.subjects) == ("issue", row.pk, [])
        said = str(open_payload(entry))
        assert not any(text in said for text in ("张三", row.number, "1990-01-01"))
        assert list(faults()) == []

    def test_is_found_out_when_the_table_says_otherwise(self) -> None:
        row = issue(debtor())
        RedressNumber.objects.update(valid_until=date(2099, 1, 1))
        assert list(faults()) == [f"The redress number {row.pk} differs from the register's newest entry about it."]

    @pytest.mark.law("D9")
    def test_keeps_name_birth_date_and_number_sealed(self) -> None:
        row = issue(debtor())
        kept = RedressNumber.objects.values().get(pk=row.pk)
        text = str({key: bytes(value) if isinstance(value, memoryview) else value for key, value in kept.items()})
        assert not any(clear in text for clear in ("张三", row.number, "1990-01-01", "110000199001010013"))

    @pytest.mark.law("D8")
    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"evidence": (" ",)}, "evidence-required"),
            ({"not_persons": ()}, "field-required"),
            ({"not_persons": (uuid.UUID(int=0),)}, "not-found"),
            ({"name": "张*"}, "name-masked"),
            ({"document_number": "110000199001010014"}, "identity-check-digit"),
            ({"birth_date": date(1990, 1, 2)}, "birth-date-contradicts-number"),
            ({"document_type": "credit_code", "document_number": "91350100M000100Y43"}, "identity-type-mismatch"),
            ({"document_type": "passport", "document_number": "E12345678", "issuer": "CHN"}, "field-required"),
            ({"years": 6}, "window-too-long"),
        ],
    )
    def test_needs_proof_of_who_the_holder_is(self, changes: dict[str, Any], code: str) -> None:
        person = debtor()
        assert code_of(lambda: issue(person, **changes)) == code

    @pytest.mark.law("L9", "D8")
    def test_is_no_cure_for_a_record_that_carries_the_holders_own_number(self) -> None:
        """That record is put right, or doubted."""
        person = debtor()
        assert code_of(lambda: issue(person, document_number=person.documents.get().number)) == "wrong-state"

    @pytest.mark.law("J15", "11.12")
    def test_is_for_the_court_that_has_the_persons_on_file(self) -> None:
        person = debtor()
        lacking = people.officer(duties=set(Duty) - {Duty.RECTIFY})
        elsewhere = people.judge(people.OTHER_COURT)
        assert code_of(lambda: issue(person, by=lacking)) == "duty-required"
        assert code_of(lambda: issue(person, by=elsewhere)) == "other-court"


class TestRevoke:
    @pytest.mark.law("D8")
    def test_ends_it_on_every_node(self) -> None:
        row = factory.issued()
        done = redress_numbers.revoke(row.pk, note="转借他人使用。", by=people.judge(), at=AT)
        assert (done.state, done.revoked_at) == ("revoked", AT)
        assert published().valid_until is None
        entry = RegisterEntry.objects.latest("version")
        assert (entry.act, (open_payload(entry) or {})["note"]) == ("revoke", "转借他人使用。")
        assert list(faults()) == []

    def test_needs_the_number_the_duty_the_court_the_state_and_reasons(self) -> None:
        row, judge = factory.issued(), people.judge()
        revoke, elsewhere = redress_numbers.revoke, people.judge(people.OTHER_COURT)
        assert code_of(lambda: revoke(uuid.UUID(int=0), note="x", by=judge, at=AT)) == "not-found"
        assert code_of(lambda: revoke(row.pk, note="x", by=people.clerk(), at=AT)) == "duty-required"
        assert code_of(lambda: revoke(row.pk, note="x", by=elsewhere, at=AT)) == "other-court"
        assert code_of(lambda: revoke(row.pk, note=" ", by=judge, at=AT)) == "reasons-required"
        revoke(row.pk, note="x", by=judge, at=AT)
        assert code_of(lambda: revoke(row.pk, note="x", by=judge, at=AT)) == "already-done"
