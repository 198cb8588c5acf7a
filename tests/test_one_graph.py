"""Two sources with mappings between them answer as one: a small taxonomy beside the profiles of an employer."""

from __future__ import annotations

from pathlib import Path

import pytest

import rolegraph
from rolegraph import AmbiguousNode, RoleGraph, Standing
from rolegraph.facts.matches import all_same_roles, same_roles
from rolegraph.mobility.coverage import held_in, held_in_role
from rolegraph.planning.gap import role_profile

ID = "https://w3id.org/rolegraph/id/"
PREFIXES = f"""
@prefix rg: <https://w3id.org/rolegraph/ns#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix role: <{ID}role/> .
@prefix skill: <{ID}skill/> .
@prefix source: <https://w3id.org/rolegraph/source/> .
@prefix : <https://mill.example/> .
"""


def role(name: str, label: str, source: str, *requirements: tuple[str, str, str]) -> str:
    """A role, with what it requires: capabilities with a comma between alternatives, necessity and level."""
    lines = [f"{name} a rg:Role ; skos:prefLabel '{label}'@en ."]
    for number, (any_of, necessity, level) in enumerate(requirements):
        node = f"source:{source}-{label.replace(' ', '-')}-{number}"
        term = "prefers" if necessity == "preferred" else "accepts" if "," in any_of else "requires"
        lines.append(f"{name} rg:hasRequirement {node} ; rg:{term} {any_of} .")
        lines.append(
            f"{node} a rg:Requirement ; rg:anyOf {any_of} ; rg:necessity rg:{necessity} ; rg:level rg:{level} ; "
            f"rg:evidence {node}-e . {node}-e a rg:Evidence ; rg:section 'a' ; prov:wasDerivedFrom source:{source} ."
        )
    return "\n".join(lines)


def source(name: str, *statements: str) -> str:
    return "\n".join(
        [PREFIXES, f"source:{name} {{ source:{name} a rg:Source ; skos:prefLabel '{name}' .", *statements, "}"]
    )


def skills(*names: str, hours: int = 0) -> str:
    effort = f" ; rg:effort {hours}" if hours else ""
    return "\n".join(f"{name} a rg:Skill ; skos:prefLabel '{name.partition(':')[2]}'@en{effort} ." for name in names)


MILL = source(
    "mill",
    skills("skill:grinding", "skill:sieving", "skill:ledgers", "skill:tasting", hours=40),
    role(
        "role:miller",
        "Miller",
        "mill",
        ("skill:grinding", "essential", "proficient"),
        ("skill:sieving, skill:tasting", "essential", "working"),
    ),
    role(
        "role:head-miller",
        "Head Miller",
        "mill",
        ("skill:grinding", "essential", "proficient"),
        ("skill:ledgers", "essential", "working"),
    ),
)
TAXONOMY = source(
    "taxonomy",
    skills(":millwork", ":bookkeeping", ":lifting"),
    ":7511 skos:altLabel 'Grinder'@en . :7512 skos:altLabel 'Grinder'@en .",
    role(
        ":7511", "Millers", "taxonomy", (":lifting", "essential", "working"), (":bookkeeping", "essential", "working")
    ),
    role(":7512", "Porters", "taxonomy", (":lifting", "essential", "working")),
)


def mapped(confidence: float, *more: str) -> str:
    pairs = [("role:miller", ":7511", confidence), ("skill:ledgers", ":bookkeeping", 0.9)]
    return source(
        "set",
        "source:set rg:sourceKind 'mapping' .",
        *(
            f"{one} skos:exactMatch {other} . source:set-{number} a rdf:Statement ; rdf:subject {one} ; "
            f"rdf:predicate skos:exactMatch ; rdf:object {other} ; rg:confidence {sure} ."
            for number, (one, other, sure) in enumerate(pairs)
        ),
        *more,
    )


def places(folder: Path, *graphs: str) -> list[Path]:
    """Files, each in a place of its own: the first is built, so that it is not read as one with the others."""
    found = []
    for number, trig in enumerate(graphs):
        path = folder / f"{number}.trig"
        path.write_text(trig, encoding="utf-8")
        found.append(path)
    store = folder / "first"
    rolegraph.build(found[:1], store)
    return [store, *found[1:]]


@pytest.fixture
def together(tmp_path: Path) -> RoleGraph:
    return rolegraph.open(*places(tmp_path, MILL, TAXONOMY, mapped(0.9)), alone=True)


def test_who_is_in_a_role_has_what_another_source_requires_of_it(together: RoleGraph) -> None:
    gap = together.gap(together.profile("Millers"), "head-miller")
    assert {one.requirement.label: one.standing for one in gap.assessments} == {
        "grinding": Standing.MET,
        "ledgers": Standing.MET,
    }
    grinding = next(one for one in gap.assessments if one.requirement.label == "grinding")
    assert [one.words for one in grinding.through] == ["mapped to Miller of mill (exactMatch, 0.9)"]
    ledgers = next(one for one in gap.assessments if one.requirement.label == "ledgers")
    assert "Miller of" not in ledgers.through[0].words  # what its own source says comes first


def test_a_doubtful_one_is_said_to_be_doubtful_and_a_guess_counts_for_nothing(tmp_path: Path) -> None:
    doubtful = rolegraph.open(*places(tmp_path, MILL, TAXONOMY, mapped(0.7)), alone=True)
    (grinding,) = (
        one for one in doubtful.gap("Millers", "head-miller").assessments if one.requirement.label == "grinding"
    )
    assert grinding.through[0].words.endswith("(exactMatch, 0.7, doubtful)")
    (tmp_path / "2.trig").write_text(mapped(0.4), encoding="utf-8")
    guessed = rolegraph.open(tmp_path / "first", tmp_path / "1.trig", tmp_path / "2.trig", alone=True)
    assert same_roles(guessed.dataset, guessed.resolve("Millers").iri) == {}
    assert [one.standing for one in guessed.gap("Millers", "Miller").assessments] == [Standing.MISSING] * 2


def test_two_roles_of_one_source_are_never_the_same(tmp_path: Path) -> None:
    more = "role:miller skos:exactMatch :7512 ."
    graph = rolegraph.open(*places(tmp_path, MILL, TAXONOMY, mapped(0.9, more)), alone=True)
    porters, millers = graph.resolve("Porters").iri, graph.resolve("Millers").iri
    assert millers not in same_roles(graph.dataset, porters)
    found = all_same_roles(graph.dataset)
    assert found == {iri: frozenset(same_roles(graph.dataset, iri)) for iri in found}


@pytest.mark.parametrize("name", ["Millers", "Miller", "Porters", "Head Miller"])
def test_one_role_and_all_roles_at_once_hold_the_same(together: RoleGraph, name: str) -> None:
    iri, efforts = together.resolve(name).iri, together.mobility.efforts
    one, bulk = held_in(efforts, role_profile(together.dataset, iri)), held_in_role(efforts, efforts.row_of[iri])
    assert one.known == bulk.known
    assert sorted(one.either) == sorted(bulk.either)


def test_the_same_role_is_no_neighbour_and_no_stop(together: RoleGraph) -> None:
    assert "Miller" not in [one.role.label for one in together.nearest("Millers").neighbours]
    assert "Millers" not in [one.role.label for one in together.nearest("Miller", reverse=True).neighbours]
    near = {one.role.label: one for one in together.nearest("Millers").neighbours}
    assert (near["Head Miller"].met, near["Head Miller"].essential) == (2, 2)


def test_a_name_of_several_roles_is_that_of_the_first_place(tmp_path: Path) -> None:
    alias = TAXONOMY.replace("'Millers'@en", "'miller'@en")
    first = places(tmp_path, MILL, alias, mapped(0.9))
    graph = rolegraph.open(*first, alone=True)
    assert graph.resolve("miller").slug == "miller"
    turned = rolegraph.open(first[1], first[0], alone=True)
    assert turned.resolve("miller").iri == "https://mill.example/7511"
    with pytest.raises(AmbiguousNode):  # two of one place
        graph.resolve("grinder")


def test_in_one_built_graph_roles_that_are_the_same_are_no_question(tmp_path: Path) -> None:
    alias = TAXONOMY.replace("'Millers'@en", "'miller'@en")
    first = places(tmp_path, MILL, alias, mapped(0.9))
    rolegraph.build(first, tmp_path / "all")
    assert rolegraph.open(tmp_path / "all", alone=True).resolve("miller").slug == "miller"
    rolegraph.build(first[:2], tmp_path / "apart")
    with pytest.raises(AmbiguousNode):
        rolegraph.open(tmp_path / "apart", alone=True).resolve("miller")
