from django.urls import path

from catalog import compare_views, file_views, views, watch_views

app_name = "catalog"

urlpatterns = [
    path("catalog/", views.index, name="index"),
    path("catalog/promotions/", views.promotions, name="promotions"),
    path("catalog/<path:path>/", views.category, name="category"),
    path("search/", views.search, name="search"),
    path("products/<sku>/", views.product, name="product"),
    path("products/<sku>/documents/<int:pk>.pdf", file_views.document, name="document"),
    path("pictures/<slug:name>.webp", file_views.picture, name="picture"),
    path("compare/", compare_views.compare, name="compare"),
    path("compare/products/", compare_views.products, name="compared"),
    path("watches/", watch_views.watches, name="watches"),
    path("watches/removal/", watch_views.removal, name="watch_removal"),
    path("watches/end/<str:token>/", watch_views.end, name="watch_end"),
    path("help/chemical-tax/", views.chemical_tax, name="chemical_tax"),
]
