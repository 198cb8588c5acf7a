"""Lint: each rule finds what it is for, and nothing in what is as it should be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from tests.folders import ROOT
from tests.shipped import FOLDER
from tests.worlds import World, dataset_of, worlds

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.shacl.lint import RULES, LintSeverity, lint

_PREFIXES = """
@prefix rg: <https://w3id.org/rolegraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix role: <https://w3id.org/rolegraph/id/role/> .
@prefix skill: <https://w3id.org/rolegraph/id/skill/> .
@prefix tool: <https://w3id.org/rolegraph/id/tool/> .
@prefix field: <https://w3id.org/rolegraph/id/field/> .
@prefix category: <https://w3id.org/rolegraph/id/category/> .
@prefix requirement: <https://w3id.org/rolegraph/id/requirement/> .
@prefix source: <https://w3id.org/rolegraph/source/> .
"""
_SOUND = """
source:mine a rg:Source ; skos:prefLabel "Mine"@en .
role:baker a rg:Role ; skos:prefLabel "Baker"@en ; rg:hasRequirement requirement:dough .
requirement:dough a rg:Requirement ; rg:anyOf skill:dough ; rg:necessity rg:essential .
skill:dough a rg:Skill ; skos:prefLabel "dough"@en ; skos:definition "Making dough."@en ; rg:effort 10 ;
    rg:prerequisite tool:scales .
tool:scales a rg:Tool ; skos:prefLabel "Scales"@en ; rg:effort 1 ; rg:category category:weighing .
category:weighing a rg:Category ; skos:prefLabel "Weighing"@en .
"""
_BROKEN = {
    "missing-label": ("skill:salt a rg:Skill ; rg:effort 1 . skill:dough rg:prerequisite skill:salt .", ["salt"]),
    "cycle": ("tool:scales rg:prerequisite skill:dough .", ["dough"]),
    "nothing-essential": ('role:cook a rg:Role ; skos:prefLabel "Cook"@en ; rg:usesTool tool:scales .', ["cook"]),
    "lower-step": (
        'role:senior-baker a rg:Role ; skos:prefLabel "Senior Baker"@en ; rg:hasRequirement requirement:scales .'
        "requirement:scales a rg:Requirement ; rg:anyOf tool:scales ; rg:necessity rg:essential .",
        ["senior-baker"],
    ),
    "duplicate-label": (
        'tool:dough a rg:Tool ; skos:prefLabel "dough"@en ; rg:effort 1 ; rg:category category:weighing .'
        "role:baker rg:usesTool tool:dough .",
        ["dough", "dough"],
    ),
    "label-case": (
        'tool:the-dough a rg:Tool ; skos:prefLabel "Dough"@en ; rg:effort 1 ; rg:category category:weighing .'
        "role:baker rg:usesTool tool:the-dough .",
        ["dough", "the-dough"],
    ),
    "copied-definition": ('tool:scales skos:definition "making  dough."@en .', ["dough", "scales"]),
    "missing-effort": (
        'skill:salt a rg:Skill ; skos:prefLabel "salt"@en . skill:dough rg:prerequisite skill:salt .',
        ["salt"],
    ),
    "uncategorized-tool": (
        'tool:oven a rg:Tool ; skos:prefLabel "Oven"@en ; rg:effort 1 . role:baker rg:usesTool tool:oven .',
        ["oven"],
    ),
    "orphan": ('field:baking a rg:Field ; skos:prefLabel "Baking"@en .', ["baking"]),
    "ambiguous-name": ('tool:scales skos:altLabel "DOUGH"@en .', ["dough", "scales"]),
    "contradicting-mapping": (
        "skill:dough skos:exactMatch <http://data.europa.eu/esco/skill/1> , <http://data.europa.eu/esco/skill/2> .",
        ["dough"],
    ),
    "obsolete-mapping": (
        "skill:dough skos:closeMatch <https://example.org/s/1> ."
        "<https://example.org/s/1> <http://purl.org/dc/terms/isReplacedBy> <https://example.org/s/2> .",
        ["dough"],
    ),
    "unwanted-capability": (
        'skill:salt a rg:Skill ; skos:prefLabel "salt"@en ; rg:effort 1 ; rg:prerequisite tool:scales .',
        ["salt"],
    ),
}


def _graph(folder: Path, more: str = "") -> RoleGraph:
    path = folder / "mine.ttl"
    path.write_text(_PREFIXES + _SOUND + more, encoding="utf-8")
    return rolegraph.open(path)


def test_nothing_is_found_where_all_is_well(tmp_path: Path) -> None:
    found = _graph(tmp_path).lint()
    assert (found.checked, found.count, found.worst) == ((), 0, None)
    assert found.rules == len(RULES)


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_a_rule_finds_what_it_is_for_and_no_other_does(rule: str, tmp_path: Path) -> None:
    more, slugs = _BROKEN[rule]
    found = _graph(tmp_path, more).lint()
    assert [one.rule for one in found.checked] == [rule]
    (checked,) = found.checked
    assert [one.node.slug for one in checked.findings] == slugs
    for finding in checked.findings:
        assert finding.sources == ("mine",)
        assert finding.path == tmp_path / "mine.ttl"
        assert finding.line is not None
        assert (
            f"{finding.node.kind.value}:{finding.node.slug}" in finding.path.read_text().splitlines()[finding.line - 1]
        )


def test_a_missing_effort_leaves_a_plan_without_a_total(tmp_path: Path) -> None:
    more = """skill:salt a rg:Skill ; skos:prefLabel "salt"@en . skill:dough rg:prerequisite skill:salt .
        tool:oven a rg:Tool ; skos:prefLabel "Oven"@en ; rg:category category:weighing .
        role:baker rg:usesTool tool:oven ."""
    graph = _graph(tmp_path, more)
    (checked,) = graph.lint(["missing-effort"]).checked
    problems = {finding.node.slug: finding.problem for finding in checked.findings}
    for name, problem in problems.items():
        effort = graph.capability(name).effort
        assert effort is not None
        assert not effort.estimated
        assert problem == "has no effort, so that no plan that teaches it has a total of hours"
    path = graph.path(graph.profile(), "baker")
    assert problems.keys() == {"oven", "salt"}
    assert [step.hours for step in path.steps if step.node.slug == "salt"] == [None]
    assert path.hours is None


def test_a_node_that_leads_to_itself_is_a_circle(tmp_path: Path) -> None:
    (checked,) = _graph(tmp_path, "tool:scales rg:prerequisite tool:scales .").lint(["cycle"]).checked
    assert [one.node.slug for one in checked.findings] == ["scales"]


def test_the_same_label_of_different_kinds_is_no_clash(tmp_path: Path) -> None:
    more = 'field:dough a rg:Field ; skos:prefLabel "dough"@en ; rg:closeTo field:dough .'
    assert _graph(tmp_path, more).lint().count == 0


def test_a_source_without_efforts_need_not_begin_with_them(tmp_path: Path) -> None:
    graph = _graph(tmp_path)
    bare = tmp_path / "bare.ttl"
    text = (tmp_path / "mine.ttl").read_text().replace("source:mine", "source:bare")
    bare.write_text(re.sub(r"rg:effort \d+ ;", "", text), encoding="utf-8")
    assert rolegraph.open(bare).lint().count == 0
    assert graph.lint().count == 0


@given(worlds())
def test_every_finding_is_counted_whatever_is_shown(world: World) -> None:
    dataset = dataset_of(world)
    every, first, none = (lint(dataset, limit=limit) for limit in (None, 1, 0))
    assert [one.count for one in every.checked] == [one.count for one in first.checked]
    assert [one.count for one in every.checked] == [one.count for one in none.checked]
    assert all(len(one.findings) == one.count for one in every.checked)
    assert all(one.findings[:1] == other.findings for one, other in zip(every.checked, first.checked, strict=True))
    assert [one.severity for one in every.checked] == sorted(
        (one.severity for one in every.checked), key=list(LintSeverity).index
    )


def test_what_is_shipped_is_clean() -> None:
    assert rolegraph.open(FOLDER).lint().checked == ()


def test_rules_are_documented_one_by_one() -> None:
    page = (ROOT / "docs/reference/lint.md").read_text()
    sections = dict(re.findall(r"^## (\S+)\n\n\*(\w+)\.\*", page, flags=re.MULTILINE))
    assert sections == {rule.name: rule.severity.value.capitalize() for rule in RULES}
    assert list(sections) == [rule.name for rule in RULES]
