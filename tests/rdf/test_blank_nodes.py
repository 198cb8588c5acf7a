"""Blank nodes have labels that follow from the statements around them, and from nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, Triple

from rolegraph.rdf.blank_nodes import labelled, labels_of
from rolegraph.rdf.formats import numbered_quads, read_quads
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.transactions import put

P, Q, G = NamedNode("x:p"), NamedNode("x:q"), NamedNode("x:g")
NODES = st.sampled_from([BlankNode(f"n{number}") for number in range(5)])
TERMS = NODES | st.sampled_from([NamedNode("x:a"), NamedNode("x:b")])
OBJECTS = TERMS | st.sampled_from([Literal("1"), Literal("2")]) | st.builds(Triple, TERMS, st.just(P), TERMS)
QUADS = st.lists(st.builds(Quad, TERMS, st.sampled_from([P, Q]), OBJECTS, st.just(G) | NODES), max_size=10, unique=True)


def canonical(quads: Iterable[Quad]) -> Dataset:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def renamed(quads: list[Quad], random: Random) -> list[Quad]:
    """The same statements in another order, with other labels."""
    names = [f"m{number}" for number in range(5)]
    random.shuffle(names)
    labels = {BlankNode(f"n{number}"): BlankNode(name) for number, name in enumerate(names)}

    def other(term: object) -> object:
        if isinstance(term, Triple):
            return Triple(*map(other, term))  # type: ignore[arg-type]
        return labels.get(term, term) if isinstance(term, BlankNode) else term

    changed = [Quad(*map(other, quad)) for quad in quads]  # type: ignore[arg-type]
    random.shuffle(changed)
    return changed


@given(QUADS)
def test_the_statements_stay_the_same_but_for_the_labels(quads: list[Quad]) -> None:
    assert canonical(labelled(quads)) == canonical(quads)
    assert len(set(labels_of(quads).values())) == len(labels_of(quads))


@given(QUADS)
def test_labels_that_were_given_are_given_again(quads: list[Quad]) -> None:
    assert set(labelled(labelled(quads))) == set(labelled(quads))


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 4), st.sampled_from("12")), max_size=8), st.randoms())
def test_neither_order_nor_labels_of_a_file_matter(links: list[tuple[str, int, str]], random: Random) -> None:
    quads = [Quad(NamedNode(f"x:{name}"), P, BlankNode(f"n{number}"), G) for name, number, _ in links]
    quads += [Quad(BlankNode(f"n{number}"), Q, Literal(text), G) for _, number, text in links]
    assert set(labelled(renamed(quads, random))) == set(labelled(quads))


@pytest.mark.parametrize("size", [1, 2, 40])
def test_nodes_that_are_all_alike_are_numbered_with_their_neighbours(size: int) -> None:
    quads = [Quad(BlankNode(f"n{number}"), P, BlankNode(f"m{number}")) for number in range(size)]
    quads = quads[::2] + quads[1::2]
    pairs = {tuple(sorted((str(quad.subject), str(quad.object)), key=len)) for quad in labelled(quads)}
    name = min((first for first, _ in pairs), key=len)
    firsts = [name, *(f"{name}x{number}" for number in range(2, size + 1))]
    assert pairs == {(first, f"{first}-1") for first in firsts}


def test_what_takes_others_exponential_time_takes_a_moment() -> None:
    nodes = [BlankNode(f"n{number}") for number in range(25)]
    clique = [Quad(one, P, other) for one in nodes for other in nodes if one != other]
    assert set(labelled(reversed(clique))) == set(labelled(clique))
    ring = [Quad(BlankNode(f"n{number}"), P, BlankNode(f"n{(number + 1) % 5_000}")) for number in range(5_000)]
    assert len(set(labelled(ring))) == 5_000


def test_equal_elements_of_a_list_have_their_order_from_its_ends() -> None:
    cells = [BlankNode(f"n{number}") for number in range(60)]
    quads = [quad for one, other in pairwise(cells) for quad in (Quad(one, P, other), Quad(one, Q, Literal("x")))]
    assert set(labelled(quads[::-1])) == set(labelled(quads[1::2] + quads[::2])) == set(labelled(quads))


def test_the_same_label_in_two_files_means_two_nodes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.ttl").write_text(f'_:n <x:p> "{name}" .')
    assert len({str(quad.subject) for quad in open_dataset([tmp_path]).quads()}) == 2


def test_lists_that_only_end_otherwise_share_no_cell(tmp_path: Path) -> None:
    for last in (8, 9):
        (tmp_path / f"{last}.trig").write_text(f"<x:g> {{ <x:a> <x:p> (1 2 3 4 5 6 7 {last}) }}")
    quads = list(open_dataset([tmp_path]).quads())
    assert len({quad.object for quad in quads if quad.predicate == P}) == 2
    assert len({quad.subject for quad in quads}) == 17


def test_reading_a_file_twice_gives_the_same_nodes(tmp_path: Path) -> None:
    path = tmp_path / "graph.trig"
    path.write_text('<x:g> { <x:a> <x:p> [ <x:q> "1", ( 1 2 ) ] , [] . <x:b> <x:p> [] }')
    assert read_quads(path) == read_quads(path)
    assert put(tmp_path / "other.ttl", read_quads(path))
    assert not put(tmp_path / "other.ttl", read_quads(path))


def test_the_lines_of_a_node_without_a_label_are_found(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text('<x:a> <x:p> 1 .\n<x:b> <x:p> [\n<x:q> "1"\n] .\n')
    assert {quad.triple for quad, _ in numbered_quads(path)} == {quad.triple for quad in read_quads(path)}
    (node,) = labels_of(read_quads(path)).values()
    assert open_dataset([path]).locate(str(node), "x:q") == (path, 4)
