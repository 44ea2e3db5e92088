"""Which code answers: another one may say the same in other words."""

import hashlib
import platform
from functools import cache
from importlib.metadata import version

from django.conf import settings

PACKAGES = ("common", "departments", "indicators", "tasks", "siwei")
# What of others shapes an answer.
LIBRARIES = ("django", "django-filter", "djangorestframework", "drf-spectacular", "simplejson")


@cache
def release() -> str:
    """A digest of the code and its translations, the same on every host that runs the same.

    A server asks for it when it starts (`ApiMiddleware`), so that it is of what it has loaded.
    """
    digest = hashlib.sha256(platform.python_version().encode())
    for name in LIBRARIES:
        digest.update(f"{name} {version(name)}\0".encode())
    code = (file for name in PACKAGES for file in (settings.BASE_DIR / name).rglob("*.py"))
    words = (settings.BASE_DIR / "locale").rglob("*.mo")
    for file in sorted([*code, *words]):
        digest.update(f"{file.relative_to(settings.BASE_DIR)}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
