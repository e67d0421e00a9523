"""What development, tests and production share."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
from celery.schedules import crontab
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from kombu import Queue

from portal.logs import logging_config
from portal.settings.reading import env

django_stubs_ext.monkeypatch()  # lets `ModelAdmin[Order]` be said at run time, as the type checker wants it

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = BASE_DIR / "var"

DEBUG = False
DEMONSTRATION = False
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "orders",
    "baskets",
    "invoices",
    "catalog",
    "accounts",
    "markets",
    "common",
    "portal.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.idp.oidc",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_email",
    "django_otp_webauthn",
    "django_htmx",
]

MIDDLEWARE = [
    "portal.middleware.request_number",
    "portal.middleware.permissions_policy",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.health.answers_first",
    "portal.middleware.pictures_first",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "portal.middleware.private_pages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "markets.context.MarketMiddleware",
    "accounts.context.MemberMiddleware",
    "accounts.gate.GateMiddleware",
    "portal.middleware.buttons_lead_back",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "baskets.context.current_basket",
                "markets.context.markets",
                "orders.context.cutoff",
                "accounts.context.people",
            ],
        },
    },
    {  # rows that stand on a page by the hundred, by `{% draw %}`
        "NAME": "rows",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "common.drawing.environment"},
    },
]
FORM_RENDERER = "common.forms.FormRenderer"

# --- Data -------------------------------------------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TERMS_OF_SALE_VERSION = "2026-1"  # accepted at checkout and kept on the order
BASE_CURRENCY = "USD"  # what the catalog's general prices are in; markets have their own
SPREADSHEET_LIMITS = {  # of a file that people upload as a list; checked before it is unpacked
    "bytes": 5 * 2**20,
    "entries": 500,  # files inside it
    "unpacked_bytes": 60 * 2**20,
    "ratio": 150,  # unpacked bytes for one packed
    "rows": 20_000,
    "columns": 200,
    "cell": 32_767,  # characters, as many as Excel takes
    "characters": 10_000_000,
    "memory": 512 * 2**20,  # bytes for the process that reads a workbook
    "seconds": 10,
}
CATALOG_IMPORT_LIMITS = {"entries": 500, "unpacked_bytes": 2**30, "ratio": 150}  # of an XLSX of products or prices
CATALOG_IMPORT_BYTES = 24 * 2**20  # of a file that staff upload, packed or not; larger ones come by the commands
CATALOG_IMPORT_WAIT = 300  # seconds that an import waits for another one
INVOICES_IN_A_ZIP = 50  # each may have to be drawn first, about half a second
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "files")))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Tradecounter <no-reply@distributor.example>")
PUBLIC_ADDRESS = env.str("PUBLIC_ADDRESS", default="http://localhost:8000").rstrip("/")  # begins the links in mails
MAIL_ATTEMPTS = 24  # a mail that failed so often, over about a day and a half, is given up
MAIL_DIRECTORY = VAR_DIR / "demo" / "mail"  # where the demonstration keeps what it sent
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- People -----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.signing_in.PasswordBackend", "accounts.signing_in.PasskeyBackend"]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",  # a whole company signs in at eight
    "login_failed": "20/10m/ip",
    "apply": "10/h/ip",  # applications sent
    "apply_form": "100/h/ip",  # forms and files on the way to one
    "request_access": "10/h/ip",
    "price_feed": "10/m/key,120/m/ip",  # fetches of one price feed; a network may have many, and guesses no address
}
APPLICATION_FILE_BYTES = 1_048_576  # the most that one paper of an application may have (IX FAQ: 1 MB)
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
MAIL_ADDRESS_HOURS = 72  # how long the link works by which another address is confirmed
MAIL_ADDRESSES = 5  # other addresses of one member
MAIL_ADDRESS_LINKS = 10  # mailed for one person a day, so that nobody floods a stranger
WATCHES = 500  # products that one member watches, at most
WRONG_ANSWERS = 5  # to the challenge question, until the link that asks it is void
FEEDS_MADE_AT = 2  # the hour of each market from which its price feeds are made
DOWNLOAD_DAYS = 7  # how long a file that was made for somebody is kept
DOWNLOAD_SILENCE = 120  # seconds without a sign of life until another worker makes a file anew
DOWNLOAD_ATTEMPTS = 3  # after so many silences it has failed
DOWNLOADS_MADE_AT_ONCE = 2  # so that workers are left for mails and orders
DOWNLOADS_AT_ONCE = 3  # files that are made for one member at a time
DOWNLOADS_KEPT = 30  # files that one member keeps
IMPORT_HOURS = 24  # how long a list of people or part numbers is kept between looking at it and importing it
OWN_NUMBERS_AT_ONCE = 5000  # rows of an import of a company's own part numbers
INVITATION_HOURS = 72  # how long the link of an invitation, or one that an administrator sends, works
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # resellers apply and administrators invite; nobody signs up
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
OTP_TOTP_ISSUER = "Tradecounter"  # what authenticator apps call the portal
OTP_TOTP_SYNC = False  # phones keep the time; a clock that may wander accepts older codes
OTP_EMAIL_TOKEN_VALIDITY = 10 * 60
OTP_EMAIL_COOLDOWN_DURATION = 60  # between two mails with a code
OTP_WEBAUTHN_RP_NAME = "Tradecounter"
OTP_WEBAUTHN_RP_ID = urlsplit(PUBLIC_ADDRESS).hostname or "localhost"  # passkeys belong to this host for good
OTP_WEBAUTHN_ALLOWED_ORIGINS = ["{0.scheme}://{0.netloc}".format(urlsplit(PUBLIC_ADDRESS))]
IDP_OIDC_ADAPTER = "accounts.single_sign_on.OpenIDAdapter"
IDP_OIDC_PRIVATE_KEY = env.str("OIDC_PRIVATE_KEY", default="", multiline=True)  # empty: no single sign-on
IDP_OIDC_AUTHORIZATION_CODE_EXPIRES_IN = 60
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = 30 * 24 * 60 * 60
PARTNER_SITES: list[str] = env.list("PARTNER_SITES", default=[])  # origins to which people may be sent signed in
MARKETPLACE_ADDRESS = env.str("MARKETPLACE_ADDRESS", default="")  # where the menu's link leads; empty: no link
AUTH_PASSWORD_VALIDATORS = [{"NAME": "accounts.password_rules.PasswordRulesValidator"}]
STAFF_PASSWORD_LENGTH = (8, 128)  # least and most; members have their market's
STAFF_WRONG_PASSWORDS = 5  # in a row until lockout; members have their market's
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # the address is unique, in any case of letters, by a constraint

# --- Language and time ------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("sv", _("Swedish")),
    ("nb", _("Norwegian")),
    ("pt-br", _("Portuguese (Brazil)")),
    ("es", _("Spanish")),
]
LANGUAGES_OFFERED = ["en", "sv"]  # only what is complete is offered; the others fall back to English
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Logs -------------------------------------------------------------------------------------------------------

LOGGING = logging_config(as_json=False)

# --- Static files -----------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "common.staticfiles.BundledManifestStorage"},
}

# --- Background work --------------------------------------------------------------------------------------------

CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 30 * 60
CELERY_TASK_DEFAULT_QUEUE = "bulk"
CELERY_TASK_ROUTES = {
    "accounts.tasks.*": {"queue": "mail"},
    "catalog.tasks.tell_of_stock": {"queue": "mail"},  # not behind an import
    "orders.tasks.refresh_expected": {"queue": "bulk"},
    "orders.tasks.report_backorders": {"queue": "bulk"},
    "orders.tasks.*": {"queue": "money"},
}
CELERY_TASK_QUEUES = [Queue("money"), Queue("mail"), Queue("bulk")]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 60 * 60,  # longer than the longest task, or it would be handed out twice
    "socket_timeout": 5,
    "socket_connect_timeout": 0.5,
    "max_retries": 0,  # publishing: the broker is a hint, a sweep finds what it missed
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "send what commits did not wake": {
        "task": "accounts.tasks.sweep",
        "schedule": 60.0,
        "options": {"queue": "mail", "expires": 55},
    },
    "forget files of people that nobody imported": {
        "task": "portal.tasks.forget_imports",
        "schedule": 60 * 60.0,
        "options": {"queue": "mail", "expires": 59 * 60},
    },
    "make price lists that wait": {
        "task": "catalog.tasks.make_price_lists",
        "schedule": 60.0,
        "options": {"queue": "bulk", "expires": 55},
    },
    "run imports that wait": {
        "task": "catalog.import_tasks.run_imports",
        "schedule": 60.0,
        "options": {"queue": "bulk", "expires": 55},
    },
    "ask for the files of price feeds": {
        "task": "catalog.tasks.ask_for_feeds",
        "schedule": 15 * 60.0,
        "options": {"queue": "bulk", "expires": 14 * 60},
    },
    "delete downloads that are no longer kept": {
        "task": "portal.tasks.forget_downloads",
        "schedule": 60 * 60.0,
        "options": {"queue": "bulk", "expires": 59 * 60},
    },
    "tell who watches products of their stock": {
        "task": "catalog.tasks.tell_of_stock",
        "schedule": 60.0,
        "options": {"queue": "mail", "expires": 55},
    },
    "tell who watches products of their prices": {
        "task": "catalog.tasks.tell_of_prices",
        "schedule": 15 * 60.0,
        "options": {"queue": "bulk", "expires": 14 * 60},
    },
    "find companies for which every product is on request": {
        "task": "catalog.tasks.find_unpriced",
        "schedule": 15 * 60.0,
        "options": {"queue": "bulk", "expires": 14 * 60},
    },
    "tell once a day who wants it so": {
        "task": "catalog.tasks.send_watch_digests",
        "schedule": 15 * 60.0,
        "options": {"queue": "bulk", "expires": 14 * 60},
    },
    "count the products of large categories": {
        "task": "catalog.tasks.recount",
        "schedule": 10 * 60.0,
        "options": {"queue": "bulk", "expires": 9 * 60},
    },
    "look into requests for access": {
        "task": "portal.tasks.look_into_access_requests",
        "schedule": 60.0,
        "options": {"queue": "mail", "expires": 55},
    },
    "delete papers of applications never sent": {
        "task": "portal.tasks.discard_old_papers",
        "schedule": 60 * 60.0,
        "options": {"queue": "bulk", "expires": 59 * 60},
    },
    "give what arrived to who waits for it": {
        "task": "orders.tasks.allocate_arrived",
        "schedule": 60.0,
        "options": {"queue": "money", "expires": 55},
    },
    "keep the expected days of backorders true": {
        "task": "orders.tasks.refresh_expected",
        "schedule": 15 * 60.0,
        "options": {"queue": "bulk", "expires": 14 * 60},
    },
    "report what companies wait for": {
        "task": "orders.tasks.report_backorders",
        "schedule": 15 * 60.0,
        "options": {"queue": "bulk", "expires": 14 * 60},
    },
    "cancel backorders after their last date": {
        "task": "orders.tasks.cancel_expired",
        "schedule": 60 * 60.0,
        "options": {"queue": "money", "expires": 59 * 60},
    },
    "remind of access reviews": {
        "task": "portal.tasks.remind_of_reviews",
        "schedule": crontab(hour=5, minute=10),
        "options": {"queue": "bulk"},
    },
    "count the words that misspellings are compared with": {
        "task": "catalog.tasks.relearn_words",
        "schedule": crontab(hour=3, minute=15),
        "options": {"queue": "bulk"},
    },
    "compare what is stored twice": {
        "task": "portal.tasks.check_integrity",
        "schedule": crontab(hour=2, minute=30),
        "options": {"queue": "bulk"},
    },
}

# --- Security ---------------------------------------------------------------------------------------------------

SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF, *PARTNER_SITES],  # a form may end there by redirects: signing in does
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
