"""Every example of a page is run, in the order of the page, in one folder: commands, Python, queries."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Final

import pytest
from tests.docs.examples import Examples, agrees, rewrite, transcript
from tests.docs.pages import PAGES, Block, read_page

from rolegraph.rdf.files import cache
from rolegraph.readers.onet import carried_facts

# The queries of the library are run by their own tests.
RUN: Final = [path for path in PAGES if path.stem != "queries" and any(block.word for block in read_page(path).blocks)]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what is made once: the graph of O*NET's facts, by the first page that needs it."""
    return tmp_path_factory.mktemp("made")


def _case(path: Path) -> object:
    """A page; one that needs the graph of O*NET's facts takes its time."""
    return pytest.param(path, id=path.stem, marks=[pytest.mark.slow] if _needs_onet(path) else [])


def _needs_onet(path: Path) -> bool:
    return any((block.remark, block.value) == ("needs", "onet") for block in read_page(path).blocks)


@pytest.mark.parametrize("path", [_case(path) for path in RUN])
def test_examples_give_what_the_page_shows(
    path: Path, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = read_page(path)
    if _needs_onet(path):
        _put_onet(made / "onet")
    monkeypatch.chdir(tmp_path)
    examples = Examples()
    wrong = [problem for block in page.blocks for problem in examples.wrong(block, f"{page.name}:{block.line}")]
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize("path", RUN, ids=lambda path: path.stem)
def test_a_reader_sees_what_a_file_is_called(path: Path) -> None:
    page = read_page(path)
    seen = {words for _, words in page.inline_code}
    assert [block.value for block in page.blocks if block.remark == "file" and block.value not in seen] == []


def _put_onet(made: Path) -> None:
    """Put the graph of O*NET's facts into the home of this test, or make it there."""
    if made.exists():
        shutil.copytree(made, cache() / "onet", copy_function=os.link)
    else:
        carried_facts.make_graph()
        shutil.copytree(cache() / "onet", made, copy_function=os.link)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("console", "$ rolegraph search kubernetes\nnothing"),
        ("python", ">>> 1 + 1\n3"),
        ("console", "$ rolegraph path\n"),
    ],
)
def test_an_example_that_is_not_so_is_found(word: str, text: str) -> None:
    assert list(Examples().wrong(Block(word, text, 1, "", ""), "page:1"))


def test_examples_of_a_page_share_files_and_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    examples = Examples()
    blocks = [
        Block("csv", "a,b", 1, "file", "data/x.csv"),
        Block("console", "$ cat data/x.csv\na,b", 2, "", ""),
        Block("python", ">>> one = 1", 3, "", ""),
        Block("python", ">>> one + 1\n2", 4, "", ""),
        Block("console", "$ rolegraph walk", 5, "not run", "nobody walks"),
    ]
    assert [list(examples.wrong(block, "page")) for block in blocks] == [[], [], [], [], []]


def test_what_is_left_out_is_said() -> None:
    assert agrees("one\ntwo\nthree\n", "one\n…\n")
    assert agrees("one\ntwo\nthree\n", "one\n…three\n")
    assert not agrees("one\ntwo\n", "two\n…")
    assert not agrees("one\ntwo\n", "one\n")
    with pytest.raises(ValueError, match="begins with a command"):
        list(transcript("rolegraph info"))


def test_what_commands_show_is_written_into_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A\n\n```console\n$ rolegraph search kubernetes\n…2\n$ rolegraph --version\n```\n\nB\n")
    rewrite(page)
    text = page.read_text()
    assert text.startswith("# A\n\n```console\n$ rolegraph search kubernetes\n")
    assert text.count("\n…\n$ rolegraph --version\nrolegraph ") == 1
    assert text.endswith("\n```\n\nB\n")
    rewrite(page)
    assert page.read_text() == text
