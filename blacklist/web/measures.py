"""A measure's page: whom it binds, what it says, how it came about, what can be done now."""

import uuid
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from blacklist import models, selectors
from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.law.refusals import Refusal
from blacklist.services.relation import holds
from blacklist.web import acts, attached, choosing, particulars, showing
from blacklist.web.matters import matters_of
from blacklist.web.signing import DRAFTS, gate_of
from blacklist.web.staff import Staff


class Measure(Staff):
    """What a listing's and an order's page have in common."""

    current = "cases"

    def get(self, request: HttpRequest, measure_id: uuid.UUID) -> HttpResponse:
        """Show the measure."""
        record = self.find(measure_id)
        on = legal_day(self.at)
        shown = {
            "record": record,
            "case": choosing.case_of(record),
            "measure": showing.measure(record),
            "bound": self.bound(record),
            "said": particulars.rows(record.particulars),
            "documents": selectors.documents_of(self.officer).filter(measure_id=record.pk).order_by("-issued_at"),
            "tasks": showing.open_tasks(self.officer, Q(measure_id=record.pk), on=on),
            "timeline": [
                showing.moment(entry)
                for entry in selectors.entries_of(self.officer, about=record.pk)
                .filter(measure_id=record.pk)
                .order_by("-version")[: showing.MOST_ENTRIES]
            ],
            "acts": acts.possible(record, by=self.officer, on=on),
            "matters": matters_of([record], by=self.officer),
            "sections": attached.sections(record, by=self.officer, on=on),
            "gate": gate_of(record, by=self.officer, at=self.at) if self._is_draft(record, on=on) else (),
            "is_drafter": record.drafted_by_id == self.officer.pk,
            "may_sign": holds(self.officer, acts.PAGES["sign_order"].operation.duty, on=on),
            **self.more(record),
        }
        return self.page("court/measure.html", shown)

    def _is_draft(self, record: Any, *, on: date) -> bool:
        """Say whether it waits for a signature and the officer is one of those who draft or sign."""
        may = holds(self.officer, Duty.PROPOSE, on=on) or holds(self.officer, Duty.SIGN, on=on)
        return record.state in DRAFTS and may and record.case.court_id == self.officer.court_id

    def find(self, measure_id: uuid.UUID) -> Any:
        """Return the measure, if the officer may read it.

        :raises Refusal: ``not-found``.
        """
        raise NotImplementedError

    def bound(self, record: Any) -> list[Any]:
        """Return whom it binds, each with the row that holds service and effect, and how it was served."""
        raise NotImplementedError

    def more(self, record: Any) -> dict[str, Any]:
        """Return what only this kind of measure has."""
        raise NotImplementedError


class Listing(Measure):
    """A listing decision."""

    def find(self, measure_id: uuid.UUID) -> models.Listing:
        """Return the listing."""
        return _one(selectors.listings_of(self.officer), measure_id)  # type: ignore[no-any-return]

    def bound(self, record: models.Listing) -> list[Any]:
        """Return the debtor."""
        return [
            (record.debtor, showing.capacity(""), showing.identities(record.debtor), record, showing.served(record))
        ]

    def more(self, record: models.Listing) -> dict[str, Any]:
        """Return its grounds."""
        return {"grounds": showing.grounds(record.grounds)}


class Order(Measure):
    """A consumption order."""

    def find(self, measure_id: uuid.UUID) -> models.ConsumptionOrder:
        """Return the order."""
        return _one(selectors.orders_of(self.officer), measure_id)  # type: ignore[no-any-return]

    def bound(self, record: models.ConsumptionOrder) -> list[Any]:
        """Return the persons it names."""
        return [
            (row.person, showing.capacity(row.capacity), showing.identities(row.person), row, showing.served(row))
            for row in record.restricted_persons.all()
        ]

    def more(self, record: models.ConsumptionOrder) -> dict[str, Any]:
        """Return what it covers."""
        return {"activities": showing.activities(record.activities)}


def _one(rows: Any, key: uuid.UUID) -> Any:
    found = rows.filter(pk=key).first()
    if found is None:
        raise Refusal("not-found")
    return found
