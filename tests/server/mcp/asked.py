"""Asking the MCP server as an assistant does: with the client of the official SDK, in this process."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import anyio
import mcp_types as types
from mcp import Client, MCPError

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.server.mcp.protocol import SECONDS, server
from rolegraph.server.served import ServedGraph

Found = TypeVar("Found")


class Said(NamedTuple):
    """What a tool answers, and whether that is what went wrong."""

    text: str
    wrong: bool

    @property
    def lines(self) -> int:
        return self.text.count("\n") + 1


def said(result: types.CallToolResult) -> Said:
    (content,) = result.content
    assert isinstance(content, types.TextContent)
    return Said(content.text, result.is_error)


class Assistant:
    """An assistant that is connected anew for each question."""

    def __init__(
        self,
        graph: RoleGraph | None = None,
        profile: Path | None = None,
        *,
        writes: bool = False,
        seconds: float = SECONDS,
    ) -> None:
        served = ServedGraph(rolegraph.open(widening=None) if graph is None else graph)
        self.made = server(lambda: served, profile, writes=writes, seconds=seconds)

    def talk(self, conversation: Callable[[Client], Awaitable[Found]], mode: str = "auto") -> Found:
        """What a conversation with the server gives."""

        refused: list[MCPError] = []  # which the client's tasks would wrap in a group

        async def run() -> Found:
            async with Client(self.made, mode=mode) as client:
                try:
                    return await conversation(client)
                except MCPError as error:
                    refused.append(error)
            raise refused[0]

        return anyio.run(run)

    def ask(self, tool: str, **arguments: Any) -> Said:
        """What a tool answers; `from_` is the argument `from`."""
        given = {name.rstrip("_"): value for name, value in arguments.items()}

        async def call(client: Client) -> Said:
            return said(await client.call_tool(tool, given))

        return self.talk(call)
