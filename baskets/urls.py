from django.urls import path

from baskets import views

app_name = "baskets"

urlpatterns = [
    path("baskets/", views.mine, name="mine"),
    path("baskets/lines/", views.add, name="add"),
    path("baskets/numbers/", views.add_by_number, name="add_by_number"),
    path("baskets/<int:pk>/", views.basket, name="basket"),
    path("baskets/<int:pk>/lines/", views.change, name="change"),
    path("baskets/<int:pk>/bids/", views.choose_bid, name="choose_bid"),
]
