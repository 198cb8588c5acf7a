"""The README opens with a path, and names every command; its examples are run by `tests/docs`."""

from __future__ import annotations

from tests.docs.pages import read_page
from tests.folders import ROOT


def test_it_opens_with_the_path_and_names_every_command() -> None:
    page = read_page(ROOT / "README.md")
    first = next(block for block in page.blocks if block.word == "console")
    assert first.text.startswith("$ rolegraph path data-science-engineer lead-ml-engineer")
    for command in (
        "path",
        "compare",
        "show",
        "search",
        "list",
        "info",
        "ingest",
        "validate",
        "lint",
        "export",
        "build",
        "diff",
        "profile init",
        "query list",
        "view path",
    ):
        assert f"`rolegraph {command}" in page.prose
