"""The terminal shows where to click, who may log in, and what to curl."""

import json
from pathlib import Path

from config.embedded.readiness import base_url, is_ready
from config.embedded.welcome import welcome

_CURL = "curl -X POST http://127.0.0.1:8000/v1/checks"
_DEMO = {
    "officers": [{"username": "judge", "password": "opens", "court": "京0105", "duties": ["sign", "serve"]}],
    "example": {"curl": _CURL},
}


class TestWelcome:
    def test_names_addresses_log_ins_and_an_example(self, tmp_path: Path) -> None:
        (tmp_path / "demo.json").write_text(json.dumps(_DEMO))
        text = welcome(tmp_path / "demo.json", base_url="http://127.0.0.1:8000")
        for part in (
            "http://127.0.0.1:8000/admin/",
            "judge",
            "opens",
            "sign, serve",
            _CURL,
        ):
            assert part in text

    def test_says_that_it_is_not_for_production(self, tmp_path: Path) -> None:
        assert "not for production" in welcome(tmp_path / "absent.json", base_url="http://127.0.0.1:8000")


class TestBaseUrl:
    def test_is_one_that_a_browser_here_can_open(self) -> None:
        assert base_url("0.0.0.0", 80) == "http://127.0.0.1:80"  # noqa: S104 - only translated
        assert base_url("::1", 8000) == "http://[::1]:8000"
        assert base_url("localhost", 8000) == "http://localhost:8000"


class TestIsReady:
    def test_is_no_while_nobody_listens(self) -> None:
        assert not is_ready("127.0.0.1", 1)
