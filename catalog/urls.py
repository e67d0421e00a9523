from django.urls import path

from catalog import views

app_name = "catalog"

urlpatterns = [
    path("catalog/", views.index, name="index"),
    path("catalog/<path:path>/", views.category, name="category"),
    path("search/", views.search, name="search"),
    path("products/<sku>/", views.product, name="product"),
    path("help/chemical-tax/", views.chemical_tax, name="chemical_tax"),
]
