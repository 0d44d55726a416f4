"""In production nothing that matters has a default."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
NEEDED = {
    "SECRET_KEY": "x" * 50,
    "ALLOWED_HOSTS": "court.example",
    "RESTRICTION_MANDATE": "最高法函〔2026〕1号",
    "VERIFY_URL": "https://court.example/verify",
}


def start(home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of its own, with these variables and no others of ours."""
    kept = {name: os.environ[name] for name in ("PATH", "DATABASE_URL", "REDIS_URL") if name in os.environ}
    command = [sys.executable, "-c", "import config.settings.production as chosen; print(chosen.LIVEMODE)"]
    given = {**kept, "RESTRICTION_HOME": str(home), "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(command, env=given, capture_output=True, text=True, timeout=60, check=False)


class TestProduction:
    @pytest.mark.law("Q0", "11.19", "L7")
    def test_is_live_by_a_courts_mandate_only(self, tmp_path: Path) -> None:
        """Q0: only for a court, or who is bound to assist it."""
        assert start(tmp_path, **NEEDED).stdout == "True\n"
        without = start(tmp_path, **NEEDED | {"RESTRICTION_MANDATE": ""})
        assert without.returncode != 0
        assert "RESTRICTION_MANDATE names the document" in without.stderr

    @pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
    def test_needs(self, tmp_path: Path, name: str) -> None:
        assert start(tmp_path, **{key: value for key, value in NEEDED.items() if key != name}).returncode != 0
