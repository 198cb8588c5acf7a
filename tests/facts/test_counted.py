"""What a graph says was counted."""

from __future__ import annotations

from pathlib import Path

from tests.counting import MOVES, OBSERVATIONS, ROLE, graph_at, written

from rolegraph.facts.counted import employment_by_group, moves_from, moves_to, observations_of, shares_of_leavers
from rolegraph.model.nodes import Kind
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.vocabulary import RDF
from rolegraph.readers.counts import import_moves, import_observations


def test_of_what_nobody_counted_there_is_nothing(tmp_path: Path) -> None:
    dataset = open_dataset([graph_at(tmp_path)])
    assert (moves_from(dataset, ROLE + "baker"), observations_of(dataset, ROLE + "baker")) == ((), ())
    assert employment_by_group(dataset) == (None, {})
    assert shares_of_leavers(dataset) == (None, {})


TWIN = """
@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix role: <https://w3id.org/rolegraph/id/role/> .
role:bread-maker a rg:Role ; skos:prefLabel "Bread Maker"@en ; skos:exactMatch role:baker .
"""


def test_what_was_counted_of_a_role_holds_for_the_one_that_a_mapping_says_is_the_same(tmp_path: Path) -> None:
    graph = graph_at(tmp_path)
    import_moves(written(tmp_path, "m.csv", MOVES), graph)
    import_observations(written(tmp_path, "o.csv", OBSERVATIONS), graph)
    dataset = open_dataset([graph, written(tmp_path, "twin.ttl", TWIN)])
    twin, baker = ROLE + "bread-maker", ROLE + "baker"
    assert moves_from(dataset, twin) == moves_from(dataset, baker) != ()
    assert observations_of(dataset, twin) == observations_of(dataset, baker) != ()


def test_who_came_is_who_went_seen_from_the_other_end(tmp_path: Path) -> None:
    graph = graph_at(tmp_path)
    import_moves(written(tmp_path, "m.csv", MOVES), graph)
    dataset = open_dataset([graph])
    roles = dataset.subjects(RDF + "type", Kind.ROLE.class_iri)
    went = {move for role in roles for move in moves_from(dataset, role)}
    came = {move for role in roles for move in moves_to(dataset, role)}
    assert came <= went != set()
    for role in roles:
        shares = [move.share for move in moves_to(dataset, role)]
        assert shares == sorted(shares, reverse=True)
        assert all(role in {one.iri for one in move.target.roles} for move in moves_to(dataset, role))
    assert any(moves_to(dataset, role) for role in roles)
