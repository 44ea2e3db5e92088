"""`/api/v1/mcp/`: where assistants that speak the Model Context Protocol ask."""

from io import BytesIO
from typing import Any

import simplejson
from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import APIException
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.validators import ProhibitSurrogateCharactersValidator
from rest_framework.views import APIView

from common.api.parsers import ExactJSONParser
from departments.authentication import ApiKeyAuthentication
from siwei.assistants.api import protocol
from siwei.assistants.api.lists import Asker

# What the library looks at. In what is asked and answered was negotiated before.
_VERSION = "Mcp-Protocol-Version"
_HEADERS = [
    (b"accept", b"application/json, text/event-stream"),
    (b"content-type", b"application/json"),
]


class NotInstalled(APIException):
    """The library of the protocol is an extra that this installation doesn't have."""

    status_code = 501
    default_code = "not_installed"


class ReadsOnly(BasePermission):
    """A message is a POST that only reads."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return settings.PUBLIC_READ or bool(request.user and request.user.is_authenticated)


@extend_schema(exclude=True)
class AssistantView(APIView):
    """Answers one message. A key reads what its owner may know; a session doesn't count, so that
    no page of another site can ask in somebody's name."""

    post_reads = True
    authentication_classes = [ApiKeyAuthentication]
    permission_classes = [ReadsOnly]

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """An answer is JSON, also where a client would take a stream of events as well."""
        return super().perform_content_negotiation(request, force=True)

    def post(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if not protocol.is_installed():
            raise NotInstalled(_("此处没有安装面向智能助手的接口（assistants）。"))
        version = request.headers.get(_VERSION)
        named = (
            [(_VERSION.lower().encode(), version.encode("latin-1", "replace"))] if version else []
        )
        message = _message(request)
        answer = protocol.reply(Asker(request), body=message, headers=[*_HEADERS, *named])
        if answer.status >= 400:
            raise _Refusal(answer)
        return HttpResponse(answer.body, status=answer.status, content_type="application/json")


def _message(request: Request) -> bytes:
    """What was sent, once it is known to be JSON of whole characters. Raises `ValidationError`."""
    sent = request._request.body
    request.data  # noqa: B018  refuses what isn't called JSON
    text = simplejson.dumps(
        ExactJSONParser().parse(BytesIO(sent)), use_decimal=True, ensure_ascii=False
    )
    ProhibitSurrogateCharactersValidator()(text)
    return text.encode()


class _Refusal(APIException):
    """What the library refuses, as a problem: with its words, or where these are for who programs
    it, with ours."""

    default_code = "bad_request"

    def __init__(self, answer: protocol.Reply) -> None:
        said = simplejson.loads(answer.body or b"{}").get("error", {}).get("message", "")
        for_people = said if said.count("\n") == 0 else ""
        super().__init__(for_people or _("不是这个协议的消息（JSON-RPC 2.0）。"))
        self.status_code = answer.status
