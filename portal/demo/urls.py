from django.urls import path

from portal.demo import views

app_name = "demo"
urlpatterns = [
    path("demo/mail/", views.mail, name="mail"),
    path("demo/mail/<slug:key>/", views.message, name="message"),
]
