"""Demand that somebody counted: the answers are those of the postings themselves, and say where they are from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import SMALL
from tests.market.postings import asks, market, mention, posting
from tests.market.stated import DOUGH, FRENCH, GROWS, OVENS, bakers, counted, counted_from, option, state

import rolegraph
from rolegraph.errors import RolegraphError
from rolegraph.graph import RoleGraph
from rolegraph.market.demand import demanded_requirements
from rolegraph.model.demands import ProfileStanding
from rolegraph.model.nodes import ID, Level, Necessity
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.formats import read_quads
from rolegraph.render.text.layout import to_markdown
from rolegraph.render.text.serialization import plain
from rolegraph.render.views.demand_view import demand_blocks

BAKER = f"{ID}role/baker"
PLACES = ("skill/dough", "skill/french", "tool/scale", "tool/stone-oven")
_ASKED = st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from([None, *Level]), st.booleans()), max_size=3)


def beside(graph: RoleGraph, place: Path) -> RoleGraph:
    """A graph of postings, with what a file states."""
    store = graph.dataset.lexical_store
    store.extend(read_quads(place))
    return RoleGraph(Dataset(store))


def test_the_answer_is_of_what_was_counted_and_says_so(tmp_path: Path) -> None:
    found = counted(tmp_path, bakers(DOUGH, FRENCH, OVENS, growth=GROWS)).demand("baker")
    assert (found.postings, found.asking, found.first, found.last) == (400, 300, "2025-01-01", "2025-12-31")
    assert found.counted is not None
    assert found.counted.counted.source.label == "Ads of 2025"
    assert found.counted.growth == pytest.approx(GROWS)
    assert [(one.node.slug, one.asked_by.postings, one.asked_by.of) for one in found.capabilities] == [
        ("dough", 240, 300),
        ("french", 90, 300),
    ]
    dough, french = found.capabilities
    assert (dough.essential, dough.level) == (180, Level.WORKING)
    assert dough.growth == pytest.approx(GROWS)
    assert (dough.standing, french.standing) == (ProfileStanding.REQUIRED, ProfileStanding.ABSENT)
    assert found.asked_for(0.5) == (dough,)
    assert found.not_asked


@given(st.lists(_ASKED, min_size=1, max_size=8))
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counting_postings_first_changes_no_number(
    tmp_path: Path, postings: list[list[tuple[str, Level | None, bool]]]
) -> None:
    posted = market(
        posting(number, *(asks(path, level=level, preferred=preferred) for path, level, preferred in asked))
        for number, asked in enumerate(postings)
    )
    first = posted.demand("baker")
    found = counted(tmp_path, counted_from(posted)).demand("baker")
    assert found._replace(counted=None, capabilities=(), first="", last="") == first._replace(capabilities=())
    assert {one.node.iri: one for one in found.capabilities} == {
        one.node.iri: one._replace(levels={}) for one in first.capabilities
    }
    for share in (0.3, 0.6):
        if not any(one.alone >= share * first.asking for one in first.capabilities):
            continue
        wanted, basis = demanded_requirements(posted.dataset, BAKER, share)
        planned, counted_basis = demanded_requirements(
            rolegraph.open(SMALL, tmp_path / "demand.ttl").dataset, BAKER, share
        )
        assert set(planned) == set(wanted)
        assert counted_basis._replace(counted=None) == basis


def test_what_rests_on_more_speaks_and_nothing_is_added_up(tmp_path: Path) -> None:
    state(tmp_path / "d.ttl", bakers(DOUGH, postings=2, asking=2, role="baker")._replace(options=()))
    few = beside(market([posting(1), posting(2), posting(3)]), tmp_path / "d.ttl").demand("baker")
    assert (few.postings, few.counted) == (3, None)
    assert few.unused is not None
    assert few.unused.postings == 2
    state(tmp_path / "d.ttl", bakers(DOUGH))
    many = beside(market([posting(1), posting(2), posting(3)]), tmp_path / "d.ttl").demand("baker")
    assert (many.postings, many.beside, many.unused) == (400, 3, None)


def test_what_was_counted_is_not_narrowed_to_a_time_or_a_place(tmp_path: Path) -> None:
    graph = counted(tmp_path, bakers(DOUGH))
    for found in (graph.demand("baker", place="Leeds"), graph.demand("baker", since="2025-06-01")):
        assert (found.postings, found.counted) == (0, None)
        assert found.unused is not None
        assert found.unused.postings == 400


def test_a_plan_is_for_what_was_counted_with_its_alternatives(tmp_path: Path) -> None:
    graph = counted(tmp_path, bakers(DOUGH, FRENCH, OVENS, option("tool/stone-oven", postings=150, alone=60)))
    wanted, basis = demanded_requirements(graph.dataset, BAKER, 0.5)
    assert [(one.label, one.necessity, one.level) for one in wanted] == [
        ("dough", Necessity.ESSENTIAL, Level.WORKING),
        ("Deck oven or Stone oven", Necessity.ESSENTIAL, None),
    ]
    assert basis.counted is not None
    assert (basis.share, basis.postings, basis.counted.source.label) == (0.5, 300, "Ads of 2025")
    stricter, _ = demanded_requirements(graph.dataset, BAKER, 0.2)
    assert "Stone oven" in [one.label for one in stricter]  # asked for often enough by itself
    assert "Deck oven or Stone oven" not in [one.label for one in stricter]
    path = graph.path("pastry-chef", "baker", demand_share=0.25)
    assert path.demand is not None
    assert path.demand.counted == basis.counted


def test_too_high_a_share_says_how_often_the_most_is_asked_for(tmp_path: Path) -> None:
    graph = counted(tmp_path, bakers(DOUGH))
    with pytest.raises(RolegraphError, match=r"by 90% of 300 postings for Baker: the most is by 80%"):
        graph.path("pastry-chef", "baker", demand_share=0.9)
    nothing = counted(tmp_path, bakers(asking=0, role="baker"))
    with pytest.raises(RolegraphError, match="no posting for Baker says what it asks for"):
        nothing.path("pastry-chef", "baker", demand_share=0.5)


def test_neighbours_say_how_many_postings_there_are_and_whether_that_grows(tmp_path: Path) -> None:
    graph = counted(tmp_path, bakers(DOUGH, growth=GROWS))
    (baker,) = (one for one in graph.nearest("pastry-chef").neighbours if one.role.slug == "baker")
    assert baker.demand is not None
    assert baker.demand.postings == 400
    assert baker.demand.growth == pytest.approx(GROWS)
    (chef,) = (one for one in graph.nearest("baker").neighbours if one.role.slug == "pastry-chef")
    assert chef.demand is None  # nobody counted, which is not zero
    assert "demand" not in json.dumps(plain(chef))


def test_without_counts_answers_have_no_new_keys() -> None:
    graph = market([posting(1, asks("skill/dough"), role=mention("role/baker"))])
    found = plain(graph.demand("baker"))
    assert not {"counted", "beside", "unused"} & found.keys()
    assert "growth" not in found["capabilities"][0]


def test_what_was_not_counted_of_necessity_is_not_said_to_be_none(tmp_path: Path) -> None:
    graph = counted(tmp_path, bakers(DOUGH._replace(essential=None, alone=None)))
    (dough,) = graph.demand("baker").capabilities
    assert (dough.essential, dough.alone) == (None, 240)
    ((requirement,), _) = demanded_requirements(graph.dataset, BAKER, 0.5)
    assert requirement.essential
    assert "| dough | 80% (75-84) | working |" in to_markdown(demand_blocks(graph.demand("baker")))
