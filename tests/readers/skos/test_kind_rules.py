"""Rules: what ready ones say, how paths are written, and what is wrong with a file of them, by line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.errors import SourceError
from rolegraph.model.nodes import Kind
from rolegraph.rdf.vocabulary import SKOS
from rolegraph.readers.skos.kind_rules import READY, KindRule, PropertyPath, parse_rules, ready_rules


def test_ready_rules_build_on_those_of_skos() -> None:
    basis = ready_rules("skos")
    assert PropertyPath(((SKOS + "narrower", True),)) in basis.properties["broader"]
    for name in READY:
        assert ready_rules(name).recognised_by
        assert ready_rules(name).properties["label"] == basis.properties["label"]


def test_kinds_and_paths_are_read_with_prefixes_of_ones_own() -> None:
    text = """
prefixes: {ex: "https://ex.example/ns#"}
kinds:
  - leave out: {notation: "X*"}
  - role: {class: ex:Job, position: leaf}
  - tool: {below: <https://ex.example/tools>}
properties:
  required: [^ex:neededFor, ex:asks/ex:what, <https://ex.example/a/b>]
"""
    rules = parse_rules(text.encode(), Path("r.yaml"), "r.yaml")
    assert rules.kinds == (
        KindRule(None, notation="X*"),
        KindRule(Kind.ROLE, "https://ex.example/ns#Job", position="leaf"),
        KindRule(Kind.TOOL, below="https://ex.example/tools"),
    )
    ex = "https://ex.example/ns#"
    assert [path.steps for path in rules.properties["required"]] == [
        ((ex + "neededFor", True),),
        ((ex + "asks", False), (ex + "what", False)),
        (("https://ex.example/a/b", False),),
    ]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("kinds:\n  - hero: {}", 2, "no such word here: 'hero'.*use one of role"),
        ("kind: []", 1, "no such word here: 'kind'"),
        ("kinds: role", 1, "is not a list"),
        ("kinds:\n  - role: {colour: red}", 2, "no such word here: 'colour'"),
        ("kinds:\n  - {role: {}, skill: {}}", 2, "is not one kind"),
        ("kinds:\n  - role: {class: nope:Job}", 2, "no prefix 'nope'"),
        ("kinds:\n  - role: {class: ^esco:Skill}", 2, "is not one IRI"),
        ("kinds:\n  - role: {position: middle}", 2, "no position 'middle'"),
        ("kinds:\n  - role: {notation: '*a*b*c*d*'}", 2, "is no pattern"),
        ("properties:\n  required: [skos]", 2, "is not a property: skos"),
        ("properties:\n  required: [skos:a/]", 2, "is not a property"),
        ("properties:\n  label: []\n  label: []", 3, "for the second time"),
        ("a: &b 1\nc: *b", 2, "has an alias"),
        ("", None, "is empty"),
    ],
)
def test_what_is_wrong_has_its_line(text: str, line: int | None, message: str) -> None:
    with pytest.raises(SourceError, match=rf"r\.yaml.*{message}") as caught:
        parse_rules(text.encode(), Path("r.yaml"), "r.yaml")
    assert caught.value.line == line


@given(st.text("0123456789.", min_size=1, max_size=6))
def test_a_pattern_fits_a_whole_notation(notation: str) -> None:
    assert KindRule(Kind.ROLE, notation="?" * len(notation)).matches_notation([notation])
    assert not KindRule(Kind.ROLE, notation="?" * len(notation)).matches_notation([notation + "0"])
    assert KindRule(Kind.ROLE, notation=f"{notation[0]}*").matches_notation([notation])
