"""The site map: each app declares its own addresses in full."""

from importlib.util import find_spec

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from portal import health
from portal.home import home

urlpatterns = [
    path("", home, name="home"),
    path("healthz", health.live, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("admin/", admin.site.urls),
    *[
        path("", include(f"{app}.urls"))
        for app in ["markets", "accounts", "catalog", "baskets", "orders", "invoices"]
        if find_spec(f"{app}.urls")
    ],
]
if settings.DEMONSTRATION:
    urlpatterns.append(path("", include("portal.demo.urls")))

handler403 = "accounts.views.denied.denied"
