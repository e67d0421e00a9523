"""What companies of the demonstration reported, waiting for staff: the file is drawn here."""

from datetime import date
from io import BytesIO

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from accounts import notifying, stockists
from accounts.acting import Actor
from accounts.models import Company, Member
from common.uploads import MEGABYTE, Kind, Upload, checked
from portal.demo.market_data.companies import FIRMS


def load_reports() -> None:
    """Let each company that has one report its approval as stockist; loading again changes nothing."""
    for firm in FIRMS:
        company = Company.objects.get(slug=firm.slug)
        if firm.reports and not company.stockist_reports.exists():
            _report(company, *firm.reports)


def _report(company: Company, number: str, decided_on: date) -> None:
    administrators = Member.objects.administrators().ready_to_ask().filter(company=company)
    decision = ContentFile(_drawn(company.name, number, decided_on), "beslut.png")
    proof = Upload(decision, checked(decision, kinds=(Kind.PNG,), most_bytes=MEGABYTE))
    with notifying.without_mail():
        stockists.report(
            company,
            number=number,
            decided_on=decided_on,
            proof=proof,
            by=Actor.administrator(administrators.order_by("pk")[0]),
            now=timezone.now(),
        )


def _drawn(name: str, number: str, decided_on: date) -> bytes:
    """A decision as a scanner gives it."""
    page = Image.new("L", (620, 400), 255)
    lines = ["Skatteverket (demonstration)", f"Beslut {number}, {decided_on}", f"Godkänd lagerhållare: {name}"]
    ImageDraw.Draw(page).multiline_text((40, 40), "\n".join(lines), fill=0, spacing=12)
    file = BytesIO()
    page.save(file, "PNG")
    return file.getvalue()
