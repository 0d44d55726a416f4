"""The check API for the OpenAPI document: its schemas are made from the very types that read and write it."""

from typing import Any

import msgspec

from blacklist.law.activities import ACTIVITIES, Activity, Answer
from blacklist.law.refusals import CODES
from restrictions.check.answer import AnswerOut, NodeOut, ProblemOut
from restrictions.check.body import CheckShape
from restrictions.check.catalogue import CatalogueOut

Schema = dict[str, Any]

REF = "#/components/schemas/"
JSON, PROBLEM_JSON, LINES = "application/json", "application/problem+json", "application/x-ndjson"
CREDENTIAL = {
    "type": "http",
    "scheme": "bearer",
    "description": "Credential of an institution, bound to the activities of its assistance notice.",
}
SECURITY: list[dict[str, list[str]]] = [{"institutionCredential": []}, {"institutionToken": []}]
TOKEN = {
    "type": "oauth2",
    "description": "A short-lived token for a credential; its id is the public prefix, its secret the credential.",
    "flows": {
        "clientCredentials": {
            "tokenUrl": "/oauth2/token",
            "scopes": {row.code: row.en for row in ACTIVITIES.values() if row.answer is not Answer.NOT_ANSWERED},
        }
    },
}
NAMES = {"CheckShape": "CheckIn", "SubjectShape": "CheckSubjectIn", "DocumentShape": "CheckDocumentIn"}
DESCRIPTIONS = {
    "CheckIn": "One question: may this subject do this? Unknown fields are refused.",
    "CheckSubjectIn": "Who is asked about. A name without a document is never decided.",
    "CheckDocumentIn": "An identity document. The number is text, never a JSON number.",
    "AnswerOut": "The answer. Every key is always there; `measure` and `legal_basis` are filled on `restricted` only.",
    "MeasureOut": "The measure that bars, and whom to call about it.",
    "CourtOut": "The court to call.",
    "CatalogueOut": "The closed list of activities, with its version.",
    "TextOut": "The same sentence in Chinese and English.",
}


def _nullable(**fragment: Any) -> Schema:
    return {**fragment, "type": [fragment.get("type", "string"), "null"]}


ACTIVITY = {"$ref": REF + "ActivityCode"}
CODE = {"$ref": REF + "ProblemCode"}
# What the types leave open and the law, or the design, closes.
REFINED: dict[str, dict[str, Schema]] = {
    "CheckIn": {
        "activity": ACTIVITY,
        "emergency": _nullable(
            enum=["medical", "disaster", None],
            description="Transport and lodging only: answered `permitted`, recorded, and reviewed by the court.",
        ),
        "on": _nullable(format="date", description="The day of the flight, stay or loan; today to 366 days from now."),
        "client_reference": _nullable(pattern="^[A-Za-z0-9._-]{1,64}$", description="Never an identity number."),
        "redress_number": _nullable(description="RDX-XXXX-XXXX-XXXX"),
    },
    "CheckSubjectIn": {
        "name": {"type": "string", "minLength": 1},
        "birth_date": _nullable(format="date"),
    },
    "CheckDocumentIn": {
        "type": {"$ref": REF + "DocumentType"},
        "issuer": _nullable(description="Of a passport: ISO 3166 code of the issuing state."),
    },
    "AnswerOut": {
        "activity": ACTIVITY,
        "decision": {"type": "string", "enum": ["permitted", "restricted", "undetermined"]},
        "effect": _nullable(enum=["barred", "strict_review", None]),
        "reason": _nullable(
            enum=[
                "order_in_force",
                "listed",
                "document_required",
                "possible_match",
                "name_mismatch",
                "refer_to_court",
                None,
            ]
        ),
        "as_of": {"type": "string", "format": "date-time"},
        "valid_until": {"type": "string", "format": "date-time"},
        "livemode": {"type": "boolean", "description": "False in a demonstration."},
    },
    "NodeOut": {"as_of": _nullable(format="date-time")},
    "ActivityOut": {"code": ACTIVITY},
    "FaultOut": {"code": CODE},
    "ProblemOut": {
        "code": CODE,
        "article": _nullable(description="The rule that says so, where there is one."),
    },
}


# Shapes of many checks, whose elements are read and written one by one.
MANY: dict[str, Schema] = {
    "BatchIn": {
        "type": "object",
        "properties": {
            "checks": {"type": "array", "items": {"$ref": REF + "CheckIn"}, "minItems": 1, "maxItems": 1000}
        },
        "required": ["checks"],
        "additionalProperties": False,
    },
    "BatchOut": {
        "type": "object",
        "description": "In the order of `checks`: an answer, or the problem of that check alone.",
        "properties": {
            "results": {
                "type": "array",
                "items": {"anyOf": [{"$ref": REF + "AnswerOut"}, {"$ref": REF + "ProblemOut"}]},
            }
        },
        "required": ["results"],
    },
    "LineProblemOut": {
        "allOf": [{"$ref": REF + "ProblemOut"}],
        "description": "A problem in a stream: of one line, or, as the last one, of the stream.",
        "properties": {"line": {"type": "integer", "minimum": 1}},
        "required": ["line"],
    },
}


def schemas() -> Schema:
    """Return the schemas of the check API by name."""
    types = [CheckShape, AnswerOut, ProblemOut, NodeOut, CatalogueOut]
    _, raw = msgspec.json.schema_components(types, ref_template=REF + "{name}")
    found = {NAMES.get(name, name): _renamed(schema) for name, schema in raw.items()}
    for name, schema in found.items():
        schema["properties"].update(REFINED.get(name, {}))
        schema.pop("title")
        if name in DESCRIPTIONS:
            schema["description"] = DESCRIPTIONS[name]
    found |= MANY
    found["ActivityCode"] = _closed_list(
        {row.code: f"{row.zh}; {row.en}" for row in ACTIVITIES.values() if _is_answered(row)}
    )
    found["ProblemCode"] = _closed_list(
        {row.code: f"{row.status}: {row.title}" for row in sorted(CODES.values(), key=lambda row: row.code)}
    )
    return found


def _is_answered(row: Activity) -> bool:
    return row.answer is not Answer.NOT_ANSWERED


def _closed_list(meanings: dict[str, str]) -> Schema:
    lines = [f"* `{value}` - {meaning}" for value, meaning in meanings.items()]
    return {"type": "string", "enum": list(meanings), "description": "\n".join(lines)}


def _renamed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _renamed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner) for inner in value]
    if isinstance(value, str) and value.startswith(REF):
        return REF + NAMES.get(value.removeprefix(REF), value.removeprefix(REF))
    return value


def problem_response(shape: str = "ProblemOut") -> Schema:
    """Return the response that carries a problem (RFC 9457) of this shape."""
    return {
        "description": "A problem, never a decision. Switch on `code`.",
        "content": {PROBLEM_JSON: {"schema": {"$ref": REF + shape}, "example": EXAMPLE_PROBLEM}},
    }


def paths() -> Schema:
    """Return the operations of the check API by address."""
    return {
        "/v1/checks": {"post": _check()},
        "/v1/checks/batch": {"post": _batch()},
        "/v1/checks/stream": {"post": _stream()},
        "/v1/activities": {"get": _read("list_activities", "The closed list of activities.", "CatalogueOut")},
        "/v1/status": {"get": _read("read_freshness", "How fresh this node's list is.", "NodeOut")},
        "/healthz": {"get": _read("read_life", "Whether the process is alive.", None)},
        "/readyz": {"get": _read("read_readiness", "Whether checks are answered now.", None)},
    }


def _check() -> Schema:
    return {
        "operationId": "check",
        "summary": "Ask whether a subject may do something.",
        "description": "A decision is always HTTP 200. `undetermined` is neither yes nor no: do what `next_step` says.",
        "tags": ["check"],
        "parameters": [MIN_LIST_VERSION, TRACE_PARENT],
        "requestBody": {
            "required": True,
            "content": {JSON: {"schema": {"$ref": REF + "CheckIn"}, "example": EXAMPLE_CHECK}},
        },
        "security": SECURITY,
        "responses": {"200": {**_ok("AnswerOut", examples=EXAMPLE_ANSWERS), "headers": HEADERS}},
    }


def _batch() -> Schema:
    return {
        "operationId": "check_batch",
        "summary": "Ask up to 1,000 questions in one request.",
        "description": "Each is answered, numbered and recorded on its own: `results` holds, in the order of `checks`, "
        "an answer or a problem for each. A body has 2 MiB at most.",
        "tags": ["check"],
        "parameters": [MIN_LIST_VERSION, IDEMPOTENCY_KEY, TRACE_PARENT],
        "requestBody": {
            "required": True,
            "content": {JSON: {"schema": {"$ref": REF + "BatchIn"}, "example": {"checks": [EXAMPLE_CHECK]}}},
        },
        "security": SECURITY,
        "responses": {"200": {**_ok("BatchOut"), "headers": REPLAYED}},
    }


def _stream() -> Schema:
    return {
        "operationId": "check_stream",
        "summary": "Ask any number of questions, a line each, and read the answers as they come.",
        "description": "Newline-delimited JSON both ways: each line in is a `CheckIn` of at most 64 KiB, each line "
        "out, in the same order, an `AnswerOut` or a `LineProblemOut`. Over HTTP/1.1.",
        "tags": ["check"],
        "parameters": [MIN_LIST_VERSION, TRACE_PARENT],
        "requestBody": {"required": True, "content": {LINES: {"schema": {"type": "string"}}}},
        "security": SECURITY,
        "responses": {"200": {"description": "", "content": {LINES: {"schema": {"type": "string"}}}}},
    }


def _read(name: str, summary: str, schema: str | None) -> Schema:
    return {
        "operationId": name,
        "summary": summary,
        "tags": ["check"],
        "security": [{}],
        "responses": {"200": _ok(schema)},
    }


def _ok(schema: str | None, **more: Any) -> Schema:
    shape = {"$ref": REF + schema} if schema else STATE_ONLY
    return {"description": "", "content": {JSON: {"schema": shape, **more}}}


MIN_LIST_VERSION = {
    "in": "header",
    "name": "Min-List-Version",
    "schema": {"type": "integer", "minimum": 0},
    "description": "Refuse with `list-behind` rather than answer from an older list.",
}
TRACE_PARENT = {
    "in": "header",
    "name": "traceparent",
    "schema": {"type": "string"},
    "description": "W3C Trace Context; answered by `traceresponse`, and not kept.",
}
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$"},
    "description": "Sent again with the same body within an hour, to the same node: the same answers again.",
}
REPLAYED = {
    "Idempotent-Replay": {
        "schema": {"type": "string", "const": "true"},
        "description": "These answers were given before, under the same Idempotency-Key.",
    }
}
STATE_ONLY = {"type": "object", "properties": {"state": {"type": "string"}}, "required": ["state"]}
HEADERS = {
    "RateLimit-Policy": {"schema": {"type": "string"}, "description": "The institution's quotas; none: no limit."},
    "RateLimit": {"schema": {"type": "string"}, "description": "What is left of them, as this node counts."},
    "Restriction-Decision": {
        "schema": {"type": "string"},
        "description": "The decision once more: `restricted; effect=barred`.",
    },
    "List-Version": {"schema": {"type": "integer"}, "description": "The version of the list that was asked."},
    "traceresponse": {"schema": {"type": "string"}, "description": "The trace id of the caller's `traceparent`."},
    "List-As-Of": {
        "schema": {"type": "string", "format": "date-time"},
        "description": "When that version was confirmed as the newest.",
    },
}
EXAMPLE_CHECK = {
    "activity": "flight.business",
    "subject": {"name": "张三", "document": {"type": "resident_id", "number": "110000199001010013"}},
    "on": "2026-12-01",
    "client_reference": "PNR-7Q2K9",
}
_RESTRICTED = {
    "reference": "01JDEXAMPLE00000000000001",
    "decision": "restricted",
    "effect": "barred",
    "reason": "order_in_force",
    "activity": "flight.business",
    "legal_basis": ["C3-1", "J6"],
    "measure": {
        "court": {"code": "兵9901", "name": "示范第一人民法院（演示）", "phone": "000-00000000"},
        "case_number": "（2026）兵9901执123号",
    },
    "next_step": None,
    "redress_url": "/redress",
    "list_version": 184233,
    "as_of": "2026-11-22T10:05:11.204Z",
    "valid_until": "2026-11-22T10:06:11Z",
    "normalised": [],
    "livemode": False,
}
_NOTHING_CITED: Schema = {"effect": None, "reason": None, "legal_basis": [], "measure": None, "redress_url": None}
EXAMPLE_ANSWERS = {
    "restricted": {"value": _RESTRICTED},
    "permitted": {"value": {**_RESTRICTED, **_NOTHING_CITED, "decision": "permitted"}},
    "undetermined": {
        "value": {
            **_RESTRICTED,
            **_NOTHING_CITED,
            "decision": "undetermined",
            "reason": "document_required",
            "next_step": "present_identity_document",
            "redress_url": "/redress",
        }
    },
}
EXAMPLE_PROBLEM = {
    "type": "urn:restriction:problem:identity-check-digit",
    "title": CODES["identity-check-digit"].title,
    "status": 422,
    "detail": CODES["identity-check-digit"].title,
    "code": "identity-check-digit",
    "errors": [{"pointer": "subject.document.number", "code": "identity-check-digit"}],
    "request_id": "5f1c0a6e2b7d4c0e9a3f8d1b6c2e7a90",
    "decision": None,
}
