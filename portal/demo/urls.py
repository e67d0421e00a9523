from django.urls import path

from portal.demo import signing_in, views

app_name = "demo"
urlpatterns = [
    path("demo/sign-in/", signing_in.sign_in, name="sign_in"),
    path("demo/mail/", views.mail, name="mail"),
    path("demo/mail/<slug:key>/", views.message, name="message"),
]
