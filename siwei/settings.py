"""Settings, all of them from the environment (the table: README.md, "Configuration")."""

from ipaddress import ip_network
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, SELF
from django.core.exceptions import ImproperlyConfigured

from common.audit.rules import LEAST_DAYS
from common.limits.rules import Rate, rate_of
from common.postgresql.options import connection_options
from common.secret_keys import HOW_TO_MAKE_ONE, weakness

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"
FIXTURES = BASE_DIR / "fixtures"

env = environ.Env()

DEBUG = env.bool("SIWEI_DEBUG", default=False)
SECRET_KEY = env.str("SIWEI_SECRET_KEY", default="insecure-for-debug-only" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("Set SIWEI_SECRET_KEY, or SIWEI_DEBUG=true for a look.")
# Keys of before: what they signed (sessions) is still believed.
SECRET_KEY_FALLBACKS = env.list("SIWEI_FORMER_SECRET_KEYS", default=[])
# The history is sealed with a key that the database doesn't hold (common/records/checks.py).
HISTORY_KEY = env.str("SIWEI_HISTORY_KEY", default=None) or ""
FORMER_HISTORY_KEYS = env.list("SIWEI_FORMER_HISTORY_KEYS", default=[])
HISTORY_DIGEST = env.str("SIWEI_HISTORY_DIGEST", default="sha256")
for _name, _key in [
    ("SIWEI_SECRET_KEY", SECRET_KEY),
    *(("SIWEI_FORMER_SECRET_KEYS", former) for former in SECRET_KEY_FALLBACKS),
    *([("SIWEI_HISTORY_KEY", HISTORY_KEY)] if HISTORY_KEY else []),
]:
    if not DEBUG and (_why := weakness(_key)):
        raise ImproperlyConfigured(f"{_name} {_why}. {HOW_TO_MAKE_ONE}")
ALLOWED_HOSTS = env.list("SIWEI_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("SIWEI_TRUSTED_ORIGINS", default=[])
# What an anonymous caller may read: plans, targets, tasks and approved actuals, or nothing.
PUBLIC_READ = env.bool("SIWEI_PUBLIC_READ", default=True)
# How addresses begin that are read outside of a browser: mails need it, feeds go by the request
# where it is missing.
BASE_URL = (env.str("SIWEI_BASE_URL", default=None) or "").rstrip("/")
if BASE_URL and not BASE_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured("SIWEI_BASE_URL: begins with https:// or http://.")
# Who stands for the data sets, whom to ask, and under which licence they are (an address): said on
# `/data/`, in its metadata and in the data package. What isn't set isn't claimed.
PUBLISHER = env.str("SIWEI_PUBLISHER", default=None) or ""
CONTACT = env.str("SIWEI_CONTACT", default=None) or ""
if CONTACT and not ("@" in CONTACT or CONTACT.startswith(("https://", "http://"))):
    raise ImproperlyConfigured(
        "SIWEI_CONTACT: an address of mail, or one with https:// or http://."
    )
DATA_LICENCE = env.str("SIWEI_DATA_LICENCE", default=None) or ""
if DATA_LICENCE and not DATA_LICENCE.startswith(("https://", "http://")):
    raise ImproperlyConfigured("SIWEI_DATA_LICENCE: an address with https:// or http://.")

INSTALLED_APPS = [
    "siwei.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "rest_framework_api_key",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    "corsheaders",
    "django_tasks",
    "django_tasks_db",
    "common",
    "common.limits",
    "common.audit",
    "common.records",
    "common.stamps",
    "departments",
    "indicators.plans",
    "indicators.actuals",
    "indicators.assessments",
    "tasks",
    "siwei.notifications",
    "siwei",
    "siwei.calendar",
    "siwei.change_feed",
    "siwei.datasets",
    "siwei.webhooks",
    "siwei.assistants",
    "siwei.developers",
    "siwei.exchange",
    "siwei.reports",
]

MIDDLEWARE = [
    "common.frame.FrameMiddleware",
    "common.frame.PublicCorsMiddleware",
    "common.limits.middleware.RateHeadersMiddleware",
    "common.api.middleware.ApiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "common.middleware.CompressedPagesMiddleware",
    "common.middleware.PrivateMiddleware",
    "common.middleware.UnstorableTextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "common.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "common.uploads.BodyMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "common.audit.middleware.AuditMiddleware",
    "departments.middleware.RateMiddleware",
    "departments.middleware.KeyScopeMiddleware",
    "departments.middleware.PasswordChangeMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "common.middleware.PublicReadMiddleware",
    "common.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "siwei.urls"
WSGI_APPLICATION = "siwei.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "siwei.pages.context.site",
            ],
            "builtins": ["common.templatetags.common"],
        },
    }
]

# Pages and the API answer within five seconds, if only to say that the database doesn't, and what
# they do themselves takes its time (checking a password, a second). So nothing waits longer for the
# database than this (seconds; None: as long as it takes). Commands are patient: manage.py says so.
DATABASE_WAIT: float | None = None if env.bool("SIWEI_PATIENT", default=False) else 3.5

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'siwei.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DATABASES["default"].setdefault("OPTIONS", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A writer waits for another instead of failing, and readers never wait for a writer. What is
    # committed survives a power failure (`synchronous` stays FULL, as SQLite has it).
    DATABASES["default"]["OPTIONS"] |= {
        "transaction_mode": "IMMEDIATE",
        "timeout": 3 if DATABASE_WAIT else 60,
        "init_command": "PRAGMA journal_mode=WAL;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["ENGINE"] = "common.postgresql"
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    # A connection that the server closed meanwhile (a restart) costs no request.
    DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
    DATABASES["default"]["OPTIONS"] = connection_options(
        DATABASES["default"]["OPTIONS"], waits=DATABASE_WAIT is None
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Jobs (common/jobs.py) run at once, in the process that asks for them, or wait in the database for
# `manage.py db_worker`.
JOBS = env.str("SIWEI_JOBS", default="immediate" if DEBUG else "database")
JOB_BACKENDS = {
    "immediate": "django_tasks.backends.immediate.ImmediateBackend",
    "database": "django_tasks_db.DatabaseBackend",
}
if JOBS not in JOB_BACKENDS:
    raise ImproperlyConfigured(f"SIWEI_JOBS: {' or '.join(JOB_BACKENDS)}, not {JOBS}.")
TASKS = {"default": {"BACKEND": JOB_BACKENDS[JOBS]}}

# Mail (common/mail.py): without an address of a server there is none, and in debug mode it is
# printed.
EMAIL_URL = env.str("SIWEI_EMAIL_URL", default="consolemail://" if DEBUG else "")
if EMAIL_URL:
    try:
        vars().update(environ.Env.email_url_config(EMAIL_URL))
    except (KeyError, ValueError) as error:
        raise ImproperlyConfigured(f"SIWEI_EMAIL_URL: not understood ({error}).") from None
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
EMAIL_TIMEOUT = 10  # seconds: a server that says nothing holds up no worker
DEFAULT_FROM_EMAIL = env.str("SIWEI_FROM_EMAIL", default="siwei@localhost" if DEBUG else "")

# Networks to which webhooks may be sent though they aren't public, by http as well.
try:
    WEBHOOK_NETWORKS = [ip_network(one) for one in env.list("SIWEI_WEBHOOK_NETWORKS", default=[])]
except ValueError as error:
    raise ImproperlyConfigured(f"SIWEI_WEBHOOK_NETWORKS: {error}.") from None

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "departments.forms.passwords.PasswordValidator"}]
# How many days the audit log is kept: half a year at least, which the table itself insists on.
AUDIT_DAYS = env.int("SIWEI_AUDIT_DAYS", default=366)
if AUDIT_DAYS < LEAST_DAYS:
    raise ImproperlyConfigured(f"SIWEI_AUDIT_DAYS: logs are kept {LEAST_DAYS} days at least.")
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "mine"
LOGOUT_REDIRECT_URL = "overview"
# A working day, and no longer than the browser is open: offices share computers.
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Chinese is the language that the sources are written in; English comes from locale/en.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "siwei_language"
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "common.plotly_js.PlotlyFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = env.path("SIWEI_MEDIA_ROOT", default=str(VAR / "media"))
# Evidence: the largest file, what one value may have, and what is kept of a region and a year.
EVIDENCE_FILE_SIZE = env.int("SIWEI_EVIDENCE_FILE_MB", default=10) * 1024 * 1024
EVIDENCE_VALUE_SIZE = env.int("SIWEI_EVIDENCE_VALUE_MB", default=50) * 1024 * 1024
EVIDENCE_VALUE_FILES = env.int("SIWEI_EVIDENCE_VALUE_FILES", default=20)
EVIDENCE_YEAR_SIZE = env.int("SIWEI_EVIDENCE_YEAR_MB", default=500) * 1024 * 1024
# The largest workbook that is imported.
IMPORT_FILE_SIZE = env.int("SIWEI_IMPORT_FILE_MB", default=20) * 1024 * 1024
# The folder in which provinces have their own templates of reports (docs/reports.md).
REPORT_TEMPLATES = env.str("SIWEI_REPORT_TEMPLATES", default=None) or ""
# The folder in which provinces have their own maps (siwei/loading/checks.py looks at them).
MAPS = env.str("SIWEI_MAPS", default=None) or ""

# How much may be asked for (common/limits): of the API by an address without a log-in, by a key or
# by a person; and by each of them of what costs a worker seconds, on pages as well.
RATE_ANONYMOUS: Rate | None = None
RATE_KEY: Rate | None = None
RATE_EXPENSIVE: Rate | None = None
_rates = {
    "RATE_ANONYMOUS": ("default", env.str("SIWEI_RATE_ANONYMOUS", default="3000/minute")),
    "RATE_KEY": ("default", env.str("SIWEI_RATE_KEY", default="6000/minute")),
    "RATE_EXPENSIVE": ("expensive", env.str("SIWEI_RATE_EXPENSIVE", default="60/minute")),
}
for _name, (_policy, _text) in _rates.items():
    try:
        vars()[_name] = rate_of(_policy, _text)
    except ValueError as _error:
        raise ImproperlyConfigured(f"SIWEI_{_name}: {_error}.") from None

CSRF_FAILURE_VIEW = "siwei.pages.errors.expired"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": [SELF],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
HTTPS = env.bool("SIWEI_HTTPS", default=False)
# How many proxies stand in front, each of which appends to X-Forwarded-For whom it answers.
PROXIES = env.int("SIWEI_PROXIES", default=0)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
# What else is served under the domain, and how, is for its owner to say: no subdomains, no preload.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "departments.authentication.ApiKeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["common.api.permissions.PublicRead"],
    "DEFAULT_RENDERER_CLASSES": ["common.api.renderers.ExactJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["common.api.parsers.ExactJSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "common.api.negotiation.Negotiation",
    "DEFAULT_PAGINATION_CLASS": "common.api.pagination.Pages",
    "DEFAULT_FILTER_BACKENDS": ["common.api.filters.StrictFilterBackend"],
    "DEFAULT_METADATA_CLASS": "common.api.metadata.MethodsOnly",
    "DEFAULT_SCHEMA_CLASS": "common.api.view_schema.ViewSchema",
    "EXCEPTION_HANDLER": "common.api.problems.exception_handler",
    "COERCE_DECIMAL_TO_STRING": False,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Siwei API",
    "DESCRIPTION": (BASE_DIR / "docs" / "api.md").read_text(encoding="utf-8"),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["common.api.permissions.PublicRead"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "common.api.schema.describe_answers",
        "common.api.descriptions.describe_fields",
        "common.api.schema_of_lists.describe_lists",
    ],
}

# Forms: a year of a city in the grid has some hundred fields, a review of a province some thousand.
# What the API and uploads may send: `common.uploads`.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2621440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10000
# Scripts of other sites read what is public, never with a log-in or a key (`common.frame`).
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = "^/api/"
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "accept-language", "content-type", "if-none-match"]
CORS_EXPOSE_HEADERS = [
    "Content-Disposition",
    "Content-Language",
    "Deprecation",
    "ETag",
    "Link",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "Sunset",
]

LOG_LEVEL = env.str("SIWEI_LOG_LEVEL", default="WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # The address of a calendar feed opens it for whoever knows it.
    "filters": {"secrets": {"()": "siwei.calendar.rules.secrecy.SecretsHidden"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["secrets"],
        }
    },
    # Without the handlers that Django gives it, which would say the same again.
    "loggers": {"django": {"handlers": [], "level": LOG_LEVEL}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
