"""Addresses that say their language: what is shown elsewhere has no cookie of ours."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _

from common.listing import BadFilterError, Wrong

ViewFunction = TypeVar("ViewFunction", bound=Callable[..., HttpResponseBase])
LANG = "lang"
_CODES = {"zh": settings.LANGUAGE_CODE, "en": "en"}


def says_its_language(view: ViewFunction) -> ViewFunction:
    """A view whose address says the language by `lang`, Chinese where it says none; no cookie
    counts, so that an address is the same for everybody. The view sees the address without it.

    Raises `BadFilterError` for another language.
    """

    @wraps(view)
    def spoken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = request.GET.getlist(LANG) or ["zh"]
        if len(asked) > 1 or asked[0] not in _CODES:
            translation.activate(settings.LANGUAGE_CODE)
            raise BadFilterError([Wrong(LANG, _("语言"), _("语言只能是 zh 或 en，且只能有一个。"))])
        translation.activate(_CODES[asked[0]])
        request.LANGUAGE_CODE = translation.get_language()
        rest = request.GET.copy()
        rest.pop(LANG, None)
        request.GET = rest  # type: ignore[assignment]
        return view(request, *args, **kwargs)

    return cast(ViewFunction, spoken)
