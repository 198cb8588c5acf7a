"""Opening the graph that is served: what at first, what it is made ready for, and whether it is still what is there.

An *opening* says what to open: `places` by name, none for those that are open by default; `onet`, whether the facts of
O*NET are laid beside these; `language`, `estimates` and `alone` as `open_graph` takes them; `thorough`, whether what
takes long in a large graph is prepared, too.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

from rolegraph.errors import RolegraphError
from rolegraph.rdf.service_description import counts_of
from rolegraph.server.served import ServedGraph

_LARGE: Final = 5_000  # nodes


def opened(opening: Mapping[str, Any]) -> ServedGraph:
    """The graph of some places; without any, that which is open by default, and the facts of O*NET beside it.

    Raises `RolegraphError` as `open_graph` does.
    """
    from rolegraph.graph import open_graph

    options = {name: opening[name] for name in ("language", "estimates", "alone", "assume_hours") if name in opening}
    places = opening.get("places") or _default(opening)
    return ServedGraph(open_graph(*places, widening=None, **options))


def _default(opening: Mapping[str, Any]) -> list[Path]:
    from rolegraph.graph import default_places
    from rolegraph.readers.onet.carried_facts import make_graph

    return [*default_places(), *([make_graph()] if opening.get("onet") else [])]


def prepare(served: ServedGraph) -> None:
    """Read and compute now what the first questions would wait for, so that all copies have it."""
    import highspy  # noqa: F401 - loaded here once, not in each copy

    from rolegraph.facts.posting_index import posting_index

    graph = served.graph
    dataset = graph.dataset
    if dataset.is_remote:
        return
    _ = graph.lexicon, graph.matrix, graph.mobility, graph.similarity
    _ = served.languages, served.names, served.info, counts_of(graph.dataset.stated)
    posting_index(dataset)
    _ = dataset.stated.store  # several graphs are put together for queries


def is_large(served: ServedGraph) -> bool:
    """Whether `prepare_more` takes so long that nobody should wait for it before the first answer."""
    return len(list(served.graph.lexicon)) > _LARGE


def prepare_more(served: ServedGraph) -> None:
    """Make what finds names in texts, which takes seconds in a large graph."""
    with suppress(RolegraphError):
        served.graph.profile_from(b"CV\n\nSkills\n\nSQL\n", as_cv=True)


def settled() -> None:
    """What is in memory now stays, and is not looked at again in copies."""
    gc.collect()
    gc.freeze()


class Watch:
    """Whether what is at the places of a graph is no longer what it was."""

    def __init__(self, opening: Mapping[str, Any]) -> None:
        from rolegraph.graph import default_places, named_place
        from rolegraph.rdf.files import is_address, own_graph

        given = [place for place in opening.get("places", ()) if not is_address(place)]
        self._places = [named_place(place) for place in given]
        if not opening.get("places"):
            self._places = default_places()
            with suppress(RolegraphError):
                self._places = list(dict.fromkeys([*self._places, own_graph()]))
        self._told = self._state()

    def _state(self) -> object:
        from rolegraph.rdf.places import state_of

        with suppress(OSError):
            return [state_of(place) for place in self._places]
        return None

    def has_changed(self) -> bool:
        """Whether anything has since it was asked last."""
        before, self._told = self._told, self._state()
        return before != self._told


def outward() -> BinaryIO:
    """Standard output for reports alone: what else is printed goes to standard error."""
    reports = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return reports
