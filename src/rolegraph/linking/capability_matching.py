"""Which capability of one graph is which of another: by their names, what their labels share, texts, and who asks.

A name that both have is the evidence; how much it counts depends on which name it is of each, and on what the labels
have in common: *critical thinking* and *think critically* share a root, a tool with the name of its maker before it is
the same tool, and a group that lists its members among its names is broader than these. Definitions, and the roles that
ask for both, speak for a pair or against it. The numbers are set by hand, from what was right among pairs of the
shipped graph, ESCO and O*NET that were read one by one: `docs/explanation/mapping-graphs.md`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.linking.meaning import stems_of
from rolegraph.linking.name_matcher import tokens
from rolegraph.linking.node_texts import NodeText
from rolegraph.linking.text_pairs import TextPair, text_pair
from rolegraph.model.mappings import MatchPredicate
from rolegraph.model.nodes import LEARNABLE_KINDS, Kind

if TYPE_CHECKING:
    from rolegraph.linking.vectors import Positions

EXACT, CLOSE, BROAD, NARROW = MatchPredicate.EXACT, MatchPredicate.CLOSE, MatchPredicate.BROAD, MatchPredicate.NARROW

# How sure it is that two capabilities are what the predicate says, by what names they share.
SAME_LABEL, SAME_BUT_NUMBER, WITHOUT_BRACKET, WITH_MAKER = 0.96, 0.92, 0.93, 0.88
LONGER_NAME, COMMON_ROOT, MEMBER, OTHER_NAME, OTHER_NAMES, WORDS = 0.82, 0.82, 0.55, 0.5, 0.3, 0.35
_ONE_WORD: Final = 0.07  # less for a single word in another number
_ANOTHER_NUMBER_OF_A_NAME: Final = 0.4
_SPOKEN_FOR, _SHARE_NOTHING, _NO_ASKER = 0.05, -0.04, -0.1
_WORSE: Final = 0.3  # less, where there is a better counterpart
_TIED: Final = 0.2  # less, where there is an equal one
_ALIKE, _UNLIKE = 0.15, 0.01  # of definitions
_FEWEST_ASKERS: Final = 3
_COMMON: Final = 0.35  # of labels, from which they share what matters
_LABELS: Final = 0.7  # from which labels are alike without being equal
_FREQUENT: Final = 400  # labels that have a word, from which it finds no counterpart by itself
_MOST: Final = 0.97
_BLOCK: Final = 2000  # labels that are compared at once
_BRACKET: Final = re.compile(r"\s{0,9}\([^()]{0,200}\)")
_CAPITALISED: Final = re.compile(r"\s[A-Z][a-z]")

Key = tuple[str, ...]
_LABEL, _BARE, _OTHER = range(3)  # which name of a node it is


class CapabilityPair(NamedTuple):
    """A candidate: one capability of each graph, by place, with what speaks for it."""

    first: int
    second: int
    predicate: MatchPredicate
    confidence: float
    evidence: tuple[str, ...]


class _Name(NamedTuple):
    node: int
    which: int
    folded: Key


def capability_pairs(
    first: Sequence[NodeText], second: Sequence[NodeText], roles: Mapping[str, Collection[str]]
) -> list[CapabilityPair]:
    """All candidates, those of one node of the first graph together, the surest first.

    `roles` says which role of the second graph each of the first may be.
    """
    labels = text_pair((one.label for one in first), (one.label for one in second))
    texts = text_pair((one.definition for one in first), (one.definition for one in second))
    found: dict[tuple[int, int], CapabilityPair] = {}
    sharing = list(_sharing(first, second))
    common = labels.cosines_of(*_places((one.node, other.node) for one, other in sharing))
    for (one, other), much in zip(sharing, common, strict=True):
        pair = _judged(first, second, one, other, float(much))
        known = found.get(pair[:2])
        if known is None or pair.confidence > known.confidence:
            found[pair[:2]] = pair
    for row, column, alike in _similar(labels):
        if (row, column) not in found and _comparable(first[row], second[column]):
            confidence = WORDS + 0.15 * (alike - _LABELS) / (1 - _LABELS)
            found[row, column] = CapabilityPair(row, column, CLOSE, confidence, ("similar labels",))
    meant = texts.cosines_of(*_places(found))
    pairs = [
        _supported(pair, first, second, float(much), roles) for pair, much in zip(found.values(), meant, strict=True)
    ]
    return sorted(_ranked(pairs, first, second), key=lambda pair: (pair.first, -pair.confidence, pair.second))


def _places(pairs: Iterable[tuple[int, int]]) -> tuple[Positions, Positions]:
    import numpy as np

    rows, columns = np.array(list(pairs), dtype=np.intp).reshape(-1, 2).T
    return rows, columns


def _sharing(first: Sequence[NodeText], second: Sequence[NodeText]) -> Iterator[tuple[_Name, _Name]]:
    """Names that nodes of both graphs have."""
    of_second = _index(second)
    for key, names in _index(first).items():
        for one in names:
            for other in of_second.get(key, ()):
                if _comparable(first[one.node], second[other.node]):
                    yield one, other


def _index(nodes: Sequence[NodeText]) -> dict[Key, list[_Name]]:
    found: dict[Key, list[_Name]] = defaultdict(list)
    for place, node in enumerate(nodes):
        known: set[Key] = set()
        spelled = [
            (_LABEL, node.label),
            (_BARE, _BRACKET.sub("", node.label)),
            *((_OTHER, name) for name in node.names),
        ]
        for which, name in spelled:
            parts = [part for _, part in tokens(name)]
            key = tuple(key for _, key in parts)
            if key and key not in known and any(part[:1].isalnum() for part in key):
                known.add(key)
                found[key].append(_Name(place, which, tuple(folded for folded, _ in parts)))
    return found


def _comparable(one: NodeText, other: NodeText) -> bool:
    """Skills and tools with each other, any other kind with its own."""
    return one.kind == other.kind or (one.kind in LEARNABLE_KINDS and other.kind in LEARNABLE_KINDS)


def _judged(
    first: Sequence[NodeText], second: Sequence[NodeText], one: _Name, other: _Name, common: float
) -> CapabilityPair:
    """What a name that two nodes share says of them, whose labels have so much in common."""
    here, there = first[one.node], second[other.node]

    def pair(predicate: MatchPredicate, confidence: float, *evidence: str) -> CapabilityPair:
        return CapabilityPair(one.node, other.node, predicate, confidence, evidence)

    if _OTHER not in (one.which, other.which):
        return pair(EXACT, *_same_label(one, other, min(here.label, there.label, key=len)))
    if one.which == other.which == _OTHER:
        return pair(CLOSE, OTHER_NAMES + (0.3 if common > _COMMON else 0.0), "both have another name")
    named, longer = (there, here) if one.which == _OTHER else (here, there)
    told = "label is another name of the other"
    if set(stems_of(named.label)) < set(stems_of(longer.label)) or named.label.casefold() in longer.label.casefold():
        if named.label[:1].islower() and _is_product(longer):
            return pair(NARROW if longer is there else BROAD, MEMBER, told)
        if named.label[:1].islower() or longer.label.islower():
            return pair(CLOSE, LONGER_NAME - (0.0 if " " in named.label else _ONE_WORD), told)
        return pair(EXACT, WITH_MAKER, told)
    if common > _COMMON and _is_product(here) == _is_product(there):
        return pair(CLOSE, COMMON_ROOT, told, "labels share words")
    if (named.label[:1].isupper() and longer.label[:1].islower()) or (_is_product(named) and not _is_product(longer)):
        return pair(BROAD if longer is there else NARROW, MEMBER, told)
    return pair(CLOSE, OTHER_NAME, told)


def _same_label(one: _Name, other: _Name, shorter: str) -> tuple[float, str]:
    """How sure it is that two of one label are the same, and why: a name has no other number."""
    if one.folded == other.folded:
        bare = _BARE in (one.which, other.which)
        return (WITHOUT_BRACKET, "same label but for a bracket") if bare else (SAME_LABEL, "same label")
    if len(one.folded) > 1:
        return SAME_BUT_NUMBER, "same label"
    short, long = sorted((one.folded[0], other.folded[0]), key=len)
    is_name = shorter[:1].isupper() or long != short + "s"
    return (_ANOTHER_NUMBER_OF_A_NAME if is_name else SAME_BUT_NUMBER - _ONE_WORD), "same label"


def _is_product(node: NodeText) -> bool:
    """Whether the label is a name of something: a skill may have capitals as titles have them."""
    return node.kind is Kind.TOOL and bool(_CAPITALISED.search(node.label))


def _similar(labels: TextPair) -> Iterator[tuple[int, int, float]]:
    """Labels that share most of their words, apart from words that many labels have."""
    import numpy as np
    from scipy.sparse import diags_array

    counts = np.bincount(labels.first.indices, minlength=labels.first.shape[1])
    counts = counts + np.bincount(labels.second.indices, minlength=labels.second.shape[1])
    rare = labels.first @ diags_array((counts < _FREQUENT).astype(np.float64))
    whole = labels.second.T.tocsr()
    for start in range(0, labels.first.shape[0], _BLOCK):
        shared = (rare[start : start + _BLOCK] @ whole).tocoo()
        likely = shared.data > _LABELS / 2
        rows, columns = (shared.coords[axis][likely].astype(np.intp) + start * (not axis) for axis in (0, 1))
        alike = labels.cosines_of(rows, columns)
        for place in np.flatnonzero(alike >= _LABELS):
            yield int(rows[place]), int(columns[place]), float(alike[place])


def _supported(
    pair: CapabilityPair,
    first: Sequence[NodeText],
    second: Sequence[NodeText],
    alike: float,
    roles: Mapping[str, Collection[str]],
) -> CapabilityPair:
    """The same, surer or less sure by how alike definitions are, and by who asks for both."""
    one, other = first[pair.first], second[pair.second]
    confidence, evidence = pair.confidence, list(pair.evidence)
    if one.definition and other.definition and not _UNLIKE <= alike < _ALIKE:
        confidence += _SPOKEN_FOR if alike >= _ALIKE else _SHARE_NOTHING
        evidence.append("definitions are alike" if alike >= _ALIKE else "definitions share nothing")
    if min(len(one.askers), len(other.askers)) >= _FEWEST_ASKERS and roles:
        shared = any(counterpart in other.askers for asker in one.askers for counterpart in roles.get(asker, ()))
        confidence += _SPOKEN_FOR if shared else _NO_ASKER
        evidence.append("the same roles ask for both" if shared else "no role asks for both")
    return pair._replace(confidence=confidence, evidence=tuple(evidence))


def _ranked(
    pairs: Sequence[CapabilityPair], first: Sequence[NodeText], second: Sequence[NodeText]
) -> Iterator[CapabilityPair]:
    """The same, less sure where one of the two has a better counterpart, or an equal one."""

    def rank(pair: CapabilityPair) -> tuple[float, bool]:
        return round(pair.confidence, 3), first[pair.first].sort == second[pair.second].sort

    of_first, of_second = (
        defaultdict[int, list[tuple[float, bool]]](list),
        defaultdict[int, list[tuple[float, bool]]](list),
    )
    for pair in pairs:
        of_first[pair.first].append(rank(pair))
        of_second[pair.second].append(rank(pair))
    for pair in pairs:
        own, less = rank(pair), 0.0
        for others in (of_first[pair.first], of_second[pair.second]):
            if max(others) > own:
                less = max(less, _WORSE if max(others)[0] - own[0] > _SPOKEN_FOR else _TIED)
            elif others.count(own) > 1:
                less = max(less, _TIED)
        predicate = CLOSE if less and pair.predicate is EXACT else pair.predicate
        yield pair._replace(predicate=predicate, confidence=min(max(pair.confidence - less, 0.05), _MOST))
