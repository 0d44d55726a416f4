"""The pages of somebody's own record, behind a one-time code that a court hands out after proof of identity."""

import uuid
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View
from django.views.decorators.http import require_POST

from blacklist.law.refusals import Refusal
from blacklist.own_record import OwnRecord, own_document, own_record
from blacklist.services import record_codes
from config.record.words import shown
from pages.fields import Field
from pages.headers import PRIVATE, with_headers
from pages.words import Words
from restrictions import selectors as checks

KEY = "record"
STAYS = timedelta(minutes=30)
MOST_CHECKS = 200
NOBODY = OwnRecord("", (), (), (), ())


class Entrance(View):
    """Where the code is typed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return _entrance(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the code in; it is good once."""
        try:
            person = record_codes.redeem(request.POST.get("code", "")[:100], at=timezone.now())
        except Refusal:
            return _entrance(
                request,
                Words(
                    "查询码不对、已用过或已过期；请向法院窗口另取一个。",
                    "This code is wrong, was used, or has run out. Ask the court for another.",
                ),
            )
        request.session.cycle_key()
        request.session[KEY] = [person.pk.hex if person else "", (timezone.now() + STAYS).timestamp()]
        return redirect("record:mine")


def _entrance(request: HttpRequest, *errors: Words) -> HttpResponse:
    code = Field(
        "code",
        Words("查询码", "Code"),
        hint=Words("十二位，如 7K3M-9QPT-2W5C。", "Twelve characters, such as 7K3M-9QPT-2W5C."),
        errors=errors,
        width=20,
        attributes={"autocomplete": "off", "autocapitalize": "characters"},
    )
    return with_headers(render(request, "record/code.html", {"fields": [code]}, status=422 if errors else 200), PRIVATE)


class OwnView(View):
    """A page for somebody who has proved who they are, for half an hour; anybody else is led to the entrance."""

    person_id: uuid.UUID | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who gave a code."""
        person, until = request.session.get(KEY, ["", 0.0])
        if until < timezone.now().timestamp():
            request.session.pop(KEY, None)
            return redirect("record:code")
        self.person_id = uuid.UUID(person) if person else None
        return super().dispatch(request, *args, **kwargs)

    @property
    def record(self) -> OwnRecord:
        """Return what the register shows; of somebody unknown, nothing."""
        return own_record(self.person_id) if self.person_id else NOBODY

    @property
    def asked(self) -> list[checks.AskedAbout]:
        """Return who asked."""
        return checks.asked_about(self.person_id, limit=MOST_CHECKS) if self.person_id else []


class Mine(OwnView):
    """All of it on one page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what is recorded, why, by whom, until when, what ends it, and who asked."""
        return with_headers(render(request, "record/mine.html", shown(self.record, self.asked)), PRIVATE)


class Export(OwnView):
    """The same as data, to take along."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Give the record as JSON."""
        content = {"record": asdict(self.record), "checks": [asdict(row) for row in self.asked]}
        response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
        response["Content-Disposition"] = 'attachment; filename="my-record.json"'
        return with_headers(response, PRIVATE)


class Document(OwnView):
    """One of the documents that the court addressed to the person."""

    def get(self, request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
        """Give it as PDF."""
        pdf = own_document(self.person_id, document_id) if self.person_id else None
        if pdf is None:
            raise Http404
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{document_id}.pdf"'
        response["X-Content-Type-Options"] = "nosniff"
        return with_headers(response, PRIVATE)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget who it was."""
    request.session.pop(KEY, None)
    return redirect("record:code")
