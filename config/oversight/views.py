"""The pages of oversight, at the workbench: for presidents, courts above and procurators (§11, 16)."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from blacklist.law.days import legal_day
from blacklist.law.duties import Duty
from blacklist.models import Officer
from blacklist.selectors import courts_read_by
from blacklist.web.staff import Staff
from config.oversight import checks, court
from config.oversight.charts import FULL, bars
from config.oversight.tables import Court, Scope, Table

TABLES = {table.name: table for table in (*court.TABLES, *checks.TABLES)}
SHOWN = 100


def scope_of(officer: Officer, *, at: datetime) -> Scope:
    """Return the courts that an officer reads: its own, and with ``supervise`` those below."""
    rows = courts_read_by(officer).order_by("code").values_list("code", "name", "level")
    return Scope({row[0]: Court(*row) for row in rows}, legal_day(at))


class Oversight(Staff):
    """A page of whoever oversees; ``name`` is that of a table."""

    duty = Duty.OVERSEE
    current = "oversight:overdue"

    @property
    def scope(self) -> Scope:
        """Return whose numbers the reader sees."""
        return scope_of(self.officer, at=self.at)


class Board(Oversight):
    """One table with its chart."""

    def get(self, request: HttpRequest, name: str = "overdue") -> HttpResponse:
        """Show it; a long one is cut, its files are whole."""
        table = _named(name)
        rows = table.read(self.scope)
        shown: dict[str, Any] = {
            "table": table,
            "tabs": [(each.name, each.title, each is table) for each in TABLES.values()],
            "bars": bars(table, rows),
            "full": FULL,
            "rows": [[(column, column.shown(row[column.code])) for column in table.columns] for row in rows[:SHOWN]],
            "is_cut": len(rows) > SHOWN,
        }
        return self.page("oversight/board.html", shown)


class CsvFile(Oversight):
    """A table for spreadsheets."""

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        """Give it as CSV."""
        table = _named(name)
        response = HttpResponse(table.as_csv(table.read(self.scope)), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{table.name}.csv"'
        return response


class JsonFile(Oversight):
    """A table as data."""

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        """Give it as JSON."""
        table, scope = _named(name), self.scope
        content = table.as_content(table.read(scope), scope)
        return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _named(name: str) -> Table:
    if name not in TABLES:
        raise Http404
    return TABLES[name]
