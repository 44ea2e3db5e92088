"""The cookie by which a device is known on which somebody has logged in before.

It opens nothing: it only says by which count wrong passwords are counted, so that strangers who
guess at a name don't keep its owner out.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import get_random_string, salted_hmac

from departments.rules.log_in_limits import same_name

COOKIE = "siwei_device"
SALT = "departments.devices"
VALID_FOR = timedelta(days=365)
MAX_NAMES = 8  # who share a computer


def device_of(request: HttpRequest, name: str) -> str:
    """The device's own name, if that person has logged in on it before; else nothing."""
    device, names = _read(request)
    return device if _sign(device, name) in names else ""


def remember(request: HttpRequest, response: HttpResponseBase, name: str) -> None:
    """Note on the device that this person has logged in on it."""
    device, names = _read(request)
    device = device or get_random_string(22)
    sign = _sign(device, name)
    kept = [sign, *(one for one in names if one != sign)][:MAX_NAMES]
    response.set_cookie(
        COOKIE,
        signing.dumps([device, kept], salt=SALT),
        max_age=VALID_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        device, names = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        return "", []
    return device, names


def _sign(device: str, name: str) -> str:
    """Who it was, without saying so to whoever reads the cookie."""
    return salted_hmac(SALT, f"{device} {same_name(name)}").hexdigest()[:16]
