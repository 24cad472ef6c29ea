"""Every setting, from environment variables; SQLite in var/ unless DATABASE_URL says otherwise."""

import os
from pathlib import Path

from boxoffice.database import database
from boxoffice.training import check_apart, harmless

BASE_DIR = Path(__file__).resolve().parent.parent
TRAINING = os.environ.get("BOXOFFICE_TRAINING") == "1"  # an instance of its own to learn on (boxoffice/training.py)
TRAINING_URL = os.environ.get("BOXOFFICE_TRAINING_URL", "")  # where it is, for the link at the counter
VAR_DIR = Path(os.environ.get("BOXOFFICE_VAR") or BASE_DIR / "var" / ("training" if TRAINING else ""))
if TRAINING:
    harmless(os.environ)


def secret_key():
    """The key from SECRET_KEY, or one made once and kept beside the database."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    path = VAR_DIR / "secret-key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(os.urandom(32).hex())
    except FileExistsError:
        pass
    return path.read_text()


SECRET_KEY = secret_key()
DEBUG = os.environ.get("DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]

# The council and what it prints on its papers. A manager's screen for these is to come.
COUNCIL = {
    "name": os.environ.get("COUNCIL_NAME", "Alderbrook Town Council"),
    "address": os.environ.get("COUNCIL_ADDRESS", "Town Hall\nMarket Place\nAlderbrook\nAB1 2CD"),
    "vat_number": os.environ.get("COUNCIL_VAT_NUMBER", "GB123456782"),
    "telephone": os.environ.get("COUNCIL_TELEPHONE", "01632 960 400"),
    "email": os.environ.get("COUNCIL_EMAIL", "finance@alderbrook.example"),
    "bank_name": os.environ.get("COUNCIL_BANK_NAME", "Alderbrook Town Council"),
    "sort_code": os.environ.get("COUNCIL_SORT_CODE", "00-00-00"),
    "account_number": os.environ.get("COUNCIL_ACCOUNT_NUMBER", "12345678"),
}
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000").rstrip("/")  # begins links on papers and in e-mails
SHOW_DEMO_PEOPLE = os.environ.get("BOXOFFICE_DEMO") != "0"  # on the sign-in page, while the demo town is loaded
OPENING_HOURS = os.environ.get("OPENING_HOURS", "Monday to Saturday, 10am to 6pm")

# Cards by Stripe. With neither a key nor the stand-in, which ./run starts for the demo town, pages offer no cards.
STRIPE_SECRET_KEY = os.environ.get("STRIPE_SECRET_KEY", "")
STRIPE_WEBHOOK_SECRET = os.environ.get("STRIPE_WEBHOOK_SECRET", "")  # without it every webhook is refused
STRIPE_API_BASE = os.environ.get("STRIPE_API_BASE", "")  # empty: Stripe itself
STRIPE_FAKE = bool(STRIPE_API_BASE and not STRIPE_SECRET_KEY)
STRIPE_PAGES = STRIPE_API_BASE or "https://checkout.stripe.com"  # where a form that pays may lead

INSTALLED_APPS = [
    "boxoffice",
    "events",
    "invoicing",
    "api",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_q",
    "rest_framework",
    "drf_spectacular",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "boxoffice.middleware.DeskMiddleware",
    "boxoffice.middleware.without_nul",
]

ROOT_URLCONF = "boxoffice.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "boxoffice.desks.desks_of",
            ],
            "builtins": ["boxoffice.templatetags.british"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), VAR_DIR)}
check_apart(TRAINING, DATABASES["default"], VAR_DIR)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Not cached_db: this cache is each process's own, and another worker's copy of a basket would be stale.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
if TRAINING:  # one browser may have both open, and cookies do not tell ports apart
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "training_session", "training_csrf"
SECURE_COOKIES = os.environ.get("SECURE_COOKIES") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
if SECURE_COOKIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000

AUTH_USER_MODEL = "boxoffice.User"
AUTHENTICATION_BACKENDS = ["boxoffice.permissions.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": os.environ.get("STATICFILES", "django.contrib.staticfiles.storage.StaticFilesStorage")},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = VAR_DIR / "media"

SELF = "'self'"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": [SELF],
    },
    "EXCLUDE_URL_PREFIXES": ("/admin/",),
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.problems.problem",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Box office and markets",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
}

# E-mail: to a server where one is named, otherwise into files under var/mail, one a letter.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_USER", ""), os.environ.get("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_TLS", "1") == "1"
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", COUNCIL["email"])

Q_CLUSTER = {
    "name": "boxoffice",
    "orm": "default",
    "workers": 2,
    "timeout": 300,
    "retry": 600,
    "max_attempts": 3,
    "ack_failures": True,
    "catch_up": False,
    "poll": 0.5,
    "save_limit": 1000,
    "log_level": "WARNING",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A refusal (a seat just gone, a form to correct) is an answer, not something to write in the log.
    "loggers": {"django.request": {"level": "ERROR"}},
}
