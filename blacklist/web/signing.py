"""The president's desk: drafts of the own court, one by one, each beside the source it was made from."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from blacklist import selectors
from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.law.lifecycle import ListingState, OrderState
from blacklist.models import ConsumptionOrder, Listing, Officer, PartyRole, RegisterEntry
from blacklist.services import entry_gate
from blacklist.web import acts, conflicts, particulars, showing
from blacklist.web.differences import differences
from blacklist.web.staff import Staff

SHOWN = 200
MOST_SINCE = 10
DRAFTS = (ListingState.PROPOSED, OrderState.DRAFTED)


class Signing(Staff):
    """One draft is shown whole; the others wait. There is no way to sign several at once."""

    duty = Duty.SIGN
    current = "signing"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the drafts that wait, and the first of them, or the one asked for."""
        court = self.officer.court_id
        listings = selectors.listings_of(self.officer).filter(case__court=court, state=ListingState.PROPOSED)
        orders = selectors.orders_of(self.officer).filter(case__court=court, state=OrderState.DRAFTED)
        drafts: list[showing.AnyMeasure] = [*listings[:SHOWN], *orders[:SHOWN]]
        waiting = sorted(drafts, key=lambda row: (row.proposed_at, str(row.pk)))
        wanted = request.GET.get("measure", "")
        chosen = next((row for row in waiting if str(row.pk) == wanted), waiting[0] if waiting else None)
        shown: dict[str, object] = {
            "waiting": [(showing.measure(row), row is chosen) for row in waiting],
            "count": len(waiting),
        }
        if chosen is not None:
            noun = "listing" if isinstance(chosen, Listing) else "order"
            [sign] = acts.told([acts.link(f"sign_{noun}", chosen)], chosen, by=self.officer, on=legal_day(self.at))
            shown |= {
                "chosen": chosen,
                "measure": showing.measure(chosen),
                "case": chosen.case,
                "parties": [showing.party(row) for row in chosen.case.parties.all()],
                "basis": list(chosen.case.basis_documents.all()),
                "facts": showing.facts(chosen.case),
                "said": particulars.rows(chosen.particulars),
                "grounds": showing.grounds(chosen.grounds) if isinstance(chosen, Listing) else [],
                "activities": showing.activities(chosen.activities) if isinstance(chosen, ConsumptionOrder) else [],
                "sign": sign,
                "refuse": acts.link(f"refuse_{noun}", chosen),
                "gate": gate_of(chosen, by=self.officer, at=self.at),
                "differences": differences(chosen.particulars, _source(chosen)),
                "strangers": _strangers(chosen),
                "since": _since(chosen),
            }
        return self.page("court/signing.html", shown)


def gate_of(draft: showing.AnyMeasure, *, by: Officer, at: datetime) -> list[dict[str, Any]]:
    """Return what the entry gate shows of each person whom a draft binds, in words."""
    if isinstance(draft, Listing):
        return [_seen(seen) for seen in entry_gate.of_listing(draft, by=by, at=at)]
    return [_seen(seen) for seen in entry_gate.of_order(draft, by=by, at=at)]


def _source(draft: showing.AnyMeasure) -> list[Any]:
    """Return what a draft is made from: the basis documents, and the facts of the case."""
    case = draft.case
    basis = [[row.issuer, row.number, row.obligation] for row in case.basis_documents.all()]
    days = [case.filed_on, case.notice_served_on, case.notice_perform_by, case.outstanding_on]
    return [basis, case.case_number, *days, case.outstanding]


def _strangers(draft: showing.AnyMeasure) -> list[str]:
    """Return whom a draft binds as a debtor, and who is no debtor in the case."""
    debtors = {row.person_id for row in draft.case.parties.all() if row.role == PartyRole.JUDGMENT_DEBTOR}
    if isinstance(draft, Listing):
        bound = [draft.debtor]
    else:
        bound = [row.person for row in draft.restricted_persons.all() if not row.capacity]
    return [person.name for person in bound if person.pk not in debtors]


def _since(draft: showing.AnyMeasure) -> list[showing.Moment]:
    """Return what the register says of the draft's persons since it was drafted, the newest first."""
    bound = [draft.debtor_id] if isinstance(draft, Listing) else []
    bound += [] if isinstance(draft, Listing) else [row.person_id for row in draft.restricted_persons.all()]
    rows = RegisterEntry.objects.filter(subjects__overlap=bound, at__gt=draft.proposed_at).exclude(measure_id=draft.pk)
    return [showing.moment(entry) for entry in rows.order_by("-version")[:MOST_SINCE]]


def _seen(seen: entry_gate.Seen) -> dict[str, Any]:
    return {
        "name": seen.person.name if seen.person else "",
        "identities": showing.identities(seen.person) if seen.person else [],
        "conflicts": [conflicts.said(found) for found in seen.found],
        "namesakes": [(person, showing.identities(person)) for person in seen.namesakes],
        "checks": seen.checks_by_other_documents,
    }
