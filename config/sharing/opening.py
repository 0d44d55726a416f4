"""Where an institution's counter opens a code: a check of its own, made now, about whoever made the code.

Only "permitted" is shown. Anything else looks like a code that is no good: what the person did not mean to show, the
code does not show.
"""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from blacklist.law.activities import ACTIVITIES
from blacklist.law.refusals import Refusal
from blacklist.services import share_codes
from blacklist.services.share_codes import Opener, Shared
from config.pace import Pace
from pages.fields import Field
from pages.words import Words
from restrictions.selectors import BY_SHARE_CODE
from restrictions.web import desk, entrance, keeping
from restrictions.web.counter import CounterView
from restrictions.web.words import fault_in_words, said

LONGEST = 100
TRIES = Pace("share-code", most=10, seconds=3600)  # codes that were no good, of one institution
NO_GOOD = Words(
    "此码不对、已用过、已撤回、已过期，或者不是给贵单位办理的事项；请本人另给一个，或者照常凭证件查询。",
    "This code is wrong, used, revoked, out of date, or not for what you ask about. Ask the person for another, or "
    "check by the document as usual.",
)
TOO_OFTEN = Words(
    "一小时内不对的码太多，请稍后再试，或者照常凭证件查询。",
    "Too many codes were no good within an hour. Try again later, or check by the document as usual.",
)


class SharePage(CounterView):
    """A page of a counter that has signed in, kept with its other pages."""

    folder = "sharing"

    @property
    def opener(self) -> Opener:
        """Return who opens a code here, and what it may ask about."""
        institution = self.counter.credential.institution
        return Opener(institution.pk, institution.name, {row.code for row in self.counter.activities})


class Open(SharePage):
    """Where the code is typed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return self._form()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask what the code is for, and lead to the answer."""
        if "discard" in request.POST:
            return self.discarded()
        at, by = timezone.now(), self.opener
        if TRIES.is_spent(by.institution_id.hex, at=at):
            return self._form(general=(TOO_OFTEN,), code=429)
        try:
            shared = share_codes.redeem(request.POST.get("code", "")[:LONGEST], by=by, at=at)
            told = self._ask(shared)
        except Refusal:
            TRIES.count(by.institution_id.hex, at=at)
            return self._form(errors=(NO_GOOD,), code=422)
        if isinstance(told, desk.Fault):
            return self._form(general=(fault_in_words(told.code),), code=422)
        entrance.keep(request, told)
        keeping.drop(request)
        return redirect("share:answer", reference=uuid.UUID(told["reference"]))

    def _ask(self, shared: Shared) -> dict[str, Any] | desk.Fault:
        """Return the answer, now that the code is used; or why there is none, with the code as good as before.

        :raises Refusal: ``not-found`` when the answer is not to be shown.
        """
        try:
            told = desk.ask(self.counter.secret, _question(shared))
        except Refusal as refusal:
            return desk.Fault(refusal.code, "", refusal.detail)
        if isinstance(told, desk.Fault):
            return _of_the_service(told)
        is_permitted = told["decision"] == "permitted"
        share_codes.use(shared.id, reference=uuid.UUID(told["reference"]), is_permitted=is_permitted, at=timezone.now())
        return told

    def _form(
        self, *, errors: tuple[Words, ...] = (), general: tuple[Words, ...] = (), code: int = 200
    ) -> HttpResponse:
        typed = self.request.POST.get("code", self.kept.get("code", ""))[:LONGEST]
        field = Field(
            "code",
            Words("分享码", "Share code"),
            "text",
            Words("十六位，如 7K3M-9QPT-2W5C-8DRX。", "Sixteen characters, such as 7K3M-9QPT-2W5C-8DRX."),
            (typed,) if typed else (),
            errors,
            width=20,
            attributes={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
        )
        return self.page("open", {"fields": [field], "general": general}, code=code)


class Answer(SharePage):
    """What the code has confirmed, for the counter that opened it."""

    def get(self, request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
        """Show the answer, and the name as far as its holder chose to confirm it."""
        answer = entrance.kept(request, reference.hex)
        found = share_codes.confirmed(reference, institution_id=self.opener.institution_id)
        if answer is None or found is None:
            raise Http404
        until = parse_datetime(answer["valid_until"])
        shown = {
            "answer": answer,
            "said": said(answer),
            "confirmed": found,
            "activity": ACTIVITIES[answer["activity"]],
            "asked_at": parse_datetime(answer["as_of"]),
            "is_old": until is not None and until < timezone.now(),
        }
        return self.page("answer", shown)


def _of_the_service(fault: desk.Fault) -> desk.Fault:
    """Return why there is no answer now.

    :raises Refusal: ``not-found`` where the fault lies in what the code is about, which is not the opener's to know.
    """
    if fault.pointer:
        raise Refusal("not-found")
    return fault


def _question(shared: Shared) -> dict[str, Any]:
    document = {"type": shared.document.type, "number": shared.document.number, "issuer": shared.document.issuer}
    asked: dict[str, Any] = {
        "activity": shared.activity,
        "subject": {"name": shared.name, "document": document},
        "client_reference": BY_SHARE_CODE,
    }
    return asked if shared.on is None else {**asked, "on": shared.on.isoformat()}
