"""`ingest`, `import`, `build`, `validate`, `lint`, `diff` and `export`: making graphs, checking them, writing them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from rolegraph.cli.config import configured
from rolegraph.cli.count_imports import moves, observations
from rolegraph.cli.options import (
    ASSUMING,
    OLD_GRAPH,
    GraphOption,
    alone,
    argument,
    estimates,
    flag,
    group,
    label_language,
    option,
    selected,
)
from rolegraph.cli.output import Printed, progress_bar, session
from rolegraph.cli.texts import TEXTS, ColumnOption, KindOption
from rolegraph.errors import RolegraphError

if TYPE_CHECKING:
    from rolegraph.readers.importing import DownloadKind
    from rolegraph.render.text import Tables


_ACCEPT = "Words reported as a possible skill, to be one; tool:WORDS for a tool; all. May be repeated."
_TARGET = "The graph to add to, or to create. [env var: ROLEGRAPH_GRAPH; default: your own]"
TargetOption = Annotated[str | None, option("PATH", _TARGET, "--graph", "-g")]


def ingest(
    files: Annotated[list[Path], argument("FILE...", f"{TEXTS}; RDF files; mappings (.sssom.tsv); folders of these.")],
    graph: TargetOption = None,
    kind: KindOption = None,
    role: Annotated[str, option("ROLE", "The role that postings are for, or that a text describes.")] = "",
    column: ColumnOption = "",
    accept: Annotated[list[str] | None, option("WORDS", _ACCEPT, "--accept")] = None,
    dry_run: Annotated[bool, flag("Only show what would be added.", "--dry-run")] = False,
    strict: Annotated[bool, flag("Add nothing if something was not understood.", "--strict")] = False,
) -> Printed:
    """Read comparisons of roles, descriptions, job postings, mappings and RDF files into a graph."""
    from rolegraph.graph import named_target
    from rolegraph.readers.ingest import ingest as run
    from rolegraph.render.views.source_views import ingest_blocks

    place = graph or configured("graph")
    with progress_bar("Reading") as reading:
        result = run(
            files,
            named_target(str(place)) if place else None,
            kind=kind.value if kind else None,
            role=role,
            column=column,
            accept=accept or (),
            dry_run=dry_run,
            strict=strict,
            progress=reading if len(files) > 1 or files[0].is_dir() else lambda _done, _files: None,
        )
    failed = strict and not result.clean
    tables = {"findings": "readings.findings", "left out": "readings.left_out", "files": "readings"}
    return Printed(result, ingest_blocks(result, dry_run=dry_run), tables, code=int(failed))


def validate(
    files: Annotated[list[Path] | None, argument("[FILE]...", "RDF files to check instead of a graph.")] = None,
    graph: GraphOption = None,
    fail_on: Annotated[str, option("SEVERITY", "Fail from this on: violation, warning or info.")] = "violation",
) -> Printed:
    """Check a graph against the SHACL shapes, and say what to correct."""
    from rolegraph.graph import open_graph
    from rolegraph.render.views.node_views import report_blocks
    from rolegraph.shacl.shapes import Severity

    failing = _severities_from(fail_on, Severity)
    report = (
        open_graph(*files, language=label_language(), estimates=estimates()) if files else selected(graph)
    ).validate()
    return Printed(report, report_blocks(report), {"findings": "violations"}, code=int(report.worst in failing))


def export(
    target: Annotated[
        Path,
        argument(
            "FILE|accepts",
            "Ending in .ttl .nt .nq .trig .jsonld .rdf .graphml .gexf .json .sssom.tsv; "
            "or accepts, for tables of who meets what.",
        ),
    ],
    place: Annotated[str | None, argument("[GRAPH]", "After accepts: the graph, as --graph names it.")] = None,
    graph: GraphOption = None,
    view: Annotated[str, option("VIEW", "Of a network: requirements, learning or roles.")] = "requirements",
    flat: Annotated[bool, flag("RDF as one default graph of plain SKOS, for other tools.", "--flat")] = False,
    out: Annotated[
        Path | None, option("FOLDER", "With accepts: the folder to write, as a whole.", "--out", "-o")
    ] = None,
) -> None:
    """Write a graph as RDF, as a network for other tools, or as Parquet tables of who meets what for a warehouse."""
    from rolegraph.facts.networks import VIEWS
    from rolegraph.render.export import export as run

    if str(target) == "accepts":
        if flat or view != "requirements":
            raise RolegraphError("--flat and --view are for a FILE: leave them out with accepts")
        _export_accepts([*(graph or ()), *([place] if place else ())], out)
        return
    if place is not None or out is not None:
        raise RolegraphError(f"a GRAPH and --out are for accepts: use --graph with {target.name!r}")
    chosen = next((known for known in VIEWS if known == view), None)
    if chosen is None:
        raise RolegraphError(f"no view {view!r}: use one of {', '.join(VIEWS)}")
    run(selected(graph), target, chosen, lambda said: session.note(f"rolegraph: {said}"), flat=flat)
    session.note(f"wrote {target}")


def _export_accepts(graphs: list[str], out: Path | None) -> None:
    """Write the tables of who meets what of some graphs, or of the default one, into a folder."""
    if out is None or str(out) == "-":
        raise RolegraphError("name the folder for the tables: rolegraph export accepts --out FOLDER")
    rows = selected(graphs or None).export_accepts(out)
    session.note(f"wrote {out}: {len(rows)} tables, {sum(rows.values()):,} rows, described in manifest.json")


def build(
    graphs: Annotated[
        list[Path],
        argument("GRAPH...", "Files, folders, built graphs, or shipped, own, onet; of equal sources the last is used."),
    ],
    out: Annotated[Path, option("PATH", "The folder to build, or a file by its ending.", "--out", "-o")],
    mappings: Annotated[
        list[Path] | None, option("FILE", "Mappings between them, as SSSOM. May be repeated.", "--mappings")
    ] = None,
) -> Printed:
    """Merge graphs into one; PATH is written, or replaced, only if the result is valid."""
    from rolegraph.graph import named_place
    from rolegraph.readers.ingest import merge
    from rolegraph.render.views.source_views import build_blocks

    with progress_bar("Indexing") as indexing:
        result = merge([named_place(str(graph)) for graph in graphs], out, mappings=mappings or (), indexing=indexing)
    tables = {"sources": "sources", "findings": "report.violations"}
    return Printed(result, build_blocks(result), tables, code=int(not result.written))


def diff(
    old: Annotated[str, argument("OLD", OLD_GRAPH)],
    new: Annotated[str, argument("NEW", "A later one.")],
    path: Annotated[tuple[str, str] | None, option("FROM TO", "Compare the learning path between two roles.")] = None,
    limit: Annotated[int, option("N", "The most rows of a table that is shown; 0 for all.", min=0, max=1_000_000)] = 20,
    history: Annotated[Path | None, option("FILE", "Write what became of what, as .ttl or .sssom.tsv.")] = None,
    assume_hours: Annotated[bool, flag(ASSUMING, "--assume-hours")] = False,
) -> Printed:
    """What changed from one graph to another; the exit code is 0 whether or not anything did."""
    from rolegraph.graph import open_graph
    from rolegraph.render.views.diff_view import diff_blocks, path_diff_blocks

    before, after = (
        open_graph(place, language=label_language(), estimates=estimates(), assume_hours=assume_hours, alone=alone())
        for place in (old, new)
    )
    if path is not None and history is not None:
        raise RolegraphError("--history is about all of both graphs, --path about one path: leave out one")
    if path is not None:
        found = before.path_diff(after, *path)
        return Printed(found, path_diff_blocks(found), {"steps": "steps", "requirements": "requirements"})
    changes = before.diff(after)
    if history is not None:
        before.write_history(after, history, changes)
        session.note(f"wrote {history}")
    lists = "roles added removed renamed successions names".split()
    lists += "links_added links_removed links_changed efforts sources others".split()
    tables = {name.replace("_", " "): name for name in lists}
    tables |= {f"requirements {word}": f"roles.{word}" for word in ("added", "removed", "changed")}
    return Printed(changes, diff_blocks(changes, limit), tables)


def lint(
    files: Annotated[list[Path] | None, argument("[FILE]...", "RDF files to check instead of a graph.")] = None,
    graph: GraphOption = None,
    rule: Annotated[list[str] | None, option("RULE", "Only this rule. May be repeated.", "--rule")] = None,
    ignore: Annotated[list[str] | None, option("RULE", "Not this rule. May be repeated.", "--ignore")] = None,
    fail_on: Annotated[str, option("SEVERITY", "Fail from this on: error, warning or note.")] = "warning",
    limit: Annotated[int, option("N", "The most findings of each rule to show.", min=1, max=1_000_000)] = 20,
) -> Printed:
    """Find names that clash, cycles, unused nodes and gaps in a graph, and say how to correct them."""
    from rolegraph.graph import open_graph
    from rolegraph.render.text import table_rows
    from rolegraph.render.views.node_views import lint_blocks
    from rolegraph.shacl.lint import LintSeverity

    failing = _severities_from(fail_on, LintSeverity)
    opened = open_graph(*files, language=label_language(), estimates=estimates()) if files else selected(graph)
    found = opened.lint(rule or (), ignore or (), limit)
    rules = [(rule.rule, rule.severity, rule.count, rule.cure) for rule in found.checked]
    tables: Tables = {
        "findings": "checked.findings",
        "rules": table_rows(rules, "rule", "severity", "count", "cure"),
    }
    return Printed(found, lint_blocks(found), tables, code=int(found.worst in failing))


def _severities_from(word: str, severities: type[StrEnum]) -> list[StrEnum]:
    """The severities that are at least as bad as a word says."""
    known = list(severities)
    if word not in known:
        raise RolegraphError(f"no severity {word!r}: use one of {', '.join(known)}")
    return known[: known.index(severities(word)) + 1]


_IMPORTED = {
    "files": "files",
    "left out": "left_out",
    "problems": "troubles",
    "rows that do not fit": "troubles.first",
    "notes": "notes",
}
DownloadArgument = Annotated[
    list[Path], argument("FOLDER|ZIP...", "The download: folders, zips and tables, and what lies in them.")
]
BuiltOption = Annotated[str, option("GRAPH", "The folder to build; an existing graph is replaced.", "--out", "-o")]
ReleaseOption = Annotated[str, option("VERSION", "The version, if the name does not give it.", "--release")]
IncompleteOption = Annotated[bool, flag("Go on where no file says what occupations ask for.", "--incomplete")]
StrictOption = Annotated[bool, flag("Stop at the first row that does not fit.", "--strict")]
_LAYOUT = "long (a row a requirement), wide (a row a role) or matrix, where the table does not say so itself."
TableLayoutWord = StrEnum("TableLayoutWord", ["LONG", "WIDE", "MATRIX"])


def onet(
    download: DownloadArgument, out: BuiltOption, release: ReleaseOption = "", strict: StrictOption = False
) -> Printed:
    """O*NET: the release as text or workbooks, from version 24 on."""
    return _imported("onet", download, out, version=release, strict=strict)


_TO_READ: Final = "The languages to read: de,en for skills_de.csv and skills_en.csv."


def esco(
    download: DownloadArgument,
    out: BuiltOption,
    language: Annotated[str, option("CODES", _TO_READ, "--language", "-l")] = "en",
    release: ReleaseOption = "",
    incomplete: IncompleteOption = False,
    strict: StrictOption = False,
) -> Printed:
    """ESCO: the classification in CSV, with its relations, which are a zip of their own."""
    options = {"language": language, "version": release, "incomplete": incomplete, "strict": strict}
    return _imported("esco", download, out, **options)


def tabiya(
    download: DownloadArgument,
    out: BuiltOption,
    language: Annotated[
        str, option("CODE", "The language of the labels. [default: that of model_info.csv]", "--language", "-l")
    ] = "",
    release: ReleaseOption = "",
    incomplete: IncompleteOption = False,
    strict: StrictOption = False,
) -> Printed:
    """Tabiya: a taxonomy in its CSV form."""
    options = {"language": language, "version": release, "incomplete": incomplete, "strict": strict}
    return _imported("tabiya", download, out, **options)


def skos(
    files: Annotated[
        list[Path], argument("FILE...", "RDF: .ttl .nt .nq .trig .rdf .owl .jsonld, .gz of these; folders and zips.")
    ],
    out: Annotated[
        str | None, option("GRAPH", "The folder to build; an existing graph is replaced.", "--out", "-o")
    ] = None,
    mapping: Annotated[
        str | None, option("RULES", "What is a role, a skill …: a YAML file, esco, schema.org, sfia or skos.")
    ] = None,
    kind: Annotated[str | None, option("KIND", "What concepts are if nothing says it: role, skill, …", "--as")] = None,
    language: Annotated[
        str, option("CODES", "The languages to keep, such as de,en. [default: all]", "--language", "-l")
    ] = "",
    source: Annotated[str, option("NAME", "The name of the source. [default: the first file's name]")] = "",
    release: Annotated[str, option("VERSION", "The version, if the vocabulary does not give it.", "--release")] = "",
    template: Annotated[Path | None, option("RULES", "Write rules to fill in, from what is in the files.")] = None,
    strict: Annotated[bool, flag("Stop at the first concept or link that does not fit.", "--strict")] = False,
) -> Printed | None:
    """SKOS, ESCO's RDF, schema.org and other RDF."""
    from rolegraph.readers.importing import import_skos, write_rules
    from rolegraph.render.views.source_views import import_blocks

    if (out is None) == (template is None):
        raise RolegraphError("import skos takes FILE and --out GRAPH, or FILE and --template RULES")
    if template is not None:
        write_rules(files, template, mapping, kind)
        session.note(f"wrote {template}: fill it in, then use it with --mapping {template}")
        return None
    with progress_bar("Reading") as reading, progress_bar("Indexing") as indexing:
        result = import_skos(
            files,
            out or "",
            mapping=mapping,
            kind=kind,
            language=language,
            version=release,
            source=source,
            strict=strict,
            progress=reading,
            indexing=indexing,
        )
    return Printed(result, import_blocks(result), _IMPORTED)


def table(
    file: Annotated[
        Path | None, argument("[FILE]", "A CSV, .xlsx or YAML file: a list, or roles across skills.")
    ] = None,
    out: Annotated[str | None, option("GRAPH", "The graph to add to, or to create.", "--out", "-o")] = None,
    template: Annotated[Path | None, option("FILE", "Write a table to fill in: .csv, .xlsx or .yaml.")] = None,
    source: Annotated[str | None, option("NAME", "The name of the source. [default: the file's name]")] = None,
    language: Annotated[str, option("CODE", "The language of the names.", "--language", "-l")] = "en",
    layout: Annotated[TableLayoutWord | None, option("LAYOUT", _LAYOUT)] = None,
    role_column: Annotated[str, option("HEADING", "The column of roles, by its heading or letter.")] = "",
    skill_column: Annotated[str, option("HEADING", "The column of what roles ask for.")] = "",
    level_column: Annotated[str, option("HEADING", "The column of levels.")] = "",
    role: Annotated[str, option("NAME", "The role, where the table has no column for it.")] = "",
    keep_names: Annotated[
        bool, flag("Make nodes of your own of names that are only other names of known ones.")
    ] = False,
    strict: StrictOption = False,
) -> Printed | None:
    """Your organisation's own role profiles, from a table."""
    from rolegraph.readers.importing import import_table, write_template
    from rolegraph.render.views.source_views import table_blocks

    if template is not None and file is None and out is None:
        write_template(template)
        session.note(f"wrote {template}: fill it in, then rolegraph import table {template} --out GRAPH")
        return None
    if file is None or out is None or template is not None:
        raise RolegraphError("import table takes FILE and --out GRAPH, or --template FILE alone")
    result = import_table(
        file,
        out,
        source=source,
        language=language,
        layout=layout.value if layout else None,
        role_column=role_column,
        skill_column=skill_column,
        level_column=level_column,
        role=role,
        keep_names=keep_names,
        strict=strict,
    )
    return Printed(result, table_blocks(result), _IMPORTED)


def _imported(kind: DownloadKind, download: list[Path], out: str, **options: Any) -> Printed:
    from rolegraph.readers.importing import import_download
    from rolegraph.render.views.source_views import import_blocks

    with progress_bar("Reading") as reading, progress_bar("Indexing") as indexing:
        result = import_download(kind, download, out, progress=reading, indexing=indexing, **options)
    return Printed(result, import_blocks(result), _IMPORTED)


app = group(
    "import",
    "Build a graph from an official download, or add a table of your own, or what was counted, to one.",
    [onet, esco, tabiya, skos, table, moves, observations],
)
