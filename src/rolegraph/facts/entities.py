"""RDF to typed objects: a role, a capability, their requirements, each with who says so.

Reads only what is asked for, so that a graph of any size answers about one role in the same time.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

from rolegraph.facts.labels import evidence_of, evidence_of_statement, node, nodes, note_of, remarks_on, sources_of
from rolegraph.model.nodes import DegreeLevel, Kind, Level, Necessity, Node, Seniority, fold, slug_of
from rolegraph.model.roles import (
    Capability,
    Cited,
    Closeness,
    Definition,
    Effort,
    Info,
    Outlook,
    Posting,
    Requirement,
    Role,
    SourceInfo,
    UsedTool,
)
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import DCTERMS, RG, SKOS

DEFAULT_STRENGTH: Final = 0.3  # of a closeness that is stated without one: help, but not much of it
DEFAULT_HOURS: Final = {Kind.TOOL: 40.0, Kind.SKILL: 80.0}
NO_ESTIMATE: Final = "default for a {kind} without an estimate"


Scale = TypeVar("Scale", Level, Seniority, DegreeLevel, Necessity)


def capability_requirements(dataset: Dataset, role: str) -> tuple[Requirement, ...]:
    """What a role asks for: essential before preferred, then by level, then by label.

    Requirements of several sources for the same alternatives are one, with the stricter necessity, the higher level
    and all evidence.

    Raises
    ------
    SourceError
        When a requirement names no capability, or a level or necessity that is not on its scale.
    """
    known: tuple[Requirement, ...] | None = dataset.cache.requirements.get(role)
    if known is not None:
        return known
    merged: dict[tuple[Node, ...], list[Requirement]] = {}
    for iri in dataset.objects(role, RG + "hasRequirement"):
        requirement = _requirement(dataset, iri)
        merged.setdefault(requirement.any_of, []).append(requirement)
    found = tuple(sorted((_merge(group) for group in merged.values()), key=_requirement_order))
    dataset.cache.requirements[role] = found
    return found


def used_tools(dataset: Dataset, role: str) -> tuple[UsedTool, ...]:
    """The tools a role uses, by label, each with the categories under which its sources list it for this role."""
    remarks = remarks_on(dataset, role)
    tools = []
    sources = sources_of(dataset, role, "usesTool")
    for tool in nodes(dataset, sources):
        said = remarks.get((RG + "usesTool", tool.iri), [])
        categories = {iri for remark in said for iri in dataset.objects(remark, RG + "category")}
        listed = nodes(dataset, categories or dataset.objects(tool.iri, RG + "category"))
        tools.append(UsedTool(tool, listed, evidence_of_statement(dataset, sources[tool.iri], said)))
    return tuple(tools)


def role(dataset: Dataset, iri: str) -> Role:
    """Everything that is said of a role."""
    remarks = remarks_on(dataset, iri)

    def cited(term: str) -> tuple[Cited, ...]:
        found = []
        sources = sources_of(dataset, iri, term)
        for thing in nodes(dataset, sources):
            said = remarks.get((RG + term, thing.iri), [])
            note = note_of(dataset, said) or dataset.value(thing.iri, DCTERMS + "description") or ""
            own = evidence_of(dataset, [thing.iri])
            found.append(Cited(thing, note, own or evidence_of_statement(dataset, sources[thing.iri], said)))
        return tuple(found)

    seniority = dataset.value(iri, RG + "seniority")
    return Role(
        node=node(dataset, iri),
        other_names=tuple(dataset.objects(iri, SKOS + "altLabel")),
        definitions=definitions(dataset, iri),
        seniority=_on_scale(dataset, Seniority, iri, "seniority", seniority) if seniority else None,
        requirements=capability_requirements(dataset, iri),
        tools=used_tools(dataset, iri),
        responsibilities=tuple(sorted(cited("hasResponsibility"), key=lambda one: one.evidence)),
        industries=cited("foundIn"),
        outlooks=tuple(_outlook(dataset, one) for one in dataset.objects(iri, RG + "hasOutlook")),
        tips=tuple(sorted(cited("hasTip"), key=lambda one: one.evidence)),
    )


def capability(dataset: Dataset, iri: str) -> Capability:
    """Everything that is said of a skill, tool, degree or certification."""
    one = node(dataset, iri)
    level, field = degree(dataset, iri)
    essential = _asking(dataset, iri, "anyOf", Necessity.ESSENTIAL)
    preferred = _asking(dataset, iri, "anyOf", Necessity.PREFERRED)
    examples = {who for necessity in Necessity for who in _asking(dataset, iri, "example", necessity)}
    return Capability(
        node=one,
        other_names=tuple(dataset.objects(iri, SKOS + "altLabel")),
        definitions=definitions(dataset, iri),
        effort=effort(dataset, one) if one.kind in DEFAULT_HOURS else None,
        degree_level=level,
        field=field,
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
    )


def degree(dataset: Dataset, iri: str) -> tuple[DegreeLevel | None, Node | None]:
    """The level of a degree, and its field of study; None for what is not said."""
    level, field = dataset.value(iri, RG + "degreeLevel"), dataset.value(iri, RG + "field")
    found = _on_scale(dataset, DegreeLevel, iri, "degreeLevel", level) if level else None
    return found, node(dataset, field) if field else None


def _asking(dataset: Dataset, iri: str, term: str, necessity: Necessity) -> set[str]:
    """The roles with a requirement of one necessity that names a capability as `anyOf` or `example`."""
    return {
        who
        for asked in dataset.subjects(RG + term, iri)
        if necessity.iri in dataset.objects(asked, RG + "necessity")
        for who in dataset.subjects(RG + "hasRequirement", asked)
    }


def posting(dataset: Dataset, iri: str) -> Posting:
    """A job posting with everything that is said of it."""
    seniority = dataset.value(iri, RG + "seniority")
    low, high = _number(dataset, iri, "payLow"), _number(dataset, iri, "payHigh")
    return Posting(
        iri=iri,
        title=dataset.value(iri, RG + "title") or "",
        employer=dataset.value(iri, RG + "employer") or "",
        place=dataset.value(iri, RG + "place") or "",
        employment_types=tuple(dataset.objects(iri, RG + "employmentType")),
        seniority=_on_scale(dataset, Seniority, iri, "seniority", seniority) if seniority else None,
        pay_low=None if low is None else int(low),
        pay_high=None if high is None else int(high),
        currency=dataset.value(iri, RG + "currency") or "",
        evidence=evidence_of(dataset, [iri]),
    )


def info(dataset: Dataset) -> Info:
    """What a dataset holds: its sources with what they say of themselves, and how many nodes of each kind."""
    sources = tuple(_source_info(dataset, iri) for iri in dataset.sources())
    return Info(dataset.size(), sources, _by_kind(dataset.class_sizes(dataset.sources())), dataset.origins())


def _source_info(dataset: Dataset, iri: str) -> SourceInfo:
    def said(predicate: str) -> str:
        return dataset.value(iri, predicate) or ""

    return SourceInfo(
        node=node(dataset, iri),
        kind=said(RG + "sourceKind"),
        statements=dataset.size_of(iri),
        version=said(RG + "version"),
        licence=said(DCTERMS + "license"),
        attribution=said(RG + "attribution"),
        hash=said(RG + "contentHash"),
        counts=_by_kind(dataset.class_sizes([iri])),
    )


def _by_kind(sizes: Mapping[str, int]) -> dict[str, int]:
    return {kind.value: sizes[kind.class_iri] for kind in Kind if kind.class_iri in sizes}


def definitions(dataset: Dataset, iri: str) -> tuple[Definition, ...]:
    """Each source's definition of a node."""
    said = dataset.statements(iri, SKOS + "definition")
    return tuple(Definition(one.value, node(dataset, one.source)) for one in said)


def effort(dataset: Dataset, what: Node) -> Effort:
    """The estimate of what it takes to reach working level; of several, the highest, so that a plan is not too short.

    Raises
    ------
    SourceError
        When the effort is no positive number.
    """
    best: Effort | None = None
    for said in dataset.statements(what.iri, RG + "effort"):
        hours = _number(dataset, what.iri, "effort", said.value) or 0.0
        if hours <= 0:
            raise dataset.fault(f"an effort of {said.value} hours", "it must be above 0", what.iri, RG + "effort")
        if best is None or hours > best.hours:
            reason = note_of(dataset, remarks_on(dataset, what.iri).get((RG + "effort", said.value), []))
            best = Effort(hours, node(dataset, said.source).label, reason)
    return best or Effort(DEFAULT_HOURS[what.kind], NO_ESTIMATE.format(kind=what.kind))


def closeness(dataset: Dataset, iri: str) -> tuple[Closeness, ...]:
    """What is close to a node, whichever of the two the statement begins with; the strongest statement of each pair."""
    strongest: dict[str, Closeness] = {}
    pairs = [(iri, other) for other in dataset.objects(iri, RG + "closeTo")]
    pairs += [(other, iri) for other in dataset.subjects(RG + "closeTo", iri)]
    for subject, object_ in pairs:
        other = object_ if subject == iri else subject
        said = remarks_on(dataset, subject).get((RG + "closeTo", object_), [])
        strengths = [_number(dataset, remark, "strength") or DEFAULT_STRENGTH for remark in said]
        found = Closeness(node(dataset, other), max(strengths, default=DEFAULT_STRENGTH), note_of(dataset, said))
        if other not in strongest or strongest[other].strength < found.strength:
            strongest[other] = found
    return tuple(sorted(strongest.values(), key=lambda one: (-one.strength, fold(one.node.label))))


def _requirement(dataset: Dataset, iri: str) -> Requirement:
    dataset.look_up(iri)
    any_of = nodes(dataset, dataset.objects(iri, RG + "anyOf"))
    if not any_of:
        cure = "name at least one with rg:anyOf"
        raise dataset.fault(f"requirement {slug_of(iri)} names no capability", cure, iri)
    levels = [_on_scale(dataset, Level, iri, "level", level) for level in dataset.objects(iri, RG + "level")]
    needs = [_on_scale(dataset, Necessity, iri, "necessity", one) for one in dataset.objects(iri, RG + "necessity")]
    if not needs:
        cure = "add rg:necessity rg:essential or rg:preferred"
        raise dataset.fault(f"requirement {slug_of(iri)} has no necessity", cure, iri)
    return Requirement(
        iri=iri,
        any_of=any_of,
        necessity=Necessity.ESSENTIAL if Necessity.ESSENTIAL in needs else Necessity.PREFERRED,
        level=max(levels, default=None),
        examples=nodes(dataset, dataset.objects(iri, RG + "example")),
        open_to_related=dataset.value(iri, RG + "openToRelated") in ("true", "1"),
        notes=tuple(dataset.objects(iri, SKOS + "note")),
        evidence=evidence_of(dataset, [iri]),
    )


def _merge(group: list[Requirement]) -> Requirement:
    if len(group) == 1:
        return group[0]
    return Requirement(
        iri=group[0].iri,
        any_of=group[0].any_of,
        necessity=min((one.necessity for one in group), key=list(Necessity).index),
        level=max((one.level for one in group if one.level), default=None),
        examples=tuple(sorted({example for one in group for example in one.examples}, key=lambda one: fold(one.label))),
        open_to_related=any(one.open_to_related for one in group),
        notes=tuple(sorted({note for one in group for note in one.notes})),
        evidence=tuple(sorted({item for one in group for item in one.evidence}, key=str)),
    )


def _requirement_order(requirement: Requirement) -> tuple[bool, int, str]:
    return not requirement.essential, -(requirement.level or 0), fold(requirement.label)


def _on_scale(dataset: Dataset, scale: type[Scale], subject: str, term: str, iri: str) -> Scale:
    for member in scale:
        if member.iri == iri:
            return member
    words = ", ".join("rg:" + slug_of(member.iri) for member in scale)
    raise dataset.fault(f"unknown {term} {slug_of(iri)!r}", f"use one of {words}", subject, RG + term)


def _outlook(dataset: Dataset, iri: str) -> Outlook:
    start, end = (_number(dataset, iri, term) for term in ("periodStart", "periodEnd"))
    return Outlook(
        growth=_number(dataset, iri, "growth"),
        start=None if start is None else int(start),
        end=None if end is None else int(end),
        authority=dataset.value(iri, RG + "authority") or "",
        evidence=evidence_of(dataset, [iri]),
    )


def _number(dataset: Dataset, subject: str, term: str, text: str | None = None) -> float | None:
    """A number that is stated; None where none is."""
    text = text if text is not None else dataset.value(subject, RG + term)
    if text is None:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise dataset.fault(f"rg:{term} {text!r} is no number", "write it in digits", subject, RG + term)
    return number


def with_narrower(dataset: Dataset, iris: Iterable[str]) -> frozenset[str]:
    """Capabilities and all that are narrower, however many steps down; a cycle does no harm."""
    seen: set[str] = set()
    waiting = list(iris)
    while waiting:
        iri = waiting.pop()
        if iri not in seen:
            seen.add(iri)
            waiting.extend(dataset.subjects(SKOS + "broader", iri))
    return frozenset(seen)
