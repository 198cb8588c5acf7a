"""The description of the API: valid, and true of every answer."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from jsonschema import Draft202012Validator
from tests.server.api.clients import JOURNEY, client

from rolegraph.server.api.answering import methods_of
from rolegraph.server.api.openapi import document
from rolegraph.server.questions import QUESTIONS

_CHECKS = {"positive_data_acceptance": {"expected-statuses": ["2xx", "400", "404", "409"]}}
_OPERATIONS = [(f"/api/{name}", method) for name, kind in QUESTIONS.items() for method in methods_of(kind)]


@cache
def _schema() -> Any:
    config = schemathesis.Config.from_dict({"checks": _CHECKS})
    return schemathesis.openapi.from_asgi("/api/openapi.json", client().app, config=config)


def _validator(path: str, method: str = "get") -> Draft202012Validator:
    whole = document()
    answer = whole["paths"][path][method]["responses"]["200"]["content"]["application/json"]["schema"]
    return Draft202012Validator(answer | {"components": whole["components"]})


def test_each_question_is_described_with_each_parameter() -> None:
    paths = document()["paths"]
    for name, question in QUESTIONS.items():
        operations = paths[f"/api/{name}"]
        assert set(operations) == {method.lower() for method in methods_of(question)}
        described = {each["name"] for each in operations.get("get", {}).get("parameters", ())}
        own = {field.alias or name for name, field in question.model_fields.items()}
        assert question.sent == "text" or own <= described


def test_descriptions_name_parameters_and_no_options_of_the_command_line() -> None:
    text = json.dumps(document()["paths"]) + json.dumps(document()["components"])
    assert "--" not in text
    assert "`rolegraph " not in text


def test_operations_have_names_of_their_own() -> None:
    names = [each["operationId"] for path in document()["paths"].values() for each in path.values()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("path", JOURNEY),
        ("path", JOURNEY | {"all": "1"}),
        ("compare", {"role": ["data-analyst", "data-engineer", "data-scientist"]}),
        ("nearest", {"role": "data-analyst"}),
        ("nearest", {"role": "data-analyst", "by": "likely"}),
        ("route", {"from": "data-analyst", "to": "lead-ml-engineer"}),
        ("whatif", {"role": "data-analyst", "learn": "spark"}),
        ("demand", {"role": "data-analyst"}),
        ("show", {"name": "data-analyst"}),
        ("show", {"name": "python", "all_languages": "1"}),
        ("show", {"name": "field/statistics"}),
        ("search", {"text": "data"}),
        ("list", {"kind": "sources"}),
        ("info", {}),
        ("stats", {}),
        ("queries", {}),
    ],
)
def test_an_answer_is_as_it_is_described(name: str, parameters: dict[str, Any]) -> None:
    answer = client().get(f"/api/{name}", params=parameters)
    assert answer.status_code == 200
    _validator(f"/api/{name}").validate(answer.json())


def test_answers_to_texts_are_as_they_are_described() -> None:
    for name, text in (("extract", "We ask for\n\n- Python\n"), ("profile-from", "CV\n\nSkills\n\nPython, SQL\n")):
        answer = client().post(f"/api/{name}", data={"text": text})
        assert answer.status_code == 200
        _validator(f"/api/{name}", "post").validate(answer.json())


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize(("path", "method"), _OPERATIONS)
def test_whatever_is_asked_is_answered_as_it_is_described(
    path: str, method: str, mode: schemathesis.GenerationMode
) -> None:
    @seed(1)
    @settings(
        max_examples=3, deadline=None, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
    )
    @given(case=_schema()[path][method].as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        case.validate_response(case.call())

    ask()
