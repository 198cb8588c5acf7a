"""What is said of roles, capabilities, postings and sources.

Named tuples rather than dataclasses, in all of the model: every command imports them, and they are defined ten times as
fast.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from rolegraph.errors import joined
from rolegraph.model import displayed
from rolegraph.model.mappings import NodeMapping
from rolegraph.model.nodes import DegreeLevel, Kind, Level, Necessity, Node, Seniority
from rolegraph.model.observations import Observation


def either(nodes: Iterable[Node]) -> str:
    """Alternatives in words; what degrees and certifications have in common is said once."""
    heads: dict[str, list[str]] = {}
    for node in nodes:
        head, mark, tail = node.label.partition(" in ")
        is_qualification = mark and node.kind in (Kind.DEGREE, Kind.CERTIFICATION)
        heads.setdefault(head if is_qualification else "", []).append(tail if is_qualification else node.label)
    groups = [(f"{head} in " if head else "") + joined(tails) for head, tails in heads.items()]
    return groups[0] if len(groups) == 1 else ", ".join(groups[:-1]) + ", or " + groups[-1]


class Evidence(NamedTuple):
    """Who says so: the source, and where in it; `quote` only where a reader's own graph keeps the words."""

    source: Node
    section: str = ""
    line: int | None = None
    quote: str = ""


class Unrecorded(NamedTuple):
    """A role of which nothing essential is recorded, and the roles from which its requirements are estimated.

    `near` has these roles, the most similar first; empty where there is no estimate, and so nothing is known.
    """

    role: Node
    near: tuple[Node, ...] = ()


class Measure(NamedTuple):
    """What a source measured: a level of ours, its value on the scale of the source, and the standard error of that.

    `error` is None where the source gives none.
    """

    level: Level
    value: float
    error: float | None = None


class Requirement(NamedTuple):
    """One thing a role asks for. Any one of `any_of` is enough; an example held counts as evidence of it too.

    With `open_to_related`, a related field is enough as well. `examples` are evidence of it, and are not asked for
    themselves. `evidence` is who says so, and where; `notes` are remarks of sources. `level` is None where no source
    gives one; `measure` is what it was read from, where that is in numbers. `used` marks what the role's tool list
    names without asking for it. What is `estimated` is not recorded: the roles nearest to this one require it.
    """

    iri: str
    any_of: tuple[Node, ...]
    necessity: Necessity
    level: Level | None = None
    examples: tuple[Node, ...] = ()
    open_to_related: bool = False
    used: bool = False
    notes: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    measure: Measure | None = None
    estimated: bool = False

    @property
    def label(self) -> str:
        """The requirement in words: `Java, Python or R`, `Bachelor's degree in Mathematics or Statistics`."""
        return either(self.any_of) + (" or a related field" if self.open_to_related else "")

    @property
    def essential(self) -> bool:
        """Whether the role cannot do without it."""
        return self.necessity is Necessity.ESSENTIAL


class AlsoAsked(NamedTuple):
    """What texts say that a role asks for, or that it uses, beside the requirements that a curated source states.

    So many `texts` say it, of all that say anything like it of the role.
    """

    requirement: Requirement
    texts: int
    of: int


class UsedTool(NamedTuple):
    """A tool that a role uses, with the categories it is listed under."""

    tool: Node
    categories: tuple[Node, ...] = ()
    evidence: tuple[Evidence, ...] = ()


class Cited(NamedTuple):
    """A node that a role points at (an industry, a responsibility, a tip), with a remark and who says so."""

    node: Node
    note: str = ""
    evidence: tuple[Evidence, ...] = ()


class Definition(NamedTuple):
    """A definition, and the source whose words it is in."""

    text: str
    source: Node


class Outlook(NamedTuple):
    """A forecast of employment: growth in percent over a period of years, and the authority that says so."""

    growth: float | None
    start: int | None
    end: int | None
    authority: str
    evidence: tuple[Evidence, ...] = ()


class EducationShare(NamedTuple):
    """How many of those asked, in percent, say that a role takes a level of education."""

    level: Node
    share: float


class Preparation(NamedTuple):
    """How much preparation a role usually takes: a step on a scale, such as a job zone, and answers about education.

    `rank` is the place of the step on its scale. `education` has the shares that are published, the largest first;
    together they are less than 100 where some are not.
    """

    step: Node | None = None
    rank: int | None = None
    education: tuple[EducationShare, ...] = ()


@displayed
class Role(NamedTuple):
    """A role with everything that is said of it; `preparation` is None where nothing is said of that.

    `requirements` are what it asks for, `tools` what it uses, asked for or not. `unrecorded` says so where nothing
    essential is recorded of it. `also_asked` is what texts add, most of them first; `observations` what was counted of
    it.
    """

    node: Node
    other_names: tuple[str, ...] = ()
    definitions: tuple[Definition, ...] = ()
    seniority: Seniority | None = None
    requirements: tuple[Requirement, ...] = ()
    tools: tuple[UsedTool, ...] = ()
    responsibilities: tuple[Cited, ...] = ()
    industries: tuple[Cited, ...] = ()
    outlooks: tuple[Outlook, ...] = ()
    tips: tuple[Cited, ...] = ()
    preparation: Preparation | None = None
    unrecorded: Unrecorded | None = None
    also_asked: tuple[AlsoAsked, ...] = ()
    mappings: tuple[NodeMapping, ...] = ()
    observations: tuple[Observation, ...] = ()


BY_MAPPING: Final = ", by a mapping"  # after the basis of hours that something else has, which is the same
ASSUMED: Final = "assumed, as nobody has estimated them"  # the basis of hours that a default stands for


class Effort(NamedTuple):
    """Hours from nothing to *working* level: always an estimate, `basis` says whose.

    Where nobody has `estimated` them the hours are a default: no answer shows or adds them up.
    """

    hours: float
    basis: str
    reason: str = ""
    estimated: bool = True


class Closeness(NamedTuple):
    """How much of the smaller of two efforts need not be made twice: a share in (0, 1], and why.

    `strength` is that share.
    """

    node: Node
    strength: float
    reason: str = ""


@displayed
class Capability(NamedTuple):
    """A skill, tool, degree or certification with everything that is said of it.

    `effort` is what it takes to *working* level. `prerequisites` come before it, and it comes before what it `opens`;
    what it is `close_to` makes it shorter to learn. Roles stand under `required_by`, `preferred_by`, `used_by`, or,
    where it is an example of what is asked for, `example_for`.
    """

    node: Node
    other_names: tuple[str, ...] = ()
    definitions: tuple[Definition, ...] = ()
    effort: Effort | None = None
    degree_level: DegreeLevel | None = None
    field: Node | None = None
    categories: tuple[Node, ...] = ()
    broader: tuple[Node, ...] = ()
    narrower: tuple[Node, ...] = ()
    prerequisites: tuple[Node, ...] = ()
    opens: tuple[Node, ...] = ()
    close_to: tuple[Closeness, ...] = ()
    required_by: tuple[Node, ...] = ()
    preferred_by: tuple[Node, ...] = ()
    example_for: tuple[Node, ...] = ()
    used_by: tuple[Node, ...] = ()
    mappings: tuple[NodeMapping, ...] = ()


class Posting(NamedTuple):
    """A job posting; pay in whole units of the currency for a period, a year where it is "", None where it is not said.

    `role` is the one that it is for, as sure as `confidence`. `remote` is "remote", "hybrid" or "on site", `posted` and
    `closes` are days in ISO 8601.
    """

    iri: str
    title: str
    employer: str = ""
    place: str = ""
    employment_types: tuple[str, ...] = ()
    seniority: Seniority | None = None
    pay_low: int | None = None
    pay_high: int | None = None
    currency: str = ""
    evidence: tuple[Evidence, ...] = ()
    pay_period: str = ""
    role: Node | None = None
    confidence: float | None = None
    remote: str = ""
    posted: str = ""
    closes: str = ""
    minimum_years: int | None = None


class SourceInfo(NamedTuple):
    """A source: what kind it is ("article", "editorial", "onet"), and how many statements it makes about what.

    `version`, `licence` (an IRI), `attribution`, `hash` (SHA-256 of what it was read from) and `description` are empty
    where the source does not say. `counts` are nodes by kind.
    """

    node: Node
    kind: str
    statements: int
    version: str = ""
    licence: str = ""
    attribution: str = ""
    hash: str = ""
    description: str = ""
    counts: Mapping[str, int] = MappingProxyType({})


@displayed
class Info(NamedTuple):
    """What a graph holds, and where it was read from."""

    statements: int
    sources: tuple[SourceInfo, ...]
    counts: dict[str, int]
    places: tuple[str, ...]
