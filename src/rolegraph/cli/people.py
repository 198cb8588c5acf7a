"""`match`: the best roles for each of many people, or the best people for each role, out of a table."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

from rolegraph.cli.options import (
    EngineOption,
    GraphOption,
    MasterOption,
    UncutOption,
    argument,
    complete,
    flag,
    option,
    selected,
)
from rolegraph.cli.output import Printed, progress_bar, session
from rolegraph.model.person_matches import PersonMatch

_PEOPLE = "A Parquet file, or a folder of them, with a row for each capability of a person: person, capability, level."
_SKIP = "Leave out capabilities that mean nothing in the graph, or several things."
_ROLE = "Only this role; may be given several times."


def match(
    file: Annotated[Path, argument("PEOPLE.parquet", _PEOPLE)],
    top: Annotated[int, option("N", "How many roles for each person, or people for each role.", min=1, max=1000)] = 10,
    reverse: Annotated[bool, flag("For each role the best people.", "--reverse")] = False,
    role: Annotated[list[str] | None, option("ROLE", _ROLE, "--role", autocompletion=complete("role"))] = None,
    person: Annotated[str, option("ID", "Only this person, with all that is not shown.", "--person")] = "",
    everything: UncutOption = False,
    skip_unknown: Annotated[bool, flag(_SKIP, "--skip-unknown")] = False,
    engine: EngineOption = None,
    spark_master: MasterOption = "",
    graph: GraphOption = None,
) -> Printed:
    """The roles that people of a table are nearest to, or the people for a role, with what is met and not shown.

    Only three columns are read, and people are only marks: no names are needed. -o FILE.parquet writes all matches.
    """
    from rolegraph.render.views.match_views import match_blocks

    asked = partial(
        selected(graph).match,
        file,
        top=top,
        roles=role or (),
        reverse=reverse,
        person=person,
        skip_unknown=skip_unknown,
        engine=engine.value if engine else "",
        spark_master=spark_master,
    )
    with progress_bar("Matching", "rows") as progress:
        found = asked(out=session.table, shown=None if everything else 3, progress=progress)
    if session.table is not None:
        session.note(f"wrote {session.table}")

    def every() -> Iterator[PersonMatch]:  # computed where a CSV file or workbook is written
        yield from asked(shown=None).matches

    return Printed(found, match_blocks(found, everything), {"matches": (every(), PersonMatch)})
