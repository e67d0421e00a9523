"""The staff's desk for companies, people and what they were told. Staff sign in as everyone does.

They change their password where everyone does too: there a wrong current one counts (ACC-5b).
"""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.admin.activity import ActivityAdmin
from accounts.admin.application import AccessRequestAdmin, ApplicationAdmin
from accounts.admin.certification import CompanyCertificationAdmin
from accounts.admin.company import CompanyAdmin
from accounts.admin.download import DownloadAdmin
from accounts.admin.end_customer import EndCustomerAdmin
from accounts.admin.member import MemberAdmin
from accounts.admin.notification import NotificationAdmin
from accounts.admin.stockist import StockistReportAdmin
from accounts.admin.user import UserAdmin


def change_password(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    return redirect("accounts:security")


admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.password_change = change_password  # type: ignore[method-assign, assignment]

__all__ = [
    "AccessRequestAdmin",
    "ActivityAdmin",
    "ApplicationAdmin",
    "CompanyAdmin",
    "CompanyCertificationAdmin",
    "DownloadAdmin",
    "EndCustomerAdmin",
    "MemberAdmin",
    "NotificationAdmin",
    "StockistReportAdmin",
    "UserAdmin",
]
