"""Who takes a register out is on record; whole numbers need a purpose, and a fetch within a quarter of an hour."""

from datetime import timedelta

import pytest

from blacklist.files.kinds import Kind
from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal
from blacklist.models import Purpose, RegisterExport
from blacklist.services import exports
from blacklist.services.exports import Reason
from tests.blacklist.services.drafts import code_of
from tests.factories import listings, people
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db
REASON = Reason(Purpose.SUPERVISION, "核对移交卷宗。")


class TestAuthorise:
    def test_keeps_the_purpose_and_the_words_sealed(self) -> None:
        by = people.president()
        exports.authorise(Kind.CSV, REASON, by=by, at=AT)
        row = RegisterExport.objects.get()
        assert (row.officer, row.court_id, row.purpose, row.note) == (by, people.COURT, "supervision", REASON.note)
        assert REASON.note.encode() not in bytes(row.note_sealed or b"")
        assert (row.has_whole_numbers, row.fetched_at, row.list_version) == (True, None, None)

    def test_refuses_who_has_not_the_duty_or_no_court(self) -> None:
        for by in (people.judge(), people.administrator()):
            assert code_of(lambda by=by: exports.authorise(Kind.CSV, REASON, by=by, at=AT)) == "duty-required"  # type: ignore[misc]

    def test_refuses_to_go_without_reasons(self) -> None:
        with pytest.raises(Refusal) as refused:
            exports.authorise(Kind.CSV, Reason(Purpose.ENQUIRY, " "), by=people.president(), at=AT)
        assert (refused.value.code, refused.value.pointer) == ("reasons-required", "note")


class TestFetch:
    def test_records_when_and_up_to_which_act(self) -> None:
        listings.active()
        by = people.president()
        authorised = exports.authorise(Kind.XLSX, REASON, by=by, at=AT)
        fetched = exports.fetch(authorised.pk, by=by, at=AT + timedelta(minutes=15))
        assert (fetched.fetched_at, fetched.list_version) == (AT + timedelta(minutes=15), 4)

    def test_refuses_a_later_one(self) -> None:
        by = people.president()
        key = exports.authorise(Kind.CSV, REASON, by=by, at=AT).pk
        assert code_of(lambda: exports.fetch(key, by=by, at=AT + timedelta(minutes=15, seconds=1))) == "wrong-state"

    def test_is_for_who_authorised_it(self) -> None:
        key = exports.authorise(Kind.CSV, REASON, by=people.president(), at=AT).pk
        assert code_of(lambda: exports.fetch(key, by=people.president(), at=AT)) == "not-found"

    def test_refuses_who_has_lost_the_duty(self) -> None:
        by = people.president()
        key = exports.authorise(Kind.CSV, REASON, by=by, at=AT).pk
        by.duties.remove(Duty.EXPORT.value)
        assert code_of(lambda: exports.fetch(key, by=by, at=AT)) == "duty-required"


class TestTakeMasked:
    def test_is_on_record_too(self) -> None:
        by = people.judge()
        exports.take_masked(Kind.CSV, by=by, at=AT)
        row = RegisterExport.objects.get()
        assert (row.officer, row.has_whole_numbers, row.purpose, row.note) == (by, False, "", "")
        assert (row.fetched_at, row.list_version) == (AT, 0)

    def test_needs_a_court(self) -> None:
        assert code_of(lambda: exports.take_masked(Kind.CSV, by=people.administrator(), at=AT)) == "duty-required"
