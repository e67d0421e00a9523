"""The addresses of the OpenID Connect provider: allauth's protocol, our conditions (ACC-9)."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import parse_qs, urlsplit

from allauth.idp.oidc import views as oidc
from allauth.idp.oidc.models import Token
from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import single_sign_on
from accounts.access import MemberRequest, requires
from common.access import public

GRANTS = ("authorization_code", "refresh_token")


def configured(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Without a key in the settings there is no provider."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.IDP_OIDC_PRIVATE_KEY:
            raise Http404
        return view(request, *args, **kwargs)

    return answered


@public
@configured
@require_safe
def configuration(request: HttpRequest) -> JsonResponse:
    """What a partner's software reads to find the rest."""
    issuer = f"{settings.PUBLIC_ADDRESS}/oidc"
    answer = JsonResponse(
        {
            "issuer": issuer,
            **{
                f"{name}": settings.PUBLIC_ADDRESS + reverse(f"idp:oidc:{page}")
                for name, page in (
                    ("authorization_endpoint", "authorization"),
                    ("token_endpoint", "token"),
                    ("userinfo_endpoint", "userinfo"),
                    ("revocation_endpoint", "revoke"),
                    ("jwks_uri", "jwks"),
                )
            },
            "scopes_supported": single_sign_on.SCOPES,
            "response_types_supported": ["code"],
            "grant_types_supported": list(GRANTS),
            "code_challenge_methods_supported": ["S256"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
            "subject_types_supported": ["public"],
        }
    )
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


jwks = public(configured(require_safe(oidc.jwks)))
revoke = public(csrf_exempt(configured(require_POST(oidc.revoke))))


@requires()
@configured
@require_http_methods(["GET", "HEAD", "POST"])
def authorize(request: MemberRequest) -> HttpResponse:
    """Ask whether the partner may know who one is, and send one back there with a code for the current company."""
    if request.method != "POST" and request.GET.get("code_challenge_method") != "S256":
        return _refused(request, _("The partner's site asked without a code challenge (PKCE, S256)."))
    answer = oidc.authorization(request)
    goal = answer.get("Location", "")
    if not goal and not isinstance(answer, TemplateResponse):
        answer.status_code = 400  # the library's page of an error says 200
    if not goal or goal.startswith("/"):
        return answer
    if not single_sign_on.is_partner(goal):
        return _refused(request, _("The partner's site is not one that we send people to."))
    for code in parse_qs(urlsplit(goal).query).get("code", []):
        single_sign_on.bind_code(code, request.member.company_id)
    return answer


@public
@csrf_exempt
@configured
@require_POST
@transaction.atomic
def token(request: HttpRequest) -> HttpResponse:
    """Give tokens for a code, or new ones for a refresh token, as long as their owner has access to the company."""
    grant = request.POST.get("grant_type", "")
    if grant not in GRANTS:
        return JsonResponse({"error": "unsupported_grant_type"}, status=400)
    company_id = _company_of(request, grant)
    if company_id is None:
        return JsonResponse({"error": "invalid_grant"}, status=400)
    with single_sign_on.in_company(company_id):
        answer = oidc.token(request)
    if answer.status_code == 200:
        given = json.loads(answer.content)
        values = [given[name] for name in ("access_token", "refresh_token") if name in given]
        single_sign_on.bind_tokens(values, company_id)
    return answer


@public
@csrf_exempt
@configured
@require_http_methods(["GET", "HEAD", "POST"])
def userinfo(request: HttpRequest) -> HttpResponse:
    """The claims of a token's owner as they are now."""
    kind, _space, value = request.headers.get("Authorization", "").partition(" ")
    given = single_sign_on.token_of(Token.Type.ACCESS_TOKEN, value) if kind.lower() == "bearer" else None
    company_id = single_sign_on.company_of(given)
    if company_id is None:
        answer = JsonResponse({"error": "invalid_token"}, status=401)
        answer["WWW-Authenticate"] = 'Bearer error="invalid_token"'
        return answer
    with single_sign_on.in_company(company_id):
        return oidc.user_info(request)


def _company_of(request: HttpRequest, grant: str) -> int | None:
    if grant == "authorization_code":
        return single_sign_on.company_of_code(request.POST.get("code", ""))
    value = request.POST.get("refresh_token", "")
    return single_sign_on.company_of(single_sign_on.token_of(Token.Type.REFRESH_TOKEN, value))


def _refused(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "idp/oidc/error.html", {"reason": reason}, status=400)
