"""When two graphs are the same, when they are identical, and how changes are counted."""

from __future__ import annotations

from rolegraph import Differences, Kind, Node
from rolegraph.model.differences import EffortChange, Renaming, SourceChange

SKILL = Node("s", Kind.SKILL, "Dough")
TOOL = Node("t", Kind.TOOL, "Oven")


def test_other_places_are_no_difference_and_other_sources_are_no_other_content() -> None:
    nothing = Differences("old.ttl", "new.ttl")
    assert nothing.same
    assert nothing.identical
    elsewhere = nothing._replace(sources=(SourceChange(SKILL, None, None),))
    assert elsewhere.same
    assert not elsewhere.identical
    assert not nothing._replace(remarks=True).identical


def test_any_change_of_content_is_a_difference() -> None:
    for change in ({"added": (SKILL,)}, {"efforts": (EffortChange(SKILL, 1, 2),)}, {"renamed": (Renaming(TOOL, "x"),)}):
        assert not Differences("a", "b")._replace(**change).same


def test_changes_are_counted_by_kind_and_what_did_not_change_is_left_out() -> None:
    found = Differences("a", "b", added=(SKILL, TOOL), removed=(SKILL,), efforts=(EffortChange(SKILL, 1, 2),))
    assert found.counts == {
        "skill": {"added": 1, "removed": 1},
        "tool": {"added": 1},
        "effort": {"changed": 1},
    }
    assert Differences("a", "b").counts == {}
