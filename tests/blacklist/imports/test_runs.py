"""An uploaded file: received, previewed, started or dropped, worked off in turns that may be killed."""

import io
import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from blacklist import tasks
from blacklist.files.malware import SIGNATURE
from blacklist.imports import rulings, runs, uploads
from blacklist.imports.reader import FileRefused
from blacklist.imports.report import Tally, tally_of
from blacklist.imports.ruling import COLUMNS
from blacklist.law.refusals import Refusal
from blacklist.models import ImportRun, ImportState, Listing, RegisterEntry
from blacklist.verification import faults
from tests.factories import imports, people
from tests.factories.clock import AT

pytestmark = pytest.mark.django_db


def files() -> list[Path]:
    return list(settings.IMPORTS_DIR.glob("*"))


@pytest.fixture(autouse=True)
def _no_files_of_others() -> None:
    for path in files():
        path.unlink()


class TestIncoming:
    def test_writes_a_file_that_only_we_can_read_under_a_name_of_our_own(self) -> None:
        with uploads.incoming(io.BytesIO(b"content")) as upload:
            assert upload.path.read_bytes() == b"content"
            assert stat.S_IMODE(upload.path.stat().st_mode) == 0o600
            assert stat.S_IMODE(settings.IMPORTS_DIR.stat().st_mode) == 0o700
        assert files() == []

    def test_keeps_nothing_of_what_is_too_large(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(uploads, "LARGEST", 3)
        with pytest.raises(Refusal) as refused, uploads.incoming(io.BytesIO(b"long")):
            pass
        assert (refused.value.code, files()) == ("too-large", [])

    def test_keeps_nothing_of_what_breaks_off(self) -> None:
        class Broken(io.BytesIO):
            def read(self, size: int | None = -1, /) -> bytes:
                raise Refusal("malformed-request")

        with pytest.raises(Refusal), uploads.incoming(Broken()):
            pass
        assert files() == []


class TestExamined:
    def test_sets_apart_what_is_harmful(self) -> None:
        content = ",".join(COLUMNS).encode() + b"\n" + SIGNATURE
        with pytest.raises(FileRefused) as refused, uploads.incoming(io.BytesIO(content)) as upload:
            runs.examined(upload)
        assert refused.value.code == "malware"
        [path] = files()
        assert (path.suffix, stat.S_IMODE(path.stat().st_mode)) == (".quarantine", 0)

    @pytest.mark.parametrize(("content", "code"), [(b"one,two\n", "csv-shape"), (b"%PDF-1.7", "file-type")])
    def test_refuses_what_is_no_file_of_rulings(self, content: bytes, code: str) -> None:
        with pytest.raises(FileRefused) as refused, uploads.incoming(io.BytesIO(content)) as upload:
            runs.examined(upload)
        assert (refused.value.code, files()) == (code, [])


class TestReceive:
    def test_keeps_the_file_for_the_officers_own_court(self) -> None:
        run = imports.received()
        assert (run.state, run.court_id, run.kind, run.encoding) == ("received", people.COURT, "csv", "utf-8")
        assert uploads.path_of(run.pk).read_bytes() == imports.content()

    def test_refuses_who_has_not_the_duty_or_no_court(self) -> None:
        for by in (people.judge(), people.administrator()):
            with pytest.raises(Refusal) as refused:
                imports.received(by=by)
            assert refused.value.code == "duty-required"


class TestPreview:
    def test_says_what_would_become_of_each_row_and_writes_nothing(self) -> None:
        run = imports.previewed()
        assert run.state == ImportState.PREVIEWED
        assert run.rows == 4
        assert run.foreseen == {
            "accepted": 2,
            "refused": 2,
            "unchanged": 0,
            "codes": {"field-required": 1, "other-court": 1},
        }
        assert not RegisterEntry.objects.exists()

    def test_leaves_what_was_dropped_meanwhile_as_it_is(self) -> None:
        stale = imports.received()
        runs.drop(stale.pk, by=people.president(), at=AT)
        runs.advance(stale, at=AT, is_enough=lambda: False)
        assert ImportRun.objects.get().state == ImportState.DROPPED


class TestStart:
    def test_puts_the_rows_into_the_register_on_the_account_of_who_starts_it(self) -> None:
        by = people.president()
        run = imports.advanced(runs.start(imports.previewed().pk, by=by, at=AT))
        assert (run.state, tally_of(run)) == ("done", Tally(accepted=2, refused=2))
        entries = RegisterEntry.objects.all()
        assert {(entry.act, entry.actor_id, entry.court_id) for entry in entries} == {("import", by.pk, people.COURT)}
        assert files() == []
        assert list(faults()) == []

    def test_goes_on_where_a_killed_turn_ended(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rulings, "BATCH_ROWS", 1)
        run = imports.running()
        runs.advance(run, at=AT, is_enough=lambda: True)
        assert run.state == ImportState.RUNNING
        assert tally_of(run) == Tally(accepted=1)
        assert tally_of(imports.advanced(run)) == Tally(accepted=2, refused=2)

    def test_adds_nothing_when_the_same_file_comes_again(self) -> None:
        imports.done()
        assert tally_of(imports.done()) == Tally(unchanged=2, refused=2)


class TestAdvance:
    def test_ends_a_run_whose_file_is_lost(self) -> None:
        run = imports.running()
        uploads.discard(run.pk)
        assert (imports.advanced(run).state, run.fault) == ("unreadable", "not-found")

    def test_waits_while_another_import_runs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def busy(doing: object) -> None:
            raise rulings.ImportRunning

        run = imports.running()
        monkeypatch.setattr(runs, "import_rulings", busy)
        assert imports.advanced(run).state == ImportState.RUNNING


class TestTasks:
    def test_give_each_file_a_turn(self) -> None:
        first, second = imports.received(), imports.running()
        assert tasks.work_on_imports() == 2
        states = dict(ImportRun.objects.values_list("pk", "state"))
        assert (states[first.pk], states[second.pk]) == (ImportState.PREVIEWED, ImportState.DONE)
        assert tasks.work_on_imports() == 0

    def test_go_on_with_the_next_file_when_one_fails_and_say_nothing_of_its_content(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        secret = "测试甲 110000199001010013"

        def fail(*args: object, **kwargs: object) -> None:
            raise ValueError(secret)

        imports.received()
        imports.running()
        monkeypatch.setattr(runs, "preview_rulings", fail)
        assert tasks.work_on_imports() == 2
        assert Listing.objects.count() == 1
        assert "ValueError" in caplog.text
        assert secret not in caplog.text


class TestSweep:
    def test_drops_what_nobody_confirmed_within_a_day(self) -> None:
        run = imports.previewed()
        runs.sweep(at=AT + timedelta(hours=23))
        run.refresh_from_db()
        assert run.state == ImportState.PREVIEWED
        runs.sweep(at=AT + timedelta(hours=25))
        run.refresh_from_db()
        assert (run.state, run.ended_at) == (ImportState.DROPPED, AT + timedelta(hours=25))

    @pytest.mark.parametrize(
        ("name", "kept"),
        [("rest.part", timedelta(hours=1)), ("of-no-run", timedelta(hours=1)), ("bad.quarantine", timedelta(days=7))],
    )
    def test_deletes_the_rest_of_an_upload_that_was_cut_off(self, name: str, kept: timedelta) -> None:
        """bad-inputs: temporary file removed within the hour; the file of a run stays."""
        run = imports.previewed()
        ImportRun.objects.update(received_at=AT + kept)
        path = settings.IMPORTS_DIR / name
        for file in (path, uploads.path_of(run.pk)):
            file.touch()
            os.utime(file, (AT.timestamp(), AT.timestamp()))
        assert runs.sweep(at=AT + kept - timedelta(minutes=1)) == 0
        assert runs.sweep(at=AT + kept + timedelta(minutes=1)) == 1
        assert files() == [uploads.path_of(run.pk)]
