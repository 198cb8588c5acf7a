"""What is asked about a graph: show, search, list, info, stats and the library of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from rolegraph.errors import RolegraphError, did_you_mean
from rolegraph.model.nodes import CAPABILITY_KINDS, FoundName, Kind, NodeStatements
from rolegraph.server.questions.inquiry import Answered, Inquiry, RoleName
from rolegraph.server.served import ServedGraph

if TYPE_CHECKING:
    from rolegraph.analysis.statistics import Stats
    from rolegraph.graph import RoleGraph
    from rolegraph.model.roles import Info

KindWord = Literal[
    "roles", "skills", "tools", "degrees", "certifications", "fields", "categories", "industries", "groups",
    "collections", "requirements", "ratings", "responsibilities", "outlooks", "tips", "postings", "sources",
]  # fmt: skip


class ShowQuestion(Inquiry):
    """What is known about a role, skill, tool or other node, with its sources."""

    name: ClassVar[str] = "show"
    is_partial: ClassVar[bool] = True
    node: RoleName = Field(alias="name", description="A slug, label, other name or IRI.")

    def ask(self, graph: RoleGraph) -> Answered:
        """What is known."""
        from rolegraph.render.views.node_views import capability_blocks, node_blocks, role_blocks

        node = graph.resolve(self.node)
        if node.kind is Kind.ROLE:
            role = graph.role(node)
            return Answered(role, lambda everything: role_blocks(role, everything), "requirements")
        if node.kind in CAPABILITY_KINDS:
            capability = graph.capability(node)
            return Answered(capability, lambda everything: capability_blocks(capability, everything))
        statements = graph.statements(node)
        return Answered(NodeStatements(node, statements), lambda _: node_blocks(node, statements))


class SearchQuestion(Inquiry):
    """Nodes by a part of their name, or of another name that they have."""

    name: ClassVar[str] = "search"
    is_list: ClassVar[bool] = True
    text: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(description="A part of a name.")
    kind: KindWord | None = Field(default=None, description="Only nodes of this kind.")

    def ask(self, graph: RoleGraph) -> Answered:
        """The nodes, with the name that was found."""
        from rolegraph.render.views.node_views import search_blocks

        if not self.text:
            raise RolegraphError("there is nothing to search for: give a part of a name")
        found = graph.search(self.text, (_kind(self.kind),) if self.kind else ())
        similar = () if found else graph.lexicon.suggest(self.text)
        notes = () if found else (f"nothing is called {self.text!r}{did_you_mean(similar)}",)
        result = [FoundName(*each) for each in found]
        return Answered(
            result,
            lambda _: search_blocks(found, graph.lexicon.name_of) if found else (),
            found=bool(found),
            notes=notes,
        )


def _kind(word: str) -> Kind:
    return next(kind for kind in Kind if kind.plural == word)


class ListQuestion(Inquiry):
    """All nodes of one kind."""

    name: ClassVar[str] = "list"
    is_list: ClassVar[bool] = True
    kind: KindWord = Field(description="Which nodes.")

    def ask(self, graph: RoleGraph) -> Answered:
        """The nodes, by label."""
        from rolegraph.render.views.node_views import list_blocks, posting_blocks

        wanted = _kind(self.kind)
        if wanted is Kind.POSTING:
            postings = graph.postings()
            return Answered(postings, lambda _: posting_blocks(postings))
        nodes = graph.nodes(wanted)
        return Answered(nodes, lambda _: list_blocks(nodes, graph.lexicon.name_of))


class InfoQuestion(Inquiry):
    """What the graph contains: its sources, and how many nodes of each kind."""

    name: ClassVar[str] = "info"

    def ask(self, graph: RoleGraph) -> Answered:
        """The counts."""
        return _counted(graph.info())

    def ask_served(self, served: ServedGraph, language: str = "") -> tuple[RoleGraph, Answered]:
        """The counts, which take seconds in a large graph the first time."""
        graph = served.asked(language)
        return graph, _counted(served.info if graph is served.graph else graph.info())


def _counted(found: Info) -> Answered:
    from rolegraph.render.views.node_views import info_blocks

    return Answered(found, lambda _: info_blocks(found), "sources")


class StatsQuestion(Inquiry):
    """The graph in numbers: counts, density, what is required most, what connects roles, and what is missing."""

    name: ClassVar[str] = "stats"
    is_partial: ClassVar[bool] = True
    top: int = Field(default=10, ge=1, le=1000, description="How many capabilities a list has.")

    def ask(self, graph: RoleGraph) -> Answered:
        """The numbers."""
        return _in_numbers(graph.stats(self.top))

    def ask_served(self, served: ServedGraph, language: str = "") -> tuple[RoleGraph, Answered]:
        """The numbers, which take seconds in a large graph the first time."""
        graph = served.asked(language)
        return graph, _in_numbers(served.stats(self.top) if graph is served.graph else graph.stats(self.top))


def _in_numbers(found: Stats) -> Answered:
    from rolegraph.render.views.analysis_views import stats_blocks

    return Answered(found, lambda _: stats_blocks(found))


class QueriesQuestion(Inquiry):
    """The library of saved SPARQL queries: what each asks, and its parameters."""

    name: ClassVar[str] = "queries"

    def ask(self, _: RoleGraph) -> Answered:
        """The queries."""
        from rolegraph.queries import library
        from rolegraph.render.views.node_views import library_blocks

        found = library()
        return Answered(found, lambda _: library_blocks(found))
