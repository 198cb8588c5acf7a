"""`query`: the library of saved SPARQL queries, and any query that only reads."""

from __future__ import annotations

import sys
from enum import StrEnum
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from rolegraph.cli.options import GraphOption, argument, command, flag, group, option, selected
from rolegraph.cli.output import Printed, chosen_format, session, write_data
from rolegraph.errors import QueryError, RolegraphError

if TYPE_CHECKING:
    from rolegraph.rdf.answers import Answer


# How the result of a query is written: for people, in the W3C's result formats, as a workbook, or as Turtle.
ResultFormat = StrEnum("ResultFormat", "TABLE CSV TSV JSON XML XLSX TTL")
_ENDINGS: Final = {f".{format_}": str(format_) for format_ in ResultFormat if format_ != "table"} | {".txt": "table"}


def _names() -> list[str]:
    from rolegraph.rdf.files import queries

    return sorted(path.stem for path in queries().glob("*.rq"))


WordsArgument = Annotated[
    list[str] | None, argument("[NAME] [--PARAMETER VALUE]...", "A saved query, or - for standard input.", _names)
]


def list_() -> Printed:
    """The queries of the library: what each asks, and its parameters."""
    from rolegraph.queries import library
    from rolegraph.render.views.node_views import library_blocks, library_rows

    found = library()
    return Printed(found, library_blocks(found), library_rows(found))


def show(words: WordsArgument = None, graph: GraphOption = None) -> None:
    """The text of a query of the library, with values if they are given."""
    from rolegraph.queries import question

    name, values = _split(words or [])
    if name is None:
        raise RolegraphError("name a query: `rolegraph query list` has them")
    saved = question(name)
    write_data(selected(graph).sparql(name, values) if values else saved.text, None)


def run(
    words: WordsArgument = None,
    file: Annotated[Path | None, option("FILE", "A file with a query, - for standard input.")] = None,
    expression: Annotated[str | None, option("SPARQL", "The query itself.", "--expression", "-e")] = None,
    graph: GraphOption = None,
    format_: Annotated[ResultFormat | None, flag("Format. [default: table; ttl for a graph]", "--format", "-f")] = None,
    json: Annotated[bool, flag("Short for --format json.", "--json")] = False,
    out: Annotated[Path | None, option("FILE", f"Write to a file: {' '.join(_ENDINGS)}", "--out", "-o")] = None,
    base: Annotated[str | None, option("IRI", "What relative IRIs in your query are relative to.")] = None,
    timeout: Annotated[float, option("SECONDS", "Stop the query after this many seconds.", min=0.1, max=86400)] = 30.0,
) -> None:
    """Run a query of the library, or your own.

    For example: rolegraph query run requirements --role lead-ml-engineer
    """
    name, values = _split(words or [])
    if sum(given is not None for given in (name, file, expression)) > 1:
        raise RolegraphError("give one query: a name, --file or -e")
    out = None if str(out) == "-" else out
    chosen = chosen_format(format_, out, _ENDINGS, "", json=json)
    # What stands after -e is a query, even where it is one word.
    text, path = (name if expression is None else f"{expression} "), None
    if file is not None or name == "-" or text is None:
        text, path = _read(file)
    from rolegraph.facts.joining import merges_first

    opened = selected(graph, timeout=timeout)
    if out is not None:
        opened.dataset.check_target(out)
    if merges_first(opened.dataset):
        session.note("Putting the graphs together for queries, once; this can take a minute.")
    try:
        answer = opened.answer(text, values, timeout, base)
    except QueryError as error:
        raise QueryError(error.problem, error.cure, path=path, line=error.line) from None
    _write(answer, chosen, out)


def export(
    words: Annotated[
        list[str] | None, argument("[NAME]... [--PARAMETER VALUE]...", "Saved queries, and values for them.", _names)
    ] = None,
    folder: Annotated[Path, option("FOLDER", "Where to write; created if it does not exist.", "--dir")] = Path(),
    everything: Annotated[bool, flag("Export the whole library.", "--all")] = False,
    from_sources: Annotated[bool, flag("Name sources with FROM, for stores that need it.", "--from-sources")] = False,
    graph: GraphOption = None,
) -> None:
    """Write queries as standalone .rq files, and an index of them."""
    from rolegraph.render.export import export_queries

    names = list(takewhile(lambda word: not word.startswith("--"), words or []))
    _, values = _split((words or [])[len(names) :])
    if bool(names) == everything:
        raise RolegraphError("name the queries to export, or use --all")
    written = export_queries(selected(graph), _names() if everything else names, folder, values, from_sources)
    session.note(f"wrote {len(written)} files to {folder}")


app = group("query", "Ask in SPARQL: saved queries, or your own.", [list_])
for function in (show, run, export):
    # The parameters of a query become options of the command; the query alone knows which there are.
    command(app, function, context_settings={"ignore_unknown_options": True})


def _split(words: list[str]) -> tuple[str | None, dict[str, object]]:
    """The name of a query, if there is one, and the values behind `--PARAMETER`, in the order given."""
    name = words[0] if words and (words[0] == "-" or not words[0].startswith("-")) else None
    values: dict[str, list[str]] = {}
    waiting = iter(words[1:] if name is not None else words)
    for word in waiting:
        if not word.startswith("--"):
            raise RolegraphError(f"{word!r} has no parameter before it: write --PARAMETER VALUE")
        parameter, mark, value = word[2:].partition("=")
        if not mark and (value := next(waiting, "")) == "":
            raise RolegraphError(f"--{parameter} has no value")
        values.setdefault(parameter, []).append(value)
    return name, dict(values)


def _read(file: Path | None) -> tuple[str, str]:
    """The text of a query and what messages call it."""
    from rolegraph.rdf.files import check_text, read_bytes

    if file is None or str(file) == "-":
        if sys.stdin.isatty() and file is None:
            raise RolegraphError("name a query, or give one with --file or -e: `rolegraph query list` has names")
        data, name = sys.stdin.buffer.read(), Path("<standard input>")
    else:
        data, name = read_bytes(file), file
    check_text(data, name)
    return data.decode("utf-8-sig"), str(name)


def _write(answer: Answer, format_: str, out: Path | None) -> None:
    if answer.triples is not None:
        write_data(answer.serialize(format_ if format_ not in ("", "table") else "ttl"), out)
    elif format_ == "xlsx":
        if out is None or answer.solutions is None:
            raise RolegraphError("a workbook is for rows and needs a file: name one with --out FILE.xlsx")
        from rolegraph.render.text.serialization import Sheet, to_xlsx

        names, rows = answer.table()
        cells = [{name: cell and cell.text for name, cell in zip(names, row, strict=True)} for row in rows]
        write_data(to_xlsx({"result": Sheet(list(names), cells)}), out)
    elif format_ in ("", "table"):
        from rolegraph.render.views.node_views import answer_blocks

        Printed(None, answer_blocks(answer), {}).write("table", out)
    else:
        data = answer.serialize(format_, lambda said: session.note(f"rolegraph: {said}"))
        write_data(data + b"\n" if format_ in ("json", "xml") else data, out)
