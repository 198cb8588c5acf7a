"""There is one version, which the build reads from the package."""

from __future__ import annotations

import re
import tomllib

import rolegraph
from tests.folders import ROOT


def test_the_version_is_a_public_name() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", rolegraph.__version__)


def test_the_build_reads_the_version_from_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["version"]
    path = ROOT / project["tool"]["hatch"]["version"]["path"]
    assert re.search(rf'(?m)^__version__ = "{rolegraph.__version__}"$', path.read_text(encoding="utf-8"))
