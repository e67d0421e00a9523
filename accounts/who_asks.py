"""Whose session it is, with all that every request asks of them: rights, companies, second factor; in one query.

Read anew with each request, so that a change of rights holds at once (ACC-14).
"""

from accounts.factors import PROVING
from accounts.models import Company, Member, User
from common.reading import Columns, rows_from, split

_USERS, _MEMBERS, _COMPANIES = Columns(User), Columns(Member), Columns(Company)
_HAS_FACTOR = " OR ".join(
    f"EXISTS (SELECT FROM {model._meta.db_table} WHERE user_id = u.id AND confirmed)" for model in PROVING
)
_WHO = f"""
SELECT {_USERS.sql("u")}, {_MEMBERS.sql("m")}, {_COMPANIES.sql("c")}, {_USERS.sql("manager")},
  {_HAS_FACTOR},
  ARRAY(SELECT service FROM accounts_serviceremoval WHERE company_id = c.id),
  ARRAY(SELECT daterange(valid_from, valid_to, '[]') FROM accounts_stockistapproval WHERE company_id = c.id),
  (SELECT json_object_agg(kind, told) FROM (SELECT kind, count(*) AS told FROM accounts_notification
    WHERE user_id = u.id AND read_at IS NULL AND (company_id = c.id OR company_id IS NULL) GROUP BY kind) unread)
FROM accounts_user u
LEFT JOIN accounts_member m ON m.user_id = u.id AND m.deleted_at IS NULL
LEFT JOIN accounts_company c ON c.id = m.company_id
LEFT JOIN accounts_user manager ON manager.id = c.account_manager_id
WHERE u.id = %s ORDER BY c.name, m.id
"""  # noqa: S608 - names of tables and columns


def read(user_id: int) -> User | None:
    """The user with `memberships_read`, by company and without their market, and `has_second_factor`."""
    user: User | None = None
    memberships: list[Member] = []
    for row in rows_from(_WHO, [user_id]):
        of_user, of_member, of_company, of_manager, (has_factor, removed, stockist, unread) = split(
            row, len(_USERS), len(_MEMBERS), len(_COMPANIES), len(_USERS)
        )
        if user is None:
            user = _USERS.made_of(of_user)
            if user is None:
                return None
            user.memberships_read, user.has_second_factor = memberships, has_factor
        member, company = _MEMBERS.made_of(of_member), _COMPANIES.made_of(of_company)
        if member and company:
            member.user, member.company, company.account_manager = user, company, _USERS.made_of(of_manager)
            company.services_removed, company.days_as_stockist = frozenset(removed), tuple(stockist)
            member.unread_by_kind = unread or {}
            memberships.append(member)
    return user
