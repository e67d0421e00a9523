from django.urls import path

from orders import views

app_name = "orders"

urlpatterns = [
    path("checkout/<int:pk>/", views.checkout, name="checkout"),
    path("orders/", views.orders, name="orders"),
    path("orders/export.csv", views.export, {"kind": "csv"}, name="export_csv"),
    path("orders/export.xlsx", views.export, {"kind": "xlsx"}, name="export_xlsx"),
    path("orders/<str:number>/", views.order, name="order"),
]
