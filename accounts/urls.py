"""Addresses of signing in and of one's own settings. allauth finds its pages by its own names, which follow ours."""

from django.urls import URLPattern, include, path

from accounts.views import (
    access_requests,
    access_review,
    applying,
    company,
    company_data,
    company_security,
    current,
    downloads,
    end_customers,
    factors,
    forgotten,
    invitation,
    locked,
    notifications,
    passkeys,
    people,
    people_import,
    preferences,
    profile,
    quick_links,
    security,
    signing_in,
    single_sign_on,
    stockist,
    verifying,
    welcome,
)

RESET = "password/reset/<str:uidb36>/<str:key>/"

FACTOR = "profile/security/second-factor/"

ours = [
    path("login/", signing_in.sign_in, name="sign_in"),
    path("login/locked/", locked.locked, name="locked"),
    path("apply/", applying.apply, name="apply"),
    path("apply/<str:token>/", applying.application, name="application"),
    path("request-access/", access_requests.request_access, name="request_access"),
    path("request-access/sent/", access_requests.access_requested, name="access_requested"),
    path("logout/", signing_in.sign_out, name="sign_out"),
    path("password/forgot/", signing_in.password_forgot, name="password_forgot"),
    path("password/question/", forgotten.password_question, name="password_question"),
    path("welcome/", welcome.welcome, name="welcome"),
    path("welcome/<slug:step>/", welcome.step, name="welcome_step"),
    path("company/switch/", current.company, name="company"),
    path("profile/", profile.profile, name="profile"),
    path("profile/language/", current.language, name="language"),
    path("profile/appearance/", current.appearance, name="appearance"),
    path("profile/security/", security.security, name="security"),
    path("profile/security/question/", security.question, name="question"),
    path("profile/security/sessions/", security.ending, name="sessions"),
    path("profile/notifications/", preferences.preferences, name="preferences"),
    path("profile/notifications/addresses/", preferences.addresses, name="mail_addresses"),
    path("profile/notifications/addresses/<int:pk>/link/", preferences.link, name="mail_address_link"),
    path("profile/notifications/addresses/<int:pk>/removal/", preferences.removal, name="mail_address_removal"),
    path("mail-address/<str:token>/", preferences.confirmation, name="mail_address"),
    path("profile/quick-links/", quick_links.quick_links, name="quick_links"),
    path("account/verify/", verifying.verify, name="verify"),
    path("account/verify/code/", verifying.send, name="verify_send"),
    path("account/passkey/begin/", passkeys.begin, name="passkey_begin"),
    path("account/passkey/complete/", passkeys.complete, name="passkey_complete"),
    path("profile/security/confirm/", verifying.confirm, name="confirm"),
    path(FACTOR, factors.overview, name="second_factor"),
    path(f"{FACTOR}app/", factors.app, name="factor_app"),
    path(f"{FACTOR}email/", factors.email, name="factor_email"),
    path(f"{FACTOR}codes/", factors.codes, name="factor_codes"),
    path(f"{FACTOR}passkey/", factors.passkey, name="factor_passkey"),
    path(f"{FACTOR}passkey/begin/", passkeys.registration_begin, name="factor_passkey_begin"),
    path(f"{FACTOR}passkey/complete/", passkeys.registration_complete, name="factor_passkey_complete"),
    path(f"{FACTOR}passkey/name/", factors.naming, name="factor_passkey_name"),
    path(f"{FACTOR}removal/", factors.removal, name="factor_removal"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/read/", notifications.reading, name="notifications_read"),
]

PERSON = "company/users/<int:pk>/"
END_CUSTOMER = "company/end-customers/<int:pk>/"


def parts(plural: str, part: company_data.Part) -> list[URLPattern]:
    """The pages of one kind of rows of a company's profile."""
    return [
        path(f"company/{plural}/new/", company_data.new(part), name=f"new_{part.name}"),
        path(f"company/{plural}/<int:pk>/", company_data.edit(part), name=part.name),
        path(f"company/{plural}/<int:pk>/removal/", company_data.removal(part), name=f"{part.name}_removal"),
    ]


of_the_company = [
    path("company/", company.profile, name="profile"),
    path("company/users/", people.users, name="users"),
    path("company/users/export.csv", people.export, {"kind": "csv"}, name="users_csv"),
    path("company/users/export.xlsx", people.export, {"kind": "xlsx"}, name="users_xlsx"),
    path("company/users/import/", people_import.upload, name="import_people"),
    path("company/users/import/template.csv", people_import.template, {"kind": "csv"}, name="people_template_csv"),
    path("company/users/import/template.xlsx", people_import.template, {"kind": "xlsx"}, name="people_template_xlsx"),
    path("company/users/import/<uuid:key>/", people_import.preview, name="people_import"),
    path("company/users/import/<uuid:key>/refused.csv", people_import.refused, {"kind": "csv"}, name="refused_csv"),
    path("company/users/import/<uuid:key>/refused.xlsx", people_import.refused, {"kind": "xlsx"}, name="refused_xlsx"),
    path("company/users/requests/", access_requests.requests, name="access_requests"),
    path("company/users/requests/<int:pk>/admission/", access_requests.admission, name="admission"),
    path("company/users/requests/<int:pk>/refusal/", access_requests.refusal, name="access_refusal"),
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
    path(f"{PERSON}second-factor/", people.second_factor_reset, name="factor_reset"),
    path("company/security/", company_security.security, name="security"),
    path("company/end-customers/", end_customers.listed, name="end_customers"),
    path("company/end-customers/export.csv", end_customers.export, {"kind": "csv"}, name="end_customers_csv"),
    path("company/end-customers/export.xlsx", end_customers.export, {"kind": "xlsx"}, name="end_customers_xlsx"),
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
    path("company/details/", company_data.details, name="company_details"),
    path("company/logo/", company_data.logo, name="logo"),
    *parts("addresses", company_data.ADDRESS),
    *parts("contacts", company_data.CONTACT),
    *parts("certifications", company_data.CERTIFICATION),
    path("company/stockist/", stockist.stockist, name="stockist"),
    path("company/access-review/", access_review.access_review, name="access_review"),
    path("company/activity/", company.activity, name="activity"),
    path("company/activity/export.csv", company.activity_export, {"kind": "csv"}, name="activity_csv"),
    path("company/activity/export.xlsx", company.activity_export, {"kind": "xlsx"}, name="activity_xlsx"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
]

made_files = [
    path("downloads/", downloads.downloads, name="list"),
    path("downloads/<int:pk>/", downloads.one, name="one"),
    path("downloads/<int:pk>/file/", downloads.file, name="file"),
    path("downloads/<int:pk>/removal/", downloads.removal, name="removal"),
]

openid = [
    path(".well-known/openid-configuration", single_sign_on.configuration, name="configuration"),
    path(".well-known/jwks.json", single_sign_on.jwks, name="jwks"),
    path("authorize", single_sign_on.authorize, name="authorization"),
    path("token", single_sign_on.token, name="token"),
    path("userinfo", single_sign_on.userinfo, name="userinfo"),
    path("revoke", single_sign_on.revoke, name="revoke"),
]

urlpatterns = [
    path("oidc/", include(([path("", include((openid, "oidc")))], "idp"))),
    path("profile/security/confirm/", verifying.confirm, name="account_reauthenticate"),
    path("", include((ours, "accounts"))),
    path("", include((of_the_company, "company"))),
    path("", include((made_files, "downloads"))),
    path("login/", signing_in.sign_in, name="account_login"),
    path("logout/", signing_in.sign_out, name="account_logout"),
    path("password/forgot/", signing_in.password_forgot, name="account_reset_password"),
    path("password/forgot/sent/", signing_in.password_link_sent, name="account_reset_password_done"),
    path(RESET, forgotten.password_new, name="account_reset_password_from_key"),
    path("password/changed/", signing_in.password_changed, name="account_reset_password_from_key_done"),
]
