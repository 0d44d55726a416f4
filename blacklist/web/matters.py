"""What parties ask for: applications, exemptions, corrections, reconsiderations, and other records with a life."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from blacklist import selectors
from blacklist.api.applications import ApplicationOut
from blacklist.api.assistance_notices import AssistanceNoticeOut
from blacklist.api.breach_reports import BreachReportOut
from blacklist.api.corrections import CorrectionOut
from blacklist.api.exemptions import ExemptionOut
from blacklist.api.extensions import ExtensionOut
from blacklist.api.reconsiderations import ReconsiderationOut
from blacklist.api.shapes import Output
from blacklist.law.days import legal_day
from blacklist.law.refusals import Refusal
from blacklist.models import ConsumptionOrder, Listing, Officer
from blacklist.web import acts, choosing, particulars, places, showing
from blacklist.web.acts import NOUNS
from blacklist.web.paging import paged
from blacklist.web.staff import Staff
from pages.words import Words

SHOWN = 30
_MEASURES: tuple[tuple[str, type[Listing] | type[ConsumptionOrder]], ...] = (
    ("listing", Listing),
    ("order", ConsumptionOrder),
)
_HIDDEN = frozenset({"id", "case", "order", "person", "state", "measure", "listing", "task", "words", "particulars"})


class Matter(Staff):
    """One record, as the court API shows it, in words, with what can be done on it now."""

    current = "matters"
    rows: ClassVar[Callable[[Officer], QuerySet[Any]]]
    gives: ClassVar[type[Output]]
    noun: ClassVar[str]

    def get(self, request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
        """Show it."""
        record = type(self).rows(self.officer).filter(pk=record_id).first()
        if record is None:
            raise Refusal("not-found")
        data = self.gives(record).data
        on = legal_day(self.at)
        about = Q(matter_id=record.pk) | Q(measure_id=record.pk)
        contested = (
            getattr(record, "measure", None) or getattr(record, "order", None) or getattr(record, "listing", None)
        )
        shown = {
            "record": record,
            "noun": NOUNS[self.noun],
            "state": showing.state(str(getattr(record, "state", ""))),
            "case": choosing.case_of(record),
            "person": getattr(record, "person", None) or getattr(record, "filed_by", None),
            "contested": places.address_of(contested) if contested is not None else None,
            "said": particulars.rows({name: value for name, value in data.items() if name not in _HIDDEN}),
            "words": particulars.rows(data.get("words") or data.get("particulars") or {}),
            "documents": selectors.documents_of(self.officer).filter(matter_id=record.pk).order_by("-issued_at"),
            "tasks": showing.open_tasks(self.officer, about, on=on),
            "timeline": showing.timeline(self.officer, Q(measure_id=record.pk)),
            "acts": acts.possible(record, by=self.officer, on=on),
        }
        return self.page("court/matter.html", shown)


def _matter(noun: str, rows: Callable[[Officer], QuerySet[Any]], gives: type[Output]) -> type[Matter]:
    return type(f"{noun.title()}Page", (Matter,), {"noun": noun, "rows": staticmethod(rows), "gives": gives})


MATTERS: Mapping[str, type[Matter]] = MappingProxyType(
    {
        "application": _matter("application", selectors.applications_of, ApplicationOut),
        "exemption": _matter("exemption", selectors.exemptions_of, ExemptionOut),
        "correction": _matter("correction", selectors.corrections_of, CorrectionOut),
        "reconsideration": _matter("reconsideration", selectors.reconsiderations_of, ReconsiderationOut),
        "extension": _matter("extension", selectors.extensions_of, ExtensionOut),
        "assistance-notice": _matter("assistance_notice", selectors.assistance_notices_of, AssistanceNoticeOut),
        "breach-report": _matter("breach_report", selectors.breach_reports_of, BreachReportOut),
    }
)
_LISTS = (
    ("correction", Words("纠正申请", "Corrections"), "-filed_on"),
    ("reconsideration", Words("复议", "Reconsiderations"), "-filed_on"),
    ("exemption", Words("例外申请", "Exemptions"), "-received_on"),
    ("application", Words("书面申请", "Applications"), "-received_on"),
    ("breach-report", Words("违反举报", "Breaches"), "-pk"),
    ("assistance-notice", Words("协助执行通知", "Assistance notices"), "-pk"),
)


@dataclass(frozen=True)
class Row:
    """A matter in a list."""

    noun: Words
    title: str
    address: str | None
    case: Any
    person: Any
    state: showing.State
    due: date | None


def row_of(noun: str, record: Any) -> Row:
    """Return a matter as a list shows it."""
    return Row(
        NOUNS[noun],
        str(record),
        places.address_of(record),
        choosing.case_of(record),
        getattr(record, "person", None) or getattr(record, "filed_by", None),
        showing.state(str(record.state)),
        getattr(record, "decide_by", None),
    )


# How a matter hangs on a measure, by what the measure is called there; nothing: it does not.
_HANGS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "application": (("listing", "listing"), ("order", "order")),
        "exemption": (("order", "order"),),
        "correction": (("listing", "listing"), ("order", "order")),
        "reconsideration": (("listing", "request__listing"), ("order", "request__order")),
        "extension": (("listing", "listing"),),
        "breach-report": (("order", "order"),),
    }
)


def matters_of(measures: Sequence[Any], *, by: Officer) -> list[Row]:
    """Return what was asked for about these measures, as far as the officer may read it."""
    keys = {kind: [row.pk for row in measures if isinstance(row, model)] for kind, model in _MEASURES}
    found = []
    for name, ways in _HANGS.items():
        about = Q()
        for kind, way in ways:
            about |= Q(**{f"{way}__in": keys[kind]})
        rows = MATTERS[name].rows(by).filter(about).order_by("-pk")[:SHOWN] if any(keys.values()) else ()
        found += [row_of(MATTERS[name].noun, row) for row in rows]
    return found


class Matters(Staff):
    """Each kind, the newest first."""

    current = "matters"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one kind."""
        kinds = {name: (words, order) for name, words, order in _LISTS}
        kind = request.GET.get("kind", "")
        kind = kind if kind in kinds else _LISTS[0][0]
        words, order = kinds[kind]
        rows = MATTERS[kind].rows(self.officer).order_by(order, "-pk")
        page = paged(rows, request.GET.get("page", ""), size=SHOWN)
        shown = {
            "title": words,
            "rows": [row_of(MATTERS[kind].noun, row) for row in page.rows],
            "page": page,
            "query": f"kind={kind}",
            "tabs": [(f"?kind={name}", each, name == kind, 0) for name, each, _ in _LISTS],
        }
        return self.page("court/matters.html", shown)
