"""Lists page by page, newest first, without losing or doubling a row while others are being added."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from rest_framework import serializers

from blacklist.api.shapes import Input, Output, Text
from blacklist.law.refusals import Refusal

PAGE, LARGEST_PAGE = 50, 200


class PageIn(Input):
    """Which page: ``cursor`` is the ``next`` of the page before."""

    cursor = Text(required=False)
    limit = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_PAGE, default=PAGE)


def paged(output: type[Output], *, name: str) -> type[Output]:
    """Return the shape of a page of ``output``: ``items``, and ``next`` (null on the last page)."""
    fields = {
        "__doc__": "One page of a list, newest first.",
        "items": output(many=True),
        "next": serializers.CharField(allow_null=True, help_text="`cursor` of the next page; null on the last."),
    }
    return type(name, (Output,), fields)


def page(rows: QuerySet[Any], given: Mapping[str, Any], *, newest_by: str) -> dict[str, Any]:
    """Return the page of ``rows`` that ``given`` (a read :class:`PageIn`) asks for.

    Rows are ordered by the field ``newest_by`` and, where that is equal, by id.
    """
    if "cursor" in given:
        rows = rows.filter(_after(given["cursor"], rows.model, newest_by=newest_by))
    found = list(rows.order_by(f"-{newest_by}", "-pk")[: given["limit"] + 1])
    items = found[: given["limit"]]
    more = len(found) > len(items)
    return {"items": items, "next": _cursor(items[-1], newest_by=newest_by) if more else None}


def page_in_order(rows: QuerySet[Any], given: Mapping[str, Any], *, by: str) -> dict[str, Any]:
    """Return the page of ``rows`` that ``given`` asks for, in the order of the unique text field ``by``."""
    if "cursor" in given:
        rows = rows.filter(**{f"{by}__gt": given["cursor"]})
    found = list(rows.order_by(by)[: given["limit"] + 1])
    items = found[: given["limit"]]
    return {"items": items, "next": getattr(items[-1], by) if len(found) > len(items) else None}


def _cursor(row: Any, *, newest_by: str) -> str:
    place = json.dumps([str(getattr(row, newest_by)), str(row.pk)])
    return base64.urlsafe_b64encode(place.encode()).decode()


def _after(cursor: str, model: type[Model], *, newest_by: str) -> Q:
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        when, pk = (_read(model, name, text) for name, text in zip((newest_by, "pk"), place, strict=True))
    except (ValueError, TypeError, ValidationError):
        raise Refusal("unknown-value", "Take the cursor from the page before.", pointer="cursor") from None
    return Q(**{f"{newest_by}__lt": when}) | Q(**{newest_by: when, "pk__lt": pk})


def _read(model: type[Model], name: str, text: str) -> Any:
    """Return a value of a field as its text in a cursor says it; a time without its offset is none."""
    field: Any = model._meta.pk if name == "pk" else model._meta.get_field(name)
    value = field.to_python(text)
    if value is None or (isinstance(value, datetime) and value.tzinfo is None):
        raise ValueError
    return value
