"""Below the company's pages, in a namespace of their own: they are the company's, not the catalog's."""

from django.urls import path

from catalog import own_number_views

app_name = "part_numbers"

urlpatterns = [
    path("company/part-numbers/", own_number_views.listed, name="list"),
    path("company/part-numbers/export.csv", own_number_views.export, {"kind": "csv"}, name="csv"),
    path("company/part-numbers/export.xlsx", own_number_views.export, {"kind": "xlsx"}, name="xlsx"),
    path("company/part-numbers/new/", own_number_views.new, name="new"),
    path("company/part-numbers/<int:pk>/", own_number_views.one, name="one"),
    path("company/part-numbers/<int:pk>/removal/", own_number_views.removal, name="removal"),
]
