"""The questions of programs and assistants: what the command line answers, they answer."""

from __future__ import annotations

import shlex
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from tests.commands import run_command

import rolegraph
from rolegraph.server.questions import QUESTIONS
from rolegraph.server.questions.addresses import question_of
from rolegraph.server.served import ServedGraph

# A question with its parameters, and the words of a command that asks the same.
ASKED: list[tuple[str, str]] = [
    ("path?from=data-analyst&to=data+scientists", "path data-analyst 'data scientists'"),
    ("path?have=python,sql:expert&to=ML+Engineer", "path --have python,sql:expert 'ML Engineer'"),
    ("path?from=data-analyst&to=data-scientist&from_scratch=1", "path data-scientist --from-scratch"),
    ("path?from=data-analyst&to=mlops-engineer&hours_per_week=5", "path data-analyst mlops-engineer"),
    ("compare?role=data-analyst&role=data-scientist", "compare data-analyst data-scientist"),
    ("compare?role=ai-engineer&role=data-analyst&role=ml-engineer", "compare ai-engineer data-analyst ml-engineer"),
    ("nearest?role=data-analyst", "nearest data-analyst"),
    ("nearest?have=python&have=sql:expert&top=3", "nearest --have python,sql:expert --top 3"),
    ("nearest?role=data-engineer&reverse=1&seniority=senior", "nearest data-engineer --reverse --seniority senior"),
    ("nearest?role=data-engineer&by=likely&degree=bachelor", "nearest data-engineer --by likely --degree bachelor"),
    ("route?from=data-analyst&to=lead-ml-engineer", "route data-analyst lead-ml-engineer"),
    (
        "route?from=data-analyst&to=lead-ml-engineer&avoid=data-scientist&alternatives=2",
        "route data-analyst lead-ml-engineer --avoid data-scientist --alternatives 2",
    ),
    ("whatif?role=data-analyst", "whatif data-analyst"),
    ("whatif?role=data-analyst&learn=kubernetes,spark:expert", "whatif data-analyst --learn kubernetes,spark:expert"),
    ("demand?role=data-analyst&since=2026-01-01", "demand data-analyst --since 2026-01-01"),
    ("show?name=lead-ml-engineer", "show lead-ml-engineer"),
    ("show?name=skill/machine-learning", "show skill/machine-learning"),
    ("show?name=field/statistics", "show field/statistics"),
    ("search?text=data", "search data"),
    ("list?kind=roles", "list roles"),
    ("list?kind=postings", "list postings"),
    ("info", "info"),
    ("stats?top=4", "stats --top 4"),
    ("queries", "query list"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where commands keep what they compute once."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def served() -> ServedGraph:
    return ServedGraph(rolegraph.open("shipped"))


@pytest.mark.parametrize(("address", "words"), ASKED, ids=[address for address, _ in ASKED])
def test_an_answer_is_the_json_of_the_command(served: ServedGraph, home: Path, address: str, words: str) -> None:
    name, _, parameters = address.partition("?")
    question = question_of(QUESTIONS[name], parse_qsl(parameters))
    graph, found = question.ask_served(served)
    graphs = [] if words == "query list" else ["-g", "shipped"]
    code, printed, _ = run_command([*shlex.split(words), "--json", *graphs], home)
    assert code == int(not found.found)
    assert found.json(graph, everything=not question.is_partial) == printed
    if question.is_partial:
        whole = run_command([*shlex.split(words), "--json", "--all", *graphs], home)
        assert found.json(graph) == whole[1]


def test_each_question_has_a_title_and_says_of_each_parameter_what_it_is() -> None:
    for name, question in QUESTIONS.items():
        schema = question.model_json_schema()
        assert question.name == name
        assert question.title().endswith(".")
        assert [key for key, field in schema["properties"].items() if not field.get("description")] == []
