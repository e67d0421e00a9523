"""Products that not every company may order: some of Kestrel's, and everything of Harrowgate (CAT-7).

Of the demonstration's companies Norrsken IT holds the one, Lagerhuset Elektronik held it, and nobody has the other.
"""

from django.db.backends.utils import CursorWrapper

from catalog.models import Certification, Manufacturer
from portal.demo.drawing import drawn

SOME = ("Kestrel", "Silver Partner")
ALL = ("Harrowgate", "Authorized Security Reseller")
SHARE = 0.15
SOME_PRODUCTS = f"""
UPDATE catalog_product product SET needs_id = %(needs)s FROM catalog_manufacturer maker
WHERE maker.id = product.manufacturer_id AND maker.name = %(maker)s AND {drawn("certified", "product.sku")} < {SHARE}
"""


def need_certifications(cursor: CursorWrapper) -> None:
    """Let products need certifications, where their manufacturers are in the catalog."""
    for maker, name in (SOME, ALL):
        if Manufacturer.objects.filter(name=maker).exists():
            Certification.objects.create(manufacturer=maker, name=name)
    if some := Certification.objects.filter(manufacturer=SOME[0]).first():
        cursor.execute(SOME_PRODUCTS, {"needs": some.pk, "maker": some.manufacturer})
    if every := Certification.objects.filter(manufacturer=ALL[0]).first():
        Manufacturer.objects.filter(name=ALL[0]).update(needs=every)
