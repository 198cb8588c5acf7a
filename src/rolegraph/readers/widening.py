"""When a name means nothing in the graph that is open by default: the facts of O*NET may know it.

Nothing is read of them, and nothing made, before a name asks for it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from rolegraph.errors import SourceError
from rolegraph.model.nodes import Kind, Node, fold
from rolegraph.rdf.files import is_built


def _made() -> Path:
    from rolegraph.readers.onet.carried_facts import make_graph

    return make_graph()


@dataclass(frozen=True)
class Widening:
    """How the graph that is open by default gets the facts of O*NET beside it.

    `make` makes a graph of them, as `readers.onet.carried_facts.make_graph` does; `note` is called with what people
    should know.
    """

    make: Callable[[], Path] = _made
    note: Callable[[str], object] = logging.getLogger("rolegraph").info

    def place_for(self, name: str, kinds: Collection[Kind] = (), *, part: bool = False) -> Path | None:
        """The graph that may know a name, or only a part of one; None where there is none, or it cannot be made."""
        from rolegraph.readers.onet import carried_facts

        if not carried_facts.is_name(name, kinds, part=part):
            return None
        try:
            if not is_built(carried_facts.graph()):
                place = carried_facts.graph()
                self.note(f"{name!r} is in {carried_facts.title()} only: making a graph of its facts, once, in {place}")
            return self.make()
        except (SourceError, OSError) as error:
            self.note(f"{name!r} is in {carried_facts.title()} only, and no graph can be made of its facts: {error}")
            return None

    def tell(self, name: str, node: Node | None = None) -> None:
        """Say what a name that only the facts of O*NET know means there; or that they know what has it as a part."""
        from rolegraph.readers.onet import carried_facts

        meaning = "" if node is None or fold(name) == fold(node.label) else f"{node.label}, "
        where = f"in {carried_facts.title()}, which is asked together with the graph that rolegraph ships"
        self.note(f"{name!r} is {meaning}{where}.")

    def similar(self, name: str, kinds: Collection[Kind]) -> tuple[str, ...]:
        """Titles of occupations in the facts of O*NET that are much like a name of no role."""
        from rolegraph.readers.onet import carried_facts

        return carried_facts.similar_titles(name) if Kind.ROLE in kinds or not kinds else ()
