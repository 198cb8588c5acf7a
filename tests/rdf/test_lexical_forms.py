"""Literals come back in the form and with the datatype that they were written in, from every place they are kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from rolegraph.errors import SourceError
from rolegraph.rdf import lexical_forms
from rolegraph.rdf.formats import write_quads
from rolegraph.rdf.lexical_forms import LITERALS, LexicalStore, stored_literal, stored_quad
from rolegraph.rdf.places import fingerprint, lay, merged, open_dataset, read_snapshot, write_snapshot
from rolegraph.rdf.transactions import previewed, put, replacing
from rolegraph.rdf.vocabulary import XSD

DATATYPES = (
    "string boolean decimal integer double float date time dateTime dateTimeStamp gYear gMonth gDay gYearMonth"
    " gMonthDay duration yearMonthDuration dayTimeDuration byte short int long unsignedByte unsignedShort unsignedInt"
    " unsignedLong positiveInteger nonNegativeInteger nonPositiveInteger negativeInteger hexBinary base64Binary anyURI"
    " language normalizedString token NMTOKEN Name NCName QName"
).split()
FORMS = [
    *(
        "1 01 +1 -1 0 -0 +0 1.0 1. .5 0.50 -0.0 1E0 1e0 1.5E+03 INF +INF -INF NaN true TRUE 2024 2024Z 2024+00:00 -0001"
        " 2024-01-01 2024-01-01+00:00 2024-01-01-00:00 2024-02-30 2024-01-01T00:00:00 2024-01-01T24:00:00"
        " 2024-01-01T00:00:00.000Z 2024-01-01T00:00:00-14:00 24:00:00 12:00:00.10 --02 --02-03 --02-03+00:00 ---05"
        " 2024-02 P12M P0Y PT0S -PT0S PT24H P1Y2M3DT4H5M6.70S P400D 0001 99999999999999999999 9223372036854775807"
        " 9223372036854775808 1.0000000000000000001 12345678901234567890.1 0.000000000000000000001 ff =="
    ).split(),
    *("", " 1", "1 ", "\t1\n", "x", "0.10\x00"),
]
SOURCES = [NamedNode("x:one"), NamedNode("x:two")]
NODES = [NamedNode("x:a"), NamedNode("x:b"), BlankNode("b")]
P = NamedNode("x:p")


def typed(form: str, datatype: str) -> Literal:
    return Literal(form, datatype=NamedNode(XSD + datatype))


SIGNS = st.text("0123456789.-+:TZPYMDHSEe", max_size=9)
LITERALS_OF_XSD = st.builds(typed, st.sampled_from(FORMS) | SIGNS, st.sampled_from(DATATYPES))
OBJECTS = LITERALS_OF_XSD | st.builds(Triple, st.just(SOURCES[0]), st.just(P), LITERALS_OF_XSD)
QUADS = st.builds(Quad, st.sampled_from(NODES), st.just(P), OBJECTS, st.sampled_from(SOURCES))
ALL = [Quad(SOURCES[0], P, typed(form, datatype), SOURCES[0]) for datatype in DATATYPES for form in FORMS]
FEW = [Quad(SOURCES[0], P, typed(form, "decimal"), SOURCES[0]) for form in ("1.0", "1", "1.00", "2", "3.0")]


def of_engine(quad: Quad) -> Quad:
    store = Store()
    store.add(quad)
    return next(iter(store.quads_for_pattern(None, None, None)))


@given(QUADS)
def test_what_the_engine_makes_of_a_statement_is_known(quad: Quad) -> None:
    assert stored_quad(quad) == of_engine(quad)
    assert stored_quad(of_engine(quad)) == of_engine(quad)


def test_what_the_engine_makes_of_every_form_of_every_datatype_is_known() -> None:
    for quad in ALL:
        assert stored_literal(quad.object) == of_engine(quad).object  # type: ignore[arg-type]
        assert stored_quad(of_engine(quad)) == of_engine(quad)


CHANGES = st.tuples(st.sampled_from(["add", "bulk", "remove"]), st.lists(QUADS, max_size=4))


@given(st.lists(CHANGES, max_size=5))
def test_a_store_holds_what_a_set_would(changes: list[tuple[str, list[Quad]]]) -> None:
    store, held = LexicalStore(), set[Quad]()
    for change, quads in changes:
        names = {quad.graph_name for quad in quads}
        if change == "remove":
            store.remove(names)
            held = {quad for quad in held if quad.graph_name not in names}
        else:
            store.extend(quads, bulk=change == "bulk")
            held |= set(quads)
    assert sorted(map(str, store)) == sorted(map(str, held))
    assert len(store) == len(held) == len(store.engine) + len(store.surplus())
    assert all(quad in store for quad in held)
    assert set(store.engine) == {stored_quad(quad) for quad in held}
    assert {quad for name in SOURCES for quad in store.quads_of(name)} == held


@pytest.mark.parametrize("name", ["graph.trig", "graph.nq", "graph.nt", "graph.ttl", "graph.jsonld", "folder", "built"])
def test_statements_come_back_as_they_were_put(name: str, tmp_path: Path) -> None:
    place = tmp_path / name
    if name == "folder":
        place.mkdir()
    change = put(place, ALL)
    assert (change.added, change.removed) == (len(ALL), 0)
    assert set(open_dataset([place]).quads()) == set(ALL)
    assert not put(place, ALL)


@pytest.mark.parametrize("name", ["graph.ttl", "folder", "built"])
def test_a_merge_takes_statements_as_they_are(name: str, tmp_path: Path) -> None:
    put(tmp_path / name, ALL)
    for out in ("merged.trig", "merged"):
        with replacing(tmp_path / out, lambda _: None) as made:
            (layer,) = lay([tmp_path / name], made.store)
            assert layer.taken == {"x:one": len(ALL)}
        assert set(open_dataset([tmp_path / out]).quads()) == set(ALL)


def test_a_built_store_changes_with_the_form_of_a_literal(tmp_path: Path) -> None:
    built = tmp_path / "built"
    seen = set()
    for quads in (FEW, FEW[:2], FEW[1:2], FEW[:1], FEW[2:3], [*FEW, FEW[0]]):
        assert put(built, quads)
        assert set(open_dataset([built]).quads()) == set(quads)
        assert open_dataset([built]).size() == open_dataset([built]).size_of("x:one") == len(set(quads))
        assert open_dataset([built]).predicate_sizes() == {"x:p": len(set(quads))}
        seen.add(fingerprint([built]))
    assert len(seen) == 6


def test_there_is_no_file_beside_the_store_where_nothing_would_change(tmp_path: Path) -> None:
    put(tmp_path / "built", FEW)
    assert (tmp_path / "built" / LITERALS).exists()
    put(tmp_path / "built", FEW[1:2])
    assert not (tmp_path / "built" / LITERALS).exists()


def test_a_damaged_file_beside_the_store_is_an_error_for_people(tmp_path: Path) -> None:
    put(tmp_path / "built", FEW)
    (tmp_path / "built" / LITERALS).write_bytes(b"<x:a> <x:")
    with pytest.raises(SourceError, match=rf"not a store that can be opened: {LITERALS} is damaged.*build it anew"):
        open_dataset([tmp_path / "built"])


def test_a_snapshot_keeps_statements_as_they_are(tmp_path: Path) -> None:
    dataset = merged(None, ALL)
    write_snapshot(dataset, tmp_path / "snapshot.nq")
    assert list(read_snapshot(tmp_path / "snapshot.nq").quads()) == list(dataset.quads())


def test_parts_of_a_dataset_and_datasets_above_another_keep_statements_as_they_are() -> None:
    dataset = merged(None, FEW)
    other = Quad(SOURCES[1], P, typed("01", "byte"), SOURCES[1])
    assert set(merged(dataset, [other]).quads()) == {*FEW, other}
    assert set(dataset.excerpt(["x:p"]).quads()) == set(FEW)
    assert set(merged(dataset, [other]).from_sources(["x:two"]).quads()) == {other}
    before, _ = dataset.replace("x:one", [FEW[4]])
    assert (set(before), list(dataset.quads())) == (set(FEW), [FEW[4]])


@pytest.mark.parametrize("name", ["graph.trig", "built"])
def test_a_preview_shows_statements_as_they_would_be_and_changes_none(name: str, tmp_path: Path) -> None:
    put(tmp_path / name, FEW)
    other = Quad(SOURCES[1], P, typed("01", "byte"), SOURCES[1])
    seen = previewed(open_dataset([tmp_path / name]), {"x:two": [other]}, (), lambda changed: set(changed.quads()))
    assert seen == {*FEW, other}
    assert set(open_dataset([tmp_path / name]).quads()) == set(FEW)


def test_strings_and_queries_have_the_values_of_the_engine() -> None:
    dataset = merged(None, FEW)
    assert dataset.objects("x:one", "x:p") == ["1", "2", "3"]
    assert [row["n"] for row in dataset.select("SELECT ?n { ?s ?p ?n }")] == ["1", "2", "3"]


def test_a_literal_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[Quad] = []

    def count(quad: Quad) -> Quad:
        tried.append(quad)
        return of_engine(quad)

    monkeypatch.setattr(lexical_forms, "_as_stored", count)
    for number in range(50):
        stored_quad(Quad(NamedNode(f"x:{number}"), P, typed("+000.7500", "decimal")))
    assert len(tried) == 1


@pytest.mark.parametrize("suffix", [".trig", ".nq", ".ttl"])
def test_a_file_that_was_read_is_written_as_it_was(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"graph{suffix}"
    path.write_bytes(write_quads(ALL, suffix))
    assert write_quads(open_dataset([path]).quads(), suffix) == path.read_bytes()


def test_forms_of_nodes_without_an_iri_come_back_from_a_built_store(tmp_path: Path) -> None:
    quads = [
        Quad(BlankNode(name), P, typed("1.0", "decimal"), SOURCES[0]) for name in ("a", "0a1b2c3d4e5f60718293a4b5")
    ]
    put(tmp_path / "built", quads)
    assert set(open_dataset([tmp_path / "built"]).quads()) == set(quads)
    assert put(tmp_path / "built", [*quads, FEW[0]]).removed == 0
    assert set(open_dataset([tmp_path / "built"]).quads()) == {*quads, FEW[0]}
