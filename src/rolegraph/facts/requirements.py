"""What roles require, and which capability meets a requirement.

These rules stand here and nowhere else: how the requirements of several sources are merged, which capabilities and
degrees are accepted, what can be learned to meet a requirement, and at which level somebody in a role has its tools.
They are functions of plain values, so that one role and a whole graph are read in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from rolegraph.facts.labels import evidence_of, evidence_of_statement, highest, nodes, on_scale, remarks_on, sources_of
from rolegraph.model.nodes import DegreeLevel, Level, Necessity, fold, slug_of
from rolegraph.model.plans import ASSUMED_LEVEL
from rolegraph.model.roles import Requirement, UsedTool
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RG, SKOS

Step = Callable[[str], Iterable[str]]
Pairs = Callable[[str], Iterable[tuple[str, str]]]


class RequirementTerms(NamedTuple):
    """What a requirement asks for, by IRI, without the role and without evidence.

    Any capability of `any_of` is enough; `examples` are evidence of them. `level` is None where no source gives one.
    `open_to_related` is true where a degree in a related field is enough.
    """

    any_of: frozenset[str]
    necessity: Necessity
    level: Level | None = None
    examples: frozenset[str] = frozenset()
    open_to_related: bool = False

    @property
    def named(self) -> frozenset[str]:
        """Alternatives and examples."""
        return self.any_of | self.examples

    @property
    def essential(self) -> bool:
        return self.necessity is Necessity.ESSENTIAL


class AcademicDegree(NamedTuple):
    """The level of a degree and the IRI of its field of study, "" where none is stated."""

    level: DegreeLevel
    field: str = ""


def terms_of(requirement: Requirement) -> RequirementTerms:
    """The terms of a requirement that has been read."""
    any_of, examples = (frozenset(node.iri for node in some) for some in (requirement.any_of, requirement.examples))
    return RequirementTerms(
        any_of, requirement.necessity, requirement.level, examples, open_to_related=requirement.open_to_related
    )


def merge(first: RequirementTerms, second: RequirementTerms) -> RequirementTerms:
    """What two sources together require: the stricter necessity, the higher level, the examples of both.

    Both name the same alternatives.
    """
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

    Accepted are the alternatives, the examples and everything narrower; a degree at least as high as a required one
    in the same field, or in a related field where the requirement is open to that.

    Parameters
    ----------
    narrower
        Gives what is directly narrower than a capability.
    degrees
        The degrees among which to look, with those that the requirement names.
    related_fields
        Gives the fields that are close to a field.
    """
    return reachable(terms.named, narrower).union(_sufficient_degrees(terms, degrees, related_fields))


def _sufficient_degrees(
    terms: RequirementTerms, degrees: Mapping[str, AcademicDegree], related_fields: Callable[[str], Container[str]]
) -> Iterator[str]:
    for required in (degrees[iri] for iri in terms.any_of if iri in degrees):
        related = related_fields(required.field) if terms.open_to_related and required.field else ()
        yield from (iri for iri, held in degrees.items() if degree_suffices(held, required, related))


def degree_suffices(held: AcademicDegree, required: AcademicDegree, related_fields: Container[str] = ()) -> bool:
    """Whether a degree is enough where another is required: as high or higher, in its field or a related one.

    >>> math, physics = (AcademicDegree(DegreeLevel.MASTER, field) for field in ("math", "physics"))
    >>> bachelor = AcademicDegree(DegreeLevel.BACHELOR, "math")
    >>> degree_suffices(math, bachelor), degree_suffices(physics, bachelor), degree_suffices(bachelor, math)
    (True, False, False)
    >>> degree_suffices(physics, bachelor, {"physics"})
    True
    """
    in_field = not required.field or held.field == required.field or held.field in related_fields
    return held.level >= required.level and in_field


def meets(
    terms: RequirementTerms, accepted: Container[str], alternatives: Iterable[str], *, open_to_related: bool = False
) -> bool:
    """Whether a holding meets a requirement, whatever the level.

    Somebody who has "Python or R" meets "Python, R or Java", but not "Python".

    Parameters
    ----------
    accepted
        What `accepted_capabilities` gives for the requirement.
    alternatives
        The capabilities of which the person has at least one, it is not known which: all must be accepted.
    open_to_related
        Whether the holding may be a degree in a field related to the named ones; it then meets only a requirement that
        is open to related fields itself.
    """
    return (terms.open_to_related or not open_to_related) and all(iri in accepted for iri in alternatives)


def learning_candidates(terms: RequirementTerms, narrower: Step) -> frozenset[str]:
    """What can be learned to meet a requirement: what it names, or anything narrower than a single named capability.

    Somebody who is asked for a machine learning framework "such as TensorFlow or PyTorch" learns one of these two.
    """
    return terms.named if len(terms.named) > 1 else reachable(terms.named, narrower)


def tool_levels(requirements: Iterable[RequirementTerms], tools: Iterable[str]) -> dict[str, Level]:
    """The level at which somebody in a role has the tools it uses.

    It is the highest level of the essential requirements that name the tool, `ASSUMED_LEVEL` where none gives a level.
    """
    levels: dict[str, Level | None] = dict.fromkeys(sorted(tools))
    for terms in requirements:
        if terms.essential:
            for tool in terms.named & levels.keys():
                levels[tool] = highest((levels[tool], terms.level))
    return {tool: level or ASSUMED_LEVEL for tool, level in levels.items()}


def reachable(start: Iterable[str], step: Step) -> frozenset[str]:
    """Some nodes and everything that can be reached from them, however many steps away; cycles do no harm.

    >>> narrower = {"baking": ["bread", "cakes"], "cakes": ["tarts"]}
    >>> sorted(reachable(["cakes"], lambda iri: narrower.get(iri, [])))
    ['cakes', 'tarts']
    """
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        iri = waiting.pop()
        if iri not in found:
            found.add(iri)
            waiting.extend(step(iri))
    return frozenset(found)


def implied_prerequisites(held: Iterable[str], prerequisites: Step) -> Iterator[tuple[str, str]]:
    """What somebody must have who has some capabilities: their prerequisites, and the prerequisites of these.

    Yields
    ------
    tuple of str
        An implied capability and the one that it is a direct prerequisite of, each implied capability once.
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


# Readings: of one role, with labels and evidence, and of all roles at once.


def capability_requirements(dataset: Dataset, role: str) -> tuple[Requirement, ...]:
    """What a role requires: essential before preferred, then by level, then by label.

    Requirements of several sources for the same alternatives are merged into one, with the evidence of all.

    Raises
    ------
    SourceError
        When a requirement names no capability, or a level or necessity that is not on its scale.
    """
    known: tuple[Requirement, ...] | None = dataset.cache.requirements.get(role)
    if known is not None:
        return known
    merged: dict[frozenset[str], tuple[RequirementTerms, list[str]]] = {}
    for iri in dataset.objects(role, RG + "hasRequirement"):
        dataset.look_up(iri)
        terms = _read_terms(dataset, iri, lambda iri, term: dataset.objects(iri, RG + term))
        before, iris = merged.get(terms.any_of, (terms, []))
        merged[terms.any_of] = merge(before, terms), [*iris, iri]
    found = tuple(sorted((_requirement(dataset, *group) for group in merged.values()), key=_requirement_order))
    dataset.cache.requirements[role] = found
    return found


def _requirement(dataset: Dataset, terms: RequirementTerms, iris: list[str]) -> Requirement:
    return Requirement(
        iri=iris[0],
        any_of=nodes(dataset, terms.any_of),
        necessity=terms.necessity,
        level=terms.level,
        examples=nodes(dataset, terms.examples),
        open_to_related=terms.open_to_related,
        notes=tuple(sorted({note for iri in iris for note in dataset.objects(iri, SKOS + "note")})),
        evidence=evidence_of(dataset, iris),
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

    Parameters
    ----------
    pairs
        Gives all (subject, object) of a predicate.

    Raises
    ------
    SourceError
        As `capability_requirements`.
    """
    columns: dict[str, dict[str, list[str]]] = {}
    for term in ("anyOf", "example", "necessity", "level", "openToRelated"):
        columns[term] = {}
        for iri, value in pairs(RG + term):
            columns[term].setdefault(iri, []).append(value)
    merged: dict[str, dict[frozenset[str], RequirementTerms]] = {}
    for role, iri in sorted(pairs(RG + "hasRequirement")):
        terms = _read_terms(dataset, iri, lambda iri, term: columns[term].get(iri, ()))
        of_role = merged.setdefault(role, {})
        of_role[terms.any_of] = merge(of_role.get(terms.any_of, terms), terms)
    return {role: tuple(sorted(of_role.values(), key=_names)) for role, of_role in merged.items()}


def _names(terms: RequirementTerms) -> list[str]:
    return sorted(terms.any_of)


def used_tools(dataset: Dataset, role: str) -> tuple[UsedTool, ...]:
    """The tools a role uses, by label, each with the categories under which its sources list it for this role."""
    remarks = remarks_on(dataset, role)
    tools = []
    sources = sources_of(dataset, role, "usesTool")
    for tool in nodes(dataset, sources):
        statements = remarks.get((RG + "usesTool", tool.iri), [])
        categories = {iri for statement in statements for iri in dataset.objects(statement, RG + "category")}
        listed = nodes(dataset, categories or dataset.objects(tool.iri, RG + "category"))
        tools.append(UsedTool(tool, listed, evidence_of_statement(dataset, sources[tool.iri], statements)))
    return tuple(tools)
