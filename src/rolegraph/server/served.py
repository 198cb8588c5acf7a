"""The graph that a process answers from, in the language that each request asks for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from rolegraph.errors import shared_name
from rolegraph.facts import labels
from rolegraph.graph import RoleGraph
from rolegraph.model.languages import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rolegraph.analysis.statistics import Stats
    from rolegraph.model.nodes import Node
    from rolegraph.model.roles import Info
    from rolegraph.server.name_index import NameIndex

_MOST_KEPT: Final = 8  # graphs with labels in other languages; with names for reading texts each takes 150 MB of ESCO


class ServedGraph:
    """A graph that does not change while it is served: no answer depends on who asked before.

    A process answers one request at a time, so that what is told of names during an answer belongs to its request.
    """

    def __init__(self, graph: RoleGraph) -> None:
        self.graph = RoleGraph(graph.dataset)  # without a widening
        self._others: dict[tuple[str, bool], RoleGraph] = {}
        self._stats: dict[int, Stats] = {}

    @property
    def fingerprint(self) -> str:
        """What changes with every statement of the graph."""
        return self.graph.dataset.fingerprint

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages in which there are labels, those of most labels first."""
        return labels.language_order(self.graph.dataset)

    @cached_property
    def info(self) -> Info:
        """The sources and how much they say; to count that takes seconds in a large graph."""
        return self.graph.info()

    @cached_property
    def names(self) -> NameIndex:
        """All names, for search and suggestions; what makes it takes a second in a large graph."""
        from rolegraph.server.name_index import NameIndex

        return NameIndex(self.graph)

    def stats(self, top: int) -> Stats:
        """The graph in numbers, with so many capabilities in a list; they take seconds in a large graph, once."""
        if top not in self._stats:
            if len(self._stats) >= _MOST_KEPT:
                self._stats.clear()
            self._stats[top] = self.graph.stats(top)
        return self._stats[top]

    def asked(self, language: str = "", *, assume_hours: bool = False) -> RoleGraph:
        """The graph with labels in the first of some languages that a node has, such as `de,en`; by default its own.

        With `assume_hours`, a default stands for the hours of what nobody has estimated.
        """
        known = [tag for tag in listed(language) if tag.split("-")[0] in self.languages]
        key = (",".join(known), assume_hours)
        if not any(key):
            return self.graph
        if key not in self._others:
            if len(self._others) >= _MOST_KEPT:  # whoever asks chooses the languages, and there are many lists of them
                self._others.pop(next(iter(self._others)))
            dataset = self.graph.dataset
            languages = key[0] or dataset.language
            cache = replace(dataset.cache, memo={})  # of nodes with labels in another language
            self._others[key] = RoleGraph(replace(dataset, language=languages, assumes_hours=assume_hours, cache=cache))
        return self._others[key]


@contextmanager
def notes_on(graph: RoleGraph) -> Iterator[list[str]]:
    """What is told, while the block runs, of names: what they were taken for, that they are retired or shared."""
    notes: dict[str, None] = {}

    def near(name: str, node: Node) -> None:
        notes[f"{name!r} is taken for {node.label!r}"] = None

    def replaced(name: str, node: Node) -> None:
        notes[f"{name!r} is {node.label!r} now"] = None

    def shared(name: str, node: Node, others: Sequence[Node]) -> None:
        notes[shared_name(name, node.label, [other.label for other in others])] = None

    before = graph.on_near, graph.on_replaced, graph.on_shared
    graph.on_near, graph.on_replaced, graph.on_shared = near, replaced, shared
    found: list[str] = []
    try:
        yield found
    finally:
        graph.on_near, graph.on_replaced, graph.on_shared = before
        found.extend(notes)
