"""Roles, capabilities, postings and sources as typed objects, and the rules for hours, closeness and degrees.

Only what is asked for is read, so that an answer about one role takes the same time in a graph of any size. Each rule
is one function of what is stated, used for one node here and for all nodes by `GraphFacts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from rolegraph.facts.counted import observations_of
from rolegraph.facts.labels import (
    definitions,
    evidence_of,
    evidence_of_statement,
    node,
    nodes,
    note_of,
    number,
    number_of,
    on_scale,
    other_names,
    remarks_on,
    seniority_of,
    sources_of,
)
from rolegraph.facts.matches import mappings_of
from rolegraph.facts.ratings import preparation
from rolegraph.facts.requirements import (
    AcademicDegree,
    also_asked,
    capability_requirements,
    reachable,
    unrecorded,
    used_tools,
)
from rolegraph.model.mappings import MatchPredicate
from rolegraph.model.nodes import DegreeLevel, Kind, Necessity, Node, fold
from rolegraph.model.roles import (
    ASSUMED,
    BY_MAPPING,
    Capability,
    Cited,
    Closeness,
    Effort,
    Info,
    Outlook,
    Posting,
    Role,
    SourceInfo,
)
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import DCTERMS, RG, SKOS

DEFAULT_HOURS: Final = {Kind.TOOL: 40.0, Kind.SKILL: 80.0}
MAPPING: Final = "mapping"  # a kind of source, and what is counted beside its nodes
_COUNTED, _COUNT = RG + "CountedDemand", "counted demand"
_MATCHES: Final = frozenset(predicate.iri for predicate in MatchPredicate)
DEFAULT_STRENGTH: Final = 0.3  # of a closeness without a stated strength: help, but not much of it
_MANY: Final = 10_000  # requirements that name one capability: more than roles of any taxonomy have
NO_ESTIMATE: Final = "default for a {kind} without an estimate"


def role(dataset: Dataset, iri: str) -> Role:
    """Everything that is said of a role; SourceError where that is not on its scale, or not a number."""
    remarks = remarks_on(dataset, iri)

    def cited(term: str) -> tuple[Cited, ...]:
        found = []
        sources = sources_of(dataset, iri, term)
        for target in nodes(dataset, sources):
            statements = remarks.get((RG + term, target.iri), [])
            note = note_of(dataset, statements) or dataset.value(target.iri, DCTERMS + "description") or ""
            own = evidence_of(dataset, [target.iri])
            found.append(Cited(target, note, own or evidence_of_statement(dataset, sources[target.iri], statements)))
        return tuple(found)

    return Role(
        node=node(dataset, iri),
        other_names=other_names(dataset, iri),
        definitions=definitions(dataset, iri),
        seniority=seniority_of(dataset, iri),
        requirements=capability_requirements(dataset, iri),
        unrecorded=unrecorded(dataset, iri),
        tools=used_tools(dataset, iri),
        responsibilities=tuple(sorted(cited("hasResponsibility"), key=_place)),
        industries=cited("foundIn"),
        outlooks=tuple(_outlook(dataset, outlook) for outlook in dataset.objects(iri, RG + "hasOutlook")),
        tips=tuple(sorted(cited("hasTip"), key=_place)),
        preparation=preparation(dataset, iri),
        also_asked=also_asked(dataset, iri),
        mappings=mappings_of(dataset, iri),
        observations=observations_of(dataset, iri),
    )


def _place(cited: Cited) -> list[tuple[Node, str, int, str]]:
    """Sorts what is cited by where it is stated; a passage without a line comes first."""
    return [(passage.source, passage.section, passage.line or 0, passage.quote) for passage in cited.evidence]


def _outlook(dataset: Dataset, iri: str) -> Outlook:
    return Outlook(
        growth=number_of(dataset, iri, "growth"),
        start=_whole(dataset, iri, "periodStart"),
        end=_whole(dataset, iri, "periodEnd"),
        authority=dataset.value(iri, RG + "authority") or "",
        evidence=evidence_of(dataset, [iri]),
    )


def posting(dataset: Dataset, iri: str) -> Posting:
    """A job posting with everything that is said of it; SourceError as for `role`."""
    role = dataset.value(iri, RG + "forRole")
    remarks = remarks_on(dataset, iri).get((RG + "forRole", role), []) if role else []
    stated = [number_of(dataset, remark, "confidence") for remark in remarks]
    return Posting(
        iri=iri,
        title=dataset.value(iri, RG + "title") or "",
        employer=dataset.value(iri, RG + "employer") or "",
        place=dataset.value(iri, RG + "place") or "",
        employment_types=tuple(dataset.objects(iri, RG + "employmentType")),
        seniority=seniority_of(dataset, iri),
        pay_low=_whole(dataset, iri, "payLow"),
        pay_high=_whole(dataset, iri, "payHigh"),
        currency=dataset.value(iri, RG + "currency") or "",
        evidence=evidence_of(dataset, [iri]),
        pay_period=dataset.value(iri, RG + "payPeriod") or "",
        role=node(dataset, role) if role else None,
        confidence=next((confidence for confidence in stated if confidence is not None), None),
        remote=dataset.value(iri, RG + "remote") or "",
        posted=dataset.value(iri, RG + "posted") or "",
        closes=dataset.value(iri, RG + "closes") or "",
        minimum_years=_whole(dataset, iri, "minimumYears"),
    )


def _whole(dataset: Dataset, iri: str, term: str) -> int | None:
    value = number_of(dataset, iri, term)
    return None if value is None else int(value)


def capability(dataset: Dataset, iri: str) -> Capability:
    """Everything that is said of a skill, tool, degree or certification."""
    known = node(dataset, iri)
    stated = degree(dataset, iri)
    field = dataset.value(iri, RG + "field")
    essential = _requiring(dataset, iri, "anyOf", Necessity.ESSENTIAL)
    preferred = _requiring(dataset, iri, "anyOf", Necessity.PREFERRED)
    examples = {role for necessity in Necessity for role in _requiring(dataset, iri, "example", necessity)}
    return Capability(
        node=known,
        other_names=other_names(dataset, iri),
        definitions=definitions(dataset, iri),
        effort=effort(dataset, known) if known.kind in DEFAULT_HOURS else None,
        degree_level=stated.level if stated else None,
        field=node(dataset, field) if field else None,
        categories=nodes(dataset, dataset.objects(iri, RG + "category")),
        broader=nodes(dataset, dataset.objects(iri, SKOS + "broader")),
        narrower=nodes(dataset, dataset.subjects(SKOS + "broader", iri)),
        prerequisites=nodes(dataset, dataset.objects(iri, RG + "prerequisite")),
        opens=nodes(dataset, dataset.subjects(RG + "prerequisite", iri)),
        close_to=closeness(dataset, iri),
        required_by=nodes(dataset, essential),
        preferred_by=nodes(dataset, preferred - essential),
        example_for=nodes(dataset, examples - essential - preferred),
        used_by=nodes(dataset, dataset.subjects(RG + "usesTool", iri)),
        mappings=mappings_of(dataset, iri),
    )


def _requiring(dataset: Dataset, iri: str, term: str, necessity: Necessity) -> set[str]:
    """The roles with a requirement of one necessity that names a capability as `anyOf` or `example`."""
    found = dataset.subjects(RG + term, iri)
    if len(found) > _MANY:  # of which most are postings'
        of_roles = {requirement for _, requirement in dataset.links(RG + "hasRequirement")}
        found = [requirement for requirement in found if requirement in of_roles]
    return {
        role
        for requirement in found
        if necessity.iri in dataset.objects(requirement, RG + "necessity")
        for role in dataset.subjects(RG + "hasRequirement", requirement)
    }


def degree(dataset: Dataset, iri: str) -> AcademicDegree | None:
    """The level and field of a degree; None for what has no level."""
    level = dataset.value(iri, RG + "degreeLevel")
    return degree_of(dataset, iri, level, dataset.value(iri, RG + "field")) if level else None


def degree_of(dataset: Dataset, iri: str, level: str, field: str | None) -> AcademicDegree:
    """A degree as its level and field are stated; SourceError where the level is not on its scale."""
    return AcademicDegree(on_scale(dataset, DegreeLevel, iri, "degreeLevel", level), field or "")


def with_narrower(dataset: Dataset, iris: Iterable[str]) -> frozenset[str]:
    """Capabilities and everything that is narrower, however many steps down; a cycle does no harm."""
    return reachable(iris, lambda iri: dataset.subjects(SKOS + "broader", iri))


def effort(dataset: Dataset, capability: Node) -> Effort:
    """The estimate of the hours to working level; of several, the highest, so that a plan is not too short.

    One of a node that a mapping says is the same says so.
    """
    best: Effort | None = None
    for member in dataset.members(capability.iri):
        for estimate in dataset.own_statements(member, RG + "effort"):
            hours = hours_of(dataset, capability.iri, estimate.value)
            if best is None or hours > best.hours:
                reason = note_of(dataset, remarks_on(dataset, capability.iri).get((RG + "effort", estimate.value), []))
                basis = node(dataset, estimate.source).label
                if member != capability.iri:
                    name = min(own.value for own in dataset.own_statements(member, SKOS + "prefLabel"))
                    basis += BY_MAPPING
                    reason = ": ".join(filter(None, (f"that of {name}, which is the same", reason)))
                best = Effort(hours, basis, reason)
    return best or default_effort(capability.kind, estimated=dataset.assumes_hours)


def default_effort(kind: Kind, *, estimated: bool = False) -> Effort:
    """What a skill or tool counts of which no source estimates the effort."""
    hours = DEFAULT_HOURS.get(kind, DEFAULT_HOURS[Kind.SKILL])  # where a graph is not valid, of any kind
    return Effort(hours, ASSUMED if estimated else NO_ESTIMATE.format(kind=kind), estimated=estimated)


def hours_of(dataset: Dataset, iri: str, text: str) -> float:
    """A stated effort in hours; SourceError where it is not a positive number."""
    hours = number(dataset, iri, "effort", text)
    if hours <= 0:
        raise dataset.fault(f"an effort of {text} hours", "it must be above 0", iri, RG + "effort")
    return hours


def strength_of(dataset: Dataset, remark: str, text: str) -> float:
    """A stated strength of closeness; `remark` is the node that states it. SourceError unless it is in (0, 1]."""
    strength = number(dataset, remark, "strength", text)
    if not 0 < strength <= 1:
        raise dataset.fault(f"a strength of {text}", "it must be above 0 and at most 1", remark, RG + "strength")
    return strength


def closeness(dataset: Dataset, iri: str) -> tuple[Closeness, ...]:
    """What is close to a node, in whichever direction it is stated; the strongest first.

    Of several strengths that are stated for a pair the greatest counts; `DEFAULT_STRENGTH` where none is stated.
    """
    reasons: dict[str, tuple[list[float], list[str]]] = {}
    pairs = [(iri, other) for other in dataset.objects(iri, RG + "closeTo")]
    pairs += [(other, iri) for other in dataset.subjects(RG + "closeTo", iri)]
    for subject, object_ in pairs:
        strengths, notes = reasons.setdefault(object_ if subject == iri else subject, ([], []))
        remarks = remarks_on(dataset, subject).get((RG + "closeTo", object_), [])
        for remark in remarks:
            strengths += (strength_of(dataset, remark, text) for text in dataset.objects(remark, RG + "strength"))
        notes += filter(None, [note_of(dataset, remarks)])
    found = [
        Closeness(node(dataset, other), max(strengths, default=DEFAULT_STRENGTH), "; ".join(dict.fromkeys(notes)))
        for other, (strengths, notes) in reasons.items()
    ]
    return tuple(sorted(found, key=lambda close: (-close.strength, fold(close.node.label))))


def info(dataset: Dataset) -> Info:
    """The sources of a dataset with what they say of themselves, and how many nodes of each kind there are."""
    sources = tuple(_source_info(dataset, iri) for iri in dataset.sources())
    mappings = sum(len(part.pairs(predicate.iri)) for part in dataset.each for predicate in MatchPredicate)
    counts = _by_kind(dataset.class_sizes(dataset.sources())) | ({MAPPING: mappings} if mappings else {})
    return Info(dataset.size(), sources, counts, dataset.origins())


def _source_info(dataset: Dataset, iri: str) -> SourceInfo:
    def text(predicate: str) -> str:
        return dataset.value(iri, predicate) or ""

    kind, counts = text(RG + "sourceKind"), _by_kind(dataset.class_sizes([iri]))
    if kind == MAPPING:
        counts[MAPPING] = sum(quad.predicate.value in _MATCHES for quad in dataset.quads_of(iri))
    return SourceInfo(
        node=node(dataset, iri),
        kind=kind,
        statements=dataset.size_of(iri),
        version=text(RG + "version"),
        licence=text(DCTERMS + "license"),
        attribution=text(RG + "attribution"),
        hash=text(RG + "contentHash"),
        description=text(DCTERMS + "description"),
        counts=counts,
    )


def _by_kind(sizes: Mapping[str, int]) -> dict[str, int]:
    found = {kind.value: sizes[kind.class_iri] for kind in Kind if kind.class_iri in sizes}
    return found | ({_COUNT: sizes[_COUNTED]} if _COUNTED in sizes else {})
