"""What is read from a text without touching a graph: names that the graph knows, typed fields, and what may be more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rolegraph.model.nodes import DegreeLevel, Kind, Level, Necessity, Node


class ScoredLink(NamedTuple):
    """A node of the graph that words mean, with a confidence from 0 to 1."""

    node: Node
    confidence: float


class NamedThing(NamedTuple):
    """Words that name a capability: `text` is `Extraction.text[start:end]`, in a line counted from 1.

    `links` are the nodes of that name, the best first; empty for a name that the graph does not know, of which `kind`
    and `label` say what it would become. `necessity` is None where the text names something and asks for nothing: a
    duty, or words on the company. `role` is whose requirement it is, "" in a posting; `group` numbers the requirement,
    so that alternatives have the same one, and -1 is none.
    """

    start: int
    end: int
    line: int
    text: str
    kind: Kind
    label: str
    links: tuple[ScoredLink, ...]
    necessity: Necessity | None = None
    level: Level | None = None
    role: str = ""
    group: int = -1
    is_example: bool = False


# Members of scales are numbers, and words for programs.
FieldPart = str | float | bool | tuple[str, ...] | tuple[DegreeLevel, ...] | None


class TextField(NamedTuple):
    """A statement of a known type, such as years of experience or pay, with its values by name."""

    kind: str
    start: int
    end: int
    line: int
    text: str
    value: Mapping[str, FieldPart]


class Candidate(NamedTuple):
    """Words that may name a skill or a tool and bear no known name, with the nodes that are nearest in meaning."""

    text: str
    line: int
    necessity: Necessity
    near: tuple[ScoredLink, ...] = ()


class TextRemark(NamedTuple):
    """What to check about how a text was read; `line` is None for the whole text."""

    message: str
    line: int | None = None


class Extraction(NamedTuple):
    """What one text says. Offsets count characters of `text`: its clean lines, without markup."""

    name: str
    kind: str
    title: str
    roles: tuple[Node, ...]
    named: tuple[NamedThing, ...]
    fields: tuple[TextField, ...]
    candidates: tuple[Candidate, ...]
    remarks: tuple[TextRemark, ...]
    text: str
