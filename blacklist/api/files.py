"""Files that come in as the body of an act, and files that go out."""

import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.message import Message
from functools import partial
from typing import Any, ClassVar

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request

from blacklist.api import acts
from blacklist.api.shapes import Input, Output
from blacklist.api.views import CourtView, checked, query
from blacklist.imports import runs, uploads
from blacklist.law.refusals import Refusal
from blacklist.register import snapshot
from blacklist.services.idempotency import once

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON = "application/json"

_is_plain = re.compile(r"[A-Za-z0-9._-]{1,100}").fullmatch


class FileIn(Input):
    """A file as the body: ``text/csv`` or the type of .xlsx. What it is, its content says."""

    media_types = (CSV, XLSX)


class FileOut(Output):
    """A file, to be saved and not to be shown."""

    media_types: ClassVar[tuple[str, ...]] = (JSON,)


@dataclass(frozen=True)
class Download:
    """A file made for one answer: its name (plain ASCII), its media type, and its content in parts, not read yet."""

    name: str
    media_type: str
    parts: Iterable[bytes]


class AnyMedium(BaseContentNegotiation):
    """Whatever a caller says it accepts, a file is that file and a problem is JSON."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        """Return the parser of this API."""
        return parsers[0]

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        """Return the renderer of this API."""
        return renderers[0], renderers[0].media_type


class UploadView(CourtView):
    """A view whose act takes a file; it is written to disk as it comes, after the caller is known and has a key."""

    def post(self, request: Request, **ids: Any) -> HttpResponse:
        """Do the act once with the file, and answer it as often as it is asked for."""
        key, at = acts.key_of(request), timezone.now()
        check_headers(request._request.META)
        with uploads.incoming(request._request) as upload:
            asked = acts.asked(request, key=key, said=upload.digest.hex())
            given = {"upload": upload, "file": runs.examined(upload)}
            return acts.respond(once(asked, partial(self._done, given, {}, by=asked.by, at=at), at=at))


class DownloadView(CourtView):
    """A view whose read gives a :class:`Download`; what goes out is read from one snapshot, to its end."""

    content_negotiation_class = AnyMedium

    def get(self, request: Request, **ids: Any) -> FileResponse:  # type: ignore[override]
        """Answer with the file."""
        given = checked(self.operations["GET"].takes, query(request.query_params))
        download = self.read(given, by=request.user, at=timezone.now(), **ids)
        with snapshot():
            return sent(download)


def sent(download: Download) -> FileResponse:
    """Return the answer with a file, written first to one without a name: a break then shows by the length."""
    if not _is_plain(download.name):
        raise ValueError("a file's name goes into a header")
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the response
    file.writelines(download.parts)
    file.seek(0)
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return FileResponse(
        file, as_attachment=True, filename=download.name, content_type=download.media_type, headers=headers
    )


def check_headers(headers: Mapping[str, str]) -> None:
    """Let an upload pass whose medium and length are ones that are taken.

    :raises Refusal: ``media-type``, ``content-encoding``, ``too-large``.
    """
    content = Message()
    content["content-type"] = headers.get("CONTENT_TYPE", "")
    if content.get_content_type() not in FileIn.media_types or not headers.get("CONTENT_TYPE"):
        raise Refusal("media-type", f"Send the file as the body, as {CSV} or {XLSX}.")
    if headers.get("HTTP_CONTENT_ENCODING", "identity").strip().lower() not in ("", "identity"):
        raise Refusal("content-encoding")
    if int(headers.get("CONTENT_LENGTH") or 0) > uploads.LARGEST:
        raise Refusal("too-large", "A file may have 64 MiB; import larger ones by the command line.")
