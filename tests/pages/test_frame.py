"""What every page has: one language, a strict policy, versioned files, and an error for people."""

import pytest
from django.test import Client

HOST = {"host": "localhost"}
BROWSER = {"host": "localhost", "accept": "text/html,*/*"}


class TestLanguage:
    def test_is_chinese_unless_the_browser_or_the_reader_wants_english(self, client: Client) -> None:
        assert '<html lang="zh-Hans"' in client.get("/", headers=HOST).content.decode()
        wanted = client.get("/", headers={**HOST, "accept-language": "en-GB"})
        assert '<html lang="en"' in wanted.content.decode()

    def test_is_kept_when_chosen(self, client: Client) -> None:
        chosen = client.get("/language/en?next=/redress", headers=HOST)
        assert (chosen.status_code, chosen["Location"]) == (302, "/redress")
        assert '<html lang="en"' in client.get("/redress", headers=HOST).content.decode()

    @pytest.mark.parametrize("elsewhere", ["https://evil.cn/", "//evil.cn/", "javascript:alert(1)", "/\\evil.cn"])
    def test_leads_nowhere_else(self, client: Client, elsewhere: str) -> None:
        assert client.get("/language/en", {"next": elsewhere}, headers=HOST)["Location"] == "/"

    def test_leaves_an_api_alone(self, client: Client) -> None:
        answered = client.get("/court/v1/me", headers={**HOST, "accept-language": "en"})
        assert "Content-Language" not in answered


class TestPolicy:
    def test_lets_nothing_inline_or_foreign_run(self, client: Client) -> None:
        policy = client.get("/", headers=HOST)["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy

    def test_is_kept_by_the_page(self, client: Client) -> None:
        page = client.get("/", headers=HOST).content.decode()
        assert "<style" not in page
        assert ' style="' not in page
        assert "<script>" not in page


class TestFiles:
    def test_have_their_version_in_their_address(self, client: Client) -> None:
        assert "/static/frame/frame.css?v=" in client.get("/", headers=HOST).content.decode()

    def test_are_sent_compressed(self, client: Client) -> None:
        sent = client.get("/static/vendor/govuk-frontend.css", headers={**HOST, "accept-encoding": "gzip"})
        assert sent["Content-Encoding"] == "gzip"
        assert len(sent.getvalue()) < 25_000


class TestErrors:
    def test_are_pages_for_people_and_problems_for_programs(self, client: Client) -> None:
        page = client.get("/nowhere", headers=BROWSER)
        assert (page.status_code, page["Content-Type"]) == (404, "text/html; charset=utf-8")
        assert "没有这个页面" in page.content.decode()
        assert client.get("/nowhere", headers=HOST)["Content-Type"] == "application/problem+json"
        assert client.get("/court/v1/nowhere", headers=BROWSER)["Content-Type"] == "application/problem+json"

    def test_repeat_nothing_of_the_address(self, client: Client) -> None:
        page = client.get("/nowhere/<script>alert(1)</script>", headers=BROWSER).content.decode()
        assert "alert(1)</script>" not in page
