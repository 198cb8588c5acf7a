"""The pages of the documentation, and what stands in them: blocks of code, words in code, links, headings.

What a comment on the line before a block says:

- `<!-- file: NAME -->`: the block is a file, which the examples after it find in their folder.
- `<!-- needs: onet -->`: the example asks the graph of O*NET's facts, which takes some time to make.
- `<!-- not run: REASON -->`: it needs what is not here, such as a download; its commands are checked, not run.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from tests.folders import ROOT

DOCS: Final = ROOT / "docs"
PAGES: Final = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted(path for path in DOCS.rglob("*.md") if "_build" not in path.parts),
]
_FENCE: Final = re.compile(r"^(?P<indent> {0,12})(?P<fence>```+|~~~+) {0,3}(?P<word>[\w-]{0,40})[^\n`]{0,200}$")
_COMMENT: Final = re.compile(r"^ {0,12}<!-- (file|needs|not run): (.{1,200}) -->$")
_INLINE: Final = re.compile(r"(`{1,3})(?!`)((?:(?!\1).|\n(?!\n)){1,1000}?)\1(?!`)")
_LINK: Final = re.compile(r"\[[^\]\[]{0,400}(?:\[[^\]\[]{0,400}\][^\]\[]{0,400}){0,3}\]\(([^()\s]{1,500})\)")
_HEADING: Final = re.compile(r"^#{1,6} (.{1,300})$", flags=re.MULTILINE)


class Block(NamedTuple):
    word: str
    text: str
    line: int
    remark: str
    """What a comment above it says of it: `file`, `needs`, `not run`, or nothing."""
    value: str


class Page(NamedTuple):
    path: Path
    blocks: list[Block]
    prose: str
    """The page without its blocks of code, with as many lines."""

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def inline_code(self) -> Iterator[tuple[int, str]]:
        """Words in code in the text, each with its line."""
        for found in _INLINE.finditer(self.prose):
            yield self.prose.count("\n", 0, found.start()) + 1, " ".join(found[2].split())

    @property
    def links(self) -> Iterator[tuple[int, str]]:
        """Where links lead, each with its line."""
        text = _INLINE.sub(lambda found: "`" + re.sub(r"[^\n]", "x", found[2]) + "`", self.prose)
        for found in _LINK.finditer(text):
            yield text.count("\n", 0, found.start()) + 1, found[1]

    @property
    def anchors(self) -> list[str]:
        """The anchors that headings get where the repository is, and on the site."""
        taken: dict[str, int] = {}
        anchors = []
        for found in _HEADING.finditer(self.prose):
            words = re.sub(r"\[([^\]]{0,200})\]\([^)]{0,300}\)", r"\1", found[1]).replace("\\", "")
            slug = re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")
            count = taken[slug] = taken.get(slug, -1) + 1
            anchors.append(f"{slug}-{count}" if count else slug)
        return anchors


def read_page(path: Path) -> Page:
    """A page, taken apart."""
    blocks: list[Block] = []
    prose: list[str] = []
    open_: re.Match[str] | None = None
    inside: list[str] = []
    remark = ("", "")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        fence = _FENCE.match(line)
        if open_:
            prose.append("")
            if fence and fence["fence"].startswith(open_["fence"]) and not fence["word"]:
                text = textwrap.dedent("\n".join([open_["indent"] + "|", *inside])).partition("\n")[2]
                blocks.append(Block(open_["word"], text, number - len(inside) - 1, *remark))
                open_, inside, remark = None, [], ("", "")
            else:
                inside.append(line)
        elif fence:
            open_ = fence
            prose.append("")
        else:
            prose.append(line)
            if comment := _COMMENT.match(line):
                remark = (comment[1], comment[2])
            elif line.strip():
                remark = ("", "")
    assert open_ is None, f"{path}: a block of code does not end"
    return Page(path, blocks, "\n".join(prose))
