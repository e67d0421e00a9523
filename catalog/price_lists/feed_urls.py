from django.urls import path

from catalog.price_lists import feed_views

app_name = "price_feed"

urlpatterns = [
    path("price-feed/", feed_views.feed, name="feed"),
    path("price-feed/address/", feed_views.address, name="address"),
    path("price-feed/address/withdrawal/", feed_views.withdrawal, name="withdrawal"),
    path("feeds/<str:token>", feed_views.file, name="file"),
]
