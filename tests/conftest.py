"""What tests share: the small graph."""

from __future__ import annotations

from pathlib import Path

import pytest

import rolegraph
from rolegraph.graph import RoleGraph
from tests.folders import FIXTURES

SMALL = FIXTURES / "small.ttl"


@pytest.fixture
def small_path() -> Path:
    return SMALL


@pytest.fixture
def small() -> RoleGraph:
    return rolegraph.open(SMALL)
