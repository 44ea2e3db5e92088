"""Reads JSON without ever turning a number into a binary fraction, and forms with files."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import IO, Any, NoReturn

import simplejson
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ParseError, ValidationError
from rest_framework.parsers import BaseParser, MultiPartParser

from common.api.renderers import ExactJSONRenderer

# Far beyond whatever is sent in earnest; how long a body may be at all says `common.uploads`.
MAX_DIGITS = 100
MAX_NAMES = 200  # in one object
MAX_SHOWN = 20  # of what was sent, in a refusal


class ExactJSONParser(BaseParser):
    """Numbers arrive as `Decimal` (or int); NaN, Infinity and a doubled name are refused."""

    media_type = "application/json"
    renderer_class = ExactJSONRenderer

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            return simplejson.loads(
                stream.read().decode("utf-8"),
                parse_float=_number,
                parse_int=_whole_number,
                parse_constant=_refuse_constant,
                object_pairs_hook=_without_doubles,
            )
        except (ValueError, RecursionError) as error:
            raise ValidationError([ErrorDetail(_wrong(error), code="not_json")]) from error


class FilesParser(MultiPartParser):
    """A form with files, for a view that takes some (`common.uploads`)."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            found = super().parse(stream, media_type, parser_context)
        except ParseError as error:
            words = _("请求内容不是合法的表单（multipart/form-data）。")
            raise ValidationError([ErrorDetail(words, code="not_a_form")]) from error
        # Django puts this sign in the place of what it can't read, and says nothing.
        if any("\ufffd" in text for _name, texts in found.data.lists() for text in texts):
            words = _("请求内容不是 UTF-8 编码。")
            raise ValidationError([ErrorDetail(words, code="not_a_form")])
        return found


class _NotOurJSON(ValueError):
    """JSON as such, but not a body that can be meant; its words are for the caller."""


def _wrong(error: Exception) -> str:
    """What is wrong with a body, in our words: Python's are for programmers of Python."""
    if isinstance(error, _NotOurJSON):
        return str(error)
    if isinstance(error, simplejson.JSONDecodeError):
        return _("请求内容不是合法的 JSON：第 %(line)d 行第 %(column)d 个字符处有误。") % {
            "line": error.lineno,
            "column": error.colno,
        }
    if isinstance(error, UnicodeDecodeError):
        return _("请求内容不是 UTF-8 编码。")
    return _("请求内容不能读作 JSON：数字太长，或嵌套太深。")


def _refuse_constant(name: str) -> NoReturn:
    raise _NotOurJSON(_("请求内容不是合法的 JSON：%s 不是数字。") % name)


def _number(text: str) -> Decimal:
    """A number with a point or an exponent; what an exponent means is for the checks of values."""
    try:
        return Decimal(_short(text))
    except InvalidOperation:  # an exponent that no `Decimal` has
        raise _NotOurJSON(_too_long(text)) from None


def _whole_number(text: str) -> int:
    return int(_short(text))


def _short(text: str) -> str:
    if len(text) > MAX_DIGITS:
        raise _NotOurJSON(_too_long(text))
    return text


def _too_long(text: str) -> str:
    return _("请求内容里的数字太长，或指数太大：%s。") % _shown(text)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MAX_NAMES:
        raise _NotOurJSON(_("请求内容里的名称太多：最多 %d 个。") % MAX_NAMES)
    result = dict(pairs)
    if len(result) != len(pairs):
        doubled = [name for name, times in Counter(name for name, _v in pairs).items() if times > 1]
        names = "、".join(_shown(name) for name in sorted(doubled)[:MAX_SHOWN])
        raise _NotOurJSON(_("请求内容里的名称重复：%s。") % names)
    return result


def _shown(text: str) -> str:
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"
