"""Template tags for what depends on who is asking."""

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts import applying, company_changes, forgotten, inviting, mail_addresses, mailing, reviewing, second_factor
from accounts.models import (
    Application,
    Company,
    Invitation,
    MailAddress,
    Member,
    Notification,
    PasswordLink,
    StockistApproval,
    User,
)
from accounts.privileges import Privilege
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


@register.inclusion_tag("accounts/_in_charge.html", takes_context=True)
def in_charge(context: template.Context, company: Company | None = None) -> dict[str, object]:
    """Who at the distributor is in charge of the company: its account manager, else the sales desk (ACC-19b)."""
    member = getattr(context.get("request"), "member", None)
    company = company or (member.company if member else None)
    return in_charge_of(company)


@register.inclusion_tag("accounts/_in_charge_line.html", takes_context=True)
def in_charge_line(context: template.Context) -> dict[str, object]:
    """The same in one line, for the foot of a page."""
    return in_charge(context)


@register.inclusion_tag("accounts/_access_review.html", takes_context=True)
def access_review(context: template.Context) -> dict[str, object]:
    """When the users were last reviewed and when they are next, for who does it (ACC-16b)."""
    member: Member | None = getattr(context.get("request"), "member", None)
    if member is None or not member.may(Privilege.MANAGE_USERS):
        return {}
    company = member.company
    return {
        "reviewed_at": company.access_reviewed_at,
        "due_on": reviewing.due_on(company),
        "is_due": reviewing.is_due(company, now=timezone.now()),
    }


@register.filter
def period(approval: StockistApproval) -> str:
    """From which day to which an approval holds."""
    return company_changes.period(approval.valid_from, approval.valid_to)


def in_charge_of(company: Company | None) -> dict[str, object]:
    """The account manager, or the sales desk of the market; empty where nobody is signed in for a company."""
    if company is None:
        return {}
    manager = company.manager_in_charge
    return {"manager": manager, "desk": None if manager else company.market.desk("sales")}
