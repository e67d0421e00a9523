"""A product and a warehouse, made as small as the tables allow."""

from catalog.models import Category, DiscountGroup, Listing, Manufacturer, Product
from markets.models import Market, MarketWarehouse, Warehouse
from portal.demo.markets import load_markets


def make_product(sku: str, **values) -> Product:
    maker, _ = Manufacturer.objects.get_or_create(name="Acme", slug="acme")
    category, _ = Category.objects.get_or_create(path="parts", defaults={"name": "Parts", "slug": "parts", "level": 1})
    group, _ = DiscountGroup.objects.get_or_create(manufacturer=maker, category=category)
    product = Product.objects.create(
        **({"sku": sku, "name": f"Part {sku}", "manufacturer": maker, "category": category, "group": group} | values)
    )
    place = category.pk
    Listing.objects.create(
        product=product, c1=place, c2=place, c3=place, manufacturer_id=maker.pk, group_id=group.pk, doc=""
    )
    return product


def make_warehouse(code: str, *markets: str) -> Warehouse:
    """A warehouse of that code alone in these markets; the six markets exist afterwards."""
    if not Market.objects.exists():
        load_markets()
    warehouse = Warehouse.objects.get(code=code)
    warehouse.name = code
    warehouse.save()
    MarketWarehouse.objects.filter(warehouse=warehouse).exclude(market__code__in=markets).delete()
    return warehouse
