from django.apps import AppConfig, apps
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.core.checks import register

from portal import checks

NOT_OURS = (
    "account.EmailAddress",  # kept by the library of the sign-in; an address is changed on the user
    "allauth_idp_oidc.Token",  # made and taken back by the protocol; clients are a superuser's
    "otp_totp.TOTPDevice",  # second factors hold secrets; the button of a person's page has the trail and the mail
    "otp_static.StaticDevice",
    "otp_email.EmailDevice",
)


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        register(checks.every_view_says_who_may_open_it, "access")


class DeskConfig(AdminConfig):
    """The staff's admin, without tables of libraries that staff have no business with."""

    default = False

    def ready(self) -> None:
        super().ready()
        admin.site.unregister([apps.get_model(label) for label in NOT_OURS])
