"""The version of rolegraph, which the build reads from here and everything kept in a cache is marked with."""

from __future__ import annotations

from typing import Final

__version__: Final = "0.1.0"
