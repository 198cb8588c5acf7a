"""What people see of extracted texts: each of a few, and of many what they ask for."""

from __future__ import annotations

import rolegraph
from rolegraph.render.text.layout import to_text
from rolegraph.render.text.serialization import flat_tables
from rolegraph.render.views.text_views import extraction_blocks, extraction_tables

TEXT = """Data Engineer
Requirements
- 3+ years of experience with Python
- SQL or Scala
- A bachelor's degree in physics preferred
Salary
GBP 40,000 to 45,000 a year
"""


def test_a_text_is_shown_with_what_it_asks_for_and_its_fields() -> None:
    shown = to_text(extraction_blocks(rolegraph.extract([TEXT], kind="posting")))
    for words in (
        "text 1: posting (Data Engineer)",
        "essential, one of several",
        "3 or more",
        "GBP 40,000 to 45,000 a year",
    ):
        assert words in shown
    assert "physics, preferred" in shown


def test_of_many_texts_it_is_shown_how_many_ask_for_what() -> None:
    shown = to_text(extraction_blocks(rolegraph.extract([TEXT] * 5, kind="posting")))
    assert "5 texts: 5 posting" in shown
    assert any(line.split() == ["Python", "5"] for line in shown.splitlines())


def test_tables_have_a_row_for_each_name_and_field() -> None:
    found = rolegraph.extract([TEXT], kind="posting")
    tables = flat_tables(found, extraction_tables(found))
    assert {"named", "fields"} <= tables.keys()
    assert tables["named"].rows[0]["text"] == "Python"
    assert tables["named"].rows[0]["iri"].endswith("/python")


def test_nothing_that_is_asked_for_is_said_so() -> None:
    (found,) = rolegraph.extract([TEXT], kind="posting")
    empty = found._replace(named=(), fields=(), candidates=(), remarks=())
    assert "Nothing is asked for." in to_text(extraction_blocks([empty]))
