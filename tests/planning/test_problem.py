"""What a step costs someone, what comes before it, and which alternatives need not be tried."""

from __future__ import annotations

import pytest
from optimum import graph_of

from rolegraph.model.nodes import Level
from rolegraph.planning.problem import SHARE, SearchSpace, Situation, Target, dominated


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
    assert [situation.hours("a", level) for level in Level] == [40 * SHARE[level] for level in Level]
    assert situation.cost("a", Level.WORKING) == 40 - 10
    assert situation.cost("a", Level.WORKING, saved=25) == 40 - 25
    assert situation.cost("a", Level.WORKING, saved=5) == 40 - 10  # what is held is worth more than what is saved


def test_a_prerequisite_is_met_by_what_is_narrower_but_not_by_what_waits_for_it() -> None:
    graph = graph_of(dict.fromkeys("abcd", 1.0), [("a", "b")], [("c", "a"), ("d", "c"), ("b", "a")])
    (target,) = Situation(graph, {}).prerequisites("b")
    assert target == Target(frozenset("acd"), Level.WORKING)
    assert Situation(graph, {"d": Level.WORKING}).prerequisites("b") == ()
    assert Situation(graph, {"d": Level.FAMILIAR}).prerequisites("b") == (target,)
    assert Situation(graph, {"b": Level.FAMILIAR}).prerequisites("b") == ()  # it has been begun


def test_what_is_skipped_is_waited_for_by_nothing_and_learned_as_evidence_of_nothing() -> None:
    graph = graph_of(dict.fromkeys("abc", 1.0), [("a", "b")], [("c", "a")])
    assert Situation(graph, {}, skipped=frozenset("a")).prerequisites("b") == ()
    assert Situation(graph, {}, skipped=frozenset("c")).prerequisites("b") == (Target(frozenset("a"), Level.WORKING),)


@pytest.mark.parametrize(
    ("level", "saved"), [(Level.FAMILIAR, 0.5 * 2.5), (Level.WORKING, 5.0), (Level.EXPERT, 0.5 * 50)]
)
def test_building_on_something_saves_at_most_a_share_of_what_went_into_it(level: Level, saved: float) -> None:
    graph = graph_of({"small": 10, "large": 100}, close={("small", "large"): 0.5})
    situation = Situation(graph, {"small": level})
    assert situation.best_known_base("large", Level.WORKING) == ("small", saved)


def test_a_search_space_has_prerequisites_at_the_highest_level_and_parts_that_do_not_touch() -> None:
    graph = graph_of(dict.fromkeys("abcd", 1.0), [("a", "b")], (), {("c", "d"): 0.5})
    targets = [
        Target(frozenset("b"), Level.EXPERT),
        Target(frozenset("a"), Level.FAMILIAR),
        Target(frozenset("d"), Level.WORKING),
    ]
    space = SearchSpace(Situation(graph, {}), targets)
    assert space.top == {"a": Level.WORKING, "b": Level.EXPERT, "d": Level.WORKING}
    assert set(space.parts) == {frozenset("ab"), frozenset("d")}
    assert space.closed_cost("b", Level.WORKING) == 2.0


def test_of_alternatives_for_the_same_only_the_cheapest_is_tried() -> None:
    hours = {"cheap": 10.0, "dear": 20.0, "helpful": 30.0, "helped": 40.0, "gated": 50.0, "credential": 1.0}
    graph = graph_of(hours, [("credential", "gated")], (), {("helpful", "helped"): 0.5})
    situation = Situation(graph, {})
    targets = [
        Target(frozenset({"cheap", "dear", "helpful", "gated"}), Level.WORKING),
        Target(frozenset({"helped"}), Level.WORKING),
    ]
    space = SearchSpace(situation, targets)
    # one helps with something else, and one waits for something: either may be better than it looks
    assert dominated(space, space.top) == {"dear"}
