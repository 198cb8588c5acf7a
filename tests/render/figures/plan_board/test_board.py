"""A plan as a board: each step is on one card, with the plan's number, after all that it needs; nothing is left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import World, dataset_of, worlds

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Level, Necessity, slug_of
from rolegraph.model.plans import LearningPath, Standing
from rolegraph.render.export import picture_of
from rolegraph.render.figures.plan_board import PlanBoard
from rolegraph.render.figures.plan_board.board import Board
from rolegraph.render.figures.plan_board.board_image import board_image
from rolegraph.render.figures.plan_board.board_page import board_page
from rolegraph.render.figures.plan_board.phases import FOLDED, Card, places_of

SHIPPED = rolegraph.open()
PAIRS = [
    ("data-analyst", "lead-ml-engineer"),
    ("data-scientist", "lead-ml-engineer"),
    ("data-engineer", "data-science-engineer"),
    ("ai-engineer", "head-of-data"),
]


def board_of(graph: RoleGraph, path: LearningPath, start: str | None = None, hours: float | None = None) -> Board:
    picture = picture_of(graph, path, start, hours_per_week=hours)
    assert isinstance(picture, PlanBoard)
    return picture.board


def cards_of(board: Board, key: str) -> list[Card]:
    return [card for phase in board.phases if phase.key == key for card in phase.cards]


def check(path: LearningPath, board: Board) -> None:
    """All that holds of every board."""
    steps = board.steps
    assert [card.number for card in steps] == list(range(1, len(path.steps) + 1))
    for card, step in zip(steps, path.steps, strict=True):
        assert (card.names, card.level, card.before, card.hours) == (
            (step.node.iri,), step.to_level, step.from_level, step.hours
        )  # fmt: skip
    everything = [card for phase in board.phases for card in phase.cards]
    assert len({card.id for card in everything}) == len(everything)
    assert len(cards_of(board, "credentials")) == len(path.credentials)
    assert len(cards_of(board, "optional")) == len(path.options)
    assert len(cards_of(board, "skipped")) == len(path.skipped)
    met = {item.requirement.label for item in path.gap.select(Standing.MET, Necessity.ESSENTIAL)}
    assert {label for card in cards_of(board, "have") for label in card.meets} == met
    places = places_of(board.stacks)
    assert all(places[link.start] < places[link.end] for link in board.links)
    columns = [places[card.id][0] for card in steps]
    assert columns == sorted(columns)


@pytest.mark.parametrize(("start", "goal"), PAIRS)
def test_every_step_is_on_one_card_after_what_it_needs(start: str, goal: str) -> None:
    path = SHIPPED.path(start, goal)
    check(path, board_of(SHIPPED, path, start))


def test_each_phase_has_what_its_title_says() -> None:
    path = SHIPPED.path("data-analyst", "lead-ml-engineer")
    board = board_of(SHIPPED, path)
    titles = [phase.title for phase in board.phases]
    assert titles == [
        "What I have", "Foundations", "To working level", "Deeper: proficient", "Deeper: expert", "Credentials",
        "Nice to have",
    ]  # fmt: skip
    levels = {"foundations": {Level.WORKING}, "working": {Level.WORKING}, "deeper-proficient": {Level.PROFICIENT},
              "deeper-expert": {Level.EXPERT}}  # fmt: skip
    assert {key: {card.level for card in cards_of(board, key)} for key in levels} == levels
    carried = [card for card in cards_of(board, "working") if card.after]
    first = {card.number for card in cards_of(board, "foundations")}
    assert first & {number for card in carried for number in card.after}


def test_nothing_is_called_a_foundation_that_nothing_builds_on(small: RoleGraph) -> None:
    board = board_of(small, small.path("baker", "pastry-chef"), "baker")
    assert [phase.key for phase in board.phases] == ["have", "working", "deeper-expert", "optional"]
    scratch = board_of(small, small.path(small.profile(), "pastry-chef"))
    assert [card.label for card in cards_of(scratch, "foundations")] == ["heat control", "sugar work", "dough"]


def test_levels_that_no_source_gives_are_said_to_be_assumed(tmp_path: Path) -> None:
    bare = (
        "@prefix rg: <https://w3id.org/rolegraph/ns#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<x:source> a rg:Source ; skos:prefLabel "s"@en .\n<x:py> a rg:Skill ; skos:prefLabel "py"@en .\n'
        '<x:dev> a rg:Role ; skos:prefLabel "Dev"@en ; rg:hasRequirement <x:need> .\n'
        "<x:need> a rg:Requirement ; rg:anyOf <x:py> ; rg:necessity rg:essential .\n"
    )
    (tmp_path / "bare.ttl").write_text(bare)
    graph = rolegraph.open(tmp_path / "bare.ttl")
    said = "No level is recorded for what Dev requires: working level is assumed."
    assert said in graph.picture(graph.path(graph.profile(), "Dev")).page()
    shipped = rolegraph.open()
    assert "No level is recorded" not in shipped.picture(shipped.path("data-analyst", "data-scientist")).page()


def test_what_is_done_or_begun_by_the_profile_is_marked(small: RoleGraph, tmp_path: Path) -> None:
    file = tmp_path / "me.yaml"
    file.write_text("goal: pastry-chef\nhave: {dough: proficient}\ndone: {heat: working}\nlearning: [sugar-work]\n")
    profile = small.read_profile(file)
    path = small.path(profile, "pastry-chef")
    board = board_of(small, path)
    check(path, board)
    assert [card.label for card in cards_of(board, "have") if card.done] == ["heat control"]
    assert [card.label for card in board.steps if card.learning] == ["sugar work"]
    assert (board.steps_done, board.hours_done) == (1, 10.0)


def test_a_board_without_a_plan_says_why(small: RoleGraph) -> None:
    done = board_of(small, small.path("baker", "baker"), "baker")
    assert done.summary == (
        "You already meet 3 of 3 essential requirements.",
        "Nothing that can be learned is missing.",
    )
    assert (done.steps, done.hours) == ((), None)


@given(worlds(), st.data())
def test_laws_of_boards(world: World, data: st.DataObject) -> None:
    """Whatever a plan has is on the board once, and what joins cards leads onwards."""
    graph = RoleGraph(dataset_of(world))
    start, goal = (data.draw(st.integers(0, len(world.roles) - 1)) for _ in range(2))
    path = graph.path(slug_of(world.role(start)), slug_of(world.role(goal)))
    check(path, board_of(graph, path, slug_of(world.role(start))))


def many_skills(count: int) -> str:
    """A graph in Turtle with a role that asks for so many skills, in themes of seven, each after the one before."""
    skill, group = (f"<https://w3id.org/rolegraph/id/{kind}/" for kind in ("skill", "group"))
    lines = ["@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> ."]
    asked = "rg:hasRequirement " + ", ".join(f"<x:{number}>" for number in range(count))
    lines.append(f'<https://w3id.org/rolegraph/id/role/all> a rg:Role ; skos:prefLabel "Knows all"@en ; {asked} .')
    for number in range(count):
        lines.append(f"<x:{number}> a rg:Requirement ; rg:necessity rg:essential ; rg:anyOf {skill}s{number}> .")
        after = f" ; rg:prerequisite {skill}s{number - 1}>" if number % 7 else ""
        lines.append(
            f'{skill}s{number}> a rg:Skill ; skos:prefLabel "number {number}"@en ; rg:effort 10 ;'
            f" skos:broader {group}g{number // 7}>{after} ."
        )
        lines.append(f'{group}g{number // 7}> a rg:ThemeGroup ; skos:prefLabel "seven from {number // 7 * 7}"@en .')
    return "\n".join(lines)


@pytest.mark.parametrize("count", [1, 300])
def test_a_plan_of_any_length_is_whole_and_a_long_one_is_folded(count: int, tmp_path: Path) -> None:
    file = tmp_path / "many.ttl"
    file.write_text(many_skills(count))
    graph = rolegraph.open(file)
    path = graph.path(graph.profile(), "all")
    board = board_of(graph, path, hours=10)
    check(path, board)
    assert len(board.steps) == count
    assert board.folded == (count > FOLDED)
    assert board_page(board).count('class="tick"') == count
    assert board_image(board, "svg")


def test_the_key_of_ticks_is_that_of_start_and_goal() -> None:
    one, other = (board_of(SHIPPED, SHIPPED.path(*pair), pair[0]) for pair in PAIRS[:2])
    assert one.key != other.key
    assert other.goal.iri in one.key
