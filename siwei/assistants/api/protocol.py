"""One message of the Model Context Protocol, answered by its own library.

The library serves asynchronously and keeps sessions; Siwei's processes do neither. Each message is
therefore answered by a server of its own, which lives as long as the request.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from asgiref.sync import async_to_sync, sync_to_async
from rest_framework.exceptions import APIException, ValidationError

from common.api.renderers import ExactJSONRenderer
from siwei.assistants.api.lists import Asker
from siwei.assistants.api.tools import TOOLS, Arguments, run

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server

NAME = "siwei"
VERSION = "1"  # that of the API, of whose lists the tools are made
INSTRUCTIONS = (
    "Siwei tracks what Chinese cities promise in their water plans (四水四定), and whether "
    "they keep it. Say with every number the sentence that promised it (clause and document) or "
    "the organ that approved it, and its address. Never compare what `compare` refuses, never add "
    "up regions, and never take a missing value for zero. Values marked `demo` are invented."
)


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes


def is_installed() -> bool:
    """Whether the extra `assistants` is there."""
    return find_spec("mcp") is not None


def reply(asker: Asker, *, body: bytes, headers: list[tuple[bytes, bytes]]) -> Reply:
    """The answer to one POST of the protocol (JSON-RPC), its tools asked in the name of `asker`."""
    return async_to_sync(_reply)(asker, body, headers)


async def _reply(asker: Asker, body: bytes, headers: list[tuple[bytes, bytes]]) -> Reply:
    from mcp.server.streamable_http_manager import (  # noqa: PLC0415  an extra
        StreamableHTTPSessionManager,
    )

    sent: list[dict[str, Any]] = []
    manager = StreamableHTTPSessionManager(_server(asker), json_response=True, stateless=True)
    async with manager.run():
        await manager.handle_request(_scope(headers), _receiver(body), _sender(sent))
    parts = [one.get("body", b"") for one in sent if one["type"] == "http.response.body"]
    return Reply(sent[0]["status"], b"".join(parts))


def _server(asker: Asker) -> "Server[Any, Any]":
    """A server with the tools. What a tool refuses is an answer of its own kind, in words."""
    from mcp import types  # noqa: PLC0415
    from mcp.server.lowlevel import Server  # noqa: PLC0415

    server: Server[Any, Any] = Server(NAME, version=VERSION, instructions=INSTRUCTIONS)
    reads = types.ToolAnnotations(readOnlyHint=True, idempotentHint=True, openWorldHint=False)

    async def list_tools() -> list[types.Tool]:
        return [
            types.Tool(
                name=one.name,
                title=one.title,
                description=one.description,
                inputSchema=one.schema(),
                annotations=reads,
            )
            for one in TOOLS
        ]

    async def call_tool(name: str, arguments: Arguments) -> list[types.TextContent]:
        # On the request's own thread, where its connection to the database is. As text alone,
        # because the library would write 9.0 as a text or as 9.
        text = await sync_to_async(_answered)(asker, name, arguments)
        return [types.TextContent(type="text", text=text)]

    server.list_tools()(list_tools)  # type: ignore[no-untyped-call]
    server.call_tool()(call_tool)
    return server


class Refused(Exception):
    """What the assistant is told instead of an answer."""


def _answered(asker: Asker, name: str, arguments: Arguments) -> str:
    tool = next((one for one in TOOLS if one.name == name), None)
    if tool is None:
        raise Refused(f"There is no tool {name[:100]}.")
    try:
        return ExactJSONRenderer().render(run(tool, asker, arguments)).decode()
    except ValidationError as error:
        raise Refused(_words(error.detail)) from None
    except APIException as error:
        raise Refused(str(error.detail)) from None


def _words(detail: Any) -> str:
    if isinstance(detail, dict):
        return "\n".join(f"{name}: {_words(said)}" for name, said in detail.items())
    return "\n".join(map(_words, detail)) if isinstance(detail, list) else str(detail)


def _scope(headers: list[tuple[bytes, bytes]]) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/",
        "raw_path": b"/",
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": None,
        "server": None,
    }


def _receiver(body: bytes) -> Callable[[], Awaitable[dict[str, Any]]]:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _sender(sent: list[dict[str, Any]]) -> Callable[[Any], Awaitable[None]]:
    async def send(message: Any) -> None:
        sent.append(dict(message))

    return send
