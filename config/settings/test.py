"""Tests: the same PostgreSQL and Valkey, throw-away keys, a home of their own."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import DATABASES

SECRET_KEY = "only-for-tests"  # noqa: S105
RESTRICTION_HOME = Path(tempfile.mkdtemp(prefix="restriction-test-"))
KEYS_DIR = RESTRICTION_HOME / "keys"
INDEX_DIR = RESTRICTION_HOME / "index"
JOURNAL_DIR = RESTRICTION_HOME / "journal"
IMPORTS_DIR = RESTRICTION_HOME / "imports"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["CONN_MAX_AGE"] = 0
WHITENOISE_AUTOREFRESH = True
# Nothing that one test has counted is shown to another.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
