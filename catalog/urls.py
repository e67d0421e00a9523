from typing import Any

from django.urls import URLPattern, path

from catalog import bid_views, compare_views, file_views, views, watch_views
from catalog.price_lists import views as price_list_views
from catalog.price_lists.listed import Place

app_name = "catalog"


def price_lists(above: str, place: Place) -> list[URLPattern]:
    """Where the price lists of a list are: below its own address."""
    return [
        path(
            f"{above}price-list.{kind}",
            price_list_views.price_list,
            given(place, kind),
            name=f"price_list_{place}_{kind}",
        )
        for kind in ("csv", "xlsx")
    ]


def given(place: Place, kind: str) -> dict[str, Any]:
    return {"place": place, "kind": kind}


urlpatterns = [
    *price_lists("catalog/", Place.CATALOG),
    *price_lists("catalog/promotions/", Place.PROMOTIONS),
    *price_lists("catalog/<path:path>/", Place.CATEGORY),
    *price_lists("search/", Place.SEARCH),
    path("catalog/", views.index, name="index"),
    path("catalog/promotions/", views.promotions, name="promotions"),
    path("catalog/<path:path>/", views.category, name="category"),
    path("search/", views.search, name="search"),
    path("products/<sku>/", views.product, name="product"),
    path("products/<sku>/documents/<int:pk>.pdf", file_views.document, name="document"),
    path("pictures/<slug:name>.webp", file_views.picture, name="picture"),
    path("compare/", compare_views.compare, name="compare"),
    path("compare/products/", compare_views.products, name="compared"),
    path("bids/", bid_views.bids, name="bids"),
    path("bids/export.csv", bid_views.export, {"kind": "csv"}, name="bids_csv"),
    path("bids/export.xlsx", bid_views.export, {"kind": "xlsx"}, name="bids_xlsx"),
    path("watches/", watch_views.watches, name="watches"),
    path("watches/removal/", watch_views.removal, name="watch_removal"),
    path("watches/end/<str:token>/", watch_views.end, name="watch_end"),
    path("help/chemical-tax/", views.chemical_tax, name="chemical_tax"),
]
