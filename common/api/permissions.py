"""Who may call the API at all; what they may do to one value is decided by the services."""

from typing import TYPE_CHECKING

from django.conf import settings
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

if TYPE_CHECKING:  # rest_framework.views imports this module
    from rest_framework.views import APIView


class PublicRead(BasePermission):
    """Reads are open while `SIWEI_PUBLIC_READ` is true; everything else needs a person."""

    def has_permission(self, request: Request, view: "APIView") -> bool:
        if request.method in SAFE_METHODS and settings.PUBLIC_READ:
            return True
        if settings.PUBLIC_READ and request.method not in view.allowed_methods:
            return True  # let it through so that the view answers 405
        return bool(request.user and request.user.is_authenticated)
