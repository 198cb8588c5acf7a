"""Ladders: who stands above whom, and what the higher asks for too little of."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from tests.worlds import World, dataset_of, worlds

import rolegraph
from rolegraph.facts.requirements import capability_requirements
from rolegraph.model.nodes import Kind, Level, Node, slugify
from rolegraph.model.plans import Holding, Profile, Standing
from rolegraph.planning.gap import find_gap
from rolegraph.shacl.ladders import shortfalls

_PREFIXES = """
@prefix rg: <https://w3id.org/rolegraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix role: <https://w3id.org/rolegraph/id/role/> .
@prefix skill: <https://w3id.org/rolegraph/id/skill/> .
@prefix degree: <https://w3id.org/rolegraph/id/degree/> .
@prefix requirement: <https://w3id.org/rolegraph/id/requirement/> .
skill:baking a rg:Skill ; skos:prefLabel "baking"@en .
skill:dough a rg:Skill ; skos:prefLabel "dough"@en ; skos:broader skill:baking .
skill:bread a rg:Skill ; skos:prefLabel "bread"@en ; rg:prerequisite skill:dough .
skill:cakes a rg:Skill ; skos:prefLabel "cakes"@en .
degree:bachelor a rg:Degree ; skos:prefLabel "Bachelor's degree"@en ; rg:degreeLevel rg:bachelor .
degree:master a rg:Degree ; skos:prefLabel "Master's degree"@en ; rg:degreeLevel rg:master .
"""


def _role(label: str, *asked: str, seniority: str = "", others: str = "") -> str:
    """A role; each thing asked for is `dough`, `dough:expert`, `dough|cakes:working` or `(dough)` as nice to have."""
    slug = slugify(label, Kind.ROLE)
    lines = [f'role:{slug} a rg:Role ; skos:prefLabel "{label}"@en .']
    lines += [f"role:{slug} rg:seniority rg:{seniority} ." for _ in filter(None, [seniority])]
    lines += [f'role:{slug} skos:altLabel "{others}"@en .' for _ in filter(None, [others])]
    for number, one in enumerate(asked):
        names, _, level = one.strip("()").partition(":")
        kinds = [f"{'skill' if 'degree' not in name else 'degree'}:{name.split('/')[-1]}" for name in names.split("|")]
        necessity = "rg:preferred" if one.startswith("(") else "rg:essential"
        lines += [
            f"role:{slug} rg:hasRequirement requirement:{slug}-{number} .",
            f"requirement:{slug}-{number} a rg:Requirement ; rg:necessity {necessity} ; rg:anyOf {', '.join(kinds)} .",
            *(f"requirement:{slug}-{number} rg:level rg:{word} ." for word in filter(None, [level])),
        ]
    return "\n".join(lines) + "\n"


def _found(folder: Path, *roles: str) -> dict[str, str]:
    """The slugs of the roles that ask for too little, with what is said of them."""
    path = folder / "mine.ttl"
    path.write_text(_PREFIXES + "".join(roles), encoding="utf-8")
    checked = rolegraph.open(path).lint(["lower-step"]).checked
    return {one.node.slug: one.problem for each in checked for one in each.findings}


def test_a_junior_who_asks_for_what_the_senior_does_not_is_found_with_names_and_levels(tmp_path: Path) -> None:
    junior = _role("Junior Baker", "dough:proficient", "cakes:working", "bread", "dough|cakes:expert")
    senior = _role("Senior Baker", "dough:working", "(cakes:expert)")
    assert _found(tmp_path, junior, senior) == {
        "senior-baker": "asks for less than junior-baker below it: cakes or dough at expert (here working), "
        "dough at proficient (here working), cakes at working (here nice to have) and 1 more"
    }
    (checked,) = rolegraph.open(tmp_path / "mine.ttl").lint(["lower-step"]).checked
    assert checked.cure == "ask for it here too, or for less of it below"


@pytest.mark.parametrize(
    "higher",
    [
        _role("Senior Baker", "baking:expert", "dough:proficient"),
        _role("Senior Baker", "bread:working", "dough:expert"),
        _role("Senior Baker", "dough"),  # at which level nobody says
    ],
)
def test_a_senior_who_asks_for_as_much_is_not_found(higher: str, tmp_path: Path) -> None:
    assert _found(tmp_path, _role("Junior Baker", "dough:proficient"), higher) == {}


def test_what_is_needed_for_what_is_asked_for_is_asked_for_at_working(tmp_path: Path) -> None:
    senior = _role("Senior Baker", "bread:expert")
    assert _found(tmp_path, _role("Junior Baker", "dough:working"), senior) == {}
    assert list(_found(tmp_path, _role("Junior Baker", "dough:proficient"), senior)) == ["senior-baker"]


def test_something_narrower_will_do_and_something_broader_will_not(tmp_path: Path) -> None:
    assert _found(tmp_path, _role("Junior Baker", "baking"), _role("Senior Baker", "dough")) == {}
    assert list(_found(tmp_path, _role("Junior Baker", "dough"), _role("Senior Baker", "baking"))) == ["senior-baker"]


def test_a_choice_is_wider_below_and_not_above(tmp_path: Path) -> None:
    assert _found(tmp_path, _role("Junior Baker", "dough|cakes"), _role("Senior Baker", "dough")) == {}
    assert list(_found(tmp_path, _role("Junior Baker", "dough"), _role("Senior Baker", "dough|cakes")))


def test_a_higher_degree_is_as_much_as_a_lower_one(tmp_path: Path) -> None:
    bachelor, master = "degree/bachelor", "degree/master"
    assert _found(tmp_path, _role("Junior Baker", bachelor), _role("Senior Baker", master)) == {}
    assert list(_found(tmp_path, _role("Junior Baker", master), _role("Senior Baker", bachelor))) == ["senior-baker"]


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        (("Baker", ""), ("Senior Baker", "")),
        (("Jr. Baker", ""), ("Baker", "")),
        (("Entry-Level Baker", ""), ("Baker", "")),
        (("Baker I", ""), ("Baker II", "")),
        (("Baker III", ""), ("Baker IV", "")),
        (("Baker 1", ""), ("Baker 2", "")),
        (("Baker", ""), ("Senior Baker (Level III)", "")),
        (("Senior Baker", ""), ("Lead Baker", "")),
        (("Senior Baker", ""), ("Head Baker", "")),
        (("Senior Baker", ""), ("Baker Supervisor", "")),
        (("Software Engineer", ""), ("Software Engineering Manager", "")),
        (("Senior Software Engineer", ""), ("Head of Software Engineering", "")),
        (("Software Engineering Manager", ""), ("Director of Software Engineering", "")),
        (("Account Manager", ""), ("Senior Account Manager", "")),
        (("Account Manager", "mid"), ("Lead Account Manager", "lead")),
        (("Sales Analyst", "senior"), ("VP of Sales Analytics", "head")),
        (("Senior Baker", "entry"), ("Junior Baker", "senior")),  # what is stated counts
    ],
)
def test_who_stands_above_whom(lower: tuple[str, str], higher: tuple[str, str], tmp_path: Path) -> None:
    below, above = (_role(label, "cakes", seniority=stated) for label, stated in (lower, higher))
    assert _found(tmp_path, below, above) == {}
    below = _role(lower[0], "dough", seniority=lower[1])
    (problem,) = _found(tmp_path, below, above).values()
    assert problem.endswith("below it: dough (not here)")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Junior Baker", "Senior Butcher"),
        ("Baker", "Bakers' Bookkeeper"),
        ("Account Manager", "Junior Account Clerk"),
        ("Staff Nurse", "Senior Nurse Educator"),
        ("Analytics Manager", "Chief Data & Analytics Officer"),
        ("Senior Baker", "Baker III"),
        ("Junior", "Senior"),
        ("Junior Designer", "Level Designer"),
    ],
)
def test_who_stands_on_no_ladder_with_whom(one: str, other: str, tmp_path: Path) -> None:
    assert _found(tmp_path, _role(one, "cakes"), _role(other, "dough")) == {}


def test_the_next_step_counts_and_one_of_which_nothing_is_known_is_none(tmp_path: Path) -> None:
    junior, mid, senior = _role("Junior Baker", "dough"), _role("Baker", "cakes"), _role("Senior Baker", "cakes")
    assert list(_found(tmp_path, junior, mid, senior)) == ["baker"]
    assert list(_found(tmp_path, junior, _role("Baker", "(dough)"), senior)) == ["senior-baker"]


def test_other_names_count_where_seniority_is_stated(tmp_path: Path) -> None:
    # A classification counts "chief pastry cook" under an occupation that is no chief's.
    baker = _role("Pastry Cook", "dough", seniority="mid")
    for stated, found in (("lead", ["sweets-maker"]), ("", [])):
        sweets = _role("Sweets Maker", "cakes", seniority=stated, others="Chief Pastry Cook")
        assert list(_found(tmp_path, baker, sweets)) == found


def test_what_has_no_meaning_is_left_to_validate(tmp_path: Path) -> None:
    odd = _role("Senior Baker", "dough") + "requirement:senior-baker-0 rg:level rg:grand .\n"
    assert _found(tmp_path, _role("Junior Baker", "cakes"), odd) == {}
    stated = _role("Senior Baker", "dough", seniority="grand")
    assert _found(tmp_path, _role("Junior Baker", "cakes"), stated) == {}


@given(worlds(most_roles=2))
def test_what_is_found_is_the_gap_of_somebody_in_the_higher_role(world: World) -> None:
    # A requirement without a level is taken at working by `path`, and as unknown by lint.
    world = world._replace(
        roles=tuple(tuple(one._replace(level=one.level or Level.WORKING) for one in role) for role in world.roles),
        seniorities=(None,) * len(world.roles),
    )
    if len(world.roles) < 2:
        return
    dataset, lower, higher = dataset_of(world), world.role(0), world.role(1)
    named = {
        lower: (Node(lower, Kind.ROLE, "Junior Baker"), ()),
        higher: (Node(higher, Kind.ROLE, "Baker"), ()),
    }
    found = {one.asked.iri for *_, lacking in shortfalls(dataset, named) for one in lacking}
    essential = [one for one in capability_requirements(dataset, higher) if one.essential]
    held = tuple(Holding(one.any_of, one.level or Level.WORKING, "", one.open_to_related) for one in essential)
    gap = find_gap(dataset, Profile("", held), lower)
    lacking_ = {
        one.requirement.iri for one in gap.assessments if one.requirement.essential and one.standing is not Standing.MET
    }
    assert found == (lacking_ if essential else set())
