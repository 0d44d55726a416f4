"""Refusals and framework errors as RFC 9457 problems. Nothing here repeats what was sent."""

import logging
import re
import uuid
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost, PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from rest_framework import exceptions
from rest_framework.response import Response

from blacklist.law.refusals import CODES, Refusal
from pages.words import Words

MEDIA_TYPE = "application/problem+json"
TYPE_BASE = "urn:restriction:problem:"
REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

# Waited too long for a lock or a statement, in a ring, or for a place: PostgreSQL's own words for “again, shortly”.
OVERLOADED_STATES = {"55P03", "57014", "40P01", "40001", "53300"}

logger = logging.getLogger("config.problems")

FRAMEWORK_CODES: dict[type[Exception], str] = {
    exceptions.NotAuthenticated: "unauthenticated",
    exceptions.AuthenticationFailed: "unauthenticated",
    exceptions.PermissionDenied: "duty-required",
    PermissionDenied: "duty-required",
    exceptions.NotFound: "not-found",
    Http404: "not-found",
    exceptions.MethodNotAllowed: "method-not-allowed",
    exceptions.UnsupportedMediaType: "media-type",
    exceptions.ParseError: "invalid-json",
    exceptions.Throttled: "quota-exceeded",
}
# What a person reads instead of a problem document: what happened, what to do.
ERROR_WORDS = {
    "not-found": (
        Words("没有这个页面", "There is no such page"),
        Words("请核对网址，或从首页重新进入。", "Check the address, or start again from the first page."),
    ),
    "malformed-request": (
        Words("无法读取该请求", "The request cannot be read"),
        Words("请返回上一页重试。", "Go back and try again."),
    ),
    "duty-required": (
        Words("您无权进行此项操作", "This is not yours to do"),
        Words("需要时请与本院账号管理员联系。", "Ask who keeps the accounts of your court, if it should be."),
    ),
    "stale-form": (
        Words("页面已失效，未作任何更改", "This form is too old; nothing was changed"),
        Words("请返回上一页，刷新后再提交。", "Go back, reload the page and send it again."),
    ),
    "internal-error": (
        Words("系统出现错误", "The service made a mistake"),
        Words(
            "未作任何更改。请稍后再试，并将请求编号告知运维人员。",
            "Nothing was changed. Try again later, and quote the request id to the operator.",
        ),
    ),
}
RETRY_AFTER_SECONDS = {"in-progress": 1, "overloaded": 1, "unavailable": 1}
FIELD_CODES = {
    "required": "field-required",
    "null": "field-required",
    "blank": "field-required",
    "empty": "field-required",
    "invalid_choice": "unknown-value",
    "does_not_exist": "unknown-value",
    "null_characters_not_allowed": "control-characters",
    "max_length": "too-large",
    "min_value": "number-range",
    "max_value": "number-range",
}


def problem_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """Return the problem for an anticipated error (DRF's ``EXCEPTION_HANDLER``); None lets a fault be a fault."""
    request_id = request_id_of(context["request"])
    if isinstance(error, (OperationalError, InterfaceError)):
        error = _database_refusal(error)
    if isinstance(error, Refusal):
        response = _response(problem(error, request_id=request_id), error.status)
        if (seconds := RETRY_AFTER_SECONDS.get(error.code)) is not None:
            response["Retry-After"] = str(seconds)
        return response
    if isinstance(error, exceptions.ValidationError):
        errors = list(_field_errors(error.get_full_details()))
        # The wrong shape (400) comes before a value that breaks a rule (422).
        first = min((fault["code"] for fault in errors), key=lambda code: CODES[code].status, default="wrong-type")
        refusal = Refusal(first, "The request does not have the right shape; see errors.")
        return _response({**problem(refusal, request_id=request_id), "errors": errors}, refusal.status)
    for kind, code in FRAMEWORK_CODES.items():
        if isinstance(error, kind):
            refusal = Refusal(code)
            response = _response(problem(refusal, request_id=request_id), CODES[code].status)
            _copy_headers(error, response)
            return response
    return None


def _database_refusal(error: Exception) -> Refusal:
    """Return the refusal that a database's failing stands for; what it says may hold values and goes nowhere."""
    state = getattr(error.__cause__, "sqlstate", None)
    code = "overloaded" if state in OVERLOADED_STATES else "unavailable"
    logger.warning("answered %s: %s, SQLSTATE %s", code, type(error).__name__, state)
    return Refusal(code)


def problem(refusal: Refusal, *, request_id: str) -> dict[str, Any]:
    """Return the problem document of a refusal: ``decision`` is null, because a problem is never a decision."""
    code = CODES[refusal.code]
    errors = [{"pointer": refusal.pointer, "code": refusal.code}] if refusal.pointer else []
    return {
        "type": TYPE_BASE + refusal.code,
        "title": code.title,
        "status": code.status,
        "detail": refusal.detail,
        "code": refusal.code,
        "article": refusal.article,
        "errors": errors,
        "request_id": request_id,
        "decision": None,
        **refusal.members,
    }


def request_id_of(request: HttpRequest) -> str:
    """Return the caller's request id when it is one, else a new one."""
    given = request.META.get("HTTP_X_REQUEST_ID", "")
    return given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that does not exist."""
    return _plain(request, Refusal("not-found", "There is nothing at this address."))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that Django does not take: one for another host, first of all."""
    code = "host-not-allowed" if isinstance(exception, DisallowedHost) else "malformed-request"
    return _plain(request, Refusal(code))


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer after a fault, without saying anything of it."""
    return _plain(request, Refusal("internal-error"))


def locked_out(request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None) -> HttpResponse:
    """Answer a locked-out sign-in like any failed one: who guesses learns nothing (``AXES_LOCKOUT_CALLABLE``)."""
    return response


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what is not this caller's to do."""
    return _plain(request, Refusal("duty-required"))


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was not made for this browser, or too long ago (``CSRF_FAILURE_VIEW``)."""
    return _page(request, Refusal("duty-required"), ERROR_WORDS["stale-form"])


def _plain(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    if wants_page(request):
        return _page(request, refusal, ERROR_WORDS.get(refusal.code, ERROR_WORDS["malformed-request"]))
    body = problem(refusal, request_id=request_id_of(request))
    return JsonResponse(body, status=refusal.status, content_type=MEDIA_TYPE)


def wants_page(request: HttpRequest) -> bool:
    """Return whether a person asks with a browser; a program gets a problem document."""
    is_api = request.path.startswith(tuple(settings.API_PREFIXES))
    return not is_api and "text/html" in request.headers.get("Accept", "")


def _page(request: HttpRequest, refusal: Refusal, words: tuple[Words, Words]) -> HttpResponse:
    title, advice = words
    shown = {"title": title, "advice": advice, "request_id": request_id_of(request)}
    return HttpResponse(render_to_string("error.html", shown, request), status=refusal.status)


def _response(body: dict[str, Any], status: int) -> Response:
    response = Response(body, status=status, content_type=MEDIA_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


def _copy_headers(error: Exception, response: Response) -> None:
    if header := getattr(error, "auth_header", None):
        response["WWW-Authenticate"] = header
    if (wait := getattr(error, "wait", None)) is not None:
        response["Retry-After"] = str(int(wait))


def _field_errors(details: Any, pointer: str = "") -> Iterator[dict[str, str]]:
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        code = FIELD_CODES.get(details["code"], details["code"] if details["code"] in CODES else "wrong-type")
        # The framework's own sentences quote the value that was sent; only ours are repeated.
        sentence = str(details["message"]) if details["code"] in CODES else CODES[code].title
        yield {"pointer": pointer, "code": code, "detail": sentence}
    elif isinstance(details, dict):
        for key, value in details.items():
            inner = pointer if key == "non_field_errors" else f"{pointer}.{key}".lstrip(".")
            yield from _field_errors(value, inner)
    elif isinstance(details, list):
        for index, value in enumerate(details):
            is_leaf = isinstance(value, dict) and set(value) == {"message", "code"}
            yield from _field_errors(value, pointer if is_leaf else f"{pointer}.{index}".lstrip("."))
