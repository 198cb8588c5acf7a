"""The page on the architecture names modules that there are, and the house keeps its size."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

from tests.folders import ROOT

PACKAGE = ROOT / "src" / "rolegraph"
PAGE = (ROOT / "docs" / "explanation" / "architecture.md").read_text(encoding="utf-8")
MODULES = sorted(PACKAGE.rglob("*.py"))


def test_the_page_names_modules_that_there_are() -> None:
    names = set(re.findall(r"`([\w/]+\.py)`", PAGE))
    assert len(names) > 30
    known = {path.relative_to(PACKAGE).as_posix() for path in MODULES} | {path.name for path in MODULES}
    assert {name.removeprefix("rolegraph/") for name in names} <= known


def test_the_page_names_every_room() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert rooms <= set(re.findall(r"^\| `(\w+)`", PAGE, flags=re.MULTILINE))


def test_no_two_modules_and_no_two_public_classes_have_one_name() -> None:
    rooms = [path.parent.name if path.name == "__init__.py" else path.stem for path in MODULES]
    classes = [
        node.name
        for path in MODULES
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]
    for names in (rooms, classes):
        assert [name for name, count in Counter(names).items() if count > 1] == []


def test_the_house_stays_small() -> None:
    assert len(MODULES) <= 440
    assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES) <= 86_000


def test_every_module_has_a_test_of_its_name() -> None:
    modules = [path.relative_to(PACKAGE) for path in MODULES if path.name != "__init__.py"]
    assert [path.as_posix() for path in modules if not _test_of(path).exists()] == []


def _test_of(module: Path) -> Path:
    return ROOT / "tests" / module.parent / f"test_{module.name}"
