"""The small world that is reckoned by hand."""

from __future__ import annotations

import pytest
from tests.mobility.people import chain
from tests.worlds import World


@pytest.fixture
def chain_world() -> World:
    return chain()
