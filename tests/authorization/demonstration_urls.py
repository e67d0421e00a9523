"""The site map of the demonstration: everything, and what it alone shows."""

from django.urls import include, path

from portal import urls as portal

handler403 = portal.handler403
urlpatterns = [*portal.urlpatterns, path("", include("portal.demo.urls"))]
