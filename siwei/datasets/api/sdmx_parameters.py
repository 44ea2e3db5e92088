"""The parameters of SDMX's REST interface: what is known of them, and as what the lists ask it."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from enum import StrEnum
from typing import TypeVar

from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from common.api.filters import ALWAYS
from common.moments import AS_OF
from siwei.datasets.rules.sdmx_queries import FILTERS, QueryError
from siwei.datasets.wording import statistics as wording

W = TypeVar("W", bound=StrEnum)
# What may be asked for only as it is anyway, so that a program that says it is understood.
AS_IT_IS: Mapping[str, Collection[str]] = {
    "attributes": ("dsd", "all"),
    "measures": ("all", "OBS_VALUE"),
    "includeHistory": ("false",),
    "dimensionAtObservation": ("AllDimensions", "TIME_PERIOD"),
}
# The parameters of SDMX that a list has a filter for.
TIMES = {"updatedAfter": "updated_since", "asOf": AS_OF}


def single_parameters(request: Request, known: Callable[[str], bool]) -> dict[str, str]:
    """Each parameter with its value. Raises `ValidationError` that names what isn't known, comes
    twice or says nothing."""
    errors: dict[str, list[ErrorDetail]] = {}
    found: dict[str, str] = {}
    for name, values in request.query_params.lists():
        if name in ALWAYS:
            continue
        if not known(name):
            errors[name] = [ErrorDetail(_("未知的参数。"), code="unknown_parameter")]
        elif len(values) > 1:
            errors[name] = [ErrorDetail(_("只能写一次。"), code="repeated")]
        elif not values[0].strip():
            words = _("没有取值；不筛选时请去掉这个参数。")
            errors[name] = [ErrorDetail(words, code="empty")]
        else:
            found[name] = values[0]
    if errors:
        raise ValidationError(errors)
    return found


def check_as_it_is(asked: Mapping[str, str]) -> None:
    """Raises `ValidationError` where an answer is asked for that can't be had otherwise."""
    for name in AS_IT_IS.keys() & asked.keys():
        if asked[name] not in AS_IT_IS[name]:
            raise unknown_word(name, asked[name], AS_IT_IS[name])


def word(name: str, text: str, words: type[W]) -> W:
    """The member that `text` names. Raises `ValidationError` with those that there are."""
    try:
        return words(text)
    except ValueError:
        raise unknown_word(name, text, list(words)) from None


def unknown_word(name: str, text: str, known: Collection[str]) -> ValidationError:
    words = _("未知的取值：%(values)s；可用：%(known)s。") % {
        "values": text[:100],
        "known": "、".join(known),
    }
    return ValidationError({name: [ErrorDetail(words, code="unknown")]})


@contextmanager
def refusing() -> Iterator[None]:
    """What a question of SDMX has wrong, as a refusal of the API."""
    try:
        yield
    except QueryError as error:
        words = ErrorDetail(wording.refused_query(error), code=error.code)
        raise ValidationError({error.name: [words]}) from None


def asking(request: Request, parameters: Mapping[str, str]) -> Request:
    """The same request with other parameters: those of a list."""
    query = QueryDict(mutable=True)
    query.update(dict(parameters))
    inner = copy(request._request)
    inner.GET = query  # type: ignore[assignment]
    asked = Request(inner)
    asked.user, asked.auth = request.user, request.auth
    return asked


@contextmanager
def named_as_in_sdmx(names: Mapping[str, str]) -> Iterator[None]:
    """Refusals of a list's filters under the names that the caller wrote.

    `names`: of each filter the parameter that it stands for.
    """
    try:
        yield
    except ValidationError as error:
        assert isinstance(error.detail, dict)
        said = {names.get(str(name), str(name)): words for name, words in error.detail.items()}
        raise ValidationError(said) from None


def names_of(wanted: Collection[str], parameters: Mapping[str, str]) -> dict[str, str]:
    """Of each filter that a question uses the parameter that stands for it: `c[…]` or the key."""
    found = {FILTERS[id]: f"c[{id}]" for id in wanted if id in FILTERS}
    said = {name: here if here in parameters else "key" for name, here in found.items()}
    return said | {ours: theirs for theirs, ours in TIMES.items()}
