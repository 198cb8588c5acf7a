"""Demand as plain values: what is asked for often enough, and what of it a profile lacks."""

from __future__ import annotations

from rolegraph.model.demands import Demand, DemandedCapability, LeftOut, ProfileStanding, Share
from rolegraph.model.nodes import Kind, Node


def capability(label: str, postings: int, standing: ProfileStanding | None) -> DemandedCapability:
    node = Node(f"https://w3id.org/rolegraph/id/skill/{label}", Kind.SKILL, label)
    return DemandedCapability(node, Share(postings, 4, 0.0, 1.0), postings, postings, standing=standing)


def test_a_share_is_of_postings_that_ask_for_anything() -> None:
    assert Share(1, 4, 0.0, 1.0).share == 0.25
    assert Share(0, 0, 0.0, 1.0).share == 0.0


def test_what_is_asked_for_often_and_what_of_that_is_not_in_the_profile() -> None:
    known, unknown = ProfileStanding.USED, ProfileStanding.TEXTS
    some = (capability("a", 4, known), capability("b", 2, unknown), capability("c", 1, ProfileStanding.ABSENT))
    demand = Demand(some[0].node, 4, 4, capabilities=some)
    assert [one.node.label for one in demand.asked_for(0.5)] == ["a", "b"]
    assert [one.node.label for one in demand.missing(0.25)] == ["b", "c"]


def test_nothing_left_out_is_false() -> None:
    assert not LeftOut()
    assert LeftOut(other_place=1)
