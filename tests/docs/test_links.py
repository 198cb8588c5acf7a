"""Links in pages lead somewhere: to files and headings that there are, where the repository is and on the site."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from tests.docs.pages import DOCS, PAGES, Page, read_page
from tests.folders import ROOT

ALL: Final = [*PAGES, ROOT / "CHANGELOG.md"]
PACKED: Final = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["sdist"]


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_links_lead_to_what_there_is(path: Path) -> None:
    page = read_page(path)
    found = [f"{page.name}:{line}: {wrong}" for line, target in page.links if (wrong := _wrong(page, target))]
    assert found == []


def _wrong(page: Page, target: str) -> str:
    if re.match(r"[a-z]+:", target):
        place = urlsplit(target)
        return "" if place.scheme == "https" and place.hostname and not place.username else f"not https: {target}"
    file, _, anchor = target.partition("#")
    goal = (page.path.parent / file).resolve() if file else page.path
    if not goal.exists():
        return f"there is no {target}"
    if goal.suffix == ".md" and anchor and anchor not in read_page(goal).anchors:
        return f"there is no heading {target}"
    if DOCS in page.path.parents and DOCS not in goal.parents:
        return _unpacked(goal, target)
    return ""


def _unpacked(goal: Path, target: str) -> str:
    """The site takes a file from outside as one to download, and the source distribution has to have it."""
    if not goal.is_file() or goal.suffix == ".md":
        return f"the site has no {target}: name it in code"
    inside = goal.relative_to(ROOT).parts[0] in PACKED["include"]
    return "" if inside else f"the source distribution has no {target}"


def test_the_source_distribution_has_the_documentation() -> None:
    assert {"docs", "src", "tests", "README.md", "CONTRIBUTING.md"} <= set(PACKED["include"])


@pytest.mark.parametrize(
    "text",
    [
        "[a](missing.md)",
        "[a](#nowhere)",
        "[a](http://example.org)",
        "[a](../README.md)",
        "[a](../data)",
        "[a [b]](x.md)",
    ],
)
def test_a_link_that_leads_nowhere_is_found(text: str) -> None:
    page = Page(DOCS / "index.md", [], text)
    assert [wrong for _, target in page.links if (wrong := _wrong(page, target))]


def test_anchors_are_those_of_headings(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("# O\\*NET, and `rolegraph path`\n\n## What if?\n\n```sh\n# no heading\n```\n\n## What if?\n")
    assert read_page(path).anchors == ["onet-and-rolegraph-path", "what-if", "what-if-1"]
