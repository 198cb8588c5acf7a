"""Rows of two engines that say the same, in types and in order; floats may differ by a little."""

from __future__ import annotations

from math import isclose
from typing import Any

Rows = list[dict[str, Any]]


def assert_equal(rows: Rows, others: Rows) -> None:
    """The same rows in the same order: floats within 1e-9 of their size, or a millionth."""
    assert [list(row) for row in rows] == [list(row) for row in others]
    values = ((name, one[name], same[name]) for one, same in zip(rows, others, strict=True) for name in one)
    assert [(name, one, same) for name, one, same in values if not _is_alike(one, same)] == []


def _is_alike(one: object, same: object) -> bool:
    if isinstance(one, float) and isinstance(same, float):
        return isclose(one, same, rel_tol=1e-9, abs_tol=1e-6)
    return one == same and type(one) is type(same)
