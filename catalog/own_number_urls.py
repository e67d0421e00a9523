"""Below the company's pages, in a namespace of their own: they are the company's, not the catalog's."""

from django.urls import path

from catalog import own_number_import_views, own_number_views

app_name = "part_numbers"

IMPORT = "company/part-numbers/import/"

urlpatterns = [
    path("company/part-numbers/", own_number_views.listed, name="list"),
    path("company/part-numbers/export.csv", own_number_views.export, {"kind": "csv"}, name="csv"),
    path("company/part-numbers/export.xlsx", own_number_views.export, {"kind": "xlsx"}, name="xlsx"),
    path(IMPORT, own_number_import_views.upload, name="import"),
    path(f"{IMPORT}template.csv", own_number_import_views.template, {"kind": "csv"}, name="template_csv"),
    path(f"{IMPORT}template.xlsx", own_number_import_views.template, {"kind": "xlsx"}, name="template_xlsx"),
    path(f"{IMPORT}<uuid:key>/", own_number_import_views.preview, name="preview"),
    path(f"{IMPORT}<uuid:key>/refused.csv", own_number_import_views.refused, {"kind": "csv"}, name="refused_csv"),
    path(f"{IMPORT}<uuid:key>/refused.xlsx", own_number_import_views.refused, {"kind": "xlsx"}, name="refused_xlsx"),
    path("company/part-numbers/new/", own_number_views.new, name="new"),
    path("company/part-numbers/<int:pk>/", own_number_views.one, name="one"),
    path("company/part-numbers/<int:pk>/removal/", own_number_views.removal, name="removal"),
]
