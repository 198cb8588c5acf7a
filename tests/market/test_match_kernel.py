"""What sparse products say of many people is what coverage, the gap and `nearest` say of each."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.market.crowds import Matched, best_roles, crowds, of_match, standing_of
from tests.mobility.people import chain, levels_held
from tests.worlds import World, worlds

from rolegraph.market.match_kernel import Holdings
from rolegraph.mobility.coverage import coverage, held_in
from rolegraph.model.nodes import Level


@given(world=worlds(), data=st.data())
def test_what_is_met_and_how_near_roles_are_is_what_answers_for_one_say(world: World, data: st.DataObject) -> None:
    matched, people = Matched(world), data.draw(crowds(world))
    for match in best_roles(matched.arrays, matched.rows(people), top=4):
        held = people[match["person"]]
        assert match["score"] == pytest.approx(matched.scores(held)[match["role"]], abs=1e-9)
        assert of_match(match) == standing_of(matched.dataset, matched.profile(held), match["role"])


@given(world=worlds(), data=st.data())
def test_columns_are_met_as_coverage_has_it(world: World, data: st.DataObject) -> None:
    matched, held = Matched(world), data.draw(levels_held(world))
    one = coverage(matched.efforts, held_in(matched.efforts, matched.profile(held)))
    rows = matched.rows({"a": held}).drop_null()
    places, levels = rows["place"].to_numpy(), rows["level"].to_numpy()
    covered = matched.arrays.covered(Holdings(1, np.zeros(len(places), dtype=int), places, levels))
    assert covered.is_met[0].tolist() == one.met.tolist()
    assert sorted(covered.known.indices.tolist()) == sorted(one.known)


@given(world=worlds(), data=st.data())
def test_more_capabilities_or_higher_levels_lower_no_score_and_no_coverage(world: World, data: st.DataObject) -> None:
    matched, few, more = Matched(world), data.draw(levels_held(world)), data.draw(levels_held(world))
    many = {one: max(few.get(one, level), level) for one, level in (few | more).items()}
    many |= {one: max(level, many[one]) for one, level in few.items()}
    before, after = (
        {match["role"]: match for match in best_roles(matched.arrays, matched.rows({"a": held}), top=9)}
        for held in (few, many)
    )
    assert before.keys() <= after.keys()
    for role, match in before.items():
        assert after[role]["score"] >= match["score"] - 1e-9
        assert (after[role]["coverage"] or 0) >= (match["coverage"] or 0)


def test_the_arrays_are_sent_without_the_graph() -> None:
    matched = Matched(chain())
    sent = pickle.dumps(matched.arrays)
    assert len(sent) < 20_000
    rows = matched.rows({"a": {0: Level.WORKING}})
    assert best_roles(pickle.loads(sent), rows) == best_roles(matched.arrays, rows)  # noqa: S301 - made just above
