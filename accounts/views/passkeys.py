"""What a browser asks for a passkey: JSON of django-otp-webauthn, with our refusals and our trail (ACC-8)."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_otp_webauthn import exceptions
from django_otp_webauthn import views as webauthn
from django_otp_webauthn.models import WebAuthnCredential

from accounts import second_factor, verifying
from accounts.access import signed_in
from accounts.views import locked
from accounts.views.factors import goal_after_adding
from common.access import public
from common.redirects import is_ours

NONSENSE = (AttributeError, KeyError, TypeError, ValueError)  # what the library raises for JSON of another shape


class NotFresh(exceptions.OTPWebAuthnApiError):
    status_code = 403
    default_code = "not_fresh"


class Locked(exceptions.OTPWebAuthnApiError):
    status_code = 403
    default_code = "locked"


class Answering:
    """Answers nonsense with 400, as everything else that a browser of ours does not send."""

    request: HttpRequest

    def handle_exception(self, exc: Exception) -> HttpResponse:
        if isinstance(exc, Locked):
            return JsonResponse({"redirect_url": reverse("accounts:locked")})
        if isinstance(exc, NONSENSE):
            return JsonResponse({"code": "malformed_request"}, status=400)
        answer: HttpResponse = super().handle_exception(exc)  # type: ignore[misc, unused-ignore]
        return answer

    def _parse_request_data(self, request: HttpRequest) -> dict[str, Any]:
        data = super()._parse_request_data(request)  # type: ignore[misc, unused-ignore]
        if not hasattr(data, "get"):
            raise exceptions.MalformedRequest
        return dict(data.items())


class Begin(Answering, webauthn.BeginCredentialAuthenticationView):
    pass


class Complete(Answering, webauthn.CompleteCredentialAuthenticationView):
    """Opens the session: one in which the password was given, or a new one, as a passkey is two factors."""

    def check_device_usable(self, device: WebAuthnCredential) -> None:
        super().check_device_usable(device)
        if device.user.is_locked:
            locked.remember(self.request, device.user, now=timezone.now())
            raise Locked

    def complete_auth(self, device: WebAuthnCredential) -> None:
        if not self.request.user.is_authenticated:
            user = authenticate(self.request, webauthn_credential=device)
            if user is None:
                raise exceptions.UserDisabled
            login(self.request, user)
        verifying.passed(self.request, device, now=timezone.now())

    def get_redirect_url(self) -> str:
        address = str(self.request.data.get("next", ""))  # type: ignore[attr-defined]
        return address if is_ours(self.request, address) else ""


class RegistrationBegin(Answering, webauthn.BeginCredentialRegistrationView):
    def check_can_register(self) -> None:
        if not verifying.is_fresh(self.request, now=timezone.now()):
            raise NotFresh


class RegistrationComplete(Answering, webauthn.CompleteCredentialRegistrationView):
    def check_can_register(self) -> None:
        if not verifying.is_fresh(self.request, now=timezone.now()):
            raise NotFresh

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Store the passkey under the name that was typed, and tell its owner."""
        name = str(self.request.data.pop("name", ""))  # type: ignore[attr-defined]
        answer = super().post(*args, **kwargs)
        user = self.get_user()
        device = WebAuthnCredential.objects.get(pk=json.loads(answer.content)["id"], user=user)
        second_factor.name_passkey(user, device.pk, name.strip() or "Passkey")
        second_factor.note_passkey(user, now=timezone.now())
        messages.success(self.request, _("The passkey is set up."))
        return JsonResponse({"redirect_url": reverse(goal_after_adding(self.request, device))})


begin = public(Begin.as_view())
complete = public(Complete.as_view())
registration_begin = signed_in(RegistrationBegin.as_view())
registration_complete = signed_in(RegistrationComplete.as_view())
