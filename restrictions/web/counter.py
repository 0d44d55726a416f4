"""The counter's pages: one box, one answer, a slip for the person, many at once, and what was asked before."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views import View
from django.views.decorators.http import require_POST

from blacklist.law.activities import ACTIVITIES
from blacklist.law.days import legal_day
from blacklist.law.refusals import Refusal
from pages.fields import Field, Option
from pages.headers import PRIVATE, with_headers
from pages.words import Words
from restrictions import selectors
from restrictions.web import desk, entrance, keeping, reading
from restrictions.web.entrance import Counter
from restrictions.web.words import fault_in_words, said

A_PAGE = 50
NO_CREDENTIAL = Words("凭证不对，或者已经失效。", "The credential is wrong or no longer good.")

# Which field of the page a problem's pointer is about.
FIELD_OF: Mapping[str, str] = {
    "activity": "activity",
    "on": "on",
    "subject.birth_date": "birth_date",
    "subject.document.issuer": "issuer",
    "emergency": "emergency",
}


class CounterView(View):
    """A page for a counter that has signed in; who has not signs in first, and comes back with all that was typed."""

    counter: Counter
    folder = "counter"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let a signed-in counter in."""
        found = entrance.counter_of(request)
        if found is None and request.method == "POST":
            return _entrance(request, kept=keeping.wrap(request))
        if found is None:
            return redirect("counter:sign-in")
        self.counter = found
        return super().dispatch(request, *args, **kwargs)

    def page(self, name: str, shown: Mapping[str, Any], *, code: int = 200) -> HttpResponse:
        """Render one of the counter's pages."""
        is_kept = self.request.method == "GET" and bool(self.kept)
        given = {"institution": self.counter.credential.institution, "is_kept": is_kept, **shown}
        return with_headers(render(self.request, f"{self.folder}/{name}.html", given, status=code), PRIVATE)

    def discarded(self) -> HttpResponse:
        """Drop what was kept, and show the empty form."""
        keeping.drop(self.request)
        return redirect(self.request.path)

    @cached_property
    def kept(self) -> Mapping[str, str]:
        """Return what was typed into this form and never sent."""
        return keeping.fields_for(self.request, by=self.counter.credential.institution_id)

    def ask(self, typed: Mapping[str, str]) -> dict[str, Any] | desk.Fault:
        """Return the answer to what was typed, or why there is none."""
        try:
            return desk.ask(self.counter.secret, _question(typed, on=legal_day(timezone.now())))
        except Refusal as refusal:
            return desk.Fault(refusal.code, refusal.pointer or "", refusal.detail)


class SignIn(View):
    """The entrance: a credential, typed or pasted once for a day's work."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return _entrance(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Let the counter in and lead to the form that waits for it, or say that this is no valid credential."""
        kept = request.POST.get("kept", "")
        is_good = entrance.sign_in(request, request.POST.get("credential", "").strip())
        counter = entrance.counter_of(request)
        if not is_good or counter is None:
            return _entrance(request, kept=kept, errors=(NO_CREDENTIAL,))
        by = counter.credential.institution_id
        response = redirect(keeping.address_of(kept, request, by=by) or "counter:ask")
        keeping.put_back(request, response, kept, by=by)
        return response


def _entrance(request: HttpRequest, *, kept: str = "", errors: tuple[Words, ...] = ()) -> HttpResponse:
    credential = Field("credential", Words("查询凭证", "Credential"), "password", errors=errors, longest=256)
    shown = {"fields": [credential], "kept": kept}
    return with_headers(render(request, "counter/sign_in.html", shown, status=422 if errors else 200), PRIVATE)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Forget the counter, and what was being typed at it."""
    entrance.sign_out(request)
    keeping.drop(request)
    return redirect("counter:sign-in")


@require_POST
def keep_typed(request: HttpRequest) -> HttpResponse:
    """Keep what is being typed into a form; its page asks for it after each pause."""
    counter, response = entrance.counter_of(request), HttpResponse(status=204)
    if counter is not None:
        keeping.keep(request, response, by=counter.credential.institution_id)
    return with_headers(response, PRIVATE)


class Ask(CounterView):
    """One box for name and number."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the empty box; what was last asked about stays chosen, and what was never sent is there again."""
        return self._form(self.kept or {"activity": request.session.get("counter-activity", "")})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask, and lead to the answer; or show what to mend, with everything typed still there."""
        if "discard" in request.POST:
            return self.discarded()
        typed = {name: request.POST.get(name, "").strip() for name in _FIELDS}
        typed["activity"] = self.counter.only_activity or typed["activity"]
        told = self.ask(typed)
        if isinstance(told, desk.Fault):
            return self._form(typed, fault=told)
        entrance.keep(request, told)
        keeping.drop(request)
        request.session["counter-activity"] = typed["activity"]
        return redirect("counter:answer", reference=uuid.UUID(told["reference"]))

    def _form(self, typed: Mapping[str, str], *, fault: desk.Fault | None = None) -> HttpResponse:
        faulty = FIELD_OF.get(fault.pointer, "person") if fault else ""
        errors = {faulty: (fault_in_words(fault.code),)} if fault else {}
        is_about_us = fault is not None and not fault.pointer
        shown = _fields(self.counter, typed, {} if is_about_us else errors)
        general = errors[faulty] if is_about_us else ()
        first, rest = (
            [row for row in shown if row.name in ("person", "activity")],
            [row for row in shown if row.name not in ("person", "activity")],
        )
        is_open = any(row.values or row.errors for row in rest)
        given = {"fields": shown, "first": first, "rest": rest, "general": general, "is_open": is_open}
        return self.page("ask", given, code=422 if fault else 200)


class AnswerView(CounterView):
    """A page about one answer; of one that is kept here no longer it says where its record is."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the page, if there is something to show."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            return self.page("gone", {}, code=404)


class Shown(AnswerView):
    """One answer, unmistakable, and what to do next."""

    def get(self, request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
        """Show an answer that this counter was given since it signed in."""
        is_listed = any(row["reference"] == reference.hex for row in entrance.listed(request))
        return self.page("answer", {**_shown(request, reference), "is_listed": is_listed})


class Slip(AnswerView):
    """What the person is handed when refused: in both languages, without a name, without the debt."""

    def get(self, request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
        """Show the slip, where the answer is one to contest; it prints as one leaf."""
        shown = _shown(request, reference)
        if not shown["has_slip"]:
            raise Http404
        contest = request.build_absolute_uri(settings.REDRESS_URL)
        code = segno.make(contest, error="m").svg_data_uri(scale=4, dark="#000", light="#fff")
        return self.page("slip", {**shown, "contest": contest, "code": code})


class History(CounterView):
    """What this credential asked, the newest first. Records hold no name, so none is shown."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show a page of it."""
        before = parse_datetime(request.GET.get("before", "")[:40].replace(" ", "+"))
        rows = selectors.records_of(self.counter.credential, before=before, limit=A_PAGE + 1)
        older = rows[A_PAGE - 1].at.isoformat() if len(rows) > A_PAGE else ""
        shown = [(row, ACTIVITIES.get(row.activity), _in_words(row)) for row in rows[:A_PAGE]]
        return self.page("history", {"rows": shown, "older": older})


def _in_words(row: Any) -> object:
    if row.problem:
        return fault_in_words(row.problem)
    return said({"decision": row.decision, "effect": row.effect, "reason": row.reason}).word


def _shown(request: HttpRequest, reference: uuid.UUID) -> dict[str, Any]:
    answer = entrance.kept(request, reference.hex)
    if answer is None:
        raise Http404
    until: datetime | None = parse_datetime(answer["valid_until"])
    return {
        "answer": answer,
        "reference": reference,
        "said": said(answer),
        "has_slip": answer["decision"] == "restricted" or answer["reason"] == "refer_to_court",
        "activity": ACTIVITIES[answer["activity"]],
        "asked_at": parse_datetime(answer["as_of"]),
        "is_old": until is not None and until < timezone.now(),
    }


def _question(typed: Mapping[str, str], *, on: date) -> dict[str, Any]:
    """Return the check that was typed, as the check API takes it: a birth date typed goes before one scanned."""
    read = reading.read(typed["person"], issuer=typed.get("issuer", "").upper() or None, on=on)
    subject: dict[str, Any] = {"name": read.name}
    if read.number is not None:
        subject["document"] = {"type": read.type, "number": read.number, "issuer": read.issuer}
    if birth_date := typed.get("birth_date") or (read.birth_date and read.birth_date.isoformat()):
        subject["birth_date"] = birth_date
    asked: dict[str, Any] = {"activity": typed["activity"], "subject": subject}
    for name in ("on", "emergency", "redress_number"):
        if value := typed.get(name):
            asked[name] = value
    return asked


# --- Fields ----------------------------------------------------------------------------------------------------------

_FIELDS = ("person", "activity", "on", "birth_date", "issuer", "emergency", "redress_number")
EMERGENCIES = (
    Option("medical", Words("急救就医", "Medical emergency")),
    Option("disaster", Words("救灾避险", "Disaster")),
)


def _fields(counter: Counter, typed: Mapping[str, str], errors: Mapping[str, tuple[Words, ...]]) -> list[Field]:
    def text(name: str, zh: str, en: str, kind: str = "text", hint: Words | str = "", **more: Any) -> Field:
        values = (typed[name],) if typed.get(name) else ()
        return Field(name, Words(zh, en), kind, hint, values, errors.get(name, ()), is_required=False, **more)

    person = Field(
        "person",
        Words("姓名和证件号码", "Name and document number"),
        "textarea",
        Words(
            "手工输入、刷证或扫描护照均可；按 Ctrl+Enter 查询。",
            "Type them, or let the scanner write here. Ctrl+Enter checks.",
        ),
        (typed.get("person", ""),),
        errors.get("person", ()),
        attributes={"autocomplete": "off", "spellcheck": "false", "autofocus": "autofocus"},
    )
    today = legal_day(timezone.now())
    days = {"min": today.isoformat(), "max": (today + timedelta(days=366)).isoformat()}
    rest = [
        text("on", "消费日期", "Day", "date", Words("不填即今天。", "Today, if left empty."), attributes=days),
        text(
            "issuer",
            "护照签发国",
            "Passport issued by",
            width=4,
            hint=Words("三个字母，如CHN。", "Three letters, such as CHN."),
        ),
        text("birth_date", "出生日期", "Birth date", "date"),
        text("redress_number", "申诉编号", "Redress number", hint=Words("本人有才填。", "If the person has one.")),
    ]
    if any(activity.emergency for activity in counter.activities):
        rest.append(text("emergency", "紧急情况", "Emergency", "select", options=EMERGENCIES))
    return [person, *activity_field(counter, typed, errors), *rest]


def activity_field(counter: Counter, typed: Mapping[str, str], errors: Mapping[str, tuple[Words, ...]]) -> list[Field]:
    """Return the choice of what is sold; none where there is but one."""
    if counter.only_activity:
        return []
    options = tuple(Option(row.code, Words(row.zh, row.en)) for row in counter.activities)
    chosen = (typed["activity"],) if typed.get("activity") else ()
    kind = "radios" if len(options) <= 6 else "select"
    return [Field("activity", Words("办理事项", "What for"), kind, "", chosen, errors.get("activity", ()), options)]
