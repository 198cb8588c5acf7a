"""Schemas are made from classes, and what is written of a result is as the schema of its class says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from random import Random
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from rolegraph.cli.schema import answers
from rolegraph.model.moves import Neighbour
from rolegraph.model.nodes import Level, Node
from rolegraph.model.plans import LearningPath
from rolegraph.model.roles import Requirement, Role
from rolegraph.render.text.json_schema import field_descriptions, schema_of
from rolegraph.render.text.serialization import to_json


class Stall(NamedTuple):
    """A stall in a market. `owner` keeps it.

    `fee` is what it costs, None where it is free. What is `sold` is counted.
    """

    owner: Node
    fee: float | None
    sold: dict[str, int]
    place: tuple[int, str]
    levels: tuple[Level, ...] = ()


def definition_of(kind: type) -> Any:
    return schema_of({kind.__name__: kind}, "x")["$defs"][kind.__name__]


def test_fields_have_their_types_and_what_docstrings_say_of_them() -> None:
    found = definition_of(Stall)
    assert found["description"] == "A stall in a market. `owner` keeps it."
    assert found["required"] == ["owner", "fee", "sold", "place", "levels"]
    assert found["additionalProperties"] is False
    fields = found["properties"]
    assert fields["fee"] == {
        "description": "`fee` is what it costs, null where it is free.",
        "type": ["number", "null"],
    }
    assert fields["owner"] == {"description": "`owner` keeps it.", "$ref": "#/$defs/Node"}
    assert fields["sold"]["additionalProperties"] == {"type": "integer"}
    assert [each["type"] for each in fields["place"]["prefixItems"]] == ["integer", "string"]
    assert fields["levels"]["items"] == {"$ref": "#/$defs/Level"}


def test_what_is_listed_in_a_docstring_is_said_of_each_name_of_the_list() -> None:
    about = field_descriptions(Neighbour)
    assert about["hours"] == about["capabilities"]
    assert about["hours"].startswith("What is left: those of the learning path.")
    assert about["shared"] == "The most telling of the essential requirements that are met."


def test_what_is_computed_is_described_by_its_property_and_what_is_rare_is_not_required() -> None:
    path, requirement = definition_of(LearningPath), definition_of(Requirement)
    assert path["properties"]["hours"]["description"].startswith("The hours of all steps; null where nobody")
    assert {"hours", "optimal"} <= set(path["required"])
    assert "demand" not in path["required"]
    assert "measure" in requirement["properties"]
    assert "measure" not in requirement["required"]


def test_members_of_scales_are_words() -> None:
    found = schema_of({"x": Role}, "x")["$defs"]
    assert found["Level"]["enum"] == ["familiar", "working", "proficient", "expert"]
    assert "role" in found["Kind"]["enum"]


def test_several_answers_are_one_schema_of_any_of_them() -> None:
    found = schema_of({"a": Role, "b": list[Node]}, "both")
    assert [each["title"] for each in found["anyOf"]] == ["a", "b"]
    assert found["$id"].endswith("/both")


def test_what_json_cannot_have_is_an_error() -> None:
    with pytest.raises(TypeError, match="object"):
        schema_of({"x": object}, "x")


@pytest.mark.parametrize("command", answers())
def test_every_schema_is_one(command: str) -> None:
    schema = schema_of({command: answers()[command]}, command)
    Draft202012Validator.check_schema(schema)
    named = json.dumps(schema).split("#/$defs/")[1:]
    assert {each.partition('"')[0] for each in named} == set(schema["$defs"])
    assert all("description" in each for each in schema["$defs"].values())
    assert "None" not in json.dumps(schema)


def some(hint: Any, random: Random, deep: int = 0) -> Any:
    """Any value that an annotation allows; lists get shorter, and are soon empty, the deeper they lie."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return some(random.choice(inside), random, deep)
    if origin is not None and issubclass(origin, Mapping):
        return {some(inside[0], random, deep): some(inside[1], random, deep) for _ in range(random.randrange(3))}
    if origin in (tuple, list):
        if inside[-1] is Ellipsis or origin is list:
            least = int(inside[0] is Node)  # there is no name for a choice of nothing
            inside = (inside[0],) * max(least, random.randrange(max(1, 4 - deep)))
        return origin(some(each, random, deep + 1) for each in inside)
    if hint in PLAIN:
        return random.choice(PLAIN[hint])
    if issubclass(hint, Enum):
        return random.choice(list(hint))
    return hint(**{name: some(each, random, deep + 1) for name, each in get_type_hints(hint).items()})


PLAIN: dict[type, list[Any]] = {
    NoneType: [None],
    bool: [True, False],
    int: [0, -1, 2**40],
    float: [0.0, 1 / 3, 1e300],
    str: ["", "None", "x \u202e"],
    Path: [Path("here")],
}


@pytest.mark.parametrize("command", answers())
@settings(max_examples=8, deadline=None)
@given(random=st.randoms(use_true_random=True), most=st.none() | st.integers(0, 5000))
def test_whatever_a_result_holds_its_json_is_as_its_schema_says(command: str, random: Random, most: int | None) -> None:
    result = some(answers()[command], random)
    validator_of(command).validate(json.loads(to_json(result, most=most)))


@cache
def validator_of(command: str) -> Draft202012Validator:
    return Draft202012Validator(schema_of({command: answers()[command]}, command))


PATHS = st.randoms(use_true_random=True).map(lambda random: json.loads(to_json(some(LearningPath, random))))


@given(PATHS, st.data())
def test_an_answer_with_a_key_too_many_or_too_few_or_a_number_for_a_word_is_none(
    path: Any, data: st.DataObject
) -> None:
    where = data.draw(st.sampled_from(list(objects_in(path))))
    break_ = data.draw(st.sampled_from(["add", "remove", "number"]))
    if break_ == "add":
        where["surprise"] = None
    elif break_ == "remove":
        required = [name for name in where if name not in RARELY]
        assume(required)
        del where[data.draw(st.sampled_from(required))]
    else:
        words = [name for name, value in where.items() if isinstance(value, str)]
        assume(words)
        where[data.draw(st.sampled_from(words))] = 1.5
    assert not validator_of("path").is_valid(path)


RARELY = {"measure", "named", "through", "preparation", "demand", "counted"}


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from objects_in(each)
