"""The nodes of one graph mapped to those of another: candidates as mappings, with predicates and conflicts.

What either graph states comes first, then codes that both give, then what `role_matching` and `capability_matching`
find. A role is exactly another where both are each other's likeliest and bear one label; one of many that go to the
same role is narrower than it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from rolegraph.facts.matches import all_mappings
from rolegraph.linking.capability_matching import CapabilityPair, capability_pairs
from rolegraph.linking.name_matcher import tokens
from rolegraph.linking.node_texts import NodeText, node_texts
from rolegraph.linking.role_matching import RolePairs, role_pairs
from rolegraph.model import __version__
from rolegraph.model.mappings import GraphMapping, MatchPredicate, NodeMapping, ProposedMapping
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind
from rolegraph.rdf.dataset import Dataset

if TYPE_CHECKING:
    from rolegraph.linking.vectors import Positions

TOOL: Final = "rolegraph map"
LEAST: Final = 0.8  # confidence of what is proposed, unless a user says otherwise
LIKELY: Final = 0.2  # of what a person may look at
_SHOWN: Final = 5  # candidates of a subject
_SHARED_CODE: Final = 0.9
_SAME_LABEL: Final = 0.92  # of roles with one label that are each other's likeliest
_LESS: Final = 0.3  # for what else there is, where a code says which it is
_SHORTEST_CODE: Final = 5  # signs: shorter ones mean other things elsewhere
_COUNTED: Final = 1.0  # of a score, from which a part is named as evidence

_LEXICAL, _COMPOSITE, _SEMANTIC = "LexicalMatching", "CompositeMatching", "SemanticSimilarityThresholdMatching"
_BACKGROUND, _INVERTED = "BackgroundKnowledgeBasedMatching", "MappingInversion"

Found = dict[tuple[str, str], tuple[NodeMapping, tuple[str, ...]]]


def matched(
    first: Dataset,
    second: Dataset,
    names: tuple[str, str],
    *,
    least: float = LEAST,
    stated: bool = True,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> GraphMapping:
    """Candidates between all roles and capabilities; `stated` if what the graphs themselves state counts."""
    sides = [node_texts(dataset, (Kind.ROLE, *CAPABILITY_KINDS)) for dataset in (first, second)]
    (roles, capabilities), (other_roles, other_capabilities) = (_parted(nodes) for nodes in sides)
    found: Found = {}
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    for row, predicate, justification, evidence in _of_roles(roles, other_roles, progress):
        one, other, confidence = row
        shares[one.iri][other.iri] = confidence
        _add(found, _mapping(one, other, predicate, confidence, justification), evidence)
    likely = {role: {other for other, share in of.items() if share >= LIKELY} for role, of in shares.items()}
    for pair in capability_pairs(capabilities, other_capabilities, likely):
        one, other = capabilities[pair.first], other_capabilities[pair.second]
        _add(found, _mapping(one, other, pair.predicate, pair.confidence, _how(pair)), pair.evidence)
    coded = list(_same_codes(*sides))
    ends = {node.iri for pair in coded for node in pair}
    for key, (mapping, evidence) in found.items():
        if not ends.isdisjoint(key):
            found[key] = mapping._replace(confidence=max((mapping.confidence or 0.0) - _LESS, 0.0)), evidence
    for one, other in coded:
        _coded(found, one, other)
    known = tuple({node.iri: node for node in nodes} for nodes in sides)
    for mapping in [*all_mappings(first), *all_mappings(second)] if stated else ():
        _stated(found, mapping, *known)
    candidates = tuple(_shown(found, *known))
    return GraphMapping(*names, least, candidates, dict(Counter(node.kind for node in sides[0])))


def _parted(nodes: Iterable[NodeText]) -> tuple[list[NodeText], list[NodeText]]:
    nodes = list(nodes)
    return [n for n in nodes if n.kind is Kind.ROLE], [n for n in nodes if n.kind is not Kind.ROLE]


def _add(found: Found, mapping: NodeMapping, evidence: tuple[str, ...]) -> None:
    if mapping.subject != mapping.object:
        found[mapping.subject, mapping.object] = (mapping, evidence)


def _mapping(
    one: NodeText, other: NodeText, predicate: MatchPredicate, confidence: float, justification: str
) -> NodeMapping:
    return NodeMapping(
        one.iri,
        other.iri,
        predicate,
        round(confidence, 2),
        justification,
        one.label,
        other.label,
        tool=TOOL,
        tool_version=__version__,
    )


_Judged = tuple[tuple[NodeText, NodeText, float], MatchPredicate, str, tuple[str, ...]]


def _of_roles(
    roles: Sequence[NodeText], others: Sequence[NodeText], progress: Callable[[int, int], None]
) -> Iterator[_Judged]:
    """Likely pairs of roles. The larger graph is asked first, so that the order of both makes no difference."""
    turned = (len(others), [node.iri for node in others]) > (len(roles), [node.iri for node in roles])
    large, small = (others, roles) if turned else (roles, others)
    pairs = role_pairs(large, small, progress)
    confidences, parts = pairs.confidences(), pairs.parts()
    best_row, best_column = _best(pairs.rows, pairs), _best(pairs.columns, pairs)
    for place in (confidences >= LIKELY / 2).nonzero()[0].tolist():
        row, column = int(pairs.rows[place]), int(pairs.columns[place])
        one, other = large[row], small[column]
        is_best, is_first = best_row[row] == place, best_column[column] == place
        equal = _key(one.label) == _key(other.label)
        exact = equal and is_best and is_first
        close = is_first or not is_best
        predicate = MatchPredicate.EXACT if exact else MatchPredicate.CLOSE if close else MatchPredicate.BROAD
        evidence = tuple(part for part, points in parts.items() if points[place] >= _COUNTED)
        named = "names" in evidence
        how = _LEXICAL if exact else _COMPOSITE if named else _SEMANTIC
        confidence = min(max(float(confidences[place]), _SAME_LABEL if exact else 0.0), 0.97)
        told = ("same label", *evidence) if equal else evidence
        if turned:
            yield (other, one, confidence), predicate.inverse, how, told
        else:
            yield (one, other, confidence), predicate, how, told


def _best(numbers: Positions, pairs: RolePairs) -> dict[int, int]:
    """For each role of one side the place of its likeliest pair."""
    found: dict[int, int] = {}
    for place, number in enumerate(numbers.tolist()):
        if number not in found or pairs.scores[place] > pairs.scores[found[number]]:
            found[number] = place
    return found


def _key(label: str) -> tuple[str, ...]:
    return tuple(key for _, (_, key) in tokens(label))


def _how(pair: CapabilityPair) -> str:
    return _COMPOSITE if len(pair.evidence) > 1 else _LEXICAL


def _same_codes(first: Sequence[NodeText], second: Sequence[NodeText]) -> Iterator[tuple[NodeText, NodeText]]:
    """Nodes of one kind with one code, where it is long enough to be no other's and one node alone has it there."""
    of_code: defaultdict[str, list[NodeText]] = defaultdict(list)
    for node in second:
        for code in node.codes:
            of_code[code].append(node)
    for node in first:
        for code in node.codes:
            same = of_code.get(code, [])
            if len(code) >= _SHORTEST_CODE and not code.isalpha() and len(same) == 1 and same[0].kind is node.kind:
                yield node, same[0]


def _coded(found: Found, one: NodeText, other: NodeText) -> None:
    known, evidence = found.get((one.iri, other.iri), (None, ()))
    exact = known is not None and known.predicate is MatchPredicate.EXACT
    predicate = MatchPredicate.EXACT if exact else MatchPredicate.CLOSE
    confidence = _SHARED_CODE + (0.05 if exact else 0.0)
    mapping = _mapping(one, other, predicate, confidence, _BACKGROUND)
    _add(found, mapping, ("same code", *evidence))


def _stated(found: Found, mapping: NodeMapping, first: dict[str, NodeText], second: dict[str, NodeText]) -> None:
    """A mapping between the two that a graph states, in place of what is proposed."""
    if mapping.subject in second and mapping.object in first:
        mapping = mapping._replace(
            subject=mapping.object,
            object=mapping.subject,
            predicate=mapping.predicate.inverse,
            justification=_INVERTED,
        )
    if mapping.subject in first and mapping.object in second:
        source = mapping.source.label if mapping.source else ""
        mapping = mapping._replace(
            subject_label=first[mapping.subject].label, object_label=second[mapping.object].label, source=None
        )
        _add(found, mapping, (f"stated by {source}" if source else "stated",))


def _shown(found: Found, first: dict[str, NodeText], second: dict[str, NodeText]) -> Iterator[ProposedMapping]:
    """The likeliest candidates of each subject, ranked, with what contradicts them."""

    def order(row: tuple[NodeMapping, tuple[str, ...]]) -> tuple[str, float, str]:
        return row[0].subject, -(row[0].confidence or 0.0), row[0].object

    rows = sorted((row for row in found.values() if (row[0].confidence or 0.0) >= LIKELY), key=order)
    sure = [row[0] for row in rows if (row[0].confidence or 0.0) >= LIKELY * 2]
    subjects, objects = (Counter(getattr(row, side) for row in sure) for side in ("subject", "object"))
    for subject, group in groupby(rows, key=lambda row: row[0].subject):
        of_subject = list(group)[:_SHOWN]
        for rank, (mapping, evidence) in enumerate(of_subject, start=1):
            counts = subjects[subject], objects[mapping.object]
            others = next((row.object_label for row, _ in of_subject if row.object != mapping.object), "")
            conflict = "; ".join(
                [f"also near: {others}"] * (counts[0] > 1 and bool(others))
                + [f"{counts[1] - 1} more {'goes' if counts[1] == 2 else 'go'} to the same"] * (counts[1] > 1)
            )
            cardinality = f"{'n' if counts[1] > 1 else '1'}:{'n' if counts[0] > 1 else '1'}"
            comment = mapping.comment or "; ".join(filter(None, (f"by {', '.join(evidence)}", conflict)))
            slots = tuple(sorted({**dict(mapping.others), "mapping_cardinality": cardinality}.items()))
            yield ProposedMapping(
                mapping._replace(comment=comment, others=slots),
                first[subject].kind,
                rank,
                evidence,
                conflict,
                first[subject].definition,
                second[mapping.object].definition,
            )
