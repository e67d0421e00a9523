"""A developer's machine and the demonstration: plain HTTP, servers of our own where none are configured."""

from portal.settings.base import *

DEBUG = env.bool("DEBUG", default=True)
DEMONSTRATION = env.bool("DEMONSTRATION", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="development-only-key-never-for-production-0123456789abcdef")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
DATABASES = {"default": database(env.str("DATABASE_URL"), pool=True)}
