"""The tools as an assistant meets them: a process that speaks on standard input and output."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

TEXT = "Marta Kovalenco left Weldoria."


def _asked(world: Path, work: Callable[[ClientSession], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        command = StdioServerParameters(
            command=sys.executable, args=["-m", "resolver", "mcp", "--gazetteer", str(world)]
        )
        async with stdio_client(command) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            return await work(session)

    return asyncio.run(run())


def test_the_tools_say_what_they_take_and_give(world: Path) -> None:
    async def work(session: ClientSession) -> Any:
        return (await session.list_tools()).tools

    tools = {tool.name: tool for tool in _asked(world, work)}
    assert sorted(tools) == ["compare", "entity", "link", "normalise", "resolve"]
    for tool in tools.values():
        assert tool.description
        assert tool.output_schema
        assert tool.output_schema["type"] == "object"
        assert tool.annotations.read_only_hint


def test_the_tools_answer_as_the_library_does(world: Path) -> None:
    async def work(session: ClientSession) -> Any:
        async def call(tool: str, /, **arguments: Any) -> Any:
            result = await session.call_tool(tool, arguments)
            return result.structured_content

        return {
            "link": await call("link", text=TEXT),
            "normalise": await call("normalise", text=TEXT),
            "resolve": await call("resolve", name="Henrik Aldus"),
            "compare": await call("compare", a="Henrik Aldous", b="Aldous, Henrik"),
            "entity": await call("entity", id="old-veldoria"),
        }

    found = _asked(world, work)
    assert [mention["text"] for mention in found["link"]["mentions"]] == ["Marta Kovalenco", "Weldoria"]
    assert found["normalise"]["text"].endswith("left Veldoria.")
    assert found["resolve"]["match"]["id"] == "henrik-aldous"
    assert found["resolve"]["candidates"][0]["id"] == "henrik-aldous"
    assert found["compare"]["match"] is True
    assert found["entity"]["state"] == "merged"
    assert found["entity"]["successors"][0]["id"] == "veldoria"


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("entity", {"id": "nobody"}, "no entity 'nobody'"),
    ("link", {"text": "x", "min_score": 7}, "min_score"),
    ("link", {"text": "x" * 1_000_001}, "1,000,000"),
    ("resolve", {"name": "x" * 2_000}, "name"),
]


def test_what_is_wrong_is_told(world: Path) -> None:
    async def work(session: ClientSession) -> Any:
        return [await session.call_tool(tool, arguments) for tool, arguments, _ in WRONG]

    for (tool, arguments, says), result in zip(WRONG, _asked(world, work), strict=True):
        assert result.is_error, (tool, arguments)
        assert says in result.content[0].text
