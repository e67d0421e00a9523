"""The top floor: settings, site map, background worker, home page and demonstration."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
