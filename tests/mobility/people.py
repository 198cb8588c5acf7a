"""What tests of this room share: people with random capabilities, and a small world that can be reckoned by hand."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st
from tests.worlds import Asked, World

from rolegraph.facts.labels import node
from rolegraph.model.nodes import DegreeLevel, Level, Necessity, Seniority
from rolegraph.model.plans import Profile
from rolegraph.planning.gap import given_profile
from rolegraph.rdf.dataset import Dataset


def levels_held(world: World) -> st.SearchStrategy[dict[int, Level]]:
    """What someone has, by number."""
    return st.dictionaries(st.integers(0, world.capabilities - 1), st.sampled_from(Level), max_size=3)


def profile_of(dataset: Dataset, world: World, held: Mapping[int, Level]) -> Profile:
    """The profile of someone who has capabilities of a world."""
    return given_profile({node(dataset, world.capability(number)): level for number, level in held.items()})


def chain() -> World:
    """Three roles, each of which asks for what the last one does, and more; and one that asks for a degree."""

    def asked(*numbers: int) -> tuple[Asked, ...]:
        return tuple(Asked((one,), (), Level.WORKING, Necessity.ESSENTIAL, False) for one in numbers)

    return World(
        hours=(10, 20, 30, 40, 50, 60),
        degrees=((DegreeLevel.MASTER, 0),),
        before=frozenset(),
        under=frozenset(),
        close=frozenset(),
        roles=(asked(0), asked(0, 1, 2), asked(0, 1, 2, 3, 4), asked(0, 1, 6)),
        uses=frozenset(),
        seniorities=(Seniority.ENTRY, Seniority.MID, Seniority.SENIOR, Seniority.MID),
    )
