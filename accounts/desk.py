"""The staff's buttons on a company's people: each presses one verb and comes back with a plain sentence (ACC-15b)."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts import administering, desk_typing, factors, inviting, locking, people, second_factor
from accounts.access import user_of
from accounts.acting import Actor, Refused
from accounts.desk_typing import Typed
from accounts.models import Company, InvitationPurpose, Member
from accounts.people_forms import EmailForm, NewPersonForm, PersonChoice, PersonForm, RightsForm

CHANGE = "accounts.change_member"
Button = Callable[[HttpRequest, Member, Actor, datetime], str]


class Incomplete(Refused):
    """A field of the form is wrong; the first one says how."""

    def __init__(self, form: forms.BaseForm) -> None:
        super().__init__(form)
        name, errors = next(iter(form.errors.items()))
        field = form.fields.get(name)
        self.sentence = f"{field.label}: {errors[0]}" if field else str(errors[0])

    def __str__(self) -> str:
        return self.sentence


class RequestForm(forms.Form):
    """Which administrator asked staff to act."""

    asked_by = PersonChoice(label=gettext_lazy("Asked for by"), queryset=Member.objects.none(), required=False)

    use_required_attribute = False

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        administrators = company.members.administrators().select_related("user").prefetch_related("invitations")
        self.fields["asked_by"].queryset = administrators.order_by("user__name")  # type: ignore[attr-defined]
        self.has_administrators = administrators.exists()
        self.is_needed = company.market.staff_need_request

    def actor(self, request: HttpRequest) -> Actor:
        """Raises Incomplete where somebody is named who is no administrator."""
        if not self.is_valid():
            raise Incomplete(self)
        return Actor.staff(user_of(request), asked_by=self.cleaned_data["asked_by"])


class DeletionForm(forms.Form):
    """A button next to others is pressed by mistake sooner or later."""

    sure = forms.BooleanField(label=gettext_lazy("Yes, delete this user"))

    use_required_attribute = False


def button(press: Button) -> Callable[..., HttpResponse]:
    """Make a view of a button: POST by staff with the right, one verb, a message, back to the member.

    What was typed is drawn again where the button was refused.
    """

    @wraps(press)
    @require_POST
    def pressed(request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        member = get_object_or_404(Member.objects.present().ready_to_ask(), pk=pk)
        try:
            by = RequestForm(request.POST, company=member.company).actor(request)
            messages.success(request, press(request, member, by, timezone.now()))
        except Refused as refusal:
            messages.error(request, str(refusal))
            desk_typing.keep(request, press.__name__, str(refusal))
        return redirect("admin:accounts_member_change", pk)

    return pressed


@button
def details(request: HttpRequest, member: Member, by: Actor, now: datetime) -> str:
    form = PersonForm(request.POST, instance=member.user)
    if not form.is_valid():
        raise Incomplete(form)
    wanted = form.cleaned_data
    administering.edit(member, name=wanted["name"], phone=wanted["phone"], username=wanted["username"], by=by, now=now)
    return _("Saved.")


@button
def rights(request: HttpRequest, member: Member, by: Actor, now: datetime) -> str:
    form = RightsForm(request.POST)
    form.is_valid()
    wish = administering.Wish(member.pk, form.was_drawn(), form.wanted())
    changes = administering.change_rights(member.company, [wish], by=by, now=now)
    return " ".join(people.sentence_of(change) for change in changes) or _("Nothing was changed.")


@button
def email(request: HttpRequest, member: Member, by: Actor, now: datetime) -> str:
    form = EmailForm(request.POST)
    if not form.is_valid():
        raise Incomplete(form)
    administering.change_email(member, form.cleaned_data["email"], by=by, now=now)
    return _("The address was changed. The old and the new one were told.")


@button
def invitation(request: HttpRequest, member: Member, by: Actor, now: datetime) -> str:
    inviting.invite_again(member, by=by, now=now)
    return _("A new invitation went to %(email)s.") % {"email": member.user.email}


@button
def password_link(request: HttpRequest, member: Member, by: Actor, now: datetime) -> str:
    inviting.send_password_link(member, by=by, now=now)
    sentence = _("A link for a new password went to %(email)s. All sessions of %(name)s have ended.")
    return sentence % {"email": member.user.email, "name": member.shown_name}


@button
def unlocking(request: HttpRequest, member: Member, by: Actor, now: datetime) -> str:
    locking.unlock_at_desk(member.user, by=by, now=now)
    return _("%(user)s can sign in again.") % {"user": member.user}


@button
def disabling(request: HttpRequest, member: Member, by: Actor, now: datetime) -> str:
    administering.disable(member, by=by, now=now)
    return _("%(name)s is disabled.") % {"name": member.shown_name}


@button
def enabling(request: HttpRequest, member: Member, by: Actor, now: datetime) -> str:
    administering.enable(member, by=by, now=now)
    return _("%(name)s is enabled again.") % {"name": member.shown_name}


@button
def second_factor_reset(request: HttpRequest, member: Member, by: Actor, now: datetime) -> str:
    second_factor.reset(member, by=by, now=now)
    return _("%(name)s has no second factor any more.") % {"name": member.shown_name}


@button
def deletion(request: HttpRequest, member: Member, by: Actor, now: datetime) -> str:
    form = DeletionForm(request.POST)
    if not form.is_valid():
        raise Incomplete(form)
    administering.delete(member, by=by, now=now)
    return _("%(name)s is deleted.") % {"name": member.shown_name}


BUTTONS = {
    "details": details,
    "rights": rights,
    "email": email,
    "invitation": invitation,
    "password-link": password_link,
    "unlocking": unlocking,
    "disabling": disabling,
    "enabling": enabling,
    "second-factor": second_factor_reset,
    "deletion": deletion,
}


def desk_of(request: HttpRequest, member: Member) -> dict[str, Any]:
    """What the page of a member shows staff."""
    typed = desk_typing.take(request, f"/admin/accounts/member/{member.pk}/")
    asked_by = {"asked_by": typed.data.get("asked_by")}
    return {
        "member": member,
        "has_second_factor": factors.has_one(member.user),
        "request_form": RequestForm(company=member.company, initial=asked_by),
        "details_form": typed.form(PersonForm, "details", instance=member.user, use_required_attribute=False),
        "rights_form": _rights_form(typed, member),
        "email_form": typed.form(EmailForm, "email", use_required_attribute=False),
        "email_refusal": _email_refusal(request, member),
        "deletion_form": typed.form(DeletionForm, "deletion"),
        "invitation": member.invitations.filter(purpose=InvitationPurpose.JOIN).first(),
    }


def _email_refusal(request: HttpRequest, member: Member) -> str:
    """Why staff may not change this address; empty where they may (ACC-16)."""
    try:
        administering.check_may_change_email(member, Actor.staff(user_of(request)))
    except Refused as refusal:
        return str(refusal)
    return ""


def _rights_form(typed: Typed, member: Member) -> RightsForm:
    """The boxes as they are; as they were ticked, where a button was refused."""
    given: dict[str, Any] = {"rights": frozenset(member.privileges), "use_required_attribute": False}
    return RightsForm(typed.data, **given) if typed.data else RightsForm(**given)


def new_user(request: HttpRequest, pk: int, site: dict[str, Any]) -> HttpResponse:
    """Staff add a user to a company; `site` is the admin's own context."""
    if not request.user.has_perm("accounts.add_member"):
        raise PermissionDenied
    company = get_object_or_404(Company.objects.select_related("market"), pk=pk)
    asking = RequestForm(request.POST or None, company=company)
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = {name: form.cleaned_data[name] for name in ("name", "email", "username")}
        try:
            member = inviting.invite(
                company, privileges=form.wanted(), by=asking.actor(request), now=timezone.now(), **wanted
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("An invitation went to %(email)s.") % {"email": member.user.email})
            return redirect("admin:accounts_member_change", member.pk)
    context = {
        **site,
        "company": company,
        "form": form,
        "person_fields": [form[name] for name in ("name", "email", "username")],
        "request_form": asking,
        "title": _("Add user"),
    }
    return render(request, "admin/accounts/company/new_user.html", context)
