"""Production: nothing has a default that matters; a missing setting refuses to start."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import LEGAL_MANDATE, RECORD_OIDC, RESTRICTION_HOME, env

SECRET_KEY = env.str("SECRET_KEY")
STATIC_ROOT = RESTRICTION_HOME / "static"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
VERIFY_URL = env.str("VERIFY_URL")
if not LEGAL_MANDATE:
    raise ImproperlyConfigured(
        "RESTRICTION_MANDATE names the document by which a court mandates this operator; "
        "without it only the demonstration may run."
    )
if RECORD_OIDC["issuer"] and not (RECORD_OIDC["client_id"] and RECORD_OIDC["client_secret"]):
    raise ImproperlyConfigured("RECORD_OIDC_ISSUER needs RECORD_OIDC_CLIENT_ID and RECORD_OIDC_CLIENT_SECRET.")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = 31_536_000
