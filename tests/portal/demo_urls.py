"""The site map as the demonstration has it."""

from django.urls import include, path

from portal import urls

urlpatterns = [*urls.urlpatterns, path("", include("portal.demo.urls"))]
handler403 = urls.handler403
