"""What a proposal counts as proposed, and what as left to the person."""

from __future__ import annotations

from rolegraph.model.nodes import Kind, Node
from rolegraph.model.proposals import ProfileProposal, Quote, ShownCapability

ONE, OTHER = (Node(f"https://w3id.org/rolegraph/id/skill/{name}", Kind.SKILL, name) for name in ("one", "other"))


def test_what_is_in_doubt_or_means_several_is_not_proposed() -> None:
    quote = (Quote(1),)
    sure, doubted = ShownCapability((ONE,), None, quote), ShownCapability((ONE,), None, quote, "being learned")
    several = ShownCapability((ONE, OTHER), None, quote)
    found = ProfileProposal("cv.txt", capabilities=(sure, doubted, several))
    assert found.proposed == (sure,)
    assert found.doubtful == (doubted, several)
