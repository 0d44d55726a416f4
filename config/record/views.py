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

from blacklist.law.days import legal_day
from blacklist.law.deadlines import ONE_DAY
from blacklist.law.refusals import Refusal
from blacklist.own_matters import OwnMatter, OwnRedressNumber, own_matters, own_redress_numbers
from blacklist.own_record import OwnRecord, own_document, own_record
from blacklist.services import record_codes
from config.record import keeping
from config.record.following import shown_matter
from config.record.identity_provider import provider
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
        return entrance(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the code in; it is good once."""
        try:
            proved = record_codes.redeem(request.POST.get("code", "")[:100], at=timezone.now())
        except Refusal:
            return entrance(
                request,
                Words(
                    "查询码不对、已用过或已过期；请向法院窗口另取一个。",
                    "This code is wrong, was used, or has run out. Ask the court for another.",
                ),
            )
        return enter(request, proved)


def enter(request: HttpRequest, proved: record_codes.Proved) -> HttpResponse:
    """Open the record for half an hour to whoever has proved who they are; go on where they were."""
    request.session.cycle_key()
    person = proved.person_id.hex if proved.person_id else ""
    request.session[KEY] = [person, (timezone.now() + STAYS).timestamp(), proved.holder_blind.hex()]
    return redirect(keeping.address_of(request, person_id=proved.person_id) or "record:mine")


def entrance(request: HttpRequest, *errors: Words) -> HttpResponse:
    """Return the page where a code is typed, or an identity provider chosen, with what is wrong."""
    code = Field(
        "code",
        Words("查询码", "Code"),
        hint=Words("十二位，如 7K3M-9QPT-2W5C。", "Twelve characters, such as 7K3M-9QPT-2W5C."),
        errors=errors,
        width=20,
        attributes={"autocomplete": "off", "autocapitalize": "characters"},
    )
    shown = {"fields": [code], "is_kept": keeping.is_kept(request), "provider": provider()}
    return with_headers(render(request, "record/code.html", shown, status=422 if errors else 200), PRIVATE)


class OwnView(View):
    """A page for somebody who has proved who they are, for half an hour; anybody else is led to the entrance."""

    person_id: uuid.UUID | None
    holder_blind: bytes

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who gave a code; what somebody sends too late is kept until they have given another."""
        person, until, holder = [*request.session.get(KEY, ["", 0.0]), ""][:3]
        if until < timezone.now().timestamp():
            request.session.pop(KEY, None)
            if request.method == "POST" and person:
                keeping.keep(request, person=person)
            return redirect("record:code")
        self.person_id = uuid.UUID(person) if person else None
        self.holder_blind = bytes.fromhex(holder)
        return super().dispatch(request, *args, **kwargs)

    @property
    def proved(self) -> record_codes.Proved:
        """Return who has proved who they are."""
        return record_codes.Proved(self.person_id, self.holder_blind)

    @property
    def record(self) -> OwnRecord:
        """Return what the register shows; of somebody unknown, nothing."""
        return own_record(self.person_id) if self.person_id else NOBODY

    @property
    def matters(self) -> list[OwnMatter]:
        """Return what the person has applied for."""
        return own_matters(self.person_id) if self.person_id else []

    @property
    def redress_numbers(self) -> list[OwnRedressNumber]:
        """Return the redress numbers issued to the person, who need not be on file."""
        return own_redress_numbers(self.holder_blind)

    @property
    def asked(self) -> list[checks.AskedAbout]:
        """Return who asked."""
        return checks.asked_about(self.person_id, limit=MOST_CHECKS) if self.person_id else []


class Mine(OwnView):
    """All of it on one page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what is recorded, why, by whom, until when, what ends it, and who asked."""
        content = shown(self.record, self.asked)
        on = legal_day(timezone.now())
        content["matters"] = [shown_matter(row, on=on) for row in self.matters]
        content["redress_numbers"] = [
            (row, row.valid_until - ONE_DAY, row.state == "issued" and on < row.valid_until)
            for row in self.redress_numbers
        ]
        return with_headers(render(request, "record/mine.html", content), PRIVATE)


class Export(OwnView):
    """The same as data, to take along."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Give the record as JSON."""
        content = {
            "record": asdict(self.record),
            "applications": [asdict(row) for row in self.matters],
            "redress_numbers": [asdict(row) for row in self.redress_numbers],
            "checks": [asdict(row) for row in self.asked],
        }
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
    keeping.drop(request)
    return redirect("record:code")
