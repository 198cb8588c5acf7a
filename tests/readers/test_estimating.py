"""Estimates are stated as a source of their own that says what it is, and an import makes them."""

from __future__ import annotations

from pathlib import Path

from tests.readers.onet.onet_files import built
from tests.trades import ASTRONAUT, TRADES, estimate, estimated, recorded, role

from rolegraph.facts.entities import info
from rolegraph.facts.requirements import ESTIMATED, NEAR, RECORDED
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import PROV, RG, SOURCE
from rolegraph.readers.estimating import KIND
from rolegraph.shacl.validation import validate

NEW = [role(f"new-{trade}") for trade in TRADES]


def test_the_source_says_what_it_is_and_of_what() -> None:
    dataset, said = estimated()
    source = next(one for one in info(dataset).sources if one.kind == KIND)
    assert source.node.iri == SOURCE + "trades-estimates"
    assert (source.node.label, source.version, source.licence) == (
        "Estimates from Trades",
        "7",
        "https://example.org/free",
    )
    assert source.attribution == "Estimated by rolegraph. By hand."
    assert source.description == f"{said}."
    assert dataset.objects(source.node.iri, PROV + "wasDerivedFrom") == [SOURCE + "trades"]


def test_it_is_said_how_many_are_estimated_and_how_well() -> None:
    _, said = estimated()
    assert said.startswith(
        "4 of 28 roles have no essential requirement recorded; those of 3 are estimated from the 5 to 8"
    )
    assert "of 1 nothing is known" in said
    assert "mean F1 of 0.9" in said


def test_nothing_of_an_estimate_reads_as_recorded() -> None:
    before, (after, _) = recorded(), estimated()
    for predicate in (RECORDED, "requires", "accepts", "prefers"):
        assert after.pairs(RG + predicate) == before.pairs(RG + predicate)
    assert {one for one, _ in after.pairs(RG + ESTIMATED)} == {*NEW} == {one for one, _ in after.pairs(RG + NEAR)}
    asked = {iri for _, iri in after.pairs(RG + ESTIMATED)}
    assert asked.isdisjoint(iri for _, iri in after.pairs(RG + RECORDED))
    assert role(ASTRONAUT) not in dict(after.pairs(RG + ESTIMATED))


def test_the_graph_is_valid_and_wants_no_more_than_before() -> None:
    before, after = validate(recorded()), validate(estimated()[0])
    assert after.valid
    assert [one.message for one in after.violations] == [one.message for one in before.violations]


def test_an_import_of_what_has_requirements_makes_none(tmp_path: Path) -> None:
    result, graph = built(tmp_path)
    assert graph.dataset.sources() == [SOURCE + "onet"]
    assert not any("recorded" in note for note in result.notes)


def test_links_that_were_read_for_estimates_are_those_that_there_are_with_them() -> None:
    dataset = recorded()
    estimate(dataset)
    read, now = dataset.cache.links, Dataset(dataset.store)
    assert len(read) > 5
    assert now.size() > recorded().size()
    assert {predicate: sorted(now.links(predicate)) for predicate in read} == {
        predicate: sorted(links) for predicate, links in read.items()
    }
