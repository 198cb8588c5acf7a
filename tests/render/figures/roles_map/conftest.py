"""The map of the shipped roles, made once."""

from __future__ import annotations

import pytest

import rolegraph
from rolegraph.render.figures import roles_map
from rolegraph.render.figures.roles_map import RolesMap


@pytest.fixture(scope="package")
def shipped() -> RolesMap:
    """Without what each move takes, which takes longest to find out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(roles_map, "DETAILED", 0)
        return roles_map.roles_map(rolegraph.open().mobility)
