"""Datasets joined by mappings, with what the shipped graph knows of capabilities below them.

What mappings say is worked out once for a graph and kept: which capabilities are one, which are close to each other,
and which broader. An exact match joins two capabilities unless it is less sure than `LEAST_CONFIDENCE`, or would make
two things of one source the same: of those that contradict each other the surest counts.
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

from rolegraph.errors import SourceError
from rolegraph.facts.cache import carry_index, clear_index, has_index, keep, kept_file, write_index
from rolegraph.facts.knowledge import knowledge
from rolegraph.facts.lexicon import LexiconEntry
from rolegraph.facts.matches import LEAST_CONFIDENCE, all_mappings, naming, same_roles
from rolegraph.facts.requirements import reachable
from rolegraph.model.mappings import OUR_TAXONOMY, MatchPredicate, NodeMapping, taxonomy_of
from rolegraph.model.nodes import CAPABILITY_KINDS, LEARNABLE_KINDS, Kind, Node, fold
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import cache, is_built
from rolegraph.rdf.joined import JoinedDataset, dataset_of_relations, joined_fingerprint
from rolegraph.rdf.places import lay, open_dataset
from rolegraph.rdf.transactions import building
from rolegraph.rdf.vocabulary import RDF, RG, SKOS

UNSTATED_CONFIDENCE: Final = 0.9  # of a mapping without one: somebody published it
# How much of the smaller effort something close saves, for each share of confidence that it is close.
CLOSE_STRENGTH: Final = 0.8
_MERGED, _MOST_MERGED = "merged", 2  # a folder in the cache, and how many stores are kept there
_PREREQUISITE: Final = RG + "prerequisite"
Edges = list[tuple[str, str]]


@dataclass
class Joining:
    """How datasets are joined: `same`, `cut` and `below` as in `JoinedDataset`.

    Of what is close there is a strength, and of all that is derived a reason and the source.
    """

    same: dict[str, str] = field(default_factory=dict)
    close: list[tuple[str, str, float, str, str]] = field(default_factory=list)
    broader: list[tuple[str, str, str]] = field(default_factory=list)
    cut: list[tuple[str, str]] = field(default_factory=list)
    below: bool = False

    def derived(self) -> Dataset | None:
        """What follows from mappings, as statements."""
        return dataset_of_relations(self.close, self.broader) if self.close or self.broader else None


def joined(parts: Sequence[Dataset], *, alone: bool = False, ships: bool = False) -> Dataset:
    """Datasets as one; a single one that nothing is joined to stays as it is.

    Parameters
    ----------
    parts
        In the order in which sources replace each other.
    alone
        Whether only what the parts state counts, and nothing of the shipped graph.
    ships
        Whether the shipped graph is one of the parts.
    """
    if any(part.is_remote for part in parts):
        return parts[0]
    below = None if alone or ships else knowledge()
    below_fingerprint = below.fingerprint if below is not None else ""
    frame = JoinedDataset(
        opened=parts[0].opened,
        files=tuple(file for part in parts for file in part.files),
        places=tuple(place for part in parts for place in part.places),
        fingerprint=joined_fingerprint([*(part.fingerprint for part in parts), below_fingerprint or "alone"]),
        stored=parts[0].stored if len(parts) == 1 else None,
        parts=tuple(parts),
        below=below,
        below_fingerprint=below_fingerprint or "alone",
    )
    if len(parts) > 1 and any(part.stored for part in parts):
        frame = replace(frame, merge=partial(_merged, frame.places, frame.fingerprint))
    joining = _kept(frame) or _made(frame)
    is_plain = not (joining.same or joining.close or joining.broader or joining.below)
    if is_plain and len(parts) == 1:
        return parts[0]
    return replace(
        frame,
        below=below if joining.below else None,
        same=joining.same,
        derived=joining.derived(),
        cut=frozenset(joining.cut),
        cache=type(frame.cache)(),
    )


def merges_first(dataset: Dataset) -> bool:
    """Whether a query over a dataset has to wait until its parts are put together on disk."""
    stores = len(dataset.each) > 1 and any(part.stored for part in dataset.each)
    return stores and not is_built(_merged_place(dataset.fingerprint))


def _merged_place(fingerprint: str) -> Path:
    return cache() / _MERGED / fingerprint[:32]


def _merged(places: Sequence[Path], fingerprint: str) -> Dataset | None:
    """Several places as one store in the user's cache, where it is made once; None where it cannot be."""
    place = _merged_place(fingerprint)
    with suppress(SourceError, OSError):
        if not is_built(place):
            place.parent.mkdir(parents=True, exist_ok=True)
            with building(place) as made:
                lay(places, made.store)
            others = sorted(place.parent.iterdir(), key=lambda other: other.stat().st_mtime)
            for other in others[:-_MOST_MERGED]:
                shutil.rmtree(other, ignore_errors=True)
        return open_dataset([place])
    return None


def opened_to_index(place: Path) -> Dataset:
    """A built graph, which nobody may be writing to, as it is opened for questions; nothing is kept of it yet."""
    clear_index(place)
    return joined([open_dataset([place])])


def index_built(place: Path) -> None:
    """Compute names and matrix of a built graph, which nobody may be writing to, and put them beside its triples."""
    write_index(place, opened_to_index(place))


def reindex(before: Path, after: Path, entries: Collection[LexiconEntry], without: str = "") -> None:
    """Give a built graph, which nobody may be writing to, its index where it only says more of what no index is about.

    `before` is where its earlier state is, whose index it gets, with the names of `entries` and `without` a part that
    is about that.
    """
    old, new = (open_dataset([place]).fingerprint for place in (before, after))
    below = [knowledge().fingerprint, "alone"]
    same = {joined_fingerprint([old, one]): joined_fingerprint([new, one]) for one in below}
    if not carry_index(before, after, {old: new, **same}, entries, without):
        index_built(after)


def _place(frame: JoinedDataset) -> tuple[Dataset, str]:
    """The graph with which it is kept how a dataset is joined, and the name of the file."""
    host = frame.parts[0] if len(frame.parts) == 1 else frame
    return host, f"joining-{frame.below_fingerprint[:12]}.json"


def _kept(frame: JoinedDataset) -> Joining | None:
    if (path := kept_file(*_place(frame))) is None:
        return None
    try:
        parts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    tuples = {name: [tuple(row) for row in parts[name]] for name in ("close", "broader", "cut")}
    return Joining(same=parts["same"], below=parts["below"], **tuples)


def _made(frame: JoinedDataset) -> Joining:
    joining = join(frame)
    host, name = _place(frame)
    if has_index(host):
        keep(host, name, partial(_write, joining))
    return joining


def _write(joining: Joining, path: Path) -> None:
    path.write_text(json.dumps(asdict(joining)), encoding="utf-8")


def join(frame: JoinedDataset) -> Joining:
    """How the parts of a dataset, which is not joined yet, and what lies below are to be joined."""
    parts = [_capabilities_in(part, CAPABILITY_KINDS) for part in frame.parts]
    layers = [*parts, *([_capabilities_in(frame.below, CAPABILITY_KINDS)] if frame.below is not None else [])]
    rows = all_mappings(frame, lambda iri: any(knows(iri) for knows in layers))
    exact = [row for row in rows if row.predicate is MatchPredicate.EXACT and _sureness(row) >= LEAST_CONFIDENCE]
    same = _classes(frame, [*exact, *_by_name(frame)])
    joining = Joining(same=same)
    frame = replace(frame, same=same, cache=type(frame.cache)())
    for row in rows:
        subject, object_ = frame.one(row.subject), frame.one(row.object)
        if subject != object_:
            _relate(frame, joining, row, subject, object_)
    joining.below = _uses_below(frame, parts)
    joining.cut = _circular(frame) if same or joining.below else []
    return joining


def _sureness(row: NodeMapping) -> float:
    return UNSTATED_CONFIDENCE if row.confidence is None else row.confidence


def _capabilities_in(dataset: Dataset, kinds: Sequence[Kind]) -> Callable[[str], bool]:
    """Whether a dataset knows a node as a capability; what is on disk is asked for each, since it may be large."""
    classes = [kind.class_iri for kind in kinds]
    if dataset.stored is not None:
        return lambda iri: not set(classes).isdisjoint(dataset.objects(iri, RDF + "type"))
    return frozenset(iri for class_ in classes for iri in dataset.subjects(RDF + "type", class_)).__contains__


def _relate(frame: JoinedDataset, joining: Joining, row: NodeMapping, subject: str, object_: str) -> None:
    """Note what follows from a mapping between nodes that are not the same."""
    source = row.source.iri if row.source is not None else ""
    if row.predicate in (MatchPredicate.BROAD, MatchPredicate.NARROW):
        narrow, broad = (subject, object_) if row.predicate is MatchPredicate.BROAD else (object_, subject)
        known = defaultdict[str, list[str]](list)
        for one, other, _ in joining.broader:
            known[one].append(other)
        above = reachable([broad], lambda iri: [*frame.objects(iri, SKOS + "broader"), *known[iri]])
        if _sureness(row) >= LEAST_CONFIDENCE and narrow not in above:
            joining.broader.append((narrow, broad, source))
    elif row.predicate in (MatchPredicate.CLOSE, MatchPredicate.EXACT):
        strength = round(CLOSE_STRENGTH * _sureness(row), 2)
        if strength > 0:
            joining.close.append((subject, object_, strength, f"mapped as {row.words}", source))


def _classes(frame: JoinedDataset, exact: Iterable[NodeMapping]) -> dict[str, str]:
    """Of each capability that is the same as others, the one that stands for all of them."""
    members: dict[str, frozenset[str]] = {}
    order = {row: number for number, row in enumerate(exact)}
    for row in sorted(order, key=lambda row: (-_sureness(row), row.subject, row.object)):
        one, other = (members.get(iri, frozenset((iri,))) for iri in (row.subject, row.object))
        if one != other and naming(frame, one).isdisjoint(naming(frame, other)):
            members |= dict.fromkeys(one | other, one | other)
    same: dict[str, str] = {}
    for some in set(members.values()):
        first = min(some, key=partial(_rank, frame.parts))
        same |= {iri: first for iri in some if iri != first}
    return same


def _rank(parts: Sequence[Dataset], iri: str) -> tuple[int, bool, bool, str]:
    """The node of the first place stands for those of others; in one place that of the shipped graph does."""
    places = [number for number, part in enumerate(parts) if part.objects(iri, RDF + "type")]
    return min(places, default=len(parts)), taxonomy_of(iri) != OUR_TAXONOMY, not _is_shipped(iri), iri


def _is_shipped(iri: str) -> bool:
    """Whether the shipped graph has a capability: what is made of tables bears IRIs of the same form."""
    return taxonomy_of(iri) == OUR_TAXONOMY and bool(knowledge().objects(iri, RDF + "type"))


def first_of(dataset: Dataset, nodes: Sequence[Node]) -> Node | None:
    """Of several roles of one name the one that is meant where nobody says which; None where that is not certain.

    Where all are exactly the same it is that of the first place, or in one place that of the shipped graph. Where they
    are not, it is the only one of the first place: what is laid beside a graph takes no name from it.
    """
    if any(node.kind is not Kind.ROLE for node in nodes):
        return None
    parts = dataset.parts if isinstance(dataset, JoinedDataset) else (dataset,)
    ranks = {node: _rank(parts, node.iri) for node in nodes}
    first = min(nodes, key=ranks.__getitem__)
    in_first_place = [node for node in nodes if ranks[node][0] == ranks[first][0]]
    is_same = {node.iri for node in nodes} <= {first.iri, *same_roles(dataset, first.iri)}
    return first if is_same or in_first_place == [first] else None


def _by_name(frame: JoinedDataset) -> Iterator[NodeMapping]:
    """Skills and tools of files that have the label of one that lies below, and of only one.

    What is in a built store is not compared: taxonomies have mappings.
    """
    if frame.below is None:
        return
    known = _labelled(frame.below)
    for part in frame.parts:
        for label, iris in (_labelled(part) if part.stored is None else {}).items():
            others = known.get(label, set())
            if len(iris) == 1 and len(others) == 1 and iris.isdisjoint(others):
                (subject,), (object_,) = iris, others
                yield NodeMapping(
                    subject, object_, MatchPredicate.EXACT, UNSTATED_CONFIDENCE, "LexicalMatching", label, label
                )


def _labelled(dataset: Dataset) -> dict[str, set[str]]:
    """Skills and tools by their labels, folded, in English or without a language."""
    known: dict[str, set[str]] | None = dataset.cache.memo.get(_labelled)
    if known is not None:
        return known
    found: dict[str, set[str]] = {}
    for kind in LEARNABLE_KINDS:
        for iri in dataset.subjects(RDF + "type", kind.class_iri):
            for language, label in dataset.texts(iri, SKOS + "prefLabel"):
                if not language or language.partition("-")[0].lower() == "en":
                    found.setdefault(fold(label), set()).add(iri)
    dataset.cache.memo[_labelled] = found
    return found


def _uses_below(frame: JoinedDataset, parts: Sequence[Callable[[str], bool]]) -> bool:
    """Whether the parts speak of any capability that lies below."""
    if frame.below is None:
        return False
    learnable = (iri for kind in LEARNABLE_KINDS for iri in frame.below.subjects(RDF + "type", kind.class_iri))
    members = (member for iri in learnable for member in frame.members(frame.one(iri)))
    return any(knows(member) for member in members for knows in parts)


def _circular(frame: JoinedDataset) -> list[tuple[str, str]]:
    """Prerequisites that would lead in a circle only since nodes are joined, or since something lies below."""
    after: defaultdict[str, set[str]] = defaultdict(set)
    cut = []
    stated = [part.pairs(_PREREQUISITE) for part in frame.parts]
    below = frame.below.pairs(_PREREQUISITE) if frame.below is not None else []
    plain = [pair for pairs in stated for pair in pairs if not {*pair} & frame.same.keys()]
    for iri, needed in plain:  # a circle among these is one of the source itself, and is said
        after[iri].add(needed)
    others = [pair for pairs in (*stated, below) for pair in pairs]
    for iri, needed in ((frame.one(iri), frame.one(needed)) for iri, needed in others):
        if needed in after[iri]:
            continue
        if iri in reachable([needed], lambda one: after.get(one, ())):
            cut.append((iri, needed))
        else:
            after[iri].add(needed)
    return cut
