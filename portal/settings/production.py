"""Production: configured by the environment alone, and refusing to start on what would be unsafe."""

from django.core.exceptions import ImproperlyConfigured

from portal.logs import logging_config
from portal.settings.base import *
from portal.settings.reading import cache, database, env, flag, mailer

SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS")]

if flag("DEBUG", default=False) or flag("DEMONSTRATION", default=False):
    raise ImproperlyConfigured("Production runs neither with DEBUG nor as the DEMONSTRATION.")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith(("development-", "test-", "django-")):
    raise ImproperlyConfigured("SECRET_KEY must be 50 random characters or more, and not one from this repository.")
if not ALLOWED_HOSTS or any("*" in host or host.startswith(".") or not host for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS must name each host, without wildcards.")

PUBLIC_ADDRESS = env.str("PUBLIC_ADDRESS").rstrip("/")
if not PUBLIC_ADDRESS.startswith("https://"):
    raise ImproperlyConfigured("PUBLIC_ADDRESS begins the links in mails and must be an https:// address.")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
DATABASES = {"default": database(env.str("DATABASE_URL"), pool=True)}
CACHES = {"default": cache(env.str("REDIS_URL"))}
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL")
MAILERS = {"default": mailer(env.str("EMAIL_URL"))}
LOGGING = logging_config(as_json=True)

# The TLS proxy in front sets this header, and drops one that came from outside.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = 1  # X-Forwarded-For is its too: else all visitors would count as one network address
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
