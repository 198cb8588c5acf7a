"""What a graph states of mappings."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.errors import SourceError
from rolegraph.facts.matches import all_mappings, joined_sets, mappings_of
from rolegraph.model.mappings import MappingSet, MatchPredicate, NodeMapping
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.places import open_dataset

PREFIXES = """
@prefix rg: <https://w3id.org/rolegraph/ns#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sssom: <https://w3id.org/sssom/> .
@prefix semapv: <https://w3id.org/semapv/vocab/> .
@prefix tool: <https://w3id.org/rolegraph/id/tool/> .
@prefix a: <https://example.org/> .
"""
REMARK = "rdf:subject tool:sql ; rdf:predicate skos:exactMatch ; rdf:object a:sql"


def opened(folder: Path, **files: str) -> Dataset:
    for name, text in files.items():
        (folder / f"{name}.ttl").write_text(PREFIXES + text)
    return open_dataset([folder])


def test_a_bare_statement_is_a_mapping_of_its_source(tmp_path: Path) -> None:
    dataset = opened(tmp_path, one="tool:sql skos:closeMatch a:sql ; skos:prefLabel 'SQL' .")
    (row,) = mappings_of(dataset, "https://example.org/sql")
    assert (row.predicate, row.confidence, row.justification) == (MatchPredicate.CLOSE, None, "")
    assert (row.subject, row.subject_label, row.object_label) == ("https://example.org/sql", "", "SQL")
    assert row.source is not None
    assert row.source.slug == "one"


def test_each_source_and_each_remark_counts_and_the_surest_comes_first(tmp_path: Path) -> None:
    one = f"""tool:sql skos:exactMatch a:sql .
        [] a rdf:Statement ; {REMARK} ; rg:confidence 0.6 ; sssom:mapping_justification semapv:LexicalMatching .
        [] a rdf:Statement ; {REMARK} ; rg:confidence 0.9 ; sssom:mapping_justification semapv:ManualMappingCuration .
    """
    dataset = opened(tmp_path, one=one, two="tool:sql skos:exactMatch a:sql .")
    rows = mappings_of(dataset, "https://w3id.org/rolegraph/id/tool/sql")
    assert [(row.confidence, row.source.slug if row.source else "") for row in rows] == [
        (0.9, "one"),
        (0.6, "one"),
        (None, "two"),
    ]
    assert {row._replace(subject_label="", object_label="") for row in rows} == set(all_mappings(dataset))


def test_a_confidence_that_is_no_number_is_an_error_of_its_file(tmp_path: Path) -> None:
    dataset = opened(
        tmp_path, one=f"tool:sql skos:exactMatch a:sql . [] a rdf:Statement ; {REMARK} ; rg:confidence 'x' ."
    )
    with pytest.raises(SourceError, match=r"one\.ttl"):
        all_mappings(dataset)


def test_a_node_without_mappings_has_none(tmp_path: Path) -> None:
    assert mappings_of(opened(tmp_path, one="tool:sql skos:prefLabel 'SQL' ."), "https://example.org/sql") == ()


def test_joined_sets_say_where_each_row_is_from_unless_it_says_so_itself() -> None:
    row = NodeMapping("https://a.org/1", "https://b.org/1", MatchPredicate.EXACT)
    told = row._replace(others=(("mapping_source", "https://c.org/"),))
    sets = [MappingSet("https://a.org/one", (row, told), "One"), MappingSet("https://a.org/two", (row,), "Two")]
    found = joined_sets(sets)
    assert [one.others for one in found.rows] == [
        (("mapping_source", "https://a.org/one"),),
        (("mapping_source", "https://c.org/"),),
        (("mapping_source", "https://a.org/two"),),
    ]
    assert found.title == "One; Two"
    assert joined_sets(sets[:1]) is sets[0]
