"""The staff's desk for companies, people and what they were told. Staff sign in as everyone does."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin

from accounts.admin.activity import ActivityAdmin
from accounts.admin.company import CompanyAdmin
from accounts.admin.member import MemberAdmin
from accounts.admin.notification import NotificationAdmin
from accounts.admin.user import UserAdmin

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

__all__ = ["ActivityAdmin", "CompanyAdmin", "MemberAdmin", "NotificationAdmin", "UserAdmin"]
