"""Entering a ruling, step by step: who, which case; then the case's own page leads through notice and measure.

What identifies somebody is typed carefully: the last six characters twice, birth date and sex read back from the
number, conflicts and namesakes shown before anything is entered.
"""

import json
import uuid
from functools import partial
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from rest_framework.exceptions import ValidationError

from blacklist import selectors
from blacklist.api.cases import CaseIn
from blacklist.api.cases import Cases as CasesInApi
from blacklist.api.persons import PersonIn
from blacklist.api.views import checked
from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal
from blacklist.models import Officer, PartyRole, Person
from blacklist.services import drafts, entry_gate, persons
from blacklist.services.idempotency import Answer, once
from blacklist.services.persons import Particulars
from blacklist.web import conflicts, keeping, showing
from blacklist.web.forms import Form
from blacklist.web.sending import asked_on
from blacklist.web.staff import Staff
from pages.fields import Field
from pages.words import Words

LAST = 6
AGAIN = Words("再次输入证件号码末六位", "Type the last six characters again")
DIFFERENT = Words("与上面的号码不一致，请核对证件。", "These differ from the number above. Look at the document.")
STEPS = (
    Words("当事人", "Person"),
    Words("案件", "Case"),
    Words("执行通知", "Notice"),
    Words("措施", "Measure"),
)


class NewPerson(Staff):
    """The first step: type, look at what was read, confirm."""

    duty = Duty.REGISTER
    current = "ruling"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form, with what was typed before."""
        draft = drafts.find(address=request.path, by=self.officer)
        return self._shown(_form().with_typed(drafts.typed_in(draft)) if draft else _form(), draft=draft)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show what was read; once confirmed, enter the person."""
        form = _form().with_typed(request.POST)
        if "discard" in request.POST:
            drafts.discard(address=request.path, by=self.officer)
            return HttpResponseRedirect(request.path)
        keeping.keep(request.POST, address=request.path, by=self.officer, at=self.at)
        try:
            particulars = _particulars(checked(PersonIn, form.sent()))
            if not _is_same(particulars.document_number, request.POST.get("last_six_again", "")):
                return self._shown(form, code=422, again=DIFFERENT)
            if "confirm" in request.POST:
                return self._enter(particulars)
            seen = entry_gate.of_entry(particulars, by=self.officer, at=self.at)
        except ValidationError as error:
            return self._shown(form.with_faults(error), code=422)
        except Refusal as refusal:
            return self._shown(form.with_refusal(refusal), code=refusal.status)
        return self._shown(form, seen=seen)

    def _enter(self, particulars: Particulars) -> HttpResponse:
        person = persons.register(particulars, by=self.officer, at=self.at)
        drafts.discard(address=self.request.path, by=self.officer)
        drafts.save({"entered": ["true"]}, address=_case_step(person.pk), by=self.officer, at=self.at)
        return HttpResponseRedirect(_case_step(person.pk))

    def _shown(self, form: Form, *, code: int = 200, again: Words | None = None, **shown: Any) -> HttpResponse:
        seen = shown.get("seen")
        again_field = Field(
            "last_six_again",
            AGAIN,
            errors=(again,) if again else (),
            values=(self.request.POST.get("last_six_again", ""),) if seen else (),
            width=10,
            attributes={"autocomplete": "off"},
        )
        frame = {
            "form": form,
            "again": again_field,
            "all_fields": [*form.fields, again_field],
            "steps": _steps(0),
            "conflicts": [conflicts.said(found) for found in seen.found] if seen else [],
            "namesakes": [(each, showing.identities(each)) for each in seen.namesakes] if seen else [],
            "sex": showing.sex(seen.sex) if seen else "",
        }
        return self.page("court/ruling_person.html", {**frame, **shown}, code=code)


class ChooseCase(Staff):
    """The second step: a case of this person, or a new one."""

    duty = Duty.REGISTER
    current = "ruling"

    def get(self, request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
        """Show the cases in which the person is a debtor."""
        person = _person(person_id, by=self.officer)
        cases = selectors.cases_of(self.officer).filter(pk__in=selectors.cases_with(person.pk))
        shown = {
            "person": person,
            "identities": showing.identities(person),
            "cases": list(cases.order_by("-filed_on")[:20]),
            "steps": _steps(1),
        }
        return self.page("court/ruling_case.html", shown)


class NewCase(Staff):
    """The second step, when the case is new."""

    duty = Duty.REGISTER
    current = "ruling"

    def get(self, request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
        """Show the form."""
        draft = drafts.find(address=request.path, by=self.officer)
        form = self._form(person_id)
        return self._shown(person_id, form.with_typed(drafts.typed_in(draft)) if draft else form, draft=draft)

    def post(self, request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
        """Enter the case; the same case sent twice leads to the one that is there."""
        if "discard" in request.POST:
            drafts.discard(address=request.path, by=self.officer)
            return HttpResponseRedirect(request.path)
        form = self._form(person_id).with_typed(request.POST)
        keeping.keep(request.POST, address=request.path, by=self.officer, at=self.at)
        sent = form.sent()
        try:
            given = checked(CaseIn, sent)
            answer = once(asked_on(request, sent, by=self.officer), partial(self._enter, given), at=self.at)
        except ValidationError as error:
            return self._shown(person_id, form.with_faults(error), code=422)
        except Refusal as refusal:
            existing = refusal.members.get("existing")
            return self._shown(person_id, form.with_refusal(refusal), code=refusal.status, existing=existing)
        for address in (request.path, _case_step(person_id)):
            drafts.discard(address=address, by=self.officer)
        messages.success(request, str(Words("案件已登记。", "The case is entered.")))
        return HttpResponseRedirect(json.loads(answer.body)["to"])

    def _enter(self, given: Any) -> Answer:
        view = CasesInApi()
        view.request = SimpleNamespace(auth=self.session)  # type: ignore[assignment]
        case = view.act(given, by=self.officer, at=self.at)
        return Answer(303, json.dumps({"to": reverse("court-pages:case", args=[case.pk])}))

    def _form(self, person_id: uuid.UUID) -> Form:
        debtor = {"person": str(_person(person_id, by=self.officer).pk), "role": PartyRole.JUDGMENT_DEBTOR.value}
        return Form("register_case", CaseIn(), fixed={"parties": [debtor]})

    def _shown(self, person_id: uuid.UUID, form: Form, *, code: int = 200, **more: object) -> HttpResponse:
        person = _person(person_id, by=self.officer)
        shown = {
            "form": form,
            "person": person,
            "identities": showing.identities(person),
            "steps": _steps(1),
            "key": uuid.uuid4().hex,
        }
        return self.page("court/ruling_new_case.html", {**shown, **more}, code=code)


def _form() -> Form:
    return Form("register_person", PersonIn())


def _particulars(given: Any) -> Particulars:
    document = given["document"]
    return Particulars(
        name=given["name"],
        document_type=document["type"],
        document_number=document["number"],
        issuer=document.get("issuer"),
        birth_date=given.get("birth_date"),
        sex=given.get("sex") or "",
    )


def _is_same(number: str, again: str) -> bool:
    return _plain(number)[-LAST:] == _plain(again)[-LAST:] != ""


def _plain(text: str) -> str:
    return "".join(text.split()).upper()


def _person(person_id: uuid.UUID, *, by: Officer) -> Person:
    """Return a person of the own court's cases, or one whom this officer has just entered."""
    found = selectors.persons_of(by).filter(pk=person_id).first()
    if found is None and drafts.find(address=_case_step(person_id), by=by):
        found = Person.objects.filter(pk=person_id).prefetch_related("documents").first()
    if found is None:
        raise Refusal("not-found")
    return found


def _case_step(person_id: uuid.UUID) -> str:
    return reverse("court-pages:ruling-case", args=[person_id])


def _steps(current: int) -> list[tuple[Words, str]]:
    return [
        (words, "current" if index == current else "done" if index < current else "")
        for index, words in enumerate(STEPS)
    ]
