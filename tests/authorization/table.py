"""Who gets what at every address: the one place to read it, and to say it first for a new page (PLT-8).

A number is the status of the answer; `login` is a redirect to the sign-in page. `whose` tells what the address names:
a thing of the `company`, of the `member` alone, or `-`. A thing that is not one's own answers 404 wherever one's own
is reached, the same as one that does not exist. POST carries what the page's form would send, from `posting.py`.
The admin is one block, tested in test_admin.py.
"""

from dataclasses import dataclass

from tests.machine import missing

TABLE = """
address                                      GET: visitor admin  buyer  support basic   POST: visitor admin  buyer  support basic   whose
/                                                 200     200    200    200     200           405     405    405    405     405     -
/healthz                                          200     200    200    200     200           200     200    200    200     200     -
/readyz                                           200     200    200    200     200           200     200    200    200     200     -
/market/                                          405     405    405    405     405           302     302    302    302     302     -
/help/freight/                                    200     200    200    200     200           405     405    405    405     405     -
/help/chemical-tax/                               200     200    200    200     200           405     405    405    405     405     -
/login/                                           200     302    302    302     302           200     302    302    302     302     -
/login/locked/                                    302     302    302    302     302           302     302    302    302     302     -
/apply/                                           200     200    200    200     200           200     200    200    200     200     -
/apply/<str:token>/                               200     200    200    200     200           200     200    200    200     200     -
/request-access/                                  200     200    200    200     200           200     200    200    200     200     -
/request-access/sent/                             200     200    200    200     200           405     405    405    405     405     -
/logout/                                          302     200    200    200     200           302     302    302    302     302     -
/password/forgot/                                 200     200    200    200     200           200     200    200    200     200     -
/password/forgot/sent/                            200     200    200    200     200           405     405    405    405     405     -
/password/reset/<str:uidb36>/<str:key>/           200     200    200    200     200           200     200    200    200     200     -
/password/changed/                                200     200    200    200     200           405     405    405    405     405     -
/password/question/                               200     200    200    200     200           200     200    200    200     200     -
/welcome/                                         login   302    302    302     302           login   405    405    405     405     -
/welcome/<slug:step>/                             login   302    302    302     302           login   302    302    302     302     -
/company/                                         login   200    200    200     200           login   405    405    405     405     -
/company/users/                                   login   200    403    403     403           login   302    403    403     403     -
/company/users/export.csv                         login   200    403    403     403           login   405    403    403     403     -
/company/users/export.xlsx                        login   200    403    403     403           login   405    403    403     403     -
/company/users/import/                            login   200    403    403     403           login   200    403    403     403     -
/company/users/import/template.csv                login   200    403    403     403           login   405    403    403     403     -
/company/users/import/template.xlsx               login   200    403    403     403           login   405    403    403     403     -
/company/users/import/<uuid:key>/                 login   200    403    403     403           login   302    403    403     403     company
/company/users/import/<uuid:key>/refused.csv      login   200    403    403     403           login   405    403    403     403     company
/company/users/import/<uuid:key>/refused.xlsx     login   200    403    403     403           login   405    403    403     403     company
/company/users/requests/                          login   200    403    403     403           login   405    403    403     403     -
/company/users/requests/<int:pk>/admission/       login   405    403    403     403           login   200    403    403     403     company
/company/users/requests/<int:pk>/refusal/         login   405    403    403     403           login   302    403    403     403     company
/company/users/new/                               login   200    403    403     403           login   200    403    403     403     -
/company/users/<int:pk>/                          login   200    403    403     403           login   405    403    403     403     company
/company/users/<int:pk>/details/                  login   405    403    403     403           login   200    403    403     403     company
/company/users/<int:pk>/rights/                   login   405    403    403     403           login   302    403    403     403     company
/company/users/<int:pk>/email/                    login   405    403    403     403           login   200    403    403     403     company
/company/users/<int:pk>/invitation/               login   405    403    403     403           login   302    403    403     403     company
/company/users/<int:pk>/password-link/            login   405    403    403     403           login   302    403    403     403     company
/company/users/<int:pk>/disabling/                login   405    403    403     403           login   302    403    403     403     company
/company/users/<int:pk>/enabling/                 login   405    403    403     403           login   302    403    403     403     company
/company/users/<int:pk>/unlocking/                login   405    403    403     403           login   302    403    403     403     company
/company/users/<int:pk>/deletion/                 login   200    403    403     403           login   302    403    403     403     company
/company/users/<int:pk>/second-factor/            login   405    403    403     403           login   302    403    403     403       company
/company/security/                                login   200    403    403     403           login   302    403    403     403       -
/company/end-customers/                           login   200    200    403     403           login   405    405    403     403     -
/company/end-customers/export.csv                 login   200    200    403     403           login   405    405    403     403     -
/company/end-customers/export.xlsx                login   200    200    403     403           login   405    405    403     403     -
/company/end-customers/new/                       login   200    200    403     403           login   302    302    403     403     -
/company/end-customers/<int:pk>/                  login   200    200    403     403           login   302    302    403     403     company
/company/end-customers/<int:pk>/removal/          login   200    200    403     403           login   302    302    403     403     company
/company/end-customers/<int:pk>/addresses/new/    login   200    200    403     403           login   302    302    403     403     company
/company/end-customers/<int:pk>/addresses/<int:address_pk>/ login 200 200 403   403           login   302    302    403     403     company
/company/end-customers/<int:pk>/addresses/<int:address_pk>/removal/ login 405 405 403 403     login   302    302    403     403     company
/company/part-numbers/                            login   200    200    200     200           login   405    405    405     405     -
/company/part-numbers/export.csv                  login   200    200    200     200           login   405    405    405     405     -
/company/part-numbers/export.xlsx                 login   200    200    200     200           login   405    405    405     405     -
/company/part-numbers/import/                     login   200    200    403     403           login   200    200    403     403     -
/company/part-numbers/import/template.csv         login   200    200    403     403           login   405    405    403     403     -
/company/part-numbers/import/template.xlsx        login   200    200    403     403           login   405    405    403     403     -
/company/part-numbers/import/<uuid:key>/          login   200    200    403     403           login   302    302    403     403     member
/company/part-numbers/import/<uuid:key>/refused.csv login 200    200    403     403           login   405    405    403     403     member
/company/part-numbers/import/<uuid:key>/refused.xlsx login 200   200    403     403           login   405    405    403     403     member
/company/part-numbers/new/                        login   200    200    403     403           login   302    302    403     403     -
/company/part-numbers/<int:pk>/                   login   200    200    403     403           login   302    302    403     403     company
/company/part-numbers/<int:pk>/removal/           login   200    200    403     403           login   302    302    403     403     company
/company/details/                                 login   200    403    403     403           login   200    403    403     403     -
/company/logo/                                    login   404    404    404     404           login   200    403    403     403     -
/company/addresses/new/                           login   200    403    403     403           login   200    403    403     403     -
/company/addresses/<int:pk>/                      login   200    403    403     403           login   200    403    403     403     company
/company/addresses/<int:pk>/removal/              login   200    403    403     403           login   302    403    403     403     company
/company/contacts/new/                            login   200    403    403     403           login   200    403    403     403     -
/company/contacts/<int:pk>/                       login   200    403    403     403           login   200    403    403     403     company
/company/contacts/<int:pk>/removal/               login   200    403    403     403           login   302    403    403     403     company
/company/certifications/new/                      login   200    403    403     403           login   200    403    403     403     -
/company/certifications/<int:pk>/                 login   200    403    403     403           login   200    403    403     403     company
/company/certifications/<int:pk>/removal/         login   200    403    403     403           login   302    403    403     403     company
/company/stockist/                                login   200    403    403     403           login   200    403    403     403     -
/company/access-review/                           login   200    403    403     403           login   200    403    403     403     -
/company/activity/                                login   200    403    403     403           login   405    403    403     403     -
/company/activity/export.csv                      login   200    403    403     403           login   405    403    403     403     -
/company/activity/export.xlsx                     login   200    403    403     403           login   405    403    403     403     -
/invitation/<str:token>/                          200     200    200    200     200           200     200    200    200     200     -
/company/switch/                                  login   405    405    405     405           login   302    302    302     302     -
/profile/                                         login   200    200    200     200           login   200    200    200     200     -
/profile/language/                                login   405    405    405     405           login   302    302    302     302     -
/profile/appearance/                              login   405    405    405     405           login   302    302    302     302     -
/profile/security/                                login   200    200    200     200           login   200    200    200     200     -
/profile/security/question/                       login   200    200    200     200           login   200    200    200     200     -
/profile/security/sessions/                       login   405    405    405     405           login   302    302    302     302     -
/profile/notifications/                           login   200    200    200     200           login   302    302    302     302     -
/profile/notifications/addresses/                 login   405    405    405     405           login   200    200    200     200     -
/profile/notifications/addresses/<int:pk>/link/   login   405    405    405     405           login   302    302    302     302     member
/profile/notifications/addresses/<int:pk>/removal/ login  405    405    405     405           login   302    302    302     302     member
/profile/quick-links/                             login   200    200    200     200           login   302    302    302     302     -
/mail-address/<str:token>/                        200     200    200    200     200           200     200    200    200     200     -
/account/verify/                                  login   302    302    302     302           login   302    302    302     302       -
/account/verify/code/                             login   405    405    405     405           login   302    302    302     302       -
/account/passkey/begin/                           405     405    405    405     405           200     200    200    200     200       -
/account/passkey/complete/                        405     405    405    405     405           400     400    400    400     400       -
/profile/security/confirm/                        login   200    200    200     200           login   200    200    200     200       -
/profile/security/second-factor/                  login   200    200    200     200           login   405    405    405     405       -
/profile/security/second-factor/app/              login   200    200    200     200           login   200    200    200     200       -
/profile/security/second-factor/email/            login   200    200    200     200           login   200    200    200     200       -
/profile/security/second-factor/codes/            login   302    302    302     302           login   302    302    302     302       -
/profile/security/second-factor/passkey/          login   200    200    200     200           login   405    405    405     405       -
/profile/security/second-factor/passkey/begin/    login   405    405    405     405           login   200    200    200     200       -
/profile/security/second-factor/passkey/complete/ login   405    405    405     405           login   400    400    400     400       -
/profile/security/second-factor/passkey/name/     login   405    405    405     405           login   302    302    302     302       -
/profile/security/second-factor/removal/          login   405    405    405     405           login   302    302    302     302       -
/notifications/                                   login   200    200    200     200           login   405    405    405     405     -
/notifications/read/                              login   405    405    405     405           login   302    302    302     302     -
/oidc/.well-known/openid-configuration            200     200    200    200     200           405     405    405    405     405       -
/oidc/.well-known/jwks.json                       200     200    200    200     200           405     405    405    405     405       -
/oidc/authorize                                   login   400    400    400     400           login   302    302    302     302       -
/oidc/token                                       405     405    405    405     405           400     400    400    400     400       -
/oidc/userinfo                                    401     401    401    401     401           401     401    401    401     401       -
/oidc/revoke                                      405     405    405    405     405           400     400    400    400     400       -
/catalog/                                         200     200    200    200     200           405     405    405    405     405     -
/catalog/promotions/                              200     200    200    200     200           405     405    405    405     405     -
/catalog/price-list.csv                           login   200    200    403     403           login   302    302    403     403     -
/catalog/price-list.xlsx                          login   200    200    403     403           login   302    302    403     403     -
/catalog/promotions/price-list.csv                login   200    200    403     403           login   302    302    403     403     -
/catalog/promotions/price-list.xlsx               login   200    200    403     403           login   302    302    403     403     -
/catalog/<path:path>/price-list.csv               login   200    200    403     403           login   302    302    403     403     -
/catalog/<path:path>/price-list.xlsx              login   200    200    403     403           login   302    302    403     403     -
/search/price-list.csv                            login   200    200    403     403           login   302    302    403     403     -
/search/price-list.xlsx                           login   200    200    403     403           login   302    302    403     403     -
/price-feed/                                      login   200    200    403     403           login   302    302    403     403     -
/price-feed/address/                              login   405    405    403     403           login   302    302    403     403     -
/price-feed/address/withdrawal/                   login   405    405    403     403           login   302    302    403     403     -
/feeds/<str:token>                                404     200    200    404     404           405     405    405    405     405     -
/downloads/                                       login   200    200    200     200           login   405    405    405     405     -
/downloads/<int:pk>/                              login   200    200    200     200           login   405    405    405     405     member
/downloads/<int:pk>/file/                         login   200    200    200     200           login   405    405    405     405     member
/downloads/<int:pk>/removal/                      login   405    405    405     405           login   302    302    302     302     member
/catalog/<path:path>/                             200     200    200    200     200           405     405    405    405     405     -
/search/                                          200     200    200    200     200           405     405    405    405     405     -
/search/suggestions/                              200     200    200    200     200           405     405    405    405     405     -
/products/<sku>/                                  200     200    200    200     200           405     405    405    405     405     -
/products/<sku>/documents/<int:pk>.pdf            login   200    200    200     200           405     405    405    405     405     -
/pictures/<slug:name>.webp                        404     404    404    404     404           405     405    405    405     405     -
/compare/                                         200     200    200    200     200           405     405    405    405     405     -
/compare/products/                                405     405    405    405     405           302     302    302    302     302     -
/bids/                                            login   200    200    403     200           login   405    405    403     405     -
/bids/export.csv                                  login   200    200    403     200           login   405    405    403     405     -
/bids/export.xlsx                                 login   200    200    403     200           login   405    405    403     405     -
/watches/                                         login   200    200    403     200           login   302    302    403     302     -
/watches/removal/                                 login   405    405    403     405           login   302    302    403     302     -
/watches/end/<str:token>/                         200     200    200    200     200           200     200    200    200     200     -
/baskets/                                         login   200    200    403     200           login   405    405    403     405     -
/baskets/lines/                                   login   405    405    403     405           login   302    302    403     302     -
/baskets/numbers/                                 login   200    200    403     200           login   302    302    403     302     -
/baskets/<int:pk>/                                login   200    200    403     200           login   405    405    403     405     member
/baskets/<int:pk>/lines/                          login   405    405    403     405           login   302    302    403     302     member
/baskets/<int:pk>/bids/                           login   405    405    403     405           login   302    302    403     302     member
/checkout/<int:pk>/                               login   200    200    403     403           login   303    303    403     403     member
/orders/                                          login   200    200    200     403           login   405    405    405     403     -
/orders/export.csv                                login   200    200    200     403           login   405    405    405     403     -
/orders/export.xlsx                               login   200    200    200     403           login   405    405    405     403     -
/orders/<str:number>/                             login   200    200    200     403           login   405    405    405     403     company
/invoices/                                        login   200    200    403     403           login   405    405    403     403     -
/invoices/export.csv                              login   200    200    403     403           login   405    405    403     403     -
/invoices/export.xlsx                             login   200    200    403     403           login   405    405    403     403     -
/invoices/pdf.zip                                 login   200    200    403     403           login   405    405    403     403     -
/invoices/<str:number>/                           login   200    200    403     403           login   405    405    403     403     company
/invoices/<str:number>.pdf                        login   200    200    403     403           login   405    405    403     403     company
/demo/sign-in/                                    405     405    405    405     405           404     404    404    404     404     -
/demo/mail/                                       200     200    200    200     200           200     200    200    200     200     -
/demo/mail/<slug:key>/                            404     404    404    404     404           404     404    404    404     404     -
"""  # noqa: E501 - one row an address reads better than any folding
PEOPLE = ("visitor", "admin", "buyer", "support", "basic")


@dataclass(frozen=True)
class Row:
    address: str
    get: dict[str, str]
    post: dict[str, str]
    whose: str

    @property
    def names_a_thing(self) -> bool:
        return self.whose != "-"


def read(line: str) -> Row:
    address, *cells, whose = line.split()
    if "pdf" in address and missing("pdf"):
        cells = ["503" if cell == "200" else cell for cell in cells]  # a machine without Pango says so
    return Row(
        address,
        dict(zip(PEOPLE, cells[:5], strict=True)),
        dict(zip(PEOPLE, cells[5:], strict=True)),
        whose,
    )


ROWS = [read(line) for line in TABLE.strip().splitlines()[1:]]
