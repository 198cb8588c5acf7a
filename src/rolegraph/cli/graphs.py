"""`ingest`, `validate` and `export`: what goes into a graph, whether it is sound, and what comes out.

`build` and `diff`: graphs merged into one, and what changed from one build to the next.

`import`: official downloads, and an organisation's own tables, as graphs.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rolegraph.cli.options import Format, FormatOption, GraphOption, graph_option, selected, write
from rolegraph.errors import RolegraphError

if TYPE_CHECKING:
    from rolegraph.readers.importing import DownloadKind as Kind


def ingest(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Articles as plain text, - for standard input; or RDF files."),
    ],
    graph: Annotated[
        str | None, graph_option("The graph to add to, created if absent. [default: your own]", metavar="PATH")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be added.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Add nothing if anything could not be placed.")] = False,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Read comparison articles ("X versus Y") and RDF files into a graph."""
    from rolegraph.readers.ingest import ingest as run
    from rolegraph.render.views.source_views import ingest_blocks

    result = run(files, graph, dry_run=dry_run, strict=strict)
    write(result, lambda: ingest_blocks(result, dry_run=dry_run), format_)
    if strict and not result.clean:
        raise typer.Exit(1)


def validate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE...]", show_default=False, help="RDF files to validate together, not the graph."),
    ] = None,
    graph: GraphOption = None,
    fail_on: Annotated[
        str, typer.Option(metavar="SEVERITY", help="The least severity that fails: violation, warning or info.")
    ] = "violation",
    format_: FormatOption = Format.TABLE,
) -> None:
    """Hold a graph against the SHACL shapes, and say what to fix."""
    from rolegraph.graph import open_graph
    from rolegraph.render.views.node_views import report_blocks
    from rolegraph.shacl.shapes import Severity

    severities = list(Severity)
    if fail_on not in severities:
        raise RolegraphError(f"no severity {fail_on!r}: use one of {', '.join(severities)}")
    report = (open_graph(*files) if files else selected(graph)).validate()
    write(report, lambda: report_blocks(report), format_)
    if report.worst is not None and severities.index(report.worst) <= severities.index(Severity(fail_on)):
        raise typer.Exit(1)


def export(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="Its ending chooses: .ttl .nt .nq .trig .jsonld .graphml .gexf .json"),
    ],
    graph: GraphOption = None,
    view: Annotated[
        str, typer.Option(help="For .graphml, .gexf and .json: requirements, learning or roles.")
    ] = "requirements",
) -> None:
    """Write a graph in a format of RDF, or as a network."""
    from rolegraph.facts.networks import VIEWS
    from rolegraph.render.export import export as run

    chosen = next((one for one in VIEWS if one == view), None)
    if chosen is None:
        raise RolegraphError(f"no view {view!r}: use one of {', '.join(VIEWS)}")
    run(selected(graph), file, chosen)
    typer.echo(f"wrote {file}", err=True)


def build(
    graphs: Annotated[
        list[Path],
        typer.Argument(metavar="GRAPH...", help="RDF files, folders of them, built graphs; a later source replaces."),
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="PATH", help="The folder to build, or a file by its ending.")
    ],
    format_: FormatOption = Format.TABLE,
) -> None:
    """Merge graphs into one, as a whole and only if it is valid; what is at PATH is replaced."""
    from rolegraph.readers.build import merge
    from rolegraph.render.views.source_views import build_blocks

    result = merge(graphs, out)
    write(result, lambda: build_blocks(result), format_)
    if not result.written:
        raise typer.Exit(1)


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A graph, as --graph names it elsewhere.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="A later one.")],
    path: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="FROM TO", show_default=False, help="What it does to the path between two roles."),
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Rows that a table shows, 0 for all; JSON has all.")] = 20,
    format_: FormatOption = Format.TABLE,
) -> None:
    """What changed from one graph to another. Ends with 0 whether or not anything did."""
    from rolegraph.graph import open_graph
    from rolegraph.render.views.diff_view import diff_blocks, path_diff_blocks

    before, after = open_graph(old), open_graph(new)
    if path is not None:
        found = before.path_diff(after, *path)
        write(found, lambda: path_diff_blocks(found), format_)
    else:
        changes = before.diff(after)
        write(changes, lambda: diff_blocks(changes, limit), format_)


app = typer.Typer(
    help="Build a graph from an official download, or from a table of your own.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


DownloadArgument = Annotated[
    Path, typer.Argument(metavar="FOLDER_OR_ZIP", show_default=False, help="The download, unpacked or as it came.")
]
OutOption = Annotated[
    str,
    typer.Option(
        "--out", "-o", metavar="GRAPH", show_default=False, help="The folder to build; a built graph there is replaced."
    ),
]
VersionOption = Annotated[
    str, typer.Option("--release", metavar="VERSION", help="The download's version, where its name does not tell it.")
]
StrictOption = Annotated[bool, typer.Option("--strict", help="Stop at the first row that does not fit.")]


@app.command("onet")
def onet(
    download: DownloadArgument,
    out: OutOption,
    release: VersionOption = "",
    strict: StrictOption = False,
    format_: FormatOption = Format.TABLE,
) -> None:
    """O*NET's text release, from version 24 on."""
    _run("onet", download, out, format_, version=release, strict=strict)


@app.command("esco")
def esco(
    download: DownloadArgument,
    out: OutOption,
    language: Annotated[
        str, typer.Option("--language", "-l", help="Which files to read: de for skills_de.csv.")
    ] = "en",
    release: VersionOption = "",
    strict: StrictOption = False,
    format_: FormatOption = Format.TABLE,
) -> None:
    """ESCO's classification in CSV."""
    _run("esco", download, out, format_, language=language, version=release, strict=strict)


@app.command("tabiya")
def tabiya(
    download: DownloadArgument,
    out: OutOption,
    release: VersionOption = "",
    strict: StrictOption = False,
    format_: FormatOption = Format.TABLE,
) -> None:
    """A taxonomy in Tabiya's CSV form."""
    _run("tabiya", download, out, format_, version=release, strict=strict)


@app.command("table")
def table(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", show_default=False, help="CSV, .xlsx or YAML, one row a requirement."),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            "--out", "-o", metavar="GRAPH", show_default=False, help="The graph to add to, created if absent."
        ),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", show_default=False, help="Write a table to fill in instead: .csv, .xlsx or .yaml."
        ),
    ] = None,
    source: Annotated[
        str | None, typer.Option(metavar="NAME", help="What the source is called. [default: the file's name]")
    ] = None,
    strict: StrictOption = False,
    format_: FormatOption = Format.TABLE,
) -> None:
    """An organisation's own role profiles, from a table."""
    if template is not None and file is None and out is None:
        from rolegraph.readers.importing import write_template

        write_template(template)
        typer.echo(f"wrote {template}: fill it in, then rolegraph import table {template} --out GRAPH", err=True)
        return
    if file is None or out is None or template is not None:
        raise RolegraphError("import table takes FILE and --out GRAPH, or --template FILE alone")
    from rolegraph.readers.importing import import_table
    from rolegraph.render.views.source_views import table_blocks

    result = import_table(file, out, source=source, strict=strict)
    write(result, lambda: table_blocks(result), format_)


def _run(kind: Kind, download: Path, out: str, format_: Format, **options: Any) -> None:
    from rolegraph.readers.importing import import_download
    from rolegraph.render.views.source_views import import_blocks

    if sys.stderr.isatty():
        with typer.progressbar(length=1, label="Reading", file=sys.stderr) as bar:

            def progress(read: int, total: int) -> None:
                bar.length = total
                bar.update(read - bar.pos)

            result = import_download(kind, download, out, progress=progress, **options)
    else:
        result = import_download(kind, download, out, **options)
    write(result, lambda: import_blocks(result), format_)
