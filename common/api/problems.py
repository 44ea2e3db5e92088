"""Every error of the API as RFC 9457 `application/problem+json`, in the request's language."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from itertools import islice
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

from common.api.renderers import ExactJSONRenderer
from common.outages import RETRY_AFTER, is_outage, log

PREFIX = "/api/"
CONTENT_TYPE = "application/problem+json"
# Before the code of a problem, with hyphens: its `type`. docs/api.md lists them all.
TYPE = "urn:siwei:problem:"
NON_FIELD = "non_field_errors"
# The codes of what no exception has a word for, and of what Django REST framework calls otherwise.
CODES = {
    400: "bad_request",
    401: "not_authenticated",
    403: "permission_denied",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    411: "length_required",
    413: "too_large",
    415: "unsupported_media_type",
    428: "precondition_required",
    429: "throttled",
    503: "unavailable",
}
# How many mistakes one answer names, and how much of a name that was sent.
MAX_ERRORS = 50
MAX_NAME = 100


def exception_handler(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Django REST framework's own answer, as a problem. None (a 500) for what it doesn't know."""
    response = drf_exception_handler(exc, context)
    if response is None and is_outage(exc):
        log(exc)
        response = Response(status=503, headers={"Retry-After": RETRY_AFTER})
        exc = OSError()  # its words are for who runs the server
    if response is None:
        return None
    detail, code, errors = "", "", []
    if isinstance(exc, exceptions.ValidationError):
        errors = _capped(_errors(exc.detail))
    elif isinstance(exc, exceptions.APIException):
        detail, codes = str(exc.detail), exc.get_codes()
        code = codes if isinstance(codes, str) else ""
    elif exc.args and isinstance(exc.args[0], str):
        detail = exc.args[0]
    response.data = problem(response.status_code, code=code, detail=detail, errors=errors)
    response.content_type = CONTENT_TYPE
    # Whatever the address itself answers in: the description is YAML, its page HTML.
    request = context["request"]
    request.accepted_renderer = ExactJSONRenderer()
    request.accepted_media_type = ExactJSONRenderer.media_type
    return response


def problem(
    status: int, *, code: str = "", detail: str = "", errors: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """The body of a problem. What kind it is says `code`, else `errors` ("invalid"), else `status`.

    Where nothing is known but the status (a fault), it has no type of its own, as RFC 9457 says.
    """
    summary = " ".join(
        ": ".join(filter(None, (one["field"], one["message"]))) for one in errors or []
    )
    code = code or ("invalid" if errors else CODES.get(status, ""))
    return {
        "type": type_of(code) if code else "about:blank",
        "title": _titles().get(status) or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or summary or _titles().get(status, ""),
        "errors": errors or [],
    }


def type_of(code: str) -> str:
    return TYPE + code.replace("_", "-")


def problem_response(
    status: int, *, code: str = "", detail: str = "", errors: list[dict[str, str]] | None = None
) -> HttpResponse:
    """A problem outside Django REST framework, for a middleware or a plain view."""
    body = ExactJSONRenderer().render(problem(status, code=code, detail=detail, errors=errors))
    return HttpResponse(body, status=status, content_type=CONTENT_TYPE)


def _capped(errors: Iterator[dict[str, str]]) -> list[dict[str, str]]:
    """The first errors, and that there are more: an answer doesn't grow with what was sent."""
    named = [one | {"field": one["field"][:MAX_NAME]} for one in islice(errors, MAX_ERRORS)]
    if next(errors, None) is not None:
        words = _("还有更多错误，这里只列出前 %d 项。") % MAX_ERRORS
        named.append({"field": "", "code": "more", "message": words})
    return named


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
        410: _("这个位置已失效"),
        411: _("没有写明内容长度"),
        412: _("所见的不是当前版本"),
        413: _("发送的内容太多"),
        415: _("不支持的内容类型"),
        428: _("缺少版本条件"),
        429: _("请求过于频繁"),
        500: _("服务器内部错误"),
        503: _("数据库暂时无法使用，请稍后再试"),
    }
