"""JSON in which a stored decimal stays digit for digit what it is: 9.0 and not 9."""

from collections.abc import Mapping
from typing import Any

import simplejson
from rest_framework.renderers import JSONRenderer
from rest_framework.utils.encoders import JSONEncoder

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
        text = simplejson.dumps(
            data,
            use_decimal=True,
            ensure_ascii=False,
            allow_nan=False,
            indent=self.get_indent(accepted_media_type or "", dict(renderer_context or {})),
            separators=(",", ":"),
            default=_OTHER_TYPES.default,
        )
        # A refusal repeats what was sent, be it half a character: JSON escapes that the same way.
        return text.encode(errors="backslashreplace")
