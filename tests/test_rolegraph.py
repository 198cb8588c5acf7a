"""The names that `rolegraph` offers: a fixed list, which `dir()`, editors, type checkers and `import *` agree on."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import rolegraph
from rolegraph import _CALLED, _HOME_OF

NAMES = """
AlsoAsked AmbiguousNode Answer Assessment BuildsOn Capability Closeness Comparison Contribution CountedSource Definition
DegreeLevel Demand DemandBasis DemandRow DemandTable DemandedCapability Differences Effort EndpointError Evidence Gap
GraphMapping Growth Holding Import Info Ingest Kind LearningPath LearningStep LeftOut Level Lever Limits Lint
LintFinding MappingSet MatchPredicate MatchRequirement Matches Merge Move MoveKind Nearest Necessity Neighbour NoPath
Node NodeMapping Option PathDifferences PayBand PayQuantiles PersonMatch Picture PlaceCount Posting PostingCount
PostingTotals Profile ProfileProposal ProfileStanding Progress ProposedMapping QueryError QueryTimeout Report
Requirement Role RoleGraph RolegraphError Route Routes Rows Seniority Share SourceError SourceInfo Spread Standing Stats
TableImport Tier Trend UnknownName UnknownNode UsedTool Violation WhatIf build diff export extract import_esco
import_onet import_skos import_tabiya import_table ingest map_graphs open read_mappings read_profile write_mappings
""".split()
HEAVY = {"numpy", "scipy", "networkx", "rdflib", "pyoxigraph", "matplotlib", "pandas", "pyvis", "yaml", "rapidfuzz"}
HEAVY |= {"curies", "pydantic", "sssom_pydantic"}


def test_the_list_is_what_was_promised() -> None:
    assert rolegraph.__all__ == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found_by_dir_and_documented(name: str) -> None:
    found = getattr(rolegraph, name)
    assert name in dir(rolegraph)
    assert found.__doc__
    assert found.__name__ == _CALLED.get(name, name)


def test_dir_lists_public_names_and_rooms_only() -> None:
    others = {name for name in dir(rolegraph) if not name.startswith("__")} - set(NAMES)
    assert all(isinstance(getattr(rolegraph, name), ModuleType) for name in others)


def test_a_star_imports_them_all() -> None:
    names: dict[str, object] = {}
    exec("from rolegraph import *", names)  # noqa: S102 - our own words
    assert set(NAMES) <= names.keys()


def test_type_checkers_see_the_same_names_from_the_same_homes() -> None:
    assert dict(_typed()) == _HOME_OF


@pytest.mark.parametrize("name", ["career", "names", "model2"])
def test_other_names_are_refused_as_python_does(name: str) -> None:
    with pytest.raises(AttributeError, match=f"module 'rolegraph' has no attribute '{name}'"):
        getattr(rolegraph, name)


def test_importing_it_imports_nothing_else() -> None:
    code = "import sys, rolegraph; dir(rolegraph); print(*(name.partition('.')[0] for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(done.stdout.split())


def _typed() -> Iterator[tuple[str, str]]:
    """What the block for type checkers imports, with where from."""
    tree = ast.parse(Path(rolegraph.__file__).read_text(encoding="utf-8"))
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    for node in block.body:
        assert isinstance(node, ast.ImportFrom)
        for alias in node.names:
            yield alias.asname or alias.name, str(node.module).removeprefix("rolegraph.")
