"""Tax numbers as people type them, checked for their country and brought into the form that is kept (ACC-1, ACC-20)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from stdnum.br import cnpj
from stdnum.br import cpf as br_cpf
from stdnum.ca import bn
from stdnum.cl import rut as cl_rut
from stdnum.co import nit as co_nit
from stdnum.cr import cpf as cr_cpf
from stdnum.cr import cpj
from stdnum.cr import cr as dimex
from stdnum.ec import ci
from stdnum.ec import ruc as ec_ruc
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import InvalidChecksum
from stdnum.exceptions import ValidationError as NotValid
from stdnum.gb import vat as gb_vat
from stdnum.gt import nit as gt_nit
from stdnum.mx import rfc
from stdnum.no import mva
from stdnum.no import orgnr as no_orgnr
from stdnum.nz import ird
from stdnum.pe import ruc as pe_ruc
from stdnum.se import orgnr as se_orgnr
from stdnum.se import vat as se_vat
from stdnum.sv import nit as sv_nit
from stdnum.us import ein
from stdnum.uy import rut as uy_rut

MOST = 40
type Reading = Callable[[str], str]


def _written(module: ModuleType) -> Reading:
    """A number of this kind, as its country writes it."""
    return lambda text: str(module.format(module.validate(text)))


def _bare(module: ModuleType) -> Reading:
    """A number of this kind, without blanks and dashes."""
    return lambda text: str(module.validate(text))


def _like(pattern: str, written: str) -> Reading:
    """Digits whose check nobody publishes: the form alone is looked at."""

    def read(text: str) -> str:
        found = re.fullmatch(pattern, text)
        if not found:
            raise NotValid
        return found.expand(written)

    return read


def _panama(text: str) -> str:
    """A RUC in its parts, with the check digits where they were typed."""
    found = re.fullmatch(r"((?:[0-9A-Z]+-){2,3}[0-9A-Z]+)(?:\s*D\.?V\.?\s*(\d{1,2}))?", text)
    if not found:
        raise NotValid
    number, check = found.groups()
    return f"{number} DV {check}" if check else number


@dataclass(frozen=True)
class Kind:
    """What a country calls its number, how one looks, and how each of its forms is read; persons' apart."""

    name: str
    example: str
    readings: tuple[Reading, ...]
    of_persons: tuple[Reading, ...] = ()


KINDS = {
    "BR": Kind("CNPJ", "16.727.230/0001-97", (_written(cnpj),), (_written(br_cpf),)),
    "CA": Kind("Business Number", "12302 6635 RT0001", (_bare(bn),)),
    "CL": Kind("RUT", "76.086.428-5", (_written(cl_rut),)),
    "CO": Kind("NIT", "213.123.432-1", (_written(co_nit),)),
    "CR": Kind("Cédula Jurídica", "3-101-999999", (_written(cpj),), (_written(cr_cpf), _bare(dimex))),
    "EC": Kind("RUC", "1792060346001", (_bare(ec_ruc),), (_bare(ci),)),
    "GB": Kind(gettext_noop("VAT number"), "GB980780684", (lambda text: f"GB{gb_vat.validate(text)}",)),
    "GT": Kind("NIT", "576937-K", (_written(gt_nit),)),
    "JM": Kind("TRN", "001-234-567", (_like(r"(\d{3})[ -]?(\d{3})[ -]?(\d{3})", r"\1-\2-\3"),)),
    "MX": Kind("RFC", "MAB9307148T4", (_bare(rfc),)),
    "NO": Kind("organisasjonsnummer", "988 077 917 MVA", (_bare(mva), _bare(no_orgnr))),
    "NZ": Kind("IRD", "49-091-850", (_written(ird),)),
    "PA": Kind("RUC", "155596713-2-2015 DV 59", (_panama,)),
    "PE": Kind("RUC", "20512333797", (_bare(pe_ruc),)),
    "SE": Kind(
        gettext_noop("VAT number"),
        "SE556703748501",
        (lambda text: f"SE{se_vat.validate(text)}", lambda text: f"SE{se_orgnr.validate(text)}01"),
    ),
    "SV": Kind("NIT", "0614-050707-104-8", (_written(sv_nit),)),
    "US": Kind("EIN", "91-1144442", (_written(ein),)),
    "UY": Kind("RUT", "211003420017", (_bare(uy_rut),)),
}


def checked_tax_number(country: str, text: str, *, or_of_person: bool = False) -> str:
    """A tax number of a country (ISO 3166 code) in the form that is kept, however it was typed.

    Blanks, dashes, dots, small letters, the country's code and the number's own name (“RUC 1792060346-001”) are
    forgiven. `or_of_person` takes those of natural persons too, where a country tells them apart. Of a country whose
    numbers nobody describes it is kept as typed. Raises django's ValidationError with a sentence for a person.
    """
    text = " ".join(text.split()).upper()
    kind = kind_of(country)
    if kind is None:
        return _as_typed(text)
    has_wrong_digit = False
    for candidate in _candidates(text, country, kind):
        for read in kind.readings + (kind.of_persons if or_of_person else ()):
            try:
                return read(candidate)
            except InvalidChecksum:
                has_wrong_digit = True
            except NotValid:
                continue
    facts = {"name": _(kind.name), "example": kind.example}
    if has_wrong_digit:
        raise ValidationError(_("A digit of this %(name)s is wrong. Please compare it with the certificate.") % facts)
    raise ValidationError(_("This is not a complete %(name)s. It looks like this: %(example)s") % facts)


def kind_of(country: str) -> Kind | None:
    """What the country's number is called and looks like; None where it is taken as typed."""
    if kind := KINDS.get(country):
        return kind
    prefix = "EL" if country == "GR" else country
    if country.lower() in eu_vat.MEMBER_STATES and country != "XI":
        return Kind("VAT number", f"{prefix}…", (lambda text: _european(prefix, text),))
    return None


def _european(prefix: str, text: str) -> str:
    return str(eu_vat.validate(text if text.startswith(prefix) else prefix + text))


def _candidates(text: str, country: str, kind: Kind) -> Iterator[str]:
    """What was typed, and what is left of it without a name or the country's code before it."""
    yield text
    for label in (_(kind.name).upper(), kind.name.upper(), "VAT", "GST", country):
        if text.startswith(label) and (rest := text.removeprefix(label).lstrip(" :.#-")):
            yield rest


def _as_typed(text: str) -> str:
    if not re.search(r"\d", text):
        raise ValidationError(_("A tax number has digits."))
    if len(text) > MOST:
        raise ValidationError(_("This is longer than a tax number can be."))
    return text
