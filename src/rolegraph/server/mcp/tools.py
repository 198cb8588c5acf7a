"""The questions as tools of an assistant: what each is for, what it takes, and its answer as a text."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final

from pydantic import Field, ValidationError

from rolegraph.errors import RolegraphError, joined
from rolegraph.server.mcp import own_profile
from rolegraph.server.mcp.excerpts import excerpt, message
from rolegraph.server.mcp.own_questions import CvInquiry, QueryInquiry
from rolegraph.server.mcp.who_says import WhoSaysInquiry
from rolegraph.server.questions import QUESTIONS
from rolegraph.server.questions.addresses import Asked, no_parameter, plainly
from rolegraph.server.questions.inquiry import Inquiry
from rolegraph.server.served import ServedGraph

# What an assistant is told beyond what a question says of itself: when to take which tool.
_WHEN: Final = {
    "path": "For anyone who wants to change or begin a job: what they have, what is missing, the order to learn it in,"
    " hours. Give `to`, and `from`, `have` or both.",
    "compare": "Levels of up to 20 roles side by side: what they share and what sets them apart.",
    "nearest": "Where someone could move from a role or from what they know, and what each move would take; with"
    " `reverse`, who could move into a role.",
    "route": "When a direct move is too far: smaller moves through other roles.",
    "whatif": "Without `learn`: what is most worth learning. With it: which roles it brings into reach.",
    "demand": "Only where postings are recorded for a role; otherwise say that none are.",
    "show": "All that is recorded of one thing. For one role's requirements, or who asks for a skill.",
    "search": "First step when a name is not known for sure, or an answer says that it is ambiguous. Takes a part of a"
    " name, not a sentence.",
    "list": "Names of all roles, skills, … in pages; `search` is nearly always better.",
    "info": "Sources, versions, licences, counts.",
    "stats": "For whoever keeps the graph: density, what is asked for most, what is missing.",
    "extract": "Give the whole text of an advertisement or role description: what it asks for, with lines. Say its"
    " `kind`: posting for an advertisement.",
    "profile_from": "Give the whole text of a CV: capabilities, with the lines that show them; goes into `have`.",
    "who_says": "When somebody doubts a requirement, or asks where it is from.",
    "query": "For questions that no other tool answers; prefixes need no declaration. Classes rg:Role, rg:Skill,"
    " rg:Tool, rg:Requirement; labels skos:prefLabel; the resource rolegraph://ontology has the rest. Several sources"
    " may state the same: count and select DISTINCT. Always write a LIMIT.",
    "profile": "Ask it first when the person says `I`, and does not say what they know.",
}
# Parameters that an assistant is not shown: texts of files.
_HIDDEN: Final = ("profile",)
# What a schema says that an assistant need not read: it is checked all the same.
_UNTOLD: Final = ("title", "anyOf", "minLength", "maxLength", "minItems", "maxItems")
_ME: Final = "Take what the person's own profile file says as known."
_PAGE: Final = "Of a long answer, which page."
_ALL: Final = "Long lists uncut."
_EVIDENCE: Final = "Also who says so: sources, with section and line."
_LANGUAGE: Final = "Labels in this language where there are such: de."
# Parameters that many tools have besides those of their question.
_SHARED: Final[Mapping[str, Mapping[str, Any]]] = {
    "language": {"type": "string", "description": _LANGUAGE},
    "all": {"type": "boolean", "description": _ALL},
    "evidence": {"type": "boolean", "description": _EVIDENCE},
    "page": {"type": "integer", "default": 1, "minimum": 1, "description": _PAGE},
}
_WITHOUT: Final[Mapping[str, frozenset[str]]] = {
    "language": frozenset({"query", "queries", "info"}),
    "all": frozenset(
        {"search", "list", "info", "stats", "nearest", "route", "whatif", "query", "queries", "extract", "profile_from"}
    ),
}
_WITH_EVIDENCE: Final = frozenset({"show", "demand"})


class Tool:
    """A question as a tool; `profile` is the file that stands for the person, if there is one."""

    def __init__(self, question: type[Inquiry], profile: Path | None = None) -> None:
        self.question, self.profile = question, profile
        self.name = question.name.replace("-", "_")
        self.title = question.title().partition(":")[0].rstrip(".")
        self.writes = self.name == "update_profile"
        self.description = " ".join(filter(None, (question.title(), _WHEN.get(self.name, ""))))
        self.takes_me = profile is not None and "profile" in question.model_fields
        self.schema = self._schema()

    def _schema(self) -> dict[str, Any]:
        """The parameters, with those of ours, as JSON Schema without what says nothing to an assistant."""
        found = self.question.model_json_schema(by_alias=True)
        properties = {name: _plain(about) for name, about in found.get("properties", {}).items() if name not in _HIDDEN}
        self.own = frozenset(properties)
        if self.takes_me:
            properties["me"] = {"type": "boolean", "description": _ME}
        properties |= {name: dict(_SHARED[name]) for name in self._shared if name not in properties}
        required = [name for name in found.get("required", ()) if name in properties]
        schema = {"type": "object", "properties": properties, "additionalProperties": False}
        return schema | ({"required": required} if required else {})

    def ask(self, served: ServedGraph, arguments: Mapping[str, Any]) -> str:
        """The answer to arguments, as a text; raises `RolegraphError` where they, or what they name, are wrong."""
        given = {name: value for name, value in arguments.items() if value is not None}
        self._check_names(given)
        options = _valid(_Options, {name: given.pop(name) for name in list(given) if name not in self.own})
        if options.me:
            given["profile"] = own_profile.profile_text(self.profile) if self.profile else ""
        question = _valid(self.question, {name: self._listed(name, given[name]) for name in given})
        _, answered = question.ask_served(served, options.language)
        return excerpt(answered.blocks(options.all), options.page, evidence=options.evidence, notes=answered.notes)

    def worded(self, error: RolegraphError) -> str:
        """An error in which no parameter is named that the tool has not."""
        return message(error).replace(", or send a profile", ", set me=true" if self.takes_me else "")

    @property
    def _shared(self) -> list[str]:
        if self.writes:
            return []
        without = {name for name, tools in _WITHOUT.items() if self.name in tools}
        without |= set() if self.name in _WITH_EVIDENCE else {"evidence"}
        return [name for name in _SHARED if name not in without]

    def _check_names(self, given: Mapping[str, Any]) -> None:
        known = self.schema["properties"]
        if name := next((name for name in given if name not in known), None):
            raise RolegraphError(f"{self.name} has {no_parameter(name[:100], known)}")

    def _listed(self, name: str, value: Any) -> Any:
        """A text where there should be a list of texts, as a list of one."""
        kind = self.schema["properties"].get(name, {}).get("type")
        return [value] if kind == "array" and isinstance(value, str) and name != "have" else value


def _valid(question: type[Asked], given: Mapping[str, Any]) -> Asked:
    try:
        return question.model_validate(given)
    except ValidationError as error:
        raise plainly(error) from None


class _Options(Inquiry):
    """Parameters of a tool besides those of its question."""

    language: Annotated[str, Field(max_length=100)] = ""
    all: bool = False
    evidence: bool = False
    page: Annotated[int, Field(ge=1, le=10_000)] = 1
    me: bool = False


@cache
def tools(profile: Path | None = None, *, writes: bool = False) -> Mapping[str, Tool]:
    """All tools by name; those about a profile where there is one, and what changes it only where that is allowed."""
    own = own_profile.inquiries(profile, writes=writes) if profile else ()
    asked: list[type[Inquiry]] = [*QUESTIONS.values(), CvInquiry, WhoSaysInquiry, QueryInquiry, *own]
    return MappingProxyType({tool.name: tool for tool in (Tool(question, profile) for question in asked)})


def _plain(about: Mapping[str, Any]) -> dict[str, Any]:
    """What a schema says of a parameter, without null and nothing for what may be left out."""
    kept = {key: value for key, value in about.items() if key not in _UNTOLD}
    if not kept.get("default", True):
        del kept["default"]
    choices = [_plain(one) for one in about.get("anyOf", ()) if one != {"type": "null"}]
    if "items" in kept:
        kept["items"] = _plain(kept["items"])
    if len(choices) == 1:
        return {**choices[0], **kept}
    return {**kept, **({"anyOf": choices} if choices else {})}


def unknown(name: str, known: Mapping[str, Tool]) -> str:
    """That there is no such tool, with what is spelled like it."""
    near = get_close_matches(name, known, 2)
    hint = f": did you mean {joined(near)}?" if near else f"; there are {', '.join(known)}"
    return f"no tool {name[:100]!r}{hint}"
