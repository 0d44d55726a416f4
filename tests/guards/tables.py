"""The tables of lives, each with its noun in the API and the services that do its acts."""

import inspect
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

from blacklist.law.breaches import BREACH
from blacklist.law.exemptions import EXEMPTION
from blacklist.law.extensions import EXTENSION
from blacklist.law.lifecycle import APPLICATION, LISTING, NOTICE, ORDER, Table
from blacklist.law.redress import REDRESS
from blacklist.law.remedies import CORRECTION, RECONSIDERATION
from blacklist.services import (
    applications,
    assistance_notices,
    breach_reports,
    corrections,
    exemptions,
    extensions,
    grace,
    listings,
    order_grace,
    order_reviews,
    orders,
    reconsiderations,
    rectification,
    redress_numbers,
    relief,
)

Services = Mapping[str, Callable[..., Any]]


def services_of(*modules: ModuleType) -> Services:
    """Return the public functions of modules of acts; each name stands in one of them."""
    found = [
        (name, thing)
        for module in modules
        for name, thing in inspect.getmembers(module, inspect.isfunction)
        if thing.__module__ == module.__name__ and not name.startswith("_")
    ]
    assert len(dict(found)) == len(found)
    return dict(found)


TABLES: list[tuple[str, Table, Services]] = [
    ("listing", LISTING, services_of(listings, grace, relief, rectification)),
    ("order", ORDER, services_of(orders, order_grace, order_reviews, relief, rectification)),
    ("application", APPLICATION, services_of(applications)),
    ("extension", EXTENSION, services_of(extensions)),
    ("exemption", EXEMPTION, services_of(exemptions)),
    ("correction", CORRECTION, services_of(corrections)),
    ("reconsideration", RECONSIDERATION, services_of(reconsiderations)),
    ("assistance_notice", NOTICE, services_of(assistance_notices)),
    ("redress_number", REDRESS, services_of(redress_numbers)),
    ("breach_report", BREACH, services_of(breach_reports)),
]
