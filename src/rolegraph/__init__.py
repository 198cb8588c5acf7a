"""What is written about jobs as a knowledge graph: what you have, what is missing, in what order to learn it.

Everything that a user meets is a name of this package, imported from its home when it is first used, so that
`import rolegraph` costs next to nothing.

>>> import rolegraph
>>> graph = rolegraph.open()
>>> [step.node.label for step in graph.path("data-science-engineer", "data-science-engineer").steps]
[]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rolegraph.model import __version__ as __version__
from rolegraph.model import register as _register

if TYPE_CHECKING:
    from rolegraph.analysis.comparison import Comparison
    from rolegraph.analysis.statistics import Stats
    from rolegraph.errors import (
        AmbiguousNode,
        EndpointError,
        NoPath,
        QueryError,
        QueryTimeout,
        RolegraphError,
        SourceError,
        UnknownNode,
    )
    from rolegraph.graph import RoleGraph, diff, extract, map_graphs
    from rolegraph.graph import open_graph as open
    from rolegraph.model.demand_tables import (
        DemandRow,
        DemandTable,
        PayQuantiles,
        PostingTotals,
        Trend,
        UnknownName,
    )
    from rolegraph.model.demands import (
        Demand,
        DemandBasis,
        DemandedCapability,
        LeftOut,
        PayBand,
        PlaceCount,
        ProfileStanding,
        Share,
        Spread,
    )
    from rolegraph.model.differences import Differences, PathDifferences
    from rolegraph.model.mappings import GraphMapping, MappingSet, MatchPredicate, NodeMapping, ProposedMapping
    from rolegraph.model.moves import (
        Contribution,
        Lever,
        Limits,
        Move,
        MoveKind,
        Nearest,
        Neighbour,
        Route,
        Routes,
        Tier,
        WhatIf,
    )
    from rolegraph.model.nodes import DegreeLevel, Kind, Level, Necessity, Node, Seniority
    from rolegraph.model.person_matches import Matches, MatchRequirement, PersonMatch
    from rolegraph.model.plans import (
        Assessment,
        BuildsOn,
        Gap,
        Holding,
        LearningPath,
        LearningStep,
        Option,
        Profile,
        Progress,
        Standing,
    )
    from rolegraph.model.posting_counts import CountedSource, Growth, PostingCount
    from rolegraph.model.proposals import ProfileProposal
    from rolegraph.model.roles import (
        AlsoAsked,
        Capability,
        Closeness,
        Definition,
        Effort,
        Evidence,
        Info,
        Posting,
        Requirement,
        Role,
        SourceInfo,
        UsedTool,
    )
    from rolegraph.profiles.profile_file import read_profile
    from rolegraph.rdf.answers import Answer, Rows
    from rolegraph.readers.importing import (
        Import,
        TableImport,
        import_esco,
        import_onet,
        import_skos,
        import_tabiya,
        import_table,
    )
    from rolegraph.readers.ingest import Ingest, Merge, ingest
    from rolegraph.readers.ingest import merge as build
    from rolegraph.readers.mapping_files import read_mappings, write_mappings
    from rolegraph.render.export import export
    from rolegraph.render.figures.picture import Picture
    from rolegraph.shacl.lint import Lint, LintFinding
    from rolegraph.shacl.validation import Report, Violation


# The home of every public name: what reads names here, `dir()` and `__getattr__`, goes by this table.
_HOMES = {
    "errors": "AmbiguousNode EndpointError NoPath QueryError QueryTimeout RolegraphError SourceError UnknownNode",
    "graph": "RoleGraph diff extract map_graphs open",
    "model.nodes": "DegreeLevel Kind Level Necessity Node Seniority",
    "model.roles": "AlsoAsked Capability Closeness Definition Effort Evidence Info Posting Requirement Role SourceInfo "
    "UsedTool",
    "model.plans": "Assessment BuildsOn Gap Holding LearningPath LearningStep Option Profile Progress Standing",
    "model.proposals": "ProfileProposal",
    "model.moves": "Contribution Lever Limits Move MoveKind Nearest Neighbour Route Routes Tier WhatIf",
    "model.demand_tables": "DemandRow DemandTable PayQuantiles PostingTotals Trend UnknownName",
    "model.demands": "Demand DemandBasis DemandedCapability LeftOut PayBand PlaceCount ProfileStanding Share Spread",
    "model.person_matches": "Matches MatchRequirement PersonMatch",
    "model.posting_counts": "CountedSource Growth PostingCount",
    "model.mappings": "GraphMapping MappingSet MatchPredicate NodeMapping ProposedMapping",
    "model.differences": "Differences PathDifferences",
    "analysis.comparison": "Comparison",
    "analysis.statistics": "Stats",
    "shacl.validation": "Report Violation",
    "shacl.lint": "Lint LintFinding",
    "rdf.answers": "Answer Rows",
    "profiles.profile_file": "read_profile",
    "readers.ingest": "Ingest Merge build ingest",
    "readers.mapping_files": "read_mappings write_mappings",
    "readers.importing": "Import TableImport import_esco import_onet import_skos import_tabiya import_table",
    "render.export": "export",
    "render.figures.picture": "Picture",
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names.split()}
# Names that read well after `rolegraph.`, and what they are called at home.
_CALLED = {"build": "merge", "open": "open_graph"}

__all__ = [
    "AlsoAsked",
    "AmbiguousNode",
    "Answer",
    "Assessment",
    "BuildsOn",
    "Capability",
    "Closeness",
    "Comparison",
    "Contribution",
    "CountedSource",
    "Definition",
    "DegreeLevel",
    "Demand",
    "DemandBasis",
    "DemandRow",
    "DemandTable",
    "DemandedCapability",
    "Differences",
    "Effort",
    "EndpointError",
    "Evidence",
    "Gap",
    "GraphMapping",
    "Growth",
    "Holding",
    "Import",
    "Info",
    "Ingest",
    "Kind",
    "LearningPath",
    "LearningStep",
    "LeftOut",
    "Level",
    "Lever",
    "Limits",
    "Lint",
    "LintFinding",
    "MappingSet",
    "MatchPredicate",
    "MatchRequirement",
    "Matches",
    "Merge",
    "Move",
    "MoveKind",
    "Nearest",
    "Necessity",
    "Neighbour",
    "NoPath",
    "Node",
    "NodeMapping",
    "Option",
    "PathDifferences",
    "PayBand",
    "PayQuantiles",
    "PersonMatch",
    "Picture",
    "PlaceCount",
    "Posting",
    "PostingCount",
    "PostingTotals",
    "Profile",
    "ProfileProposal",
    "ProfileStanding",
    "Progress",
    "ProposedMapping",
    "QueryError",
    "QueryTimeout",
    "Report",
    "Requirement",
    "Role",
    "RoleGraph",
    "RolegraphError",
    "Route",
    "Routes",
    "Rows",
    "Seniority",
    "Share",
    "SourceError",
    "SourceInfo",
    "Spread",
    "Standing",
    "Stats",
    "TableImport",
    "Tier",
    "Trend",
    "UnknownName",
    "UnknownNode",
    "UsedTool",
    "Violation",
    "WhatIf",
    "build",
    "diff",
    "export",
    "extract",
    "import_esco",
    "import_onet",
    "import_skos",
    "import_tabiya",
    "import_table",
    "ingest",
    "map_graphs",
    "open",
    "read_mappings",
    "read_profile",
    "write_mappings",
]


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name not in _HOME_OF:
        raise AttributeError(f"module 'rolegraph' has no attribute {name!r}")
    found: object = getattr(import_module(f"rolegraph.{_HOME_OF[name]}"), _CALLED.get(name, name))
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    from types import ModuleType

    own = (name for name, value in globals().items() if name.startswith("__") or isinstance(value, ModuleType))
    return sorted({*own, *__all__})


def _bundle(result: object) -> dict[str, str]:
    from rolegraph.render.export import bundle

    return bundle(result)


def _picture(graph: RoleGraph, shown: Any, **options: Any) -> Any:
    from rolegraph.render.export import picture_of

    return picture_of(graph, shown, **options)


def _network(graph: RoleGraph, shown: Any, **options: Any) -> Any:
    from rolegraph.render.figures.vis_network import to_pyvis

    return to_pyvis(_picture(graph, shown, **options).diagram())


_register(bundle=_bundle, picture=_picture, network=_network)
