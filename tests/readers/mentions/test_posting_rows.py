"""Rows of a posting: as sure as `extract` is of the same words, and counted where there are none."""

from __future__ import annotations

from tests.readers.mentions.advertisements import CV

from rolegraph.facts import labels
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.graph import RoleGraph, open_graph
from rolegraph.readers.documents.forms import read_documents
from rolegraph.readers.mentions.posting_rows import LeftOutText, PostingReader, RowCounts

TEXT = """Data Engineer
We are hiring a data engineer.
What you need
- At least 5 years of Python, or else Scala
- You are meticulous, and know SQL
- Docker (or Podman)
Nice to have
- AWS
How to apply
Send us your application.
"""


def reader(graph: RoleGraph) -> PostingReader:
    return PostingReader(MemoryLexicon(labels.names(graph.dataset, told_apart=False)))


def test_a_row_is_as_sure_as_extract_is_of_the_same_words() -> None:
    graph = open_graph()
    (document,) = read_documents(TEXT.encode(), "ad.txt")
    rows = reader(graph).rows(document, {"file": "ad.txt", "row": None}, RowCounts())
    (extraction,) = graph.extract([TEXT.encode()], near=0)
    asked = {
        (thing.links[0].node.iri, str(thing.necessity), thing.level and int(thing.level)): thing.links[0].confidence
        for thing in extraction.named
        if thing.necessity is not None and not thing.is_example and thing.links
    }
    assert {(one["capability"], one["necessity"], one["level"]): one["confidence"] for one in rows} == asked
    assert len({one["confidence"] for one in rows}) > 1  # some are named, some inferred


def test_what_was_counted_is_the_same_after_it_was_a_report() -> None:
    counts, whole = RowCounts(), RowCounts()
    graph = open_graph()
    for name, text in (("ad.txt", TEXT), ("cv.txt", CV), ("cake.txt", "Beat the eggs.")):
        for document in read_documents(text.encode(), name):
            reader(graph).rows(document, {}, counts)
    whole.add(counts.as_report())
    assert whole == counts
    assert counts.left_out == {LeftOutText.CV: 1, LeftOutText.UNCLEAR: 1}
    assert (counts.texts, counts.postings) == (3, 1)
    assert [name for name, _ in counts.unread] == ["cake.txt"]
