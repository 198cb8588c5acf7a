"""Two sources with mappings between them answer as one: a small taxonomy beside the profiles of an employer."""

from __future__ import annotations

from pathlib import Path

import pytest

import rolegraph
from rolegraph import AmbiguousNode, Kind, RoleGraph, Standing
from rolegraph.facts.joining import joined
from rolegraph.facts.matches import all_same_roles, same_roles
from rolegraph.mobility.coverage import held_in, held_in_role
from rolegraph.planning.gap import role_profile
from rolegraph.planning.themes import themes_of
from rolegraph.rdf.places import open_dataset

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


def files(folder: Path, *graphs: str) -> list[Path]:
    found = [folder / f"{number}.trig" for number in range(len(graphs))]
    for path, trig in zip(found, graphs, strict=True):
        path.write_text(trig, encoding="utf-8")
    return found


def opened(folder: Path, *graphs: str) -> RoleGraph:
    """Graphs side by side, each in a place of its own."""
    return RoleGraph(joined([open_dataset([path]) for path in files(folder, *graphs)], alone=True))


@pytest.fixture
def together(tmp_path: Path) -> RoleGraph:
    return opened(tmp_path, MILL, TAXONOMY, mapped(0.9))


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
    doubtful = opened(tmp_path, MILL, TAXONOMY, mapped(0.7))
    (grinding,) = (
        one for one in doubtful.gap("Millers", "head-miller").assessments if one.requirement.label == "grinding"
    )
    assert grinding.through[0].words.endswith("(exactMatch, 0.7, doubtful)")
    guessed = opened(tmp_path, MILL, TAXONOMY, mapped(0.4))
    assert same_roles(guessed.dataset, guessed.resolve("Millers").iri) == {}
    assert [one.standing for one in guessed.gap("Millers", "Miller").assessments] == [Standing.MISSING] * 2


def test_a_mapping_of_roles_counts_where_no_capability_is_mapped(tmp_path: Path) -> None:
    only_roles = mapped(0.9).replace("skill:ledgers", "skill:gone").replace(":bookkeeping", ":gone")
    graph = opened(tmp_path, MILL, TAXONOMY, only_roles)
    assert not graph.dataset.joins
    (grinding,) = (
        one for one in graph.gap("Millers", "head-miller").assessments if one.requirement.label == "grinding"
    )
    assert [one.words for one in grinding.through] == ["mapped to Miller of mill (exactMatch, 0.9)"]


def test_two_roles_of_one_source_are_never_the_same(tmp_path: Path) -> None:
    more = "role:miller skos:exactMatch :7512 ."
    graph = opened(tmp_path, MILL, TAXONOMY, mapped(0.9, more))
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
    graph = opened(tmp_path, MILL, alias, mapped(0.9))
    assert graph.resolve("miller").slug == "miller"
    turned = opened(tmp_path, alias, MILL)
    assert turned.resolve("miller").iri == "https://mill.example/7511"
    with pytest.raises(AmbiguousNode):  # two of one place
        graph.resolve("grinder")


def test_in_one_place_roles_that_are_the_same_are_no_question(tmp_path: Path) -> None:
    alias = TAXONOMY.replace("'Millers'@en", "'miller'@en")
    first = files(tmp_path, MILL, alias, mapped(0.9))
    assert rolegraph.open(*first, alone=True).resolve("miller").slug == "miller"
    with pytest.raises(AmbiguousNode):
        rolegraph.open(*first[:2], alone=True).resolve("miller")


def test_a_step_is_about_what_its_own_source_files_it_under(tmp_path: Path) -> None:
    mill = MILL.rstrip("}") + ":books a rg:Group ; skos:prefLabel 'Books'@en . skill:ledgers skos:broader :books . }"
    taxonomy = TAXONOMY.rstrip("}") + (
        ":all a rg:Group ; skos:prefLabel 'Everything'@en . "
        ":bookkeeping skos:broader :all . :millwork skos:broader :all . }"
    )
    sieving = "skill:sieving skos:exactMatch :millwork ."
    dataset = opened(tmp_path, mill, taxonomy, mapped(0.9, sieving)).dataset
    themes = themes_of(dataset, [f"{ID}skill/{name}" for name in ("ledgers", "sieving")])
    assert "Everything" not in themes.values()
    turned = opened(tmp_path, taxonomy, mill, mapped(0.9, sieving)).dataset  # there the taxonomy's are what they are
    assert set(themes_of(turned, ["https://mill.example/bookkeeping", "https://mill.example/millwork"]).values()) == {
        "Everything"
    }


def test_of_nodes_in_one_place_that_of_the_shipped_graph_stands_for_others(tmp_path: Path) -> None:
    ours = source("ours", "<" + ID + "tool/sql> a rg:Tool ; skos:prefLabel 'SQL'@en .")
    theirs = source("theirs", "skill:asking-databases a rg:Skill ; skos:prefLabel 'asking databases'@en .")
    same = source(
        "set", "source:set rg:sourceKind 'mapping' .", f"<{ID}tool/sql> skos:exactMatch skill:asking-databases ."
    )
    graph = rolegraph.open(*files(tmp_path, ours, theirs, same), alone=True)
    assert graph.resolve("asking databases").label == "SQL"


def test_nodes_of_several_sources_are_told_apart_by_these_before_their_codes(tmp_path: Path) -> None:
    alias = TAXONOMY.replace("'Millers'@en", "'Miller'@en ; skos:notation '7511'")
    mill = MILL.replace("'Miller'@en", "'Miller'@en ; skos:notation '7511.1'")
    graph = opened(tmp_path, mill, alias)
    assert {node.label for node in graph.nodes(Kind.ROLE)} >= {"Miller (mill)", "Miller (taxonomy)"}
