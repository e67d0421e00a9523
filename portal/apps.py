from django.apps import AppConfig
from django.core.checks import register

from portal import checks


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        register(checks.every_view_says_who_may_open_it, "access")
