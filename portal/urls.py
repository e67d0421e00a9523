"""The site map: each app declares its own addresses in full."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from portal import health, search
from portal.home import home

urlpatterns = [
    path("", home, name="home"),
    path("healthz", health.live, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("search/", search.search, name="search"),  # before the catalog's, which it asks for products
    path("search/suggestions/", search.suggestions, name="suggestions"),
    path("admin/", admin.site.urls),
    path("", include("markets.urls")),
    path("", include("accounts.urls")),
    path("", include("catalog.own_number_urls")),
    path("", include("catalog.price_lists.feed_urls")),
    path("", include("catalog.urls")),
    path("", include("baskets.urls")),
    path("", include("orders.urls")),
    path("", include("invoices.urls")),
]
if settings.DEMONSTRATION:
    urlpatterns.append(path("", include("portal.demo.urls")))

handler403 = "accounts.views.denied.denied"
