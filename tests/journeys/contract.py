"""Random requests that the OpenAPI document allows, sent with credentials, and what is wrong with what comes back.

Stateful in its own way: whatever a response names by an id is asked about again, so that acts meet real cases,
measures and applications, and what those made a round before.
"""

import random
import re
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import schemathesis
import schemathesis.specs.openapi.checks as promised
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok

from tests.asking import Officers
from tests.running import Run

CHECKS = [
    not_a_server_error,
    promised.status_code_conformance,
    promised.content_type_conformance,
    promised.response_schema_conformance,
    promised.response_headers_conformance,
]
# A caller that asks for a version nobody has reached is told so by 503, as documented.
ASKED_FOR = {"list-behind"}
ENDS_SESSIONS = {"DELETE /court/v1/session"}
# What the fields of a body mean, where their name is not that of a path's parameter.
MEANINGS = {
    **dict.fromkeys(("person", "debtor", "about", "filed_by", "applicant", "party"), "person_id"),
    **dict.fromkeys(("case", "case_number_of"), "case_id"),
    "measure": "order_id",
    "court": "court",
}
_TABLES = {
    "case_id": "enforcementcase",
    "person_id": "person",
    "order_id": "consumptionorder",
    "listing_id": "listing",
    "notice_id": "assistancenotice",
    "officer_id": "officer",
    "document_id": "issueddocument",
}
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_REAL = 0.8  # how often an id is one that exists
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch


@schemathesis.serializer("application/x-ndjson", "text/csv", SHEET)
def _as_sent(context: Any, value: Any) -> bytes:
    """Lines and files go out as what was drawn, whatever it is."""
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else bytes(str(value), "utf-8")


class Contract:
    """One started system's OpenAPI document, who may ask what, and the ids met so far.

    :ivar codes: how often each status came. :ivar found: what was wrong, by operation.
    """

    def __init__(self, run: Run, number: int) -> None:
        self._drawn, self._seed = random.Random(number), number
        officers = Officers("127.0.0.1", run.port, run.demo())
        self._tokens = [officers.token(officer["username"]) for officer in run.demo()["officers"]]
        self._credential = run.credential("gateway")
        self._able: dict[str, str] = {}
        self._ids: dict[str, list[str]] = defaultdict(list)
        for name, table in _TABLES.items():
            rows = run.query(f"SELECT id FROM blacklist_{table} LIMIT 40")  # noqa: S608
            self._ids[name] = [str(row[0]) for row in rows]
        self._ids["court"] = [row[0] for row in run.query("SELECT code FROM blacklist_court")]
        self._schema = schemathesis.openapi.from_url(f"http://127.0.0.1:{run.port}/openapi.json")
        self.codes: Counter[int] = Counter()
        self.found: dict[str, str] = {}

    def round(self, examples: int, mode: GenerationMode = GenerationMode.POSITIVE) -> None:
        """Send so many requests of each operation: such as the document allows, or such as it does not."""
        self._seed += 1
        for result in self._schema.get_all_operations():
            assert isinstance(result, Ok), result
            operation = result.ok()
            if operation.label not in ENDS_SESSIONS:
                self._try(operation, examples, mode)

    def _try(self, operation: Any, examples: int, mode: GenerationMode) -> None:
        @seed(self._seed)
        @settings(
            max_examples=examples,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def send(case: Any) -> None:
            self._send(operation, case)

        try:
            send()
        except Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE, operation.label  # nothing of it can be wrong

    def _send(self, operation: Any, case: Any) -> None:
        self._make_real(case)
        response = self._called(operation, case)
        self.codes[response.status_code] += 1
        try:
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as failures:
            body = response.json() if _is_json(response) else {}
            if not (isinstance(body, dict) and body.get("code") in ASKED_FOR):
                self.found.setdefault(operation.label, "; ".join(map(str, failures.exceptions)))
        self._learn(operation.path, response)

    def _called(self, operation: Any, case: Any) -> Any:
        """Send with the credential that the operation needs: of an officer who may, once one is known."""
        needs = {name for one in operation.definition.raw.get("security", []) for name in one}
        if "officerSession" not in needs:
            return case.call(auth=_bearer(self._credential)) if needs else case.call()
        known = self._able.get(operation.label)
        candidates = [known] if known else self._drawn.sample(self._tokens, len(self._tokens))
        for token in candidates:
            response = case.call(auth=_bearer(token))
            if response.status_code not in (401, 403):
                self._able[operation.label] = token
                break
            self._able.pop(operation.label, None)
        return response

    def _make_real(self, case: Any) -> None:
        for name in case.path_parameters or {}:
            if self._ids[name] and self._drawn.random() < _REAL:
                case.path_parameters[name] = self._drawn.choice(self._ids[name])
        if "Idempotency-Key" in (case.headers or {}):  # else two operations would meet under one key
            case.headers = {**case.headers, "Idempotency-Key": uuid.uuid4().hex}
        _replace(case.body, self._real)

    def _real(self, field: str, value: Any) -> Any:
        name = MEANINGS.get(field, f"{field}_id")
        if isinstance(value, str) and self._ids.get(name) and self._drawn.random() < _REAL:
            return self._drawn.choice(self._ids[name])
        return value

    def _learn(self, path: str, response: Any) -> None:
        """Remember the ids of what a response shows, under the parameter's name that means them."""
        if response.status_code not in (200, 201) or not _is_json(response):
            return
        nouns = [part for part in path.split("/") if part and not part.startswith("{")]
        body = response.json()
        for shown in body if isinstance(body, list) else [body]:
            id = shown.get("id") if isinstance(shown, dict) else None
            for name in list(self._parameters()):
                if isinstance(id, str) and _UUID(id) and _means(nouns, name) and id not in self._ids[name]:
                    self._ids[name].append(id)

    def _parameters(self) -> Iterator[str]:
        return iter({name for path in self._schema for name in re.findall(r"{(\w+)}", path)})


def _bearer(token: str) -> Callable[[Any], Any]:
    """Return what puts a credential on a request last: a wrong one would be all that is wrong with it."""

    def signed(request: Any) -> Any:
        request.headers["Authorization"] = f"Bearer {token}"
        return request

    return signed


def _is_json(response: Any) -> bool:
    medium = str(response.headers.get("content-type", [""])[0])
    return medium.partition(";")[0].endswith(("/json", "+json"))


def _means(nouns: list[str], parameter: str) -> bool:
    """Say whether `settlements` names what `settlement_id` stands for, or `breach-reports` what `report_id` does."""
    noun = parameter.removesuffix("_id")
    return bool(nouns) and any(word.replace("-", "_").rstrip("s").endswith(noun) for word in nouns[-2:])


def _replace(value: Any, real: Callable[[str, Any], Any]) -> None:
    """Put real ids into a body, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            value[key] = real(key, inner)
            _replace(inner, real)
    elif isinstance(value, list):
        for inner in value:
            _replace(inner, real)
