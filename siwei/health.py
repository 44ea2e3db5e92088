"""Is the process up, and is it ready to serve? Asked by what runs it, so without logging in."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from common.database import check_folder, check_writable, is_migrated
from common.outages import RETRY_AFTER


@login_not_required
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers and keeps what is written, no migration waits, evidence can be kept.

    What fails is named, never how.
    """
    try:
        ready = is_migrated()
    except DatabaseError:
        return _unavailable(database="unreachable")
    if not ready:
        return _unavailable(migrations="pending")
    try:
        check_writable()
    except DatabaseError:
        return _unavailable(database="not writable")
    try:
        check_folder(settings.MEDIA_ROOT)
    except OSError:
        return _unavailable(evidence="not writable")
    return JsonResponse({"status": "ok", "database": "ok", "migrations": "ok"})


def _unavailable(**what: str) -> JsonResponse:
    headers = {"Retry-After": RETRY_AFTER}
    return JsonResponse({"status": "unavailable", **what}, status=503, headers=headers)
