"""Sign in, sign out, forgotten password: allauth's flows on our pages."""

from typing import Any

from allauth.account import views as allauth
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.forms import ForgottenPasswordForm, SignInForm
from accounts.signing_in import right_password_of
from accounts.views import locked
from common.access import public


class SignInView(allauth.LoginView):
    template_name = "accounts/sign_in.html"
    form_class = SignInForm

    def form_invalid(self, form: Any) -> HttpResponse:
        """Tell a locked user with the right password that they are locked; everybody else reads the refusal (ACC-6)."""
        user = right_password_of(self.request)
        if user is None or not user.is_locked or not user.is_active:
            return super().form_invalid(form)
        locked.remember(self.request, user, now=timezone.now())
        return redirect("accounts:locked")


sign_in = public(SignInView.as_view())
sign_out = public(allauth.LogoutView.as_view(template_name="accounts/sign_out.html"))
password_forgot = public(
    allauth.PasswordResetView.as_view(template_name="accounts/password_forgot.html", form_class=ForgottenPasswordForm)
)
password_link_sent = public(allauth.PasswordResetDoneView.as_view(template_name="accounts/password_link_sent.html"))
password_changed = public(allauth.PasswordResetFromKeyDoneView.as_view(template_name="accounts/password_changed.html"))
