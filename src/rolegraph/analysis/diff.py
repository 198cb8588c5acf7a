"""What changed between two graphs: statements that are in one and not in the other, reported by node.

Nodes that only hold a statement together (requirements, ratings, remarks) may have any IRI: they are compared by what
they are about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from typing import Final, NamedTuple, TypeVar

from rolegraph.analysis.succession import PairSet, ReleaseFacts, single_successors, successions
from rolegraph.facts.labels import plain_label
from rolegraph.facts.requirements import BESIDE, ESTIMATED, RequirementTerms, grouped
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
    Succession,
)
from rolegraph.model.nodes import Kind, Necessity, Node, fold
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import DCTERMS, PROV, RDF, RG, SKOS, shorten

Found = TypeVar("Found")
# A role, and the capabilities of which any one is enough.
Key = tuple[str, frozenset[str]]

_BLANK: Final = "_:"
_KIND_ORDER: Final = {kind: place for place, kind in enumerate(Kind)}
_USES, _BROADER, _PREREQUISITE = RG + "usesTool", SKOS + "broader", RG + "prerequisite"


def _terms(prefix: str, words: str) -> frozenset[str]:
    return frozenset(prefix + word for word in words.split())


# Said of statements, evidence and sources rather than of roles and capabilities.
_REMARKS: Final = _terms(RG, "evidence section line quote") | _terms(SKOS, "note editorialNote changeNote historyNote")
# Reported in a section of its own, derived from what is reported, or only there to hold it together.
_REPORTED: Final = (
    _terms(RG, "hasRequirement anyOf necessity level example openToRelated requires accepts prefers usesTool")
    | _terms(RG, "hasRating statedIn prerequisite closeTo strength effort version contentHash sourceKind attribution")
    | _terms(SKOS, "prefLabel altLabel hiddenLabel broader")
    | _terms(RDF, "type subject predicate object")
    | {DCTERMS + "license"}
)


class DiffFacts(ReleaseFacts):
    """One graph as it is compared: its facts, names, and all other statements."""

    def by_label(self, iris: Iterable[str]) -> tuple[Node, ...]:
        return tuple(sorted(map(self.node, iris), key=lambda node: (fold(node.label), node.iri)))

    @cached_property
    def terms(self) -> dict[Key, RequirementTerms]:
        """What every role is recorded to require: estimates follow from that, and count among other statements."""
        return {(role, terms.any_of): terms for role, some in self.requirements.items() for terms in some}

    def stated(self, predicate: str) -> PairSet:
        """The statements with a predicate, in which nodes without a name are called by what they are about."""
        stand_in = self._stand_ins.get
        return {(stand_in(subject, subject), stand_in(value, value)) for subject, value in self.pairs(predicate)}

    @cached_property
    def remarks(self) -> set[str]:
        """What stands for the remarks on statements."""
        return {self._stand_ins[remark] for remark, _ in self.pairs(RDF + "subject")}

    @cached_property
    def _stand_ins(self) -> dict[str, str]:
        """Texts that say what a node without a name is about: the same in every graph, whatever its IRI."""
        alternatives = {iri: " ".join(sorted(some)) for iri, some in grouped(self.pairs(RG + "anyOf")).items()}
        rated = dict(self.pairs(RG + "rates"))
        # A requirement or rating that no role has is known by what it names.
        stand_ins = {iri: f"no role requires {some}" for iri, some in alternatives.items()}
        stand_ins |= {iri: f"no role rates {capability}" for iri, capability in rated.items()}
        about = [
            (iri, f"{role} requires {alternatives.get(iri, '')}") for role, iri in self.pairs(RG + "hasRequirement")
        ]
        about += [
            (iri, f"{role} is estimated to require {alternatives.get(iri, '')}")
            for role, iri in self.pairs(RG + ESTIMATED)
        ]
        about += [(iri, f"{role} rates {rated.get(iri)}") for role, iri in self.pairs(RG + "hasRating")]
        # What postings ask for, and texts beside a role's requirements, is reported in no other way.
        necessities, levels = dict(self.pairs(RG + "necessity")), dict(self.pairs(RG + "level"))
        about += [
            (iri, f"{owner} asks for {alternatives.get(iri, '')} {necessities.get(iri)} {levels.get(iri)}")
            for term in (BESIDE, "asksFor")
            for owner, iri in self.pairs(RG + term)
        ]
        stand_ins |= dict(sorted(about, reverse=True))
        parts = [dict(self.pairs(RDF + term)) for term in ("subject", "predicate", "object")]
        for remark in parts[0]:
            texts = [part.get(remark, "") for part in parts]
            stand_ins[remark] = " ".join(["remark", *(stand_ins.get(text, text) for text in texts)])
        return stand_ins


def _named(dataset: Dataset) -> ReleaseFacts:
    """The nodes of a graph."""
    facts = ReleaseFacts(dataset)
    _ = facts.kinds, facts.labels
    return facts


def _read(known: ReleaseFacts, now: Mapping[str, str]) -> DiffFacts:
    """What a graph states, all but what `DiffFacts.stated` reads."""
    facts = DiffFacts(replace(known.dataset, estimates=False), now, known)
    _ = facts.kinds, facts.names, facts.terms, facts.estimates, facts.strengths, facts.remarks
    for predicate in (_USES, _BROADER, _PREREQUISITE):
        facts.pairs(predicate)
    return facts


def differences(old: Dataset, new: Dataset) -> Differences:
    """What changed from one graph to another.

    Requirements are matched by role and by the set of capabilities they name, whatever IRIs they have; other nodes by
    their IRIs. What a role that was added requires is only counted. The source of a statement and the remarks on it are
    no part of what it means; they are compared only where nothing else changed. SourceError where a graph states what
    has no meaning: a requirement without a capability, a level that is on no scale.
    """
    with ThreadPoolExecutor(max_workers=2) as pool:  # one for each graph: the engine releases the interpreter
        known, arrived = pool.map(_named, (old, new))
        found = successions(known, arrived)
        before, after = pool.map(_read, (known, arrived), (single_successors(found), {}))
        return _compared(before, after, _Succeeded(found, frozenset(known.kinds)), pool)


class _Succeeded(NamedTuple):
    """What became of nodes, and which nodes the old graph has."""

    rows: tuple[Succession, ...]
    known: frozenset[str]

    @property
    def told(self) -> frozenset[str]:
        """The nodes that are reported to stand for each other now, and neither as added nor as removed."""
        return frozenset(node.iri for row in self.rows if row.sure for node in (row.before, *row.after))

    @property
    def arrived(self) -> frozenset[str]:
        """Those of them whose label now is no new label of a node."""
        return self.told - self.known


def _compared(before: DiffFacts, after: DiffFacts, succeeded: _Succeeded, pool: Executor) -> Differences:
    old, new = before.dataset, after.dataset
    unreported = (old.predicate_sizes().keys() | new.predicate_sizes().keys()) - _REPORTED
    remarks = {predicate for predicate in unreported if predicate in _REMARKS or predicate.startswith(PROV)}
    told = succeeded.told
    others, remarked = _others(before, after, unreported - remarks, pool)
    found = Differences(
        old=place_of(old),
        new=place_of(new),
        sources=_sources(old, new),
        added=_by_kind(node for node in _only(after, before) if node.iri not in told),
        removed=_by_kind(node for node in _only(before, after) if node.iri not in told),
        renamed=_renamed(before, after, succeeded.arrived),
        successions=succeeded.rows,
        names=_names(before, after),
        came=Came(
            added=sum(len(after.requirements[role]) for role in after.roles - before.roles),
            removed=sum(len(before.requirements[role]) for role in before.roles - after.roles),
        ),
        roles=_roles(before, after, before.roles & after.roles),
        links_added=_links(after, before),
        links_removed=_links(before, after),
        links_changed=_strengths(before, after),
        efforts=_efforts(before, after),
        others=others,
    )
    if not found.same:
        return found
    remarked = remarked or before.remarks != after.remarks
    return found._replace(
        remarks=remarked or any(any(_gained_and_lost(before, after, predicate, pool)) for predicate in remarks)
    )


def place_of(dataset: Dataset) -> str:
    """Where a graph is, as it was named when it was opened."""
    return ", ".join(map(str, dataset.places)) or ", ".join(dataset.origins())


def _sources(old: Dataset, new: Dataset) -> tuple[SourceChange, ...]:
    before, after = _states(old), _states(new)
    changed = sorted(iri for iri in {*before, *after} if before.get(iri) != after.get(iri))
    labels = [plain_label(new if iri in after else old, iri) for iri in changed]
    return tuple(
        SourceChange(Node(iri, Kind.SOURCE, label), before.get(iri), after.get(iri))
        for iri, label in zip(changed, labels, strict=True)
    )


def _states(dataset: Dataset) -> dict[str, SourceState]:
    return {
        source: SourceState(
            version=dataset.value(source, RG + "version") or "",
            content_hash=dataset.value(source, RG + "contentHash") or "",
            statements=dataset.size_of(source),
        )
        for source in dataset.sources()
    }


def _only(first: DiffFacts, second: DiffFacts) -> Iterable[Node]:
    """The nodes that are in the first and not in the second, or not as the same kind of thing."""
    return (first.node(iri) for iri, kind in first.kinds.items() if second.kinds.get(iri) is not kind)


def _by_kind(nodes: Iterable[Node]) -> tuple[Node, ...]:
    return tuple(sorted(nodes, key=lambda node: (_KIND_ORDER[node.kind], fold(node.label), node.iri)))


def _renamed(before: DiffFacts, after: DiffFacts, arrived: Collection[str]) -> tuple[Renaming, ...]:
    both = (before.kinds.keys() & after.kinds.keys()).difference(arrived)
    changed = {iri for iri in both if before.labels.get(iri) != after.labels.get(iri)}
    return tuple(Renaming(node, before.node(node.iri).label) for node in _by_kind(map(after.node, changed)))


def _names(before: DiffFacts, after: DiffFacts) -> tuple[NameChange, ...]:
    """Other names of nodes that are in both graphs; what a renaming reports is not reported again."""
    changes: dict[str, tuple[set[str], set[str]]] = {}
    for side, (first, second) in enumerate(((after, before), (before, after))):
        for iri, name in first.names - second.names:
            if iri in first.kinds and iri in second.kinds and first.labels.get(iri) != name:
                changes.setdefault(iri, (set(), set()))[side].add(name)
    return tuple(
        NameChange(node, tuple(sorted(changes[node.iri][0])), tuple(sorted(changes[node.iri][1])))
        for node in _by_kind(map(after.node, changes))
    )


def _roles(before: DiffFacts, after: DiffFacts, both: frozenset[str]) -> tuple[RoleChange, ...]:
    """What changed for the roles that are in both graphs."""
    old, new = ({key: state for key, state in terms.items() if key[0] in both} for terms in (before.terms, after.terms))
    added = _by_role((key[0], _state(after, new[key])) for key in new.keys() - old.keys())
    removed = _by_role((key[0], _state(before, old[key])) for key in old.keys() - new.keys())
    changed = _by_role(
        (key[0], RequirementChange(_state(before, old[key]), _state(after, new[key])))
        for key in old.keys() & new.keys()
        if old[key] != new[key]
    )
    links = {
        f"{word}_{side}": _linked(first, second, both, predicate)
        for word, predicate in (("tools", _USES), ("broader", _BROADER))
        for side, first, second in (("gained", after, before), ("lost", before, after))
    }
    return tuple(
        RoleChange(
            role,
            added=tuple(sorted(added.get(role.iri, ()), key=_state_order)),
            removed=tuple(sorted(removed.get(role.iri, ()), key=_state_order)),
            changed=tuple(sorted(changed.get(role.iri, ()), key=lambda change: _state_order(change.after))),
            **{name: _by_kind(of_role.get(role.iri, ())) for name, of_role in links.items()},
        )
        for role in after.by_label(set().union(added, removed, changed, *links.values()))
    )


def _linked(first: DiffFacts, second: DiffFacts, both: frozenset[str], predicate: str) -> dict[str, list[Node]]:
    """What a predicate links the roles in both graphs to in the first and not in the second."""
    pairs = first.pairs(predicate) - second.pairs(predicate)
    return _by_role((role, first.node(end)) for role, end in pairs if role in both)


def _by_role(found: Iterable[tuple[str, Found]]) -> dict[str, list[Found]]:
    groups: dict[str, list[Found]] = {}
    for role, change in found:
        groups.setdefault(role, []).append(change)
    return groups


def _state(facts: DiffFacts, terms: RequirementTerms) -> RequirementState:
    any_of, examples = facts.by_label(terms.any_of), facts.by_label(terms.examples)
    return RequirementState(any_of, terms.necessity, terms.level, examples, terms.open_to_related)


def _state_order(state: RequirementState) -> tuple[bool, str, str]:
    """Essential before preferred, then by label."""
    return state.necessity is not Necessity.ESSENTIAL, fold(state.label), state.any_of[0].iri


def _links(first: DiffFacts, second: DiffFacts) -> tuple[Link, ...]:
    """The links between capabilities, or groups of them, that are in the first and not in the second."""
    found = [
        Link(relation, first.node(a), first.node(b))
        for relation, predicate in (("broader", _BROADER), ("prerequisite", _PREREQUISITE))
        for a, b in first.pairs(predicate) - second.pairs(predicate)
        if relation != "broader" or a not in first.roles
    ]
    found += [_close_link(first, pair) for pair in first.strengths.keys() - second.strengths.keys()]
    return tuple(sorted(found, key=_link_order))


def _close_link(facts: DiffFacts, pair: tuple[str, str]) -> Link:
    return Link("closeTo", facts.node(pair[0]), facts.node(pair[1]), facts.strengths[pair])


def _link_order(link: Link) -> tuple[str, str, str, str, str]:
    return link.relation, fold(link.node.label), fold(link.other.label), link.node.iri, link.other.iri


def _strengths(before: DiffFacts, after: DiffFacts) -> tuple[LinkChange, ...]:
    both = before.strengths.keys() & after.strengths.keys()
    changed = [pair for pair in both if before.strengths[pair] != after.strengths[pair]]
    found = [LinkChange(_close_link(before, pair), _close_link(after, pair)) for pair in changed]
    return tuple(sorted(found, key=lambda change: _link_order(change.after)))


def _efforts(before: DiffFacts, after: DiffFacts) -> tuple[EffortChange, ...]:
    """Changed estimates of the capabilities that are in both graphs."""
    old, new = before.estimates, after.estimates
    changed = {iri for iri in before.kinds.keys() & after.kinds.keys() if old.get(iri) != new.get(iri)}
    return tuple(EffortChange(node, old.get(node.iri), new.get(node.iri)) for node in after.by_label(changed))


def _others(
    before: DiffFacts, after: DiffFacts, unreported: set[str], pool: Executor
) -> tuple[tuple[OtherChange, ...], bool]:
    """All other statements, counted by predicate; and whether statements about sources or remarks changed."""
    changes = []
    apart = {*before.dataset.sources(), *after.dataset.sources(), *before.remarks, *after.remarks}
    remarked = False
    for predicate in sorted(unreported):
        counts: dict[str, list[int]] = {}
        for side, pairs in enumerate(_gained_and_lost(before, after, predicate, pool)):
            for subject, _ in pairs:
                if subject in apart:
                    remarked = True
                else:
                    counts.setdefault(subject, [0, 0])[side] += 1
        if counts:
            changed = sum(min(pair) for pair in counts.values())
            added, removed = (sum(pair[side] for pair in counts.values()) - changed for side in (0, 1))
            changes.append(OtherChange(shorten(predicate), added, removed, changed))
    return tuple(changes), remarked


def _gained_and_lost(before: DiffFacts, after: DiffFacts, predicate: str, pool: Executor) -> tuple[PairSet, PairSet]:
    old, new = pool.map(lambda facts: facts.stated(predicate), (before, after))
    gained, lost = _without_blanks(new - old), _without_blanks(old - new)
    return gained - lost, lost - gained


def _without_blanks(pairs: PairSet) -> PairSet:
    """Nodes that have no IRI get another name each time that a file is read: here all have the same name."""
    return {(_BLANK if a.startswith(_BLANK) else a, _BLANK if b.startswith(_BLANK) else b) for a, b in pairs}
