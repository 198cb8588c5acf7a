"""The questions as tools: each one asked with good and bad values, by the client of the SDK."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, MCPError
from tests.folders import FIXTURES
from tests.server.mcp.asked import Assistant

import rolegraph
from rolegraph.server.mcp.excerpts import MOST_LINES, MOST_SIGNS
from rolegraph.server.mcp.tools import Tool, tools
from rolegraph.server.questions import QUESTIONS

ADVERTISEMENT = """Data Engineer (m/f/d), Leeds

We are looking for a data engineer.

Requirements
- Strong SQL skills
- Three years of Python
"""
# A question for each tool that the shipped graph can answer, and a part of the answer.
ANSWERED: dict[str, tuple[dict[str, Any], str]] = {
    "path": ({"from": "data analyst", "to": "data engineer", "hours_per_week": 1}, "weeks at 1 hours a week"),
    "compare": ({"role": ["data analyst", "data engineer", "data scientist"]}, "SQL"),
    "nearest": ({"role": "data analyst", "top": 3}, "Business Intelligence Analyst"),
    "route": ({"from": "data analyst", "to": "lead ml engineer"}, "Machine Learning"),
    "whatif": ({"role": "data analyst"}, "What to learn next"),
    "demand": ({"role": "lead ml engineer"}, "posting"),
    "show": ({"name": "python"}, "tool/python"),
    "search": ({"text": "spark"}, "apache-spark"),
    "list": ({"kind": "roles"}, "data-analyst"),
    "info": ({}, "Editorial judgement of rolegraph"),
    "stats": ({"top": 3}, "roles"),
    "queries": ({}, "capabilities-by-roles"),
    "who_says": ({"role": "data engineer", "capability": "python"}, "Editorial judgement of rolegraph"),
    "extract": (
        {"text": ADVERTISEMENT, "kind": "posting"},
        "| SQL | SQL | essential | proficient |",
    ),
    "profile_from": ({"text": "Skills: Python, SQL\n"}, "| Python |"),
    "query": ({"query": "SELECT (COUNT(DISTINCT ?role) AS ?roles) { ?role a rg:Role }"}, "58 |"),
}


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant()


@pytest.mark.parametrize("name", ANSWERED)
def test_a_tool_answers_within_what_an_assistant_can_read(assistant: Assistant, name: str) -> None:
    arguments, part = ANSWERED[name]

    async def ask(client: Client) -> Any:
        return await client.call_tool(name, arguments)

    found = assistant.talk(ask)
    text = found.content[0].text
    assert not found.is_error, text
    assert part in text
    assert text.count("\n") < MOST_LINES
    assert len(text) <= MOST_SIGNS


def test_every_tool_is_asked_here() -> None:
    assert set(ANSWERED) >= {name.replace("-", "_") for name in QUESTIONS} & set(tools())


def test_tools_are_listed_with_types_descriptions_and_what_they_change(assistant: Assistant) -> None:
    listed = assistant.talk(lambda client: client.list_tools()).tools
    assert {tool.name for tool in listed} == set(tools())
    for tool in listed:
        assert tool.annotations is not None
        assert (tool.annotations.read_only_hint, tool.annotations.open_world_hint) == (True, False), tool.name
        assert tool.description is not None
        assert 20 < len(tool.description) < 500, tool.name
        for name, about in tool.input_schema["properties"].items():
            assert {"type", "anyOf"} & set(about), (tool.name, name)
            assert about.get("description"), (tool.name, name)
    assert len(json.dumps([tool.model_dump(by_alias=True, exclude_none=True) for tool in listed])) < 25_000


@pytest.mark.parametrize(
    ("name", "arguments", "part"),
    [
        ("path", {"from_": "data analyst", "to": "data enginer"}, "did you mean 'Data Engineer'"),
        ("path", {"from_": "xqzw", "to": "vvkp"}, "2 names mean nothing here"),
        ("path", {"to": "data engineer"}, "no starting point"),
        ("path", {"fron": "data analyst"}, "did you mean from?"),
        (
            "path",
            {"from_": "data analyst", "to": "data engineer", "hours_per_week": "many"},
            "hours_per_week should be",
        ),
        ("path", {"from_": "data analyst", "to": "data engineer", "page": 0}, "page should be"),
        ("path", {"from_": "data analyst", "to": "data engineer", "me": True}, "no parameter 'me'"),
        ("path", {"profile": "have: [python]", "to": "data engineer"}, "no parameter 'profile'"),
        ("compare", {"role": "data analyst"}, "at least 2"),
        ("compare", {"role": ["data analyst", "data analyst"]}, "two or more different roles"),
        ("show", {"name": ["a", "b"]}, "name should be"),
        ("show", {"name": "x" * 400}, "takes at most"),
        ("show", {"name": None}, "name is missing"),
        ("extract", {"text": "Nothing at all here."}, "say what it is with kind=comparison"),
        ("extract", {"text": "x" * 1_100_000}, "text"),
        ("profile_from", {"text": ""}, "text"),
        ("profile_from", {"text": "Skills: SQL", "as_cv": False}, "no parameter 'as_cv'"),
        ("list", {"kind": "planets"}, "kind should be"),
        ("search", {"text": " "}, "text"),
        ("query", {"query": "DROP ALL"}, "the query"),
        ("query", {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}, "SERVICE"),
        ("query", {"query": "(" * 20_000}, "the query"),
        ("who_says", {"role": "data engineer", "capability": "data analyst"}, "name of a role"),
    ],
)
def test_what_is_wrong_is_said_in_a_few_lines(
    assistant: Assistant, name: str, arguments: dict[str, Any], part: str
) -> None:
    found = assistant.ask(name, **arguments)
    assert part in found.text
    assert found.wrong
    assert "Traceback" not in found.text
    assert "--" not in found.text
    assert found.lines < 60


def test_a_query_reads_no_file(assistant: Assistant) -> None:
    found = assistant.ask("query", query="SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }")
    assert found.text == "*0 rows.*"


def test_a_saved_query_takes_values_by_name(assistant: Assistant) -> None:
    given = {"role": "Data Engineer", "capability": "python"}
    assert assistant.ask("query", query="asks-for", values=given).text == "yes"
    found = assistant.ask("query", query="compare", values={"role": ["data analyst", "data engineer"]})
    assert "Power BI" in found.text
    assert "`queries`" in assistant.ask("query", query="zzzz-xxxx-yyyy").text
    assert assistant.ask("query", query="asks-for", values={"role": "Data Engineer", "x": "y"}).wrong


def test_an_unknown_tool_is_an_error_of_the_protocol_that_names_one_like_it(assistant: Assistant) -> None:
    with pytest.raises(MCPError, match="did you mean search"):
        assistant.ask("serch", text="spark")


def test_a_name_that_means_nothing_is_told_with_what_is_spelled_like_it(assistant: Assistant) -> None:
    found = assistant.ask("show", name="machine lerning enginer lead")
    assert found.wrong
    assert "did you mean" in found.text or "`search` looks for a part of a name" in found.text


def test_all_and_page_lead_to_everything(assistant: Assistant) -> None:
    pages = [assistant.ask("show", name="python", all=True, page=page).text for page in (1, 2, 3)]
    few = assistant.ask("show", name="python").text
    assert "all=true shows all" in few
    assert not any("all=true" in text for text in pages)
    names = [assistant.ask("list", kind="skills", page=page).text for page in (1, 2, 3)]
    slugs = {line.split("|")[1].strip() for text in names for line in text.splitlines() if line.startswith("| ")}
    assert len(slugs - {"Slug"}) == len(rolegraph.open(widening=None).nodes(rolegraph.Kind.SKILL))
    assert "page=2 continues" in names[0]


def test_evidence_is_there_on_request_only(assistant: Assistant) -> None:
    assert "[1]" not in assistant.ask("show", name="data engineer").text
    told = assistant.ask("show", name="data engineer", evidence=True).text
    assert "Source" in told
    assert "Editorial judgement of rolegraph (editorial)" in told


def test_labels_are_in_the_language_that_is_asked_for() -> None:
    graph = rolegraph.open(FIXTURES / "small.ttl")
    assert "Baker" in Assistant(graph).ask("show", name="baker", language="xx").text


def test_me_is_the_profile_of_whoever_asks(tmp_path: Path) -> None:
    profile = tmp_path / "me.yaml"
    profile.write_text("name: me\nhave:\n  python: proficient\n  sql: proficient\n", encoding="utf-8")
    assistant = Assistant(profile=profile)
    assert "Python" in assistant.ask("path", to="data engineer", me=True).text.partition("What you already have")[2]
    assert "set me=true" in assistant.ask("path", to="data engineer").text
    profile.write_text("have: [nonsense", encoding="utf-8")
    found = assistant.ask("path", to="data engineer", me=True)
    assert found.wrong
    assert "profile" in found.text


def test_no_tool_takes_a_place() -> None:
    for tool in tools(Path("me.yaml"), writes=True).values():
        assert not {"file", "path", "profile", "graph", "out"} & set(tool.schema["properties"]), tool.name


def test_a_tool_is_called_as_its_question_is() -> None:
    assert Tool(QUESTIONS["path"]).name == "path"
