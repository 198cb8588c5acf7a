"""Counted demand in a graph: which count speaks for a role, and that the arrays say what the statements do."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import SMALL
from tests.market.stated import DOUGH, FRENCH, GROWS, OVENS, bakers, counted, option, state

import rolegraph
from rolegraph.errors import SourceError
from rolegraph.facts.stated_demand import STATED_DEMAND, StatedDemandIndex, growth_of, stated_demand, stated_for
from rolegraph.model.nodes import ID, Level
from rolegraph.model.posting_counts import OptionCount
from rolegraph.rdf.places import open_dataset

BAKER = f"{ID}role/baker"


def said(index: StatedDemandIndex, row: int) -> set[OptionCount]:
    """The options of a count as they were written."""
    found = set()
    for place in range(index.first[row], index.first[row + 1]):
        any_of = tuple(sorted(index.capabilities[one] for one in index.any_of(place)))
        named, essential, alone = (int(column[place]) for column in (index.named, index.essential, index.alone))
        level = Level(int(index.level[place])) if index.level[place] else None
        found.add(OptionCount(any_of, named, essential, alone, level, growth_of(index.growths[place])))
    return found


def test_what_was_counted_is_read_as_it_was_written(tmp_path: Path) -> None:
    graph = counted(tmp_path, bakers(DOUGH, FRENCH, OVENS, growth=GROWS), bakers(FRENCH, role="pastry-chef", asking=90))
    index = stated_demand(graph.dataset)
    found = stated_for(graph.dataset, BAKER)
    assert found is not None
    assert (found.says.postings, int(index.asking[found.row])) == (400, 300)
    assert found.says.growth == pytest.approx(GROWS)
    assert {one._replace(growth=None) for one in said(index, found.row)} == {
        one._replace(any_of=tuple(sorted(one.any_of)), growth=None) for one in (DOUGH, FRENCH, OVENS)
    }
    assert {one.growth is not None for one in said(index, found.row) if len(one.any_of) == 1} == {True}
    source = found.says.counted
    assert (source.source.label, source.authority, source.first, source.least) == (
        "Ads of 2025",
        "Jobs Ltd",
        "2025-01-01",
        30,
    )
    assert stated_for(graph.dataset, f"{ID}role/nobody") is None


def test_the_count_of_most_postings_speaks_and_none_are_added_up(tmp_path: Path) -> None:
    state(tmp_path / "a.ttl", bakers(DOUGH, postings=400))
    state(tmp_path / "b.ttl", bakers(FRENCH, postings=900), title="Ads of 2026")
    graph = rolegraph.open(SMALL, tmp_path / "a.ttl", tmp_path / "b.ttl")
    found = stated_for(graph.dataset, BAKER)
    assert found is not None
    assert (found.says.postings, found.says.counted.source.label) == (900, "Ads of 2026")
    assert [one.any_of for one in said(stated_demand(graph.dataset), found.row)] == [FRENCH.any_of]


def test_what_was_counted_for_exactly_the_same_role_of_another_graph_is_seen(tmp_path: Path) -> None:
    graph = counted(tmp_path, bakers(DOUGH))
    theirs = "https://example.org/occupation/7512"
    (tmp_path / "theirs.ttl").write_text(
        "@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        f'<{theirs}> a rg:Role ; skos:prefLabel "Bread maker"@en ; skos:exactMatch <{BAKER}> .\n'
        f'<{theirs}0> a rg:Role ; skos:prefLabel "Cake maker"@en ; skos:closeMatch <{BAKER}> .\n'
    )
    joined = rolegraph.open(SMALL, tmp_path / "demand.ttl", tmp_path / "theirs.ttl")
    found = stated_for(joined.dataset, theirs)
    assert found is not None
    own = stated_for(graph.dataset, BAKER)
    assert own is not None
    assert found.says == own.says
    assert stated_for(joined.dataset, theirs + "0") is None


def test_a_built_graph_keeps_it_and_a_new_count_takes_its_place(tmp_path: Path) -> None:
    place = tmp_path / "graph"
    rolegraph.build([SMALL], place)
    state(place, bakers(DOUGH))
    (kept,) = place.rglob(STATED_DEMAND)
    before = kept.read_bytes()
    assert rolegraph.open(place).demand("baker").postings == 400
    state(place, bakers(DOUGH, postings=800))
    assert rolegraph.open(place).demand("baker").postings == 800
    assert kept.read_bytes() != before


def test_a_damaged_file_of_the_index_is_read_again(tmp_path: Path) -> None:
    place = tmp_path / "graph"
    rolegraph.build([SMALL], place)
    state(place, bakers(DOUGH))
    (kept,) = place.rglob(STATED_DEMAND)
    kept.write_bytes(b"no arrays")
    assert rolegraph.open(place).demand("baker").postings == 400


def test_without_counts_nothing_is_read_twice_or_kept(tmp_path: Path) -> None:
    place = tmp_path / "graph"
    rolegraph.build([SMALL], place)
    assert stated_demand(rolegraph.open(place).dataset).roles == ()
    assert not list(place.rglob(STATED_DEMAND))


def test_what_has_no_count_for_its_role_has_no_share(tmp_path: Path) -> None:
    state(tmp_path / "demand.ttl", bakers(DOUGH))
    text = (tmp_path / "demand.ttl").read_text()
    (tmp_path / "demand.ttl").write_text("\n\n".join(block for block in text.split("\n\n") if "rg:asking" not in block))
    assert stated_for(open_dataset([SMALL, tmp_path / "demand.ttl"]), BAKER) is None


def test_a_number_that_is_none_is_an_error_with_its_file(tmp_path: Path) -> None:
    state(tmp_path / "demand.ttl", bakers(DOUGH))
    text = (tmp_path / "demand.ttl").read_text()
    assert "rg:asking 300" in text
    (tmp_path / "demand.ttl").write_text(text.replace("rg:asking 300", 'rg:asking "many"'))
    with pytest.raises(SourceError, match=r"demand\.ttl.*'many' is not a number"):
        rolegraph.open(SMALL, tmp_path / "demand.ttl").demand("baker")


@given(st.lists(st.tuples(st.integers(1, 300), st.integers(0, 300), st.sampled_from([None, *Level])), max_size=4))
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_reading_gives_back_whatever_was_written(tmp_path: Path, rows: list[tuple[int, int, Level | None]]) -> None:
    paths = ("skill/dough", "skill/french", "tool/scale", "tool/stone-oven")
    options = [
        option(path, postings=postings, essential=min(essential, postings), level=level)
        for path, (postings, essential, level) in zip(paths, rows, strict=False)
    ]
    graph = counted(tmp_path, bakers(*options))
    found = stated_for(graph.dataset, BAKER)
    assert found is not None
    assert said(stated_demand(graph.dataset), found.row) == set(options)
