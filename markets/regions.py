"""Provinces, states and counties by their ISO 3166-2 code, for addresses, taxes and freight by region."""

import unicodedata
from collections.abc import Sequence

from babel import Locale, UnknownLocaleError
from django.utils import translation

_REGIONS = {
    "CA": """AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland and Labrador|NS Nova Scotia
        |NT Northwest Territories|NU Nunavut|ON Ontario|PE Prince Edward Island|QC Quebec|SK Saskatchewan|YT Yukon""",
    "SE": """K Blekinge|W Dalarna|I Gotland|X Gävleborg|N Halland|Z Jämtland|F Jönköping|H Kalmar|G Kronoberg
        |BD Norrbotten|M Skåne|AB Stockholm|D Södermanland|C Uppsala|S Värmland|AC Västerbotten|Y Västernorrland
        |U Västmanland|O Västra Götaland|T Örebro|E Östergötland""",
    "NO": """42 Agder|32 Akershus|33 Buskerud|56 Finnmark|34 Innlandet|15 Møre og Romsdal|18 Nordland|03 Oslo
        |11 Rogaland|21 Svalbard|40 Telemark|55 Troms|50 Trøndelag|39 Vestfold|46 Vestland|31 Østfold""",
    "NZ": """AUK Auckland|BOP Bay of Plenty|CAN Canterbury|CIT Chatham Islands|GIS Gisborne|HKB Hawke's Bay
        |MWT Manawatū-Whanganui|MBH Marlborough|NSN Nelson|NTL Northland|OTA Otago|STL Southland|TKI Taranaki
        |TAS Tasman|WKO Waikato|WGN Wellington|WTC West Coast""",
    "BR": """AC Acre|AL Alagoas|AP Amapá|AM Amazonas|BA Bahia|CE Ceará|DF Distrito Federal|ES Espírito Santo|GO Goiás
        |MA Maranhão|MT Mato Grosso|MS Mato Grosso do Sul|MG Minas Gerais|PA Pará|PB Paraíba|PR Paraná|PE Pernambuco
        |PI Piauí|RJ Rio de Janeiro|RN Rio Grande do Norte|RS Rio Grande do Sul|RO Rondônia|RR Roraima
        |SC Santa Catarina|SP São Paulo|SE Sergipe|TO Tocantins""",
    "US": """AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware
        |DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas
        |KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi
        |MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York
        |NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|PR Puerto Rico
        |RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia
        |WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming""",
}
REGIONS: dict[str, dict[str, str]] = {
    country: dict(entry.strip().split(" ", 1) for entry in " ".join(text.split()).split("|"))
    for country, text in _REGIONS.items()
}
_NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}  # territories of CLDR that no post serves
_COUNTRIES = tuple(
    code
    for code in map(str, Locale.parse("en").territories)
    if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
)
WITHOUT_POSTAL_CODES = frozenset({"JM", "PA"})  # hardly anybody there knows one
NEED_REGION = frozenset({"CA", "US", "BR"})  # there the tax or the freight of an address hangs on its region


def regions_of(country: str) -> list[tuple[str, str]]:
    """Code and name of each region of a country, for a list of choices; none where addresses do without."""
    return list(REGIONS.get(country, {}).items())


def country_name(country: str) -> str:
    """The name of a country in the active language; the code where it is unknown."""
    try:
        locale = Locale.parse((translation.get_language() or "en").replace("-", "_").split("_")[0])
    except UnknownLocaleError:
        locale = Locale.parse("en")
    return locale.territories.get(country, country)


def printed(address: Sequence[str]) -> list[str]:
    """An address as it is printed: a country's code in its last line becomes the country's name."""
    return [*address[:-1], *(country_name(line) for line in address[-1:])]


def place_name(country: str, region: str = "") -> str:
    """A region's own name where one is given, else that of the country."""
    if region:
        return REGIONS.get(country, {}).get(region, region)
    return country_name(country)


def countries() -> list[tuple[str, str]]:
    """Code and name of every country, by name in the active language, for a list of choices."""
    names = ((code, country_name(code)) for code in _COUNTRIES)
    return sorted(names, key=lambda each: unicodedata.normalize("NFKD", each[1]).casefold())
