"""What a step costs someone, what comes before it, and which alternatives need not be tried."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from optimum import graph_of

from rolegraph.model.nodes import Level
from rolegraph.planning.problem import (
    STEP_WEIGHT,
    Situation,
    Target,
    additive_costs,
    dominated,
    head_start,
    parts_of,
    weight_of,
)


def test_a_target_is_met_by_any_candidate_at_the_level() -> None:
    target = Target(frozenset("ab"), Level.PROFICIENT)
    assert target.is_met_by({"b": Level.EXPERT})
    assert not target.is_met_by({"a": Level.WORKING, "c": Level.EXPERT})
    assert not target.is_met_by({})


def test_one_of_several_meets_a_target_only_if_all_of_them_would() -> None:
    situation = Situation(graph_of({"a": 1, "b": 1, "c": 1}), {}, [(frozenset("ab"), Level.WORKING)])
    assert situation.is_met(Target(frozenset("abc"), Level.WORKING))
    assert not situation.is_met(Target(frozenset("a"), Level.WORKING))
    assert not situation.is_met(Target(frozenset("ab"), Level.EXPERT))


def test_hours_are_those_to_working_level_in_proportion() -> None:
    situation = Situation(graph_of({"a": 40}), {"a": Level.FAMILIAR})
    assert [situation.weight("a", level) for level in (None, *Level)] == [0, 10, 40, 100, 200]
    assert situation.cost("a", Level.WORKING) == 40 - 10
    assert situation.cost("a", Level.WORKING, saved=5) == 40 - 10 - 5
    assert Situation(situation.graph, {"a": Level.EXPERT}).cost("a", Level.WORKING) == 0


def test_what_nobody_has_estimated_counts_in_steps_whatever_its_default() -> None:
    situation = Situation(graph_of({"a": 40, "b": 500}, unestimated="ab"), {"b": Level.WORKING})
    assert [situation.weight("a", level) / STEP_WEIGHT for level in Level] == [0.5, 1, 2, 3]
    assert situation.cost("b", Level.PROFICIENT) == situation.cost("a", Level.WORKING) == STEP_WEIGHT


def test_a_prerequisite_is_met_by_what_is_held_and_narrower_but_not_by_what_waits_for_it() -> None:
    graph = graph_of(dict.fromkeys("abcd", 1.0), [("a", "b")], [("c", "a"), ("d", "c"), ("b", "a")])
    (target,) = Situation(graph, {}).prerequisites("b")
    assert target == Target(frozenset("a"), Level.WORKING)  # what is to be learned is what is named
    assert Situation(graph, {"d": Level.WORKING}).prerequisites("b") == ()
    assert Situation(graph, {"d": Level.FAMILIAR}).prerequisites("b") == (target,)
    assert Situation(graph, {"b": Level.FAMILIAR}).prerequisites("b") == ()  # it has been begun


def test_what_the_role_asks_for_is_learned_as_evidence_of_a_broader_prerequisite() -> None:
    graph = graph_of(dict.fromkeys("abcd", 1.0), [("a", "b")], [("c", "a"), ("d", "c")])
    (target,) = Situation(graph, {}, asked=frozenset("bd")).prerequisites("b")
    assert target == Target(frozenset("ad"), Level.WORKING)


def test_what_was_learned_on_the_way_is_no_evidence_of_anything_broader() -> None:
    graph = graph_of(dict.fromkeys("abc", 1.0), [("a", "b")], [("c", "a")])
    known = dict.fromkeys("c", Level.WORKING)
    assert Situation(graph, known, evident={}).prerequisites("b")
    assert Situation(graph, known, evident={"c": Level.FAMILIAR}).prerequisites("b")  # it was only raised on the way
    assert not Situation(graph, dict.fromkeys("a", Level.WORKING), evident={}).prerequisites("b")
    assert not Situation(graph, known, evident={}, asked=frozenset("c")).prerequisites("b")


def test_the_tool_of_a_kind_that_most_roles_ask_for_will_do_as_a_prerequisite() -> None:
    def learned_for(tools: Iterable[str] = ("python", "r"), **demand: int) -> frozenset[str]:
        hours = dict.fromkeys(("programming", "b", "python", "r"), 1.0)
        narrower = [("python", "programming"), ("r", "programming")]
        graph = graph_of(hours, [("programming", "b")], narrower, demand=demand, tools=[*tools])
        (target,) = Situation(graph, {}).prerequisites("b")
        return target.candidates

    assert learned_for(python=2, r=1) == {"programming", "python"}
    assert learned_for(python=2, r=2, programming=1) == {"programming", "python", "r"}
    assert learned_for(python=2, r=1, programming=2) == {"programming"}  # as many ask for it itself
    assert learned_for(tools="r", python=2, r=1) == {"programming"}  # a narrower skill is only a part of it


def test_what_is_skipped_is_waited_for_by_nothing_and_learned_as_evidence_of_nothing() -> None:
    graph = graph_of(dict.fromkeys("abc", 1.0), [("a", "b")], [("c", "a")])
    assert Situation(graph, {}, skipped=frozenset("a")).prerequisites("b") == ()
    assert Situation(graph, {}, skipped=frozenset("c")).prerequisites("b") == (Target(frozenset("a"), Level.WORKING),)


@pytest.mark.parametrize(("level", "saved"), list(zip(Level, [1.25, 5, 12.5, 25], strict=True)))
def test_building_on_something_saves_at_most_a_share_of_what_went_into_it(level: Level, saved: float) -> None:
    graph = graph_of({"small": 10, "large": 100}, close={("small", "large"): 0.5})
    situation = Situation(graph, {"small": level})
    assert situation.best_known_base("large", Level.WORKING) == ("small", saved)
    assert situation.own_cost("large", Level.WORKING) == 100 - saved


def test_a_head_start_is_a_share_of_the_lesser_of_both_levels() -> None:
    assert [head_start(0.5, 100, level, 40, Level.PROFICIENT) for level in Level] == [12.5, 50, 50, 50]
    assert [head_start(0.5, 100, Level.WORKING, 40, level) for level in Level] == [5, 20, 50, 50]


def test_of_a_head_start_only_what_is_more_than_what_is_held_saves_anything() -> None:
    assert head_start(0.5, 100, Level.EXPERT, 40, Level.EXPERT, Level.FAMILIAR) == 100 - 25
    assert head_start(0.5, 100, Level.EXPERT, 40, Level.EXPERT, Level.WORKING) == 0
    assert head_start(1.0, 100, Level.WORKING, 100, Level.WORKING, Level.EXPERT) == 0


@given(st.floats(0.01, 1), st.floats(1, 500), st.floats(1, 500), st.sampled_from(Level), st.data())
def test_no_level_takes_less_than_a_lower_one_for_what_is_built_on(
    strength: float, hours: float, base_hours: float, base_level: Level, data: st.DataObject
) -> None:
    held = data.draw(st.sampled_from([None, *Level]))
    left = [
        weight_of(hours, level, estimated=True) - head_start(strength, hours, level, base_hours, base_level, held)
        for level in Level
        if level >= (held or 0)
    ]
    assert all(higher >= lower - 1e-9 for lower, higher in pairwise(left))


def test_nothing_is_saved_where_one_of_both_has_no_estimate() -> None:
    graph = graph_of({"a": 10, "b": 10, "c": 10}, close={("a", "b"): 0.5, ("b", "c"): 0.5}, unestimated="b")
    assert Situation(graph, {"a": Level.EXPERT}).best_known_base("b", Level.WORKING) == (None, 0)
    assert Situation(graph, {"b": Level.EXPERT}).best_known_base("c", Level.WORKING) == (None, 0)


def test_parts_do_not_touch_and_have_what_comes_before_at_each_level() -> None:
    graph = graph_of(dict.fromkeys("abcd", 1.0), [("a", "b")], (), {("c", "d"): 0.5})
    targets = [
        Target(frozenset("b"), Level.EXPERT),
        Target(frozenset("a"), Level.FAMILIAR),
        Target(frozenset("d"), Level.WORKING),
    ]
    parts = parts_of(Situation(graph, {}), targets)
    assert parts is not None
    assert [dict(part.levels) for part in parts] == [
        {"a": (Level.FAMILIAR, Level.WORKING), "b": (Level.EXPERT,)},
        {"d": (Level.WORKING,)},
    ]


def test_what_can_never_be_begun_is_no_candidate() -> None:
    graph = graph_of(dict.fromkeys("abc", 1.0), [("a", "b"), ("b", "a")])
    (part,) = parts_of(Situation(graph, {}), [Target(frozenset("ac"), Level.WORKING)]) or []
    assert part.levels == {"c": (Level.WORKING,)}
    assert parts_of(Situation(graph, {}), [Target(frozenset("ab"), Level.WORKING)]) is None


def test_costs_add_up_over_the_cheapest_prerequisites() -> None:
    graph = graph_of({"a": 5.0, "b": 3.0, "c": 2.0}, [("a", "c")], [("b", "a")])
    situation = Situation(graph, {}, asked=frozenset("b"))
    costs, cheapest = additive_costs(situation, {one: situation.prerequisites(one) for one in "abc"})
    assert costs == {"a": 5.0, "b": 3.0, "c": 5.0}
    assert cheapest == {Target(frozenset("ab"), Level.WORKING): "b"}


def test_a_selection_without_what_is_needless_still_works() -> None:
    graph = graph_of(dict.fromkeys("abc", 1.0), [("a", "b")])
    (part,) = parts_of(Situation(graph, {}), [Target(frozenset("bc"), Level.FAMILIAR)]) or []
    everything = dict.fromkeys(part.levels, Level.WORKING)
    assert part.works(everything)
    least = part.without_needless(everything)
    assert part.works(least)
    assert len(least) == 1


def test_of_alternatives_for_the_same_only_the_cheapest_is_tried() -> None:
    hours = {"cheap": 10.0, "dear": 20.0, "helpful": 30.0, "helped": 40.0, "gated": 50.0, "credential": 1.0}
    graph = graph_of(hours, [("credential", "gated")], (), {("helpful", "helped"): 0.5})
    situation = Situation(graph, {})
    targets = [
        Target(frozenset({"cheap", "dear", "helpful", "gated"}), Level.WORKING),
        Target(frozenset({"helped"}), Level.WORKING),
    ]
    # one helps with something else, and one waits for something: either may be better than it looks
    assert dominated(situation, targets, {one: situation.prerequisites(one) for one in hours}) == {"dear"}
