"""Production: configured by the environment alone."""

from portal.settings.base import *

SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
DATABASES = {"default": database(env.str("DATABASE_URL"), pool=True)}
