"""What of the API is on its way out: said in headers (RFC 9745, RFC 8594) and in the description.

A view names it in `deprecations`. docs/api.md promises how long it stays, and a shorter time is
refused here. A field is marked by `extend_schema_serializer(deprecate_fields=…)`, and its view
names it like a parameter that everybody sends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.http.response import HttpResponseBase
from django.utils.http import http_date
from rest_framework.request import Request

LEAST = timedelta(days=365)  # from the first word of it to its end
ABOUT = "/api/docs/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecation:
    """From `since` on it shouldn't be used, from `sunset` (None: not known yet) it may be gone.

    `parameter` is the one that it is about; none: the whole address. `instead`: the address under
    `/api/` that takes its place, if one does.
    """

    since: date
    sunset: date | None = None
    instead: str = ""
    parameter: str = ""

    def __post_init__(self) -> None:
        if self.sunset and self.sunset < self.since + LEAST:
            raise ValueError("what is deprecated stays a year")

    def concerns(self, request: Request) -> bool:
        return not self.parameter or self.parameter in request.query_params


def announce(
    response: HttpResponseBase, request: Request, deprecations: Sequence[Deprecation]
) -> None:
    """Say in headers what of a request is deprecated: the day on which the first of it was, and
    the next day on which some of it ends."""
    found = [one for one in deprecations if one.concerns(request)]
    if not found:
        return
    links = [f'<{request.build_absolute_uri(ABOUT)}>; rel="deprecation"; type="text/html"']
    response["Deprecation"] = f"@{_seconds(min(one.since for one in found))}"
    if ends := [one.sunset for one in found if one.sunset]:
        response["Sunset"] = http_date(_seconds(min(ends)))
        links.append(f'<{request.build_absolute_uri(ABOUT)}>; rel="sunset"; type="text/html"')
    instead = dict.fromkeys(one.instead for one in found if one.instead)
    links += [f'<{request.build_absolute_uri(one)}>; rel="successor-version"' for one in instead]
    response["Link"] = ", ".join(_present(response.get("Link")) + links)


def _seconds(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())


def _present(value: str | None) -> list[str]:
    return [value] if value else []
