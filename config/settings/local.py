"""The embedded start: everything from wheels on one machine. Not for production."""

from .base import *  # noqa: F403
from .base import KEYS_DIR, env

SECRET_KEY = env.str("SECRET_KEY", default="") or (KEYS_DIR / "django.key").read_text().strip()
