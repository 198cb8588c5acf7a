"""Which names make two capabilities one, and which do not."""

from __future__ import annotations

import pytest

from rolegraph.linking.capability_matching import CapabilityPair, capability_pairs
from rolegraph.linking.node_texts import NodeText
from rolegraph.model.mappings import MatchPredicate
from rolegraph.model.nodes import Kind


def _node(label: str, *names: str, kind: Kind = Kind.SKILL) -> NodeText:
    return NodeText(f"https://example.org/{label}", kind, label, names)


def _pair(one: NodeText, other: NodeText) -> CapabilityPair | None:
    return next(iter(capability_pairs([one], [other], {})), None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (_node("weaving looms"), _node("Weaving loom")),
        (_node("Zorba", kind=Kind.TOOL), _node("Zorba (weaving software)")),
        (_node("Zorba", kind=Kind.TOOL), _node("Acme Zorba", "Zorba", kind=Kind.TOOL)),
    ],
)
def test_same_thing_under_one_name(one: NodeText, other: NodeText) -> None:
    found = _pair(one, other)
    assert found is not None
    assert (found.predicate, found.confidence >= 0.8) == (MatchPredicate.EXACT, True)


def test_name_has_no_plural() -> None:
    found = _pair(_node("Flask", kind=Kind.TOOL), _node("Flasks", kind=Kind.TOOL))
    assert found is not None
    assert found.confidence < 0.8


def test_product_is_narrower_than_what_it_is_an_example_of() -> None:
    found = _pair(_node("looms"), _node("Acme Looms", "looms", kind=Kind.TOOL))
    assert found is not None
    assert (found.predicate, found.confidence < 0.8) == (MatchPredicate.NARROW, True)


def test_degree_is_no_skill() -> None:
    assert _pair(_node("statistics"), _node("statistics", kind=Kind.DEGREE)) is None


def test_two_equal_counterparts_are_close_and_less_sure() -> None:
    pairs = capability_pairs([_node("weaving")], [_node("Weaving"), _node("WEAVING")], {})
    assert [pair.predicate for pair in pairs] == [MatchPredicate.CLOSE] * 2
    assert all(pair.confidence < 0.8 for pair in pairs)
