"""Profiles put together, what is held in words, and gaps by standing."""

from __future__ import annotations

from rolegraph import Assessment, Gap, Kind, Level, Necessity, Node, Profile, Requirement, Standing
from rolegraph.errors import UnknownNode
from rolegraph.model.plans import (
    BuildsOn,
    Holding,
    LearningPath,
    LearningStep,
    Progress,
    combined,
)
from rolegraph.model.roles import Effort

NAMES = ("python", "apache-spark", "proficient", "c++", "a:b")


def named(name: str) -> Node:
    if name not in NAMES:
        raise UnknownNode("node", name)
    return Node(f"https://example.org/{name}", Kind.SKILL, name)


def test_profiles_together_hold_everything_and_the_last_goal_counts() -> None:
    python, spark = named("python"), named("apache-spark")
    first = Profile("now", (Holding((python,), Level.EXPERT, "now"),), 5.0, learning=(spark,), goal=python)
    second = Profile("more", (Holding((spark,), Level.WORKING, "given"),), skipped=(python,), goal=spark)
    both = combined([first, second])
    assert both.name == "now + more"
    assert both.holdings == first.holdings + second.holdings
    assert (both.hours_per_week, both.goal) == (5.0, spark)
    assert (both.learning, both.skipped) == ((spark,), (python,))
    assert combined([]) == Profile("scratch")


def test_a_gap_gives_its_assessments_by_standing_and_necessity() -> None:
    python, role = named("python"), Node("r", Kind.ROLE, "R")
    essential = Requirement("1", (python,), Necessity.ESSENTIAL)
    preferred = Requirement("2", (python,), Necessity.PREFERRED)
    met, missing = Assessment(essential, Standing.MET), Assessment(preferred, Standing.MISSING)
    gap = Gap(Profile("p"), role, (met, missing))
    assert list(gap.select(Standing.MET)) == [met]
    assert list(gap.select(Standing.MISSING, Necessity.PREFERRED)) == [missing]
    assert list(gap.select(Standing.MISSING, Necessity.ESSENTIAL)) == []


def step(name: str, level: Level, hours: float | None, weight: float) -> LearningStep:
    return LearningStep(named(name), level, hours, Effort(weight, "x", estimated=hours is not None), weight=weight)


def path_of(*steps: LearningStep, lower_bound: float = 0.0) -> LearningPath:
    python, role = named("python"), Node("r", Kind.ROLE, "R")
    asked = Assessment(Requirement("x:r", (python,), Necessity.ESSENTIAL), Standing.MISSING)
    return LearningPath(Gap(Profile("me"), role, (asked,)), steps, (), (), lower_bound)


def test_a_plan_has_hours_only_where_somebody_has_estimated_all_of_them() -> None:
    python = step("python", Level.WORKING, 30, 30), step("python", Level.PROFICIENT, 50, 50)
    spark = step("apache-spark", Level.WORKING, None, 80)
    known, mixed = path_of(*python, lower_bound=80), path_of(*python, spark, lower_bound=80)
    assert (known.hours, known.weight, known.unestimated, known.optimal) == (80, 80, 0, True)
    assert (mixed.hours, mixed.weight, mixed.unestimated, mixed.optimal) == (None, 160, 1, False)
    assert (mixed.hours_estimated, mixed.capabilities) == (80, 2)
    assert (known.weeks(8), mixed.weeks(8)) == (10, None)


def test_where_nothing_is_known_to_be_essential_there_are_no_hours_and_not_none_of_them() -> None:
    empty = path_of()
    assert empty.hours == 0
    assert empty._replace(gap=empty.gap._replace(assessments=())).hours is None


def test_the_steps_of_a_capability_are_one_at_the_place_of_the_first() -> None:
    python, more = step("python", Level.WORKING, 30, 30), step("python", Level.PROFICIENT, 50, 50)
    spark = step("apache-spark", Level.WORKING, None, 80)
    deeper = step("apache-spark", Level.PROFICIENT, None, 80)
    assert path_of(python, spark, more, deeper).by_capability == (
        step("python", Level.PROFICIENT, 80, 80)._replace(effort=python.effort),
        step("apache-spark", Level.PROFICIENT, None, 160)._replace(effort=spark.effort),
    )


def test_what_all_steps_of_a_capability_save_is_one_sum() -> None:
    steps = [step("python", level, 30, 30) for level in (Level.WORKING, Level.PROFICIENT, Level.EXPERT)]
    saves = [BuildsOn(named("c++"), hours, "alike") for hours in (5, 7)]
    for first, second in (saves, [None, saves[1]], [saves[0], None]):
        (whole,) = path_of(
            steps[0]._replace(builds_on=first), steps[1]._replace(builds_on=second), steps[2]
        ).by_capability
        assert whole.builds_on == BuildsOn(
            named("c++"), sum(one.hours_saved for one in (first, second) if one), "alike"
        )


def test_progress_has_no_hours_where_nobody_has_estimated_what_is_left() -> None:
    unknown = Progress((), (), 0, 1, 2, hours_at_start=None, hours_left=None, steps_at_start=3, steps_left=2)
    assert (unknown.hours_done, unknown.hours_in_all) == (None, None)
    assert unknown._replace(hours_at_start=50.0, hours_left=20.0).hours_done == 30
