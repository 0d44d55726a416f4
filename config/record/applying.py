"""The forms by which somebody applies from their own record, and the page on which an application is followed."""

import uuid
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from rest_framework.exceptions import ValidationError

from blacklist.api.shapes import Input
from blacklist.api.views import checked
from blacklist.law.accounts import Oneself
from blacklist.law.days import legal_day
from blacklist.law.refusals import Refusal
from blacklist.own_matters import OwnMatter, own_matters
from blacklist.services import own_filings
from blacklist.web.acting import BUSY
from blacklist.web.forms import Form
from config.record import asking, keeping
from config.record.following import shown_matter
from config.record.terms import HINTS, LABELS, LEADS, TITLES, plain
from config.record.views import OwnView
from pages.fields import Field
from pages.headers import PRIVATE, with_headers
from pages.words import Words

TICKED = frozenset({"has_undertaking", "is_single_use", "wants_explanation"})
DONE = Words("已提交。请记下回执编号。", "Filed. Keep the number of the receipt.")
WITHDRAWN = Words("已撤回。", "Withdrawn.")
Way = asking.OnMeasure | asking.OnMatter


@dataclass(frozen=True)
class Open:
    """One form that is open to this person: which way it goes, and what it is about."""

    way: Way
    on: Any

    @property
    def shape(self) -> type[Input]:
        return self.way.shape(self.on) if isinstance(self.way, asking.OnMatter) else self.way.shape

    def form(self) -> Form:
        """Return the form with nothing typed."""
        return Form(self.way.code, self.shape(), options=asking.options_of(self.on, self.way.code))


class OwnMatterView(OwnView):
    """A page for somebody who is on file, and so may act."""

    @property
    def oneself(self) -> Oneself:
        """Return who acts: the person, by nobody's leave.

        :raises Http404: nobody on file.
        """
        if self.person_id is None:
            raise Http404
        return Oneself(self.person_id)

    def matter(self, matter_id: uuid.UUID) -> OwnMatter:
        """Return an application of this person.

        :raises Http404: it is none of theirs.
        """
        for row in own_matters(self.oneself.person_id):
            if row.id == matter_id:
                return row
        raise Http404


class Apply(OwnMatterView):
    """``GET`` shows the form, ``POST`` files it once."""

    def get(self, request: HttpRequest, what: str, about_id: uuid.UUID) -> HttpResponse:
        """Show the form, with what was typed before the page ran out."""
        found = self._open(what, about_id)
        typed = keeping.taken_out(request, person_id=self.person_id)
        return self._shown(found, found.form().with_typed(typed) if typed else found.form())

    def post(self, request: HttpRequest, what: str, about_id: uuid.UUID) -> HttpResponse:
        """File it, or say at each field what is wrong."""
        if matter_id := own_filings.sent_before(self._form_id, by=self.oneself):
            return redirect("record:matter", matter_id)
        found = self._open(what, about_id)
        form, by, at = found.form().with_typed(request.POST), self.oneself, timezone.now()
        try:
            given = checked(found.shape, form.sent())
            matter_id = own_filings.once(self._form_id, partial(found.way.file, given, found.on, by, at), by=by, at=at)
        except ValidationError as error:
            return self._shown(found, form.with_faults(error), code=422)
        except Refusal as refusal:
            return self._shown(found, _refused(form, refusal), code=refusal.status)
        except (OperationalError, InterfaceError):
            return self._shown(found, form.with_words(BUSY), code=503)
        messages.success(request, str(DONE))
        return redirect("record:matter", matter_id)

    @property
    def _form_id(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.request.POST.get("form", ""))
        except ValueError:
            return uuid.uuid4()

    def _open(self, what: str, about_id: uuid.UUID) -> Open:
        for row in [row for row in self.record.measures if row.id == about_id]:
            way = asking.ON_MEASURES.get(what)
            if way is not None and way.fits(row):
                return Open(way, row)
        going_on = asking.ON_MATTERS.get(what)
        if going_on is None or not going_on.fits(on := self.matter(about_id)):
            raise Http404
        return Open(going_on, on)

    def _shown(self, found: Open, form: Form, *, code: int = 200) -> HttpResponse:
        on = found.on
        shown = {
            "fields": [_in_plain_words(found.way.code, each) for each in sorted(form.fields, key=_comes_first)],
            "general": form.general,
            "title": TITLES[found.way.code],
            "lead": LEADS[found.way.code],
            "on": on,
            "missing": on.missing if isinstance(on, OwnMatter) else "",
            "form_id": self._form_id if code != 200 else uuid.uuid4(),
        }
        return with_headers(render(self.request, "record/apply.html", shown, status=code), PRIVATE)


class Matter(OwnMatterView):
    """One application: what was filed, who decides by when, what was decided, what may come next."""

    def get(self, request: HttpRequest, matter_id: uuid.UUID) -> HttpResponse:
        """Show where it stands."""
        shown = shown_matter(self.matter(matter_id), on=legal_day(timezone.now()))
        return with_headers(render(request, "record/matter.html", shown), PRIVATE)


class Withdraw(OwnMatterView):
    """Taking an application back."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, matter_id: uuid.UUID) -> HttpResponse:
        """Take it back, and say what became of it."""
        try:
            asking.withdraw(self.matter(matter_id), by=self.oneself, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(plain(refusal)))
        else:
            messages.success(request, str(WITHDRAWN))
        return redirect("record:matter", matter_id)


def _refused(form: Form, refusal: Refusal) -> Form:
    """Return the form with the refusal at its field, in plain words; at the top where it has none."""
    pointer = {"note": "purpose", "reason": "travel_reason"}.get(refusal.pointer or "", refusal.pointer or "")
    names = [each.name for each in form.fields]
    name = pointer if pointer in names else refusal.pointer
    if refusal.code == "filed-late":
        name = "obstacle"
    if name not in names:
        return form.with_words(plain(refusal))
    return replace(form, faults={**form.faults, str(name): (plain(refusal),)})


def _comes_first(each: Field) -> bool:
    return each.name != "travel_reason"


def _in_plain_words(code: str, each: Field) -> Field:
    """Return the field as the person reads it: own label and hint, a box to tick where yes and no is asked for."""
    label: Words | str = LABELS.get(each.name, each.label)
    hint: Words | str = HINTS.get(f"{code}.{each.name}") or HINTS.get(each.name) or ""
    if each.name not in TICKED:
        return replace(each, label=label, hint=hint)
    values = tuple(value for value in each.values if value == "true")
    return replace(each, label=label, hint=hint, kind="checkbox", options=(), values=values, is_required=True)
