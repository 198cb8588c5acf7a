"""What a test needs and may be missing: a reason to skip it, and in a run that must have everything, to fail it."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def missing(reason: str) -> NoReturn:
    """Skip the test for a reason; fail it where `ROLEGRAPH_ENGINES=all` says that nothing may be missing."""
    if os.environ.get("ROLEGRAPH_ENGINES") == "all":
        pytest.fail(reason)
    pytest.skip(reason)
