"""Lets a machine in: `Authorization: Api-Key <key>` acts as the user whose key it is."""

from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request

from common.proxies import client_address
from common.records.rules.doors import Door, by_api
from departments.models import ApiKey
from departments.services.keys import key_used
from departments.services.log_in import TooMany, wrong_key

KEYWORD = "Api-Key"


class ApiKeyAuthentication(BaseAuthentication):
    """A wrong, revoked or expired key is refused even where an anonymous caller may read.

    The refusal doesn't say which of these it was; after too many, it says when to try again. A
    key that is right is let in whatever was tried before it, so that nobody can stop a program.
    Another scheme is refused, too: whoever sends one doesn't expect to be nobody.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        given = request.headers.get("Authorization")
        if given is None and KEYWORD not in request.headers:
            return None
        keyword, _space, secret = (given or "").partition(" ")
        if keyword.lower() != KEYWORD.lower():
            raise AuthenticationFailed(
                _("不认识的 Authorization；密钥请写作：Authorization: Api-Key <密钥>。")
            )
        address, now = client_address(request) or "", timezone.now()
        prefix = secret.strip().partition(".")[0]
        key: ApiKey | None = ApiKey.objects.select_related("user").filter(prefix=prefix).first()
        if key is None or not _usable(key, secret.strip()):
            try:
                wrong_key(prefix, address=address, known=key is not None, now=now)
            except TooMany as refusal:
                raise Throttled(refusal.seconds) from None
            raise AuthenticationFailed(_("API 密钥无效。"))
        key_used(key, address=address, now=now)
        return key.user, key

    def authenticate_header(self, request: Request) -> str:
        return KEYWORD


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
            "description": f"`{KEYWORD} <key>`, with a key that its owner made at /accounts/keys/.",
        }


def _usable(key: ApiKey, secret: str) -> bool:
    right = not key.revoked and key.is_valid(secret)
    return right and not key.has_expired and key.user.is_active
