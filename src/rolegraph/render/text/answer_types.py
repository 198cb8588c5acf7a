"""Of which class an answer is, for its schema."""

from __future__ import annotations

from typing import Any


def answer_types() -> dict[str, Any]:
    """The class of the answer of each command, or an annotation; without those that set the command line up."""
    from rolegraph.analysis.comparison import Comparison
    from rolegraph.analysis.statistics import Stats
    from rolegraph.model.demand_tables import DemandTable
    from rolegraph.model.demands import Demand
    from rolegraph.model.differences import Differences, PathDifferences
    from rolegraph.model.extractions import Extraction
    from rolegraph.model.mappings import GraphMapping
    from rolegraph.model.moves import Nearest, Routes, WhatIf
    from rolegraph.model.nodes import FoundName, Node, NodeStatements
    from rolegraph.model.person_matches import Matches
    from rolegraph.model.plans import LearningPath
    from rolegraph.model.proposals import ProfileProposal
    from rolegraph.model.roles import Capability, Info, Posting, Role
    from rolegraph.profiles.migration import Migration
    from rolegraph.profiles.tracking import ProfileChange, Shown
    from rolegraph.queries import Question
    from rolegraph.readers.counts import CountImport
    from rolegraph.readers.importing import Import, TableImport
    from rolegraph.readers.ingest import Ingest, Merge
    from rolegraph.readers.mapping_review import Reviewed
    from rolegraph.readers.mentions import MentionTable
    from rolegraph.shacl.lint import Lint
    from rolegraph.shacl.validation import Report

    found: dict[str, Any] = {
        "path": LearningPath,
        "compare": Comparison,
        "nearest": Nearest,
        "route": Routes,
        "whatif": WhatIf,
        "demand": Demand | DemandTable,
        "match": Matches,
        "show": Role | Capability | NodeStatements,
        "search": list[FoundName],
        "list": tuple[Node, ...] | tuple[Posting, ...],
        "info": Info,
        "stats": Stats,
        "query list": tuple[Question, ...],
        "ingest": Ingest,
        "extract": list[Extraction] | MentionTable,
        "build": Merge,
        "map": GraphMapping | Reviewed,
        "validate": Report,
        "lint": Lint,
        "diff": Differences | PathDifferences,
        "profile from": ProfileProposal,
        "profile show": Shown,
        "profile migrate": Migration,
        "import table": TableImport,
    }
    found |= {f"profile {word}": tuple[ProfileChange, ...] for word in ("add", "done", "learning", "skip")}
    found |= {f"import {word}": Import for word in ("onet", "esco", "tabiya", "skos")}
    return found | {f"import {word}": CountImport for word in ("moves", "observations")}
