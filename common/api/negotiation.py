"""In what an answer is written."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer


class NamedFormat(DefaultContentNegotiation):
    """A `format` that isn't there is a wrong parameter like any other, not an address."""

    def filter_renderers(self, renderers: Iterable[BaseRenderer], format: str) -> Any:
        found = [one for one in renderers if one.format == format]
        if not found:
            known = "、".join(str(one.format) for one in renderers)
            words = _("没有这种格式；可用：%s。") % known
            raise ValidationError({"format": [ErrorDetail(words, code="unknown")]})
        return found
