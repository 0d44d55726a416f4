import pytest
from rest_framework.test import APIClient

from tests.blacklist.api.conftest import CallerOf
from tests.factories import people

pytestmark = pytest.mark.django_db
ADDRESS = "/court/v1/persons"
NAME = '{"name": "张三"}'


@pytest.fixture
def clerk(caller: CallerOf) -> APIClient:
    return caller(people.clerk())


class TestBodies:
    @pytest.mark.parametrize(
        ("body", "status", "code"),
        [
            (b"", 400, "field-required"),
            (b"{", 400, "invalid-json"),
            (b"null", 400, "wrong-type"),
            (b'"a"', 400, "wrong-type"),
            (b"[]", 400, "wrong-type"),
            (b'{"name": NaN}', 400, "invalid-json"),
            (b'{"name": -Infinity}', 400, "invalid-json"),
            (b'{"name": 1e400}', 400, "number-range"),
            (b'{"name": 1099511627776}', 400, "number-range"),
            (b'{"name": ' + b"9" * 5000 + b"}", 400, "number-range"),
            (b'{"name": "a", "name": "b"}', 400, "duplicate-key"),
            (b'{"document": {"type": "a", "type": "b"}}', 400, "duplicate-key"),
            (b"[" * 100_000, 400, "invalid-json"),
            (b"\xef\xbb\xbf{}", 400, "invalid-encoding"),
            ("{}".encode("utf-16"), 400, "invalid-encoding"),
            (NAME.encode("gb18030"), 400, "invalid-encoding"),
            (b'{"name": "\\ud800"}', 400, "invalid-encoding"),
            (b'{"name": "\\u0000"}', 400, "control-characters"),
            (b'{"meta": {"a": "\\u0000"}}', 400, "unknown-field"),
            (b"{" + b",".join(b'"k%d": 1' % n for n in range(65)) + b"}", 400, "too-many-fields"),
            (b'{"name": "' + b"a" * (1 << 20) + b'"}', 413, "too-large"),
        ],
    )
    def test_are_refused_with_one_code(self, clerk: APIClient, body: bytes, status: int, code: str) -> None:
        answer = clerk.post(ADDRESS, body, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["decision"] is None


class TestHeaders:
    @pytest.mark.parametrize(
        ("content_type", "code"),
        [
            ("text/plain", "media-type"),
            ("application/xml", "media-type"),
            ("application/x-www-form-urlencoded", "media-type"),
            ("*/*", "media-type"),
            ("application/json; charset=gbk", "charset"),
            ("application/json; charset=utf-7", "charset"),
            ("application/json; charset=nonsense", "charset"),
        ],
    )
    def test_refuse_another_medium(self, clerk: APIClient, content_type: str, code: str) -> None:
        answer = clerk.post(ADDRESS, NAME.encode(), content_type=content_type)
        assert (answer.status_code, answer.json()["code"]) == (415, code)

    def test_refuse_a_body_without_a_medium(self, clerk: APIClient) -> None:
        answer = clerk.generic("POST", ADDRESS, NAME, content_type="")
        assert (answer.status_code, answer.json()["code"]) == (415, "media-type")

    def test_refuse_a_compressed_body(self, clerk: APIClient) -> None:
        answer = clerk.post(ADDRESS, NAME.encode(), content_type="application/json", HTTP_CONTENT_ENCODING="gzip")
        assert (answer.status_code, answer.json()["code"]) == (415, "content-encoding")

    @pytest.mark.parametrize("content_type", ["application/json; charset=UTF-8", 'application/json;charset="utf-8"'])
    def test_accept_utf_8_said_aloud(self, clerk: APIClient, content_type: str) -> None:
        answer = clerk.post(ADDRESS, NAME.encode(), content_type=content_type)
        assert (answer.status_code, answer.json()["code"]) == (400, "field-required")

    def test_refuse_another_method(self, clerk: APIClient) -> None:
        answer = clerk.put(ADDRESS, {}, format="json")
        assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")
        assert "POST" in answer["Allow"]

    def test_ignore_a_method_override(self, clerk: APIClient) -> None:
        answer = clerk.post(ADDRESS, {}, format="json", HTTP_X_HTTP_METHOD_OVERRIDE="DELETE")
        assert answer.status_code == 400
