"""Pydantic's reasons in the words of a colleague's language."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from pydantic_core import ErrorDetails

from siwei.loading.problems import shortened


def words_of(details: ErrorDetails) -> str:
    """Why a value does not have the shape that it should."""
    context = details.get("ctx", {})
    if "words" in context:  # one of our own validators
        return str(context["words"])
    kind = details["type"]
    reasons = {
        "missing": _("缺少这一项"),
        "extra_forbidden": _("不认识的键"),
        "string_type": _("应是文字（加引号），而不是 %(given)s"),
        "string_too_long": _("太长，最多 %(max_length)s 个字符"),
        "string_pattern_mismatch": _("写法不对：%(given)s"),
        "int_type": _("应是整数，而不是 %(given)s"),
        "greater_than": _("应大于 %(gt)s，而不是 %(given)s"),
        "greater_than_equal": _("应不小于 %(ge)s，而不是 %(given)s"),
        "less_than": _("应小于 %(lt)s，而不是 %(given)s"),
        "less_than_equal": _("应不大于 %(le)s，而不是 %(given)s"),
        "decimal_type": _("应是数字，而不是 %(given)s"),
        "is_instance_of": _("应是数字，而不是 %(given)s"),
        "decimal_max_places": _("最多 %(decimal_places)s 位小数，而不是 %(given)s"),
        "decimal_max_digits": _("位数太多：%(given)s"),
        "decimal_whole_digits": _("位数太多：%(given)s"),
        "date_type": _("应是日期（2025-12-03），而不是 %(given)s"),
        "literal_error": _("应是 %(expected)s 之一，而不是 %(given)s"),
        "enum": _("应是 %(expected)s 之一，而不是 %(given)s"),
        "bool_type": _("应是 true 或 false，而不是 %(given)s"),
        "list_type": _("应是列表，而不是 %(given)s"),
        "too_short": _("不能为空"),
        "dict_type": _("应是若干“键: 值”，而不是 %(given)s"),
        "model_type": _("应是若干“键: 值”，而不是 %(given)s"),
    }
    if kind not in reasons:
        return f"{details['msg']} ({_given(details['input'])})"
    said = context | {"given": _given(details["input"])}
    if "expected" in context:
        said["expected"] = _choices(str(context["expected"]))
    return str(reasons[kind] % said)


def _choices(expected: str) -> str:
    """pydantic's 'city', 'county' or 'zone' as a list in the reader's language."""
    return _("、").join(expected.replace(" or ", ", ").split(", "))


def _given(value: object) -> str:
    if value is None:
        return _("空")
    if isinstance(value, Decimal | date):
        return shortened(value)
    return shortened(repr(value))
