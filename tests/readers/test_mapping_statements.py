"""Mappings as statements of a source."""

from __future__ import annotations

import pytest
from hypothesis import given
from tests.readers.mapping_strategies import SETS

from rolegraph.facts.matches import mapping_sets
from rolegraph.model.mappings import MappingSet
from rolegraph.rdf.places import merged
from rolegraph.readers.mapping_files import mapping_text
from rolegraph.readers.mapping_statements import mapping_statements, source_of
from rolegraph.shacl.validation import validate


@given(SETS)
def test_what_a_graph_is_given_it_gives_back(given_set: MappingSet) -> None:
    (found,) = mapping_sets(merged(None, mapping_statements(given_set).quads))
    assert set(found.rows) == set(given_set.rows)
    assert found._replace(rows=()) == given_set._replace(rows=())


@given(SETS)
def test_it_breaks_no_shape_although_no_node_is_there(given_set: MappingSet) -> None:
    assert validate(merged(None, mapping_statements(given_set).quads)).violations == ()


@given(SETS)
def test_the_order_of_rows_changes_nothing_in_a_graph(given_set: MappingSet) -> None:
    turned = given_set._replace(rows=given_set.rows[::-1])
    first, second = (mapping_sets(merged(None, mapping_statements(one).quads)) for one in (given_set, turned))
    assert mapping_text(first[0]) == mapping_text(second[0])


@pytest.mark.parametrize(
    ("identifier", "slug"),
    [
        ("https://w3id.org/rolegraph/mappings", "rolegraph-mappings"),
        ("https://w3id.org/rolegraph/source/care", "care"),
        ("https://example.org/care.sssom.tsv", "care"),
        ("https://example.org/", "example-org"),
    ],
)
def test_a_source_is_named_after_the_end_of_its_id(identifier: str, slug: str) -> None:
    assert source_of(MappingSet(identifier, ())) == f"https://w3id.org/rolegraph/source/{slug}"
