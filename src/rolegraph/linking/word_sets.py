"""Names whose words a phrase has in another order or form: "data in warehouses" speaks of data warehousing."""

from __future__ import annotations

import weakref
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from rolegraph.linking.vectors import stem, words_of
from rolegraph.model.nodes import Kind, Node

if TYPE_CHECKING:
    from rolegraph.facts.lexicon import Lexicon

_MOST_WORDS: Final = 3
_LONGEST: Final = 12  # words of a phrase that is looked at


class WordSets:
    """The names of skills of two or three words, by the stems of their words."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._names: Final[defaultdict[str, list[tuple[frozenset[str], Node]]]] = defaultdict(list)
        self._seen = len(lexicon.replaced)
        self._add(lexicon.names())

    def follow(self, lexicon: Lexicon) -> None:
        """Take in what has changed in the lexicon since."""
        changed = frozenset(lexicon.replaced[self._seen :])
        self._seen = len(lexicon.replaced)
        if changed:
            for first, names in self._names.items():
                self._names[first] = [name for name in names if name[1].iri not in changed]
            self._add(lexicon.names(changed))

    def _add(self, names: Iterable[tuple[Node, str, bool]]) -> None:
        for node, name, _ in names:
            stems = stems_of(name)
            if node.kind is Kind.SKILL and 1 < len(stems) <= _MOST_WORDS:
                self._names[min(stems)].append((stems, node))

    def named_by(self, phrase: str, *, wholly: bool = False) -> Node | None:
        """The skill that most words of a phrase make the name of; if `wholly`, all its words have to.

        None where there is none, where two are equal, and for a phrase of more than twelve words.
        """
        stems = stems_of(phrase)
        if not 1 < len(stems) <= _LONGEST:
            return None
        found: dict[Node, int] = {}
        for first in stems:
            for name, node in self._names.get(first, ()):
                if name <= stems and (not wholly or name == stems):
                    found[node] = max(len(name), found.get(node, 0))
        best = [node for node, size in found.items() if size == max(found.values())]
        return best[0] if len(best) == 1 else None


def stems_of(text: str) -> frozenset[str]:
    """The stems of a text's words."""
    return frozenset(stem(word) for word in words_of(text))


_SETS: Final[weakref.WeakKeyDictionary[Lexicon, WordSets]] = weakref.WeakKeyDictionary()


def word_sets_of(lexicon: Lexicon) -> WordSets:
    """The word sets of a lexicon as it is now, made once: of what changes in a lexicon, only that is read."""
    if (known := _SETS.get(lexicon)) is None:
        known = _SETS[lexicon] = WordSets(lexicon)
    known.follow(lexicon)
    return known
