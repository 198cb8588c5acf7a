"""`setup`: what is made once on a machine, before anybody has to wait for it."""

from __future__ import annotations

from typing import Annotated

from rolegraph.cli.options import flag, make_onet
from rolegraph.cli.output import session


def setup(remove: Annotated[bool, flag("Remove it again, to free the disk.", "--remove")] = False) -> None:
    """Make the graph of all occupations of O*NET, and its index, which are otherwise made when a name asks for them."""
    from rolegraph.graph import default_places, open_graph
    from rolegraph.model.nodes import Kind
    from rolegraph.readers.onet import carried_facts

    if remove:
        session.note(f"freed {carried_facts.remove_graph() / 1e6:,.0f} MB")
        return
    place = make_onet()
    session.note(f"{carried_facts.title()} is in {place}: {carried_facts.size_of(place) / 1e6:,.0f} MB.")
    session.note("Computing how similar all roles are to each other, once for this graph.")
    wide = open_graph(*default_places(), place)
    roles, _ = wide.lexicon, wide.mobility  # which are computed, and kept
    count = sum(node.kind is Kind.ROLE for node in roles)
    session.note(f"{count:,} roles can be asked for by name.")
