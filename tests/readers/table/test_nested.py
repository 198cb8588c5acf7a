"""Role profiles as YAML, and the templates of all formats."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.readers.table.role_tables import Written, facts, imported, written

import rolegraph
from rolegraph import Kind, SourceError
from rolegraph.readers.delimited import REMARK
from rolegraph.readers.import_output import ImportReport
from rolegraph.readers.importing import import_table
from rolegraph.readers.table.column_titles import COLUMNS
from rolegraph.readers.table.nested import read_nested, template

__all__ = ["written"]  # a fixture


ENDINGS = (".csv", ".xlsx", ".yaml")


def test_the_template_is_the_same_graph_in_every_format_and_fits(tmp_path: Path) -> None:
    found = {}
    for ending in ENDINGS:
        path = tmp_path / f"museum{ending}"
        path.write_bytes(template(path))
        out = tmp_path / f"graph-{ending[1:]}.trig"
        result = import_table(path, out)
        assert result.clean
        described = (
            f"{path}: rows without a role that describe a capability and ask for nothing: 3, the first in line 30"
        )
        assert result.notes == ((described,) if ending == ".csv" else ())
        assert rolegraph.open(out).validate().violations == ()
        found[ending] = facts(out)
    assert found[".csv"] == found[".xlsx"] == found[".yaml"]
    assert len(found[".csv"]) > 100


def test_yaml_without_a_name_or_with_other_keys(written: Written) -> None:
    text = "roles:\n- name: Cook\n  salary: 3\n  requirements: [soups, [oven, grill]]\n- requirements: [menus]\nx: 1\n"
    result = imported(written("t.yaml", text))
    assert [(one.column, one.first[0].line) for one in result.troubles] == [("role", 5)]
    assert [note.rpartition(": ")[2] for note in result.notes] == ["salary, x"]
    graph = rolegraph.open(result.place)
    assert [one.label for one in graph.nodes(Kind.ROLE)] == ["Cook"]
    assert len(graph.role("Cook").requirements) == 2


def test_rows_have_the_lines_of_their_items() -> None:
    data = b"roles:\n- name: Cook\n  requirements:\n  - soups\n  - capability: [oven, grill]\n    level: 3\n"
    rows = list(read_nested(data, Path("t.yaml"), ImportReport()))
    assert [(row.line, row.cells) for row in rows] == [
        (4, {"role": "Cook", "capability": "soups"}),
        (5, {"role": "Cook", "capability": "oven|grill", "level": "3"}),
    ]


def test_a_template_has_a_name_that_says_its_format() -> None:
    with pytest.raises(SourceError, match=r"is not a name for a template \(it should end in \.csv"):
        template(Path("t.ods"))
    assert template(Path("t.yml")) == template(Path("t.yaml"))


def test_templates_explain_every_column() -> None:
    for text in (template(Path("t.csv")).decode("utf-8-sig"), template(Path("t.yaml")).decode()):
        words = " ".join(text.replace("\n#   ", " ").split())
        assert all(f"{REMARK} {name}: {meaning}" in words for name, meaning in COLUMNS.items())
