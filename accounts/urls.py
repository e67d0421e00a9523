"""Addresses of signing in and of one's own settings. allauth finds its pages by its own names, which follow ours."""

from django.urls import include, path

from accounts.views import (
    company,
    current,
    end_customers,
    invitation,
    locked,
    notifications,
    people,
    preferences,
    profile,
    security,
    signing_in,
)

RESET = "password/reset/<str:uidb36>/<str:key>/"

ours = [
    path("login/", signing_in.sign_in, name="sign_in"),
    path("login/locked/", locked.locked, name="locked"),
    path("logout/", signing_in.sign_out, name="sign_out"),
    path("password/forgot/", signing_in.password_forgot, name="password_forgot"),
    path("company/switch/", current.company, name="company"),
    path("profile/", profile.profile, name="profile"),
    path("profile/language/", current.language, name="language"),
    path("profile/appearance/", current.appearance, name="appearance"),
    path("profile/security/", security.security, name="security"),
    path("profile/security/sessions/", security.ending, name="sessions"),
    path("profile/notifications/", preferences.preferences, name="preferences"),
    path("profile/notifications/addresses/", preferences.addresses, name="mail_addresses"),
    path("profile/notifications/addresses/<int:pk>/link/", preferences.link, name="mail_address_link"),
    path("profile/notifications/addresses/<int:pk>/removal/", preferences.removal, name="mail_address_removal"),
    path("mail-address/<str:token>/", preferences.confirmation, name="mail_address"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/read/", notifications.reading, name="notifications_read"),
]

PERSON = "company/users/<int:pk>/"
END_CUSTOMER = "company/end-customers/<int:pk>/"

companys = [
    path("company/", company.profile, name="profile"),
    path("company/users/", people.users, name="users"),
    path("company/users/export.csv", people.export_csv, name="users_csv"),
    path("company/users/export.xlsx", people.export_xlsx, name="users_xlsx"),
    path("company/users/new/", people.new, name="new_person"),
    path(PERSON, people.person, name="person"),
    path(f"{PERSON}details/", people.details, name="details"),
    path(f"{PERSON}rights/", people.rights, name="rights"),
    path(f"{PERSON}email/", people.email, name="email"),
    path(f"{PERSON}invitation/", people.invitation, name="invite_again"),
    path(f"{PERSON}password-link/", people.password_link, name="password_link"),
    path(f"{PERSON}disabling/", people.disabling, name="disabling"),
    path(f"{PERSON}enabling/", people.enabling, name="enabling"),
    path(f"{PERSON}unlocking/", people.unlocking, name="unlocking"),
    path(f"{PERSON}deletion/", people.deletion, name="deletion"),
    path("company/end-customers/", end_customers.listed, name="end_customers"),
    path("company/end-customers/export.csv", end_customers.export_csv, name="end_customers_csv"),
    path("company/end-customers/export.xlsx", end_customers.export_xlsx, name="end_customers_xlsx"),
    path("company/end-customers/new/", end_customers.new, name="new_end_customer"),
    path(END_CUSTOMER, end_customers.one, name="end_customer"),
    path(f"{END_CUSTOMER}removal/", end_customers.removal, name="end_customer_removal"),
    path(f"{END_CUSTOMER}addresses/new/", end_customers.new_address, name="new_end_customer_address"),
    path(f"{END_CUSTOMER}addresses/<int:address_pk>/", end_customers.address, name="end_customer_address"),
    path(
        f"{END_CUSTOMER}addresses/<int:address_pk>/removal/",
        end_customers.address_removal,
        name="end_customer_address_removal",
    ),
    path("company/activity/", company.activity, name="activity"),
    path("company/activity/export.csv", company.activity_csv, name="activity_csv"),
    path("company/activity/export.xlsx", company.activity_xlsx, name="activity_xlsx"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
]

urlpatterns = [
    path("", include((ours, "accounts"))),
    path("", include((companys, "company"))),
    path("login/", signing_in.sign_in, name="account_login"),
    path("logout/", signing_in.sign_out, name="account_logout"),
    path("password/forgot/", signing_in.password_forgot, name="account_reset_password"),
    path("password/forgot/sent/", signing_in.password_link_sent, name="account_reset_password_done"),
    path(RESET, signing_in.password_new, name="account_reset_password_from_key"),
    path("password/changed/", signing_in.password_changed, name="account_reset_password_from_key_done"),
]
