"""Where tests find what they read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).parent
FIXTURES: Final = TESTS / "fixtures"
ROOT: Final = TESTS.parent
DATA: Final = ROOT.parent / "shared" / "data"
