"""Where a record is shown: each kind has its page; what has none is shown in its case."""

import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.urls import reverse

from blacklist.law.refusals import Refusal
from blacklist.models import (
    Application,
    AssistanceNotice,
    BreachReport,
    ConsumptionOrder,
    CorrectionRequest,
    EnforcementCase,
    Exemption,
    Extension,
    Listing,
    Person,
    Reconsideration,
    RestrictedPerson,
)

PLACES: Mapping[type, str] = MappingProxyType(
    {
        EnforcementCase: "case",
        Listing: "listing",
        ConsumptionOrder: "order",
        Person: "person",
        Application: "application",
        Exemption: "exemption",
        CorrectionRequest: "correction",
        Reconsideration: "reconsideration",
        Extension: "extension",
        AssistanceNotice: "assistance-notice",
        BreachReport: "breach-report",
    }
)


def address_of(record: Any) -> str | None:
    """Return the address of the page of a record, or of the case it belongs to; None for what has neither."""
    if record is None:
        return None
    name = PLACES.get(type(record))
    if name is not None:
        return reverse(f"court-pages:{name}", args=[record.pk])
    around = record.order if isinstance(record, RestrictedPerson) else getattr(record, "case", None)
    return address_of(around)


def id_in(text: str) -> uuid.UUID:
    """Return the id that an address names.

    :raises Refusal: ``not-found``.
    """
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Refusal("not-found") from None
