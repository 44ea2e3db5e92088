"""Every error of the API as RFC 9457 `application/problem+json`, in the request's language."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

from common.api.renderers import ExactJSONRenderer

CONTENT_TYPE = "application/problem+json"
INVALID = "urn:siwei:problem:invalid"
NON_FIELD = "non_field_errors"


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Django REST framework's own answer, as a problem. None (a 500) for what it doesn't know."""
    response = drf_exception_handler(exc, context)
    if response is None:
        return None
    detail, errors = "", []
    if isinstance(exc, exceptions.ValidationError):
        errors = [*_errors(exc.detail)]
    elif isinstance(exc, exceptions.APIException):
        detail = str(exc.detail)
    elif exc.args and isinstance(exc.args[0], str):
        detail = exc.args[0]
    response.data = problem(response.status_code, detail=detail, errors=errors)
    response.content_type = CONTENT_TYPE
    # Whatever the address itself answers in: the description is YAML, its page HTML.
    request = context["request"]
    request.accepted_renderer = ExactJSONRenderer()
    request.accepted_media_type = ExactJSONRenderer.media_type
    return response


def problem(
    status: int, *, detail: str = "", errors: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """The body of a problem; with `errors`, one sentence each, of a type of its own."""
    summary = " ".join(
        ": ".join(filter(None, (one["field"], one["message"]))) for one in errors or []
    )
    return {
        "type": INVALID if errors else "about:blank",
        "title": _titles().get(status) or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or summary or _titles().get(status, ""),
        "errors": errors or [],
    }


def problem_response(status: int, *, detail: str = "") -> HttpResponse:
    """A problem outside Django REST framework, for a middleware or a plain view."""
    body = ExactJSONRenderer().render(problem(status, detail=detail))
    return HttpResponse(body, status=status, content_type=CONTENT_TYPE)


def _errors(detail: Any, field: str = "") -> Iterator[dict[str, str]]:
    """Flatten nested details into `{field, code, message}`, a nested field as `a.b` or `a.0`."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            known = field if name == NON_FIELD else f"{field}.{name}".lstrip(".")
            yield from _errors(inner, known)
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, Mapping | list)
            yield from _errors(inner, f"{field}.{index}".lstrip(".") if nested else field)
    else:
        yield {
            "field": field,
            "code": getattr(detail, "code", "invalid"),
            "message": str(detail),
        }


def _titles() -> dict[int, str]:
    return {
        400: _("请求有误"),
        401: _("需要登录或 API 密钥"),
        403: _("没有权限"),
        404: _("没有找到"),
        405: _("不支持的方法"),
        406: _("不支持所要求的格式"),
        409: _("当前状态不允许此操作"),
        412: _("所见的不是当前版本"),
        415: _("不支持的内容类型"),
        428: _("缺少版本条件"),
        429: _("请求过于频繁"),
        500: _("服务器内部错误"),
    }
