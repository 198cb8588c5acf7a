"""Candidates by meaning: which capabilities a phrase or sentence may speak of without naming one.

The score of a capability is a sum of cosines of tf-idf: of the words of the phrase with those of the label; of the
words of that window of the phrase which is most like the label; and, each counted half, of its words with those of all
names, of its words with those of all names and the definition, and of its groups of letters with those of all names. To
that comes a little for each role that asks for the capability: of what is alike, what is asked for most comes first.
Words are compared by the beginnings of their stems, which other forms of a word share: *communicate*, *communicative*.
`docs/explanation/quality.md` has how well it ranks, and what else was tried.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.errors import RolegraphError
from rolegraph.facts.arrays import sparse
from rolegraph.facts.labels import names
from rolegraph.facts.lexicon import LexiconEntry
from rolegraph.linking.name_matcher import american
from rolegraph.linking.vectors import inverse_frequencies, normalised, stem, words_of
from rolegraph.model.nodes import LEARNABLE_KINDS, Kind, Node, fold
from rolegraph.rdf.vocabulary import RG, SKOS

if TYPE_CHECKING:
    from rolegraph.linking.vectors import FloatMatrix, Floats
    from rolegraph.rdf.dataset import Dataset

_WINDOWS: Final = (2, 4, 8)  # words of a window
_HALF: Final = 0.5  # what names, text and letters count, where label and window count 1
_ASKED: Final = 0.05  # what ln(1 + roles) counts
_MOST: Final = 2 + 3 * _HALF
_STEM: Final = 7  # letters of a stem that are compared
_GRAMS: Final = (3, 4, 5)
_LONGEST: Final = 400  # words of a phrase that are read
_BRACKET: Final = re.compile(r"\([^()]*\)")


class MeaningEntry(NamedTuple):
    """A capability with what is said of it, and how many roles ask for it."""

    node: Node
    names: Sequence[str] = ()
    text: str = ""
    askers: int = 0


class ScoredNode(NamedTuple):
    """A capability, and how well it fits a phrase."""

    node: Node
    score: float


class MeaningScorer:
    """Ranks capabilities by how well they fit a phrase.

    Parameters
    ----------
    entries
        What can be meant; `meaning_entries` has those of a graph.
    embeddings
        Also compare meanings, by vectors of parts of words (English). That needs the extra `rolegraph[embeddings]`,
        which brings them; nothing is downloaded.

    Raises
    ------
    RolegraphError
        Where that extra is not installed.

    Notes
    -----
    The score is 0 where nothing is shared, and at most a little above 1. It is not a probability. Without
    embeddings, a phrase that shares no word with any name or definition of what it means is not understood; "no
    experience with" is not seen. Of a phrase of more than 400 words, the first 400 are read.

    Examples
    --------
    >>> def skill(label, *names):
    ...     return MeaningEntry(Node("https://w3id.org/rolegraph/id/skill/" + label[:5], Kind.SKILL, label), names)
    >>> scorer = MeaningScorer([skill("manage budgets", "handle finances"), skill("train employees")])
    >>> [found.node.label for found in scorer.candidates("you are responsible for training of employees", 1)]
    ['train employees']
    """

    def __init__(self, entries: Iterable[MeaningEntry], *, embeddings: bool = False) -> None:
        import numpy as np

        self._entries: Final = list(entries)
        labels = [_BRACKET.sub("", entry.node.label) for entry in self._entries]
        all_names = [" . ".join((entry.node.label, *entry.names)) for entry in self._entries]
        texts = [f"{name} . {entry.text}" for name, entry in zip(all_names, self._entries, strict=True)]
        self._label: Final = _Terms(*_counted(map(stems_of, labels)))
        self._names: Final = _Terms(*_counted(map(stems_of, all_names)))
        self._text: Final = _Terms(*_counted(map(stems_of, texts)))
        words, column = _counted(map(words_of, all_names))
        letters, grams = _counted(map(grams_of, column))
        self._letters: Final = _Terms(words @ letters, grams)
        self._vectors: Final = _Embeddings(labels, all_names) if embeddings and all_names else None
        self._most: Final = _MOST + (3 if self._vectors else 0)
        self._asked: Final = _ASKED * np.log1p(np.array([entry.askers for entry in self._entries], dtype=np.float64))

    def candidates(self, phrase: str, limit: int = 5) -> list[ScoredNode]:
        """The capabilities that fit a phrase best, those first; ties in the order of the entries."""
        import numpy as np

        if not self._entries:
            return []
        scores = self.scores(phrase)
        first = np.argsort(-scores, kind="stable")[:limit]
        return [ScoredNode(self._entries[row].node, float(scores[row])) for row in first if scores[row] > 0]

    def scores(self, phrase: str) -> Floats:
        """How well each capability fits a phrase, in the order of the entries."""
        import numpy as np

        words = phrase.split(None, _LONGEST)[:_LONGEST]
        whole = " ".join(words)
        places = [(start, size) for size in _WINDOWS for start in range(max(1, len(words) - size + 1))]
        windows = [stems_of(" ".join(words[start : start + size])) for start, size in places]
        stems, letters = [stems_of(whole)], [[gram for word in words_of(whole) for gram in grams_of(word)]]
        alike = self._label.likeness(stems) + self._label.likeness(windows)
        alike += _HALF * (self._names.likeness(stems) + self._text.likeness(stems) + self._letters.likeness(letters))
        if self._vectors:
            alike += self._vectors.likeness(whole, [" ".join(words[start : start + size]) for start, size in places])
        return np.asarray(np.where(alike > 0, alike + self._asked, 0.0) / self._most)


class _Embeddings:
    """Labels and all names as vectors: the mean of the vectors of their parts of words, as WordLlama ships them."""

    def __init__(self, labels: Sequence[str], all_names: Sequence[str]) -> None:
        try:
            import wordllama
        except ImportError as error:
            raise RolegraphError("embeddings need an extra: pip install 'rolegraph[embeddings]'") from error
        brought = Path(wordllama.__file__).parent
        self._model: Final = wordllama.WordLlama.load(cache_dir=brought, disable_download=True)
        self._labels: Final = self._of(labels)
        self._names: Final = self._of(all_names)

    def likeness(self, whole: str, windows: Sequence[str]) -> Floats:
        """The cosines of a phrase with labels and with all names, and the greatest of its windows with labels."""
        import numpy as np

        (phrase,) = self._of([whole])
        found = self._labels @ phrase + self._names @ phrase + (self._labels @ self._of(windows).T).max(axis=1)
        return np.asarray(np.maximum(found, 0.0), dtype=np.float64)

    def _of(self, texts: Sequence[str]) -> Floats:
        """Vectors of length 1."""
        import numpy as np

        return np.asarray(self._model.embed(list(texts), norm=True))


class _Terms:
    """Texts by their terms, as tf-idf."""

    def __init__(self, counts: FloatMatrix, column: dict[str, int]) -> None:
        import numpy as np

        self._column: Final = column
        documents = np.bincount(counts.indices, minlength=len(column)).astype(np.float64)
        self._weights: Final = inverse_frequencies(documents, counts.shape[0])
        self._texts: Final[FloatMatrix] = self._weighted(counts).T.tocsr()

    def likeness(self, texts: Iterable[Sequence[str]]) -> Floats:
        """The cosine of each known text with one given by its terms; with several, the greatest."""
        import numpy as np

        cosines = self._weighted(_counted(texts, self._column)[0]) @ self._texts
        return np.asarray(cosines.max(axis=0).todense(), dtype=np.float64).ravel()

    def _weighted(self, counts: FloatMatrix) -> FloatMatrix:
        import numpy as np

        counts = counts.copy()
        counts.data = (1.0 + np.log(counts.data)) * self._weights[counts.indices]
        return normalised(counts)


def _counted(
    texts: Iterable[Sequence[str]], column: dict[str, int] | None = None
) -> tuple[FloatMatrix, dict[str, int]]:
    """How often each text has each term, and the column of each; without columns, those of all terms."""
    counts = [Counter(text) for text in texts]
    if column is None:
        column = {term: number for number, term in enumerate(dict.fromkeys(term for each in counts for term in each))}
    cells = (
        (row, column[term], count) for row, each in enumerate(counts) for term, count in each.items() if term in column
    )
    return sparse(cells, (len(counts), len(column)), "float64"), column


def stems_of(text: str) -> list[str]:
    """The beginnings of the stems of the words of a text."""
    return list(map(_stem, words_of(text)))


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    return stem(american(word))[:_STEM]


@lru_cache(maxsize=100_000)
def grams_of(word: str) -> tuple[str, ...]:
    """The groups of letters in a word, with where it begins and ends."""
    word = f" {word} "
    return tuple(word[start : start + size] for size in _GRAMS for start in range(max(1, len(word) - size + 1)))


def meaning_entries(
    dataset: Dataset, kinds: Collection[Kind] = LEARNABLE_KINDS, entries: Iterable[LexiconEntry] = ()
) -> list[MeaningEntry]:
    """What a dataset says of its nodes of some kinds, by label; `entries` are its names, if they are read already."""
    texts = dict(dataset.pairs(SKOS + "definition"))
    askers: dict[str, set[str]] = {}
    for term in ("requires", "accepts", "prefers", "usesTool"):
        for role, capability in dataset.pairs(RG + term):
            askers.setdefault(capability, set()).add(role)
    return [
        MeaningEntry(node, sorted(others), texts.get(node.iri, ""), len(askers.get(node.iri, ())))
        for node, others, *_ in sorted(
            entries or names(dataset), key=lambda entry: (fold(entry.node.label), entry.node.iri)
        )
        if node.kind in kinds
    ]
