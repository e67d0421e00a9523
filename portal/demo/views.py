"""What only the demonstration shows; its addresses do not exist otherwise."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from common.access import public
from portal.demo import mailbox


@public
def mail(request: HttpRequest) -> HttpResponse:
    """Every e-mail that the portal sent, newest first."""
    return render(request, "demo/mail.html", {"mails": mailbox.newest()})


@public
def message(request: HttpRequest, key: str) -> HttpResponse:
    """One e-mail as plain text."""
    chosen = mailbox.by_key(key)
    if chosen is None:
        raise Http404
    return render(request, "demo/message.html", {"mail": chosen})
