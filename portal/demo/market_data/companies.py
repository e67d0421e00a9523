"""The seven made companies of the demonstration, their people, and the distributor's own."""

from datetime import date
from typing import NamedTuple


class Place(NamedTuple):
    """An address; the first of a company is its default one and receives its invoices."""

    label: str
    street: str
    postal_code: str
    city: str
    region: str
    country: str
    extra: str = ""


class Firm(NamedTuple):
    """A company; `people` are its administrator, buyer, support and basic user, in this order."""

    slug: str
    name: str
    market: str
    note: str
    customer_number: str
    tax_number: str
    limit: str
    terms_days: int
    account_manager: str
    people: tuple[str, str, str, str]
    places: tuple[Place, ...]
    resale_certificate: str = ""
    resale_certificate_until: date | None = None
    stockist: tuple[str, date, date | None] | None = None
    agreed_freight: dict[str, str] = {}
    contacts: tuple[tuple[str, str, str, str], ...] = ()  # for what, name, phone, address
    certifications: tuple[tuple[str, str, str, date | None], ...] = ()  # manufacturer, name, number, last day
    quote_text: str = ""
    reviewed_days_ago: int | None = None  # when its administrator last went through the users
    reports: tuple[str, date] | None = None  # an approval as stockist that waits for staff: number, date


ROLES = ("admin", "buyer", "support", "basic")

FIRMS = [
    Firm(
        "norrsken-it", "Norrsken IT", "se", "Sweden. Cutoffs 14:00 and 13:00, chemical tax",
        "SE10240", "SE556703748501", "1500000.00", 30, "erik.lind@distributor.example",
        ("Anna Berg", "Lena Ek", "Per Holm", "Sara Nyström"),
        (
            Place("Office", "Storgatan 14", "903 26", "Umeå", "AC", "SE"),
            Place("Warehouse Västerslätt", "Formvägen 8", "906 21", "Umeå", "AC", "SE", "Gate 3"),
            Place("Stockholm", "Sveavägen 44", "111 34", "Stockholm", "AB", "SE"),
            Place("Vaasa", "Hovrättsesplanaden 11", "65100", "Vaasa", "", "FI"),
        ),
        agreed_freight={"parcel": "95.00"},
        contacts=(
            ("Purchasing", "Lena Ek", "+46 90 555 01 12", "inkop@norrsken-it.example"),
            ("Invoices", "Per Holm", "+46 90 555 01 14", "faktura@norrsken-it.example"),
        ),
        certifications=(("Kestrel", "Silver Partner", "KS-20931", date(2027, 6, 30)),),
        quote_text="Offerten gäller i 30 dagar. Leverans från vårt lager i Umeå.",
        reviewed_days_ago=371,
        reports=("KEM-2026-118", date(2026, 11, 12)),
    ),
    Firm(
        "lagerhuset-elektronik", "Lagerhuset Elektronik", "se", "Sweden. Stockist: buys net of chemical tax",
        "SE10377", "SE556016068001", "2500000.00", 30, "erik.lind@distributor.example",
        ("Karin Åström", "Johan Dahl", "Mikael Sund", "Elin Forsberg"),
        (
            Place("Warehouse", "Viaredsvägen 30", "504 64", "Borås", "O", "SE"),
            Place("Shop", "Avenyn 21", "411 36", "Göteborg", "O", "SE"),
        ),
        stockist=("KEM-2044-07", date(2024, 1, 1), None),
        certifications=(("Kestrel", "Silver Partner", "KS-18877", date(2026, 9, 30)),),
    ),
    Firm(
        "fjord-data", "Fjord Data", "no", "Norway. Same storefront, other currency",
        "NO20115", "988077917MVA", "1200000.00", 30, "erik.lind@distributor.example",
        ("Ingrid Solberg", "Ola Haugen", "Kari Moen", "Lars Bakke"),
        (
            Place("Office", "Strandkaien 4", "5013", "Bergen", "46", "NO"),
            Place("Oslo", "Karl Johans gate 25", "0159", "Oslo", "03", "NO"),
            Place("Tromsø", "Storgata 92", "9008", "Tromsø", "55", "NO"),
        ),
    ),
    Firm(
        "maple-systems", "Maple Systems", "ca", "Canada. 10,000 a year, dormancy, English and French",
        "CA30018", "123026635RT0001", "150000.00", 30, "claire.dubois@distributor.example",
        ("Claire Tremblay", "Daniel Roy", "Priya Nair", "Owen Fraser"),
        (
            Place("Head office", "480 King Street West", "M5V 1L7", "Toronto", "ON", "CA", "Suite 210"),
            Place("Montréal", "1250 boulevard René-Lévesque Ouest", "H3B 4W8", "Montréal", "QC", "CA"),
            Place("Vancouver", "885 West Georgia Street", "V6C 3E8", "Vancouver", "BC", "CA"),
        ),
        resale_certificate="PST-1042-7781",
    ),
    Firm(
        "kiwi-computing", "Kiwi Computing", "nz", "New Zealand. First sign-in, quick links, basket kinds",
        "NZ40027", "49-091-850", "120000.00", 20, "hana.walker@distributor.example",
        ("Mere Parata", "Jack Wilson", "Sophie Clarke", "Tane Ngata"),
        (
            Place("Office", "12 Customs Street East", "1010", "Auckland", "AUK", "NZ"),
            Place("Christchurch", "76 Cashel Street", "8011", "Christchurch", "CAN", "NZ"),
        ),
    ),
    Firm(
        "sampa-tecnologia", "Sampa Tecnologia", "br", "Brazil. Roles, end customers, two warehouses",
        "BR50033", "16.727.230/0001-97", "800000.00", 28, "rafael.costa@distributor.example",
        ("Beatriz Almeida", "Thiago Souza", "Camila Rocha", "Lucas Pereira"),
        (
            Place("Matriz", "Avenida Paulista 1374", "01310-100", "São Paulo", "SP", "BR", "10º andar"),
            Place("Filial Vitória", "Avenida Nossa Senhora da Penha 570", "29055-130", "Vitória", "ES", "BR"),
        ),
    ),
    Firm(
        "biscayne-components", "Biscayne Components", "us", "United States. Quotes, licenses, price lists",
        "US60041", "65-4144147", "200000.00", 30, "hector.ruiz@distributor.example",
        ("Maria Delgado", "Kevin Moore", "Alicia Vargas", "Ruben Ortiz"),
        (
            Place("Miami", "2100 NW 42nd Avenue", "33126", "Miami", "FL", "US"),
            Place("Orlando", "400 West Livingston Street", "32801", "Orlando", "FL", "US"),
            Place("Kingston", "14 Half Way Tree Road", "10", "Kingston", "", "JM"),
        ),
        resale_certificate="DR13-85-8012345678-5",
        resale_certificate_until=date(2026, 12, 31),
    ),
]  # fmt: skip

STAFF = {
    "staff@distributor.example": ("Stina Falk", "+46 8 555 010 21"),
    "erik.lind@distributor.example": ("Erik Lind", "+46 8 555 010 24"),
    "claire.dubois@distributor.example": ("Claire Dubois", "+1 905 555 0124"),
    "hana.walker@distributor.example": ("Hana Walker", "+64 9 555 0124"),
    "rafael.costa@distributor.example": ("Rafael Costa", "+55 11 5555 0124"),
    "hector.ruiz@distributor.example": ("Hector Ruiz", "+1 305 555 0124"),
}
SUPERUSER = ("super@distributor.example", "Sven Öberg", "+46 8 555 010 20")
CONSULTANT = ("consultant@norrsken-it.example", "Maja Lund", ("norrsken-it", "lagerhuset-elektronik"))
