"""Rows of people become matches, however they are cut, repeated and spread over places."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.market.crowds import SCHEMA, Matched, best_people, best_roles, crowds, of_match, standing_of
from tests.mobility.people import chain
from tests.worlds import World, worlds

from rolegraph.market import match_rows
from rolegraph.market.match_rows import people_chunks, ranked
from rolegraph.model.nodes import Level


@given(world=worlds(), data=st.data())
def test_the_best_roles_are_those_of_the_highest_scores(world: World, data: st.DataObject) -> None:
    matched, people = Matched(world), data.draw(crowds(world))
    found = best_roles(matched.arrays, matched.rows(people), top=2)
    for name, held in people.items():
        scores = [round(score, 9) for score in matched.scores(held).values() if score > 0]
        mine = [match for match in found if match["person"] == name]
        assert [match["score"] for match in mine] == pytest.approx(sorted(scores, reverse=True)[:2], abs=2e-9)
        assert [match["rank"] for match in mine] == [1, 2][: len(mine)]


@given(world=worlds(), data=st.data())
def test_the_best_people_are_those_of_the_highest_scores(world: World, data: st.DataObject) -> None:
    matched, people = Matched(world), data.draw(crowds(world))
    best = best_people(matched.arrays, matched.rows(people), top=2)
    for match in best:
        profile = matched.profile(people[match["person"]])
        assert of_match(match) == standing_of(matched.dataset, profile, match["role"])
    found = {role: [match["score"] for match in some] for role, some in groupby(best, lambda one: one["role"])}
    for role in matched.efforts.roles:
        scores = sorted((matched.scores(held)[role] for held in people.values()), reverse=True)
        assert found.get(role, []) == pytest.approx([score for score in scores if score > 0][:2], abs=2e-9)


@given(world=worlds(), data=st.data(), size=st.integers(1, 4))
def test_how_rows_are_cut_ordered_and_repeated_changes_nothing(world: World, data: st.DataObject, size: int) -> None:
    matched = Matched(world)
    rows = matched.rows(data.draw(crowds(world)))
    turned = rows.take(list(range(len(rows)))[::-1]) if len(rows) else rows
    twice = pa.concat_tables([turned, rows]).sort_by("person")
    assert best_roles(matched.arrays, twice, size=size) == best_roles(matched.arrays, rows)
    assert best_people(matched.arrays, twice, size=size) == best_people(matched.arrays, rows)


@given(world=worlds(), data=st.data())
def test_people_in_several_places_are_ranked_as_in_one(world: World, data: st.DataObject) -> None:
    matched, people = Matched(world), data.draw(crowds(world))
    here, there = ({name: people[name] for name in people if (name < "e") is first} for first in (True, False))
    parts = matched.rows(there), matched.rows(here)
    assert best_people(matched.arrays, *parts, top=2) == best_people(matched.arrays, matched.rows(people), top=2)


def test_few_people_at_a_time_are_matched_as_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    matched = Matched(chain())
    people = {f"{number:03d}": {number % 6: Level(1 + number % 4), number % 5: Level.WORKING} for number in range(200)}
    rows = matched.rows(people)
    whole = best_roles(matched.arrays, rows), best_people(matched.arrays, rows)
    monkeypatch.setattr(match_rows, "_PEOPLE", (3, 3))
    assert (best_roles(matched.arrays, rows), best_people(matched.arrays, rows)) == whole


def test_of_equals_the_one_with_fewer_unmet_comes_first_then_the_one_of_the_first_name() -> None:
    matched = Matched(chain())
    people = {name: {0: Level.WORKING, 1: Level.WORKING} for name in "cab"}
    found = [match for match in best_people(matched.arrays, matched.rows(people)) if match["role"].endswith("role-1")]
    assert [(match["person"], match["rank"], match["met"]) for match in found] == [
        ("a", 1, 2),
        ("b", 2, 2),
        ("c", 3, 2),
    ]


def test_of_scores_that_are_equal_but_for_rounding_the_fewest_unmet_come_first() -> None:
    groups, order = np.zeros(3, dtype=int), np.arange(3)
    scores, unmet = np.array([0.5 + 1e-12, 0.5, 0.6]), np.array([3, 1, 9])
    found, ranks = ranked(groups, scores, unmet, order, 2)
    assert (found.tolist(), ranks.tolist()) == ([2, 1], [1, 2])


def test_somebody_of_whom_nothing_is_known_has_no_roles() -> None:
    matched = Matched(chain())
    rows = pa.Table.from_pylist(
        [{"person": "a", "place": None, "level": 3}, {"person": "b", "place": 0, "level": None}], SCHEMA
    )
    assert {match["person"] for match in best_roles(matched.arrays, rows)} == {"b"}


def test_a_level_that_is_not_said_is_working() -> None:
    matched = Matched(chain())
    rows = [pa.Table.from_pylist([{"person": "a", "place": 0, "level": level}], SCHEMA) for level in (None, 1, 2)]
    unsaid, familiar, working = (best_roles(matched.arrays, one) for one in rows)
    assert unsaid == working != familiar


def test_one_person_may_have_more_rows_than_a_batch() -> None:
    rows = pa.table(
        {
            "person": ["a", *["b"] * 7, "c"],
            "place": pa.array(range(9), pa.int32()),
            "level": pa.array([2] * 9, pa.int32()),
        }
    )
    chunks = list(people_chunks(iter(rows.to_batches(max_chunksize=2)), 2))
    people = {
        name: chunk.held.places[chunk.held.people == number].tolist()
        for chunk in chunks
        for number, name in enumerate(chunk.names.to_pylist())
    }
    assert people == {"a": [0], "b": [1, 2, 3, 4, 5, 6, 7], "c": [8]}
    assert all(chunk.held.size <= 2 for chunk in chunks)
