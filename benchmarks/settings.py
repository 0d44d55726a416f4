"""The settings of the embedded start, with the peer's address added. The bench gives a home of its own."""

from config.settings.base import *  # noqa: F403
from config.settings.base import REST_FRAMEWORK

SECRET_KEY = "only-for-measuring"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "benchmarks.urls"
LEASE_SECONDS = 3600.0
# A plain view: no session to look up, no throttle, and the least middleware that a project would run.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # allauth refuses to start without it; it does next to nothing here
]
REST_FRAMEWORK = REST_FRAMEWORK | {"DEFAULT_AUTHENTICATION_CLASSES": [], "DEFAULT_PERMISSION_CLASSES": []}
