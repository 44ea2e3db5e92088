"""In what an answer is written."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http.request import MediaType
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, NotAcceptable, ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

# Longer than what anybody sends who means it.
MOST_ACCEPTED = 2000


class Negotiation(DefaultContentNegotiation):
    """By the extension or by `format`, whatever is accepted beside; else by `Accept`, as RFC 9110
    reads it: of what it says of a type the most exact counts, and the higher quality wins. Of two
    that are wanted alike it is the one that is named, then the first that the address has (JSON).

    A `format` that isn't there is a wrong parameter like any other, not an address.
    """

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        offered = list(renderers)
        named = format_suffix or request.query_params.get("format")
        if named:
            offered = self.filter_renderers(offered, named)
        accepted = self._accepted(request)
        wanted = [(*_preference(one, accepted), one) for one in offered]
        quality, _exact, words, renderer = max(wanted, key=lambda one: one[:2])
        if not quality and not named:
            known = "、".join(str(one.media_type) for one in offered)
            raise NotAcceptable(_("不能按所要求的格式（Accept）回答；可用：%s。") % known)
        return renderer, words or str(renderer.media_type)

    def filter_renderers(
        self, renderers: Iterable[BaseRenderer], format: str
    ) -> list[BaseRenderer]:
        found = [one for one in renderers if one.format == format]
        if not found:
            known = "、".join(dict.fromkeys(str(one.format) for one in renderers))
            words = _("没有这种格式；可用：%s。") % known
            raise ValidationError({"format": [ErrorDetail(words, code="unknown")]})
        return found

    @staticmethod
    def _accepted(request: Request) -> list[MediaType]:
        """What `Accept` names; without it everything, and nothing where it has no end."""
        header = request.headers.get("Accept", "").strip() or "*/*"
        if len(header) > MOST_ACCEPTED:
            return []
        return [MediaType(one) for one in header.split(",")]


def _preference(renderer: BaseRenderer, accepted: Sequence[MediaType]) -> tuple[float, int, str]:
    """How much what it writes is wanted, how exactly that is said, and in which words."""
    offered = MediaType(renderer.media_type)
    asked = [one for one in accepted if _covers(one, offered)]
    if not asked:
        return 0, 0, ""
    best = max(asked, key=lambda one: (one.specificity, one.quality))
    is_named = "*" not in (best.main_type, best.sub_type)
    return best.quality, best.specificity, str(best) if is_named else ""


def _covers(wanted: MediaType, offered: Any) -> bool:
    """What is said beside the type excludes what says otherwise (the `version` of a format), not
    what says nothing of it (`charset`, `indent`)."""
    return (
        wanted.main_type in ("*", offered.main_type)
        and wanted.sub_type in ("*", offered.sub_type)
        and all(offered.params.get(name, said) == said for name, said in wanted.params.items())
    )
