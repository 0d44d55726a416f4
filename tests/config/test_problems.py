import json
from typing import Any

import psycopg
import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404
from django.test import Client, RequestFactory
from rest_framework import exceptions, serializers

from blacklist.law.refusals import CODES, Refusal
from config.problems import bad_request, problem, problem_response, request_id_of, server_error

KEYS = {"type", "title", "status", "detail", "code", "article", "errors", "request_id", "decision"}


def answer(error: Exception) -> Any:
    return problem_response(error, {"request": RequestFactory().get("/")})


class TestProblem:
    @pytest.mark.parametrize("code", sorted(CODES))
    def test_has_every_key_for_every_code(self, code: str) -> None:
        body = problem(Refusal(code), request_id="12345678")
        assert body.keys() == KEYS
        assert (body["type"], body["status"]) == (f"urn:restriction:problem:{code}", CODES[code].status)

    def test_is_never_a_decision(self) -> None:
        assert problem(Refusal("not-found"), request_id="12345678")["decision"] is None


class TestBadRequest:
    def test_is_a_problem_for_another_host(self, client: Client, caplog: pytest.LogCaptureFixture) -> None:
        """Rule (a); a scanner fills no log."""
        answered = client.get("/openapi.json", headers={"host": "evil.cn"})
        assert (answered.status_code, answered["Content-Type"]) == (400, "application/problem+json")
        assert answered.json()["code"] == "host-not-allowed"
        assert "evil.cn" not in answered.content.decode() + caplog.text

    def test_names_any_other_request_that_cannot_be_read(self) -> None:
        answered = bad_request(RequestFactory().get("/"), SuspiciousOperation("with a value in it"))
        assert json.loads(answered.content)["code"] == "malformed-request"


class TestProblemResponse:
    @pytest.mark.parametrize(
        ("error", "status", "code"),
        [
            (Refusal("minor"), 422, "minor"),
            (exceptions.NotAuthenticated(), 401, "unauthenticated"),
            (exceptions.AuthenticationFailed(), 401, "unauthenticated"),
            (exceptions.PermissionDenied(), 403, "duty-required"),
            (PermissionDenied(), 403, "duty-required"),
            (Http404(), 404, "not-found"),
            (exceptions.MethodNotAllowed("PUT"), 405, "method-not-allowed"),
            (exceptions.UnsupportedMediaType("text/plain"), 415, "media-type"),
            (exceptions.ParseError(), 400, "invalid-json"),
        ],
    )
    def test_gives_each_error_its_code(self, error: Exception, status: int, code: str) -> None:
        response = answer(error)
        assert (response.status_code, response.data["code"]) == (status, code)
        assert response.content_type == "application/problem+json"

    def test_tells_the_unknown_what_to_send(self) -> None:
        assert answer(Refusal("unauthenticated"))["WWW-Authenticate"] == "Bearer"

    def test_says_when_to_come_back(self) -> None:
        assert answer(exceptions.Throttled(wait=7))["Retry-After"] == "7"

    @pytest.mark.parametrize(
        ("cause", "code"),
        [
            (psycopg.errors.LockNotAvailable(), "overloaded"),
            (psycopg.errors.QueryCanceled(), "overloaded"),
            (psycopg.errors.DeadlockDetected(), "overloaded"),
            (psycopg.errors.TooManyConnections(), "overloaded"),
            (psycopg.errors.AdminShutdown(), "unavailable"),
            (psycopg.OperationalError("the connection is closed"), "unavailable"),
        ],
    )
    def test_says_that_the_database_cannot_now(
        self, cause: Exception, code: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        error = OperationalError("DETAIL: Key (name)=(张三) …")
        error.__cause__ = cause
        response = answer(error)
        assert (response.status_code, response.data["code"], response["Retry-After"]) == (503, code, "1")
        assert "张三" not in f"{response.data}{caplog.text}"
        assert code in caplog.text

    def test_says_what_a_refusal_says_besides(self) -> None:
        response = answer(Refusal("already-done", members={"receipt": {"list_version": 7}}))
        assert response.data["receipt"] == {"list_version": 7}

    def test_lets_a_fault_be_a_fault(self) -> None:
        assert answer(ZeroDivisionError()) is None

    def test_points_at_each_field(self) -> None:
        day = {"c": [exceptions.ErrorDetail("y", "date")]}
        detail: Any = {"a": [exceptions.ErrorDetail("x", "required")], "b": {"0": day}}
        response = answer(serializers.ValidationError(detail))
        assert [(fault["pointer"], fault["code"]) for fault in response.data["errors"]] == [
            ("a", "field-required"),
            ("b.0.c", "date"),
        ]

    def test_puts_a_wrong_shape_before_a_value_that_breaks_a_rule(self) -> None:
        detail = {
            "a": [exceptions.ErrorDetail("x", "invalid_choice")],
            "b": [exceptions.ErrorDetail("y", "required")],
        }
        response = answer(serializers.ValidationError(detail))
        assert (response.status_code, response.data["status"], response.data["code"]) == (400, 400, "field-required")

    def test_never_quotes_the_value_that_was_sent(self) -> None:
        quoted = [exceptions.ErrorDetail("“张三” is not a valid choice.", "invalid_choice")]
        response = answer(serializers.ValidationError({"sex": quoted}))
        assert response.data["errors"][0]["detail"] == CODES["unknown-value"].title

    def test_says_our_own_sentences(self) -> None:
        ours = [exceptions.ErrorDetail("Known here are: name.", "unknown-field")]
        response = answer(serializers.ValidationError({"non_field_errors": ours}))
        assert response.data["errors"] == [{"pointer": "", "code": "unknown-field", "detail": "Known here are: name."}]


class TestRequestId:
    def test_is_the_callers_when_it_is_one(self) -> None:
        request = RequestFactory().get("/", HTTP_X_REQUEST_ID="abcd-1234")
        assert request_id_of(request) == "abcd-1234"

    @pytest.mark.parametrize("given", ["short", "a" * 65, "abcd 1234", "张三张三张三张三", "a\r\nSet-Cookie: b"])
    def test_is_a_new_one_otherwise(self, given: str) -> None:
        request = RequestFactory().get("/", HTTP_X_REQUEST_ID=given)
        assert request_id_of(request) != given


class TestAddresses:
    def test_that_do_not_exist_are_a_problem(self, client: Client) -> None:
        response = client.get("/nothing/here")
        assert (response.status_code, response.json()["code"]) == (404, "not-found")

    def test_that_fail_say_nothing_of_it(self) -> None:
        response = server_error(RequestFactory().get("/"))
        assert response.status_code == 500
        assert b"Traceback" not in response.content
