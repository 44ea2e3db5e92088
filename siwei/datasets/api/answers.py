"""How a data set is answered: with its name, streamed."""

from collections.abc import Iterable
from typing import IO

from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from siwei.datasets.selectors.sets import OpenSet


def file_name(opened: OpenSet, extension: str) -> str:
    """`siwei-actuals-2026-03-31.csv`: the set, and the day that it is of."""
    day = timezone.localdate(opened.moment.at) if opened.moment.at else opened.moment.today
    return f"siwei-{opened.name}-{day.isoformat()}.{extension}"


def streamed(parts: Iterable[bytes], *, name: str, content_type: str) -> HttpResponseBase:
    """Each of `parts` is sent when it is made.

    What fails meanwhile breaks the connection off, so that nobody takes the answer for whole.
    """
    return _named(StreamingHttpResponse(parts), name, content_type)


def as_file(file: IO[bytes], *, name: str, content_type: str) -> HttpResponseBase:
    """A whole file, which is closed once it is sent."""
    file.seek(0)
    return _named(FileResponse(file), name, content_type)


def _named(response: HttpResponseBase, name: str, content_type: str) -> HttpResponseBase:
    response.headers["Content-Type"] = content_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
