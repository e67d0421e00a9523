"""Sign in, sign out, forgotten password: allauth's flows on our pages."""

from allauth.account import views as allauth

from accounts.forms import ForgottenPasswordForm, NewPasswordForm, SignInForm
from common.access import public

sign_in = public(allauth.LoginView.as_view(template_name="accounts/sign_in.html", form_class=SignInForm))
sign_out = public(allauth.LogoutView.as_view(template_name="accounts/sign_out.html"))
password_forgot = public(
    allauth.PasswordResetView.as_view(template_name="accounts/password_forgot.html", form_class=ForgottenPasswordForm)
)
password_link_sent = public(allauth.PasswordResetDoneView.as_view(template_name="accounts/password_link_sent.html"))
password_new = public(
    allauth.PasswordResetFromKeyView.as_view(template_name="accounts/password_new.html", form_class=NewPasswordForm)
)
password_changed = public(allauth.PasswordResetFromKeyDoneView.as_view(template_name="accounts/password_changed.html"))
