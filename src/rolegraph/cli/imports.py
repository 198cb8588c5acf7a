"""`import`: official downloads, and an organisation's own tables, as graphs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rolegraph.cli.options import Format, FormatOption, write

if TYPE_CHECKING:
    from rolegraph.importing import Kind

app = typer.Typer(help="Build a graph from an official download.", no_args_is_help=True, rich_markup_mode=None)

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
