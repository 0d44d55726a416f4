"""Cases: found by their number, shown with parties, basis, measures, documents and what comes next."""

import re
import uuid
from dataclasses import replace

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode

from blacklist import selectors
from blacklist.law.case_numbers import read_enforcement_case_number
from blacklist.law.days import legal_day
from blacklist.law.refusals import Refusal
from blacklist.models import EnforcementCase
from blacklist.web import acts, attached, showing
from blacklist.web.matters import matters_of
from blacklist.web.staff import Staff
from pages.fields import Field
from pages.words import Words

SHOWN, LONGEST = 50, 80
NUMBER = Field("number", Words("案号", "Case number"), longest=LONGEST, attributes={"autocomplete": "off"})
NO_CASE_NUMBER = Words(
    "这像是证件号码，不是案号；请用“查人”。", "This looks like a document’s number. Use “Find a person” for it."
)
_LIKE_A_PERSONS = re.compile(r"[0-9０-９]{15}").search


class Cases(Staff):
    """The cases of the own court, newest first; one is found by its number, however that is written."""

    current = "cases"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Lead to what was looked for, unless it could be a person's number, which no address may hold."""
        wanted = request.POST.get("number", "").strip()[:LONGEST]
        if _LIKE_A_PERSONS(wanted):
            return self._shown(replace(NUMBER, values=(wanted,), errors=(NO_CASE_NUMBER,)), [], code=422)
        return HttpResponseRedirect(f"{request.path}?{urlencode({'number': wanted})}" if wanted else request.path)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        wanted = request.GET.get("number", "").strip()[:LONGEST]
        rows = selectors.cases_of(self.officer)
        if wanted:
            try:
                rows = rows.filter(case_number=read_enforcement_case_number(wanted, on=legal_day(self.at)).text)
            except Refusal:
                rows = rows.filter(case_number__contains=wanted)
        field = replace(NUMBER, values=(wanted,) if wanted else ())
        return self._shown(field, list(rows.order_by("-filed_on", "-pk")[: SHOWN + 1]))

    def _shown(self, field: Field, found: list[EnforcementCase], *, code: int = 200) -> HttpResponse:
        shown = {"cases": found[:SHOWN], "is_cut": len(found) > SHOWN, "number": field, "fields": (field,)}
        return self.page("court/cases.html", shown, code=code)


class Case(Staff):
    """One case."""

    current = "cases"

    def get(self, request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
        """Show it."""
        case = self._case(case_id)
        listings = [*selectors.listings_of(self.officer).filter(case=case)]
        orders = [*selectors.orders_of(self.officer).filter(case=case)]
        ids = [row.pk for row in (*listings, *orders)]
        about = [case.pk, *ids]
        shown = {
            "case": case,
            "parties": [showing.party(row) for row in case.parties.all()],
            "measures": [*map(showing.measure, listings), *map(showing.measure, orders)],
            "documents": selectors.documents_of(self.officer).filter(case=case).order_by("-issued_at")[:30],
            "tasks": showing.open_tasks(
                self.officer, Q(matter_id=case.pk) | Q(measure_id__in=ids), on=legal_day(self.at)
            ),
            "timeline": showing.timeline(self.officer, Q(measure_id__in=about)),
            "facts": showing.facts(case),
            "matters": matters_of([*listings, *orders], by=self.officer),
            "sections": attached.sections(case, by=self.officer, on=legal_day(self.at)),
            "acts": acts.possible(case, by=self.officer, on=legal_day(self.at)),
        }
        return self.page("court/case.html", shown)

    def _case(self, case_id: uuid.UUID) -> EnforcementCase:
        case = selectors.cases_of(self.officer).filter(pk=case_id).first()
        if case is None:
            raise Refusal("not-found")
        return case
