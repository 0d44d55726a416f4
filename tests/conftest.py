"""Fixtures for every test, and the rule for what a machine may lack.

Tests run on a real PostgreSQL and Valkey, which `bin/test` starts under `var/test`; each pytest process
gets its own database (`test_restriction_gw0`, …), rolled back after each test. Factories stand in
`tests/factories`, one state each. Nothing here reaches for the network or the clock.
"""

import os
import secrets

import pytest
from django.conf import settings

from tests import register_reset

pytest_plugins = ["tests.running"]  # a really started system, and the figures that tests on it measure


def extra(reason: str) -> None:
    """Skip the test because this machine lacks something only it needs; `reason` says what.

    With RESTRICTION_TEST_COMPLETE=1, which CI sets, it fails instead: there, nothing may be missing.
    """
    if os.environ.get("RESTRICTION_TEST_COMPLETE") == "1":
        pytest.fail(f"not found, not run: {reason}", pytrace=False)
    pytest.skip(f"not found, not run: {reason}")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to guess a database."""
    if not os.environ.get("DATABASE_URL"):
        pytest.exit("Run the tests with bin/test (it starts PostgreSQL and Valkey), or set DATABASE_URL.", 4)


@pytest.fixture(autouse=True, scope="session")
def keys() -> None:
    """Keys of this test run, in its own throw-away home."""
    settings.KEYS_DIR.mkdir(parents=True, mode=0o700, exist_ok=True)
    for name in ("encryption.key", "blind.key", "check.key", "token.key"):
        (settings.KEYS_DIR / name).write_text(secrets.token_hex(32))


register_reset.install()
