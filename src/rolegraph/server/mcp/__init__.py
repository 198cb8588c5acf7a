"""The MCP server: questions as tools, nodes as resources, usual conversations as prompts."""

from __future__ import annotations

from importlib.util import find_spec

from starlette.routing import BaseRoute


def routes() -> list[BaseRoute]:
    """The address that assistants ask over HTTP; none where the official SDK is not installed."""
    if find_spec("mcp") is None:
        return []
    from rolegraph.server.mcp.transports import routes as made

    return made()
