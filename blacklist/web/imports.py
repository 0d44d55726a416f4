"""Files of rulings: sent, previewed, started with a fresh code, watched, reported."""

import itertools
import uuid
from dataclasses import replace
from functools import partial
from types import SimpleNamespace
from typing import Any

import orjson
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from blacklist import selectors
from blacklist.api.files import JSON, Download, sent
from blacklist.imports import runs, uploads
from blacklist.imports.report import report_of
from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal
from blacklist.models import ImportRun, ImportState
from blacklist.register import snapshot
from blacklist.sealing import blind
from blacklist.services import sessions
from blacklist.services.idempotency import Answer, Asked, once
from blacklist.web import refusals, showing
from blacklist.web.staff import CODE, Staff
from pages.fields import Field
from pages.words import Words

SHOWN, ROWS_SHOWN = 30, 100
MOVING = (ImportState.RECEIVED, ImportState.RUNNING)
NO_FILE = Words("请选择文件", "Choose a file")
FILE = Field(
    "file",
    Words("文件（.csv 或 .xlsx，不超过 64 MiB）", "File (.csv or .xlsx, up to 64 MiB)"),
    "file",
    Words(
        "先预检，确认后才写入登记簿；只接收本院的裁定。",
        "It is judged first; nothing is written before you confirm. Only rulings of your own court are taken.",
    ),
    attributes={"accept": ".csv,.xlsx"},
)


# A file is read only after its sender is known; the token stands in it, so it is compared then.
@method_decorator(csrf_exempt, name="dispatch")
class Imports(Staff):
    """The imports of the own court, newest first, and the form to send a file."""

    duty = Duty.IMPORT
    current = "imports"
    takes_file = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        return self._shown()

    @method_decorator(csrf_protect)
    def post(self, request: HttpRequest) -> HttpResponse:
        """Take a file in; nothing is written to the register before its preview was confirmed."""
        file = request.FILES.get("file")
        if file is None:
            return self._shown(fault=NO_FILE)
        try:
            with uploads.incoming(SimpleNamespace(read=file.read)) as upload:
                run = runs.receive(upload=upload, file=runs.examined(upload), by=self.officer, at=self.at)
        except Refusal as refusal:
            return self._shown(fault=refusals.said(refusal))
        return HttpResponseRedirect(reverse("court-pages:import", args=[run.pk]))

    def _shown(self, *, fault: Words | None = None) -> HttpResponse:
        rows = selectors.imports_of(self.officer).order_by("-received_at")[:SHOWN]
        file = replace(FILE, errors=(fault,) if fault else ())
        shown = {
            "rows": [(row, showing.labelled(ImportState, row.state)) for row in rows],
            "file": file,
            "files": (file,),
        }
        return self.page("court/imports.html", shown, code=422 if fault else 200)


class Import(Staff):
    """One import: what the preview foresees, how far it is, what was refused."""

    duty = Duty.IMPORT
    current = "imports"

    def get(self, request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
        """Show it; the part that moves is asked for alone, again and again."""
        run = self.run(import_id)
        if getattr(request, "htmx", False):
            return render(request, "court/import_progress.html", self.progress(run))
        return self._shown(run)

    def post(self, request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
        """Start it, or drop it."""
        run = self.run(import_id)
        is_start = "start" in request.POST
        try:
            if code := request.POST.get("code", "").strip():
                sessions.renew_factor(request, self.session, code=code[:10], at=self.at)
            once(self._asked(import_id), partial(self._do, import_id, is_start=is_start), at=self.at)
        except Refusal as refusal:
            return self._shown(run, refusal=refusal)
        return HttpResponseRedirect(request.path)

    def run(self, import_id: uuid.UUID) -> ImportRun:
        """Return an import of the own court.

        :raises Refusal: ``not-found``.
        """
        found = selectors.imports_of(self.officer).filter(pk=import_id).first()
        if found is None:
            raise Refusal("not-found")
        return found

    def progress(self, run: ImportRun) -> dict[str, Any]:
        """Return what moves."""
        tally = run.tally
        done = sum(tally.values())
        return {
            "run": run,
            "state": showing.labelled(ImportState, run.state),
            "is_moving": run.state in MOVING,
            "tally": tally,
            "done": done,
            "share": min(100, 100 * done // run.rows) if run.rows else 0,
        }

    def _do(self, import_id: uuid.UUID, *, is_start: bool) -> Answer:
        if is_start:
            sessions.require_fresh_factor(self.session, at=self.at)
            runs.start(import_id, by=self.officer, at=self.at)
        else:
            runs.drop(import_id, by=self.officer, at=self.at)
        return Answer(303, "{}")

    def _asked(self, import_id: uuid.UUID) -> Asked:
        key = self.request.POST.get("key", "")[:64] or uuid.uuid4().hex
        return Asked(
            by=self.officer, key=key, digest=blind(f"{import_id} {sorted(self.request.POST)}", purpose="request")
        )

    def _shown(self, run: ImportRun, *, refusal: Refusal | None = None) -> HttpResponse:
        report = orjson.loads(b"".join(report_of(run))) if run.state not in MOVING else {"rows": [], "warnings": []}
        codes = (run.foreseen or {}).get("codes", {})
        shown = {
            **self.progress(run),
            **_faults(refusal),
            "names": runs.names_of(run),
            "key": uuid.uuid4().hex,
            "foreseen": run.foreseen,
            "codes": [(refusals.of_code(each), count) for each, count in sorted(codes.items())],
            "report": [(line, refusals.of_code(line["code"])) for line in itertools.islice(report["rows"], ROWS_SHOWN)],
            "may_start": run.state == ImportState.PREVIEWED,
        }
        return self.page("court/import.html", shown, code=refusal.status if refusal else 200)


def _faults(refusal: Refusal | None) -> dict[str, Any]:
    """Return the field for the code and what is said above the form: a refusal of the code stands at its field."""
    said = (refusals.said(refusal),) if refusal else ()
    is_code = refusal is not None and refusal.code in ("second-factor-wrong", "second-factor-stale")
    code = replace(CODE, hint="", errors=said if is_code else ())
    return {"code": code, "codes_asked": (code,), "general": () if is_code else said}


class ImportReport(Import):
    """What became of each row that was refused or gave a warning, as a file."""

    def get(self, request: HttpRequest, import_id: uuid.UUID) -> FileResponse:  # type: ignore[override]
        """Answer with the file."""
        run = self.run(import_id)
        with snapshot():
            return sent(Download(f"import-{run.pk}.json", JSON, report_of(run)))
