"""Every setting once. The environment is read here and nowhere else."""

from pathlib import Path

import environ

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parents[2]

# --- Where state lives -------------------------------------------------------------------------------
RESTRICTION_HOME = Path(env.str("RESTRICTION_HOME", default=str(BASE_DIR / "var"))).resolve()
KEYS_DIR = Path(env.str("RESTRICTION_KEYS", default=str(RESTRICTION_HOME / "keys")))
INDEX_DIR = RESTRICTION_HOME / "index"
JOURNAL_DIR = RESTRICTION_HOME / "journal"
LOG_DIR = RESTRICTION_HOME / "logs"
IMPORTS_DIR = RESTRICTION_HOME / "imports"

# --- What this deployment may do (design: the operator's legal mandate) --------------------------------
# Document reference of the mandate, e.g. "最高法函〔2026〕1号". Empty: demonstration, livemode false.
LEGAL_MANDATE = env.str("RESTRICTION_MANDATE", default="")
LIVEMODE = bool(LEGAL_MANDATE)
# By which document the Supreme People's Court lets this deployment mirror its database of listings (L7). Empty: no
# public list but in a demonstration.
MIRROR_MANDATE = env.str("RESTRICTION_MIRROR_MANDATE", default="")

# --- The check node --------------------------------------------------------------------------------
LEASE_SECONDS = env.float("RESTRICTIONS_LEASE_SECONDS", default=10.0)
POLL_SECONDS = env.float("RESTRICTIONS_POLL_SECONDS", default=0.2)
# A synchronous standby may take the database's place: then a lease rests on a heartbeat that has reached it.
STANDBY = env.bool("RESTRICTION_STANDBY", default=False)
# How many whole months a record of a check is kept (D19/47).
CHECK_RECORD_MONTHS = env.int("CHECK_RECORD_MONTHS", default=12)
JOURNAL_SYNC = env.str("JOURNAL_SYNC", default="interval")
REDRESS_URL = env.str("REDRESS_URL", default="/redress")
# Where anybody may verify a document of a court; its id is added. It is printed on the document, so it must stay true.
VERIFY_URL = env.str("VERIFY_URL", default="http://127.0.0.1:8000/verify/")
# Who may say, besides a court's counter, who opens an own record: an OpenID Connect provider. No issuer: nobody.
RECORD_OIDC = {
    "issuer": env.str("RECORD_OIDC_ISSUER", default=""),
    "client_id": env.str("RECORD_OIDC_CLIENT_ID", default=""),
    "client_secret": env.str("RECORD_OIDC_CLIENT_SECRET", default=""),
    "name": env.str("RECORD_OIDC_NAME", default=""),
    "scope": env.str("RECORD_OIDC_SCOPE", default="openid"),
    "type_claim": env.str("RECORD_OIDC_TYPE_CLAIM", default="document_type"),
    "number_claim": env.str("RECORD_OIDC_NUMBER_CLAIM", default="document_number"),
    "acr": tuple(env.list("RECORD_OIDC_ACR", default=[])),
}

# --- Django ------------------------------------------------------------------------------------------
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
ROOT_URLCONF = "config.urls"
AUTH_USER_MODEL = "blacklist.Officer"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "pages",
    "blacklist",
    "restrictions",
    "config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "pages.compression.CompressedPages",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "pages.language.ReadersLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pages.context.frame",
            ]
        },
    }
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
SESSION_COOKIE_AGE = 10 * 3600  # as long as a session of the court API
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
LOGIN_URL = "/admin/login/"
MFA_ADAPTER = "blacklist.mfa.SealedFactors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Ten wrong sign-ins of one name from one address lock that pair out for a quarter of an hour. Kept in the database,
# so that the lock holds while the broker is down.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_VERBOSE = False
AXES_RESET_ON_SUCCESS = True
# A failed sign-in is kept without its code: typed beside a wrong password, it is still good for a minute.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code"]
# How many proxies of our own stand in front. None: the peer's own address counts and a forwarded one is not believed.
PROXY_COUNT = env.int("PROXY_COUNT", default=0)
AXES_IPWARE_PROXY_COUNT = PROXY_COUNT or None
AXES_IPWARE_META_PRECEDENCE_ORDER = ["HTTP_X_FORWARDED_FOR"] if PROXY_COUNT else ["REMOTE_ADDR"]
AXES_LOCKOUT_CALLABLE = "config.problems.locked_out"

DATABASES = {"default": env.db_url("DATABASE_URL", default="postgresql:///restriction")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 2

# How long an officer's act waits for another one's lock and for one statement before it is refused, and how often a
# request that takes long asks whether the database still takes connections. Not settings of the connection: imports,
# followers and workers wait as long as they must.
ACT_LOCK_SECONDS = env.float("ACT_LOCK_SECONDS", default=3.0)
ACT_STATEMENT_SECONDS = env.float("ACT_STATEMENT_SECONDS", default=5.0)
DATABASE_SILENCE_SECONDS = env.float("DATABASE_SILENCE_SECONDS", default=3.0)

# --- Broker and shared counters ----------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
# Celery names a unix socket differently; tasks are JSON with keyword arguments, acknowledged after they ran.
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default=REDIS_URL.replace("unix://", "redis+socket://"))
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- Time and language -------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
# What programs call: one language, no page.
API_PREFIXES = ["/court/v1/", "/v1/", "/oauth2/", "/openapi.json"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = None  # nothing is collected in the embedded start: WhiteNoise serves from the packages
STATICFILES_DIRS = [BASE_DIR / "config" / "static", ("pictures", BASE_DIR / "docs" / "pictures")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "pages.storage.VersionedStatic"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 7 * 24 * 3600  # an address changes with its file
WHITENOISE_AUTOREFRESH = False

# --- What a page may load and do: its own style and script, nothing inline, nothing of others --------------------
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],  # the admin's own script needs eval; it is for reference data only
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    },
}
CSRF_FAILURE_VIEW = "config.problems.stale_form"

# --- Logs: what happened, never about whom. Identity numbers and names have no place in a message. ---------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.logs.Line"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "axes": {"level": "WARNING"},
        "celery": {"level": "WARNING"},  # below that it tells of each message
        "oauthlib": {"level": "WARNING"},  # below that it repeats tokens
        # Below an error it only repeats the path a caller sent, and a caller may have put anything there.
        "django.request": {"level": "ERROR"},
        # Twenty lines for each request that any scanner sends to a host of its choice.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}

# --- The admin: reference data only, never the court's screen ---------------------------------------------------
UNFOLD = {
    "SITE_TITLE": "限制消费登记",
    "SITE_HEADER": "限制消费登记 · 参考数据",
    "SITE_URL": "/admin/",
    "SHOW_VIEW_ON_SITE": False,
}

# What counts, for a court about to sign, recent checks by other documents: the court side does not know the check side.
CHECKS_BY_OTHER_DOCUMENTS = "restrictions.sightings.checks_by_other_documents"

# --- API ---------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["blacklist.api.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["blacklist.api.parser.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.problems.problem_response",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Court restriction register",
    "DESCRIPTION": "Acts of the court under `/court/v1/`; checks of institutions under `/v1/`.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.openapi.complete",
    ],
    "ENUM_NAME_OVERRIDES": {
        "DocumentKind": "blacklist.api.documents.KINDS",
        "NameKind": "blacklist.models.NameKind",
        "Conflict": "blacklist.api.entry_gate.CONFLICTS",
        "Likeness": "blacklist.api.searches.LIKENESSES",
        "Weight": "blacklist.api.entry_gate.WEIGHTS",
        "RedressState": "blacklist.api.redress_numbers.STATES",
        "Purpose": "blacklist.models.Purpose",
        "Act": "blacklist.api.register.ACTS",
        "ListingState": "blacklist.api.listings.STATES",
        "OrderState": "blacklist.api.orders.STATES",
        "EventKind": "blacklist.api.events.KINDS",
        "RecipientKind": "blacklist.api.ledger.RECIPIENT_KINDS",
        "NotificationKind": "blacklist.models.NotificationKind",
        "PublicationChannel": "blacklist.api.ledger.CHANNEL_CHOICES",
        "ExemptionState": "blacklist.api.exemptions.STATES",
        "ExemptionKind": "blacklist.models.exemption.KINDS",
        "ExtensionState": "blacklist.api.extensions.STATES",
        "ExtensionReason": "blacklist.api.extensions.REASONS",
        "ApplicationState": "blacklist.api.applications.STATES",
        "ApplicationKind": "blacklist.api.applications.KINDS",
        "TaskState": "blacklist.models.TaskState",
        "TaskKind": "blacklist.models.TaskKind",
        "ImportState": "blacklist.models.ImportState",
        "FileKind": "blacklist.api.imports.KINDS",
        "PersonKind": "blacklist.models.PersonKind",
        "OrderKind": "blacklist.models.OrderKind",
        "ReportChannel": "blacklist.models.ReportChannel",
        "Capacity": "blacklist.models.Capacity",
        "MeasureKind": "blacklist.api.corrections.MEASURES",
        "CorrectionState": "blacklist.api.corrections.STATES",
        "CorrectionReason": "blacklist.models.CorrectionReason",
        "CorrectionAct": "blacklist.api.corrections.ACTS",
        "Petitioner": "blacklist.models.Petitioner",
        "Channel": "blacklist.models.Channel",
        "ServiceMethod": "blacklist.models.ServiceMethod",
        "PartyRole": "blacklist.models.PartyRole",
        "Sex": "blacklist.models.Sex",
        "DocumentType": "blacklist.api.persons.DOCUMENT_TYPES",
        "Duty": "blacklist.api.session.DUTIES",
        "OversightTable": "config.oversight.api.NAMES",
        "InstitutionState": "restrictions.models.InstitutionState",
        "DirectoryActKind": "restrictions.models.DirectoryActKind",
        "UseAlarmKind": "restrictions.models.UseAlarmKind",
        "UseAlarmState": "restrictions.models.UseAlarmState",
    },
}
