"""`map`: mappings between the nodes of two graphs, proposed, confirmed by a person, and written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from rolegraph.cli.options import argument, flag, label_language, option
from rolegraph.cli.output import Printed, progress_bar, session
from rolegraph.errors import RolegraphError

_GRAPH = "A graph: a file, a folder, a built graph, or shipped."
_OUT = "The mappings to write, ending in .sssom.tsv."
_REVIEW = "Write all candidates as a table to confirm: .csv or .xlsx."
_REVIEWED = "Read such a table back, instead of two graphs."
_LEAST = "The least confidence of a mapping that is written."


def map_(
    first: Annotated[str, argument("[A]", _GRAPH)] = "",
    second: Annotated[str, argument("[B]", "The graph that it is mapped to.")] = "",
    out: Annotated[Path | None, option("FILE", _OUT, "--out", "-o")] = None,
    review: Annotated[Path | None, option("FILE", _REVIEW, "--review")] = None,
    reviewed: Annotated[Path | None, option("FILE", _REVIEWED, "--reviewed")] = None,
    confidence: Annotated[float, option("NUMBER", _LEAST, min=0.0, max=1.0)] = 0.8,
    anew: Annotated[bool, flag("Leave out of account what the graphs state of mappings.", "--anew")] = False,
) -> Printed:
    """Propose mappings between the roles and capabilities of two graphs, and write those that are confirmed."""
    from rolegraph.graph import map_graphs, open_graph
    from rolegraph.readers.mapping_files import check_mapping_name, write_mappings
    from rolegraph.readers.mapping_review import read_review
    from rolegraph.render.views.mapping_view import check_review_name, mapping_blocks, reviewed_blocks, write_review

    if out is not None:
        check_mapping_name(out)
    if reviewed is not None:
        if first or review or out is None:
            raise RolegraphError("map takes two graphs, or --reviewed FILE and --out FILE")
        decided = read_review(reviewed)
        write_mappings(out, decided.mapping_set)
        session.note(f"wrote {out}")
        return Printed(decided, reviewed_blocks(decided), {"mappings": "mapping_set.rows"})
    if not second:
        raise RolegraphError("map takes two graphs, or --reviewed FILE and --out FILE")
    if review is not None:
        check_review_name(review)
    graphs = [open_graph(place, language=label_language(), alone=True) for place in (first, second)]
    with progress_bar("Comparing") as comparing:
        names = (_name(first), _name(second))
        found = map_graphs(*graphs, least=confidence, stated=not anew, names=names, progress=comparing)
    if out is not None and found.proposed:
        write_mappings(out, found.mapping_set)
        session.note(f"wrote {out}")
    if review is not None:
        write_review(review, found)
        session.note(f"wrote {review}: fill in the column accept, then rolegraph map --reviewed {review} -o FILE")
    tables = {"proposed": "proposed", "candidates": "candidates"}
    return Printed(found, mapping_blocks(found), tables, code=int(not found.proposed))


def _name(place: str) -> str:
    """What a graph is called in the title of its mappings."""
    return Path(place).name.split(".")[0] or place
