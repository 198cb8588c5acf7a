"""Postings as arrays: all that each says, for the role that it says, kept with a built graph as it was read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad
from tests.market.postings import BAKER, HERE, asks, market, mention, posting

import rolegraph
from rolegraph import SourceError
from rolegraph.facts.joining import index_built
from rolegraph.facts.posting_index import NONE, PostingIndex, choose, posting_index
from rolegraph.model.nodes import Level, Seniority
from rolegraph.rdf.transactions import put
from rolegraph.rdf.vocabulary import RG
from rolegraph.readers.documents.records import YearsRecord

DOUGH = asks("skill/dough")


def asked(index: PostingIndex) -> set[tuple[frozenset[str], int, int]]:
    """What all postings ask for: any of which capabilities, whether essential, at which level."""
    found = set()
    for number in range(len(index.owner)):
        options = index.options[index.starts[number] : index.starts[number + 1]]
        any_of = frozenset(index.capabilities[option].rpartition("/")[2] for option in options)
        found.add((any_of, int(index.essential[number]), int(index.level[number])))
    return found


def test_all_that_a_posting_says_is_read() -> None:
    said = posting(
        1,
        asks("tool/stone-oven", "tool/deck-oven", level=Level.WORKING),
        asks("skill/french", preferred=True),
        place='Leeds, "by the river"',
        remote="on site",
        posted="2026-03-01",
        pay_low=20,
        currency="GBP",
        pay_period="hour",
        seniority=Seniority.MID,
        years=(YearsRecord(2, 4, HERE),),
        confidence=0.75,
    )
    index = posting_index(market([said]).dataset)
    texts = [index.texts[int(codes[0])] for codes in (index.place, index.remote, index.currency, index.period)]
    assert texts == ['Leeds, "by the river"', "on site", "GBP", "hour"]
    assert (index.pay_low[0], index.pay_high[0], index.years[0], index.seniority[0]) == (20, NONE, 2, Seniority.MID)
    assert index.link_confidence.tolist() == [0.75]
    assert asked(index) == {(frozenset({"stone-oven", "deck-oven"}), 1, 2), (frozenset({"french"}), 0, 0)}


def test_only_sure_postings_for_the_role_are_chosen() -> None:
    chef = mention("role/pastry-chef")
    some = [posting(1, DOUGH), posting(2, role=chef), posting(3, role=None), posting(4, confidence=0.2)]
    index = posting_index(market(some).dataset)
    assert choose(index, BAKER.iri, confidence=0.5)[1:] == (1, 0, 0, 0)
    assert len(choose(index, BAKER.iri, confidence=0.5).postings) == 1
    assert len(choose(index, BAKER.iri).postings) == 2
    assert len(choose(index, chef.iri).postings) == 1
    assert len(choose(index, "https://example.org/nobody").postings) == 0
    assert posting_index(rolegraph.open("data").dataset).roles == ()


def test_a_posting_without_a_word_on_confidence_is_surely_for_its_role() -> None:
    graph = market([posting(1)])
    for quad in list(graph.dataset.match(None, RG + "confidence")):
        graph.dataset.store.remove(quad)
    assert posting_index(graph.dataset).link_confidence.tolist() == [1.0]


@pytest.mark.parametrize(("term", "wrong"), [("level", "guru"), ("seniority", "boss")])
def test_what_is_on_no_scale_is_an_error(term: str, wrong: str) -> None:
    graph = market([posting(1, asks("skill/dough", level=Level.EXPERT), seniority=Seniority.MID)])
    (quad,) = (one for one in graph.dataset.match(None, RG + term) if "posting" in str(one.subject))
    graph.dataset.store.remove(quad)
    graph.dataset.store.add(Quad(quad.subject, quad.predicate, NamedNode(RG + wrong), quad.graph_name))
    with pytest.raises(SourceError, match=f"unknown {term} '{wrong}'"):
        posting_index(graph.dataset)


def test_it_is_kept_with_a_built_graph_and_read_back(tmp_path: Path) -> None:
    graph = market([posting(1, DOUGH, posted="2026-03-01", place="Leeds"), posting(2, asks("skill/french"))])
    place = tmp_path / "graph"
    put(place, graph.dataset.quads(), finish=index_built)
    first = rolegraph.open(place).demand("baker")
    (kept,) = place.glob("index/postings.npz")
    assert rolegraph.open(place).demand("baker") == first == graph.demand("baker")
    kept.write_bytes(kept.read_bytes()[:-20])
    assert rolegraph.open(place).demand("baker") == first


_POSTINGS = st.lists(
    st.fixed_dictionaries(
        {
            "place": st.sampled_from(["", "Leeds", "Köln, Ost"]),
            "pay_low": st.none() | st.integers(0, 10**6),
            "seniority": st.none() | st.sampled_from(Seniority),
            "confidence": st.sampled_from([0.0, 0.55, 1.0]),
            "requirements": st.lists(st.sampled_from([DOUGH, asks("skill/french", "tool/scale")]), max_size=2),
        }
    ),
    max_size=5,
)


@settings(max_examples=25, deadline=None)
@given(_POSTINGS)
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, some: list[dict[str, Any]]) -> None:
    postings = [posting(n, *one["requirements"], **{**one, "requirements": ()}) for n, one in enumerate(some)]
    index = posting_index(market(postings).dataset)
    path = tmp_path_factory.mktemp("index") / "postings.npz"
    index.save(path)
    back = PostingIndex.load(path)
    for name in index._fields:
        before, after = getattr(index, name), getattr(back, name)
        assert before == after if isinstance(before, tuple) else np.array_equal(before, after), name
    assert asked(back) == asked(index)


def test_of_copies_the_latest_stands_for_all() -> None:
    one, other = "a" * 64, "b" * 64
    some = [
        posting(1, DOUGH, text_hash=one, posted="2026-01-05"),
        posting(2, DOUGH, text_hash=one, posted="2026-03-05", place="Leeds"),
        posting(3, DOUGH, text_hash=other),
        posting(4, DOUGH),
        posting(5, DOUGH),
    ]
    index = posting_index(market(some).dataset)
    chosen = choose(index, BAKER.iri)
    assert (len(chosen.postings), chosen.copies) == (4, 1)
    assert date.fromisoformat("2026-03-05").toordinal() in index.posted[chosen.postings]
    assert date.fromisoformat("2026-01-05").toordinal() not in index.posted[chosen.postings]
    here = choose(index, BAKER.iri, place="Leeds")
    assert (len(here.postings), here.copies) == (1, 0)


@given(st.lists(st.sampled_from(["", "a" * 64, "b" * 64]), max_size=5))
@settings(max_examples=20, deadline=None)
def test_there_is_one_posting_for_each_text_and_none_is_lost(hashes: list[str]) -> None:
    chosen = choose(
        posting_index(market(posting(number, text_hash=text) for number, text in enumerate(hashes)).dataset), BAKER.iri
    )
    assert len(chosen.postings) == hashes.count("") + len({text for text in hashes if text})
    assert len(chosen.postings) + chosen.copies == len(hashes)


def test_building_a_graph_keeps_its_postings(tmp_path: Path) -> None:
    place, built = tmp_path / "graph", tmp_path / "built"
    put(place, market([posting(1, DOUGH)]).dataset.quads(), finish=index_built)
    rolegraph.build([place], built)
    assert (built / "index" / "postings.npz").exists()
    assert rolegraph.open(built).demand("baker") == rolegraph.open(place).demand("baker")
