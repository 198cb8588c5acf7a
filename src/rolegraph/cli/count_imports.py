"""`import moves` and `import observations`: what was counted of occupations, as a source of a graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from rolegraph.cli.config import configured
from rolegraph.cli.options import argument, flag, option
from rolegraph.cli.output import Printed
from rolegraph.errors import RolegraphError

if TYPE_CHECKING:
    from rolegraph.readers.counts import CountImport

TableArgument = Annotated[Path, argument("FILE", "A CSV or .xlsx file.")]
GraphOption = Annotated[
    str | None, option("PATH", "The graph whose roles the codes mean. [env var: ROLEGRAPH_GRAPH]", "--graph", "-g")
]
OutOption = Annotated[
    str | None, option("PATH", "The graph to add to, or to create. [default: --graph]", "--out", "-o")
]
SourceNameOption = Annotated[str, option("NAME", "The name of the source. [default: the file's name]", "--source")]
AuthorityOption = Annotated[str, option("NAME", "Who counted, where no column says it: BLS.", "--authority")]
PlaceOption = Annotated[str, option("NAME", "Where, where no column says it: US.", "--place")]
PeriodOption = Annotated[str, option("YEARS", "When, where no column says it: 2019, 2011-2019.", "--period")]
ColumnOption = Annotated[
    list[str] | None, option("WHAT=HEADING", "What a column is, where its heading does not tell. May be repeated.")
]
LicenceOption = Annotated[str, option("IRI", "The licence of the table.", "--licence")]
StrictOption = Annotated[bool, flag("Stop at the first row that does not fit.", "--strict")]


def moves(
    file: TableArgument,
    graph: GraphOption = None,
    out: OutOption = None,
    source: SourceNameOption = "",
    authority: AuthorityOption = "",
    place: PlaceOption = "",
    period: PeriodOption = "",
    column: ColumnOption = None,
    licence: LicenceOption = "",
    strict: StrictOption = False,
) -> Printed:
    """Moves: a row for origin, target, and a share or a count; or a matrix of both."""
    from rolegraph.readers.counts import CountOptions, import_moves

    options = CountOptions(source, authority, place, period, _columns(column), licence=licence, strict=strict)
    return _printed(import_moves(file, _asked(graph, out), out=out, options=options))


def observations(
    file: TableArgument,
    graph: GraphOption = None,
    out: OutOption = None,
    source: SourceNameOption = "",
    authority: AuthorityOption = "",
    place: PlaceOption = "",
    period: PeriodOption = "",
    column: ColumnOption = None,
    currency: Annotated[str, option("CODE", "Of pay, where no column and no sign says it: USD.", "--currency")] = "",
    pay_period: Annotated[str, option("PERIOD", "Pay is for an hour, day, week, month or year.", "--pay-period")] = "",
    licence: LicenceOption = "",
    strict: StrictOption = False,
) -> Printed:
    """Employment, pay, growth and openings by occupation, place and period."""
    from rolegraph.readers.counts import CountOptions, import_observations

    options = CountOptions(
        source, authority, place, period, _columns(column), currency, pay_period, licence=licence, strict=strict
    )
    return _printed(import_observations(file, _asked(graph, out), out=out, options=options))


def _asked(graph: str | None, out: str | None) -> str | Path:
    """The graph whose roles the codes mean."""
    from rolegraph.graph import named_place, named_target

    place = graph or configured("graph") or out
    if not place:
        raise RolegraphError("whose roles are counted? Name the graph with --graph, such as an import of O*NET")
    return named_place(str(place)) if out else named_target(str(place))


def _columns(given: list[str] | None) -> dict[str, str]:
    found = {}
    for one in given or ():
        what, sign, heading = one.partition("=")
        if not sign or not heading:
            raise RolegraphError(f"--column {one}: write what the column is, and its heading: share=Probability")
        found[what.strip().casefold()] = heading.strip()
    return found


def _printed(made: CountImport) -> Printed:
    from rolegraph.render.views.source_views import count_blocks

    tables = {
        "files": "files",
        "codes": "codes",
        "left out": "left_out",
        "problems": "troubles",
        "rows that do not fit": "troubles.first",
        "notes": "notes",
    }
    return Printed(made, count_blocks(made), tables)
