"""How an answer leaves a command: to the terminal, to a pipe or into a file, in the format that is asked for."""

from __future__ import annotations

import codecs
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from enum import StrEnum
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TextIO

import typer

from rolegraph.errors import RolegraphError

if TYPE_CHECKING:
    from rolegraph.model.nodes import Node
    from rolegraph.render.figures.picture import Picture
    from rolegraph.render.text import Block, Tables


Format = StrEnum("Format", "TABLE JSON MARKDOWN CSV XLSX HTML")
EngineWord = StrEnum("EngineWord", "POLARS DUCKDB SPARK")
PictureFormat = StrEnum("PictureFormat", "HTML PNG SVG MERMAID DOT GRAPHML GEXF")
ENDINGS: Final = {".txt": "table", ".json": "json", ".md": "markdown"} | {
    f".{name}": name for name in ("markdown", "csv", "xlsx", "html")
}

# Signs of ours that an encoding may lack; of any other sign a question mark is left.
_PLAIN: Final = {"\u2500": "-", "…": "...", "–": "-", "—": "-", "−": "-", "’": "'", "“": '"', "”": '"', "→": "->"} | {
    "×": "x",
    "•": "*",
    "·": "-",
    "‘": "'",
    "\u00a0": " ",
    "\u2002": " ",
    "\u202f": " ",
}


def _plainer(error: UnicodeError) -> tuple[str, int]:
    """What is written for signs that an encoding lacks, and for bytes of a command line that are not text."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    from rolegraph.render.text.layout import printable

    signs = error.object[error.start : error.end]
    shown = (_PLAIN.get(sign) or printable(sign) for sign in signs)
    return "".join(text if text.isascii() else "?" for text in shown), error.end


def prepare_streams() -> None:
    """Make standard output and error write any text; in place of closed streams are some that say so when used."""
    for name, mode in (("stdin", "r"), ("stdout", "r"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # What is opened here gets the lowest number that is free: no file opened later becomes standard output.
            # A closed standard input is empty, standard output refuses what is written, and errors get lost.
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))
    codecs.register_error("plainer", _plainer)
    for stream in (sys.stdout, sys.stderr):
        if callable(reconfigure := getattr(stream, "reconfigure", None)):
            reconfigure(errors="plainer")


def silence(stream: TextIO) -> None:
    """Send what is still to be written to a stream nowhere, so that Python does not complain at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def tell(text: str) -> None:
    """Write a line to standard error, if that can be written."""
    try:
        from rolegraph.render.text.layout import printable
    except (OSError, ImportError):  # no more files can be opened, those of modules included

        def printable(text: str) -> str:
            return text.encode("unicode_escape").decode()

    try:
        sys.stderr.write(f"{printable(text)}\n")
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)


def put(data: str | bytes) -> None:
    """Write data to standard output at once; to a terminal without what could steer it."""
    if sys.stdout.isatty():
        from rolegraph.render.text import without_controls

        text = data.decode(errors="replace") if isinstance(data, bytes) else data
        data = re.sub(r"\r(?!\n)", "", without_controls(text))
    if isinstance(data, bytes):
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    else:
        sys.stdout.write(data)
    sys.stdout.flush()


def without_password(text: str) -> str:
    """A text with the user names and passwords of addresses hidden."""
    return re.sub(r"(?<=://)[^/\s]*@", "***@", text)


# What other files that rolegraph reads end in, so that an answer in another format does not replace one.
_INPUTS: Final = {f".{name}": name for name in "ttl trig nt nq jsonld rq yaml yml toml".split()}

_GRAPHS: Final = (".ttl", ".trig", ".nt", ".nq", ".jsonld", ".rdf", ".owl", ".xml")


class Session:
    """What the options of every command say, for one run of the command line."""

    def __init__(self) -> None:
        self.start()

    def start(self, quiet: bool = False, verbose: bool = False, no_color: bool = False) -> None:
        """Begin a run, with the options that stand before the command."""
        self.quiet, self.verbose, self.no_color = quiet, verbose, no_color
        self.language, self.skip_unknown, self.no_estimates, self.everything = "", False, False, True
        self.alone = False
        self.table: Path | None = None  # the Parquet file that a command is to write, beside what it prints
        self.all_languages = False
        self.spoken: Callable[[Node], Mapping[str, object]] = lambda _: {}  # what JSON says of a node's languages
        self.main_language: Callable[[], str] = lambda: "en"  # that of most labels
        self.named: Callable[[Node], str] = attrgetter("slug")  # what gives the name that means a node alone
        self.started = time.perf_counter()

    def update(self, quiet: bool, verbose: bool, no_color: bool) -> None:
        """Add options that stand after the command."""
        self.quiet |= quiet
        self.verbose |= verbose
        self.no_color |= no_color

    def note(self, text: str) -> None:
        """Tell people something on standard error, unless they want it quiet."""
        if not self.quiet:
            tell(text)

    def note_unknown(self, place: str | Path, unknown: Iterable[str]) -> None:
        """Tell people which names of a profile or a list are left out."""
        for name in unknown:
            self.note(f"rolegraph: {place}, {name} (left out)")

    def detail(self, text: str) -> None:
        """Tell those who asked for details, with the time that has passed."""
        if self.verbose:
            tell(f"rolegraph: {time.perf_counter() - self.started:6.2f} s  {without_password(text)}")


session = Session()


def chosen_format(
    given: str | None,
    out: Path | None,
    endings: Mapping[str, str],
    default: str,
    *,
    json: bool = False,
    csv: bool = False,
) -> str:
    """The format that an option names, or the ending of a file, or the default.

    A RolegraphError where options and ending contradict each other, or neither names a format.
    """
    if json and csv:
        raise RolegraphError("--json contradicts --csv: drop one")
    short = "json" if json else "csv" if csv else None
    if short and given not in (None, short):
        raise RolegraphError(f"--{short} contradicts --format {given}: drop one")
    given = short or given
    if out is None:
        return given or default
    by_ending = endings.get(suffix := out.suffix.lower(), _INPUTS.get(suffix) if given else None)
    if given is None and by_ending is None:
        hint = "; `rolegraph view` and `rolegraph stats --plot` draw pictures" if suffix in (".png", ".svg") else ""
        hint = "; --graph names a graph, and `rolegraph export` writes one" if suffix in _GRAPHS else hint
        known = ", ".join(endings)
        raise RolegraphError(f"no format for {out.name!r}: end the name in one of {known}, or use --format{hint}")
    if given is not None and by_ending not in (None, given):
        raise RolegraphError(f"--format {given} contradicts the name {out.name!r}, which says {by_ending}: drop one")
    return given or by_ending or default


def write_data(data: str | bytes, out: Path | None) -> None:
    """Print data as it is, or write it to a file and say so."""
    if out is None:
        put(data)
        return
    from rolegraph.rdf.commits import write_atomically

    write_atomically(out, data.encode(errors="plainer") if isinstance(data, str) else data)
    session.note(f"wrote {out}")


class Printed(NamedTuple):
    """What a command prints: a result for programs, and blocks for people, which are made only if they are written.

    `tables` are the sheets of a workbook, as `flat_tables` reads them, of which the first becomes a CSV file;
    `document` is instead of the blocks where a document differs; `code` is the exit code; `cut` says what of all rows
    the sheets have, where that is not all.
    """

    result: object
    blocks: Iterable[Block]
    tables: Tables
    code: int = 0
    document: Iterable[Block] | None = None
    cut: str = ""

    def write(self, format_: str, out: Path | None) -> None:
        """Write the answer in one of the formats of `Format`, to standard output where no file is named."""
        if format_ in ("json", "csv", "xlsx"):
            data = self._for_programs(format_)
            encoding = "utf-8" if out else sys.stdout.encoding or "utf-8"
            write_data(_escaped(data, encoding) if format_ == "json" else data, out)
            return
        from rolegraph.render.text import layout

        if format_ == "table" and out is None:
            layout.write_terminal(self.blocks, color=False if session.no_color else None)
        elif format_ == "table":
            write_data(layout.to_text(self.blocks), out)
        else:
            shown = self.document or self.blocks
            is_page = format_ != "markdown"
            write_data(
                layout.to_html_page(shown, session.main_language()) if is_page else layout.to_markdown(shown), out
            )

    def _for_programs(self, format_: str) -> str | bytes:
        from rolegraph.render.text import serialization

        if format_ == "json":
            most = None if session.everything else serialization.MOST_SIGNS
            main = next(iter(self.tables.values()), "")
            main = main if isinstance(main, str) else ""
            return serialization.to_json(self.result, session.named, most, main, session.spoken) + "\n"
        if self.cut:
            session.note(f"rolegraph: {self.cut}")
        tables = serialization.flat_tables(self.result, self.tables, session.named)
        if format_ == "xlsx":
            return serialization.to_xlsx(tables)
        main, *others = tables
        if others:
            session.note(f"rolegraph: the CSV has the table {main!r}; a workbook (.xlsx) also has: {', '.join(others)}")
        return serialization.to_csv(tables[main])


def _escaped(data: str | bytes, encoding: str) -> str | bytes:
    """JSON with escapes, if an encoding lacks some of its signs."""
    try:
        str(data).encode(encoding)
    except UnicodeEncodeError:
        import json

        return json.dumps(json.loads(data), indent=2) + "\n"
    return data


class Drawn(NamedTuple):
    """A picture that a command draws."""

    picture: Picture

    def write(self, format_: str | None, name: str | None, open_: bool) -> None:
        """Write the picture, say where it is, and open it if that is wanted; `-` is standard output."""
        from rolegraph.render.figures.picture import FORMATS

        if name == "-":
            write_data(self.picture.data(format_ or "html"), None)
            return
        endings = {ending: known for known, ending in FORMATS.items()} | {".htm": "html"}
        out = Path(name) if name else None
        place = self.picture.save(out, chosen_format(format_, out, endings, "html"))
        if name:
            session.note(f"wrote {place}")
        else:
            put(f"{place}\n")  # the name that was chosen for the file is the answer
        if self.picture.cut:
            session.note(f"rolegraph: {self.picture.cut}; --max-nodes draws more")
        if open_:
            typer.launch(str(place))


@contextmanager
def progress_bar(label: str, things: str = "") -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error, and what moves it; it appears when it first moves.

    Of `things` that are named it says how many there are, how many are done, and how many a second.
    """
    hidden = session.quiet or not sys.stderr.isatty()
    with ExitStack() as shown:
        bars: list[Any] = []
        begun, first = time.monotonic(), 0

        def move(done: int, total: int) -> None:
            nonlocal begun, first
            if not bars:
                begun, first = time.monotonic(), done
                bars.append(
                    shown.enter_context(typer.progressbar(length=1, label=label, file=sys.stderr, hidden=hidden))
                )
            bars[0].length = total
            if things:
                rate = (done - first) / max(time.monotonic() - begun, 0.1)
                bars[0].label = f"{label} {done:,} of {total:,} {things}, {rate:,.0f} a second"
            bars[0].update(done - bars[0].pos)

        yield move
