"""Cases: found by their number, shown with parties, basis, measures, documents and what comes next."""

import uuid

from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from blacklist import selectors
from blacklist.law.case_numbers import read_enforcement_case_number
from blacklist.law.days import legal_day
from blacklist.law.refusals import Refusal
from blacklist.models import EnforcementCase
from blacklist.web import acts, attached, showing
from blacklist.web.matters import matters_of
from blacklist.web.staff import Staff

SHOWN = 50


class Cases(Staff):
    """The cases of the own court, newest first; one is found by its number, however that is written."""

    current = "cases"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        wanted, fault = request.GET.get("number", "").strip()[:80], None
        rows = selectors.cases_of(self.officer)
        if wanted:
            try:
                rows = rows.filter(case_number=read_enforcement_case_number(wanted, on=legal_day(self.at)).text)
            except Refusal:
                rows, fault = rows.filter(case_number__contains=wanted), None
        found = list(rows.order_by("-filed_on", "-pk")[: SHOWN + 1])
        shown = {"cases": found[:SHOWN], "is_cut": len(found) > SHOWN, "wanted": wanted, "fault": fault}
        return self.page("court/cases.html", shown)


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
