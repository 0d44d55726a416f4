"""What parties ask for: applications, exemptions, corrections, reconsiderations, and other records with a life."""

import uuid
from collections.abc import Callable, Mapping
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
from blacklist.models import Officer
from blacklist.web import acts, choosing, particulars, places, showing
from blacklist.web.acts import NOUNS
from blacklist.web.staff import Staff
from pages.words import Words

SHOWN = 30
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


class Matters(Staff):
    """The newest of each kind."""

    current = "matters"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one kind."""
        kinds = {name: (words, order) for name, words, order in _LISTS}
        kind = request.GET.get("kind", "")
        kind = kind if kind in kinds else _LISTS[0][0]
        words, order = kinds[kind]
        found = list(MATTERS[kind].rows(self.officer).order_by(order, "-pk")[:SHOWN])
        shown = {
            "title": words,
            "rows": [
                {
                    "title": str(row),
                    "address": places.address_of(row),
                    "case": choosing.case_of(row),
                    "person": getattr(row, "person", None) or getattr(row, "filed_by", None),
                    "state": showing.state(str(row.state)),
                    "due": getattr(row, "decide_by", None),
                }
                for row in found
            ],
            "tabs": [(f"?kind={name}", each, name == kind, 0) for name, each, _ in _LISTS],
        }
        return self.page("court/matters.html", shown)
