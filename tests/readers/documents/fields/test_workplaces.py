"""Places, and ways of working."""

from __future__ import annotations

import pytest

from rolegraph.readers.documents.fields.values import Workplace
from rolegraph.readers.documents.fields.workplaces import workplaces


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Northlight Growers, Leeds (hybrid).", [("Leeds", "hybrid")]),
        ("Location: Manchester, UK", [("Manchester, UK", "")]),
        ("Remote (UK)", [("UK", "remote")]),
        ("Fully remote position", [("", "remote")]),
        ("3 days in the office", [("", "hybrid")]),
        ("Our London office", [("London", "")]),
        ("No remote work", [("", "on site")]),
        ("Work from home possible", [("", "remote")]),
        ("Office-based in Bristol", [("", "on site"), ("Bristol", "")]),
        ("hybrid cloud experience", []),
        ("remote sensing", []),
        ("support remote teams", []),
        ("a good location for families", []),
    ],
)
def test_workplaces(text: str, expected: list[tuple[str, str]]) -> None:
    fields = sorted(workplaces(text), key=lambda field: field.start)
    values = [field.value for field in fields]
    assert [(value.place, value.remote) for value in values if isinstance(value, Workplace)] == expected
