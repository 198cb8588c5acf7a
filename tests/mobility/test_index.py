"""A similarity comes back from disk as it was computed, on any graph."""

from __future__ import annotations

import pytest
from hypothesis import given
from tests.mobility.graphs import Drawn, dataset_of, graphs, plain

from rolegraph.mobility.index import load_similarity, moves_of, save_similarity, similarity
from rolegraph.rdf.vocabulary import ID


@given(drawn=graphs())
def test_a_similarity_is_loaded_as_it_was_saved(drawn: Drawn, tmp_path_factory: pytest.TempPathFactory) -> None:
    found = similarity(dataset_of(drawn, plain))
    path = tmp_path_factory.mktemp("similarity") / "similarity.npz"
    save_similarity(found, path)
    again = load_similarity(path, found.naming)
    assert (again.roles, again.thresholds) == (found.roles, found.thresholds)
    assert [(facet.name, facet.by, facet.terms) for facet in again.facets] == [
        (facet.name, facet.by, facet.terms) for facet in found.facets
    ]
    for role in found.roles:
        assert again.scores(role).tolist() == found.scores(role).tolist()
        assert again.explain(found.roles[0], role) == found.explain(found.roles[0], role)


@given(drawn=graphs())
def test_efforts_are_of_the_same_roles(drawn: Drawn) -> None:
    dataset = dataset_of(drawn, plain)
    assert set(moves_of(dataset).efforts.roles) == {f"{ID}role/{number}" for number in range(drawn.roles)}
