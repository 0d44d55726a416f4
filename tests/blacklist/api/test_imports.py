"""Files of rulings over the API: 401, 403 per duty, 400 and 415 before anything is kept, then the acts on a run."""

import json
import uuid
from collections.abc import Mapping
from typing import Any, cast

import pytest
from rest_framework.test import APIClient

from blacklist.imports import uploads
from blacklist.law.duties import Duty
from blacklist.models import ImportRun, RegisterEntry
from tests.blacklist.api.conftest import CallerOf
from tests.blacklist.api.contract import ActOnRecord
from tests.factories import imports, people

pytestmark = pytest.mark.django_db
ADDRESS = "/court/v1/imports"


def send(client: APIClient, content: bytes, *, media_type: str = "text/csv", **headers: Any) -> Any:
    return cast(Any, client).generic("POST", ADDRESS, content, content_type=media_type, **headers)


class TestReceive:
    def test_refuses_a_stranger_unread(self, stranger: APIClient) -> None:
        answer = send(stranger, imports.content())
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")

    def test_refuses_every_other_duty(self, caller: CallerOf) -> None:
        for duty in set(Duty) - {Duty.IMPORT}:
            answer = send(caller(people.officer(duties=[duty])), imports.content())
            assert (duty, answer.status_code, answer.json()["code"]) == (duty, 403, "duty-required")

    @pytest.mark.parametrize(
        ("content", "media_type", "headers", "status", "code"),
        [
            (b"", "application/json", {}, 415, "media-type"),
            (b"", "", {}, 415, "media-type"),
            (b"x", "text/csv", {"HTTP_CONTENT_ENCODING": "gzip"}, 415, "content-encoding"),
            (b"x", "text/csv", {"HTTP_IDEMPOTENCY_KEY": ""}, 400, "idempotency-key-required"),
            (b"MZ\x90\x00", "text/csv", {}, 415, "file-type"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "text/csv", {}, 415, "macro-not-allowed"),
            (b"row_id;measure\r\n", "text/csv", {}, 422, "csv-shape"),
            (b"", "text/csv", {}, 422, "csv-shape"),
        ],
    )
    def test_keeps_nothing_of_what_it_refuses(
        self,
        caller: CallerOf,
        content: bytes,
        media_type: str,
        headers: Mapping[str, str],
        status: int,
        code: str,
    ) -> None:
        answer = send(caller(people.president()), content, media_type=media_type, **headers)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert not ImportRun.objects.exists()

    def test_refuses_what_is_too_large(self, caller: CallerOf, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(uploads, "LARGEST", 10)
        answer = send(caller(people.president()), imports.content())
        assert (answer.status_code, answer.json()["code"]) == (413, "too-large")

    def test_keeps_a_file_and_shows_its_first_names(self, caller: CallerOf) -> None:
        people.court(people.OTHER_COURT)
        answer = send(caller(people.president()), imports.content().decode().encode("gb18030"))
        assert answer.status_code == 201, answer.content
        said = answer.json()
        assert (said["state"], said["kind"], said["encoding"], said["foreseen"]) == ("received", "csv", "gb18030", None)
        assert said["names"] == ["测试甲", "测试甲", "", "测试甲"]
        assert said["done"] == {"accepted": 0, "refused": 0, "unchanged": 0}
        assert not RegisterEntry.objects.exists()

    def test_repeats_its_answer_and_not_itself(self, caller: CallerOf) -> None:
        client = caller(people.president())
        first, again = (send(client, imports.content(), HTTP_IDEMPOTENCY_KEY="one-act-1") for _ in range(2))
        assert (again.status_code, again.content, again["Idempotent-Replay"]) == (201, first.content, "true")
        other = send(client, imports.content()[:-1], HTTP_IDEMPOTENCY_KEY="one-act-1")
        assert (other.status_code, other.json()["code"]) == (422, "idempotency-mismatch")
        assert ImportRun.objects.count() == 1


class TestStart(ActOnRecord):
    collection, act, duty = "imports", "start", Duty.IMPORT
    ready = imports.previewed
    wrong = {
        "received": (imports.received, "wrong-state"),
        "running": (imports.running, "already-done"),
        "done": (imports.done, "already-done"),
        "dropped": (imports.dropped, "wrong-state"),
    }
    leads_to = {"state": "running"}
    writes = False


class TestDrop(ActOnRecord):
    collection, act, duty = "imports", "drop", Duty.IMPORT
    ready = imports.previewed
    wrong = {
        "running": (imports.running, "wrong-state"),
        "done": (imports.done, "wrong-state"),
        "dropped": (imports.dropped, "already-done"),
    }
    leads_to = {"state": "dropped", "names": ["测试甲", "测试甲", "", "测试甲"]}
    writes = False


class TestRead:
    def test_shows_how_far_it_is(self, caller: CallerOf) -> None:
        said = caller(people.judge()).get(f"{ADDRESS}/{imports.done().pk}").json()
        assert (said["state"], said["done"]) == ("done", {"accepted": 2, "refused": 2, "unchanged": 0})
        assert said["foreseen"]["codes"] == {"field-required": 1, "other-court": 1}
        assert (said["names"], said["fault"]) == ([], None)

    def test_lists_the_imports_of_the_own_court(self, caller: CallerOf) -> None:
        run = imports.previewed()
        client = caller(people.judge())
        assert [row["id"] for row in client.get(ADDRESS).json()["items"]] == [str(run.pk)]
        assert client.get(f"{ADDRESS}?state=done").json()["items"] == []
        assert caller(people.judge(people.OTHER_COURT)).get(ADDRESS).json()["items"] == []

    @pytest.mark.parametrize("path", ["", "/report"])
    def test_knows_none_of_another_court(self, caller: CallerOf, path: str) -> None:
        answer = caller(people.judge(people.OTHER_COURT)).get(f"{ADDRESS}/{imports.done().pk}{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


class TestReport:
    def test_is_the_file_that_the_command_line_writes(self, caller: CallerOf) -> None:
        run = imports.done()
        answer: Any = caller(people.judge()).get(f"{ADDRESS}/{run.pk}/report", HTTP_ACCEPT="text/html")
        assert answer.status_code == 200
        content = b"".join(answer.streaming_content)
        said = json.loads(content)
        assert (said["accepted"], said["refused"], said["unchanged"], said["warnings"]) == (2, 2, 0, [])
        assert [(row["row_id"], row["code"]) for row in said["rows"]] == [("3", "field-required"), ("4", "other-court")]
        assert answer["Content-Length"] == str(len(content))
        assert answer["Content-Disposition"] == f'attachment; filename="import-{run.pk}.json"'
        assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")

    def test_refuses_an_unknown_one(self, caller: CallerOf) -> None:
        assert caller(people.judge()).get(f"{ADDRESS}/{uuid.uuid4()}/report").status_code == 404
