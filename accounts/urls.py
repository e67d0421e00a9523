"""Addresses of signing in and of one's own settings. allauth finds its pages by its own names, which follow ours."""

from django.urls import include, path

from accounts.views import current, locked, notifications, security, signing_in

RESET = "password/reset/<str:uidb36>/<str:key>/"

ours = [
    path("login/", signing_in.sign_in, name="sign_in"),
    path("login/locked/", locked.locked, name="locked"),
    path("logout/", signing_in.sign_out, name="sign_out"),
    path("password/forgot/", signing_in.password_forgot, name="password_forgot"),
    path("company/switch/", current.company, name="company"),
    path("profile/language/", current.language, name="language"),
    path("profile/appearance/", current.appearance, name="appearance"),
    path("profile/security/", security.security, name="security"),
    path("profile/security/sessions/", security.ending, name="sessions"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/read/", notifications.reading, name="notifications_read"),
]

urlpatterns = [
    path("", include((ours, "accounts"))),
    path("login/", signing_in.sign_in, name="account_login"),
    path("logout/", signing_in.sign_out, name="account_logout"),
    path("password/forgot/", signing_in.password_forgot, name="account_reset_password"),
    path("password/forgot/sent/", signing_in.password_link_sent, name="account_reset_password_done"),
    path(RESET, signing_in.password_new, name="account_reset_password_from_key"),
    path("password/changed/", signing_in.password_changed, name="account_reset_password_from_key_done"),
]
