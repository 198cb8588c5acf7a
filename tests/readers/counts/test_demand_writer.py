"""Writing what was counted over postings: what is stated, what is refused, and what it never changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import SMALL
from tests.market.stated import DOUGH, FRENCH, GROWS, MENTIONS, OVENS, bakers, counted, option, run, state

import rolegraph
from rolegraph.errors import RolegraphError, SourceError
from rolegraph.model import __version__
from rolegraph.model.nodes import SOURCE
from rolegraph.model.posting_counts import CountedFile, RoleCount
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.formats import read_quads
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.vocabulary import DCTERMS, PROV, RDF, RG
from rolegraph.readers.counts import demand_writer
from rolegraph.readers.counts.demand_writer import write_stated_demand

IRI = SOURCE + "ads-of-2025"


def objects(dataset: Dataset, subject: str, *terms: str) -> list[str]:
    """What is reached from a node over some terms."""
    found = [subject]
    for term in terms:
        found = [value for node in found for value in dataset.objects(node, term)]
    return sorted(found)


def test_the_source_says_how_it_was_counted_and_of_what(tmp_path: Path) -> None:
    rest = CountedFile("demand.parquet", "cd" * 32, rows=7_000)
    state(tmp_path / "d.ttl", bakers(DOUGH), table=rest)
    dataset = open_dataset([tmp_path / "d.ttl"])
    activity, used = PROV + "wasGeneratedBy", PROV + "used"
    assert objects(dataset, IRI, activity, PROV + "startedAtTime") == ["2026-01-05T10:00:00Z"]
    assert objects(dataset, IRI, activity, used, RG + "contentHash") == [MENTIONS.sha256]
    assert objects(dataset, IRI, activity, used, RG + "rows") == ["1200"]
    program = (activity, PROV + "wasAssociatedWith")
    assert objects(dataset, IRI, *program, DCTERMS + "title") == ["polars", "rolegraph"]
    assert objects(dataset, IRI, *program, RG + "version") == sorted(["2.1", __version__])
    assert objects(dataset, IRI + "#table", RG + "contentHash") == [rest.sha256]
    assert objects(dataset, IRI + "#table", activity) == [IRI + "#activity"]
    statistic = IRI + "#statistic"
    assert objects(dataset, statistic, RG + "postings") == ["5000"]
    assert objects(dataset, statistic, RG + "leastPostings") == ["30"]
    assert objects(dataset, statistic, RG + "periodStart") == ["2025"]


def test_it_is_valid_beside_the_graph_and_no_role_requires_anything_for_it(tmp_path: Path) -> None:
    graph, before = counted(tmp_path, bakers(DOUGH, FRENCH, OVENS, growth=GROWS)), rolegraph.open(SMALL)
    report = graph.validate()
    assert (report.valid, report.violations) == (True, before.validate().violations)
    assert graph.gap("baker", "pastry-chef") == before.gap("baker", "pastry-chef")
    assert graph.role("baker") == before.role("baker")
    assert graph.diff(before).others
    assert not graph.diff(before).roles
    assert [(one.rule, one.count) for one in graph.lint().checked] == [
        (one.rule, one.count) for one in before.lint().checked
    ]


@pytest.mark.parametrize("name", ["d.ttl", "folder", "built"])
def test_the_same_source_is_replaced_and_another_period_is_another_source(tmp_path: Path, name: str) -> None:
    place = tmp_path / name
    if name == "folder":
        place.mkdir()
        (place / "small.ttl").write_bytes(Path(SMALL).read_bytes())
    if name == "built":
        rolegraph.build([SMALL], place)
    state(place, bakers(DOUGH, FRENCH))
    again = state(place, bakers(DOUGH, asking=250))
    state(place, bakers(FRENCH), title="Ads of 2026")
    dataset = open_dataset([place])
    assert again.replaced
    assert {IRI, SOURCE + "ads-of-2026"} <= set(dataset.sources())
    in_2025 = [iri for iri in dataset.subjects(RDF + "type", RG + "CountedDemand") if iri.startswith(IRI + "#")]
    assert len(in_2025) == 2  # the role, and dough
    assert [text for iri in in_2025 for text in dataset.objects(iri, RG + "asking")] == ["250"]
    if name != "d.ttl":
        assert rolegraph.open(place).role("baker") == rolegraph.open(SMALL).role("baker")


def test_names_are_found_in_a_built_graph_afterwards_and_the_source_has_its_title(tmp_path: Path) -> None:
    place = tmp_path / "graph"
    rolegraph.build([SMALL], place)
    state(place, bakers(DOUGH))
    graph = rolegraph.open(place)
    assert graph.resolve("Ads of 2025").iri == IRI
    assert graph.resolve("Baker").slug == "baker"
    (source,) = (one for one in graph.info().sources if one.node.iri == IRI)
    assert source.kind == "counted demand"
    assert source.counts["counted demand"] == 2
    assert source.description.startswith("5,000 postings, 2025-01-01 to 2025-12-31; nothing is stated of what fewer")


def test_all_is_the_same_in_however_many_parts_it_is_validated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    roles = [bakers(DOUGH, FRENCH), bakers(OVENS, FRENCH, role="pastry-chef")]
    whole = state(tmp_path / "whole.ttl", *roles)
    monkeypatch.setattr(demand_writer, "_TOGETHER", 1)
    parts = state(tmp_path / "parts.ttl", *roles)
    assert (tmp_path / "whole.ttl").read_bytes() == (tmp_path / "parts.ttl").read_bytes()
    assert whole == parts._replace(place=whole.place)
    assert (whole.roles, whole.options) == (2, 4)
    assert whole.statements == sum(1 for _ in read_quads(tmp_path / "whole.ttl"))


@pytest.mark.parametrize(
    ("count", "problem"),
    [
        (bakers(DOUGH, role="nobody"), "role/nobody> is no role"),
        (bakers(option("skill/nothing", postings=40)), "skill/nothing> is no capability"),
        (bakers(option("role/baker", postings=40)), "role/baker> is no capability"),
        (bakers(option("skill/dough", postings=301)), "dough is asked for by 301 of 300 postings"),
        (bakers(option("skill/dough", postings=40, essential=41)), "those that call it essential"),
        (bakers(DOUGH, postings=299), "those that ask for anything"),
    ],
)
@pytest.mark.parametrize("built", [False, True])
def test_what_cannot_be_is_refused_and_nothing_is_written(
    tmp_path: Path, count: RoleCount, problem: str, built: bool
) -> None:
    place = tmp_path / ("graph" if built else "d.ttl")
    if built:
        rolegraph.build([SMALL], place)
    before = sorted(path.name for path in tmp_path.rglob("*"))
    with pytest.raises(RolegraphError, match=problem):
        state(place, bakers(FRENCH, role="pastry-chef"), count)
    assert sorted(path.name for path in tmp_path.rglob("*")) == before
    assert not built or IRI not in open_dataset([place]).sources()


def test_a_role_that_is_counted_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RolegraphError, match="baker was counted twice"):
        state(tmp_path / "d.ttl", bakers(DOUGH), bakers(FRENCH))


def test_nothing_to_state_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(RolegraphError, match=r"nothing is asked for by 30 postings or more.*--min-support"):
        state(tmp_path / "d.ttl")
    assert not (tmp_path / "d.ttl").exists()


def test_a_source_that_is_something_else_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "d.ttl").write_bytes(Path(SMALL).read_bytes())
    slug = next(iter(open_dataset([SMALL]).sources())).removeprefix(SOURCE)
    with pytest.raises(SourceError, match=r"is no counted demand .give this one another title"):
        state(tmp_path / "d.ttl", bakers(DOUGH), title=slug)
    assert (tmp_path / "d.ttl").read_bytes() == Path(SMALL).read_bytes()


def test_an_endpoint_is_only_read() -> None:
    known = rolegraph.open(SMALL).dataset
    with pytest.raises(RolegraphError, match="is an endpoint, which rolegraph only reads"):
        write_stated_demand("http://example.org/sparql", [bakers(DOUGH)], run(), known)


def test_a_file_does_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demand_writer, "_MOST_IN_FILES", 30)
    with pytest.raises(SourceError, match=r"more than 30 statements .build the graph"):
        state(tmp_path / "d.ttl", bakers(DOUGH, FRENCH))
