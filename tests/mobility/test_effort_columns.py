"""From statements to columns of hours: by hand."""

from __future__ import annotations

from tests.worlds import Asked, World, dataset_of

from rolegraph.mobility.effort_columns import effort_matrix
from rolegraph.mobility.efforts import ESSENTIAL, PREFERRED, EffortMatrix
from rolegraph.model.nodes import Level, Necessity


def required(efforts: EffortMatrix, world: World, number: int) -> float:
    """Hours of all that is essential to a role."""
    return float((efforts.required_columns @ efforts.hours)[efforts.row_of[world.role(number)]])


def asked(*any_of: int, level: Level = Level.WORKING, examples: tuple[int, ...] = ()) -> Asked:
    return Asked(any_of, examples, level, Necessity.ESSENTIAL, False)


def world_of(*roles: tuple[Asked, ...], before: frozenset[tuple[int, int]] = frozenset()) -> World:
    return World(
        hours=(10, 20, 30, 40),
        degrees=(),
        before=before,
        under=frozenset(),
        close=frozenset(),
        roles=roles,
        uses=frozenset(),
        seniorities=(None,) * len(roles),
    )


def test_each_level_is_a_column_with_the_hours_from_the_level_below() -> None:
    world = world_of((asked(0, level=Level.EXPERT),), (asked(0, level=Level.FAMILIAR),))
    efforts = effort_matrix(dataset_of(world))
    assert efforts.hours.tolist() == [2.5, 7.5, 15.0, 25.0]
    assert [required(efforts, world, number) for number in range(2)] == [50.0, 2.5]


def test_of_alternatives_the_cheapest_counts_with_what_only_it_needs() -> None:
    world = world_of((asked(1, 2),), (asked(2),), before=frozenset({(1, 0), (2, 0)}))
    efforts = effort_matrix(dataset_of(world))
    assert [required(efforts, world, number) for number in range(2)] == [10 + 20, 10 + 30]
    apart = world_of((asked(1, 2),), before=frozenset({(1, 0), (1, 3)}))
    assert required(effort_matrix(dataset_of(apart)), apart, 0) == 30  # 20 with 10 and 40 before it is dearer


def test_an_example_can_be_learned_for_what_is_named() -> None:
    world = world_of((asked(3, examples=(0,)),))
    assert required(effort_matrix(dataset_of(world)), world, 0) == 10


def test_what_two_roles_ask_for_in_the_same_way_is_one_requirement() -> None:
    preferred = asked(0)._replace(necessity=Necessity.PREFERRED)
    efforts = effort_matrix(dataset_of(world_of((asked(0),), (preferred,), (asked(0, level=Level.EXPERT),))))
    assert efforts.role_requirements.toarray().tolist() == [[ESSENTIAL, 0], [PREFERRED, 0], [0, ESSENTIAL]]
    assert efforts.essential.toarray().tolist() == [[1, 0], [0, 0], [0, 1]]


def test_prerequisites_are_all_that_comes_before_however_many_steps() -> None:
    efforts = effort_matrix(dataset_of(world_of((asked(2),), before=frozenset({(2, 1), (1, 0)}))))
    before = {efforts.capabilities[place][-1]: row for place, row in enumerate(efforts.prerequisites.toarray())}
    assert [before[number].tolist() for number in "012"] == [[0, 0, 0, 0], [1, 0, 0, 0], [1, 1, 0, 0]]
