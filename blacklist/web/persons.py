"""A person: found by the document, for a purpose that is recorded; shown with masked numbers and own cases."""

import uuid
from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import ValidationError

from blacklist import selectors
from blacklist.api.persons import FindPerson as FindPersonInApi
from blacklist.api.persons import PersonFindIn
from blacklist.api.views import checked
from blacklist.law.days import legal_day
from blacklist.law.refusals import Refusal
from blacklist.models import Person as PersonRow
from blacklist.web import acts, attached, keeping, showing
from blacklist.web.forms import Form
from blacklist.web.staff import Staff
from pages.words import Words


class FindPerson(Staff):
    """The form stands in a body, never in an address; each look-up is recorded with its purpose."""

    current = "find"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return self._shown(_form().with_typed(keeping.take_back(address=request.path, by=self.officer)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Look somebody up."""
        form = _form().with_typed(request.POST)
        try:
            view = FindPersonInApi()
            view.request = SimpleNamespace(auth=self.session)  # type: ignore[assignment]
            found = view.read(checked(PersonFindIn, form.sent()), by=self.officer, at=self.at)
        except ValidationError as error:
            return self._shown(form.with_faults(error), code=422)
        except Refusal as refusal:
            if refusal.code == "not-found":
                return self._shown(form, is_nobody=True)
            return self._shown(form.with_refusal(refusal), code=refusal.status)
        return self._shown(form, person=found)

    def _shown(
        self, form: Form, *, person: PersonRow | None = None, is_nobody: bool = False, code: int = 200
    ) -> HttpResponse:
        readable = selectors.persons_of(self.officer).filter(pk=person.pk).exists() if person else False
        identities = showing.identities(person) if person else []
        shown = {"form": form, "person": person, "identities": identities, "is_ours": readable, "is_nobody": is_nobody}
        shown["may_hand_out"] = acts.may("issue_record_code", by=self.officer, on=legal_day(self.at))
        return self.page("court/find.html", shown, code=code)


class Person(Staff):
    """Somebody whom a case of the own court concerns."""

    current = "cases"

    def get(self, request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
        """Show the person."""
        person = selectors.persons_of(self.officer).filter(pk=person_id).first()
        if person is None:
            raise Refusal("not-found")
        listings = selectors.listings_of(self.officer).filter(debtor=person)
        orders = selectors.orders_of(self.officer).filter(pk__in=selectors.orders_on(person.pk))
        cases = selectors.cases_of(self.officer).filter(pk__in=selectors.cases_with(person.pk))
        shown = {
            "person": person,
            "identities": showing.identities(person),
            "cases": list(cases.order_by("-filed_on")[:50]),
            "measures": [*map(showing.measure, listings), *map(showing.measure, orders)],
            "sections": attached.sections(person, by=self.officer, on=legal_day(self.at)),
            "acts": acts.on_person(person, by=self.officer, on=legal_day(self.at)),
        }
        return self.page("court/person.html", shown)


def _form() -> Form:
    purpose = Words("查询会被记录，当事人可以看到。", "The look-up is recorded, and the person concerned can see it.")
    return Form("find_person", PersonFindIn(), notes={"purpose": purpose})
