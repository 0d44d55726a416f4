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
    components["schemas"] = dict(sorted({**components["schemas"], **check_api.schemas()}.items()))
    components["responses"] = {"Problem": check_api.problem_response()}
    components["securitySchemes"]["institutionCredential"] = check_api.CREDENTIAL
    result["paths"] = {**check_api.paths(), **result["paths"]}
    for operations in result["paths"].values():
        for operation in operations.values():
            operation["responses"].update({"4XX": PROBLEM, "5XX": PROBLEM})
    return result
