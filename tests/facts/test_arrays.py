"""Arrays on disk come back as they were, and the matrix of roles and capabilities says what the statements say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Store
from scipy.sparse import csr_array

from rolegraph.facts.arrays import ACCEPTS, PREFERS, REQUIRES, USES, RoleMatrix, load, role_matrix, save
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind, node_iri
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RG, SOURCE


@given(texts=st.lists(st.text()).map(tuple), numbers=st.lists(st.integers(-9, 9), max_size=12), rows=st.integers(1, 4))
def test_what_is_loaded_is_what_was_saved(
    texts: tuple[str, ...], numbers: list[int], rows: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("arrays") / "some.npz"
    matrix = csr_array(np.array(numbers * rows, dtype=np.int16).reshape(rows, -1))
    save(path, texts=texts, vector=np.array(numbers, dtype=np.float32), matrix=matrix)
    found = load(path)
    assert set(found) == {"texts", "vector", "matrix"}
    assert found["texts"] == texts
    assert found["vector"].dtype == np.float32
    assert found["vector"].tolist() == numbers
    assert (found["matrix"].shape, found["matrix"].dtype) == (matrix.shape, np.int16)
    assert found["matrix"].toarray().tolist() == matrix.toarray().tolist()


def test_no_texts_and_one_empty_text_are_different(tmp_path: Path) -> None:
    save(tmp_path / "a", none=(), empty=("",), lines=("one\ntwo",))
    assert load(tmp_path / "a") == {"none": (), "empty": ("",), "lines": ("one\ntwo",)}


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("roles: 3")
    with pytest.raises(ValueError, match="pickle"):
        load(tmp_path / "a")


@pytest.mark.parametrize("place", [200, 300])
def test_a_damaged_file_is_refused(tmp_path: Path, place: int) -> None:
    save(tmp_path / "a", numbers=np.arange(500) ** 3)
    data = bytearray((tmp_path / "a").read_bytes())
    data[place] ^= 255
    (tmp_path / "a").write_bytes(data)
    with pytest.raises((OSError, ValueError)):
        load(tmp_path / "a")


def test_what_repeats_takes_little_room(tmp_path: Path) -> None:
    save(tmp_path / "a", numbers=np.zeros(100_000))
    assert (tmp_path / "a").stat().st_size < 10_000


TERMS = {REQUIRES: "requires", ACCEPTS: "accepts", PREFERS: "prefers", USES: "usesTool"}
TIES = st.sets(st.tuples(st.integers(0, 3), st.sampled_from(sorted(TERMS)), st.integers(0, 3)))


def matrix_of(ties: set[tuple[int, int, int]]) -> RoleMatrix:
    """The matrix of some roles by number, each tied to a capability by number in a way given as a bit."""
    graph = NamedNode(SOURCE + "drawn")
    store = Store()
    for role, bit, capability in ties:
        ends = (node_iri(Kind.ROLE, str(role)), node_iri(Kind.SKILL, str(capability)))
        store.add(Quad(NamedNode(ends[0]), NamedNode(RG + TERMS[bit]), NamedNode(ends[1]), graph))
    return role_matrix(Dataset(store))


@given(TIES, st.integers(1, 15))
def test_pairs_are_those_that_are_stated_in_one_of_the_ways(ties: set[tuple[int, int, int]], bits: int) -> None:
    matrix = matrix_of(ties)
    expected = {
        (node_iri(Kind.ROLE, str(role)), node_iri(Kind.SKILL, str(capability)))
        for role, bit, capability in ties
        if bit & bits
    }
    assert list(matrix.pairs(bits)) == sorted(expected)
    assert matrix.having(bits).nnz == len(expected)
    assert set(matrix.having(bits).data.tolist()) <= {1}


@given(TIES)
def test_shared_is_what_each_two_have_in_common(ties: set[tuple[int, int, int]]) -> None:
    matrix = matrix_of(ties)
    tied = [{end for start, end in matrix.pairs(15) if start == role} for role in matrix.roles]
    assert matrix.shared().toarray().tolist() == [[len(a & b) for b in tied] for a in tied]


def test_a_matrix_is_read_as_it_was_saved(small: RoleGraph, tmp_path: Path) -> None:
    for matrix in (small.matrix, role_matrix(Dataset(Store()))):
        matrix.save(tmp_path / "matrix.npz")
        loaded = RoleMatrix.load(tmp_path / "matrix.npz")
        assert (loaded.roles, loaded.capabilities) == (matrix.roles, matrix.capabilities)
        assert loaded.ties.toarray().tolist() == matrix.ties.toarray().tolist()
        assert list(loaded.pairs(15)) == list(matrix.pairs(15))


def test_a_role_without_any_tie_has_an_empty_row() -> None:
    store = Store()
    rdf_type = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    store.add(Quad(NamedNode("x:idle"), rdf_type, NamedNode(Kind.ROLE.class_iri), NamedNode(SOURCE + "drawn")))
    matrix = role_matrix(Dataset(store))
    assert matrix.roles == ("x:idle",)
    assert matrix.shared().toarray().tolist() == [[0]]
