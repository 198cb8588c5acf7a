"""Sets of what is said hold the very texts that a dataset gives one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from rolegraph.rdf import columns
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import SKOS, XSD

LABEL = SKOS + "prefLabel"
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.text('"\\\t\n\r@<>_:tn^', max_size=8)
TERMS = (
    st.builds(Literal, TEXTS)
    | st.builds(lambda text, language: Literal(text, language=language), TEXTS, st.sampled_from(["en", "en-GB", "de"]))
    | st.integers().map(lambda number: Literal(str(number), datatype=NamedNode(XSD + "integer")))
    | st.sampled_from(["4.10", "-0.5", "much"]).map(lambda text: Literal(text, datatype=NamedNode(XSD + "decimal")))
    | st.sampled_from(
        [Literal(True), NamedNode("x:a"), BlankNode("b"), Literal("2019", datatype=NamedNode(XSD + "gYear"))]
    )
)


@given(st.sets(st.tuples(st.sampled_from([NamedNode("x:s"), NamedNode("x:t"), BlankNode("s")]), TERMS), max_size=5))
def test_texts_are_those_that_a_dataset_gives(said: set[tuple[NamedNode | BlankNode, Literal | NamedNode]]) -> None:
    store = Store()
    store.extend(Quad(subject, NamedNode(LABEL), value, NamedNode("x:g")) for subject, value in said)
    dataset = Dataset(store)
    assert columns.pairs(dataset, LABEL) == set(dataset.pairs(LABEL))
    assert columns.labels(dataset) == (dataset.values(LABEL), set(dataset.pairs(LABEL)))
    assert columns.values(dataset, LABEL) == {value for _, value in dataset.pairs(LABEL)}
    assert columns.subjects(dataset, LABEL, "x:a") == set(dataset.subjects(LABEL, "x:a"))
    assert columns.predicates(dataset) == ({LABEL} if said else set())
