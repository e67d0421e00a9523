from accounts.models.company import Address, AgreedFreight, Company, ServiceRemoval, StockistApproval
from accounts.models.member import Member, User
from accounts.models.notification import Notification, NotificationKind
from accounts.models.session import UserSession

__all__ = [
    "Address",
    "AgreedFreight",
    "Company",
    "Member",
    "Notification",
    "NotificationKind",
    "ServiceRemoval",
    "StockistApproval",
    "User",
    "UserSession",
]
