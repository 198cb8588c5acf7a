"""Two graphs held against each other: sets of statements in one and not in the other, told by node."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Final, Literal, TypeVar

from rolegraph.analysis.diff_facts import BLANK, DiffFacts, Key, place_of, read
from rolegraph.model.differences import (
    Came,
    Differences,
    EffortChange,
    Link,
    LinkChange,
    NameChange,
    OtherChange,
    Renaming,
    RequirementChange,
    RequirementState,
    RoleChange,
    SourceChange,
    SourceState,
)
from rolegraph.model.nodes import Kind, Necessity, Node, fold, slug_of
from rolegraph.rdf.columns import predicates
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import DCTERMS, PROV, RDF, RG, SKOS, shorten

Found = TypeVar("Found")
_PLACES: Final = {kind: place for place, kind in enumerate(Kind)}


# Said of statements, evidence and sources rather than of roles and capabilities.
_REMARKS: Final = frozenset(
    {
        *(RG + term for term in ("evidence", "section", "line", "quote")),
        *(SKOS + term for term in ("note", "editorialNote", "changeNote", "historyNote")),
    }
)
# Told of apart, following from what is told of, or only there to carry it.
_TOLD: Final = frozenset(
    {
        *(RG + term for term in ("hasRequirement", "anyOf", "necessity", "level", "example", "openToRelated")),
        *(RG + term for term in ("requires", "accepts", "prefers", "usesTool", "hasRating", "statedIn")),
        *(RG + term for term in ("prerequisite", "closeTo", "strength", "effort")),
        *(RG + term for term in ("version", "contentHash", "sourceKind", "attribution")),
        *(SKOS + term for term in ("prefLabel", "altLabel", "hiddenLabel", "broader")),
        *(RDF + term for term in ("type", "subject", "predicate", "object")),
        DCTERMS + "license",
    }
)


def differences(old: Dataset, new: Dataset) -> Differences:
    """What changed from one graph to another.

    Returns
    -------
    Differences
        Requirements are matched by role and by the set of capabilities they name, whatever IRIs they have; other nodes
        by their IRIs. What a role that was added asks for is only counted.

    Raises
    ------
    SourceError
        When a graph states what has no meaning: a requirement without a capability, a level that is on no scale.

    Notes
    -----
    Reads both graphs as a whole, once, one predicate after the other. What a statement lies in, which source makes it,
    and what is remarked on it, is no part of what it means; only where nothing else changed is it looked at.
    """
    with ThreadPoolExecutor(max_workers=2) as pool:  # one a graph: the engine lets go of the interpreter
        before, after = pool.map(read, (old, new))
        return _compared(before, after, pool)


def _compared(before: DiffFacts, after: DiffFacts, pool: Executor) -> Differences:
    old, new = before.dataset, after.dataset
    roles_of = [{iri for iri, kind in one.kinds.items() if kind is Kind.ROLE} for one in (before, after)]
    untold = (predicates(old) | predicates(new)) - _TOLD
    remarks = {one for one in untold if one in _REMARKS or one.startswith(PROV)}
    others, remarked = _others(before, after, untold - remarks, pool)
    found = Differences(
        old=place_of(old),
        new=place_of(new),
        sources=_sources(old, new),
        added=_by_kind(_only(after, before)),
        removed=_by_kind(_only(before, after)),
        renamed=_renamed(before, after),
        names=_names(before, after),
        came=Came(
            _asked_by(after, roles_of[1] - roles_of[0]),
            _asked_by(before, roles_of[0] - roles_of[1]),
        ),
        roles=_roles(before, after, roles_of[0] & roles_of[1]),
        links_added=_links(after, before, roles_of[1]),
        links_removed=_links(before, after, roles_of[0]),
        links_changed=_strengths(before, after),
        efforts=_efforts(before, after),
        others=others,
    )
    if not found.same:
        return found
    remarked = remarked or before.remarks != after.remarks
    return found._replace(remarks=remarked or any(any(_gained_and_lost(before, after, one, pool)) for one in remarks))


def _sources(old: Dataset, new: Dataset) -> tuple[SourceChange, ...]:
    before, after = _states(old), _states(new)
    changed = sorted(iri for iri in {*before, *after} if before.get(iri) != after.get(iri))
    labels = [(new if iri in after else old).value(iri, SKOS + "prefLabel") or slug_of(iri) for iri in changed]
    return tuple(
        SourceChange(Node(iri, Kind.SOURCE, label), before.get(iri), after.get(iri))
        for iri, label in zip(changed, labels, strict=True)
    )


def _states(dataset: Dataset) -> dict[str, SourceState]:
    def said(source: str, term: str) -> str:
        return dataset.value(source, RG + term) or ""

    return {
        source: SourceState(said(source, "version"), said(source, "contentHash"), dataset.size_of(source))
        for source in dataset.sources()
    }


def _only(one: DiffFacts, other: DiffFacts) -> Iterable[Node]:
    """The nodes that are in one and not in the other, or not as the same kind of thing."""
    return (one.node(iri) for iri, kind in one.kinds.items() if other.kinds.get(iri) is not kind)


def _by_kind(nodes: Iterable[Node]) -> tuple[Node, ...]:
    return tuple(sorted(nodes, key=lambda one: (_PLACES[one.kind], fold(one.label), one.iri)))


def _renamed(before: DiffFacts, after: DiffFacts) -> tuple[Renaming, ...]:
    both = before.kinds.keys() & after.kinds.keys()
    changed = {iri for iri in both if before.labels.get(iri) != after.labels.get(iri)}
    return tuple(Renaming(one, before.node(one.iri).label) for one in _by_kind(map(after.node, changed)))


def _names(before: DiffFacts, after: DiffFacts) -> tuple[NameChange, ...]:
    """Other names of nodes that are in both; what a renaming says is not said again."""
    changes: dict[str, tuple[set[str], set[str]]] = {}
    for side, (one, other) in enumerate(((after, before), (before, after))):
        for iri, name in one.names - other.names:
            if iri in one.kinds and iri in other.kinds and one.labels.get(iri) != name:
                changes.setdefault(iri, (set(), set()))[side].add(name)
    return tuple(
        NameChange(one, tuple(sorted(changes[one.iri][0])), tuple(sorted(changes[one.iri][1])))
        for one in _by_kind(map(after.node, changes))
    )


def _asked_by(facts: DiffFacts, roles: set[str]) -> int:
    return sum(role in roles for role, _ in facts.asked)


def _roles(before: DiffFacts, after: DiffFacts, both: set[str]) -> tuple[RoleChange, ...]:
    """What changed for the roles that are in both."""
    was, is_ = before.asked, after.asked
    added = _by_role((key[0], _asked(after, key)) for key in is_.keys() - was.keys() if key[0] in both)
    removed = _by_role((key[0], _asked(before, key)) for key in was.keys() - is_.keys() if key[0] in both)
    changed = _by_role(
        (key[0], RequirementChange(_asked(before, key), _asked(after, key)))
        for key in was.keys() & is_.keys()
        if key[0] in both and was[key] != is_[key]
    )
    tools_gained, tools_lost = _linked(after, before, both, "tools"), _linked(before, after, both, "tools")
    broader_gained, broader_lost = _linked(after, before, both, "broader"), _linked(before, after, both, "broader")
    parts = (added, removed, changed, tools_gained, tools_lost, broader_gained, broader_lost)
    return tuple(
        RoleChange(
            role,
            added=tuple(sorted(added.get(role.iri, ()), key=_asked_order)),
            removed=tuple(sorted(removed.get(role.iri, ()), key=_asked_order)),
            changed=tuple(sorted(changed.get(role.iri, ()), key=lambda one: _asked_order(one.after))),
            tools_gained=_by_kind(tools_gained.get(role.iri, ())),
            tools_lost=_by_kind(tools_lost.get(role.iri, ())),
            broader_gained=_by_kind(broader_gained.get(role.iri, ())),
            broader_lost=_by_kind(broader_lost.get(role.iri, ())),
        )
        for role in after.nodes(set().union(*parts))
    )


def _linked(
    one: DiffFacts, other: DiffFacts, both: set[str], what: Literal["tools", "broader"]
) -> dict[str, list[Node]]:
    """What the roles that are in both point at in one graph and not in the other."""
    pairs = one.tools - other.tools if what == "tools" else one.broader - other.broader
    return _by_role((role, one.node(end)) for role, end in pairs if role in both)


def _by_role(found: Iterable[tuple[str, Found]]) -> dict[str, list[Found]]:
    groups: dict[str, list[Found]] = {}
    for role, one in found:
        groups.setdefault(role, []).append(one)
    return groups


def _asked(facts: DiffFacts, key: Key) -> RequirementState:
    terms = facts.asked[key]
    return RequirementState(
        any_of=facts.nodes(key[1]),
        necessity=terms.necessity,
        level=terms.level,
        examples=facts.nodes(terms.examples),
        open_to_related=terms.open_to_related,
    )


def _asked_order(asked: RequirementState) -> tuple[bool, str, str]:
    """Essential before preferred, then by label."""
    return asked.necessity is not Necessity.ESSENTIAL, fold(asked.label), asked.any_of[0].iri


def _links(one: DiffFacts, other: DiffFacts, roles: set[str]) -> tuple[Link, ...]:
    """The links that are in one and not in the other."""
    found = [Link("broader", one.node(a), one.node(b)) for a, b in one.broader - other.broader if a not in roles]
    found += [Link("prerequisite", one.node(a), one.node(b)) for a, b in one.prerequisites - other.prerequisites]
    found += [
        Link("closeTo", one.node(a), one.node(b), one.close[a, b]) for a, b in one.close.keys() - other.close.keys()
    ]
    return tuple(sorted(found, key=_link_order))


def _link_order(link: Link) -> tuple[str, str, str, str, str]:
    return link.relation, fold(link.node.label), fold(link.other.label), link.node.iri, link.other.iri


def _strengths(before: DiffFacts, after: DiffFacts) -> tuple[LinkChange, ...]:
    changed = [pair for pair in before.close.keys() & after.close.keys() if before.close[pair] != after.close[pair]]
    found = [
        LinkChange(
            Link("closeTo", before.node(a), before.node(b), before.close[a, b]),
            Link("closeTo", after.node(a), after.node(b), after.close[a, b]),
        )
        for a, b in changed
    ]
    return tuple(sorted(found, key=lambda one: _link_order(one.after)))


def _efforts(before: DiffFacts, after: DiffFacts) -> tuple[EffortChange, ...]:
    """Of the capabilities that are in both."""
    both = before.kinds.keys() & after.kinds.keys()
    changed = {iri for iri in both if before.efforts.get(iri) != after.efforts.get(iri)}
    return tuple(
        EffortChange(one, before.efforts.get(one.iri), after.efforts.get(one.iri)) for one in after.nodes(changed)
    )


def _others(
    before: DiffFacts, after: DiffFacts, used: set[str], pool: Executor
) -> tuple[tuple[OtherChange, ...], bool]:
    """Whatever else is stated, counted by predicate; and whether more is stated of sources or remarks."""
    changes = []
    of_these = {*before.dataset.sources(), *after.dataset.sources(), *before.remarks, *after.remarks}
    remarked = False
    for predicate in sorted(used):
        counts: dict[str, list[int]] = {}
        for side, only in enumerate(_gained_and_lost(before, after, predicate, pool)):
            for subject, _ in only:
                if subject in of_these:
                    remarked = True
                else:
                    counts.setdefault(subject, [0, 0])[side] += 1
        if counts:
            changed = sum(min(pair) for pair in counts.values())
            added, removed = (sum(pair[side] for pair in counts.values()) - changed for side in (0, 1))
            changes.append(OtherChange(shorten(predicate), added, removed, changed))
    return tuple(changes), remarked


def _gained_and_lost(
    before: DiffFacts, after: DiffFacts, predicate: str, pool: Executor
) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    was, is_ = pool.map(lambda one: one.called(predicate), (before, after))
    gained, lost = _without_blanks(is_ - was), _without_blanks(was - is_)
    return gained - lost, lost - gained


def _without_blanks(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Nodes that have no IRI have another name each time that a file is read: here they are all called the same."""
    return {(BLANK if a.startswith(BLANK) else a, BLANK if b.startswith(BLANK) else b) for a, b in pairs}
