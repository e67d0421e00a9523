"""Tests: quick password hashes, mail and cache in memory, static files without a manifest, tasks called by hand."""

from portal.settings.base import *
from portal.settings.reading import database, env, made_key

SECRET_KEY = "test-only-key-0123456789-0123456789-0123456789-abcdef"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {"default": database(env.str("DATABASE_URL"), pool=False)}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_BROKER_URL = "memory://"
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
IDP_OIDC_PRIVATE_KEY = made_key(VAR_DIR / "test" / "oidc-key.pem")
PARTNER_SITES = []
MARKETPLACE_ADDRESS = ""
MEDIA_ROOT = VAR_DIR / "test" / "files"
STATIC_ROOT = VAR_DIR / "test" / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where there is none
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
# Pytest keeps what is said and shows it with a failure; nothing is drawn for a terminal nobody reads.
LOGGING = LOGGING | {
    "handlers": {"stderr": {"class": "logging.NullHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
