"""Settings of the quality portal, read from ``.env`` or the environment.

``PORTAL_MODE`` tells the two modes apart: *local* (default; loopback, plain HTTP) and *production*.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from quality_portal.lib.env import (
    Mode,
    read_database,
    read_debug,
    read_hosts,
    read_job_queue,
    read_log_form,
    read_mode,
    read_networks,
    read_secret_key,
)

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
env.read_env(BASE_DIR / ".env")

MODE = read_mode(env)
IS_PRODUCTION = MODE is Mode.PRODUCTION
DEBUG = read_debug(env, mode=MODE)
SECRET_KEY = read_secret_key(env, mode=MODE, kept_in=VAR_DIR / "secret-key")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = read_hosts(env, mode=MODE)
CSRF_FAILURE_VIEW = "quality_portal.dashboards.errors.form_outdated"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "quality_portal.backoffice.apps.BackOfficeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Its widget templates, which the form renderer looks for among the apps.
    "django.forms",
    "axes",
    "csp",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_tasks",
    # Its table is made whatever queue is used, so that the choice is a setting and no migration.
    "django_tasks_db",
    "import_export",
    "simple_history",
    "departments",
    "targets",
    "enterprises",
    "inspections",
    "brands",
    "reports",
    "assessments",
    "quality_portal.dashboards",
    "quality_portal.demo",
    "quality_portal.upkeep",
]

MIDDLEWARE = [
    "quality_portal.upkeep.middleware.RequestRecordMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Above everything that may refuse a request, so that every answer bears the headers.
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "departments.middleware.NoStoreMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "departments.audit.middleware.AuditMiddleware",
    "departments.middleware.SessionLimitsMiddleware",
    "departments.middleware.SignInMiddleware",
    "departments.second_factor.middleware.SecondFactorMiddleware",
    "departments.middleware.PasswordChangeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "departments.once.OneSubmissionMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "departments.middleware.BackOfficeNetworkMiddleware",
    "departments.middleware.ExpectedFailureMiddleware",
    # Axes has to see the response of a refused sign-in before any other middleware does.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "quality_portal.urls"
WSGI_APPLICATION = "quality_portal.wsgi.application"

TEMPLATES = [
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
                "quality_portal.dashboards.navigation.navigation",
                "departments.saved_views.shelf",
            ],
            # Draws {% csrf_token %} with a mark that keeps a form sent twice from acting twice.
            "builtins": ["quality_portal.lib.once"],
            "libraries": {
                "help": "quality_portal.help.tags",
                "papers": "quality_portal.lib.documents.tags",
            },
        },
    },
]
FORM_RENDERER = "quality_portal.lib.forms.PortalRenderer"

DATABASES = {"default": read_database(env, mode=MODE, default_file=VAR_DIR / "portal.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Files, because processes of one machine have to tell each other how far their jobs are.
CACHES = {"default": env.cache("CACHE_URL", default=f"filecache://{VAR_DIR / 'cache'}")}
vars().update(env.email("EMAIL_URL", default="consolemail://"))

# --- sign-in -------------------------------------------------------------------------------
AUTH_USER_MODEL = "departments.User"
# Three people administer system, rights and audit; where the portal serves one machine, one person may.
SEPARATION_OF_DUTIES = env.bool("SEPARATION_OF_DUTIES", default=IS_PRODUCTION)
AUTHENTICATION_BACKENDS = [
    # Refuses a locked-out name and address before the password is hashed.
    "axes.backends.AxesStandaloneBackend",
    "departments.backends.RoleBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "departments.passwords.CharacterClassesValidator"},
    {"NAME": "departments.passwords.OfficeWordsValidator"},
    {"NAME": "departments.passwords.FormerPasswordsValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AXES_FAILURE_LIMIT = 5
AXES_HANDLER = "departments.sign_in.SignInGuard"
AXES_USERNAME_CALLABLE = "departments.sign_in.tried_name"
AXES_CLIENT_IP_CALLABLE = "quality_portal.lib.addresses.client_address"
AXES_ENABLE_ACCESS_FAILURE_LOG = True
REFUSALS_PER_ADDRESS_AND_HOUR = 50
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_TEMPLATE = "registration/locked_out.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_IDLE_SECONDS = 30 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
PASSWORD_RESET_TIMEOUT = 3600
# The name an authenticator shows beside the account.
OTP_TOTP_ISSUER = "质量强县"

# Proxies whose word on who asks counts; one that reaches the portal through its socket has no address.
TRUSTED_PROXIES = read_networks(env, "TRUSTED_PROXIES", default=["127.0.0.1/32", "::1/128"] * IS_PRODUCTION)
# Where the back office may be opened from; without any network named, from everywhere.
BACK_OFFICE_NETWORKS = read_networks(env, "BACK_OFFICE_NETWORKS", default=[])

# --- headers -------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {"camera": [], "microphone": [], "geolocation": []}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if IS_PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
    SECURE_HSTS_PRELOAD = False
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sid"
    CSRF_COOKIE_NAME = "__Host-csrf"
    # Whether subdomains and preload lists may be included is the county's decision, not a default.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# --- language, time, files -----------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Shanghai")

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(VAR_DIR / "media"))()
# Beside what is compressed already: fonts of papers, which the PDF engine reads from their folder.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    "jpg",
    "jpeg",
    "png",
    "gif",
    "webp",
    "zip",
    "gz",
    "woff",
    "woff2",
    "otf",
    "ttf",
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# --- background jobs -----------------------------------------------------------------------
JOB_QUEUE = read_job_queue(env)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
if JOB_QUEUE not in {"embedded", "database"}:
    INSTALLED_APPS.append("django_rq")
    TASKS = {"default": {"BACKEND": "django_tasks_rq.RQBackend"}}
    RQ_QUEUES = {"default": {"URL": JOB_QUEUE, "DEFAULT_TIMEOUT": 4 * 60 * 60}}
    RQ_SHOW_ADMIN_LINK = False
# A table of spot checks up to so many batches is written at once, while the browser waits.
IMPORT_AT_ONCE = env.int("IMPORT_AT_ONCE", default=500)

# --- libraries -----------------------------------------------------------------------------
SIMPLE_HISTORY_REVERT_DISABLED = True
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "import"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_ESCAPE_ILLEGAL_CHARS_ON_EXPORT = True

# --- running it ----------------------------------------------------------------------------
PROBE_TOKEN = env.str("PROBE_TOKEN", default="")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "quality_portal.lib.logs.NumberedLines",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "json": {"()": "quality_portal.lib.logs.JsonLines"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": read_log_form(env, mode=MODE)}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"portal.requests": {"level": "INFO" if IS_PRODUCTION else "WARNING"}},
}
