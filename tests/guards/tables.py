"""The tables of lives, each with its noun in the API and the module of its acts."""

from types import ModuleType

from blacklist.law.breaches import BREACH
from blacklist.law.exemptions import EXEMPTION
from blacklist.law.lifecycle import LISTING, NOTICE, ORDER, Table
from blacklist.law.remedies import CORRECTION
from blacklist.services import assistance_notices, breach_reports, corrections, exemptions, listings, orders

TABLES: list[tuple[str, Table, ModuleType]] = [
    ("listing", LISTING, listings),
    ("order", ORDER, orders),
    ("exemption", EXEMPTION, exemptions),
    ("correction", CORRECTION, corrections),
    ("assistance_notice", NOTICE, assistance_notices),
    ("breach_report", BREACH, breach_reports),
]
