"""Resellers who wait to become customers, one of them too long, and somebody who asks for access; loaded once."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile

from accounts import application_papers, applying, notifying, requesting_access
from accounts.models import AccessRequest, Application
from common.uploads import MEGABYTE, Upload, checked
from markets.models import Market

PAPER = b"""%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [3 0 R] /Count 1 >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>
endobj
xref
0 4
0000000000 65535 f\x20
0000000009 00000 n\x20
0000000058 00000 n\x20
0000000115 00000 n\x20
trailer
<< /Size 4 /Root 1 0 R >>
startxref
186
%%EOF
"""

# Market, hours ago, whether a former customer, and what they wrote.
APPLICANTS: tuple[tuple[str, int, bool, dict[str, str]], ...] = (
    ("se", 61, False, {
        "company_name": "Vätterbygdens Data AB", "tax_number": "SE556688123001", "country": "SE", "region": "F",
        "street": "Borgmästargränd 4", "postal_code": "553 20", "city": "Jönköping",
        "business": "Nätverk och arbetsplatser för kommuner och tillverkande företag runt Vättern.",
        "contact_name": "Ulrika Sand", "email": "ulrika.sand@vatterbygdens-data.example", "phone": "+46 36 555 01 40",
    }),
    ("us", 20, False, {
        "company_name": "Andes Redes SpA", "tax_number": "77.345.210-5", "country": "CL",
        "street": "Avenida Apoquindo 3910", "postal_code": "7550000", "city": "Santiago",
        "business": "Networks and servers for mining suppliers; some 40 customers in the north of Chile.",
        "contact_name": "Camila Fuentes", "email": "camila.fuentes@andes-redes.example", "phone": "+56 2 5555 0140",
    }),
    ("ca", 5, True, {
        "company_name": "Prairie Networks Ltd.", "tax_number": "812345676RT0001", "country": "CA", "region": "SK",
        "street": "210 21st Street East", "postal_code": "S7K 0B9", "city": "Saskatoon",
        "business": "Wireless and security for farms and grain elevators.", "former_number": "CA20417",
        "contact_name": "Neil Olson", "email": "neil@prairie-networks.example", "phone": "+1 306 555 0140",
    }),
)  # fmt: skip
ASKING = {
    "country": "NZ",
    "customer_number": "NZ40027",
    "email": "office@kiwi-computing.example",
    "name": "Aroha Rangi",
}


def load_applicants(*, now: datetime) -> None:
    """Let them apply as they would, some hours ago and without mail."""
    markets = {market.code: market for market in Market.objects.all()}
    with notifying.without_mail():
        for code, hours, was_customer, written in APPLICANTS:
            if not Application.objects.filter(email=written["email"]).exists():
                _apply(markets[code], written, was_customer=was_customer, now=now - timedelta(hours=hours))
        if not AccessRequest.objects.exists():
            asked_at = now - timedelta(hours=3)
            key = uuid.uuid4()
            requesting_access.request_access(markets["nz"], **ASKING, language="en", key=key, now=asked_at)
            requesting_access.look_into_all(now=asked_at)


def _apply(market: Market, written: dict[str, Any], *, was_customer: bool, now: datetime) -> None:
    draft = uuid.uuid4()
    papers = {paper: _paper(paper) for paper in applying.papers_for(market, written["country"])}
    application_papers.keep(draft, papers, now=now)
    applying.apply(
        market,
        written=written,
        was_customer=was_customer,
        language=market.default_language(),
        form_key=draft,
        now=now,
    )


def _paper(name: str) -> Upload:
    file = ContentFile(PAPER, name=f"{name}.pdf")
    return Upload(file, checked(file, kinds=application_papers.KINDS, most_bytes=MEGABYTE))
