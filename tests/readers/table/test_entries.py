"""Rows of tables read by themselves: which role they belong to, what their words mean, and what does not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.model.nodes import Level, Necessity, Seniority
from rolegraph.readers.table.entries import TableEntry, Unfit, read_entry
from rolegraph.readers.table.spreadsheets import CellPlace
from rolegraph.readers.table.table_rows import TableRow


def entry(above: str = "", /, **cells: str) -> TableEntry:
    named = {name.replace("_", " "): text for name, text in cells.items()}
    return read_entry(TableRow(CellPlace(Path("t.csv"), "t.csv", "roles"), 7, named), above)


def test_words_are_read_in_many_spellings() -> None:
    read = entry(role="Cook", capability="soups | dips", necessity="Nice-to-have", level="3", seniority="JUNIOR")
    assert (read.role, read.capability) == ("Cook", ("soups", "dips"))
    assert (read.necessity, read.level, read.seniority) == (Necessity.PREFERRED, Level.PROFICIENT, Seniority.ENTRY)
    assert (read.passage.section, read.passage.line) == ("roles", 7)


def test_what_is_not_said_is_essential_and_of_unknown_level() -> None:
    read = entry("Cook", capability="soups")
    assert (read.role, read.necessity) == ("Cook", Necessity.ESSENTIAL)
    assert not any((read.level, read.kind, read.hours, read.seniority))


def test_a_row_with_facts_and_no_role_describes_its_capability_whatever_stands_above() -> None:
    read = entry("Cook", capability="soups", effort_hours="2,5 hours", definition="Hot.")
    assert read.role == ""
    assert read.capability_facts == {"effort hours": 2.5, "definition": "Hot."}


def test_a_definition_beside_a_role_is_that_of_the_role() -> None:
    read = entry(role="Cook", capability="soups", definition="Cooks.", seniority="head")
    assert read.role_facts == {"definition": "Cooks.", "seniority": Seniority.HEAD}
    assert read.capability_facts == {}


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"capability": "soups"}, "role", "is empty"),
        ({"role": "Cook"}, "capability", "is empty"),
        ({"role": "Cook | Waiter", "capability": "soups"}, "role", "names several"),
        ({"role": "Cook", "capability": "soups", "level": "guru"}, "level", "is not one of familiar"),
        ({"role": "Cook", "capability": "--"}, "capability", "has no letter"),
        ({"role": "Cook", "capability": "x" * 500}, "capability", "has more than"),
        ({"capability": "soups", "effort_hours": "0"}, "effort hours", "is not a number of hours above 0"),
        ({"capability": "soups", "effort_hours": "9", "level": "3"}, "level", "is about a role"),
    ],
)
def test_what_does_not_fit_is_named(cells: dict[str, str], column: str, reason: str) -> None:
    with pytest.raises(Unfit) as caught:
        entry(**cells)
    assert caught.value.column == column
    assert caught.value.reason.startswith(reason)
