"""Processes beside the test: its database, mail into a folder, and a broker that nobody runs."""

import os
from pathlib import Path

from portal.settings.test import *  # noqa: F403 - as every settings module does

CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
MAIL_DIRECTORY = Path(os.environ["MAIL_DIRECTORY"])
MAILERS = {"default": {"BACKEND": os.environ.get("MAIL_BACKEND", "portal.demo.mailbox.EmailBackend")}}
