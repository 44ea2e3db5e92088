"""What the body of a write has to be: an object, or a form, with fields that are known, and no
others."""

from collections.abc import Mapping
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from common.api.problems import NON_FIELD
from common.numbers import ID_DIGITS, whole_number
from common.signs import Spoilt, spoilt


class TextField(serializers.CharField):
    """A text, and nothing that could be written as one: a number is a mistake of the program."""

    default_error_messages = {
        "invalid": gettext_lazy("应是文字。"),
        Spoilt.CONTROL.value: gettext_lazy("含有控制字符，请删去后再试。"),
    }

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if spoilt(data) is Spoilt.CONTROL:
            self.fail(Spoilt.CONTROL.value)
        return super().to_internal_value(data)


@extend_schema_field({"type": "integer"})
class WholeNumberField(serializers.Field[int, Any, Any, Any]):
    """A whole number that fits a column of any database; a form, which has texts only, writes it
    in digits."""

    default_error_messages = {"invalid": gettext_lazy("应是整数。")}

    def to_internal_value(self, data: Any) -> int:
        number = whole_number(data, digits=ID_DIGITS) if isinstance(data, str) else data
        if not isinstance(number, int) or isinstance(number, bool) or abs(number) >= 10**ID_DIGITS:
            self.fail("invalid")
        return number


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
        errors |= {
            name: [ErrorDetail(_("只能写一次。"), code="repeated")] for name in self._repeated(data)
        }
        try:
            validated = super().run_validation(data)
        except ValidationError as error:
            assert isinstance(error.detail, dict)  # a serializer names its fields
            errors |= error.detail
        if errors:
            raise ValidationError(errors)
        return validated

    def _repeated(self, data: Mapping[Any, Any]) -> list[str]:
        """The fields of a form that come more than once and aren't lists."""
        if not isinstance(data, MultiValueDict):
            return []
        single = {name for name, one in self.fields.items() if not _is_list(one)}
        return [name for name in data if name in single and len(data.getlist(name)) > 1]


def _is_list(field: serializers.Field[Any, Any, Any, Any]) -> bool:
    return isinstance(field, serializers.ListField)
