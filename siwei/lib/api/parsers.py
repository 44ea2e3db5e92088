"""Reads JSON without ever turning a number into a binary fraction."""

from collections.abc import Mapping
from typing import IO, Any, NoReturn

import simplejson
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from siwei.lib.api.renderers import ExactJSONRenderer


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
            raise ParseError(_("请求内容不是合法的 JSON：%s") % error) from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return result
