"""Whose request it is, behind the proxies that this installation trusts."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The address of the browser, by which failed log-ins are counted.

    Of `X-Forwarded-For` only the last `SIWEI_PROXIES` entries are the proxies' own; whatever
    stands before them the browser may have written itself. None where there is no address (a
    Unix socket).
    """
    connection = request.META.get("REMOTE_ADDR") or None
    if not settings.PROXIES:
        return connection
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-settings.PROXIES :]
    return _address(forwarded[0].strip()) or connection


def _address(text: str) -> str | None:
    try:
        return str(ip_address(text))
    except ValueError:
        return None
