"""How an answer leaves a command: to the terminal, to a pipe or into a file, in the format that is asked for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import typer

from rolegraph.errors import RolegraphError

if TYPE_CHECKING:
    from rolegraph.render.figures.scene import Scene
    from rolegraph.render.text import Block


Format = StrEnum("Format", "TABLE JSON MARKDOWN CSV XLSX HTML")
PictureFormat = StrEnum("PictureFormat", "HTML PNG SVG MERMAID DOT GRAPHML GEXF")
ENDINGS: Final = {".txt": "table", ".json": "json", ".md": "markdown"} | {
    f".{name}": name for name in ("markdown", "csv", "xlsx", "html")
}


class Printed(NamedTuple):
    """What a command prints.

    `result` is for programs, `blocks` give the same for people, `document` where a document differs; `main` names the
    table that becomes a CSV file, where there are several; `code` is the exit code.
    """

    result: object
    blocks: Callable[[], Iterable[Block]]
    main: str = ""
    code: int = 0
    document: Callable[[], Iterable[Block]] | None = None


class Drawn(NamedTuple):
    """A picture that a command draws."""

    scene: Scene


class Session:
    """What the options of every command say, for one run of the command line."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Forget what an earlier run was told."""
        self.quiet = self.verbose = self.no_color = False
        self.started = time.perf_counter()

    def update(self, quiet: bool, verbose: bool, no_color: bool) -> None:
        """Take options that stand before the command, or after it."""
        self.quiet |= quiet
        self.verbose |= verbose
        self.no_color |= no_color

    def note(self, text: str) -> None:
        """Tell people something on standard error, unless they want it quiet."""
        if not self.quiet:
            typer.echo(text, err=True)

    def detail(self, text: str) -> None:
        """Tell those who asked for details, with the time that has passed."""
        if self.verbose:
            typer.echo(f"rolegraph: {time.perf_counter() - self.started:6.2f} s  {text}", err=True)


session = Session()


def chosen_format(given: str | None, out: Path | None, endings: Mapping[str, str], default: str) -> str:
    """The format that an option names, or the ending of a file, or the default.

    Raises
    ------
    RolegraphError
        When option and ending contradict each other, or neither names a format.

    >>> chosen_format(None, Path("roles.csv"), ENDINGS, "table")
    'csv'
    """
    if out is None:
        return given or default
    by_ending = endings.get(out.suffix.lower())
    if given is None and by_ending is None:
        known = ", ".join(endings)
        hint = (
            "; `rolegraph view` and `rolegraph stats --plot` draw pictures"
            if out.suffix.lower() in (".png", ".svg")
            else ""
        )
        raise RolegraphError(f"no format for {out.name!r}: end the name in one of {known}, or use --format{hint}")
    if given is not None and by_ending not in (None, given):
        raise RolegraphError(f"--format {given} contradicts the name {out.name!r}, which says {by_ending}: drop one")
    return given or by_ending or default


def answer_format(given: str | None, json: bool, out: Path | None, default: str) -> str:
    """The format of an answer: one of `Format`."""
    if json and given not in (None, Format.JSON):
        raise RolegraphError(f"--json contradicts --format {given}: drop one")
    chosen = chosen_format("json" if json else given, out, ENDINGS, default)
    if chosen == "xlsx" and out is None:
        raise RolegraphError("a workbook needs a file: name one with --out FILE.xlsx")
    return chosen


def write_answer(answer: Printed | str, format_: str, out: Path | None) -> None:
    """Write an answer, or text such as SPARQL as it is; blocks are only made where people will read them."""
    if isinstance(answer, Printed) and format_ == "table" and out is None:
        from rolegraph.render.text.terminal import write_terminal

        write_terminal(answer.blocks(), color=False if session.no_color else None)
    else:
        write_data(answer if isinstance(answer, str) else _rendered(answer, format_), out)


def _rendered(answer: Printed, format_: str) -> str | bytes:
    if format_ in ("markdown", "html"):
        from rolegraph.render.text import markup

        blocks = (answer.document or answer.blocks)()
        return markup.to_markdown(blocks) if format_ == "markdown" else markup.to_html_page(blocks)
    if format_ == "table":
        from rolegraph.render.text.terminal import to_text

        return to_text(answer.blocks())
    from rolegraph.render.text import serialization

    if format_ == "json":
        return serialization.to_json(answer.result) + "\n"
    tables = serialization.flat_tables(answer.result)
    if format_ == "xlsx":
        return serialization.to_xlsx(tables)
    main = answer.main or next(iter(tables), "")
    if others := ", ".join(name for name in tables if name != main):
        session.note(f"rolegraph: the CSV has the table {main!r}; JSON and workbooks have {others} too")
    return serialization.to_csv(tables.get(main, ()))


def write_data(data: str | bytes, out: Path | None) -> None:
    """Print data as it is, or write it to a file and say so."""
    if out is None:
        typer.echo(data, nl=False)
        return
    from rolegraph.rdf.files import write_atomically

    write_atomically(out, data.encode() if isinstance(data, str) else data)
    session.note(f"wrote {out}")


def write_picture(drawn: Drawn, format_: str | None, name: str | None, open_: bool) -> None:
    """Write a picture, print where it is, and open it if that is wanted; `-` is standard output."""
    from rolegraph.render.export import PICTURE_FORMATS, draw, save

    if name == "-":
        typer.echo(draw(drawn.scene, format_ or "html"), nl=False)
        return
    endings = {ending: known for known, ending in PICTURE_FORMATS.items()} | {".htm": "html"}
    out = Path(name) if name else None
    place = save(drawn.scene, chosen_format(format_, out, endings, "html"), out)
    typer.echo(str(place))
    if drawn.scene.cut:
        session.note(f"rolegraph: {drawn.scene.cut}; --max-nodes draws more")
    if open_:
        typer.launch(str(place))
