"""What a graph holds, read in bulk: its nodes, how they are related, and which sources say so.

What only describes a relation is no node here: a requirement is the relation of a role to what it asks for, with a
level, and a rating that of a role to what it was rated on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from rolegraph.errors import RolegraphError
from rolegraph.facts.labels import language_order, main_language, node, own_labels
from rolegraph.facts.lexicon import Lexicon
from rolegraph.facts.requirements import grouped
from rolegraph.model.mappings import MatchPredicate
from rolegraph.model.nodes import Kind, Level, Node, fold
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import DCTERMS, PROV, RDF, RG, SKOS, SSSOM
from rolegraph.render.text import counted

MOST_NODES: Final = 60_000
_MOST_EDGES: Final = 1_000_000
_HIDDEN: Final = (Kind.REQUIREMENT, Kind.RATING, Kind.SOURCE)  # what describes a relation, or who says what


class Words(NamedTuple):
    """What a relation is called from its start and from its end; the same where it has no direction."""

    forward: str
    backward: str


_OURS: Final = {
    "requires": Words("requires", "required by"),
    "accepts": Words("requires one of", "accepted by"),
    "prefers": Words("nice to have", "nice to have for"),
    "usesTool": Words("uses", "used by"),
    "alsoUses": Words("also uses", "also used by"),
    "inDemand": Words("in demand", "in demand for"),
    "foundIn": Words("found in", "has the role"),
    "prerequisite": Words("needs first", "needed for"),
    "closeTo": Words("close to", "close to"),
    "category": Words("in the category", "holds"),
    "field": Words("in the field", "field of"),
    "hasResponsibility": Words("is responsible for", "responsibility of"),
    "hasTip": Words("tip", "tip for"),
    "hasOutlook": Words("outlook", "outlook of"),
    "preparation": Words("takes preparation", "preparation for"),
    "estimatedFrom": Words("estimated from", "used to estimate"),
    "forRole": Words("posting for", "has the posting"),
    "industry": Words("in the industry", "has the posting"),
}
_RELATIONS: Final = {
    **{RG + term: words for term, words in _OURS.items()},
    SKOS + "broader": Words("is a kind of", "includes"),
    SKOS + "related": Words("related to", "related to"),
    SKOS + "member": Words("has the member", "member of"),
    MatchPredicate.EXACT.iri: Words("means the same as", "means the same as"),
    MatchPredicate.CLOSE.iri: Words("means nearly the same as", "means nearly the same as"),
    MatchPredicate.BROAD.iri: Words("is narrower than", "is wider than"),
    MatchPredicate.NARROW.iri: Words("is wider than", "is narrower than"),
    MatchPredicate.RELATED.iri: Words("matches loosely", "matches loosely"),
}
# Relations that lead through a node which only describes them. The first is stated as `requires`, `accepts` and
# `prefers` as well: of it, only levels are read here.
_REQUIREMENT: Final = (RG + "hasRequirement", RG + "anyOf")
_THROUGH: Final = {
    (RG + "hasRequirement", RG + "example"): Words("requires, for example", "example for"),
    (RG + "estimatedRequirement", RG + "anyOf"): Words("estimated to require", "estimated for"),
    (RG + "alsoAsks", RG + "anyOf"): Words("also asks for", "also asked for by"),
    (RG + "asksFor", RG + "anyOf"): Words("asks for", "asked for by"),
    (RG + "hasRating", RG + "rates"): Words("is rated on", "rated for"),
}
_WHOLE: Final = {_REQUIREMENT: Words("asks for", "asked for by"), **_THROUGH}
_ASKS: Final = (RG + "requires", RG + "accepts", RG + "prefers")
# What relates no two nodes: texts, numbers, scales, and remarks on statements.
_NO_RELATION: Final = frozenset(
    [
        *(RG + term for term in (
            "anyOf asksExperience asksFor alsoAsks attribution authority closes confidence contentHash countedBy covers"
            " currency degreeLevel effort employer employment employmentType equity estimatedRequirement evidence"
            " example experienceIn growth hasPay hasRating hasRequirement hotTechnology importance level line"
            " maximumYears minimumYears movedFrom movedTo necessity observes openToRelated openings payHigh payLow"
            " payMean payMedian payPeriod people periodEnd periodStart place posted quote rank rates remote reuseLevel"
            " section seniority share signallingValue similarity skillType sourceKind sourceLevel standardError"
            " statedIn strength taskType textHash title version"
            " alonePostings asking demandFor demandIn essentialPostings firstPosted growthHigh growthLow lastPosted"
            " leastPostings postings rows"  # of what was counted
        ).split()),
        *(SKOS + term for term in (
            "prefLabel altLabel hiddenLabel definition notation note scopeNote example historyNote changeNote"
            " editorialNote inScheme hasTopConcept topConceptOf"
        ).split()),
        *(RDF + term for term in "type subject predicate object".split()),
    ]
)  # fmt: skip
_NO_RELATIONS: Final = (PROV, DCTERMS, SSSOM)


class Relation(NamedTuple):
    """One way in which nodes are related: its edges lead from a node's number to another's, with a level or 0."""

    term: str
    words: Words
    edges: tuple[tuple[int, int, int], ...]


class SourceShare(NamedTuple):
    """A source with how many statements it makes."""

    title: str
    url: str
    statements: int


@dataclass(frozen=True)
class Contents:
    """A graph's nodes by kind, the most connected first, and all that is known of them, by their numbers.

    `names`, `definitions`, `codes`, `hours` and `origins` (numbers of `sources`) are as long as `nodes`. `total_nodes`
    and `total_edges` count what is left out, too; `outside` counts mappings to what this graph does not hold.
    """

    nodes: tuple[Node, ...]
    names: tuple[tuple[str, ...], ...]
    definitions: tuple[str, ...]
    codes: tuple[str, ...]
    hours: tuple[str, ...]
    origins: tuple[tuple[int, ...], ...]
    relations: tuple[Relation, ...]
    sources: tuple[SourceShare, ...]
    total_nodes: int
    total_edges: int
    outside: int
    language: str

    @property
    def edges(self) -> int:
        """How many edges there are."""
        return sum(len(relation.edges) for relation in self.relations)

    @property
    def cut(self) -> str:
        """What is left out, in words."""
        if len(self.nodes) == self.total_nodes and self.edges == self.total_edges:
            return ""
        return (
            f"showing the {len(self.nodes):,} most connected of {self.total_nodes:,} nodes,"
            f" and {self.edges:,} of {self.total_edges:,} relations"
        )

    @property
    def by_kind(self) -> dict[Kind, int]:
        """How many nodes there are of each kind, in the order of the vocabulary."""
        counts = Counter(found.kind for found in self.nodes)
        return {kind: counts[kind] for kind in Kind if counts[kind]}

    @property
    def summary(self) -> tuple[str, ...]:
        """What is in it, in sentences."""
        if not self.nodes:
            return ("Nothing is in this graph.",)
        kinds = ", ".join(counted(count, kind.value) for kind, count in self.by_kind.items())
        sources = f" from {counted(len(self.sources), 'source')}" if self.sources else ""
        lines = [f"{kinds}.", f"{counted(self.edges, 'relation')}{sources}."]
        if self.outside:
            lines.append(f"{counted(self.outside, 'mapping')} to what other graphs hold.")
        return tuple(lines)


def read_contents(dataset: Dataset, lexicon: Lexicon, most: int = MOST_NODES, around: Node | None = None) -> Contents:
    """The contents of a graph, at most so many nodes and a million edges: those that are connected most.

    A node `around` which something is asked is one of them; RolegraphError where the graph does not have it.
    """
    known = _nodes(dataset, lexicon)
    if around is not None and around.iri not in known:
        why = f"a {around.kind} is part of no drawing" if around.kind in _HIDDEN else "it is only known from elsewhere"
        raise RolegraphError(f"there is nothing to draw around {around.label!r} in this graph: {why}")
    pairs, outside = _relations(dataset, known)
    degree: Counter[str] = Counter()
    for edges in pairs.values():
        for start, end in edges:
            degree[start] += 1
            degree[end] += 1
    if around is not None:
        degree[around.iri] += sum(degree.values()) + 1  # it comes before all others
    place = {kind: number for number, kind in enumerate(Kind)}
    ordered = sorted(known.values(), key=lambda found: (-degree[found.iri], fold(found.label), found.iri))[:most]
    ordered.sort(key=lambda found: place[found.kind])  # stable: within a kind, the most connected first
    number = {found.iri: place for place, found in enumerate(ordered)}
    relations, room = [], _MOST_EDGES
    levels = _levels(dataset) if any(term in _ASKS for term, _ in pairs) else {}
    for (term, words), edges in pairs.items():
        there = sorted(
            (number[start], number[end], levels.get((start, end), 0) if term in _ASKS else 0)
            for start, end in edges
            if start in number and end in number
        )[:room]
        room -= len(there)
        if there:
            relations.append(Relation(term, words, tuple(there)))
    iris = [found.iri for found in ordered]
    sources, origins = _origins(dataset, iris)
    names, hours = _names(dataset, ordered), dataset.values(RG + "effort")
    definitions, codes = dataset.values(SKOS + "definition"), dataset.values(SKOS + "notation")
    return Contents(
        nodes=tuple(ordered),
        names=tuple(names.get(iri, ()) for iri in iris),
        definitions=tuple(definitions.get(iri, "") for iri in iris),
        codes=tuple(codes.get(iri, "") for iri in iris),
        hours=tuple(hours.get(iri, "") for iri in iris),
        origins=tuple(origins.get(iri, ()) for iri in iris),
        relations=tuple(relations),
        sources=sources,
        total_nodes=len(known),
        total_edges=sum(map(len, pairs.values())),
        outside=outside,
        language=main_language(dataset),
    )


def _nodes(dataset: Dataset, lexicon: Lexicon) -> dict[str, Node]:
    """All nodes of the graph itself, by IRI."""
    known = {found.iri: found for found in lexicon if found.kind not in _HIDDEN}
    labels = own_labels(dataset)
    for kind in (Kind.RESPONSIBILITY, Kind.OUTLOOK, Kind.TIP, Kind.POSTING):
        for iri in dataset.subjects(RDF + "type", kind.class_iri):
            known.setdefault(iri, Node(iri, kind, labels[iri]) if iri in labels else node(dataset, iri))
    return {iri: found for iri, found in known.items() if iri not in dataset.only_below}


def _relations(
    dataset: Dataset, known: Mapping[str, Node]
) -> tuple[dict[tuple[str, Words], set[tuple[str, str]]], int]:
    """The pairs that each relation joins, in the order of the words above and then by name; mappings to elsewhere."""
    used = dataset.predicate_sizes()
    found: dict[tuple[str, Words], set[tuple[str, str]]] = {}
    outside: set[tuple[str, str, str]] = set()
    others = sorted(used.keys() - _RELATIONS.keys() - _NO_RELATION)
    for term in (*_RELATIONS, *(term for term in others if not term.startswith(_NO_RELATIONS))):
        if term not in used:
            continue
        pairs = set(dataset.links(term))
        there = {(start, end) for start, end in pairs if start in known and end in known and start != end}
        if there:
            found[term, words_of(term)] = _once(term, there)
        if term in _MATCHES:
            outside |= {(term, *pair) for pair in pairs if (pair[0] in known) != (pair[1] in known)}
    for (to, onwards), words in _THROUGH.items():
        if to in used:
            direct = {pair for pair in _through(dataset, to, onwards) if pair[0] in known and pair[1] in known}
            if direct:
                found[f"{to} {onwards}", words] = direct
    return found, len(outside)


_MATCHES: Final = frozenset(predicate.iri for predicate in MatchPredicate)
_SYMMETRIC: Final = frozenset(term for term, words in _RELATIONS.items() if words.forward == words.backward)


def _once(term: str, pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Pairs of a relation without direction once, even where both directions are stated."""
    return {(min(pair), max(pair)) for pair in pairs} if term in _SYMMETRIC else pairs


def words_of(term: str) -> Words:
    """What a relation is called, by its predicate.

    >>> words_of("http://www.w3.org/2004/02/skos/core#broader").backward
    'includes'
    """
    return _RELATIONS.get(term) or _spoken(term)


def words_through(term: str) -> tuple[str, Words] | None:
    """Of a relation from what only describes another one: how that is pointed at, and what both together are called."""
    return next(((to, words) for (to, onwards), words in _WHOLE.items() if onwards == term), None)


def _spoken(term: str) -> Words:
    """A relation of another vocabulary by its name, as words: `isPartOf` is "is part of"."""
    name = term.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]
    words = "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in name).replace("_", " ").strip()
    return Words(words or term, f"{words or term} (from the other end)")


def _through(dataset: Dataset, to: str, onwards: str) -> Iterator[tuple[str, str]]:
    ends = grouped(dataset.links(onwards))
    for start, middle in dataset.links(to):
        for end in ends.get(middle, ()):
            yield start, end


def _levels(dataset: Dataset) -> dict[tuple[str, str], int]:
    """The highest level at which a role asks for something, where any is stated."""
    known = {level.iri: int(level) for level in Level}
    stated: dict[str, int] = {}
    for requirement, level in dataset.links(RG + "level"):
        if level in known:
            stated[requirement] = max(known[level], stated.get(requirement, 0))
    if not stated:
        return {}
    to, onwards = _REQUIREMENT
    ends = grouped(pair for pair in dataset.links(onwards) if pair[0] in stated)
    levels: dict[tuple[str, str], int] = {}
    for role, requirement in dataset.links(to):
        for end in ends.get(requirement, ()):
            levels[role, end] = max(stated[requirement], levels.get((role, end), 0))
    return levels


def _names(dataset: Dataset, nodes: Sequence[Node]) -> dict[str, tuple[str, ...]]:
    """What else nodes are called, in the languages that people want or in any if they want none."""
    labels = {found.iri: fold(found.label) for found in nodes}
    wanted = frozenset(language_order(dataset))
    found: dict[str, dict[str, str]] = {}
    for term in ("altLabel", "prefLabel"):
        for iri, language, name in dataset.tagged(SKOS + term):
            if iri in labels and (not wanted or not language or language in wanted) and fold(name) != labels[iri]:
                found.setdefault(iri, {}).setdefault(fold(name), name)
    return {iri: tuple(sorted(names.values())) for iri, names in found.items()}


def _origins(dataset: Dataset, iris: Iterable[str]) -> tuple[tuple[SourceShare, ...], dict[str, tuple[int, ...]]]:
    """The sources, those that say most first, and which of them say of a node what it is."""
    shares = {iri: dataset.size_of(iri) for iri in dataset.sources()}
    ordered = sorted(shares, key=lambda iri: (-shares[iri], iri))
    place = {iri: number for number, iri in enumerate(ordered)}
    wanted = set(iris)
    found: dict[str, set[int]] = {}
    for part in dataset.each:
        for kind in Kind:
            for quad in part.match(None, RDF + "type", kind.class_iri) if kind not in _HIDDEN else ():
                one = dataset.one(str(getattr(quad.subject, "value", "")))
                if one in wanted and (source := str(getattr(quad.graph_name, "value", ""))) in place:
                    found.setdefault(one, set()).add(place[source])
    listed = []
    for iri in ordered:
        url = dataset.value(iri, DCTERMS + "source") or ""
        listed.append(
            SourceShare(node(dataset, iri).label, url if url.startswith(("https://", "http://")) else "", shares[iri])
        )
    return tuple(listed), {iri: tuple(sorted(numbers)) for iri, numbers in found.items()}
