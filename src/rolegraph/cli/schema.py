"""`schema`: what the answers of commands look like in JSON, as JSON Schema."""

from __future__ import annotations

from typing import Annotated, Any

from rolegraph.cli.options import argument
from rolegraph.errors import RolegraphError


def answers() -> dict[str, Any]:
    """The class of what every command prints in JSON, by the command."""
    from rolegraph.analysis.comparison import Comparison
    from rolegraph.analysis.statistics import Stats
    from rolegraph.cli.config import Settings
    from rolegraph.model.demands import Demand
    from rolegraph.model.differences import Differences, PathDifferences
    from rolegraph.model.extractions import Extraction
    from rolegraph.model.mappings import GraphMapping
    from rolegraph.model.moves import Nearest, Routes, WhatIf
    from rolegraph.model.nodes import FoundName, Node, NodeStatements
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
    from rolegraph.shacl.lint import Lint
    from rolegraph.shacl.validation import Report

    found: dict[str, Any] = {
        "path": LearningPath,
        "compare": Comparison,
        "nearest": Nearest,
        "route": Routes,
        "whatif": WhatIf,
        "demand": Demand,
        "show": Role | Capability | NodeStatements,
        "search": list[FoundName],
        "list": tuple[Node, ...] | tuple[Posting, ...],
        "info": Info,
        "stats": Stats,
        "query list": tuple[Question, ...],
        "ingest": Ingest,
        "extract": list[Extraction],
        "build": Merge,
        "map": GraphMapping | Reviewed,
        "validate": Report,
        "lint": Lint,
        "diff": Differences | PathDifferences,
        "profile from": ProfileProposal,
        "profile show": Shown,
        "profile migrate": Migration,
        "import table": TableImport,
        "config show": Settings,
    }
    found |= {f"profile {word}": tuple[ProfileChange, ...] for word in ("add", "done", "learning", "skip")}
    found |= {f"import {word}": Import for word in ("onet", "esco", "tabiya", "skos")}
    return found | {f"import {word}": CountImport for word in ("moves", "observations")}


def schema(
    words: Annotated[
        list[str] | None,
        argument("[COMMAND]...", "For example path, or profile show; all without one.", lambda: list(answers())),
    ] = None,
) -> str:
    """What the answer of a command looks like in JSON, as JSON Schema; without COMMAND, the answers of all."""
    from rolegraph.render.text.json_schema import schema_of
    from rolegraph.render.text.serialization import to_json

    known, command = answers(), " ".join(words or []).casefold()
    if command and command not in known:
        from difflib import get_close_matches

        if command == "query run":
            raise RolegraphError("the results of queries are in the W3C's format: SPARQL 1.1 Query Results JSON")
        alike = get_close_matches(command, known)
        hint = f"did you mean {alike[0]!r}?" if alike else f"it is one of {', '.join(known)}"
        raise RolegraphError(f"no answer of ours in JSON for {command!r}: {hint}")
    asked = {command: known[command]} if command else known
    titles = {f"rolegraph {name} --json": answer for name, answer in asked.items()}
    return to_json(schema_of(titles, command.replace(" ", "-") or "answers")) + "\n"
