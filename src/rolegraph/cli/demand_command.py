"""`demand`: what the postings of a graph ask for of a role, or those of a table of any size."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from rolegraph.cli.careers import SeniorityWord
from rolegraph.cli.options import (
    EngineOption,
    GraphOption,
    MasterOption,
    SourceOption,
    UncutOption,
    argument,
    complete,
    flag,
    option,
    selected,
)
from rolegraph.cli.output import Printed, progress_bar, session
from rolegraph.errors import RolegraphError

if TYPE_CHECKING:
    from rolegraph.graph import RoleGraph
    from rolegraph.render.text import Tables

Sorting = StrEnum("Sorting", "ASKED DISTINCTIVE GROWING")
_ABOUT: Final = (
    "The role that postings are for; or a Parquet file of mentions, as `extract` writes it, or a folder of them."
)
_SINCE: Final = "Only postings of this day or later: 2026-01-31."
_BY: Final = "Of a table, what to count by: role, capability, month, place, seniority. [default: role,capability]"
_LEAST: Final = "Of a table, show nothing that rests on fewer postings; -o FILE.parquet has everything. [default: 30]"


def demand(
    about: Annotated[str, argument("ROLE|MENTIONS.parquet", _ABOUT, complete("role"))],
    share: Annotated[
        float | None, option("SHARE", "Of postings, from 0 to 1. [default: 0.5]", "--share", min=0.01, max=1)
    ] = None,
    since: Annotated[str, option("DATE", _SINCE, "--since")] = "",
    until: Annotated[str, option("DATE", "Of a table, only postings of this day or earlier.", "--until")] = "",
    place: Annotated[str, option("TEXT", "Only postings with this in their place: Leeds, remote.", "--place")] = "",
    seniority: Annotated[SeniorityWord | None, flag("Of a table, only postings of this seniority.")] = None,
    role: Annotated[
        str, option("ROLE", "Of a table, only postings for this role.", autocompletion=complete("role"))
    ] = "",
    by: Annotated[str, option("WORDS", _BY, "--by")] = "",
    sort: Annotated[Sorting | None, flag("Of a table, what comes first. [default: asked]", "--sort")] = None,
    min_support: Annotated[int | None, option("N", _LEAST, "--min-support", min=1)] = None,
    skip_unknown: Annotated[
        bool, flag("Leave out names in a table that mean nothing in the graph.", "--skip-unknown")
    ] = (False),
    engine: EngineOption = None,
    spark_master: MasterOption = "",
    plot: Annotated[
        Path | None, option("FILE.svg|png|html", "Of a table, also draw shares by month of what comes first.", "--plot")
    ] = None,
    into: Annotated[
        Path | None, option("PATH", "Of a table, also let this graph state what each role asks for.", "--into")
    ] = None,
    title: Annotated[
        str, option("TEXT", "With --into, of the source. [default: the table's name and days]", "--title")
    ] = "",
    everything: UncutOption = False,
    graph: GraphOption = None,
    source: SourceOption = None,
) -> Printed:
    """What postings for a role ask for, and how often, beside what the role requires; or those of a table of any size.

    `extract -o mentions.parquet` makes such a table of texts; it may have millions of rows.
    """
    given = {"since": since, "place": place}
    tabular: dict[str, Any] = {
        "--until": until, "--seniority": seniority, "--role": role, "--by": by, "--sort": sort,
        "--min-support": min_support, "--skip-unknown": skip_unknown, "--engine": engine,
        "--spark-master": spark_master, "--plot": plot, "--into": into, "--title": title,
        "-o FILE.parquet": session.table,
    }  # fmt: skip
    if not _is_table(about):
        if wrong := next((name for name, value in tabular.items() if value), None):
            raise RolegraphError(f"{wrong} is for a table: name a Parquet file of mentions in the place of {about!r}")
        return _of_graph(selected(graph, source), about, 0.5 if share is None else share, everything, given)
    if share is not None:
        raise RolegraphError("--share is for a role of the graph: --min-support says what is shown of a table")
    if into is not None and (role or seniority):
        raise RolegraphError("--into states what all roles ask for: leave out --role and --seniority")
    if title and into is None:
        raise RolegraphError("--title is of the source that --into writes: add that, or leave it out")
    return _of_table(
        selected(graph, source),
        about,
        plot,
        everything,
        given
        | {
            "until": until,
            "seniority": "" if seniority is None else str(seniority.value),
            "role": role or None,
            "by": by or "role,capability",
            "sort": (sort or Sorting.ASKED).value,
            "least": min_support,
            "engine": engine.value if engine else "",
            "spark_master": spark_master,
            "skip_unknown": skip_unknown,
            "out": session.table,
            "into": into,
            "title": title,
        },
    )


def _is_table(about: str) -> bool:
    """Whether a word names a table: by its ending, as an address, or as a file or folder that is there."""
    is_stored = "://" in about and not about.lower().startswith(("http://", "https://"))  # which is the IRI of a role
    is_there = (Path(about).suffix and Path(about).is_file()) or ("/" in about and Path(about).is_dir())
    return about.lower().endswith((".parquet", ".pq")) or is_stored or bool(is_there)


def _day(name: str, text: str) -> str:
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise RolegraphError(f"{name}: {text} is no date: write year, month and day, as in 2026-01-31") from None


def _of_graph(graph: RoleGraph, role: str, share: float, everything: bool, given: dict[str, str]) -> Printed:
    from rolegraph.render.views.demand_view import demand_blocks

    found = graph.demand(role, since=_day("--since", given["since"]), place=given["place"])
    tables: Tables = {
        "capabilities": "capabilities",
        "not asked for": "not_asked",
        "pay": "pay",
        "places": "places",
        "said by texts": "also_asked",
    }
    return Printed(found, demand_blocks(found, share, everything), tables)


def _of_table(graph: RoleGraph, mentions: str, plot: Path | None, everything: bool, given: dict[str, Any]) -> Printed:
    from rolegraph.render.figures.trends import FOLLOWED, refuse_other_pictures, save_trends
    from rolegraph.render.views.cube_views import demand_table_blocks

    if plot is not None:
        refuse_other_pictures(plot)
        if "capability" not in given["by"]:
            raise RolegraphError("--plot follows capabilities by month: add capability to --by, or leave --by out")
    with progress_bar("Counting") as progress:
        found = graph.demand_table(mentions, **given, trends=0 if plot is None else FOLLOWED, progress=progress)
    if given["out"] is not None:
        session.note(f"wrote {given['out']}")
    if given["into"] is not None:
        session.note(f"{given['into']} states what was counted")
    if plot is not None:
        save_trends(found, plot)
        session.note(f"wrote {plot}")
    cut = "" if found.combinations == len(found.rows) else (
        f"{len(found.rows):,} of {found.combinations:,} rows: {'the first of ' * (found.supported > len(found.rows))}"
        f"those with {found.least:,} postings or more "
        "(--min-support); -o FILE.parquet has all"
    )  # fmt: skip
    return Printed(found, demand_table_blocks(found, everything), {"demand": "rows", "roles": "roles"}, cut=cut)
