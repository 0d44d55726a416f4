"""The own court's register as a file: 401, 403, 404, 400, success, and on record each time."""

import io
import uuid
from typing import Any

import openpyxl
import pytest
from rest_framework.test import APIClient

from blacklist.api.files import CSV, XLSX
from blacklist.exporting import COLUMNS
from blacklist.law.duties import Duty
from blacklist.models import RegisterExport
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ask
from tests.blacklist.files.test_writing import read_csv
from tests.factories import listings, people

pytestmark = pytest.mark.django_db
MASKED, WHOLE = "/court/v1/register/export", "/court/v1/register/exports"
REASON = {"purpose": "supervision", "note": "核对移交卷宗。"}


def content(answer: Any) -> bytes:
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


class TestMasked:
    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert stranger.get(MASKED).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        for duty in set(Duty) - {Duty.READ}:
            answer = caller(people.officer(duties=[duty])).get(MASKED)
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")
        assert not RegisterExport.objects.exists()

    @pytest.mark.parametrize("query", ["format=pdf", "format=csv&format=xlsx", "court=1"])
    def test_refuses_another_shape(self, caller: CallerOf, query: str) -> None:
        assert caller(people.judge()).get(f"{MASKED}?{query}").status_code in (400, 422)
        assert not RegisterExport.objects.exists()

    def test_is_a_file_of_the_own_court(self, caller: CallerOf) -> None:
        listing = listings.active()
        answer: Any = caller(people.judge()).get(f"{MASKED}?format=csv", HTTP_ACCEPT=CSV)
        header, row = read_csv(content(answer))
        assert header == list(COLUMNS)
        assert row[0] == str(listing.pk)
        assert "**********" in row[COLUMNS.index("documents")]
        assert answer["Content-Type"] == CSV
        assert answer["Content-Disposition"] == 'attachment; filename="register-2026-11-16.csv"'
        assert read_csv(content(caller(people.judge(people.OTHER_COURT)).get(MASKED)))[1:] == []

    def test_can_be_a_spreadsheet(self, caller: CallerOf) -> None:
        listing = listings.active()
        answer: Any = caller(people.judge()).get(f"{MASKED}?format=xlsx")
        assert answer["Content-Type"] == XLSX
        [sheet] = openpyxl.load_workbook(io.BytesIO(content(answer))).worksheets
        assert [row[0].value for row in sheet.iter_rows()] == ["measure_id", str(listing.pk)]


class TestAuthorise:
    def test_refuses_a_stranger(self, stranger: APIClient) -> None:
        assert ask(stranger, WHOLE, REASON).status_code == 401

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        for duty in set(Duty) - {Duty.EXPORT}:
            answer = ask(caller(people.officer(duties=[duty])), WHOLE, REASON)
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    @pytest.mark.parametrize(
        ("body", "status", "code"),
        [
            ({"purpose": "supervision"}, 400, "field-required"),
            ({**REASON, "note": " "}, 400, "field-required"),
            ({**REASON, "purpose": "curiosity"}, 422, "unknown-value"),
            ({**REASON, "court": "兵9902"}, 400, "unknown-field"),
        ],
    )
    def test_refuses_another_shape(self, caller: CallerOf, body: dict[str, str], status: int, code: str) -> None:
        answer = ask(caller(people.president()), WHOLE, body)
        assert (answer.status_code, answer.json()["code"]) == (status, code)

    def test_is_on_record_for_the_court_to_see(self, caller: CallerOf) -> None:
        client = caller(people.president())
        answer = ask(client, WHOLE, REASON)
        assert answer.status_code == 201, answer.content
        said = answer.json()
        assert (said["has_whole_numbers"], said["purpose"], said["note"]) == (True, *REASON.values())
        assert caller(people.judge()).get(WHOLE).json()["items"] == [said]
        assert caller(people.judge(people.OTHER_COURT)).get(WHOLE).json()["items"] == []


class TestFetch:
    def test_gives_whole_numbers_to_who_authorised_it(self, caller: CallerOf) -> None:
        number = listings.active().debtor.documents.get().number
        client = caller(people.president())
        key = ask(client, WHOLE, REASON).json()["id"]
        [_, row] = read_csv(content(client.get(f"{WHOLE}/{key}/file")))
        assert row[COLUMNS.index("documents")] == f"resident_id {number}"
        assert RegisterExport.objects.get().list_version == 4
        other = caller(people.president()).get(f"{WHOLE}/{key}/file")
        assert (other.status_code, other.json()["code"]) == (404, "not-found")

    def test_knows_no_other(self, caller: CallerOf) -> None:
        assert caller(people.president()).get(f"{WHOLE}/{uuid.uuid4()}/file").status_code == 404
