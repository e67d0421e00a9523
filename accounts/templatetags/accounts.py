"""Template tags for what depends on who is asking."""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts import applying, forgotten, inviting, mail_addresses, mailing, second_factor
from accounts.models import Application, Invitation, MailAddress, Member, Notification, PasswordLink, User
from accounts.stale_forms import FOR_COMPANY
from common.templatetags.components import may
from markets.regions import country_name, printed

register = template.Library()
register.filter("may", may)
register.filter("country", country_name)
register.filter(printed)


@register.simple_tag(takes_context=True)
def for_company(context: template.Context) -> SafeString | str:
    """Mark a form with the company it is drawn for; every form that changes a company's things has it (ACC-10)."""
    request = context.get("request")
    member = getattr(request, "member", None)
    if member is None:
        return ""
    return format_html('<input type="hidden" name="{}" value="{}">', FOR_COMPANY, member.company_id)


@register.filter
def subject(notification: Notification, member: Member) -> str:
    """What a notification says in one line, in the reader's language and without what they may not see."""
    return mailing.texts_of(notification, member)[0]


@register.simple_tag
def password_link(pk: int | None) -> str:
    """The single-use address for setting a forgotten password; for mails alone."""
    link = PasswordLink.objects.select_related("user").filter(pk=pk).first() if pk else None
    return forgotten.address_of(link) if link else ""


@register.simple_tag
def marketplace_address() -> str:
    """Where the partners' cloud marketplace is; empty where there is none (ACC-9)."""
    return str(settings.MARKETPLACE_ADDRESS)


@register.simple_tag
def mailed_code(user: User) -> str:
    """The code for signing in that is good now; for its mail alone."""
    return second_factor.mailed_code(user)


@register.simple_tag
def invitation_link(pk: int) -> str:
    """The single-use address by which an invited person comes in; for mails alone."""
    invitation = Invitation.objects.filter(pk=pk).first()
    return inviting.link_of(invitation) if invitation else ""


@register.simple_tag
def mail_address_link(pk: int) -> str:
    """The single-use address by which another address is confirmed; for mails alone."""
    address = MailAddress.objects.filter(pk=pk).first()
    return mail_addresses.link_of(address) if address else ""


@register.simple_tag
def application_link(pk: int) -> str:
    """The private address of an application's page; for mails to the applicant alone."""
    application = Application.objects.filter(pk=pk).first()
    return settings.PUBLIC_ADDRESS + applying.path_of(application) if application else ""
