"""What roles require, and which capability meets a requirement: these rules stand here and nowhere else.

They are functions of plain values, so that one role and a whole graph are read in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from rolegraph.facts.labels import (
    evidence_of,
    evidence_of_statement,
    highest,
    node,
    nodes,
    number,
    on_scale,
    remarks_on,
    sources_of,
)
from rolegraph.facts.ratings import measures
from rolegraph.model.nodes import DegreeLevel, Level, Necessity, fold, slug_of
from rolegraph.model.plans import ASSUMED_LEVEL, USED_LEVEL
from rolegraph.model.roles import AlsoAsked, Measure, Requirement, Unrecorded, UsedTool
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RG, SKOS

# What points from a role to a requirement, and from an estimate to what it was made from.
RECORDED, ESTIMATED, NEAR, SIMILARITY = "hasRequirement", "estimatedRequirement", "estimatedFrom", "similarity"
BESIDE = "alsoAsks"  # from a role to what only texts say that it asks for

Step = Callable[[str], Iterable[str]]
Pairs = Callable[[str], Iterable[tuple[str, str]]]


class RequirementTerms(NamedTuple):
    """What a requirement asks for, by IRI, without the role and without evidence.

    Any capability of `any_of` is enough; `examples` are evidence of them. `level` is None where no source gives one.
    """

    any_of: frozenset[str]
    necessity: Necessity
    level: Level | None = None
    examples: frozenset[str] = frozenset()
    open_to_related: bool = False

    @property
    def named(self) -> frozenset[str]:
        return self.any_of | self.examples

    @property
    def essential(self) -> bool:
        return self.necessity is Necessity.ESSENTIAL


class AcademicDegree(NamedTuple):
    """The level of a degree and the IRI of its field of study, "" where none is stated."""

    level: DegreeLevel
    field: str = ""


def terms_of(requirement: Requirement) -> RequirementTerms:
    any_of, examples = (frozenset(node.iri for node in some) for some in (requirement.any_of, requirement.examples))
    return RequirementTerms(any_of, requirement.necessity, requirement.level, examples, requirement.open_to_related)


def merge(first: RequirementTerms, second: RequirementTerms) -> RequirementTerms:
    """Two requirements of the same alternatives as one: the stricter necessity, the higher level, all examples."""
    return RequirementTerms(
        any_of=first.any_of,
        necessity=Necessity.ESSENTIAL if first.essential or second.essential else Necessity.PREFERRED,
        level=highest((first.level, second.level)),
        examples=first.examples | second.examples,
        open_to_related=first.open_to_related or second.open_to_related,
    )


def accepted_capabilities(
    terms: RequirementTerms,
    narrower: Step,
    degrees: Mapping[str, AcademicDegree],
    related_fields: Callable[[str], Container[str]],
) -> frozenset[str]:
    """Every capability that meets a requirement, whatever the level.

    Accepted are the alternatives, the examples and everything narrower; and of `degrees`, which include those that are
    required, one at least as high as a required one in the same field, or in a related field where the requirement is
    open to that.
    """
    accepted = set(reachable(terms.named, narrower))
    for required in (degrees[iri] for iri in terms.any_of if iri in degrees):
        related = related_fields(required.field) if terms.open_to_related and required.field else ()
        accepted.update(iri for iri, held in degrees.items() if degree_suffices(held, required, related))
    return frozenset(accepted)


def degree_suffices(held: AcademicDegree, required: AcademicDegree, related_fields: Container[str] = ()) -> bool:
    """Whether a degree is enough where another is required: as high or higher, in its field or a related one."""
    in_field = not required.field or held.field == required.field or held.field in related_fields
    return held.level >= required.level and in_field


def meets(
    terms: RequirementTerms, accepted: Container[str], alternatives: Iterable[str], *, open_to_related: bool = False
) -> bool:
    """Whether a holding meets a requirement whose accepted capabilities are given, whatever the level.

    All `alternatives` must be accepted, as it is not known which of them is held: somebody who has "Python or R" meets
    "Python, R or Java", but not "Python". A holding that is `open_to_related` may be a degree in a field related to the
    named ones; it meets only a requirement that is open to related fields itself.
    """
    return (terms.open_to_related or not open_to_related) and all(iri in accepted for iri in alternatives)


def learning_candidates(
    terms: RequirementTerms, learnable: Callable[[str], bool], narrower: Step, demand: Callable[[str], int]
) -> frozenset[str]:
    """What can be learned to meet a requirement: the alternatives and examples that it names, and nothing narrower.

    Somebody who is asked for a machine learning framework "such as TensorFlow or PyTorch" learns one of these two.
    Where nothing that is named can be learned itself, since it is a group, it is the member that most roles ask for.
    """
    named = frozenset(filter(learnable, terms.named))
    if named:
        return named
    members = list(filter(learnable, reachable(terms.named, narrower)))
    return most_demanded(members, demand)


def prerequisite_candidates(
    prerequisite: str,
    evidence: frozenset[str],
    asked: frozenset[str],
    is_tool: Callable[[str], bool],
    demand: Callable[[str], int],
) -> frozenset[str]:
    """What can be learned for a prerequisite: itself, and of what is `evidence` of it what the role has `asked` for.

    Where roles rather ask for a tool of its kind, as for Python rather than for programming, the tool that most of them
    ask for will do as well, whichever role the plan leads to.
    """
    most = most_demanded(evidence | {prerequisite}, demand)
    tools = filter(is_tool, most) if prerequisite not in most else ()
    return frozenset((prerequisite, *tools)) | evidence & asked


def most_demanded(capabilities: Collection[str], demand: Callable[[str], int]) -> frozenset[str]:
    """Of some capabilities the one that most roles ask for, or several where as many ask for each."""
    wanted = {iri: demand(iri) for iri in capabilities}
    most = max(wanted.values(), default=0)
    return frozenset(iri for iri, roles in wanted.items() if roles == most)


def tool_levels(requirements: Iterable[RequirementTerms], tools: Iterable[str]) -> dict[str, Level]:
    """The level at which somebody in a role has the tools it uses: `USED_LEVEL`, unless it is required of them.

    Then it is the highest level of the essential requirements that name the tool, `ASSUMED_LEVEL` where none gives one.
    """
    levels: dict[str, Level | None] = dict.fromkeys(sorted(tools))
    for terms in requirements:
        if terms.essential:
            for tool in terms.named & levels.keys():
                levels[tool] = highest((levels[tool], terms.level or ASSUMED_LEVEL))
    return {tool: level or USED_LEVEL for tool, level in levels.items()}


def grouped(found: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """The second of each pair, by the first."""
    groups: dict[str, set[str]] = {}
    for key, member in found:
        groups.setdefault(key, set()).add(member)
    return groups


def reachable(start: Iterable[str], step: Step) -> frozenset[str]:
    """Some nodes and everything that can be reached from them, however many steps away; cycles do no harm."""
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        iri = waiting.pop()
        if iri not in found:
            found.add(iri)
            waiting.extend(step(iri))
    return frozenset(found)


def implied_prerequisites(held: Iterable[str], prerequisites: Step) -> Iterator[tuple[str, str]]:
    """The prerequisites of what is held, and the prerequisites of these.

    Each comes once, with the capability that it is a direct prerequisite of.
    """
    waiting = list(held)
    known = set(waiting)
    while waiting:
        capability = waiting.pop()
        for prerequisite in prerequisites(capability):
            if prerequisite not in known:
                known.add(prerequisite)
                waiting.append(prerequisite)
                yield prerequisite, capability


def demand(dataset: Dataset, capability: str) -> int:
    """How many roles require a capability, or accept it among others."""
    known = dataset.cache.memo.get(("demand", capability))
    if known is None:
        known = len({role for term in ("requires", "accepts") for role in dataset.subjects(RG + term, capability)})
        dataset.cache.memo["demand", capability] = known
    return int(known)


def levels_asked(dataset: Dataset, capability: str) -> dict[str, Level | None]:
    """The roles with a requirement that names a capability, each with the highest level that it asks for."""
    levels = {level.iri: level for level in Level}
    found: dict[str, Level | None] = {}
    for requirement in dataset.subjects(RG + "anyOf", capability):
        level = levels.get(dataset.value(requirement, RG + "level") or "")
        for role in dataset.subjects(RG + "hasRequirement", requirement):
            found[role] = max(filter(None, (level, found.get(role))), default=None)
    return found


def asked_in_group(dataset: Dataset, role: str) -> frozenset[str] | None:
    """What a role and those filed in the same groups ask for, by any necessity; None where it is filed nowhere."""
    groups = dataset.objects(role, SKOS + "broader")
    if not groups:
        return None
    key = ("asked in groups", *sorted(groups))
    known: frozenset[str] | None = dataset.cache.memo.get(key)
    if known is None:
        roles = {one for group in groups for one in dataset.subjects(SKOS + "broader", group)}
        terms = [RG + term for term in ("requires", "accepts", "prefers")]
        known = frozenset(iri for one in roles for term in terms for iri in dataset.objects(one, term))
        dataset.cache.memo[key] = known
    return known


# Readings: of one role, with labels and evidence, and of all roles at once.


def capability_requirements(dataset: Dataset, role: str) -> tuple[Requirement, ...]:
    """What a role requires: essential before preferred, then by level, then by label.

    Requirements of several sources for the same alternatives are merged into one, with the evidence of all; estimates
    are added by the rule of `with_estimates`. SourceError where one names no capability, or has a level or necessity
    that is not on its scale.
    """
    key = ("requirements", dataset.estimates, role)
    known: tuple[Requirement, ...] | None = dataset.cache.memo.get(key)
    if known is not None:
        return known
    iris: dict[frozenset[str], list[str]] = {}
    recorded, measured = _stated(dataset, role, RECORDED, iris), measures(dataset, role)
    of_estimates: dict[frozenset[str], list[str]] = {}
    estimated = _stated(dataset, role, ESTIMATED, of_estimates) if dataset.estimates else {}
    requirements = (
        _requirement(dataset, terms, (iris.get(any_of) or of_estimates[any_of]), measured, estimated=any_of not in iris)
        for any_of, terms in with_estimates(recorded, estimated).items()
    )
    found = tuple(sorted(requirements, key=_requirement_order))
    dataset.cache.memo[key] = found
    return found


def _stated(
    dataset: Dataset, role: str, predicate: str, iris: dict[frozenset[str], list[str]]
) -> dict[frozenset[str], RequirementTerms]:
    """What a role points at as one requirement for the same alternatives, whose nodes are added to `iris`."""
    merged: dict[frozenset[str], RequirementTerms] = {}
    for iri in dataset.objects(role, RG + predicate):
        terms = _read_terms(dataset, iri, lambda iri, term: dataset.objects(iri, RG + term))
        merged[terms.any_of] = merge(merged.get(terms.any_of, terms), terms)
        iris.setdefault(terms.any_of, []).append(iri)
    return merged


def also_asked(dataset: Dataset, role: str) -> tuple[AlsoAsked, ...]:
    """What texts say beside a role's requirements and tools, and these do not name: what most texts say comes first."""
    iris: dict[frozenset[str], list[str]] = {}
    asked = _stated(dataset, role, BESIDE, iris)
    used, origins = sources_of(dataset, role, "alsoUses"), sources_of(dataset, role, BESIDE)
    texts = {source for some in (*used.values(), *origins.values()) for source in some}
    own = [(one.any_of, one.examples) for one in capability_requirements(dataset, role)]
    known = {node.iri for parts in own for some in parts for node in some} | set(dataset.objects(role, RG + "usesTool"))
    found = []
    for any_of, terms in asked.items():
        if known.isdisjoint(any_of):
            sources = {source for iri in iris[any_of] for source in origins[iri]}
            requirement = _requirement(dataset, terms, iris[any_of], {}, estimated=False)
            found.append(AlsoAsked(requirement, len(sources), len(texts)))
    named = known.union(*(terms.named for terms in asked.values()))
    for tool in used_tools(dataset, role, "alsoUses"):
        if tool.tool.iri not in named:
            requirement = Requirement(role, (tool.tool,), Necessity.PREFERRED, used=True, evidence=tool.evidence)
            found.append(AlsoAsked(requirement, len(used[tool.tool.iri]), len(texts)))
    return tuple(
        sorted(found, key=lambda one: (-one.texts, one.requirement.used, *_requirement_order(one.requirement)))
    )


def measure_of(terms: RequirementTerms, measured: Mapping[str, Measure]) -> Measure | None:
    """What a role's requirement was measured at, where it names one capability and no source asks for more of it."""
    measure = measured.get(next(iter(terms.any_of))) if len(terms.any_of) == 1 else None
    return measure if measure is not None and measure.level == terms.level else None


def with_estimates(
    recorded: Mapping[frozenset[str], RequirementTerms], estimated: Mapping[frozenset[str], RequirementTerms]
) -> dict[frozenset[str], RequirementTerms]:
    """What a role requires, by alternatives: what is recorded and, where nothing of that is essential, the estimates.

    What is recorded of something, such as that it is preferred, comes before an estimate of it.
    """
    if any(terms.essential for terms in recorded.values()):
        return dict(recorded)
    return {**estimated, **recorded}


def unrecorded(dataset: Dataset, role: str) -> Unrecorded | None:
    """A role of which nothing essential is recorded, with what its requirements are estimated from; else None."""
    recorded = dataset.objects(role, RG + RECORDED)  # which are many, of which most often the first is essential
    if any(Necessity.ESSENTIAL.iri in dataset.objects(iri, RG + "necessity") for iri in recorded):
        return None
    requirements = capability_requirements(dataset, role)
    near: list[tuple[float, str]] = []
    if any(requirement.estimated for requirement in requirements):
        remarks = remarks_on(dataset, role)
        for iri in dataset.objects(role, RG + NEAR):
            stated = (dataset.value(remark, RG + SIMILARITY) for remark in remarks.get((RG + NEAR, iri), ()))
            similarity = max((number(dataset, iri, SIMILARITY, text) for text in stated if text), default=0.0)
            near.append((-similarity, iri))
    return Unrecorded(node(dataset, role), tuple(node(dataset, iri) for _, iri in sorted(near)))


def _requirement(
    dataset: Dataset, terms: RequirementTerms, iris: list[str], measured: Mapping[str, Measure], *, estimated: bool
) -> Requirement:
    return Requirement(
        iri=iris[0],
        any_of=nodes(dataset, terms.any_of),
        necessity=terms.necessity,
        level=terms.level,
        examples=nodes(dataset, terms.examples),
        open_to_related=terms.open_to_related,
        notes=tuple(sorted({note for iri in iris for note in dataset.objects(iri, SKOS + "note")})),
        evidence=evidence_of(dataset, iris),
        measure=measure_of(terms, measured),
        estimated=estimated,
    )


def _requirement_order(requirement: Requirement) -> tuple[bool, int, str]:
    return not requirement.essential, -(requirement.level or 0), fold(requirement.label)


def _read_terms(dataset: Dataset, iri: str, objects: Callable[[str, str], Iterable[str]]) -> RequirementTerms:
    """The terms of one requirement node; `objects` gives what a node states with a term of the ontology."""
    any_of = frozenset(objects(iri, "anyOf"))
    if not any_of:
        cure = "name at least one with rg:anyOf"
        raise dataset.fault(f"requirement {slug_of(iri)} names no capability", cure, iri)
    stated = {on_scale(dataset, Necessity, iri, "necessity", value) for value in objects(iri, "necessity")}
    if not stated:
        cure = "add rg:necessity rg:essential or rg:preferred"
        raise dataset.fault(f"requirement {slug_of(iri)} has no necessity", cure, iri)
    return RequirementTerms(
        any_of=any_of,
        necessity=Necessity.ESSENTIAL if Necessity.ESSENTIAL in stated else Necessity.PREFERRED,
        level=highest(on_scale(dataset, Level, iri, "level", value) for value in sorted(objects(iri, "level"))),
        examples=frozenset(objects(iri, "example")),
        open_to_related=any(value in ("true", "1") for value in objects(iri, "openToRelated")),
    )


def all_requirements(dataset: Dataset, pairs: Pairs) -> dict[str, tuple[RequirementTerms, ...]]:
    """What every role requires, by IRI: `capability_requirements` in bulk, in the order of what is named.

    `pairs` gives all (subject, object) of a predicate.
    """
    columns = {term: grouped(pairs(RG + term)) for term in "anyOf example necessity level openToRelated".split()}

    def stated(predicate: str) -> dict[str, dict[frozenset[str], RequirementTerms]]:
        merged: dict[str, dict[frozenset[str], RequirementTerms]] = {}
        for role, iri in sorted(pairs(RG + predicate)):
            terms = _read_terms(dataset, iri, lambda iri, term: columns[term].get(iri, ()))
            of_role = merged.setdefault(role, {})
            known = of_role.get(terms.any_of)
            of_role[terms.any_of] = terms if known is None else merge(known, terms)
        return merged

    recorded, estimated = stated(RECORDED), stated(ESTIMATED) if dataset.estimates else {}
    return {
        role: tuple(
            sorted(
                with_estimates(recorded.get(role, {}), estimated.get(role, {})).values(),
                key=lambda terms: sorted(terms.any_of),
            )
        )
        for role in sorted({*recorded, *estimated})
    }


def used_tools(dataset: Dataset, role: str, term: str = "usesTool") -> tuple[UsedTool, ...]:
    """The tools a role uses, by label, each with the categories under which its sources list it for this role."""
    remarks = remarks_on(dataset, role)
    tools = []
    sources = sources_of(dataset, role, term)
    for tool in nodes(dataset, sources):
        statements = remarks.get((RG + term, tool.iri), [])
        categories = {iri for statement in statements for iri in dataset.objects(statement, RG + "category")}
        listed = nodes(dataset, categories or dataset.objects(tool.iri, RG + "category"))
        tools.append(UsedTool(tool, listed, evidence_of_statement(dataset, sources[tool.iri], statements)))
    return tuple(tools)
