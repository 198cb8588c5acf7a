"""Options that several commands have, help in plain text, and the kind of command that writes its own answer."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_params_convertors_ctx_param_name_from_function

from rolegraph.cli.config import checked, config_file, configured, origin
from rolegraph.cli.output import (
    ENDINGS,
    Drawn,
    EngineWord,
    Format,
    PictureFormat,
    Printed,
    chosen_format,
    progress_bar,
    session,
    write_data,
)
from rolegraph.errors import RolegraphError, SourceError, shared_name
from rolegraph.rdf.files import is_address

if TYPE_CHECKING:
    from rolegraph.graph import RoleGraph
    from rolegraph.model.nodes import Node
    from rolegraph.readers.widening import Widening

SHARED: Final = "Options of every command"


def option(metavar: str, help_: str, *names: str, **settings: Any) -> Any:
    """An option that takes a value."""
    return typer.Option(*names, metavar=metavar, help=help_, **settings)


def flag(help_: str, *names: str, **settings: Any) -> Any:
    """An option without a value, or with one of those that its type lists."""
    return typer.Option(*names, help=help_, **settings)


def argument(metavar: str, help_: str, completion: Callable[..., Any] | None = None) -> Any:
    """A positional argument."""
    return typer.Argument(metavar=metavar, help=help_, autocompletion=completion)


_GRAPH: Final = (
    "The graph to ask: a Turtle or TriG file, a folder of them, a built graph, or the address of a SPARQL "
    "endpoint; or the word shipped, own or onet. May be repeated: graphs are joined by mappings. "
    "[env var: ROLEGRAPH_GRAPH; default: the graph that rolegraph ships, and your own]"
)
OLD_GRAPH: Final = "A graph, as for --graph."
_SOURCE: Final = "Only this source: its slug, the beginning of it, or a kind. Repeatable."
GraphOption = Annotated[list[str] | None, option("PATH|URL", _GRAPH, "--graph", "-g")]
SourceOption = Annotated[list[str] | None, option("SOURCE", _SOURCE, "--source")]
SparqlOption = Annotated[bool, flag("Print the SPARQL queries behind the answer instead.", "--sparql")]
QuietOption = Annotated[bool, flag("No notes or progress.", "--quiet", "-q", rich_help_panel=SHARED)]
VerboseOption = Annotated[bool, flag("What is read, and timings.", "--verbose", "-v", rich_help_panel=SHARED)]
NoColorOption = Annotated[bool, flag("No colours or bold text.", "--no-color", rich_help_panel=SHARED)]
_LANGUAGE: Final = "Languages of labels, best first: de,en. [env var: ROLEGRAPH_LANGUAGE; default: of most]"
LanguageOption = Annotated[str, option("CODES", _LANGUAGE, "--language", rich_help_panel=SHARED)]
_ALL_LANGUAGES: Final = "In JSON, the labels of nodes in every language."
AllLanguagesOption = Annotated[bool, flag(_ALL_LANGUAGES, "--all-languages", rich_help_panel=SHARED)]
_RECORDED: Final = "Only recorded requirements, no estimated ones. [env var: ROLEGRAPH_NO_ESTIMATES]"
RecordedOption = Annotated[bool, flag(_RECORDED, "--no-estimates", rich_help_panel=SHARED)]
_ALONE: Final = "Without what the shipped graph knows of the capabilities in another. [env var: ROLEGRAPH_ALONE]"
AloneOption = Annotated[bool, flag(_ALONE, "--alone", rich_help_panel=SHARED)]
_SKIP: Final = "Leave out names of the profile, or of --have, that mean nothing in the graph."
SkipOption = Annotated[bool, flag(_SKIP, "--skip-unknown")]
ASSUMING: Final = "Count 80 hours for a skill, 40 for a tool, where nobody has estimated any; marked as assumed."
# What the options and arguments that name a profile say of themselves.
PROFILES: Final = ("A YAML file of what you know (see `profile`).", "Your profile, a YAML file.")
FormatOption = Annotated[Format | None, flag("Format of the answer. [default: table]", "--format", "-f")]
JsonOption = Annotated[bool, flag("Short for --format json.", "--json")]
CsvOption = Annotated[bool, flag("Short for --format csv.", "--csv")]
AllOption = Annotated[bool, flag("JSON with everything, however long.", "--all")]
UncutOption = Annotated[bool, flag("Show all: long lists uncut.", "--all")]
_OUT: Final = "Write to a file: .txt .json .md .csv .xlsx .html"
OutOption = Annotated[Path | None, option("FILE", _OUT, "--out", "-o")]
TableOutOption = Annotated[Path | None, option("FILE", f"{_OUT} .parquet", "--out", "-o")]
EngineOption = Annotated[
    EngineWord | None, flag("What a table is computed with. [default: the first that is installed]", "--engine")
]
MasterOption = Annotated[
    str, option("URL", "With --engine spark, the master: local[4], spark://host:7077, yarn.", "--spark-master")
]
PictureOption = Annotated[PictureFormat | None, flag("Format of the picture. [default: html]", "--format", "-f")]
PictureFileOption = Annotated[
    Path | None, option("FILE", "Write a file: .html .png .svg .mmd .dot .graphml .gexf", "--out", "-o")
]
OpenOption = Annotated[bool, flag("Open the picture.", "--open")]


def _general(quiet: QuietOption = False, verbose: VerboseOption = False, no_color: NoColorOption = False) -> None: ...


def _asking(
    language: LanguageOption = "",
    all_languages: AllLanguagesOption = False,
    no_estimates: RecordedOption = False,
    alone: AloneOption = False,
) -> None: ...


def _holding(skip_unknown: SkipOption = False) -> None: ...


def _printing(
    format_: FormatOption = None, json: JsonOption = False, csv: CsvOption = False, out: OutOption = None
) -> None: ...


def _tabling(
    format_: FormatOption = None, json: JsonOption = False, csv: CsvOption = False, out: TableOutOption = None
) -> None: ...


def _summing_up(everything: AllOption = False) -> None: ...


def _drawing(picture: PictureOption = None, out: PictureFileOption = None, open_: OpenOption = False) -> None: ...


# Made once and shared by all commands: making them for each would take longer than the rest of `--help`.
_GENERAL, _ASKING, _HOLDING, _PRINTING, _TABLING, _SUMMING_UP, _DRAWING = (
    get_params_convertors_ctx_param_name_from_function(template)[0]
    for template in (_general, _asking, _holding, _printing, _tabling, _summing_up, _drawing)
)


# Commands whose answers are about a role or two, and in JSON begin with what matters; others give lists as a whole.
_SMALL_FIRST: Final = (
    {f"careers.{name}" for name in "path compare nearest route whatif".split()}
    | {f"{module}.show" for module in ("lookups", "profile")}
    | {"lookups.stats", "demand_command.demand"}
)

# Commands that write a table of any number of rows with `-o FILE.parquet`, and then print what is in it.
_WITH_TABLES: Final = {"texts.extract", "demand_command.demand", "people.match"}


def _write_sections(command: TyperCommand | TyperGroup, ctx: Any, formatter: Any) -> None:
    """Arguments, own options and shared options in sections; Typer's own sections need rich, which loads slowly."""
    sections: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": [], SHARED: []}
    for parameter in command.get_params(ctx):
        record = parameter.get_help_record(ctx)
        if record is not None:
            argument = parameter.param_type_name == "argument"
            panel = SHARED if parameter.name == "help" else getattr(parameter, "rich_help_panel", None)
            sections["Arguments" if argument else panel or "Options"].append(record)
    for title, rows in sections.items():
        if rows:
            with formatter.section(title):
                formatter.write_dl(rows)


class PlainGroup(TyperGroup):
    """A group of commands whose help gives the first paragraph of each, under the headings of their panels."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options, then the commands."""
        _write_sections(self, ctx, formatter)
        panels: dict[str, list[tuple[str, str]]] = {}
        longest = max(map(len, self.commands))
        for name, command in self.commands.items():
            summary = " ".join((command.help or "").partition("\n\n")[0].split())
            panel = getattr(command, "rich_help_panel", None) or "Commands"
            panels.setdefault(panel, []).append((name.ljust(longest), summary))
        for panel, rows in panels.items():
            with formatter.section(panel):
                formatter.write_dl(rows)


class AnswerCommand(TyperCommand):
    """A command with the options that its kind of answer has and those of every command; it writes the answer."""

    format_options = _write_sections

    def __init__(self, *arguments: Any, params: list[Any], callback: Callable[..., Any], **settings: Any) -> None:
        returns = callback.__annotations__["return"]
        command = f"{callback.__module__.rpartition('.')[2]}.{callback.__name__}"
        self._has_table = command in _WITH_TABLES
        printing = _TABLING if self._has_table else _PRINTING
        added = printing if "Printed" in returns else _DRAWING if returns == "Drawn" else []
        own = {parameter.name for parameter in params}
        about = {getattr(parameter, "help", "") for parameter in params}
        asking = _ASKING if about & {_GRAPH, OLD_GRAPH} else []
        holding = _HOLDING if about & {*PROFILES} else []
        partly = _SUMMING_UP if command in _SMALL_FIRST else []
        self.shared = [option for option in (*holding, *added, *partly, *asking, *_GENERAL) if option.name not in own]
        super().__init__(*arguments, params=[*params, *self.shared], callback=callback, **settings)

    def invoke(self, ctx: Any) -> None:
        """Run the command, write what it returns, and leave with its exit code."""
        given = {option.name: ctx.params.pop(option.name) for option in self.shared}
        session.update(given["quiet"], given["verbose"], given["no_color"])
        session.skip_unknown = bool(given.get("skip_unknown"))
        session.everything = bool(given.get("everything", ctx.params.get("everything", True)))
        session.language = str(checked("language", given["language"])) if given.get("language") else ""
        session.no_estimates = bool(given.get("no_estimates"))
        session.alone = bool(given.get("alone"))
        session.all_languages = bool(given.get("all_languages"))
        self._refuse_contradictions(ctx, {**ctx.params, **given})
        out = Path(given["out"]) if given.get("out", "-") not in (None, "-") else None
        session.table = out if self._has_table and out is not None and out.suffix.lower() == ".parquet" else None
        out = out if session.table is None else None
        # What cannot be written is refused before anything is done.
        chosen = ""
        if "format_" in given and not ctx.params.get("sparql"):
            default = configured("format") or "table"
            chosen = chosen_format(given["format_"], out, ENDINGS, default, json=given["json"], csv=given["csv"])
            if chosen == "xlsx" and out is None:
                raise RolegraphError("a workbook needs a file: name one with --out FILE.xlsx")
        answer = super().invoke(ctx)
        if isinstance(answer, Drawn):
            answer.write(given["picture"], given["out"], given["open_"])
        elif isinstance(answer, Printed):
            answer.write(chosen, out)
        elif answer is not None:
            write_data(answer, out)
        session.detail("done")
        if isinstance(answer, Printed) and answer.code:
            raise typer.Exit(answer.code)

    def _refuse_contradictions(self, ctx: Any, values: dict[Any, Any]) -> None:
        if session.quiet and session.verbose:
            raise RolegraphError("--quiet contradicts --verbose: drop one")
        out = values.get("out")
        for parameter in self.params:
            value = values.get(parameter.name)
            if isinstance(value, float) and not math.isfinite(value):
                raise RolegraphError(f"{parameter.opts[0]}: {value} is not a finite number")
            if out not in (None, "-") and parameter.name in _FILES:
                files = value if isinstance(value, list | tuple) else [value]
                if any(file and os.path.realpath(file) == os.path.realpath(out) for file in files):
                    name = parameter.opts[0] if parameter.opts[0].startswith("-") else parameter.make_metavar(ctx)
                    raise RolegraphError(f"--out and {name} name the same file, {out}: name another")
        if values.get("sparql"):
            endings = {ending for ending, format_ in ENDINGS.items() if format_ != "table"}
            written = {
                "--json": values.get("json"),
                "--csv": values.get("csv"),
                f"--format {values.get('format_')}": values.get("format_") not in (None, "table"),
                "--report": values.get("report"),
                f"--out {out}": out and Path(out).suffix.lower() in endings,
            }
            for option, is_given in written.items():
                if is_given:
                    raise RolegraphError(f"--sparql prints queries instead of an answer: leave out {option}")


# Options and arguments for files that an answer must not replace.
_FILES: Final = tuple("report plot file files profile download template".split())


def command(app: typer.Typer, function: Callable[..., Any], **settings: Any) -> None:
    """Make a function a command of its name.

    One that returns `Printed` gets `--format`, `--json` and `--out`, one that returns `Drawn` the options of pictures;
    an option that the function declares itself stays its own.
    """
    app.command(function.__name__.rstrip("_"), cls=AnswerCommand, **settings)(function)


def group(name: str, help_: str, functions: Iterable[Callable[..., Any]]) -> typer.Typer:
    """A group of commands."""
    app = typer.Typer(name=name, cls=PlainGroup, help=help_, no_args_is_help=True, rich_markup_mode=None)
    for function in functions:
        command(app, function)
    return app


def selected(
    graphs: list[str] | None,
    sources: list[str] | None = None,
    sparql: bool = False,
    timeout: float = 30.0,
    *,
    assume_hours: bool = False,
) -> RoleGraph:
    """The graphs that `--graph`, the environment or the configuration names, or the default one; of some sources."""
    from rolegraph.facts import labels
    from rolegraph.graph import open_graph

    if sources and sparql:
        raise RolegraphError("--sparql shows queries over all sources: leave out --source")
    places = graphs or [place for place in [configured("graph")] if place]
    session.detail(f"opening {', '.join(places) or 'the graph that rolegraph ships, and your own'}")
    try:
        if "onet" in places and not Path("onet").exists():
            make_onet()
        opened = open_graph(
            *places,
            language=label_language(),
            estimates=estimates(),
            alone=alone(),
            widening=widening(),
            timeout=timeout,
            assume_hours=assume_hours,
        )
    except SourceError as error:
        if graphs or not places or Path(error.path or "") != Path(places[0]):
            raise
        source = str(config_file()) if (named := origin("graph")) == "file" else f"the {named}"
        cure = "; ".join(part for part in (error.cure, f"the name is from {source}") if part)
        raise SourceError(error.problem, cure, path=error.path, line=error.line) from None
    if session.verbose:
        session.detail("opened " + ", ".join(map(str, opened.dataset.places)))
    opened = opened.from_sources(*sources) if sources else opened
    if session.language and not opened.dataset.is_remote:
        _note_language(opened, session.language)

    opened.on_replaced = partial(_note_replaced, opened)
    opened.on_near = cache(lambda name, node: session.note(f"rolegraph: {name!r} is taken for {node.label!r}"))
    opened.on_shared = _noted_once()

    @cache
    def name_of(node: Node) -> str:  # a graph's names are read when the first is asked for
        return opened.lexicon.name_of(node)

    session.named = name_of
    session.spoken = cache(partial(labels.languages_of_node, opened.dataset, in_all=session.all_languages))
    session.main_language = lambda: labels.main_language(opened.dataset) or "en"
    return opened


def _note_replaced(opened: RoleGraph, name: str, node: Node) -> None:
    """Say that a name is that of something that has been replaced, and which source says so."""
    from rolegraph.facts import history, labels

    source = history.authority_of(opened.dataset, node.iri)
    said = f" ({labels.node(opened.dataset, source).label})" if source else ""
    session.note(f"rolegraph: {name!r} is {node.label!r} now{said}")


def _noted_once() -> Callable[[str, Node, Sequence[Node]], None]:
    """What says, once for each name, which of the roles that have it is meant."""
    told: set[str] = set()

    def note(name: str, node: Node, others: Sequence[Node]) -> None:
        if name not in told:
            told.add(name)
            session.note(f"rolegraph: {shared_name(name, node.label, [other.label for other in others])}")

    return note


def _note_language(opened: RoleGraph, language: str) -> None:
    """Say where no label is in a language of an option: a misspelled one would have no effect."""
    from rolegraph.facts.labels import language_order
    from rolegraph.model.languages import primary

    known = sorted(language_order(opened.dataset))
    for tag in map(str.strip, language.split(",")) if known else ():
        if tag and primary(tag) not in known:
            session.note(f"rolegraph: no label is in the language {tag!r}: this graph has {', '.join(known)}")


def label_language() -> str:
    """The languages of labels that an option, the environment or the configuration names; empty where none does."""
    return session.language or configured("language") or ""


def estimates() -> bool:
    """Whether requirements are estimated where none are recorded: unless an option or a default says no."""
    return not (session.no_estimates or configured("no_estimates"))


def alone() -> bool:
    """Whether only what a graph states counts: if an option or a default says so."""
    return bool(session.alone or configured("alone"))


def widening() -> Widening | None:
    """How the default graph gets the facts of O*NET beside it: unless a default says that it never does."""
    from rolegraph.readers.widening import Widening

    once = cache(lambda text: session.note(f"rolegraph: {text}"))
    return None if configured("no_onet") else Widening(make_onet, once)


def make_onet() -> Path:
    """The graph of the facts of O*NET, made with a bar if there is none yet."""
    from rolegraph.readers.onet.carried_facts import make_graph

    with progress_bar("Making") as making:
        return make_graph(making)


def complete(*kinds: str) -> Callable[[typer.Context, str], list[tuple[str, str]]]:
    """A completion of slugs of some kinds, with their labels as help; of all kinds where none is given."""

    def names(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        from rolegraph.graph import open_graph
        from rolegraph.model.nodes import Kind

        try:
            places = ctx.params.get("graph") or [place for place in [configured("graph")] if place]
            if any(map(is_address, places)):
                return []  # completion does not wait for a network
            graph = open_graph(*places)
        except RolegraphError:
            return []  # a shell that completes shows no messages
        wanted = [kind for kind in Kind if not kinds or kind.value in kinds]
        return sorted((name, node.label) for name, node in graph.lexicon.completions(incomplete, wanted))

    return names
