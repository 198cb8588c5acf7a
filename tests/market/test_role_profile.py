"""How the profile of a role has what postings ask for."""

from __future__ import annotations

from tests.conftest import SMALL

import rolegraph
from rolegraph.market.role_profile import RoleProfile
from rolegraph.model.demands import ProfileStanding
from rolegraph.model.nodes import ID
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.lexical_forms import LexicalStore

BAKER = RoleProfile(rolegraph.open(SMALL).dataset, f"{ID}role/baker")


def test_what_meets_a_requirement_or_is_broader_than_what_does_is_in_the_profile() -> None:
    standings = {
        path: BAKER.standing(ID + path) for path in ("skill/dough", "skill/heat", "tool/scale", "skill/french")
    }
    assert standings == {
        "skill/dough": ProfileStanding.REQUIRED,
        "skill/heat": ProfileStanding.REQUIRED,  # a stone oven, which is required, is narrower
        "tool/scale": ProfileStanding.USED,
        "skill/french": ProfileStanding.ABSENT,
    }


def test_what_nothing_has_to_do_with_is_met_by_none() -> None:
    every = BAKER.met_by_none(set())
    assert {one.label for one in every} - {one.label for one in BAKER.met_by_none({f"{ID}skill/dough"})} == {"dough"}


def test_of_a_role_of_which_nothing_is_recorded_nothing_is_said() -> None:
    nothing = RoleProfile(Dataset(LexicalStore()), f"{ID}role/baker")
    assert not nothing.recorded
    assert nothing.standing(f"{ID}skill/dough") is None
