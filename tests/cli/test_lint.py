"""`rolegraph lint` as a person types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.running import Result, Run

_TURTLE = """
@prefix rg: <https://w3id.org/rolegraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix skill: <https://w3id.org/rolegraph/id/skill/> .
@prefix field: <https://w3id.org/rolegraph/id/field/> .
skill:dough a rg:Skill ; skos:prefLabel "dough"@en ; rg:prerequisite skill:scales .
skill:scales a rg:Skill ; skos:prefLabel "scales"@en ; skos:altLabel "DOUGH"@en ; rg:closeTo skill:dough .
skill:bread a rg:Skill ; skos:prefLabel "bread"@en ; skos:broader skill:dough .
skill:rolls a rg:Skill ; skos:prefLabel "rolls"@en ; skos:broader skill:bread .
skill:roast a rg:Skill ; skos:prefLabel "roast"@en ; skos:broader skill:rolls .
field:baking a rg:Field ; skos:prefLabel "Baking"@en .
<https://w3id.org/rolegraph/id/role/baker> a rg:Role ; skos:prefLabel "Baker"@en ; rg:requires skill:roast .
"""


def test_the_command_says_what_to_do_and_fails_as_asked(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text(_TURTLE, encoding="utf-8")

    def lint(*words: str) -> Result:
        return run("lint", file, *words, graph=None)

    result = lint()
    assert (result.code, result.err) == (1, "")
    assert "warning: orphan, 1 finding" in result.out
    assert "Fix: link it to something, or remove it." in result.out
    assert lint("--ignore", "orphan").code == 0
    assert lint("--ignore", "orphan", "--fail-on", "note").code == 1
    assert lint("--rule", "cycle").code == 0
    shown = json.loads(lint("--limit", "1", "-f", "json").out)
    assert [(one["rule"], one["count"], len(one["findings"])) for one in shown["checked"]] == [
        ("orphan", 1, 1),
        ("ambiguous-name", 2, 1),
    ]
    assert "showing 1 of 2" in lint("--limit", "1").out


@pytest.mark.parametrize("words", [("--fail-on", "loudly"), ("--rule", "loudly"), ("--ignore", "loudly")])
def test_what_there_is_none_of_is_said(words: tuple[str, str], run: Run) -> None:
    result = run("lint", *words)
    assert (result.code, result.out) == (2, "")
    assert "'loudly': use one of" in result.err
