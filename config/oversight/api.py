"""The same tables for systems of the court."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from blacklist.api.shapes import Choice, Input, Output
from blacklist.api.views import CourtView, Given, Operation
from blacklist.law.duties import Duty
from blacklist.models import Officer
from config.oversight.views import TABLES, scope_of

NAMES = [(table.name, str(table.title.zh)) for table in TABLES.values()]


class OversightIn(Input):
    """Which table."""

    table = Choice(NAMES)


class OversightOut(Output):
    """A table of the courts that the officer reads; the period is half-open."""

    table = serializers.ChoiceField(NAMES)
    since = serializers.DateField()
    until = serializers.DateField()
    columns = serializers.ListField(child=serializers.CharField())
    rows = serializers.ListField(child=serializers.DictField(), help_text="By the names of the columns.")


class OversightTable(CourtView):
    operations = {"GET": Operation("read_oversight", Duty.OVERSEE, takes=OversightIn, gives=OversightOut)}

    def read(self, given: Given, *, by: Officer, at: datetime) -> dict[str, Any]:
        """Read a table of oversight: numbers by court, neither person nor case."""
        table, scope = TABLES[given["table"]], scope_of(by, at=at)
        return table.as_content(table.read(scope), scope)
