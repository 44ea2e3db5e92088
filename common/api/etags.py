"""The ETags of reads: what an answer says, and of what it was made.

A tag ends with the stamp of an answer, a digest of everything that it depends on: the data
(`common.stamps`), the code, who asks, for which address, in which language and form, on which day.
Who sends the stamp of now gets a 304 before anything is read. Before the stamp stands a digest of
what the answer says, so that a 304 follows, too, where something else was written meanwhile: that
saves the bytes, not the work.

Tags are weak, since the same one stands for a compressed answer. That of one actual is strong, and
begins with its version, for `If-Match`; its digest is of what is shown, as what a person may do to
a value changes without a new version.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.http import parse_etags
from rest_framework.request import Request

from common.api.renderers import ExactJSONRenderer
from common.release import release
from common.stamps.selectors import stamp

DIGITS = 16  # of each digest


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def data_stamp_of(request: Request) -> str:
    """The stamp of what the caller may be told of. One query.

    Empty where nobody knows what the database holds without reading it. It is to be asked for
    before anything else is read.
    """
    return stamp(public=not request.user.is_authenticated)


def stamp_of(request: Request, data: str) -> str:
    """The stamp of the answer to a read whose caller, language and form are known, made of that
    data; empty where that is."""
    if not data:
        return ""
    parts = (
        data,
        release(),
        settings.PUBLIC_READ,
        request.user.pk,
        # A key may be held to less than its owner.
        getattr(request.auth, "pk", None),
        request.build_absolute_uri(),
        translation.get_language(),
        request.accepted_media_type,
        timezone.localdate(),
    )
    return digest_of(repr(parts).encode())


def tag(content: bytes | None, stamp: str) -> str:
    """The ETag of an answer; without `content` that of one that is sent while it is made."""
    return f'W/"{"-".join(part for part in (content and digest_of(content), stamp) if part)}"'


def versioned_etag(version: int, data: Any, stamp: str = "") -> str:
    """`"3-5f2a…"` for version 3 of a row that is shown as `data`; with the stamp of a read
    `"3-5f2a…-07c1…"`."""
    shown = digest_of(ExactJSONRenderer().render(data))
    return f'"{"-".join(part for part in (str(version), shown, stamp) if part)}"'


def version_in(etag: str) -> int | None:
    """The version that `"3"`, `"3-5f2a…"` or `"3-5f2a…-07c1…"` names; None for anything else."""
    match = re.fullmatch(r'"([0-9]{1,9})(?:-[0-9a-f]{16}){0,2}"', etag.strip())
    return int(match[1]) if match else None


def sent_with(stamp: str, request: HttpRequest) -> str | None:
    """The tag of `If-None-Match` that has this stamp."""
    sent = (whole for whole, inner in _sent(request) if stamp and inner.endswith(stamp))
    return next(sent, None)


def sent_same(etag: str, request: HttpRequest) -> str | None:
    """The tag of `If-None-Match` that stands for what `etag` says, whatever its stamp."""
    said = set(_said(etag.removeprefix("W/").strip('"')))
    same = (whole for whole, inner in _sent(request) if said.intersection(_said(inner)))
    return next(same, None)


def _sent(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for whole in parse_etags(request.headers.get("If-None-Match", "")):
        if whole != "*":
            yield whole, whole.removeprefix("W/").strip('"')


def _said(inner: str) -> list[str]:
    """A tag, and the same one without its stamp."""
    before, _dash, _stamp = inner.rpartition("-")
    return [inner, before] if len(before) >= DIGITS else [inner]
