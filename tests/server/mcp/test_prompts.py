"""Usual conversations as prompts."""

from __future__ import annotations

import re

import mcp_types as types
import pytest
from mcp import Client, MCPError
from tests.server.mcp.asked import Assistant

from rolegraph.graph import RoleGraph
from rolegraph.server.mcp.prompts import CONVERSATIONS, Conversation
from rolegraph.server.mcp.tools import tools


@pytest.mark.parametrize("one", CONVERSATIONS, ids=lambda one: one.name)
def test_a_conversation_names_only_tools_and_parameters_that_there_are(one: Conversation) -> None:
    known = {*tools(), "profile", "update_profile"}
    known |= {name for tool in tools().values() for name in tool.schema["properties"]}
    words = set(re.findall(r"`(\w+)`", one.text))
    assert words
    assert words <= known


def test_a_prompt_is_filled_with_what_was_given(small: RoleGraph) -> None:
    async def talk(client: Client) -> tuple[list[str], str]:
        listed = await client.list_prompts()
        given = {"to": "Pastry Chef", "hours_per_week": "1", "from": " "}
        got = await client.get_prompt("plan-a-move", given)
        (message,) = got.messages
        assert isinstance(message.content, types.TextContent)
        return [one.name for one in listed.prompts], message.content.text

    names, text = Assistant(small).talk(talk)
    assert names == [one.name for one in CONVERSATIONS]
    assert text.endswith("to: Pastry Chef\n\nhours_per_week: 1")


@pytest.mark.parametrize(
    ("name", "given", "part"),
    [
        ("plan-a-mvoe", {}, "there are plan-a-move"),
        ("plan-a-move", {}, "needs to"),
        ("plan-a-move", {"to": "  "}, "needs to"),
        ("plan-a-move", {"to": "x", "form": "y"}, "has no argument 'form'"),
        ("plan-a-move", {"to": "x" * 100_000}, "longer than"),
    ],
)
def test_what_is_wrong_with_arguments_is_said(small: RoleGraph, name: str, given: dict[str, str], part: str) -> None:
    with pytest.raises(MCPError, match=part):
        Assistant(small).talk(lambda client: client.get_prompt(name, given))
