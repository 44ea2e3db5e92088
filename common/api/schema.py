"""What the generated description cannot know: problems, ETags, the language of messages."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import simplejson
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.response import Response

from common.api.languages import language_of, unknown_language
from common.api.problems import CONTENT_TYPE, type_of

EXAMPLES = Path(__file__).with_name("examples.json")

PROBLEM = {
    "type": "object",
    "description": "An error, after RFC 9457.",
    "required": ["type", "title", "status", "detail", "errors"],
    "properties": {
        "type": {
            "type": "string",
            "examples": [type_of("invalid"), type_of("year_closed"), type_of("stale")],
        },
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {
                    "field": {"type": "string"},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}

LANGUAGE = {
    "name": "lang",
    "in": "query",
    "required": False,
    "description": _("提示语句的语言；不写的由 `Accept-Language` 决定。"),
    "schema": {"type": "string", "enum": ["zh", "en"]},
}

ETAG = {
    "description": "Send it back as `If-None-Match`: a 304 says that nothing changed. That of an "
    "actual is also what `If-Match` wants.",
    "schema": {"type": "string"},
}

RATE_HEADERS = {
    "RateLimit-Policy": {
        "description": 'What is allowed: `"default";q=3000;w=60`, so many requests in so many '
        "seconds. Not sent where the installation sets no limit.",
        "schema": {"type": "string"},
    },
    "RateLimit": {
        "description": 'What is left: `"default";r=2968;t=23`, so many in so many seconds.',
        "schema": {"type": "string"},
    },
}

RETRY_AFTER = {
    "description": "The seconds to wait.",
    "schema": {"type": "integer"},
}

_UNKNOWN_REGION = {
    "type": type_of("invalid"),
    "title": "Bad request",
    "status": 400,
    "detail": "region: unknown value: 999999.",
    "errors": [{"field": "region", "code": "unknown", "message": "Unknown value: 999999."}],
}


def _plain(status: int, code: str, title: str, detail: str) -> dict[str, Any]:
    return {"type": type_of(code), "title": title, "status": status, "detail": detail, "errors": []}


ERRORS: dict[str, tuple[str, dict[str, Any]]] = {
    "400": ("A parameter that isn't known, or a value that makes no sense.", _UNKNOWN_REGION),
    "401": (
        "A wrong key, or none where one is needed.",
        _plain(
            401, "authentication_failed", "Log in or use an API key", "The API key is not valid."
        ),
    ),
    "404": (
        "No such row, no such page of a list, or not yours to see.",
        _plain(404, "not_found", "Not found", "There is no “nosuch-2025”."),
    ),
    "429": (
        "Too many requests, or too many wrong keys: wait for `Retry-After`, then send it again.",
        _plain(429, "throttled", "Too many requests", "Please try again in 23 seconds."),
    ),
    "default": (
        "Any other error, in the same form.",
        _plain(405, "method_not_allowed", "Method not allowed", "Method “POST” is not allowed."),
    ),
}


class SchemaView(SpectacularAPIView):
    """The description, with the fields and filters in the language that `lang` names; in English
    otherwise, whatever the reader's browser asks for."""

    @extend_schema(exclude=True)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        wanted = request.GET.get("lang", "en")
        language = language_of(wanted)
        if language is None:
            raise unknown_language(wanted)
        with translation.override(language):
            response: Response = self._get_schema_response(request)  # type: ignore[no-untyped-call]
        return response


def describe_answers(
    result: dict[str, Any], generator: Any, request: Any, public: bool
) -> dict[str, Any]:
    """Add to every operation its errors, each with an example, and to every GET its ETag."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = deepcopy(PROBLEM)
    for methods in result["paths"].values():
        for method, operation in methods.items():
            responses = operation["responses"]
            if settings.PUBLIC_READ and method == "get":
                operation.setdefault("security", []).append({})  # and without any
            for status, (description, example) in ERRORS.items():
                responses.setdefault(status, _problem(description, example))
            for status, answer in responses.items():
                if status.startswith("4") and "content" not in answer:
                    responses[status] = _problem(answer["description"])
            operation.setdefault("parameters", []).append(LANGUAGE)
            _require_body(method, operation, result["components"]["schemas"])
            for status in {"200", "201"} & responses.keys():
                words = {"200": "OK", "201": "Created."}[status]
                responses[status] |= {
                    "description": words,
                    "headers": {"ETag": ETAG, **RATE_HEADERS},
                }
            responses["429"]["headers"] = {"Retry-After": RETRY_AFTER, **RATE_HEADERS}
            if method == "get":
                responses["304"] = {"description": "Nothing changed since that ETag."}
    _require_what_is_always_there(result["components"]["schemas"])
    _add_examples(result["components"]["schemas"])
    return result


def _require_body(method: str, operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """A value has to be sent, and whatever has a field that is required; a comment may be left
    out."""
    body = operation.get("requestBody")
    if body is not None:
        sent = [content["schema"] for content in body["content"].values()]
        named = [schemas.get(one.get("$ref", "").rpartition("/")[2], {}) for one in sent]
        needed = any("anyOf" in one for one in sent) or any("required" in one for one in named)
        body["required"] = method == "put" or needed


def _require_what_is_always_there(schemas: dict[str, Any]) -> None:
    """An answer has every field of its row, if only as null or ""; a body has no other fields."""
    for name, schema in schemas.items():
        if name.endswith("Request"):
            schema["additionalProperties"] = False
        elif "properties" in schema and not name.startswith("Paginated"):
            schema["required"] = list(schema["properties"])


def _add_examples(schemas: dict[str, Any]) -> None:
    """Show a row of the Yangquan plan of each kind, instead of words like "string"."""
    for name, example in simplejson.loads(EXAMPLES.read_text("utf-8"), use_decimal=True).items():
        schemas[name]["example"] = example


def _problem(description: str, example: dict[str, Any] | None = None) -> dict[str, Any]:
    body: dict[str, Any] = {"schema": {"$ref": "#/components/schemas/Problem"}}
    if example is not None:
        body["example"] = example
    return {"description": description, "content": {CONTENT_TYPE: body}}
