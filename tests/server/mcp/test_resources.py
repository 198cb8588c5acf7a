"""What an assistant reads by an address."""

from __future__ import annotations

from pathlib import Path

import mcp_types as types
import pytest
from mcp import Client, MCPError
from tests.server.mcp.asked import Assistant

import rolegraph
from rolegraph.rdf.formats import read_quads
from rolegraph.server.mcp import resources
from rolegraph.server.served import ServedGraph


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant()


def read(assistant: Assistant, uri: str) -> types.TextResourceContents:
    async def talk(client: Client) -> types.TextResourceContents:
        (content,) = (await client.read_resource(uri)).contents
        assert isinstance(content, types.TextResourceContents)
        return content

    return assistant.talk(talk)


def test_everything_that_is_listed_can_be_read(assistant: Assistant) -> None:
    listed = assistant.talk(lambda client: client.list_resources()).resources
    assert len(listed) > 20
    for one in listed:
        content = read(assistant, one.uri)
        assert content.mime_type == one.mime_type
        assert len(content.text) > 50, one.uri


@pytest.mark.parametrize(
    ("uri", "part"),
    [
        ("rolegraph://node/role/data-engineer", "# Data Engineer (role/data-engineer)"),
        ("rolegraph://node/skill/machine-learning", "# machine learning"),
        ("rolegraph://node/role/Data%20Engineer", "# Data Engineer"),
        ("rolegraph://node/source/editorial", "Editorial judgement"),
        (
            "rolegraph://node/role/https%3A%2F%2Fw3id.org%2Frolegraph%2Fid%2Frole%2Fdata-engineer",
            "# Data Engineer (role/data-engineer)",
        ),
    ],
)
def test_a_node_is_read_with_its_sources(assistant: Assistant, uri: str, part: str) -> None:
    assert part in read(assistant, uri).text


@pytest.mark.parametrize(
    "uri",
    [
        "rolegraph://node/role/no-such-role-zz",
        "rolegraph://node/planet/earth",
        "rolegraph://node/tool/data-engineer",
        "rolegraph://node/role/",
        "rolegraph://node",
        "rolegraph://queries/nothing",
        "rolegraph://queries/..%2F..%2Fgraph",
        "file:///etc/passwd",
        "rolegraph://",
    ],
)
def test_what_is_not_there_is_an_error_with_a_message(assistant: Assistant, uri: str) -> None:
    with pytest.raises(MCPError) as caught:
        read(assistant, uri)
    assert "internal" not in str(caught.value)


def test_the_vocabulary_is_turtle(tmp_path: Path) -> None:
    served = ServedGraph(rolegraph.open(widening=None))
    file = tmp_path / "ontology.ttl"
    file.write_text(resources.read(served, resources.ONTOLOGY).text, encoding="utf-8")
    assert len(list(read_quads(file))) > 100
