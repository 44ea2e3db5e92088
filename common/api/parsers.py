"""Reads JSON without ever turning a number into a binary fraction."""

from collections.abc import Mapping
from typing import IO, Any, NoReturn

import simplejson
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.parsers import BaseParser

from common.api.renderers import ExactJSONRenderer


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
                use_decimal=True,
                parse_constant=_refuse_constant,
                object_pairs_hook=_without_doubles,
            )
        except (ValueError, RecursionError) as error:
            raise ValidationError([ErrorDetail(_wrong(error), code="not_json")]) from error


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


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        names = [name for name, _value in pairs]
        doubled = sorted({name for name in names if names.count(name) > 1})
        raise _NotOurJSON(_("请求内容里的名称重复：%s。") % "、".join(doubled))
    return result
