"""The president's desk: drafts of the own court, one by one, each beside the source it was made from."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from blacklist import selectors
from blacklist.law.duties import Duty
from blacklist.law.lifecycle import ListingState, OrderState
from blacklist.models import ConsumptionOrder, Listing, Officer
from blacklist.services import entry_gate
from blacklist.web import acts, conflicts, particulars, showing
from blacklist.web.staff import Staff

SHOWN = 200


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
                "sign": acts.link(f"sign_{noun}", chosen),
                "refuse": acts.link(f"refuse_{noun}", chosen),
                "gate": [_seen(seen) for seen in _gate(chosen, by=self.officer, at=self.at)],
                "is_drafter": chosen.drafted_by_id == self.officer.pk,
            }
        return self.page("court/signing.html", shown)


def _gate(draft: showing.AnyMeasure, *, by: Officer, at: datetime) -> list[entry_gate.Seen]:
    if isinstance(draft, Listing):
        return entry_gate.of_listing(draft, by=by, at=at)
    return entry_gate.of_order(draft, by=by, at=at)


def _seen(seen: entry_gate.Seen) -> dict[str, Any]:
    return {
        "name": seen.person.name if seen.person else "",
        "identities": showing.identities(seen.person) if seen.person else [],
        "conflicts": [conflicts.said(found) for found in seen.found],
        "checks": seen.checks_by_other_documents,
    }
