"""Shipping methods, freight by place and weight, and delivery times from each warehouse; all amounts are ours."""

from typing import NamedTuple

STEPS = (2_000, 10_000, 30_000, None)  # grams; None: heavier

Places = tuple[tuple[str, str], ...]


class Method(NamedTuple):
    """A way to ship; `freight` gives places the amounts of STEPS, `times` places the business days from a warehouse."""

    code: str
    name: str
    carrier: str
    tracking_url: str
    days: tuple[int, int]
    freight: list[tuple[Places, tuple[int, int, int, int]]]
    times: list[tuple[str, Places, tuple[int, int]]] = []


def regions(country: str, codes: str) -> Places:
    return tuple((country, code) for code in codes.split())


def countries(codes: str) -> Places:
    return tuple((code, "") for code in codes.split())


PUROLATOR = "https://www.purolator.com/en/shipping/tracker?pin={number}"
POSTNORD = "https://tracking.postnord.com/tracking.html?id={number}"
BRING = "https://sporing.bring.no/sporing/{number}"
DHL = "https://www.dhl.com/en/express/tracking.html?AWB={number}"
NZ_POST = "https://www.nzpost.co.nz/tools/tracking/item/{number}"
JADLOG = "https://www.jadlog.com.br/tracking?cte={number}"
CORREIOS = "https://rastreamento.correios.com.br/app/index.php?objetos={number}"
UPS = "https://www.ups.com/track?tracknum={number}"
FEDEX = "https://www.fedex.com/fedextrack/?trknbr={number}"

CENTRAL, WEST, ATLANTIC = regions("CA", "ON QC"), regions("CA", "MB SK AB BC"), regions("CA", "NB NS PE NL")
PRAIRIE, PACIFIC = regions("CA", "MB SK"), regions("CA", "AB BC")
NORRLAND, NORTH_NORWAY = regions("SE", "Z Y AC BD"), regions("NO", "18 55 56 21")
SOUTH_ISLAND = regions("NZ", "CAN MBH NSN OTA STL TAS WTC")
SAO_PAULO, ESPIRITO_SANTO, SOUTH_EAST = regions("BR", "SP"), regions("BR", "ES"), regions("BR", "RJ MG ES")
SOUTH = regions("BR", "PR SC RS")
FLORIDA, CARIBBEAN_AND_CENTRAL = regions("US", "FL"), countries("JM PA CR GT SV MX")
SOUTH_AMERICA = countries("CO EC PE CL UY")

METHODS: dict[str, list[Method]] = {
    "ca": [
        Method("ground", "Ground", "Purolator", PUROLATOR, (4, 7),
               [(CENTRAL, (12, 18, 32, 65)), (WEST, (16, 26, 48, 95)), (ATLANTIC, (18, 29, 54, 105)),
                (countries("CA"), (38, 62, 120, 240))],
               [("MIS", CENTRAL, (1, 2)), ("MIS", ATLANTIC, (2, 4)), ("MIS", PRAIRIE, (3, 4)),
                ("VAN", PACIFIC, (1, 2)), ("VAN", PRAIRIE, (2, 3)), ("VAN", CENTRAL, (4, 5))]),
        Method("express", "Express", "Purolator", PUROLATOR, (2, 3),
               [(CENTRAL, (24, 38, 74, 150)), (WEST, (32, 56, 108, 220)), (ATLANTIC, (36, 60, 116, 235)),
                (countries("CA"), (76, 130, 260, 520))],
               [("MIS", CENTRAL, (1, 1)), ("VAN", PACIFIC, (1, 1))]),
    ],
    "se": [
        Method("parcel", "Parcel", "PostNord", POSTNORD, (1, 2),
               [(NORRLAND, (119, 169, 289, 590)), (countries("SE"), (89, 129, 219, 450)),
                (countries("NO DK FI"), (149, 229, 389, 790))],
               [("STO", NORRLAND, (2, 3)), ("STO", countries("SE"), (1, 1)), ("STO", countries("NO DK FI"), (2, 4)),
                ("BOR", NORRLAND, (2, 4)), ("BOR", countries("SE"), (1, 2)), ("BOR", countries("NO DK FI"), (2, 4))]),
        Method("express", "Express before 10", "DHL Express", DHL, (1, 1),
               [(NORRLAND, (289, 389, 690, 1390)), (countries("SE"), (229, 329, 590, 1190))]),
    ],
    "no": [
        Method("parcel", "Parcel", "Bring", BRING, (2, 4),
               [(NORTH_NORWAY, (189, 269, 449, 890)), (countries("NO"), (129, 189, 329, 690))],
               [("STO", NORTH_NORWAY, (3, 5)), ("STO", countries("NO"), (2, 3)),
                ("STR", NORTH_NORWAY, (5, 7)), ("STR", countries("NO"), (4, 5))]),
        Method("express", "Express", "DHL Express", DHL, (1, 2),
               [(NORTH_NORWAY, (449, 649, 1190, 2390)), (countries("NO"), (349, 499, 890, 1790))]),
    ],
    "nz": [
        Method("courier", "Courier", "NZ Post", NZ_POST, (1, 2),
               [(regions("NZ", "CIT"), (45, 90, 190, 380)), (SOUTH_ISLAND, (12, 22, 45, 90)),
                (countries("NZ"), (8, 14, 28, 60))],
               [("AKL", regions("NZ", "AUK"), (1, 1)), ("AKL", SOUTH_ISLAND, (2, 3)),
                ("AKL", regions("NZ", "CIT"), (5, 8))]),
        Method("overnight", "Overnight", "NZ Post", NZ_POST, (1, 1),
               [(SOUTH_ISLAND, (22, 39, 79, 160)), (countries("NZ"), (15, 27, 55, 115))]),
    ],
    "br": [
        Method("road", "Rodoviário", "Jadlog", JADLOG, (5, 10),
               [(SAO_PAULO, (22, 35, 65, 140)), (SOUTH_EAST, (29, 48, 90, 190)), (SOUTH, (32, 54, 105, 220)),
                (countries("BR"), (48, 85, 170, 360))],
               [("SAO", SAO_PAULO, (1, 3)), ("SAO", SOUTH_EAST, (3, 5)), ("SAO", SOUTH, (3, 6)),
                ("VIX", ESPIRITO_SANTO, (1, 3)), ("VIX", SAO_PAULO, (3, 5))]),
        Method("air", "Aéreo", "Correios Sedex", CORREIOS, (2, 4),
               [(SAO_PAULO, (39, 69, 140, 300)), (SOUTH_EAST, (54, 98, 200, 430)),
                (countries("BR"), (82, 155, 330, 700))],
               [("SAO", SAO_PAULO, (1, 1)), ("VIX", ESPIRITO_SANTO, (1, 1))]),
    ],
    "us": [
        Method("ground", "Ground", "UPS", UPS, (2, 5),
               [(FLORIDA, (9, 15, 28, 60)), (countries("US"), (14, 24, 46, 95))],
               [("MIA", FLORIDA, (1, 2))]),
        Method("air", "International air freight", "FedEx", FEDEX, (3, 6),
               [(CARIBBEAN_AND_CENTRAL, (42, 88, 210, 480)), (SOUTH_AMERICA, (55, 118, 290, 640)),
                (countries("US"), (28, 48, 92, 190))],
               [("MIA", CARIBBEAN_AND_CENTRAL, (3, 5)), ("MIA", SOUTH_AMERICA, (4, 7)),
                ("MIA", countries("US"), (1, 2))]),
    ],
}  # fmt: skip
