"""Lets a machine in: `Authorization: Api-Key <key>` acts as the user whose key it is."""

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request

from common.proxies import client_address
from common.records.rules.doors import Door, by_api
from departments.models import ApiKey
from departments.people import acting_by_key
from departments.services.keys import key_used
from departments.services.log_in import TooMany, wrong_key

KEYWORD = "Api-Key"
_FOUND = "_key_found"  # on the request: a key is looked up once


class ApiKeyAuthentication(BaseAuthentication):
    """A wrong, revoked or expired key is refused even where an anonymous caller may read.

    The refusal doesn't say which of these it was; after too many, it says when to try again. A
    key that is right is let in whatever was tried before it, so that nobody can stop a program.
    Another scheme is refused, too: whoever sends one doesn't expect to be nobody.

    What the key's scope leaves of its owner's permissions goes with the user.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        given = request.headers.get("Authorization")
        if given is None and KEYWORD not in request.headers:
            return None
        if not _is_key(given or ""):
            raise AuthenticationFailed(
                _("不认识的 Authorization；密钥请写作：Authorization: Api-Key <密钥>。")
            )
        key = valid_key(request._request)
        if key is None:
            raise _refused(request)
        key_used(key, address=client_address(request) or "", now=timezone.now())
        return acting_by_key(key), key

    def authenticate_header(self, request: Request) -> str:
        return KEYWORD


def valid_key(request: HttpRequest) -> ApiKey | None:
    """The key that a request carries, if it holds. One query, once for each request."""
    if not hasattr(request, _FOUND):
        setattr(request, _FOUND, _find(request.headers.get("Authorization", "")))
    found: ApiKey | None = getattr(request, _FOUND)
    return found


def door_of(request: Request) -> Door:
    """The API as a door of the history: with which key, or in a browser's session."""
    return by_api(str(request.auth.prefix) if isinstance(request.auth, ApiKey) else "")


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the API's description speaks of a key."""

    target_class = ApiKeyAuthentication
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": f"`{KEYWORD} <key>`, with a key that its owner made at /accounts/keys/, "
            "or an administrator for a machine account. A key reads what its owner may read. With "
            "the scope `write` it also writes what its owner may, or only in one region and what "
            "lies below it; anything else is a 403 `key-scope`.",
        }


def _is_key(given: str) -> bool:
    return given.partition(" ")[0].lower() == KEYWORD.lower()


def _secret(given: str) -> str:
    return given.partition(" ")[2].strip()


def _of_prefix(secret: str) -> ApiKey | None:
    prefix = secret.partition(".")[0]
    found: ApiKey | None = ApiKey.objects.select_related("user").filter(prefix=prefix).first()
    return found


def _find(given: str) -> ApiKey | None:
    if not _is_key(given):
        return None
    key = _of_prefix(_secret(given))
    return key if key is not None and _usable(key, _secret(given)) else None


def _usable(key: ApiKey, secret: str) -> bool:
    right = not key.revoked and key.is_valid(secret)
    return right and not key.has_expired and key.user.is_active


def _refused(request: Request) -> AuthenticationFailed | Throttled:
    """The answer to a key that doesn't hold, which is counted and recorded."""
    secret = _secret(request.headers.get("Authorization", ""))
    try:
        wrong_key(
            secret.partition(".")[0],
            address=client_address(request) or "",
            known=_of_prefix(secret) is not None,
            now=timezone.now(),
        )
    except TooMany as refusal:
        return Throttled(refusal.seconds)
    return AuthenticationFailed(_("API 密钥无效。"))
