"""Answers that were read and found right, each in a file: the question, the command, why it is right, the answer.

`python -m tests.golden.answers_file` asks all again and writes what is answered now; read what has changed, and the
remark above it, before you keep it. With names behind it, those only.
"""

from __future__ import annotations

import shlex
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from tests.commands import run_command
from tests.downloads import built_download
from tests.folders import DATA

ANSWERS: Final = Path(__file__).parent / "answers"
DOWNLOADS: Final = {"onet": DATA / "onet-29.3", "esco": DATA / "esco-1.1.1"}
WIDTH: Final = "100"
MOST_LINES: Final = 90  # of an answer that are kept: the rest is more of the same

_FENCE: Final = "```"


class Golden(NamedTuple):
    """A question with its answer. `words` are those of the command, without the place of the graph."""

    path: Path
    question: str
    words: tuple[str, ...]
    remark: str
    answer: str

    @property
    def graph(self) -> str:
        """Which graph is asked: shipped, onet or esco."""
        return self.path.stem.partition("-")[0]

    def text(self) -> str:
        """The file of the answer."""
        command = shlex.join(("rolegraph", *self.words))
        return "\n".join(
            [f"# {self.question}", "", f"    {command}", "", self.remark, "", f"{_FENCE}text", self.answer, _FENCE, ""]
        )


def read(path: Path) -> Golden:
    """An answer from its file."""
    head, _, rest = path.read_text(encoding="utf-8").partition(f"{_FENCE}text\n")
    question, command, *remark = [part.strip() for part in head.strip().split("\n\n")]
    return Golden(
        path,
        question.removeprefix("# "),
        tuple(shlex.split(command)[1:]),
        "\n\n".join(remark),
        rest.rpartition(f"\n{_FENCE}")[0],
    )


def every() -> list[Golden]:
    """All answers, by name."""
    return [read(path) for path in sorted(ANSWERS.glob("*.md"))]


class Asked:
    """A graph of the world, built once in a folder that is shared, and asked through the command line."""

    def __init__(self, graph: str, folder: Path, shared: Path) -> None:
        self.home = folder / "home"
        self.home.mkdir()
        self.on: tuple[str, ...] = ()
        if graph in DOWNLOADS:
            self.on = ("--graph", str(built_download(graph, DOWNLOADS[graph], shared).place))

    def answer(self, golden: Golden) -> str:
        """What is answered now, as far as it is kept."""
        code, out, errors = run_command((*golden.words, *self.on), self.home, COLUMNS=WIDTH, ROLEGRAPH_LANGUAGE="en")
        if code not in (0, 1):
            raise AssertionError(errors)
        lines = out.rstrip().splitlines()
        more = [f"... and {len(lines) - MOST_LINES} lines more"] if len(lines) > MOST_LINES else []
        return "\n".join(line.rstrip() for line in [*lines[:MOST_LINES], *more])


def main(names: list[str]) -> None:
    """Ask again, and write the answers."""
    wanted = [golden for golden in every() if not names or golden.path.stem in names]
    for graph in dict.fromkeys(golden.graph for golden in wanted):
        with tempfile.TemporaryDirectory() as folder:
            asked = Asked(graph, Path(folder), Path(folder))
            for golden in wanted:
                if golden.graph == graph:
                    golden.path.write_text(golden._replace(answer=asked.answer(golden)).text(), encoding="utf-8")
                    sys.stdout.write(f"{golden.path.stem}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
