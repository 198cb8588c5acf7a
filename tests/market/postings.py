"""Postings of bakers, as records are written: what the tests of demand count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tests.conftest import SMALL

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.linking import Mention
from rolegraph.model.nodes import ID, Kind, Level, Necessity, node_iri
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.formats import read_quads
from rolegraph.rdf.lexical_forms import LexicalStore
from rolegraph.readers.documents.records import Article, Passage, PostingRecord, RequirementRecord, TextKind
from rolegraph.readers.documents.statements import article_statements

HERE = Passage("Requirements", 3, "")
BAKER = Mention(node_iri(Kind.ROLE, "baker"), Kind.ROLE, "Baker")


_NODES = {node.iri: node for node in rolegraph.open(SMALL).lexicon}


def mention(path: str) -> Mention:
    """A node of the small graph by kind and slug, such as `skill/dough`."""
    return Mention(*_NODES[ID + path])


def asks(*paths: str, level: Level | None = None, preferred: bool = False) -> RequirementRecord:
    """One thing asked for, any of some capabilities."""
    necessity = Necessity.PREFERRED if preferred else Necessity.ESSENTIAL
    return RequirementRecord(tuple(map(mention, paths)), necessity, HERE, level)


def posting(number: int, *asked: RequirementRecord, **said: Any) -> LexicalStore:
    """A posting for bakers as the statements of its source."""
    record = PostingRecord("Baker", Passage("", 1, "Baker"), **{"role": BAKER, **said, "requirements": asked})
    article = Article("Baker", f"posting-{number}", (), postings=(record,), kind=TextKind.POSTING)
    store = LexicalStore()
    store.extend(article_statements(article, f"{number:064x}").quads)
    return store


def market(postings: Iterable[LexicalStore], curated: Sequence[Any] | None = None) -> RoleGraph:
    """The small graph, or another curated one, with postings."""
    store = LexicalStore()
    store.extend(read_quads(SMALL) if curated is None else curated)
    for one in postings:
        store.extend(one)
    return RoleGraph(Dataset(store))
