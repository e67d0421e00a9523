"""What one member may do: each a checkbox (ACC-11), and the roles that fill the boxes (ACC-12)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Privilege(TextChoices):
    VIEW_STOCK = "view_stock", _("View stock")
    VIEW_PRICES = "view_prices", _("View prices")
    KEEP_BASKETS = "keep_baskets", _("Keep baskets")
    SHARE_BASKETS = "share_baskets", _("Share baskets")
    PLACE_ORDERS = "place_orders", _("Place orders")
    VIEW_ORDERS = "view_orders", _("View orders")
    MANAGE_QUOTES = "manage_quotes", _("Manage quotes")
    VIEW_INVOICES = "view_invoices", _("View invoices")
    VIEW_STATEMENTS = "view_statements", _("View statements")
    REQUEST_RETURNS = "request_returns", _("Request returns")
    DOWNLOAD_PRICE_LISTS = "download_price_lists", _("Download price lists")
    VIEW_LICENSES = "view_licenses", _("View licenses and keys")
    USE_API = "use_api", _("Use the API")
    APPROVE_ORDERS = "approve_orders", _("Approve orders")
    MANAGE_USERS = "manage_users", _("Manage users")


WEB_ACCESS = "web_access"  # no box of a member: the portal as a whole, which the distributor can switch off (ACC-14)


class Role(TextChoices):
    ADMINISTRATOR = "administrator", _("Administrator")
    BUYER = "buyer", _("Buyer")
    SUPPORT = "support", _("Support")
    BASIC = "basic", _("Basic")
    CUSTOM = "custom", _("Custom")


_BASIC = frozenset({Privilege.VIEW_STOCK, Privilege.VIEW_PRICES, Privilege.KEEP_BASKETS})
_BUYER = _BASIC | {
    Privilege.SHARE_BASKETS,
    Privilege.PLACE_ORDERS,
    Privilege.MANAGE_QUOTES,
    Privilege.REQUEST_RETURNS,
    Privilege.DOWNLOAD_PRICE_LISTS,
    Privilege.VIEW_LICENSES,
    Privilege.VIEW_ORDERS,
    Privilege.VIEW_INVOICES,
}

PRESETS: dict[str, frozenset[Privilege]] = {
    Role.ADMINISTRATOR: frozenset(Privilege),
    Role.BUYER: frozenset(_BUYER),
    Role.SUPPORT: frozenset({Privilege.VIEW_ORDERS}),
    Role.BASIC: _BASIC,
}


def role_of(privileges: frozenset[str]) -> Role:
    """The role whose preset these boxes are, or Custom (ACC-12)."""
    return next((Role(role) for role, preset in PRESETS.items() if preset == privileges), Role.CUSTOM)
