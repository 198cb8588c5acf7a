"""Running the examples of a page; as a program, `python -m tests.docs.examples PAGE …`, writing down what they show.

A line `…` in what a command shows stands for anything. The program keeps it where it is last: as many lines as stand
before it are shown. `…6` is how an author asks for six of them.
"""

from __future__ import annotations

import argparse
import contextlib
import doctest
import io
import json
import os
import re
import shlex
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from textwrap import indent
from typing import Any, Final
from unittest import mock

import httpx
import yaml
from tests.commands import usual_garbage
from tests.docs.pages import Block, read_page

import rolegraph
from rolegraph.cli import main

_READ: Final[dict[str, Callable[[str], object]]] = {
    "json": json.loads,
    "sparql": lambda text: rolegraph.open().query(text),
    "toml": tomllib.loads,
    "yaml": yaml.safe_load,
}
"""What must be able to read a block."""


class Examples:
    """The examples of one page, run in order in the folder where this process is."""

    def __init__(self) -> None:
        self._names: dict[str, Any] = {}

    def wrong(self, block: Block, at: str) -> Iterator[str]:
        """What a block shows that is not so."""
        if block.remark == "file":
            Path(block.value).parent.mkdir(parents=True, exist_ok=True)
            Path(block.value).write_text(block.text + "\n", encoding="utf-8")
        elif block.remark == "not run":
            return
        match block.word:
            case "console":
                for command, shown in transcript(block.text):
                    if not agrees(printed := terminal(command), shown):
                        yield f"{at}: $ {command}\n{printed}"
            case "python":
                yield from self._python(block, at)
            case word if word in _READ:
                _READ[word](block.text)

    def _python(self, block: Block, at: str) -> list[str]:
        if ">>>" not in block.text:
            exec(compile(block.text, at, "exec"), self._names)  # noqa: S102 - an example of ours
            return []
        test = doctest.DocTestParser().get_doctest(block.text, self._names, at, at, block.line)
        said: list[str] = []
        doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=said.append, clear_globs=False)
        self._names.update(test.globs)
        return said


def transcript(text: str) -> Iterator[tuple[str, str]]:
    """The commands of a block, each with what it shows."""
    first, *parts = re.split(r"^\$ ", text, flags=re.MULTILINE)
    if first.strip():
        raise ValueError(f"a transcript begins with a command: {first}")
    for part in parts:
        command, _, shown = re.sub(r"\\\n\s*", "", part).partition("\n")
        yield command, shown


def agrees(printed: str, shown: str) -> bool:
    """Whether it is what a page shows, where `…` stands for anything."""
    pieces = [re.escape(piece) for piece in shown.rstrip().split("…")]
    return bool(re.fullmatch(r"[\s\S]*?".join(pieces), printed.rstrip()))


def terminal(line: str) -> str:
    """What a terminal of 100 columns shows of a command."""
    words = shlex.split(line, comments=True)
    environment = {"COLUMNS": "100"}
    while re.match(r"[A-Z_]+=", words[0]):
        name, _, value = words.pop(0).partition("=")
        environment[name] = value
    if words[0] == "cat":
        return "".join(Path(name).read_text(encoding="utf-8") for name in words[1:])
    if words[0] == "curl":
        return _asked(words[1:])
    if words[0] != "rolegraph":
        raise ValueError(f"cannot be run here, write it as `sh`: {line}")
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


def _asked(words: list[str]) -> str:
    """What `curl` shows of an answer of `rolegraph serve`, which is asked in this process; its usual port is meant."""
    from starlette.testclient import TestClient

    reader = argparse.ArgumentParser(prog="curl", exit_on_error=False)
    reader.add_argument("address")
    for letter, name in (("-H", "header"), ("-d", "data"), ("-F", "form")):
        reader.add_argument(letter, dest=name, action="append", default=[])
    for letter, name in (("-s", "silent"), ("-i", "include"), ("-G", "get")):
        reader.add_argument(letter, dest=name, action="store_true")
    reader.add_argument("--data-urlencode", dest="encoded", action="append", default=[])
    given = reader.parse_args(words)
    headers = dict(one.split(": ", 1) for one in given.header)
    pairs = [*(one.split("=", 1) for one in (*given.data, *given.encoded)), *(_read_file(one) for one in given.form)]
    client = TestClient(_server(), base_url="http://localhost:8000", headers={"Accept": "*/*"})
    if given.get or not pairs:
        answer = client.get(given.address, params=httpx.QueryParams(pairs) if pairs else None, headers=headers)
    else:
        answer = client.post(given.address, data=dict(pairs), headers=headers)
    shown: str = answer.text.replace("\r\n", "\n")
    if given.include:
        fields = "".join(f"{name}: {value}\n" for name, value in answer.headers.items())
        shown = f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}\n{fields}\n{shown}"
    return shown


def _read_file(pair: str) -> list[str]:
    """A field of a form, whose value may be the text of a file: `profile=<me.yaml`."""
    name, _, value = pair.partition("=")
    return [name, Path(value[1:]).read_text(encoding="utf-8") if value.startswith("<") else value]


@cache
def _server() -> Any:
    from rolegraph.server.application import application
    from rolegraph.server.served import ServedGraph

    return application(ServedGraph(rolegraph.open()))


def rewrite(path: Path) -> None:
    """Write into a page what its commands show now."""
    text = path.read_text(encoding="utf-8")
    examples = Examples()
    for block in read_page(path).blocks:
        if block.word != "console" or block.remark == "not run":
            for problem in examples.wrong(block, path.name):
                print(problem)  # noqa: T201 - a program
            continue
        now = []
        for part in re.split(r"^(?=\$ )", block.text, flags=re.MULTILINE)[1:]:
            ((command, shown),) = transcript(part)
            printed = terminal(command).rstrip()
            if not agrees(printed, shown):
                shown = _shortened(printed, shown.rstrip().splitlines())
            now.append(part[: part.index(command[-1:] + "\n") + 2] if "\\\n" in part else f"$ {command}\n")
            now.append(shown.rstrip() + "\n" if shown.strip() else "")
        for margin in ("", " " * 2, " " * 3, " " * 4):  # in a list
            before, after = (f"```console\n{shows}```" for shows in (f"{block.text}\n", "".join(now)))
            text = text.replace(indent(before, margin), indent(after, margin))
    path.write_text(text, encoding="utf-8")


def _shortened(printed: str, shown: list[str]) -> str:
    """What is printed, or as many of its first lines as were shown before `…`."""
    lines = printed.splitlines()
    asked = re.fullmatch(r"…(\d*)", shown[-1]) if shown else None
    count = int(asked[1] or len(shown) - 1) if asked else len(lines)
    return "\n".join([*lines[:count], "…"] if count < len(lines) else lines)


if __name__ == "__main__":
    pages = [Path(name).resolve() for name in sys.argv[1:]]
    for page in pages:
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            homes = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")
            with mock.patch.dict(os.environ, {name: str(Path(folder) / ".home") for name in homes}):
                rewrite(page)
