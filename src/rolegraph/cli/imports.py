"""`import`: official downloads, and an organisation's own tables, as graphs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rolegraph.cli.options import Format, FormatOption, write
from rolegraph.errors import RolegraphError

if TYPE_CHECKING:
    from rolegraph.importing import Kind

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
        from rolegraph.tabling import write_template

        write_template(template)
        typer.echo(f"wrote {template}: fill it in, then rolegraph import table {template} --out GRAPH", err=True)
        return
    if file is None or out is None or template is not None:
        raise RolegraphError("import table takes FILE and --out GRAPH, or --template FILE alone")
    from rolegraph.render.table_view import table_blocks
    from rolegraph.tabling import import_table

    result = import_table(file, out, source=source, strict=strict)
    write(result, lambda: table_blocks(result), format_)


def _run(kind: Kind, download: Path, out: str, format_: Format, **options: Any) -> None:
    from rolegraph.importing import import_download
    from rolegraph.render.import_view import import_blocks

    if sys.stderr.isatty():
        with typer.progressbar(length=1, label="Reading", file=sys.stderr) as bar:

            def progress(read: int, total: int) -> None:
                bar.length = total
                bar.update(read - bar.pos)

            result = import_download(kind, download, out, progress=progress, **options)
    else:
        result = import_download(kind, download, out, **options)
    write(result, lambda: import_blocks(result), format_)
