"""Addresses of invoices."""

from django.urls import path

from invoices import views

app_name = "invoices"

urlpatterns = [
    path("invoices/", views.invoices, name="invoices"),
    path("invoices/export.csv", views.export, {"kind": "csv"}, name="export_csv"),
    path("invoices/export.xlsx", views.export, {"kind": "xlsx"}, name="export_xlsx"),
    path("invoices/pdf.zip", views.pdf_zip, name="pdf_zip"),
    path("invoices/<str:number>/", views.invoice, name="invoice"),
    path("invoices/<str:number>.pdf", views.invoice_pdf, name="invoice_pdf"),
]
