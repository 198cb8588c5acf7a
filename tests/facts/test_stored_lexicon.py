"""Names that are kept beside a graph are those of the graph, whoever else changes folders meanwhile."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from rolegraph import Kind, Node
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.facts.stored_lexicon import StoredLexicon, write_names
from rolegraph.model.nodes import node_iri

LEAD = Node(node_iri(Kind.ROLE, "lead-ml-engineer"), Kind.ROLE, "Lead Machine Learning Engineer")
SPARK = Node(node_iri(Kind.TOOL, "apache-spark"), Kind.TOOL, "Apache Spark")


def test_names_of_a_folder_that_is_just_replaced_are_not_taken_from_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, node in (("one", LEAD), ("other", SPARK)):
        (tmp_path / name).mkdir()
        write_names(MemoryLexicon([(node, [])]), tmp_path / name / "names")
    (tmp_path / "opened").symlink_to("one")  # as an open folder has a path that leads to where it is now
    connect = sqlite3.connect

    def replaced(*given: object, **options: object) -> object:
        (tmp_path / "one").rename(tmp_path / "gone")
        (tmp_path / "other").rename(tmp_path / "one")
        (tmp_path / "opened").unlink()
        (tmp_path / "opened").symlink_to("gone")
        return connect(*given, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(sqlite3, "connect", replaced)
    with pytest.raises(sqlite3.Error):
        StoredLexicon(tmp_path / "opened" / "names")
    monkeypatch.undo()
    assert list(StoredLexicon(tmp_path / "opened" / "names")) == [LEAD]
