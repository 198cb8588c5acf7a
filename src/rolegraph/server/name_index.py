"""All names of a graph in the order of their letters, in which what begins so is found at once, the likeliest first.

A name is listed from its beginning and from each of its words, without accents. What stands first among many: whole
names before beginnings, labels before other names, and within these what most roles ask for, or of roles the one of
most names, which is the widest.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection
from functools import reduce
from math import log2
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.model.nodes import Kind, fold, without_accents

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rolegraph.graph import RoleGraph

_MOST_LISTED: Final = 2_000_000  # places; of a graph of more names, only their beginnings are
_MOST_WORDS: Final = 8  # of a search
_SHORTEST: Final = 3  # letters that are looked for within words
_FEW: Final = 10  # found nodes, with which one looks within words, too
_LAST: Final = chr(0x10FFFF)  # stands behind every letter
# How well a name answers, before how much its node is looked for, which is less than a step. From the beginning of a
# label or of its last word, from another word of it, from the beginning or a word of another name; later by as much as
# _PART where what was searched for is only the beginning of a word.
_WHOLE, _LABEL, _WORD_OF_LABEL, _NAME, _WORD_OF_NAME = range(5)
_PART, _WORDS, _WITHIN = 4, 9, 10
_STEP: Final = 1_000
_ORDER: Final = {kind: number for number, kind in enumerate(Kind)}
_WORD: Final = re.compile(r"(?<=[ /(-])[^ /(-]")  # begins after a space, or what joins or opens words
_ENDS: Final = " ,-/()'."  # what stands behind a word


class FoundNode(NamedTuple):
    """A node that a search found, with the name that has what was searched for, folded."""

    iri: str
    kind: Kind
    name: str


class NameIndex:
    """The names of the nodes of a graph; made once, for it does not change while it is served."""

    def __init__(self, graph: RoleGraph) -> None:
        import numpy as np

        below = graph.dataset.only_below
        self._names = [name for name in graph.lexicon.names() if name[0].iri not in below]
        numbers: dict[str, int] = {}
        of_name = [numbers.setdefault(node.iri, len(numbers)) for node, _, _ in self._names]
        wanted = _wanted(graph, numbers, Counter(of_name))
        by_word = sum(name.count(" ") + 1 for _, name, _ in self._names) <= _MOST_LISTED
        texts: list[str] = []
        ranks: list[int] = []
        places: list[int] = []
        for place, (_, name, is_label) in enumerate(self._names):
            plain, much = without_accents(name), wanted[of_name[place]]
            for start in (0, *(found.start() for found in _WORD.finditer(plain))) if by_word else (0,):
                tail = plain[start:]
                texts.append(tail)
                ranks.append(_answers(tail, start, is_label=is_label) * _STEP + _STEP - 1 - much)
                places.append(place)
        order = sorted(range(len(texts)), key=texts.__getitem__)
        self._texts = [texts[number] for number in order]
        self._ranks = np.array(ranks, dtype=np.int32)[order]
        self._places = np.array(places, dtype=np.int32)[order]
        self._kinds = np.array([_ORDER[node.kind] for node, _, _ in self._names], dtype=np.int8)
        self._of_name = np.array(of_name, dtype=np.int32)

    def search(self, text: str, kinds: Collection[Kind] = (), most: int | None = None) -> tuple[list[FoundNode], int]:
        """The nodes of some kinds with a name that has a text, the likeliest first, at most so many; and how many.

        Where few have it as words of a name, those whose names have its words apart, and those that have it in a word.
        """
        import numpy as np

        wanted = without_accents(fold(text))
        if not wanted:
            return [], 0
        ranks, places = self._beginning_so(wanted)
        if len(np.unique(self._of_name[places])) < _FEW:
            for rank, others in ((_WORDS, self._with_words(wanted)), (_WITHIN, self._within(wanted))):
                places = np.concatenate([places, others])
                ranks = np.concatenate([ranks, np.full(len(others), rank * _STEP + _STEP - 1, dtype=np.int32)])
        if kinds:
            chosen = np.isin(self._kinds[places], [_ORDER[kind] for kind in kinds])
            ranks, places = ranks[chosen], places[chosen]
        order = np.argsort(ranks, kind="stable")
        _, first = np.unique(self._of_name[places[order]], return_index=True)
        found = places[order[np.sort(first)]]
        return [self._found(place) for place in found[:most]], len(found)

    def _beginning_so(self, wanted: str) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The ranks and places of names that, or a word of which, begin so."""
        low, high = self._beginning(wanted)
        ranks, places = self._ranks[low:high] + _PART * _STEP, self._places[low:high]
        for whole in (wanted, f"{wanted}s"):
            first = bisect_left(self._texts, whole, low, high)
            last = bisect_left(self._texts, f"{whole}\0", first, high)
            for start, stop in ((first, last), *(self._beginning(whole + end) for end in _ENDS)):
                ranks[start - low : stop - low] -= _PART * _STEP
            for at in range(first - low, last - low):
                _, name, is_label = self._names[places[at]]
                if len(name) == len(whole):  # the whole name, and not its last word
                    ranks[at] = (_WHOLE if is_label else _LABEL) * _STEP + ranks[at] % _STEP
        return ranks, places

    def _found(self, place: int) -> FoundNode:
        node, name, _ = self._names[place]
        return FoundNode(node.iri, node.kind, name)

    def _beginning(self, text: str) -> tuple[int, int]:
        low = bisect_left(self._texts, text)
        return low, bisect_left(self._texts, text + _LAST, low)

    def _with_words(self, text: str) -> NDArray[np.int32]:
        """A name of each node whose names have all words of a text, or beginnings of words."""
        import numpy as np

        words = text.split()[:_MOST_WORDS]
        if len(words) < 2:
            return np.array([], dtype=np.int32)
        ranges = [self._places[slice(*self._beginning(word))] for word in words]
        names = reduce(np.intersect1d, ranges)  # all words in one name
        return names if len(names) else np.array([], dtype=np.int32)

    def _within(self, text: str) -> NDArray[np.int32]:
        """The names that have a text anywhere."""
        import numpy as np

        found = [] if len(text) < _SHORTEST else [at for at, (_, name, _) in enumerate(self._names) if text in name]
        return np.array(found, dtype=np.int32)


def _wanted(graph: RoleGraph, numbers: dict[str, int], names: Counter[int]) -> list[int]:
    """How much each node is looked for, below a step: by how many roles ask for it, or of roles by their names."""
    matrix = graph.matrix
    asked = dict(zip(matrix.capabilities, map(int, matrix.having().sum(axis=0)), strict=True))
    roles = set(matrix.roles)
    weights = (names[number] if iri in roles else asked.get(iri, 0) for iri, number in numbers.items())
    return [min(_STEP - 1, round(60 * log2(1 + weight))) for weight in weights]


def _answers(tail: str, start: int, *, is_label: bool) -> int:
    """How well a name answers from one of its words on; the last word of a label says what something is."""
    if not is_label:
        return _WORD_OF_NAME if start else _NAME
    return _WORD_OF_LABEL if start and " " in tail else _LABEL
