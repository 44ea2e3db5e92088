"""JSON in which a stored decimal stays digit for digit what it is: 9.0 and not 9."""

from collections.abc import Mapping
from typing import Any

import simplejson
from rest_framework.renderers import JSONRenderer
from rest_framework.utils.encoders import JSONEncoder
from simplejson.raw_json import RawJSON

from common.api.written import WrittenRows

_OTHER_TYPES = JSONEncoder()  # dates, times, lazy translations


class ExactJSONRenderer(JSONRenderer):
    """Writes `Decimal` as a JSON number with its own digits, and text as UTF-8."""

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        if data is None:
            return b""
        indent = self.get_indent(accepted_media_type or "", dict(renderer_context or {}))
        text = simplejson.dumps(
            data,
            use_decimal=True,
            ensure_ascii=False,
            allow_nan=False,
            indent=indent,
            separators=(",", ":"),
            default=_default if indent is None else _indented,
        )
        # A refusal repeats what was sent, be it half a character: JSON escapes that the same way.
        return text.encode(errors="backslashreplace")


def _default(value: Any) -> Any:
    """What stands for a value that JSON doesn't know."""
    text = value.as_array if isinstance(value, WrittenRows) else None
    return _indented(value) if text is None else RawJSON(text)


def _indented(value: Any) -> Any:
    return list(value) if isinstance(value, WrittenRows) else _OTHER_TYPES.default(value)
