"""The public statistics: a page, a file for spreadsheets, and data. No sign-in, and nothing that is not public."""

import csv
import io
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from blacklist.law.refusals import Refusal
from blacklist.law.small_cells import SMALL
from config.oversight.tables import BOM
from config.statistics import reading
from config.statistics.publishing import PUBLISHED_ON
from config.statistics.words import FIGURES, GROUPS
from pages.headers import with_headers

HEADERS = {"Cache-Control": "public, max-age=3600"}
COURTS_SHOWN = 100


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the totals by month, and one month by court, ground and sector; of many courts the files have all."""
    wanted = request.GET.get("month", "")
    month = reading.month_named(wanted)
    if wanted and month is None:
        raise Http404
    shown = {
        "months": [(each, each == month) for each in reading.months()],
        "month": month,
        "totals": reading.totals(),
        "groups": reading.groups(month) if month else [],
        "most": COURTS_SHOWN,
        "small": SMALL,
        "published_on": PUBLISHED_ON,
    }
    return with_headers(render(request, "statistics/page.html", shown), {"Vary": "Cookie, Accept-Language"})


@require_safe
def csv_file(request: HttpRequest) -> HttpResponse:
    """Give every published number of a month; an empty one is left out."""
    wanted = request.GET.get("month", "")
    month = reading.month_named(wanted)
    if wanted and month is None:
        raise Http404
    text = io.StringIO()
    writer = csv.DictWriter(text, reading.COLUMNS)
    writer.writeheader()
    writer.writerows({"month": f"{month:%Y-%m}", **row} for row in reading.rows_of(month))
    response = HttpResponse(BOM + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="statistics-{month or "none":.7}.csv"'
    return with_headers(response, HEADERS)


class FigureOut(serializers.Serializer[Any]):
    """One number of the month: of all (`by` empty), or of one court, ground or sector. Null: small, and left out."""

    figure = serializers.ChoiceField([(name, words.zh) for name, words in FIGURES.items()])
    by = serializers.ChoiceField([("", "–"), *((name, words.zh) for name, words in GROUPS.items())])
    key = serializers.CharField(help_text="Court code, number of the ground, or sector; empty: all.")
    number = serializers.IntegerField(allow_null=True)


class StatisticsOut(serializers.Serializer[Any]):
    """The statistics of a month; a court without a row has none of it, where the figure's total is not null."""

    month = serializers.CharField(allow_null=True, help_text="As `2026-10`; null: none is published yet.")
    months = serializers.ListField(child=serializers.CharField(), help_text="Those published, the newest first.")
    small_below = serializers.IntegerField(help_text="Numbers from 1 to below this are left out.")
    figures = FigureOut(many=True)


class Statistics(APIView):
    authentication_classes = ()
    permission_classes = ()

    @extend_schema(
        operation_id="read_statistics",
        summary="The public statistics of a month.",
        description="Published once, after the month has ended, and not changed. Small numbers are left out, and "
        "others with them, so that none is computed back. Also as `/statistics.csv`.",
        tags=["statistics"],
        parameters=[OpenApiParameter("month", str, description="As `2026-10`; left out: the newest.")],
        responses={200: StatisticsOut},
        auth=[],
    )
    def get(self, request: Request) -> Response:
        """Give them as data."""
        wanted = request.query_params.get("month", "")
        month = reading.month_named(wanted)
        if wanted and month is None:
            raise Refusal("not-found", "No statistics of this month are published.")
        content = {
            "month": f"{month:%Y-%m}" if month else None,
            "months": [f"{each:%Y-%m}" for each in reading.months()],
            "small_below": SMALL,
            "figures": reading.rows_of(month),
        }
        return Response(content, headers=HEADERS)
