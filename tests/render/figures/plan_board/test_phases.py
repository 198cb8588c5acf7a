"""What a board is made of: columns that keep the order, sizes that say what is known, and what neighbours are."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rolegraph.model.nodes import Kind, Level
from rolegraph.render.figures.plan_board.phases import (
    Card,
    Phase,
    StepArrow,
    ThemeGroup,
    in_columns,
    sized,
    stacked,
    weeks_of,
    with_neighbours,
)

TALL = 12.0
sizes = st.lists(st.integers(1, 40), max_size=12)


def groups_of(counts: list[int]) -> list[ThemeGroup]:
    number = 0
    groups: list[ThemeGroup] = []
    for count in counts:
        cards = [card(number + one) for one in range(1, count + 1)]
        number += count
        groups.append(ThemeGroup(f"theme {len(groups)}", tuple(cards)))
    return groups


def card(number: int, hours: float | None = 10.0) -> Card:
    return Card(f"step-{number}", f"skill {number}", Kind.SKILL, number=number, level=Level.WORKING, hours=hours)


def phase(key: str, *columns: list[ThemeGroup]) -> Phase:
    return Phase(key, key, "deepen" if key.startswith("deep") else "learn", tuple(map(tuple, columns)))


@given(sizes, st.booleans())
def test_columns_keep_every_card_in_its_order(counts: list[int], folded: bool) -> None:
    groups = groups_of(counts)
    columns = in_columns(groups, TALL, folded=folded)
    assert [card for column in columns for group in column for card in group.cards] == [
        card for group in groups for card in group.cards
    ]
    assert all(columns)


@given(sizes)
def test_no_column_is_much_higher_than_it_may_be(counts: list[int]) -> None:
    for column in in_columns(groups_of(counts), TALL, folded=False):
        assert sum(len(group.cards) for group in column) <= 2 * TALL


@given(sizes)
def test_a_group_goes_on_in_another_column_only_where_it_is_higher_than_one(counts: list[int]) -> None:
    pieces = [group for column in in_columns(groups_of(counts), TALL, folded=False) for group in column]
    for before, after in pairwise(pieces):
        assert after.continued == (after.title == before.title)
    whole = {f"theme {number}": count for number, count in enumerate(counts)}
    assert all(whole[group.title] > TALL for group in pieces if group.continued)


def test_a_group_that_is_folded_says_which_steps_it_has() -> None:
    first, second = groups_of([5, 1])
    assert (first.span, second.span) == ("steps 1 to 5, ~50 h", "step 6, ~10 h")
    assert (first.named, second.named) == ("skill 1, skill 2, skill 3 and 2 more", "skill 6")
    assert ThemeGroup("", (card(3, None), card(4, 20.0))).span == "steps 3 to 4, ~20 h for 1 of them"


def test_a_group_in_two_columns_says_once_how_large_it_is() -> None:
    (first,), (second,) = in_columns(groups_of([20]), TALL, folded=False)
    assert (first.size, second.size) == ("20 steps, ~200 h", "")
    assert (len(first.cards), len(second.cards)) == (10, 10)


def test_groups_that_are_folded_stay_whole() -> None:
    (column,) = in_columns(groups_of([10, 9]), TALL, folded=True)
    assert [len(group.cards) for group in column] == [10, 9]


@given(st.lists(st.floats(0.5, 500), min_size=1, max_size=6), st.floats(0.5, 168))
def test_the_weeks_of_phases_follow_each_other(hours: list[float], per_week: float) -> None:
    before, ends = 0.0, []
    for number, some in enumerate(hours, 1):
        words = weeks_of(phase("x", [ThemeGroup("", (card(number, some),))]), before, sum(hours), per_week)
        first, last = (int(word.replace(",", "")) for word in (words.split()[1], words.split()[-1]))
        ends.append((first, last))
        before += some
    assert ends[0][0] == 1
    assert all(first <= last for first, last in ends)
    assert all(other - last <= 1 for (_, last), (other, _) in pairwise(ends))


def test_weeks_need_hours_of_all_steps_and_hours_a_week() -> None:
    one = phase("x", [ThemeGroup("", (card(1, 80.0),))])
    assert weeks_of(one, 0, 80, 8) == "weeks 1 to 10"
    assert weeks_of(one, 0, 80, 200) == "week 1"
    assert weeks_of(one, 0, None, 8) == weeks_of(one, 0, 80, None) == ""


def test_hours_that_nobody_estimated_are_not_counted_as_none() -> None:
    assert sized([card(1, None), card(2, None)]) == "2 steps"
    assert sized([card(1, None), card(2, 40.0)]) == "2 steps, ~40 h for 1 of them"
    assert sized([card(1, 20.0), card(2, 40.0)]) == "2 steps, ~60 h"
    assert sized([Card("have-1", "Python", Kind.TOOL)]) == "1"


def test_what_goes_deeper_stands_below_each_other_where_it_is_short() -> None:
    working, deeper, deepest = phase("working", groups_of([3])), phase("deep", groups_of([2])), phase("deepest")
    deepest = deepest._replace(columns=((ThemeGroup("", (card(9),)),),))
    assert stacked([working, deeper, deepest], TALL, folded=False) == ((working,), (deeper, deepest))
    long = phase("deep", groups_of([12]))
    assert stacked([long, deepest], TALL, folded=False) == ((long,), (deepest,))


def test_neighbours_are_beside_each_other_or_one_below_the_other() -> None:
    first, second, third = (ThemeGroup("", (card(one), card(one + 1), card(one + 2))) for one in (1, 4, 7))
    stacks = ((phase("a", [first], [second]),), (phase("b", [third]),))
    pairs = [(1, 2), (1, 3), (1, 6), (1, 7), (6, 7)]
    links = with_neighbours(stacks, [StepArrow(f"step-{one}", f"step-{other}") for one, other in pairs])
    assert [link.near for link in links] == [True, False, True, False, True]
