"""What a table of demand has, by what it is counted."""

from __future__ import annotations

import pytest

from rolegraph import RolegraphError
from rolegraph.market.cube_columns import demand_columns, demand_schema, dimensions


def test_dimensions_are_in_one_order_however_people_write_them() -> None:
    assert dimensions(" Capability,role ") == ("role", "capability")
    assert dimensions("month", is_of_role=True) == ("role", "month")


@pytest.mark.parametrize("words", ["", ",", "role,skill"])
def test_other_words_are_refused(words: str) -> None:
    with pytest.raises(RolegraphError, match="use role, capability, month, place and seniority, with commas between"):
        dimensions(words)


def test_each_column_is_explained_and_has_a_type() -> None:
    columns = demand_columns(("role", "capability", "month"))
    names = [column.name for column in columns]
    assert names[:5] == ["role", "role_label", "capability", "capability_label", "month"]
    assert len(set(names)) == len(names)
    assert all(column.meaning for column in columns)
    assert demand_schema(("role", "capability", "month")).names == names
