"""The description of the API in OpenAPI 3.1, made from the questions and from the classes of their answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from rolegraph.queries import Parameter, Question, library
from rolegraph.render.text.answer_types import answer_types
from rolegraph.render.text.json_schema import DIALECT, schema_of
from rolegraph.server.api.answering import FORMS, JSON, answer_headers, methods_of, sent_types, unchanged
from rolegraph.server.api.library_answers import LANGUAGE, RESULTS, TURTLE
from rolegraph.server.api.view_options import ViewOptions, names_for
from rolegraph.server.problem_details import MEDIA_TYPE, TYPES, for_programs
from rolegraph.server.questions import QUESTIONS
from rolegraph.server.questions.addresses import TRUTHS
from rolegraph.server.questions.inquiry import Inquiry

Schema = dict[str, Any]
_COMMANDS: Final = {"queries": "query list", "profile-from": "profile from"}  # that print the answers of questions
_ABOUT: Final = """Questions on roles and capabilities, answered from one graph that only reads.

Every answer is the JSON that the command of the same name prints with `--json`. Long answers are small first: a list
that was cut has its number in `more` beside it, and `all=1` gives everything. Answers in lists come in pages, with
`Link` headers. Names are slugs, labels, other names or IRIs; what one was taken for is in `Rolegraph-Note` headers,
percent-encoded. An answer has an `ETag` that changes with the graph. Whatever goes wrong is a problem (RFC 9457).
Parameters without a value count as left out."""
_STATUSES: Final = {
    "400": "A parameter is not known, missing, or does not take its value; or two contradict each other.",
    "404": "A name means nothing in this graph.",
    "409": "A name means several things.",
    "413": "What was sent is too large.",
    "415": "What was sent is of a media type that is not read.",
    "429": "Too many requests.",
    "500": "A fault of this program.",
    "503": "The answer takes more time or memory than it may.",
}
_HEADERS: Final[Mapping[str, Schema]] = {
    "ETag": {"description": "Changes with the answer; none to what was sent.", "schema": {"type": "string"}},
    "Content-Language": {"description": "The languages of labels.", "schema": {"type": "string"}},
    "Rolegraph-Note": {
        "description": "What a name was taken for, percent-encoded; once for each note.",
        "schema": {"type": "string"},
    },
}
_OF_LISTS: Final[Mapping[str, Schema]] = {
    "Link": {"description": "The first, previous, next and last page.", "schema": {"type": "string"}},
    "Rolegraph-Total": {"description": "How many items there are.", "schema": {"type": "integer", "minimum": 0}},
}


async def description(request: Request) -> Response:
    """The description as JSON."""
    return unchanged(request) or Response(_text(), headers=answer_headers(request), media_type=JSON)


@cache
def _text() -> str:
    return json.dumps(document(), ensure_ascii=False) + "\n"


def document() -> Schema:
    """The description: a path for each question and for each query of the library."""
    types = answer_types()
    whole = schema_of({name: types[_COMMANDS.get(name, name)] for name in QUESTIONS}, "answers")
    answers = {part.pop("title"): part for part in whole["anyOf"]}
    paths = {f"/api/{name}": _path(question, answers[name]) for name, question in QUESTIONS.items()}
    paths |= {f"/api/query/{saved.name}": _library_path(saved) for saved in library()}
    found: Schema = {
        "openapi": "3.1.0",
        "jsonSchemaDialect": DIALECT,
        "info": {"title": "rolegraph", "version": version("rolegraph"), "description": _ABOUT},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": whole["$defs"] | {"Problem": _problem(), "Results": _RESULTS}},
    }
    return {key: _in_words_of_the_api(each) if key in ("paths", "components") else each for key, each in found.items()}


def _in_words_of_the_api(value: Any) -> Any:
    """The same with references to components, and with descriptions that name parameters in place of options."""
    if isinstance(value, list):
        return [_in_words_of_the_api(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {key: _in_words_of_the_api(each) for key, each in value.items()}
    if isinstance(reference := found.get("$ref"), str):
        found["$ref"] = reference.replace("#/$defs/", "#/components/schemas/")
    if isinstance(said := found.get("description"), str):
        found["description"] = for_programs(said)
    return found


def _path(question: type[Inquiry], answer: Schema) -> Schema:
    said = {"summary": question.title(), "tags": ["questions"]}
    options = [
        _parameter(name, schema) for name, schema in fields_of(ViewOptions).items() if name in names_for(question)
    ]
    own = [_parameter(name, schema) for name, schema in fields_of(question).items() if name != question.sent]
    headers = dict(_HEADERS) | (dict(_OF_LISTS) if question.is_list else {})
    responses = _responses({JSON: {"schema": answer}}, headers)
    found: Schema = {}
    methods = methods_of(question)
    if "GET" in methods:
        sent = [_parameter(name, schema) for name, schema in fields_of(question).items() if name == question.sent]
        found["get"] = {**said, "operationId": question.name, "parameters": [*own, *sent, *options]} | responses
    if "POST" in methods:
        found["post"] = {**said, "operationId": f"{question.name}-of-what-is-sent", "parameters": options}
        found["post"] |= {"requestBody": {"required": True, "content": _bodies(question)}} | responses
    return found


def _responses(content: Schema, headers: Schema, statuses: Mapping[str, str] = _STATUSES) -> Schema:
    problem = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    failures = {status: {"description": text, **problem} for status, text in statuses.items()}
    unchanged_ = {"304": {"description": "The answer is as it was when its ETag was given."}}
    return {
        "responses": {
            "200": {"description": "The answer.", "headers": headers, "content": content},
            **unchanged_,
            **failures,
        }
    }


def fields_of(kind: type[Inquiry]) -> dict[str, Schema]:
    """The schema of each parameter in an address or a form, with `required` where it has to be there."""
    whole = kind.model_json_schema(by_alias=True)
    needed = whole.get("required", [])
    return {
        name: _as_text(schema) | {"required": True} if name in needed else _or_empty(_as_text(schema))
        for name, schema in whole["properties"].items()
    }


def _as_text(schema: Schema) -> Schema:
    """The schema of a value that is written as text: none is null, and truth is a digit or a word."""
    found = {key: each for key, each in schema.items() if key not in ("title", "anyOf") and each is not None}
    found |= next((each for each in schema.get("anyOf", ()) if each.get("type") != "null"), {})
    if "const" in found:
        found["enum"] = [found.pop("const")]
    if found.get("type") == "boolean":
        return {"type": "string", "enum": list(TRUTHS), "description": found["description"], "default": "0"}
    if found.get("default") in ("", []):
        del found["default"]
    return found | ({"items": _or_empty(found["items"])} if "items" in found else {})


def _or_empty(schema: Schema) -> Schema:
    """The same for what may be left empty, as a form leaves it."""
    if "enum" in schema:
        return schema | {"enum": [*schema["enum"], ""]}
    if schema.get("type") == "string":
        return {key: each for key, each in schema.items() if key not in ("minLength", "pattern", "format")}
    if schema.get("type") in ("integer", "number"):
        said = {key: schema[key] for key in ("description", "default") if key in schema}
        return said | {"anyOf": [{key: schema[key] for key in schema if key not in said}, {"const": ""}]}
    return schema


def _parameter(name: str, schema: Schema) -> Schema:
    inside = {key: each for key, each in schema.items() if key not in ("description", "required")}
    said = {"name": name, "in": "query", "description": schema["description"]}
    return {**said, "required": schema.get("required", False), "schema": inside}


def _bodies(question: type[Inquiry]) -> Schema:
    """What may be sent: JSON, a form, or the one thing that is sent as it is."""
    whole = question.model_json_schema(by_alias=True)
    as_text = fields_of(question)
    needed = [name for name, schema in as_text.items() if schema.pop("required", False)]
    form = {"type": "object", "properties": as_text, "required": needed, "additionalProperties": False}
    file = {**as_text[question.sent], "type": "string", "contentMediaType": "application/octet-stream"}
    with_file = form | {"properties": as_text | {question.sent: file}}
    whole = {key: each for key, each in whole.items() if key not in ("title", "description")}
    found: Schema = {JSON: {"schema": whole}, FORMS[0]: {"schema": form}, FORMS[1]: {"schema": with_file}}
    plain: Schema = {"description": "A profile file."} if question.sent == "profile" else {"type": "string"}
    return found | {media: {"schema": plain} for media in sent_types(question)}


def _problem() -> Schema:
    name = {
        "type": "object",
        "properties": {"name": {"type": "string"}, "show": {"type": "string", "format": "uri-reference"}},
        "required": ["name", "show"],
    }
    error = {
        "type": "object",
        "properties": {
            **{key: {"type": "string"} for key in ("name", "kind", "detail")},
            "names": {"type": "array", "items": name},
        },
        "required": ["name", "kind", "detail", "names"],
    }
    types = "; ".join(f"`/problems#{name}`: {title}" for name, (_, title, _) in TYPES.items())
    return {
        "description": "What went wrong, as RFC 9457 has it.",
        "type": "object",
        "properties": {
            "type": {"type": "string", "format": "uri-reference", "description": f"{types}; or `about:blank`"},
            "title": {"type": "string"},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": {"type": "string", "description": "What is wrong."},
            "cure": {"type": "string", "description": "What to do."},
            "parameter": {"type": "string", "description": "Which parameter it is about."},
            "line": {"type": "integer", "minimum": 1, "description": "Of a text that was sent."},
            "names": {"type": "array", "items": {"type": "string"}, "description": "What was perhaps meant."},
            "errors": {"type": "array", "items": error, "description": "Each name that does not mean one thing."},
        },
        "required": ["type", "title", "status"],
    }


def _library_path(saved: Question) -> Schema:
    parameters = [_library_parameter(parameter) for parameter in saved.parameters]
    language = next(_parameter(name, schema) for name, schema in fields_of(ViewOptions).items() if name == LANGUAGE)
    said = {"summary": saved.title, "description": saved.question, "tags": ["queries"]}
    content = {RESULTS: {"schema": {"$ref": "#/components/schemas/Results"}}, TURTLE: {"schema": {"type": "string"}}}
    headers = {"ETag": _HEADERS["ETag"]}
    operation = {"operationId": f"query-{saved.name}", "parameters": [*parameters, language]}
    return {"get": said | operation | _responses(content, headers)}


def _library_parameter(parameter: Parameter) -> Schema:
    plain = _or_empty({"type": "integer" if parameter.type == "integer" else "string"})
    default = list(parameter.default) if parameter.repeated else next(iter(parameter.default), None)
    schema = {"type": "array", "items": plain} if parameter.repeated else plain
    said = f"{parameter.description} ({parameter.type})".strip().capitalize()
    found = schema | ({"default": default} if parameter.default and parameter.type != "integer" else {})
    return {"name": parameter.name, "in": "query", "description": said, "required": False, "schema": found}


_TERM: Final[Schema] = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "value": {},
        "xml:lang": {"type": "string"},
        "datatype": {"type": "string"},
    },
    "required": ["type", "value"],
}
_RESULTS: Final[Schema] = {
    "description": "SPARQL 1.1 Query Results JSON Format, of the W3C.",
    "type": "object",
    "properties": {
        "head": {"type": "object", "properties": {"vars": {"type": "array", "items": {"type": "string"}}}},
        "results": {
            "type": "object",
            "properties": {
                "bindings": {"type": "array", "items": {"type": "object", "additionalProperties": _TERM}},
            },
            "required": ["bindings"],
        },
        "boolean": {"type": "boolean"},
    },
    "required": ["head"],
}
