"""A list pasted in at the counter: each line is a check of its own, with its own answer and its own page."""

import re
import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from blacklist.law.activities import ACTIVITIES
from pages.fields import Field
from pages.words import Words
from restrictions.web import desk, entrance, keeping
from restrictions.web.counter import CounterView, activity_field
from restrictions.web.words import Said, fault_in_words, said

MOST_LINES = 200
_KEY = 64
_NUMBER = re.compile(r"([0-9A-Za-z]{3})[0-9A-Za-z]{3,}([0-9A-Za-z]{2})")


class Many(CounterView):
    """The box for a list. Sent twice, it is asked once."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the empty box, or what of the last list is to be mended."""
        last = entrance.kept_list(request) if "again" in request.GET else None
        if last is None:
            return self._form(self.kept or {"activity": request.session.get("counter-activity", "")})
        faulty = "\n".join(line for line, reference, _ in last.lines if not reference)
        return self._form({"people": faulty, "activity": last.activity})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask about each line in turn, and lead to the answers."""
        if "discard" in request.POST:
            return self.discarded()
        typed = {name: request.POST.get(name, "") for name in ("people", "activity")}
        lines = [line.strip() for line in typed["people"].splitlines() if line.strip()]
        activity = self.counter.only_activity or typed["activity"]
        errors = _errors(lines, activity)
        if errors:
            return self._form(typed, errors)
        key, last = request.POST.get("key", "")[:_KEY], entrance.kept_list(request)
        if not key or last is None or not last.is_of(key, activity, lines):
            self._ask_each(lines, activity, key=key)
        keeping.drop(request)
        return redirect("counter:list")

    def _ask_each(self, lines: list[str], activity: str, *, key: str) -> None:
        told = [self.ask({"person": line, "activity": activity}) for line in lines]
        rows = [
            (line, "", each.code) if isinstance(each, desk.Fault) else (line, str(each["reference"]), "")
            for line, each in zip(lines, told, strict=True)
        ]
        answers = [each for each in told if not isinstance(each, desk.Fault)]
        entrance.keep_list(self.request, entrance.Asked(key, activity, rows), answers)

    def _form(self, typed: Mapping[str, str], errors: Mapping[str, tuple[Words, ...]] | None = None) -> HttpResponse:
        shown = {"fields": self._fields(typed, errors or {}), "key": uuid.uuid4().hex}
        return self.page("many", shown, code=422 if errors else 200)

    def _fields(self, typed: Mapping[str, str], errors: Mapping[str, tuple[Words, ...]]) -> list[Field]:
        people = Field(
            "people",
            Words("名单", "People"),
            "textarea",
            Words(
                "每行一人：姓名 证件号码。最多200行；按 Ctrl+Enter 查询。",
                "One person a line: name and number. At most 200 lines. Ctrl+Enter checks.",
            ),
            (typed.get("people", ""),),
            errors.get("people", ()),
            attributes={"autocomplete": "off", "spellcheck": "false"},
        )
        return [people, *activity_field(self.counter, typed, errors)]


class Answers(CounterView):
    """The answers to the last list, until another is asked about or the counter signs out."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them, whichever way one comes back."""
        asked = entrance.kept_list(request)
        if asked is None:
            return redirect("counter:many")
        answers = {row["reference"]: row for row in entrance.listed(request)}
        rows = [
            (number, _masked(line), *_row(answers.get(reference), code))
            for number, (line, reference, code) in enumerate(asked.lines, start=1)
        ]
        faulty = sum(not reference for _, reference, _ in asked.lines)
        shown = {"rows": rows, "activity": ACTIVITIES.get(asked.activity), "faulty": faulty}
        return self.page("list", shown)


def _masked(line: str) -> str:
    """Return a line as its page shows it: the middle of whatever may be a number stays out."""
    return _NUMBER.sub(r"\1…\2", line)


def _row(answer: dict[str, Any] | None, code: str) -> tuple[Said | None, object, uuid.UUID | None]:
    if answer is None:
        return None, fault_in_words(code), None
    return said(answer), answer["decision"], uuid.UUID(answer["reference"])


def _errors(lines: list[str], activity: str) -> dict[str, tuple[Words, ...]]:
    errors: dict[str, tuple[Words, ...]] = {}
    if not lines:
        errors["people"] = (Words("请粘贴名单。", "Paste the list."),)
    if len(lines) > MOST_LINES:
        errors["people"] = (Words("一次最多200行。", "At most 200 lines at a time."),)
    if activity not in ACTIVITIES:
        errors["activity"] = (fault_in_words("unknown-value"),)
    return errors
