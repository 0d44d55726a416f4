"""The OpenAPI document: the court API as its views declare it, and the check API, which is served in front of Django.

``openapi.yaml`` in the tree is what ``manage.py spectacular`` makes of both; ``/openapi.json`` serves it.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from config import check_api

Document = dict[str, Any]
PROBLEM = {"$ref": "#/components/responses/Problem"}
COURT_PROBLEM = {"$ref": "#/components/responses/CourtProblem"}
COUNT, INSTANT, WORD = {"type": "integer"}, {"type": "string", "format": "date-time"}, {"type": "string"}


RETRY_AFTER = {
    "description": "Seconds after which to ask again, under the same Idempotency-Key; with `in-progress` and 503.",
    "schema": COUNT,
}


def _object(description: str, **properties: Any) -> Document:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
    }


COURT_SCHEMAS = {
    "ReceiptOut": _object(
        "What shows that an act was done: its number in the register.", list_version=COUNT, act=WORD, at=INSTANT
    ),
    "DifferenceOut": _object(
        "What has changed in a record since the version that was read.",
        state=_object("Where it stood, and stands.", then=WORD, now=WORD),
        fields={"type": "array", "items": WORD},
        acts={
            "type": "array",
            "items": _object("An act since.", list_version=COUNT, act=WORD, at=INSTANT, actor=WORD),
        },
    ),
    "CourtProblemOut": {
        "allOf": [{"$ref": "#/components/schemas/ProblemOut"}],
        "description": "`receipt` comes with `already-done`, `difference` with `version-conflict`, "
        "`existing` with some `duplicate`: the id of what is there.",
        "properties": {
            "receipt": {"$ref": "#/components/schemas/ReceiptOut"},
            "difference": {"$ref": "#/components/schemas/DifferenceOut"},
            "existing": {"type": "string", "format": "uuid"},
        },
    },
}


@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """Serve the committed document as JSON."""
    return HttpResponse(_published(settings.BASE_DIR / "openapi.yaml"), content_type="application/json")


@lru_cache(maxsize=1)
def _published(path: Path) -> bytes:
    return json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), ensure_ascii=False).encode()


def complete(result: Document, generator: Any, request: Any, public: bool) -> Document:
    """Return drf-spectacular's document with the check API, and with a problem as every operation's other answer."""
    components = result["components"]
    components["schemas"] = dict(sorted({**components["schemas"], **check_api.schemas(), **COURT_SCHEMAS}.items()))
    components["responses"] = {
        "Problem": check_api.problem_response(),
        "CourtProblem": {**check_api.problem_response("CourtProblemOut"), "headers": {"Retry-After": RETRY_AFTER}},
    }
    components["securitySchemes"] |= {
        "institutionCredential": check_api.CREDENTIAL,
        "institutionToken": check_api.TOKEN,
    }
    result["paths"] = {**check_api.paths(), **result["paths"]}
    for path, operations in result["paths"].items():
        refused = COURT_PROBLEM if path.startswith("/court/") else PROBLEM
        for operation in operations.values():
            operation["responses"].update({"4XX": refused, "5XX": refused})
    return result
