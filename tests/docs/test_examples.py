"""Every example of a page is run, in the order of the page, in one folder: commands, Python, queries."""

from __future__ import annotations

import contextlib
import doctest
import io
import json
import os
import re
import shlex
import shutil
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from unittest import mock

import pytest
import yaml
from tests.commands import usual_garbage
from tests.docs.pages import PAGES, Block, read_page

import rolegraph
from rolegraph.cli import main
from rolegraph.rdf.files import cache
from rolegraph.readers.onet import carried_facts

# The queries of the library are run by their own tests.
RUN: Final = [path for path in PAGES if path.stem != "queries" and any(block.word for block in read_page(path).blocks)]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what is made once: the graph of O*NET's facts, by the first page that needs it."""
    return tmp_path_factory.mktemp("made")


@pytest.mark.parametrize("path", RUN, ids=lambda path: path.stem)
def test_examples_give_what_the_page_shows(
    path: Path, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = read_page(path)
    if any((block.remark, block.value) == ("needs", "onet") for block in page.blocks):
        _put_onet(made / "onet")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    names: dict[str, Any] = {}
    for block in page.blocks:
        at = f"{page.name}:{block.line}"
        if block.remark == "file":
            Path(block.value).parent.mkdir(parents=True, exist_ok=True)
            Path(block.value).write_text(block.text + "\n", encoding="utf-8")
        if block.remark != "not run":
            _run(block, at, names)


def _put_onet(made: Path) -> None:
    """Put the graph of O*NET's facts into the home of this test, or make it there."""
    if made.exists():
        shutil.copytree(made, cache() / "onet", copy_function=os.link)
    else:
        carried_facts.make_graph()
        shutil.copytree(cache() / "onet", made, copy_function=os.link)


def _run(block: Block, at: str, names: dict[str, Any]) -> None:
    match block.word:
        case "console":
            for command, shown in transcript(block.text):
                printed = _terminal(command)
                assert agrees(printed, shown), f"{at}: $ {command}\n{printed}"
        case "python":
            _python(block, at, names)
        case "sparql":
            rolegraph.open().query(block.text)
        case "yaml":
            yaml.safe_load(block.text)
        case "json":
            json.loads(block.text)
        case "toml":
            tomllib.loads(block.text)


def transcript(text: str) -> Iterator[tuple[str, str]]:
    """The commands of a block, each with what it shows."""
    first, *parts = re.split(r"^\$ ", text, flags=re.MULTILINE)
    assert not first.strip(), f"a transcript begins with a command: {first}"
    for part in parts:
        command, _, shown = re.sub(r"\\\n\s*", "", part).partition("\n")
        yield command, shown


def agrees(printed: str, shown: str) -> bool:
    """Whether it is what a page shows, where `…` stands for anything."""
    pieces = [re.escape(piece) for piece in shown.rstrip().split("…")]
    return bool(re.fullmatch(r"[\s\S]*?".join(pieces), printed.rstrip()))


def _terminal(line: str) -> str:
    """What a terminal shows of a command."""
    words = shlex.split(line, comments=True)
    environment = {}
    while re.match(r"[A-Z_]+=", words[0]):
        name, _, value = words.pop(0).partition("=")
        environment[name] = value
    if words[0] == "cat":
        return "".join(Path(name).read_text(encoding="utf-8") for name in words[1:])
    assert words[0] == "rolegraph", f"cannot be run here, write it as `sh`: {line}"
    shown = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with (
        mock.patch.dict(os.environ, environment),
        mock.patch.object(sys, "argv", words),
        contextlib.redirect_stdout(shown),
        contextlib.redirect_stderr(shown),
        usual_garbage(),
        contextlib.suppress(SystemExit),
    ):
        main()
    return shown.buffer.getvalue().decode("utf-8")


def _python(block: Block, at: str, names: dict[str, Any]) -> None:
    if ">>>" not in block.text:
        exec(compile(block.text, at, "exec"), names)  # noqa: S102 - an example of ours
        return
    test = doctest.DocTestParser().get_doctest(block.text, names, at, at, block.line)
    said: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=said.append, clear_globs=False)
    names.update(test.globs)
    assert not said, "".join(said)
