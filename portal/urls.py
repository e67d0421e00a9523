"""The site map: each app declares its own addresses in full."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    *[
        path("", include(f"{app}.urls"))
        for app in ["markets", "accounts", "catalog", "baskets", "orders", "invoices"]
        if find_spec(app) and find_spec(f"{app}.urls")
    ],
]
