"""`schema`: a schema for the answer of every command that has one in JSON, and for no other."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator
from tests.cli.help_page import commands
from tests.cli.running import Run

from rolegraph.cli.schema import answers


def test_every_command_that_prints_json_has_a_schema() -> None:
    printing = {
        path.removeprefix("rolegraph ")
        for path, command, _ in commands()
        if any("--json" in parameter.opts for parameter in command.params)
    }
    assert set(answers()) == printing - {"query run"}


@pytest.mark.parametrize(
    "words",
    [
        "show baker --all-languages",
        "show dough --all",
        "list roles --all-languages",
        "list postings",
        "search dough",
        "path baker pastry-chef",
        "compare baker pastry-chef",
        "demand baker",
        "info",
    ],
)
def test_an_answer_is_as_its_schema_says(run: Run, words: str) -> None:
    answer = run(*words.split(), "--json")
    assert answer.code == 0, answer.err
    schema = run("schema", words.split(maxsplit=1)[0], graph=None)
    assert (schema.code, schema.err) == (0, "")
    Draft202012Validator(json.loads(schema.out)).validate(json.loads(answer.out))


def test_settings_and_the_library_are_as_their_schemas_say(run: Run) -> None:
    for words in (("config", "show"), ("query", "list")):
        answer, schema = run(*words, "--json", graph=None), run("schema", *words, graph=None)
        Draft202012Validator(json.loads(schema.out)).validate(json.loads(answer.out))


def test_without_a_command_the_schema_is_that_of_every_answer(run: Run) -> None:
    found = json.loads(run("schema", graph=None).out)
    assert [each["title"] for each in found["anyOf"]] == [f"rolegraph {command} --json" for command in answers()]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["NEARST"], "did you mean 'nearest'?"),
        (["profile"], "did you mean 'profile "),
        (["xyz"], "it is one of path, compare"),
        (["query", "run"], "SPARQL 1.1 Query Results JSON"),
    ],
)
def test_what_has_no_schema_is_said_with_what_has_one(run: Run, words: list[str], message: str) -> None:
    found = run("schema", *words, graph=None)
    assert (found.code, found.out) == (2, "")
    assert message in found.err
