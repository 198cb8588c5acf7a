"""Every command that a page names is one that there is, with options that it has."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from tests.docs.command_lines import command_lines, problems
from tests.docs.pages import PAGES, read_page


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_commands_in_pages_are_those_there_are(path: Path) -> None:
    page = read_page(path)
    texts = [(block.line, block.text) for block in page.blocks if block.word in ("console", "sh", "", "text")]
    lines = [(at, line) for at, text in (*texts, *page.inline_code) for line in command_lines(text)]
    assert [f"{page.name}:{at}: {problem}" for at, line in lines for problem in problems(line)] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_blocks_of_code_are_fenced_so_that_they_are_seen(path: Path) -> None:
    tokens = MarkdownIt().parse(path.read_text(encoding="utf-8"))
    assert [token.content for token in tokens if token.type == "code_block"] == []
    assert sum(token.type == "fence" for token in tokens) == len(read_page(path).blocks)


@pytest.mark.parametrize(
    "line",
    [
        "rolegraph walk A B",
        "rolegraph import oneta FOLDER",
        "rolegraph path A B --hours 3",
        "rolegraph path A B --by luck",
        "rolegraph show A B C",
        "rolegraph import onet|cobol FOLDER --out GRAPH",
        "rolegraph lint 'unclosed",
    ],
)
def test_a_command_that_there_is_not_is_found(line: str) -> None:
    assert problems(line)


@pytest.mark.parametrize(
    "line",
    [
        "rolegraph",
        "rolegraph COMMAND -h",
        "rolegraph import onet|esco|tabiya FOLDER_OR_ZIP... --out GRAPH",
        "rolegraph lint [FILE …] | head",
        "rolegraph path FROM TO --by demand [--share 0.5]",
        "rolegraph query run shared-industries --role A --other B   # what they share",
        "rolegraph -q info",
    ],
)
def test_a_command_may_be_written_as_people_write_it(line: str) -> None:
    assert problems(line) == []


def test_commands_are_found_in_a_block() -> None:
    text = "$ rolegraph show \\\n  python\npip install .\n$ NO_COLOR=1 rolegraph info && rolegraph lint\nrolegraphs"
    assert list(command_lines(text)) == ["rolegraph show    python", "rolegraph info", "rolegraph lint"]
