"""Contact desks and their hours from Monday to Friday; telephone numbers are made up."""

from datetime import time
from typing import NamedTuple

Hours = list[tuple[time, time]]

DAY_WITH_LUNCH: Hours = [(time(8, 30), time(12)), (time(13), time(17))]  # SE FAQ
OFFICE_DAY: Hours = [(time(8, 30), time(17))]
LATE_OFFICE_DAY: Hours = [(time(8, 30), time(18))]
MIAMI_DAY: Hours = [(time(9), time(18))]


class Desk(NamedTuple):
    kind: str
    name: str
    phone: str
    email: str
    hours: Hours
    extension: str = ""
    fax: str = ""


DESKS: dict[str, list[Desk]] = {
    "ca": [
        Desk("support", "Customer Support Canada", "1 800 555-0120", "support-ca@distributor.example",
             [(time(8), time(20))]),  # CA FAQ
        Desk("sales", "Sales Canada", "905 555-0100", "sales-ca@distributor.example", OFFICE_DAY, "52100"),  # CA FAQ
        Desk("returns", "Returns Canada", "905 555-0100", "returns-ca@distributor.example",
             [(time(8, 30), time(20))], "52200", "905 555-0116"),  # CA FAQ
        Desk("cancellations", "Cancellations Canada", "1 800 555-0120", "cancellations-ca@distributor.example",
             [(time(8), time(20))]),
    ],
    "se": [
        Desk("support", "Customer Support Sweden", "+46 8 555 010 20", "support-se@distributor.example",
             DAY_WITH_LUNCH),  # SE FAQ
        Desk("sales", "Sales Sweden", "+46 8 555 010 30", "sales-se@distributor.example", OFFICE_DAY),
        Desk("returns", "Returns Sweden", "+46 8 555 010 40", "returns-se@distributor.example", DAY_WITH_LUNCH),
        Desk("cancellations", "Cancellations Sweden", "+46 8 555 010 20", "cancellations-se@distributor.example",
             DAY_WITH_LUNCH),
    ],
    "no": [
        Desk("support", "Customer Support Norway", "+47 21 55 50 10", "support-no@distributor.example",
             DAY_WITH_LUNCH),  # SE FAQ
        Desk("sales", "Sales Norway", "+47 21 55 50 20", "sales-no@distributor.example", OFFICE_DAY),
        Desk("returns", "Returns Norway", "+47 21 55 50 30", "returns-no@distributor.example", DAY_WITH_LUNCH),
        Desk("cancellations", "Cancellations Norway", "+47 21 55 50 10", "cancellations-no@distributor.example",
             DAY_WITH_LUNCH),
    ],
    "nz": [
        Desk("support", "Customer Support New Zealand", "0800 555 013", "support-nz@distributor.example", OFFICE_DAY),
        Desk("sales", "Sales New Zealand", "09 555 0131", "sales-nz@distributor.example", OFFICE_DAY),
        Desk("returns", "Returns New Zealand", "09 555 0132", "returns-nz@distributor.example", OFFICE_DAY),
        Desk("cancellations", "Cancellations New Zealand", "0800 555 013", "cancellations-nz@distributor.example",
             OFFICE_DAY),
    ],
    "br": [
        Desk("support", "Suporte Brasil", "11 5550-0140", "suporte-br@distributor.example", LATE_OFFICE_DAY),
        Desk("sales", "Vendas Brasil", "11 5550-0141", "vendas-br@distributor.example", LATE_OFFICE_DAY),
        Desk("returns", "Devoluções Brasil", "11 5550-0142", "devolucoes-br@distributor.example", LATE_OFFICE_DAY),
        Desk("cancellations", "Cancelamentos Brasil", "11 5550-0140", "cancelamentos-br@distributor.example",
             LATE_OFFICE_DAY),
    ],
    "us": [
        Desk("support", "Customer Support Miami", "(305) 555-0150", "support-us@distributor.example", MIAMI_DAY),
        Desk("sales", "Sales Miami", "(305) 555-0151", "sales-us@distributor.example", MIAMI_DAY),
        Desk("returns", "Returns Miami", "(305) 555-0152", "returns-us@distributor.example", MIAMI_DAY,
             fax="(305) 555-0153"),
        Desk("cancellations", "Cancellations Miami", "(305) 555-0150", "cancellations-us@distributor.example",
             MIAMI_DAY),
    ],
}  # fmt: skip
