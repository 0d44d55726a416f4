"""Where a duty is done: its matter, else its measure, else the person; looked up for a page of duties at once."""

import uuid
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from django.urls import reverse

from blacklist.models import Application, CaseTransfer, CorrectionRequest, Extension, Listing, Officer, Task, TaskKind

# The page of the matter, by the kind of duty, when it is not done on the measure.
_MATTERS: Mapping[str, str] = MappingProxyType(
    {
        TaskKind.ENFORCEMENT_NOTICE: "case",
        TaskKind.APPLICATION: "application",
        TaskKind.EXEMPTION: "exemption",
        TaskKind.TRAVEL_LIFT: "exemption",
        TaskKind.CORRECTION: "correction",
        TaskKind.CORRECTION_TRANSFER: "correction",
        TaskKind.CORRECTION_UPHELD: "correction",
        TaskKind.CORRECTION_OVERDUE: "correction",
        TaskKind.EXPLANATION: "correction",
        TaskKind.RECONSIDERATION: "reconsideration",
        TaskKind.RECONSIDERATION_TRANSFER: "reconsideration",
        TaskKind.BREACH_REPORT: "breach-report",
    }
)
# What else than a measure may be served.
_SERVED = (("correction", CorrectionRequest), ("extension", Extension), ("application", Application))


def addresses_of(tasks: Sequence[Task], *, by: Officer) -> dict[uuid.UUID, str]:
    """Return the address at which each duty is done, by the duty's id."""
    places = _Places(tasks, by)
    return {task.pk: places.of(task) for task in tasks}


class _Places:
    def __init__(self, tasks: Sequence[Task], by: Officer) -> None:
        self.by = by
        measures = {task.measure_id for task in tasks if task.measure_id}
        self.listings = {*Listing.objects.filter(pk__in=measures).values_list("pk", flat=True)} if measures else set()
        transfers = [task.matter_id for task in tasks if task.kind == TaskKind.CASE_TRANSFER and task.matter_id]
        rows = CaseTransfer.objects.filter(pk__in=transfers).values_list("pk", "case_id") if transfers else ()
        self.transferred: dict[uuid.UUID | None, uuid.UUID] = dict(rows)
        served = [task.matter_id for task in tasks if task.kind == TaskKind.SERVICE and task.matter_id]
        self.served: dict[uuid.UUID | None, str] = {
            key: name
            for name, model in _SERVED
            if served
            for key in model._base_manager.filter(pk__in=served).values_list("pk", flat=True)
        }

    def of(self, task: Task) -> str:
        if task.matter_id in self.transferred:
            return self._transfer(task, self.transferred[task.matter_id])
        matter = _MATTERS.get(task.kind) or self.served.get(task.matter_id)
        if matter and task.matter_id:
            return reverse(f"court-pages:{matter}", args=[task.matter_id])
        if task.measure_id:
            kind = "listing" if task.measure_id in self.listings else "order"
            return reverse(f"court-pages:{kind}", args=[task.measure_id])
        return reverse("court-pages:person", args=[task.subject_id])

    def _transfer(self, task: Task, case_id: uuid.UUID) -> str:
        """Whom a case is handed to reads it only once it is accepted."""
        if task.court_id == self.by.court_id:
            return reverse("court-pages:act-on", args=["accept_transfer", case_id])
        return reverse("court-pages:case", args=[case_id])
