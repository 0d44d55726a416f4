"""Where a person makes codes from the own record, sees who opened them, and takes them back."""

import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date

from blacklist.law.activities import ACTIVITIES
from blacklist.law.days import legal_day
from blacklist.law.refusals import Refusal
from blacklist.law.sharing import may_be_shown
from blacklist.models import ShareCode
from blacklist.services import share_codes
from blacklist.services.share_codes import Holder, Wanted
from config import typed as typing_in
from config.record.views import OwnView
from config.sharing.words import NAMES_SHOWN, TERM_WORDS, fault
from pages.fields import Field, Option
from pages.headers import PRIVATE, with_headers
from pages.words import Words
from restrictions.bearing import barred

FIELDS = ("activity", "on", "term", "name_shown")
LONGEST = 200
Errors = Mapping[str, tuple[Words, ...]]


@dataclass(frozen=True)
class Made:
    """One of the person's codes, in words. The code itself is nowhere any more."""

    id: uuid.UUID
    about: Words
    on: date | None
    expires_at: datetime
    opened_by: str
    opened_at: datetime | None
    state: Words
    is_good: bool


class Mine(OwnView):
    """The form, and the codes made so far. Whoever is on no file says who they are: nothing here knows it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        return self._page({"term": "day", "name_shown": "masked"})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make a code and show it, this once."""
        at = timezone.now()
        typed = {name: request.POST.get(name, "").strip()[:LONGEST] for name in (*FIELDS, *typing_in.FIELDS)}
        try:
            on = _day(typed["on"])
            wanted = Wanted(typed["activity"], on, typed["term"], typed["name_shown"])
            bears, holder = self._barred(on or legal_day(at)), self._holder(typed, on=legal_day(at))
            made = share_codes.make(wanted, by=self.proved, barred=bears, at=at, holder=holder)
        except Refusal as refusal:
            return self._page(typed, refusal=refusal)
        return _private(render(request, "sharing/made.html", {"code": made.code, "made": _in_words(made.row, at)}))

    def _page(self, typed: Mapping[str, str], *, refusal: Refusal | None = None) -> HttpResponse:
        at = timezone.now()
        errors = {refusal.pointer: (fault(refusal.code),)} if refusal and refusal.pointer else {}
        fields = _fields(typed, self._barred(legal_day(at)), errors, today=legal_day(at))
        shown: dict[str, Any] = {
            "fields": fields if self.person_id else _of_holder(typed, errors) + fields,
            "general": (fault(refusal.code),) if refusal and not refusal.pointer else (),
            "codes": [_in_words(row, at) for row in share_codes.made_by(self.proved)],
            "is_known": self.person_id is not None,
        }
        return _private(render(self.request, "sharing/mine.html", shown, status=422 if refusal else 200))

    def _barred(self, on: date) -> frozenset[str]:
        return barred(self.person_id, on=on) if self.person_id else frozenset()

    def _holder(self, typed: Mapping[str, str], *, on: date) -> Holder | None:
        if self.person_id is not None:
            return None
        name, document = typing_in.read_typed(typed, on=on)
        return Holder(name.text, document)


class Revoke(OwnView):
    """Takes a code back."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, code_id: uuid.UUID) -> HttpResponse:
        """Revoke it; one that is not good any more stays as it is."""
        with suppress(Refusal):
            share_codes.revoke(code_id, by=self.proved, at=timezone.now())
        return redirect("share:mine")


def _private(response: HttpResponse) -> HttpResponse:
    return with_headers(response, PRIVATE)


def _day(typed: str) -> date | None:
    if not typed:
        return None
    try:
        day = parse_date(typed)
    except ValueError:
        day = None
    if day is None:
        raise Refusal("date", pointer="on")
    return day


def _in_words(row: ShareCode, at: datetime) -> Made:
    activity = ACTIVITIES[row.activity]
    state = _state(row, at)
    return Made(
        row.pk,
        Words(activity.zh, activity.en),
        row.on,
        row.expires_at,
        row.institution_name,
        row.opened_at,
        state,
        state in (GOOD, OPENED),
    )


GOOD = Words("有效", "Good")
OPENED = Words("已打开，尚未答复", "Opened, not answered yet")
USED, REVOKED = Words("已用", "Used"), Words("已撤回", "Revoked")
NOT_SHOWN = Words("已打开，未能证明", "Opened; it proved nothing")
OVER = Words("已过期", "Ran out")


def _state(row: ShareCode, at: datetime) -> Words:
    if row.revoked_at is not None:
        return REVOKED
    if row.used_at is not None:
        return USED if row.reference else NOT_SHOWN
    if row.expires_at <= at:
        return OVER
    return OPENED if row.opened_at else GOOD


def _of_holder(typed: Mapping[str, str], errors: Errors) -> list[Field]:
    """Return the fields in which somebody on no file says who they are."""
    one = partial(typing_in.text, typed=typed, errors=errors)
    hint = Words(
        "您向法院窗口出示的那份证件；只在码有效期间加密保存。",
        "Of the document that you showed at the court. It is kept sealed, while the code is good.",
    )
    return [
        one("name", Words("您的姓名", "Your name"), Words("与证件一致。", "As on your document.")),
        one("number", Words("证件号码", "Number of your document"), hint, width=20),
        one("issuer", typing_in.ISSUER, typing_in.ISSUER_HINT, width=4, is_required=False),
    ]


def _fields(typed: Mapping[str, str], bears: frozenset[str], errors: Errors, *, today: date) -> list[Field]:
    def field(name: str, label: Words, kind: str, hint: Words | str = "", **more: Any) -> Field:
        values = (typed[name],) if typed.get(name) else ()
        return Field(name, label, kind, hint, values, errors.get(name, ()), **more)

    activities = [Option(row.code, Words(row.zh, row.en)) for row in may_be_shown() if row.code not in bears]
    return [
        field(
            "activity",
            Words("证明可以办理什么", "What you want to show"),
            "select",
            Words("现在受限制的事项不在此列。", "What a measure bears on now is not among them."),
            options=tuple(activities),
        ),
        field(
            "on",
            Words("哪一天", "For which day"),
            "date",
            Words("不填即打开的当天。", "Left empty: the day on which it is opened."),
            is_required=False,
            attributes={"min": today.isoformat()},
        ),
        field("term", Words("有效多久", "Good for"), "radios", options=_options(TERM_WORDS)),
        field(
            "name_shown",
            Words("让对方看到的姓名", "Your name, as they see it"),
            "radios",
            Words("供对方核对是您本人。号码从不显示。", "To compare with you. Your number is never shown."),
            options=_options(NAMES_SHOWN),
        ),
    ]


def _options(words: Mapping[str, Words]) -> tuple[Option, ...]:
    return tuple(Option(value, label) for value, label in words.items())
