"""The order of a selection: what builds on what, and how certain it is that none is cheaper."""

from __future__ import annotations

from optimum import graph_of

from rolegraph.model.nodes import Level
from rolegraph.planning.ordering import Choice, in_order, schedule
from rolegraph.planning.problem import Part, Situation, Target, parts_of


def part_of(situation: Situation, names: str) -> Part:
    (part,) = parts_of(situation, [Target(frozenset((name,)), Level.WORKING) for name in names]) or []
    return part


def test_a_large_group_of_close_capabilities_is_ordered_for_certain() -> None:
    names = [f"tool-{number}" for number in range(14)]
    close = {(one, other): 0.5 for one in names for other in names if one < other}
    situation = Situation(graph_of(dict.fromkeys(names, 10.0), close=close), {})
    (part,) = parts_of(situation, [Target(frozenset((name,)), Level.WORKING) for name in names]) or []
    found = schedule(part, dict.fromkeys(names, Level.WORKING))
    assert found.cost == found.lower_bound == 10 + 13 * 5


def test_what_is_longest_to_learn_alone_builds_on_what_is_learned_before_it() -> None:
    situation = Situation(
        graph_of({"a": 10, "b": 40, "c": 40}, [("a", "b")], close={("a", "b"): 0.5, ("b", "c"): 0.5}), {}
    )
    found = schedule(part_of(situation, "abc"), dict.fromkeys("abc", Level.WORKING))
    assert {one: choice.base for one, choice in found.choices.items()} == {"a": None, "b": "a", "c": "b"}
    assert found.cost == found.lower_bound == 10 + 35 + 20


def test_what_is_only_raised_is_built_on_at_its_new_level() -> None:
    situation = Situation(graph_of({"a": 40, "b": 40}, [("a", "b")], close={("a", "b"): 0.5}), {"a": Level.FAMILIAR})
    found = schedule(part_of(situation, "b"), {"a": Level.WORKING, "b": Level.WORKING})
    assert found.order == ("a", "b")
    assert found.cost == 30 + 20


def test_what_waits_for_itself_has_no_order() -> None:
    situation = Situation(graph_of({"a": 10, "b": 10}, close={("a", "b"): 0.5}), {})
    both = {"a": Choice(5, "b", 5, planned=True), "b": Choice(5, "a", 5, planned=True)}
    assert in_order(part_of(situation, "ab"), dict.fromkeys("ab", Level.WORKING), both) is None
