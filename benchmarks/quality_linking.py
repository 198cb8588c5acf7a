"""How well mentions in advertisements are linked: names in sentences, sentences to skills, spans that are touched.

TECH and HOUSE are sentences of advertisements with the ESCO skills that they ask for (Decorte et al. 2022), SkillSpan
whole advertisements with spans of skills and of knowledge (Zhang et al. 2022). What was published to choose settings
on is measured, and what was published to test on, where it is there.
"""

from __future__ import annotations

import csv
import io
import math
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from rolegraph.facts import labels
from rolegraph.facts.arrays import sparse
from rolegraph.facts.lexicon import LexiconEntry, MemoryLexicon
from rolegraph.linking.meaning import MeaningEntry, MeaningScorer
from rolegraph.linking.name_matcher import NameMatcher
from rolegraph.linking.vectors import normalised
from rolegraph.model.nodes import Kind, Node
from rolegraph.rdf.files import shipped
from rolegraph.rdf.places import open_dataset

SHARED = Path(__file__).parents[2] / "shared" / "data"
EXTRACTION = SHARED / "skill-extraction"
ESCO = SHARED / "esco-1.1.1" / "ESCO dataset - v1.1.1 - classification - {} - csv.zip"
NO_LABEL = ("LABEL NOT PRESENT", "UNDERSPECIFIED")
SETS = ("tech", "house")
PARTS = ("validation", "test")
FLOORS = (0.0, 0.6, 0.75)

Scores = np.ndarray[Any, np.dtype[np.float64]]
Span = tuple[int, int]


class Wanted(NamedTuple):
    """A sentence or a span of one, and the places of the skills that it asks for."""

    text: str
    places: frozenset[int]


class Ranking(NamedTuple):
    """Means over texts: the reciprocal rank of the first that is wanted, and R-precision among the first."""

    reciprocal: float
    first: float
    five: float


class Advertisement(NamedTuple):
    """A sentence of SkillSpan with the spans of skills and of knowledge."""

    text: str
    skills: list[Span]
    knowledge: list[Span]


def esco() -> list[MeaningEntry]:
    """ESCO's skills, with how many occupations ask for each, in the order of the file."""
    asked = Counter(row["skillUri"] for row in _rows("", "occupationSkillRelations.csv"))
    entries = []
    for row in _rows("en", "skills_en.csv"):
        node = Node(row["conceptUri"], Kind.SKILL, row["preferredLabel"])
        others = [name for cell in ("altLabels", "hiddenLabels") for name in row[cell].split("\n") if name]
        entries.append(MeaningEntry(node, others, row["description"], asked[node.iri]))
    return entries


def _rows(language: str, name: str) -> Iterator[dict[str, str]]:
    with zipfile.ZipFile(str(ESCO).format(language)) as archive, archive.open(name) as file:
        yield from csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline=""))


def sets() -> dict[str, Path]:
    """The sets that are there, by what they are called."""
    paths = {f"{name.upper()} {part}": EXTRACTION / f"{name}_{part}_annotations.csv" for part in PARTS for name in SETS}
    return {name: path for name, path in paths.items() if path.exists()}


def wanted(path: Path, entries: Sequence[MeaningEntry], *, spans: bool = False) -> list[Wanted]:
    """The sentences, or the spans, of a set that ask for any skill of ESCO."""
    place = {entry.node.label: number for number, entry in enumerate(entries)}
    found: defaultdict[str, set[int]] = defaultdict(set)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["label"] not in NO_LABEL:
                text = (row["sub_span"] or row["span"]) if spans else row["sentence"]
                found[text].update({place[row["label"]]} if row["label"] in place else ())
    return [Wanted(text, frozenset(places)) for text, places in found.items() if places]


def ranking(texts: Sequence[Wanted], scores: Callable[[str], Scores]) -> Ranking:
    """How well scores rank all skills for texts; among equals those come first that come first in ESCO."""
    rows = []
    for text, places in texts:
        order = np.argsort(-scores(text), kind="stable")
        ranks = np.flatnonzero(np.isin(order, list(places)))
        five = (ranks < 5).sum() / min(5, len(places))
        rows.append((1 / (1 + ranks[0]), float(ranks[0] == 0), five))
    return Ranking(*np.mean(rows, axis=0))


class TfIdf:
    """Cosines of plain tf-idf, one bag of terms for each skill, as a baseline."""

    def __init__(self, texts: Sequence[str], terms: Callable[[str], list[str]]) -> None:
        counts = [Counter(terms(text)) for text in texts]
        documents = Counter(term for count in counts for term in count)
        self._terms, self._column = terms, {term: number for number, term in enumerate(documents)}
        self._weights = [math.log((1 + len(texts)) / (1 + count)) + 1 for count in documents.values()]
        self._texts = self._rows(counts)

    def __call__(self, text: str) -> Scores:
        return np.asarray((self._texts @ self._rows([Counter(self._terms(text))]).T).toarray()).ravel()

    def _rows(self, counts: Sequence[Counter[str]]) -> Any:
        cells = [
            (row, self._column[term], count * self._weights[self._column[term]])
            for row, of_text in enumerate(counts)
            for term, count in of_text.items()
            if term in self._column
        ]
        return normalised(sparse(cells, (len(counts), len(self._column)), "float64"))


def words(text: str) -> list[str]:
    return re.findall(r"\w\w+", text.lower())


def letters(text: str) -> list[str]:
    return [
        f" {word} "[start : start + size]
        for word in text.lower().split()
        for size in (2, 3, 4)
        for start in range(max(1, len(word) + 3 - size))
    ]


def exact_names(entries: Sequence[MeaningEntry]) -> Callable[[str], set[int]]:
    """Finds the longest names word by word, in any case, as a baseline."""
    known: dict[str, int] = {}
    for number, entry in enumerate(entries):
        for name in (entry.node.label, *entry.names):
            known.setdefault(" ".join(re.findall(r"\w+", name.lower())), number)
    longest = max(len(name.split()) for name in known)

    def find(text: str) -> set[int]:
        parts, found, start = re.findall(r"\w+", text.lower()), set(), 0
        while start < len(parts):
            sizes = range(min(longest, len(parts) - start), 0, -1)
            size = next((size for size in sizes if " ".join(parts[start : start + size]) in known), 0)
            if size:
                found.add(known[" ".join(parts[start : start + size])])
            start += size or 1
        return found

    return find


def exactness(texts: Sequence[Wanted], find: Callable[[str], set[int]]) -> tuple[float, float]:
    """Recall and precision of the skills found in sentences."""
    found = [(find(text), places) for text, places in texts]
    right = sum(len(some & places) for some, places in found)
    return right / sum(len(places) for _, places in found), right / sum(len(some) for some, _ in found)


def advertisements(path: Path) -> Iterator[Advertisement]:
    """The sentences of a file of SkillSpan."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.strip("\n").split("\n") if line.count("\t") == 2]
        if rows:
            ends = np.cumsum([len(row[0]) + 1 for row in rows]).tolist()
            places = [(end - len(row[0]) - 1, end - 1) for row, end in zip(rows, ends, strict=True)]
            yield Advertisement(" ".join(row[0] for row in rows), *(_spans(rows, places, column) for column in (1, 2)))


def _spans(rows: Sequence[Sequence[str]], places: Sequence[Span], column: int) -> list[Span]:
    found: list[Span] = []
    before = "O"
    for row, (start, end) in zip(rows, places, strict=True):
        tag = row[column]
        if tag[0] == "I" and before != "O" and found:
            found[-1] = (found[-1][0], end)
        elif tag[0] != "O":
            found.append((start, end))
        before = tag[0]
    return found


def touched(path: Path, matcher: NameMatcher, floor: float) -> tuple[float, float, float]:
    """The shares of knowledge and of skills that a match touches, and of matches that touch either."""
    counts = Counter[str]()
    for text, skills, knowledge in advertisements(path):
        found = [(match.start, match.end) for match in matcher.matches(text) if match.confidence >= floor]
        for name, spans, others in (
            ("knowledge", knowledge, found),
            ("skills", skills, found),
            ("matches", found, skills + knowledge),
        ):
            counts[name] += len(spans)
            counts[f"{name} touched"] += sum(
                any(one[0] < two[1] and two[0] < one[1] for two in others) for one in spans
            )
    shares = [counts[f"{name} touched"] / counts[name] for name in ("knowledge", "skills", "matches")]
    return shares[0], shares[1], shares[2]


def report() -> Iterator[str]:
    """The section of `make quality`."""
    yield "## Linking: mentions in advertisements"
    yield ""
    if not EXTRACTION.exists() or not Path(str(ESCO).format("en")).exists():
        yield f"Not measured: {EXTRACTION} or {ESCO.parent} is not there."
        return
    entries = esco()
    place = {entry.node: number for number, entry in enumerate(entries)}
    sentences = {name: wanted(path, entries) for name, path in sets().items()}
    matcher = NameMatcher(MemoryLexicon((entry.node, entry.names) for entry in entries))
    yield from _exactness_table(entries, matcher, place, sentences)
    yield from _ranking_table(entries, sentences)
    yield from _touched_table(entries)


def _exactness_table(
    entries: Sequence[MeaningEntry], matcher: NameMatcher, place: dict[Node, int], sentences: dict[str, list[Wanted]]
) -> Iterator[str]:
    def finder(floor: float) -> Callable[[str], set[int]]:
        return lambda text: {place[found.nodes[0]] for found in matcher.matches(text) if found.confidence >= floor}

    ways = {"names as they are spelled, the longest": exact_names(entries)}
    ways |= {f"rolegraph, confidence {floor} and more" if floor else "rolegraph": finder(floor) for floor in FLOORS}
    yield from _header("names in sentences", sentences, ("recall", "precision"))
    for way, find in ways.items():
        cells = [f"{number:.2f}" for texts in sentences.values() for number in exactness(texts, find)]
        yield f"| {way} | {' | '.join(cells)} |"
    yield ""


def _ranking_table(entries: Sequence[MeaningEntry], sentences: dict[str, list[Wanted]]) -> Iterator[str]:
    texts = [" . ".join((entry.node.label, *entry.names, entry.text)) for entry in entries]
    by_words, by_letters = TfIdf(texts, words), TfIdf(texts, letters)
    scorer = MeaningScorer(entries)
    ways: dict[str, Callable[[str], Scores]] = {
        "tf-idf of words": by_words,
        "tf-idf of words and of letters, added up": lambda text: by_words(text) + by_letters(text),
        "tf-idf of words of the label alone": TfIdf([entry.node.label for entry in entries], words),
        "rolegraph, without who asks": MeaningScorer([entry._replace(askers=0) for entry in entries]).scores,
        "rolegraph": scorer.scores,
    }
    if find_spec("wordllama"):
        ways["rolegraph, with embeddings"] = MeaningScorer(entries, embeddings=True).scores
    yield from _header("ranking by sentence", sentences, ("MRR", "RP@1", "RP@5"))
    for way, scores in ways.items():
        yield f"| {way} | {_cells(ranking(texts, scores) for texts in sentences.values())} |"
    yield ""
    spans = {name: wanted(path, entries, spans=True) for name, path in sets().items()}
    yield from _header("ranking by span", sentences, ("MRR", "RP@1", "RP@5"))
    for way in ("tf-idf of words and of letters, added up", *(way for way in ways if way.startswith("rolegraph"))):
        yield f"| {way} | {_cells(ranking(texts, ways[way]) for texts in spans.values())} |"
    yield ""
    yield "| score of the first candidate for a span | spans | is right |"
    yield "|---|---|---|"
    firsts = [(scorer.candidates(text, 1), places) for some in spans.values() for text, places in some]
    place = {entry.node: number for number, entry in enumerate(entries)}
    for low, high in ((0.9, 9.0), (0.8, 0.9), (0.7, 0.8), (0.6, 0.7), (0.0, 0.6)):
        right = [place[found[0].node] in places for found, places in firsts if found and low <= found[0].score < high]
        yield f"| {low} to {high if high < 2 else 1.1} | {len(right)} | {np.mean(right):.2f} |"
    yield ""


def _header(first: str, sets: Iterable[str], measures: Sequence[str]) -> Iterator[str]:
    columns = [f"{name} {measure}" if not place else measure for name in sets for place, measure in enumerate(measures)]
    yield f"| {first} | {' | '.join(columns)} |"
    yield "|---" * (1 + len(columns)) + "|"


def _cells(found: Iterator[Ranking]) -> str:
    return " | ".join(f"{number:.3f}" for numbers in found for number in numbers)


def _touched_table(entries: Sequence[MeaningEntry]) -> Iterator[str]:
    names = labels.names(open_dataset([shipped("data")]), told_apart=False)
    both = [*(LexiconEntry(entry.node, entry.names) for entry in entries), *names]
    matcher = NameMatcher(MemoryLexicon(both))
    yield "| SkillSpan (dev), names of ESCO and shipped | knowledge touched | skills touched | matches that touch one |"
    yield "|---|---|---|---|"
    for name in SETS:
        for floor in FLOORS:
            shares = touched(EXTRACTION / "skillspan" / f"skillspan_{name}_dev.conll", matcher, floor)
            yield f"| {name.upper()}, confidence {floor} and more | {' | '.join(f'{share:.2f}' for share in shares)} |"


if __name__ == "__main__":
    for line in report():
        print(line)
