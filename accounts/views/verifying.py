"""The step after the password: a code, or a passkey; and being asked for the password again (ACC-8)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import locking, second_factor, verifying
from accounts.access import signed_in, user_of
from accounts.acting import Refused
from accounts.adapter import must_wait, note_wrong_code
from accounts.factor_forms import CodeForm
from accounts.factors import Factors, Way
from accounts.forms import CurrentPasswordForm
from accounts.models import User
from common.redirects import asked_for


@signed_in
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor in the way that the person chooses; a wrong code counts as a wrong password."""
    if not verifying.is_code_due(request):
        return redirect(asked_for(request))
    user = user_of(request)
    have = Factors.of(user)
    way = _chosen(request, have)
    form = CodeForm(request.POST or None)
    if way in have.typed and form.is_valid() and _is_right(request, user, way, form):
        return redirect(asked_for(request))
    if form.is_bound and locking.is_locked_now(user):
        return redirect("accounts:verify")  # this was one wrong code too many: the page says so
    others = [(each, _address(request, each)) for each in have.ways if each != way]
    context = {"form": form, "way": way, "others": others, "next": asked_for(request), "codes_left": have.codes_left}
    return render(request, "accounts/verify.html", context)


@signed_in
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Mail a code, once a minute."""
    user = user_of(request)
    if Factors.of(user).email is None:
        return redirect(_address(request, None))
    try:
        second_factor.send_code(user, now=timezone.now())
        messages.success(request, _("A code is on its way to your e-mail address."))
    except Refused as not_sent:
        messages.warning(request, str(not_sent))
    return redirect(_address(request, Way.EMAIL))


@signed_in
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the password again before something is changed that keeps the account safe."""
    user = user_of(request)
    form = CurrentPasswordForm(request.POST or None, request=request)
    back = asked_for(request, otherwise=reverse("accounts:second_factor"))
    if form.is_valid():
        verifying.confirm(request, now=timezone.now())
        return redirect(back)
    if form.is_bound and locking.is_locked_now(user):
        return redirect("accounts:confirm")
    return render(request, "accounts/confirm.html", {"form": form, "next": back})


def _is_right(request: HttpRequest, user: User, way: Way, form: CodeForm) -> bool:
    """Check the code; what is wrong with it stands beside the field."""
    if must_wait(request):
        form.add_error("code", _("Too many wrong attempts came from your network. Wait ten minutes and try again."))
        return False
    now = timezone.now()
    try:
        device = second_factor.check(user, way, form.cleaned_data["code"])
    except second_factor.WrongCode as wrong:
        note_wrong_code(request)
        locking.note_wrong_password(user, now=now)
        form.add_error("code", str(wrong))
    except second_factor.MustWait as haste:
        form.add_error("code", str(haste))
    else:
        verifying.passed(request, device, now=now)
        return True
    return False


def _chosen(request: HttpRequest, have: Factors) -> Way | None:
    """The way that was asked for, else the easiest; None where they have no way at all, which no gate leads to."""
    asked = request.POST.get("way") or request.GET.get("way", "")
    return next((way for way in have.ways if way == asked), next(iter(have.ways), None))


def _address(request: HttpRequest, way: Way | None) -> str:
    query = {"way": way.value} if way else {}
    back = asked_for(request, otherwise="")
    return f"{reverse('accounts:verify')}?{urlencode(query | ({'next': back} if back else {}))}"
