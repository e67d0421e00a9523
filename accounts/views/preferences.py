"""Which mails one wants, and at which addresses (ACC-24)."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import mail_addresses
from accounts.access import MemberRequest, requires
from accounts.acting import Refused
from accounts.models import MailAddress
from accounts.private_links import LinkVoid
from accounts.profile_forms import MailAddressForm, PreferencesForm
from common.access import public


@requires()
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: MemberRequest) -> HttpResponse:
    """Each kind of mail on or off, to which address, and reports daily or weekly."""
    form = PreferencesForm(request.POST if request.method == "POST" else None, member=request.member)
    if request.method == "POST" and form.submit():
        messages.success(request, _("Saved."))
        return redirect("accounts:preferences")
    return _page(request, form, MailAddressForm())


@requires()
@require_POST
def addresses(request: MemberRequest) -> HttpResponse:
    """Add another address; a link goes there."""
    form = MailAddressForm(request.POST)
    if form.is_valid():
        try:
            address = mail_addresses.add(request.member, form.cleaned_data["email"], now=timezone.now())
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _sent(address))
            return redirect("accounts:preferences")
    return _page(request, PreferencesForm(member=request.member), form, failed=form)


@requires()
@require_POST
def link(request: MemberRequest, pk: int) -> HttpResponse:
    """Send the link of an address again; the one before is void."""

    def press(address: MailAddress) -> str:
        return _sent(mail_addresses.send_again(address, now=timezone.now()))

    return _pressed(request, pk, press)


@requires()
@require_POST
def removal(request: MemberRequest, pk: int) -> HttpResponse:
    """Take an address off; what went there goes to one's own."""

    def press(address: MailAddress) -> str:
        mail_addresses.remove(address, now=timezone.now())
        return _("%(email)s is removed. What went there goes to your own address.") % {"email": address.email}

    return _pressed(request, pk, press)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link leads. Looking uses nothing up, so that a mail scanner confirms nothing; the button does."""
    now = timezone.now()
    try:
        if request.method == "POST":
            address, is_done = mail_addresses.confirm(token, now=now), True
        else:
            address, is_done = mail_addresses.find(token, now=now), False
    except LinkVoid as refusal:
        return render(request, "accounts/mail_address_void.html", {"refusal": refusal})
    return render(request, "accounts/mail_address.html", {"mail_address": address, "is_done": is_done})


def _pressed(request: MemberRequest, pk: int, press: Callable[[MailAddress], str]) -> HttpResponse:
    """Press a button of one's own address, say what it did or why not, and come back."""
    mine = MailAddress.objects.visible_to(request.member).select_related("member__company__market", "member__user")
    address = get_object_or_404(mine, pk=pk)
    try:
        messages.success(request, press(address))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("accounts:preferences")


def _sent(address: MailAddress) -> str:
    sentence = _("A link went to %(email)s. Nothing else is sent there until it is confirmed.")
    return sentence % {"email": address.email}


def _page(
    request: MemberRequest,
    preferences_form: PreferencesForm,
    address_form: MailAddressForm,
    *,
    failed: MailAddressForm | None = None,
) -> HttpResponse:
    context = {
        "preferences_form": preferences_form,
        "address_form": address_form,
        "form": failed or preferences_form,  # its errors are summed up on top
        "now": timezone.now(),
    }
    return render(request, "accounts/preferences.html", context)
