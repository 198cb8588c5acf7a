"""The page that lets one try the API, a question at a time, and the page that says what problems mean."""

from __future__ import annotations

import shlex
from typing import Any, Final, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from rolegraph.server.api.answering import methods_of
from rolegraph.server.api.openapi import fields_of
from rolegraph.server.api.view_options import ViewOptions, names_for
from rolegraph.server.examples import examples_of
from rolegraph.server.pages.shell import address, graph_of, page
from rolegraph.server.problem_details import TYPES
from rolegraph.server.questions import QUESTIONS
from rolegraph.server.questions.inquiry import Inquiry

_FIRST: Final = "path"
_ROLES: Final = ("from", "to", "role", "via", "avoid")
# The fields that are seen at once; the others are folded.
_SHOWN: Final = (
    *("from", "to", "role", "have", "learn", "name", "text", "kind", "hours_per_week"),
    "place",
    "since",
    "top",
)
_WORDS: Final = {"from": "From", "to": "To", "have": "What you know", "learn": "What to learn", "role": "Role"} | {
    "name": "Name",
    "all": "All of a long answer",
}


class FormField(NamedTuple):
    """A field of the form: `shape` is name, text, long, number, day, choice or check; a list has several `values`."""

    name: str
    label: str
    shape: str
    hint: str
    values: tuple[str, ...]
    required: bool
    choices: tuple[str, ...] = ()
    suggest: str | None = None
    default: str = ""


def trying(request: Request) -> Response:
    """The page with a form for the question that `ask` names."""
    asked = request.query_params.get("ask", _FIRST)
    question = QUESTIONS.get(asked, QUESTIONS[_FIRST])
    given = examples_of(graph_of(request)).get(question.name, {})
    own = [_field(name, schema, given) for name, schema in fields_of(question).items() if name != "profile"]
    options = [
        _field(name, schema, {}) for name, schema in fields_of(ViewOptions).items() if name in names_for(question)
    ]
    at = address(f"/api/{question.name}", **(given if "GET" in methods_of(question) else {}))
    here = f"{request.url.scheme}://{request.url.netloc}"
    return page(
        request,
        "api.html",
        title="Ask from a program",
        description="Every answer of this site as JSON: try each question, with the address to copy.",
        questions=QUESTIONS,
        question=question,
        method=methods_of(question)[0].lower(),
        shown=sorted((field for field in own if field.name in _SHOWN), key=lambda field: _SHOWN.index(field.name)),
        folded=[field for field in own if field.name not in _SHOWN] + options,
        at=at,
        curl=_curl(here, question, at),
        origin=here,
    )


def _curl(here: str, question: type[Inquiry], at: str) -> str:
    """A command line that asks the same."""
    if question.sent == "text":
        return shlex.join(["curl", "-F", "text=@file.pdf", here + at])
    return shlex.join(["curl", here + at])


def _field(name: str, schema: dict[str, Any], given: Any) -> FormField:
    value = given.get(name, ())
    values = (value,) if isinstance(value, str) else tuple(value)
    is_required = schema.get("required", False)
    suggest = "role" if name in _ROLES else "" if name == "name" else name if name == "industry" else None
    numbers = [each for each in (schema, *schema.get("anyOf", ())) if each.get("type") in ("integer", "number")]
    default = schema.get("default")
    choices = tuple(choice for choice in schema.get("enum", ()) if choice not in ("", default))
    if set(choices) & {"1", "true"}:
        shape, choices = "check", ()
    elif choices:
        shape = "choice"
        choices = ((str(default) if default else "",) if not is_required else ()) + choices
    else:
        is_long, is_day = name == "text" and schema.get("maxLength", 0) > 1000, name == "since"
        shape = (
            "number"
            if numbers
            else "long"
            if is_long
            else "day"
            if is_day
            else "name"
            if suggest is not None
            else "text"
        )
    if name == "role" and schema.get("type") == "array":
        values = (*values, "")
    usual = str(default) if shape == "number" and default is not None else ""
    label = _WORDS.get(name, name.replace("_", " ").capitalize())
    return FormField(name, label, shape, schema["description"], values or ("",), is_required, choices, suggest, usual)


def problem_types(request: Request) -> Response:
    """What each type of problem means."""
    return page(
        request,
        "problems.html",
        title="Problems",
        description="What an answer of the API means that is none.",
        types={name: (title, said) for name, (_, title, said) in TYPES.items()},
    )
