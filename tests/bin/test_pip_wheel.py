"""Fetching pip for a Python without one: from the index that pip would use, and nothing but the recorded wheel."""

import functools
import hashlib
import http.server
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.embedded.home import REPOSITORY

sys.path.append(str(REPOSITORY / "bin" / "bootstrap"))
import pip_wheel


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def index(tmp_path: Path) -> Iterator[str]:
    """An index on this machine that lists one wheel."""
    (tmp_path / "simple" / "pip").mkdir(parents=True)
    (tmp_path / "simple" / "pip" / "index.html").write_text(
        f'<a href="../../pip-1.0.whl">1.0</a> <a href="../../files/{pip_wheel.WHEEL}#sha256=0">it</a>'
    )
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / pip_wheel.WHEEL).write_bytes(b"a wheel")
    serve = functools.partial(_Quiet, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/simple"
        server.shutdown()


class TestFetch:
    def test_stores_the_recorded_wheel(self, index: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PIP_INDEX_URL", index)
        monkeypatch.setattr(pip_wheel, "SHA256", hashlib.sha256(b"a wheel").hexdigest())
        assert pip_wheel.fetch(tmp_path).read_bytes() == b"a wheel"

    def test_refuses_a_wheel_with_another_hash(
        self, index: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PIP_INDEX_URL", index)
        with pytest.raises(pip_wheel.Missing, match="has not the recorded SHA-256"):
            pip_wheel.fetch(tmp_path)
        assert not (tmp_path / pip_wheel.WHEEL).exists()

    def test_says_in_one_line_what_is_missing_and_no_password(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PIP_INDEX_URL", "http://reader:secret@127.0.0.1:1/simple")
        with pytest.raises(pip_wheel.Missing, match=r"^pip .*install python3-venv, or uv\.$") as missing:
            pip_wheel.fetch(tmp_path)
        assert "secret" not in str(missing.value)

    def test_reads_the_index_from_pips_own_files(
        self, index: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "pip.conf").write_text(f"[global]\nindex-url = {index}\n")
        monkeypatch.delenv("PIP_INDEX_URL", raising=False)
        monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
        monkeypatch.setattr(pip_wheel, "SHA256", hashlib.sha256(b"a wheel").hexdigest())
        assert pip_wheel.fetch(tmp_path).exists()
