"""A developer's machine and the demonstration: plain HTTP, servers of our own where none are configured."""

from portal.settings.base import *
from portal.settings.reading import cache, database, env, flag, made_key

DEBUG = flag("DEBUG", default=True)
DEMONSTRATION = flag("DEMONSTRATION", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="development-only-key-never-for-production-0123456789abcdef")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
DATABASES = {"default": database(env.str("DATABASE_URL"), pool=True)}
CACHES = {"default": cache(env.str("REDIS_URL"))}
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default=env.str("REDIS_URL"))
MAILERS = {"default": {"BACKEND": "portal.demo.mailbox.EmailBackend"}}
IDP_OIDC_PRIVATE_KEY = IDP_OIDC_PRIVATE_KEY or made_key(VAR_DIR / "oidc-key.pem")
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where there is none
if DEBUG:
    STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
