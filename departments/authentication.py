"""Lets a machine in: `Authorization: Api-Key <key>` acts as the user whose key it is."""

from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from common.records.rules.doors import Door, by_api
from departments.models import ApiKey

KEYWORD = "Api-Key"


class ApiKeyAuthentication(BaseAuthentication):
    """A wrong, revoked or expired key is refused even where an anonymous caller may read.

    The refusal doesn't say which of these it was.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiKey] | None:
        keyword, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if keyword.lower() != KEYWORD.lower():
            return None
        key = _usable(secret.strip())
        if key is None:
            raise AuthenticationFailed(_("API 密钥无效。"))
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
            "description": f"`{KEYWORD} <key>`, with a key that an administrator made.",
        }


def _usable(secret: str) -> ApiKey | None:
    prefix = secret.partition(".")[0]
    key: ApiKey | None = (
        ApiKey.objects.select_related("user").filter(prefix=prefix, revoked=False).first()
    )
    if key is None or key.has_expired or not key.is_valid(secret) or not key.user.is_active:
        return None
    return key
