"""`show`, `search`, `list`, `info`, `stats` and `lint` as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.running import Result, Run
from tests.conftest import SMALL

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


def test_show_a_role_a_capability_and_anything_else(run: Run) -> None:
    role = run("show", "baker").out
    assert "Bakes bread and sells it." in role
    assert "[1] all of it" in role
    assert "[1] A small graph (small)" in role
    capability = run("show", "sugar work").out
    assert "Effort to working level: ~60 hours (estimate: A small graph)" in capability
    assert "Close to (50%)" in capability
    assert "field/chemistry" not in run("show", "chemistry").out
    assert "rg:closeTo" in run("show", "field/chemistry").out
    degree = run("show", "bachelor-chemistry").out
    assert "Degree: bachelor in Chemistry" in degree


def test_search_finds_other_names_and_suggests(run: Run) -> None:
    found = run("search", "making")
    assert "dough making" in found.out
    missing = run("search", "duogh")
    assert missing.code == 1
    assert missing.err == "rolegraph: nothing is called 'duogh': did you mean dough?\n"
    assert run("search", "duogh", "--format", "json") == Result(1, "[]\n", missing.err)
    assert run("search", "duogh", "--quiet") == Result(1, "", "")


def test_an_empty_search_is_refused(run: Run) -> None:
    for text in ("", "  "):
        assert run("search", text) == (2, "", "rolegraph: there is nothing to search for: give a part of a name\n")


def test_list_takes_singular_and_plural(run: Run) -> None:
    assert run("list", "roles").out == run("list", "Role").out
    assert "Pastry Chef" in run("list", "roles").out
    assert run("list", "postings").out == "None.\n"
    assert run("list", "tips").out == "None.\n"


def test_info_shows_sources_and_counts(run: Run) -> None:
    out = run("info").out
    assert "from 1 source" in out
    assert "A small graph" in out
    assert str(SMALL) in out


def test_an_answer_can_be_what_one_source_says(run: Run) -> None:
    whole = run("show", "sugar-work", "--format", "json")
    small = run("show", "sugar-work", "--source", "small", "--format", "json")
    assert (small.code, small.out) == (0, whole.out)  # which has one source only
    for sources in (("--source", "nobody"), ("--source", "small", "--source", "nobody")):
        unknown = run("show", "sugar-work", *sources)
        assert (unknown.code, unknown.out) == (2, "")
        assert "no source 'nobody': did you mean small?" in unknown.err
    assert "leave out --source" in run("show", "sugar-work", "--source", "small", "--sparql").err
