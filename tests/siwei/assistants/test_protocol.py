"""An assistant asks through the protocol's own client, as one on somebody's desk does."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, ListToolsResult
from pytest_django.live_server_helper import LiveServer

from siwei.assistants.api.tools import TOOLS

ADDRESS = "/api/v1/mcp/"
Talk = Callable[[ClientSession], Awaitable[Any]]


def talk(url: str, said: Talk) -> Any:
    async def session() -> Any:
        async with (
            streamable_http_client(url + ADDRESS) as (read, write, _session),
            ClientSession(read, write) as client,
        ):
            await client.initialize()
            return await said(client)

    # A browser of another test leaves its event loop in this thread.
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, session()).result()


def text(result: CallToolResult) -> str:
    (content,) = result.content
    assert content.type == "text"
    return content.text


@pytest.mark.django_db(transaction=True)
def test_a_real_client_finds_a_value_with_its_sentence_and_who_approved_it(
    live_server: LiveServer, demo: None
) -> None:
    async def said(client: ClientSession) -> tuple[ListToolsResult, list[CallToolResult]]:
        asked = [
            ("find_codes", {"search": "漏损"}),
            ("get_promises", {"region": "140300", "indicator": "pipe_leakage_rate"}),
            ("get_values", {"region": "140300", "indicator": "pipe_leakage_rate"}),
            ("get_values", {"region": "999999"}),
            ("no_such_tool", {}),
            ("get_values", {"regoin": "140300"}),
        ]
        answers = [await client.call_tool(name, arguments) for name, arguments in asked]
        return await client.list_tools(), answers

    tools, (codes, promised, happened, unknown, nothing, misspelt) = talk(live_server.url, said)
    assert [one.name for one in tools.tools] == [one.name for one in TOOLS]
    assert all(
        one.annotations.readOnlyHint and one.inputSchema["properties"] for one in tools.tools
    )
    found = json.loads(text(codes))["indicators"]
    assert "pipe_leakage_rate" in {one["code"] for one in found}
    (document,) = json.loads(text(promised))["plans"]
    assert document["title"] and document["address"] == f"{live_server.url}/plans/yangquan-2025/"
    target = json.loads(text(promised), parse_float=Decimal)["results"][0]
    (sentence, *_others) = target["sentences"]
    assert sentence["stated_value"] == target["value"]
    assert sentence["address"].startswith(document["address"] + "#")
    value = json.loads(text(happened))["results"][0]
    assert value["state"] == "approved" and value["approval"]["version"] == value["version"]
    assert value["approval"]["address"] == f"{live_server.url}/actuals/{value['key']}/"
    assert not {"may", "warnings", "explanation"} & value.keys()
    assert unknown.isError and "999999" in text(unknown)
    assert nothing.isError and "no_such_tool" in text(nothing)
    assert misspelt.isError and "regoin" in text(misspelt)
