"""What the body of a write has to be: a JSON object with fields that are known, and no others."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from common.api.problems import NON_FIELD


class BodySerializer(serializers.Serializer[Any]):
    """Refuses what isn't an object, and by name the fields that nobody would read."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if not isinstance(data, Mapping):
            words = _("请求内容应是 JSON 对象，如 {}。")
            raise ValidationError({NON_FIELD: [ErrorDetail(words, code="not_an_object")]})
        known = "、".join(self.fields)
        errors: dict[str, Any] = {
            str(name): [_("不认识的字段；可用：%s。") % known]
            for name in sorted(set(data) - set(self.fields))
        }
        try:
            validated = super().run_validation(data)
        except ValidationError as error:
            assert isinstance(error.detail, dict)  # a serializer names its fields
            errors |= error.detail
        if errors:
            raise ValidationError(errors)
        return validated
