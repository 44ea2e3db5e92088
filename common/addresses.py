"""Whole addresses, for what is read outside of a browser."""

from django.conf import settings
from django.http import HttpRequest


def base_url(request: HttpRequest) -> str:
    """The beginning of every address of this installation: as it is configured, else as it was
    reached."""
    configured: str = settings.BASE_URL
    return configured or request.build_absolute_uri("/").rstrip("/")
