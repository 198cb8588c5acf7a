"""Learning paths: the cheapest steps, in an order that works, each with its reasons; progress, and what is skipped."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import SMALL
from tests.drawing import Have, less_and_more
from tests.worlds import World, dataset_of, worlds

import rolegraph
from rolegraph import Kind, Level, Node, NoPath
from rolegraph.facts.labels import node
from rolegraph.facts.requirements import terms_of
from rolegraph.graph import RoleGraph
from rolegraph.model.level_words import parse_have
from rolegraph.model.nodes import CAPABILITY_KINDS
from rolegraph.model.plans import Holding, LearningPath, Profile, Progress
from rolegraph.planning.gap import given_profile, role_profile, with_implied
from rolegraph.planning.path import find_learning_path
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RG


def steps(path: LearningPath) -> list[tuple[str, Level | None, Level, float | None]]:
    return [(step.node.label, step.from_level, step.to_level, step.hours) for step in path.steps]


def test_the_path_from_baker_to_pastry_chef(small: RoleGraph) -> None:
    path = small.path("baker", "pastry-chef")
    assert steps(path) == [
        ("heat control", None, Level.WORKING, 10),
        ("sugar work", None, Level.WORKING, 30),
        ("dough", Level.PROFICIENT, Level.EXPERT, 100),
    ]
    assert path.hours == path.weight == 140
    assert path.optimal
    sugar = path.steps[1]
    assert sugar.builds_on is not None
    assert (sugar.builds_on.node.label, sugar.builds_on.hours_saved) == ("dough", 30)
    assert sugar.builds_on.reason == "both are worked by hand"
    assert [one.label for one in sugar.for_requirements] == ["sugar work"]
    assert [one.label for one in path.steps[0].needed_by] == ["sugar work"]
    assert [(one.requirement.label, one.hours) for one in path.options] == [("French", None)]  # no estimate
    assert path.credentials == ()


def test_nothing_to_learn_from_a_role_to_itself(small: RoleGraph) -> None:
    path = small.path("pastry-chef", "pastry-chef")
    assert not path.steps
    assert not path.credentials
    assert path.hours == 0


def test_from_scratch_takes_the_cheapest_alternative_and_shows_the_credential(small: RoleGraph) -> None:
    path = small.path(small.profile(), "pastry-chef")
    assert [(step.node.label, step.to_level) for step in path.steps] == [
        ("heat control", Level.WORKING),
        ("sugar work", Level.WORKING),
        ("dough", Level.WORKING),
        ("Convection oven", Level.WORKING),
        ("dough", Level.PROFICIENT),
        ("dough", Level.EXPERT),
    ]
    assert [credential.requirement.open_to_related for credential in path.credentials] == [True]
    # a tool that is only used: to familiar, a quarter of the hours
    assert ("Scale", 0.5) in [(one.requirement.label, one.hours) for one in path.options]


def test_an_alternative_that_serves_as_a_prerequisite_too_is_worth_more(small: RoleGraph) -> None:
    # A stone oven (30 h) is evidence of heat control (10 h): with both needed it is still dearer than 10 + 5.
    path = small.path(small.profile(have={small.resolve("stone-oven"): Level.WORKING}), "pastry-chef")
    assert [step.node.label for step in path.by_capability] == ["sugar work", "dough"]


def test_what_is_known_shortens_the_path(small: RoleGraph) -> None:
    have = {small.resolve("heat"): Level.WORKING}
    assert small.path(small.profile("baker", have), "pastry-chef").hours == 130


def test_an_effort_without_an_estimate_is_called_a_default(small: RoleGraph) -> None:
    french = small.capability("French")
    assert french.effort is not None
    assert (french.effort.hours, french.effort.basis) == (80, "default for a skill without an estimate")


def graph_of(folder: Path, turtle: str) -> RoleGraph:
    """A graph of skills `s:...`, with whatever is said of them."""
    prefixes = {
        "rg": "https://w3id.org/rolegraph/ns#",
        "s": "https://w3id.org/rolegraph/id/skill/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
    }
    lines = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in prefixes.items()]
    (folder / "g.ttl").write_text("\n".join([*lines, turtle]))
    return rolegraph.open(folder / "g.ttl")


def test_a_prerequisite_that_can_be_had_by_itself_is_the_way_in(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """
        <https://w3id.org/rolegraph/id/role/r> a rg:Role ; skos:prefLabel "R"@en ; rg:hasRequirement s:req .
        s:req rg:anyOf s:a ; rg:necessity rg:essential .
        s:a a rg:Skill ; rg:prerequisite s:b . s:b a rg:Skill ; rg:prerequisite s:c .
        s:c a rg:Skill . s:a skos:broader s:c .""",
    )
    # a needs b, b needs c, and c can be had by itself: there is a way
    assert [step.node.slug for step in graph.path(graph.profile(), "r").steps] == ["c", "b", "a"]


def test_what_meets_a_prerequisite_at_too_low_a_level_is_not_taken_for_it(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """
        <https://w3id.org/rolegraph/id/role/r> a rg:Role ; skos:prefLabel "R"@en ; rg:hasRequirement s:one , s:two .
        s:one rg:anyOf s:a , s:dear ; rg:necessity rg:essential ; rg:level rg:familiar .
        s:two rg:anyOf s:b ; rg:necessity rg:essential .
        s:a a rg:Skill ; rg:effort 100 . s:dear a rg:Skill ; rg:effort 9000 . s:c a rg:Skill ; rg:effort 2 .
        s:c skos:broader s:a . s:b a rg:Skill ; rg:effort 1 ; rg:prerequisite s:a .""",
    )
    # b needs a at working level; c is narrower and cheap, but nobody asks for it
    path = graph.path(graph.profile(), "r")
    assert [(step.node.slug, step.to_level) for step in path.steps] == [("a", Level.WORKING), ("b", Level.WORKING)]
    assert [one.slug for one in path.steps[0].needed_by] == ["b"]


def test_what_rests_on_something_goes_deeper_after_it(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """
        <https://w3id.org/rolegraph/id/role/r> a rg:Role ; skos:prefLabel "R"@en ; rg:hasRequirement s:one , s:two .
        s:one rg:anyOf s:z ; rg:necessity rg:essential ; rg:level rg:expert .
        s:two rg:anyOf s:a ; rg:necessity rg:essential ; rg:level rg:expert .
        s:z a rg:Skill ; rg:effort 100 . s:a a rg:Skill ; rg:effort 1 ; rg:prerequisite s:z .""",
    )
    steps = [(step.node.slug, str(step.to_level)) for step in graph.path(graph.profile(), "r").steps]
    assert steps == [(slug, level) for level in ("working", "proficient", "expert") for slug in "za"]


def test_what_was_learned_or_raised_on_the_way_is_no_evidence_of_what_comes_before(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """
        <https://w3id.org/rolegraph/id/role/r> a rg:Role ; skos:prefLabel "R"@en ; rg:hasRequirement s:req .
        s:req rg:anyOf s:goal ; rg:necessity rg:essential . s:goal a rg:Skill ; rg:prerequisite s:wide .
        s:wide a rg:Skill . s:narrow a rg:Skill ; skos:broader s:wide .""",
    )
    narrow = graph.resolve("narrow")
    given = Holding((narrow,), Level.FAMILIAR, "given")
    learned = given._replace(level=Level.WORKING, on_the_way=True)
    for held in ((learned,), (given, learned), (given,)):
        assert labels(graph.path(Profile("me", held), "r")) == ["wide", "goal"]
    assert labels(graph.path(Profile("me", (given._replace(level=Level.WORKING),)), "r")) == ["goal"]


def test_a_path_that_cannot_be_begun_is_refused(small: RoleGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rolegraph.planning.path.cheapest_plan", lambda *_: None)
    with pytest.raises(NoPath, match="Pastry Chef"):
        small.path("baker", "pastry-chef")


@settings(max_examples=60)
@given(st.data())
def test_laws_of_paths(data: st.DataObject) -> None:
    graph = rolegraph.open(SMALL)
    less, more = less_and_more(data, graph)
    before = graph.path(graph.profile(have=less), "pastry-chef")
    after = graph.path(graph.profile(have=more), "pastry-chef")
    assert after.weight <= before.weight + 1e-6
    for path in (before, after):
        assert path.weight >= max((step.weight for step in path.steps), default=0)
        assert all(step.for_requirements or step.needed_by for step in path.steps)
        done: set[str] = set()
        for step in path.steps:
            assert not {one.iri for one in step.needed_by} & done
            done.add(step.node.iri)


@pytest.fixture(scope="module")
def shipped() -> RoleGraph:
    return rolegraph.open()


@settings(max_examples=100)
@given(worlds(), st.data())
def test_laws_of_steps(world: World, data: st.DataObject) -> None:
    dataset = dataset_of(world)
    roles = [world.role(number) for number in range(len(world.roles))]
    start, goal = data.draw(st.sampled_from([None, *roles])), data.draw(st.sampled_from(roles))
    path = find_learning_path(dataset, role_profile(dataset, start) if start else Profile("scratch"), goal)
    each_raises_its_capability_by_one_level(path)
    everything_comes_to_working_first(dataset, path)
    what_is_learned_is_named(dataset, path)
    assert path.weight == pytest.approx(path.lower_bound)
    assert sum(step.weight for step in path.by_capability) == pytest.approx(path.weight)
    for step in path.steps:
        assert step.effort.estimated == bool(dataset.objects(step.node.iri, RG + "effort")) == (step.hours is not None)
        assert step.hours in (None, step.weight)
        assert step.weight > -1e-9
    if path.known:
        assert (path.hours is None) == any(step.hours is None for step in path.steps)
    assumed = find_learning_path(replace(dataset, assumes_hours=True), path.gap.profile, goal)
    assert assumed.hours == (pytest.approx(assumed.weight) if path.known else None)


def each_raises_its_capability_by_one_level(path: LearningPath) -> None:
    reached: dict[Node, Level] = {}
    for step in path.steps:
        assert step.from_level == reached.get(step.node, step.from_level)
        assert step.to_level > (step.from_level or 0)
        assert step.to_level <= max(Level.WORKING, (step.from_level or 0) + 1)
        reached[step.node] = step.to_level


def everything_comes_to_working_first(dataset: Dataset, path: LearningPath) -> None:
    levels = [max(Level.WORKING, step.to_level) for step in path.steps]
    assert levels == sorted(levels)
    places = {(step.node, step.to_level): place for place, step in enumerate(path.steps)}
    begun = {step.node: place for place, step in reversed(list(enumerate(path.steps)))}
    held = {one for holding in with_implied(dataset, path.gap.profile.holdings) for one in holding.one_of}
    for place, step in enumerate(path.steps):
        assert all(place < begun[after] for after in step.needed_by)
        assert step.builds_on is None or step.builds_on.node in held or begun[step.builds_on.node] < place
        for before in dataset.objects(step.node.iri, RG + "prerequisite"):  # goes as deep first, if it does
            assert places.get((node(dataset, before), step.to_level), -1) < place or step.to_level <= Level.WORKING


def what_is_learned_is_named(dataset: Dataset, path: LearningPath) -> None:
    asked = {one for assessment in path.gap.assessments for one in terms_of(assessment.requirement).named}
    before = {one for step in path.steps for one in dataset.objects(step.node.iri, RG + "prerequisite")}
    for step in path.steps:
        assert step.for_requirements or step.needed_by
        assert step.node.iri in asked | before
        assert all(step.node.iri in terms_of(requirement).named for requirement in step.for_requirements)


def onwards(path: LearningPath) -> Profile:
    """Someone who has learned all that a path says, and goes on."""
    levels = {step.node: step.to_level for step in path.steps}
    learned = (Holding((node,), level, "the way", on_the_way=True) for node, level in levels.items())
    return path.gap.profile._replace(holdings=(*path.gap.profile.holdings, *learned))


@settings(max_examples=60)
@given(worlds(closeness=False, most_roles=3))
def test_a_detour_by_another_role_never_takes_less(world: World) -> None:
    dataset = dataset_of(world._replace(under=frozenset()))
    roles = [world.role(number) for number in range(len(world.roles))]
    for start, stone, goal in permutations(roles, 3):
        there = find_learning_path(dataset, role_profile(dataset, start), stone)
        rest = find_learning_path(dataset, onwards(there), goal)
        directly = find_learning_path(dataset, there.gap.profile, goal)
        assert directly.weight <= there.weight + rest.weight + 1e-6


@pytest.mark.parametrize("seed", range(3))
def test_a_detour_never_takes_less_in_the_shipped_graph(shipped: RoleGraph, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - for a test
    roles = shipped.nodes(Kind.ROLE)
    for start, stone, goal in [chance.sample(roles, 3) for _ in range(25)]:
        there, directly = shipped.path(start, stone), shipped.path(start, goal)
        if there.weight < directly.weight:
            rest = shipped.path(onwards(there), goal)
            assert directly.weight <= there.weight + rest.weight + 1e-6, (start, stone, goal)


def test_what_stands_for_a_group_on_a_detour_does_so_on_the_direct_way(shipped: RoleGraph) -> None:
    # The stone asks for SQL, which counts as query languages there; the goal asks for neither, and needs one of them.
    there = shipped.path("data-governance-manager", "junior-data-engineer")
    directly = shipped.path("data-governance-manager", "knowledge-graph-engineer")
    assert directly.weight <= there.weight + shipped.path(onwards(there), "knowledge-graph-engineer").weight
    assert {"SQL", "query languages"} & {step.node.label for step in directly.steps} == {"SQL"}


def close_ones(folder: Path, asked: Mapping[str, str], *more: str, strength: float = 0.5) -> RoleGraph:
    """A role that asks for skills of 40, 100 and 100 hours to some levels; of these a is close to b, and b to c."""
    requirements = " .\n".join(
        f"s:req-{name} rg:anyOf s:{name} ; rg:necessity rg:essential ; rg:level rg:{level}"
        for name, level in asked.items()
    )
    return graph_of(
        folder,
        f"""
        @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
        <https://w3id.org/rolegraph/id/role/r> a rg:Role ; skos:prefLabel "R"@en ;
            rg:hasRequirement {", ".join(f"s:req-{name}" for name in asked)} .
        {requirements} .
        s:a a rg:Skill ; skos:prefLabel "a"@en ; rg:effort 40 .
        s:b a rg:Skill ; skos:prefLabel "b"@en ; rg:effort 100 ; rg:closeTo s:a .
        s:c a rg:Skill ; skos:prefLabel "c"@en ; rg:effort 100 ; rg:closeTo s:b .
        [] rdf:subject s:b ; rdf:predicate rg:closeTo ; rdf:object s:a ; rg:strength {strength} .
        [] rdf:subject s:c ; rdf:predicate rg:closeTo ; rdf:object s:b ; rg:strength 0.9 .
        """
        + " ".join(more),
    )


def built(path: LearningPath) -> list[tuple[str, Level, float, float]]:
    """The steps, with what each takes and what building on something saves of it."""
    return [
        (one.node.label, one.to_level, one.weight, one.builds_on.hours_saved if one.builds_on else 0.0)
        for one in path.steps
    ]


def test_what_is_built_on_saves_a_share_of_each_step_and_all_of_it_in_all(tmp_path: Path) -> None:
    graph = close_ones(tmp_path, {"b": "expert"})
    path = graph.path(person(graph, have="a:expert"), "r")
    # 0.5 of 200 hours for a; on the way to working no more than 0.5 of the 100 hours that it takes
    assert built(path) == [
        ("b", Level.WORKING, 50, 50),
        ("b", Level.PROFICIENT, 100, 50),
        ("b", Level.EXPERT, 250, 0),
    ]
    assert path.hours == path.lower_bound == 500 - 100
    (whole,) = path.by_capability
    assert whole.builds_on is not None
    assert (whole.hours, whole.builds_on.hours_saved) == (400, 100)


def test_what_is_held_in_part_is_built_on_only_for_what_is_left_of_it(tmp_path: Path) -> None:
    graph = close_ones(tmp_path, {"b": "proficient"})
    path = graph.path(person(graph, have="a:expert,b:working"), "r")
    assert built(path) == [("b", Level.PROFICIENT, 150, 0)]  # 0.5 of 200 hours is what is held of it
    path = graph.path(person(graph, have="a:expert,b:familiar"), "r")
    assert built(path) == [("b", Level.WORKING, 50, 25), ("b", Level.PROFICIENT, 100, 50)]
    assert path.hours == path.lower_bound == 250 - 100


def test_what_is_built_on_goes_deeper_first_but_nothing_waits_at_working_for_it(tmp_path: Path) -> None:
    graph = close_ones(tmp_path, {"a": "expert", "b": "proficient"})
    path = graph.path(person(graph, have="a:working"), "r")
    assert built(path) == [
        ("b", Level.WORKING, 80, 20),  # 0.5 of the 40 hours that went into a by then
        ("a", Level.PROFICIENT, 60, 0),
        ("b", Level.PROFICIENT, 70, 80),  # 0.5 of the 200 hours for a in all, less what has been saved
        ("a", Level.EXPERT, 100, 0),
    ]
    assert path.hours == path.lower_bound


def test_no_step_takes_less_than_nothing_however_much_is_saved_late(tmp_path: Path) -> None:
    # 0.95 of 200 hours are saved of b in all, of its last step no more than the 150 that this takes.
    graph = close_ones(tmp_path, {"a": "expert", "b": "proficient"}, strength=0.95)
    path = graph.path(person(graph, have="a:working"), "r")
    assert built(path) == [
        ("b", Level.WORKING, pytest.approx(60), pytest.approx(40)),
        ("a", Level.PROFICIENT, 60, 0),
        ("b", Level.PROFICIENT, pytest.approx(0), pytest.approx(150)),
        ("a", Level.EXPERT, 100, 0),
    ]
    assert path.hours == pytest.approx(path.lower_bound)


def test_what_is_raised_can_build_on_what_is_raised_after_it_by_prerequisites(tmp_path: Path) -> None:
    graph = close_ones(tmp_path, {"b": "expert", "c": "expert"}, "s:c rg:prerequisite s:b .")
    path = graph.path(person(graph, have="b:familiar,c:expert"), "r")
    assert not [one for one in path.steps if one.builds_on is None]
    graph = close_ones(tmp_path, {"b": "expert", "c": "proficient"}, "s:c rg:prerequisite s:b .")
    path = graph.path(person(graph, have="c:working"), "r")
    assert path.hours == path.lower_bound == sum(step.weight for step in path.steps)


def person(
    graph: RoleGraph, have: str = "", done: str = "", learning: str = "", skipped: str = "", role: str | None = None
) -> Profile:
    """Someone by words: names with commas between them, levels behind colons."""

    def named(words: str) -> tuple[Node, ...]:
        return tuple(parse_have(words, lambda name: graph.resolve(name, CAPABILITY_KINDS)))

    def held(words: str) -> tuple[Holding, ...]:
        return given_profile(parse_have(words, lambda name: graph.resolve(name, CAPABILITY_KINDS))).holdings

    learned = tuple(one._replace(learned=True, since="2026-01-31") for one in held(done))
    return graph.profile(role, given=[Profile("me", held(have) + learned, None, named(learning), named(skipped))])


def progress_of(path: LearningPath) -> Progress:
    assert path.progress is not None
    return path.progress


def done(progress: Progress) -> float:
    assert progress.hours_done is not None
    return progress.hours_done


def labels(path: LearningPath) -> list[str]:
    return [step.node.label for step in path.steps]


def test_what_was_learned_is_what_the_plan_is_shorter(small: RoleGraph) -> None:
    # From baker: heat control 10, sugar work 60 - 30 for dough, dough from proficient to expert 100.
    path = small.path(person(small, role="baker", done="heat, dough:expert"), "pastry-chef")
    found = progress_of(path)
    assert labels(path) == ["sugar work"]
    assert (found.met_at_start, found.met, found.essential) == (2, 3, 4)
    assert (found.hours_at_start, found.hours_left, found.hours_done, found.hours_in_all) == (140, 30, 110, 140)
    assert (found.steps_at_start, found.steps_left) == (3, 1)
    dough, heat = found.learned
    assert [one.label for one in dough.meets] == ["dough"]
    assert (heat.meets, [one.label for one in heat.needed_by]) == ((), ["sugar work"])


def test_half_the_way_to_a_level_is_on_the_way(small: RoleGraph) -> None:
    found = progress_of(small.path(person(small, done="dough:working"), "pastry-chef"))
    (dough,) = found.learned
    assert ([one.label for one in dough.raises], dough.meets) == (["dough"], ())
    assert done(found) > 0


def test_what_the_plan_does_not_ask_for_counts_as_had_and_as_no_progress(small: RoleGraph) -> None:
    path = small.path(person(small, role="baker", done="scale, french"), "pastry-chef")
    found = progress_of(path)
    assert found.hours_done == 0
    assert [(one.meets, one.raises, one.needed_by) for one in found.learned] == [((), (), ())] * 2
    assert not [one for one in path.options if one.requirement.label == "French"]


def test_learning_again_what_is_had_raises_nothing(small: RoleGraph) -> None:
    found = progress_of(small.path(person(small, have="dough:expert", done="dough:working"), "pastry-chef"))
    assert (found.hours_done, found.learned[0].meets) == (0, ())


def test_what_is_being_learned_counts_for_nothing_yet(small: RoleGraph) -> None:
    path = small.path(person(small, role="baker", learning="sugar work, scale"), "pastry-chef")
    assert labels(path) == labels(small.path("baker", "pastry-chef"))
    assert [one.label for one in progress_of(path).learning] == ["sugar work", "Scale"]
    assert progress_of(path).hours_done == 0


def test_without_anything_learned_there_is_no_progress(small: RoleGraph) -> None:
    assert small.path(person(small, have="dough"), "pastry-chef").progress is None


def test_a_skipped_alternative_is_replaced_by_another(small: RoleGraph) -> None:
    path = small.path(person(small, skipped="convection oven"), "pastry-chef")
    assert "Convection oven" not in labels(path)
    assert "Deck oven" in labels(path)
    assert [(one.node.label, one.left_open, one.missed_by) for one in path.skipped] == [("Convection oven", (), ())]


def test_a_skipped_prerequisite_is_done_without(small: RoleGraph) -> None:
    path = small.path(person(small, role="baker", skipped="heat"), "pastry-chef")
    assert labels(path) == ["sugar work", "dough"]
    assert [one.label for one in path.skipped[0].missed_by] == ["sugar work"]


def test_what_only_the_skipped_meets_stays_unmet(small: RoleGraph) -> None:
    path = small.path(person(small, role="baker", skipped="dough, bachelor-food-science"), "pastry-chef")
    assert "dough" not in labels(path)
    by_label = {one.node.label: [asked.label for asked in one.left_open] for one in path.skipped}
    assert by_label["dough"] == ["dough"]
    nothing = small.path(person(small, have="heat, stone-oven, sugar work", skipped="dough"), "pastry-chef")
    assert labels(nothing) == []


def test_what_is_preferred_and_skipped_is_no_option(small: RoleGraph) -> None:
    path = small.path(person(small, skipped="French"), "pastry-chef")
    assert "French" not in [one.requirement.label for one in path.options]


def test_what_is_skipped_but_held_still_counts(small: RoleGraph) -> None:
    with_, without = person(small, role="baker", skipped="dough:working"), person(small, role="baker")
    ways = small.path(with_, "pastry-chef"), small.path(without, "pastry-chef")
    assert [one.standing for one in ways[0].gap.assessments] == [one.standing for one in ways[1].gap.assessments]
    assert ways[0].steps[-1].builds_on == ways[1].steps[1].builds_on  # dough shortens sugar work all the same


def test_something_held_that_is_narrower_than_what_is_skipped_is_evidence_still(tmp_path: Path) -> None:
    graph = graph_of(
        tmp_path,
        """
        <https://w3id.org/rolegraph/id/role/r> a rg:Role ; skos:prefLabel "R"@en ; rg:hasRequirement s:req .
        s:req rg:anyOf s:goal ; rg:necessity rg:essential . s:goal a rg:Skill ; rg:prerequisite s:wide .
        s:wide a rg:Skill . s:middle a rg:Skill ; skos:broader s:wide .
        s:narrow a rg:Skill ; skos:broader s:middle .""",
    )
    path = graph.path(person(graph, have="narrow", skipped="middle"), "r")
    assert [step.node.slug for step in path.steps] == ["goal"]
    assert graph.path(person(graph, skipped="middle"), "r").steps[0].node.slug != "middle"


def test_no_way_at_the_start_is_no_reason_to_refuse_one_now(small: RoleGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    from rolegraph.planning import path

    plan = path._plan

    def only_now(_: object, profile: Profile, role: str, demanded: None) -> LearningPath:
        if not any(one.learned for one in profile.holdings):
            raise NoPath("none")
        return plan(small.dataset, profile, role, demanded)

    monkeypatch.setattr(path, "_plan", only_now)
    found = progress_of(small.path(person(small, done="dough:expert"), "pastry-chef"))
    assert (found.hours_at_start, found.hours_done, found.met) == (None, 0, 1)


def without_closeness(folder: Path) -> RoleGraph:
    path = folder / "apart.ttl"
    path.write_text(SMALL.read_text().replace(" ; rg:closeTo skill:dough", ""))
    return rolegraph.open(path)


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> RoleGraph:
    return without_closeness(tmp_path_factory.mktemp("apart"))


def learned(have: Have) -> tuple[Holding, ...]:
    return tuple(one._replace(learned=True) for one in given_profile(have).holdings)


@settings(max_examples=60)
@given(st.data())
def test_more_done_never_leaves_more_to_do(apart: RoleGraph, data: st.DataObject) -> None:
    less, more = less_and_more(data, apart)
    start = data.draw(st.sampled_from([None, "baker"]))
    ways = [
        apart.path(apart.profile(start, given=[Profile("me", learned(one))]), "pastry-chef") for one in (less, more)
    ]
    assert ways[1].weight <= ways[0].weight + 1e-6
    if less:
        before, after = map(progress_of, ways)
        assert done(after) >= done(before) - 1e-6
        assert after.hours_in_all == pytest.approx(before.hours_in_all)
        assert after.met >= before.met >= before.met_at_start


@settings(max_examples=60)
@given(st.data())
def test_the_order_of_what_is_said_does_not_matter(apart: RoleGraph, data: st.DataObject) -> None:
    held, done = less_and_more(data, apart)
    skipped = tuple(data.draw(st.sets(st.sampled_from([apart.resolve(one) for one in ("heat", "french", "scale")]))))
    said = [*given_profile(held).holdings, *learned(done)]
    shuffled = data.draw(st.permutations(said))
    ways = [
        apart.path(apart.profile(given=[Profile("me", tuple(one), skipped=skips)]), "pastry-chef")
        for one, skips in ((said, skipped), (shuffled, skipped[::-1]))
    ]
    assert (ways[0].steps, ways[0].skipped, ways[0].credentials) == (
        ways[1].steps,
        ways[1].skipped,
        ways[1].credentials,
    )
    if done:
        assert progress_of(ways[0])._replace(learned=()) == progress_of(ways[1])._replace(learned=())
    assert not {step.node for step in ways[0].steps} & set(skipped)
