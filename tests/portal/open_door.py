"""A site map with a view that forgot to say who may open it."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from common.access import public


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@public
def told(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("open/", include([path("door/", forgotten), path("house/", told)]))]
