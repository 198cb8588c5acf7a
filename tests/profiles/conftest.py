"""Where a profile file lies while it is tested."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def me(tmp_path: Path) -> Path:
    return tmp_path / "me.yaml"
