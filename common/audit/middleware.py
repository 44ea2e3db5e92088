"""Records what people were refused and what they took away, whichever view answered."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from common.audit.rules import Event
from common.audit.services import REQUEST_ADDRESS, record_request
from common.limits.rules import Limit
from common.limits.services.tries import spend
from common.proxies import client_address

REFUSED = (401, 403)
# A program that is refused all night long leaves so many rows an hour.
REFUSALS = Limit("refusals", 60, timedelta(hours=1))

View = Callable[..., HttpResponseBase]


def downloads(event: Event) -> Callable[[View], View]:
    """Says of a view what its files are; those of any other are exports."""

    def decorated(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            response.audit_event = event  # type: ignore[attr-defined]
            return response

        return wrapped

    return decorated


class AuditMiddleware:
    """Sees each answer. A stranger is nobody to record: wrong keys and log-ins are elsewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = REQUEST_ADDRESS.set(client_address(request))
        try:
            response = self.get_response(request)
        finally:
            REQUEST_ADDRESS.reset(token)
        if response.status_code in REFUSED and request.user.is_authenticated:
            _refused(request, response.status_code)
        elif _is_download(request, response) and request.user.is_authenticated:
            event = getattr(response, "audit_event", Event.EXPORT)
            what = _filename(response["Content-Disposition"])
            record_request(request, event, what=what, detail=request.get_full_path())
        return response


def _refused(request: HttpRequest, status: int) -> None:
    over = spend(REFUSALS, str(request.user.pk), now=timezone.now())
    if over is None:
        record_request(
            request, Event.REFUSED, what=f"{request.method} {request.path}", detail=str(status)
        )
    elif over.first:
        record_request(request, Event.LIMITED, what=f"{request.method} {request.path}")


def _is_download(request: HttpRequest, response: HttpResponseBase) -> bool:
    return (
        request.method == "GET"
        and response.status_code == 200
        and response.get("Content-Disposition", "").startswith("attachment")
    )


def _filename(disposition: str) -> str:
    """As Django writes it: in quotation marks or, where it isn't ASCII, percent-encoded."""
    text = disposition.partition("filename")[2]
    if text.startswith("*"):
        return unquote(text.rpartition("''")[2])
    return text.lstrip("=").strip('"')
