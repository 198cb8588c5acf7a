"""Importing official downloads and an organisation's own tables: read row by row, validated, written as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.facts.entities import info
from rolegraph.facts.joining import index_built
from rolegraph.mobility.index import write_index as write_whole_index
from rolegraph.model.nodes import Kind, node_iri, slug_of, slugify
from rolegraph.model.roles import Info  # the columns of tables are read from annotations
from rolegraph.rdf.commits import write_atomically
from rolegraph.rdf.curation import texts_set_apart
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import is_address, read_bytes
from rolegraph.rdf.locks import locked
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.transactions import GraphChange, StagedGraph, building, put
from rolegraph.rdf.vocabulary import RG, SOURCE
from rolegraph.rdf.writers import QuadWriter, is_language
from rolegraph.readers.downloads import Download, cure_of_missing
from rolegraph.readers.estimating import add_estimates
from rolegraph.readers.import_output import FileReport, ImportReport, Left, Trouble
from rolegraph.readers.ingest import KnownNames, check, counts_of, iri_of, refuse_violations
from rolegraph.readers.table import ACYCLIC, TABLE_KIND, read_table
from rolegraph.readers.table.layouts import TableLayout, TableOptions
from rolegraph.readers.table.resolving import ResolvedName
from rolegraph.shacl.validation import validate

if TYPE_CHECKING:
    from rolegraph.rdf.writers import LineWriter


DownloadKind = Literal["onet", "esco", "tabiya"]
KINDS: Final[tuple[DownloadKind, ...]] = ("onet", "esco", "tabiya")
Places = str | Path | Sequence[str | Path]
ProgressHook = Callable[[int, int], object]
_LARGEST_TABLE: Final = 100_000_000  # bytes


class Import(NamedTuple):
    """What came of a download: every row is kept, left out by a rule, or in one of the troubles."""

    place: Path
    source: str
    files: tuple[FileReport, ...]
    left_out: tuple[Left, ...]
    troubles: tuple[Trouble, ...]
    notes: tuple[str, ...]
    graph: Info

    @property
    def clean(self) -> bool:
        """Whether every row fits."""
        return not self.troubles


def import_onet(
    place: Places,
    out: str | Path,
    *,
    version: str = "",
    strict: bool = False,
    progress: ProgressHook | None = None,
) -> Import:
    """Turn a release of O*NET, from version 24 on, into a validated, built graph.

    Parameters
    ----------
    place
        The release as text or workbooks, with `Occupation Data` and whatever else there is of it: a folder, a zip or a
        table, or several of them; what lies in further folders and zips is found.
    out
        The folder to build; a built graph that is there is replaced.
    version
        Such as "29.3"; empty to go by the name of the folder or zip, or by its `Read Me.txt`.
    strict
        Stop at the first row that does not fit.
    progress
        Called with the bytes read so far, and the bytes to read in all.

    Raises
    ------
    SourceError
        When a file cannot be read, lacks a column or, if strict, has a row that does not fit; when the result breaks a
        shape; when the graph cannot be written. There is then no graph, or the one that was there before.
    RolegraphError
        When `out` is the address of an endpoint.

    Notes
    -----
    O*NET has ratings, not requirements: which of them become a requirement, and at which level, follows from rules of
    rolegraph's own, in `docs/reference/imports.md`.

    Examples
    --------
    >>> import tempfile
    >>> release = "O*NET-SOC Code\\tTitle\\tDescription\\n51-6052.00\\tTailors\\tSew clothes.\\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "Occupation Data.txt").write_text(release)
    ...     result = import_onet(folder, Path(folder, "graph"), version="29.3")
    >>> result.graph.counts, result.clean
    ({'role': 1, 'source': 1}, True)
    """
    return import_download("onet", place, out, version=version, strict=strict, progress=progress)


def import_esco(
    place: Places,
    out: str | Path,
    *,
    language: str = "en",
    version: str = "",
    incomplete: bool = False,
    strict: bool = False,
    progress: ProgressHook | None = None,
) -> Import:
    """Turn ESCO's download in CSV, from version 1.0 on, into a validated, built graph.

    Parameters
    ----------
    place
        Folders, zips and tables, one or several, with `occupations_en.csv` and whatever else there is; ESCO's relations
        are a zip of their own.
    out
        The folder to build; a built graph that is there is replaced.
    language
        The language of the files to read, such as "de" for `occupations_de.csv`; or several, as "de,fr,en", of which
        the first is that of what is not in words, such as the title of the source.
    version
        Such as "1.2.0"; empty to go by the name of the folder or zip.
    incomplete
        Go on where there are skills, and no file says which of them occupations ask for.
    strict
        Stop at the first row that does not fit.
    progress
        Called with the bytes read so far, and the bytes to read in all.

    Raises
    ------
    SourceError
        As `import_onet` does, when there are no occupations in that language, and, unless `incomplete`, when nothing
        says what occupations ask for.
    RolegraphError
        When `out` is the address of an endpoint, or `language` is not a language code.

    Notes
    -----
    What ESCO calls optional becomes preferred. Requirements have no level, for ESCO gives none. What becomes of each
    file is in `docs/reference/imports-esco.md`.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     table = "conceptUri,preferredLabel\\nhttp://example.org/1,Schneider\\n"
    ...     _ = Path(folder, "occupations_de.csv").write_text(table)
    ...     result = import_esco(folder, Path(folder, "graph"), language="de")
    >>> result.source, result.graph.counts
    ('esco', {'role': 1, 'source': 1})
    """
    chosen = partial(import_download, "esco", place, out, language=language, version=version)
    return chosen(incomplete=incomplete, strict=strict, progress=progress)


def import_tabiya(
    place: Places,
    out: str | Path,
    *,
    language: str = "",
    version: str = "",
    incomplete: bool = False,
    strict: bool = False,
    progress: ProgressHook | None = None,
) -> Import:
    """Turn a taxonomy in the CSV form of Tabiya's Open Taxonomy Platform into a validated, built graph.

    Parameters
    ----------
    place
        Folders, zips and tables, one or several, with `occupations.csv` and whatever else there is.
    out
        The folder to build; a built graph that is there is replaced.
    language
        The language of the labels, and which columns to read where there are some for each, such as PREFERREDLABEL_FR
        for "fr"; empty to go by `model_info.csv`. Where that names none either, labels have no language.
    version
        The taxonomy's version; empty to go by `model_info.csv`.
    incomplete
        Go on where there are skills, and no file says which of them occupations ask for.
    strict
        Stop at the first row that does not fit.
    progress
        Called with the bytes read so far, and the bytes to read in all.

    Raises
    ------
    SourceError
        As `import_onet` does, when there are columns for languages but not for the one chosen, and, unless
        `incomplete`, when nothing says what occupations ask for.
    RolegraphError
        When `out` is the address of an endpoint, or `language` is not a language code.

    Notes
    -----
    What the taxonomy calls optional, or gives a signalling value, becomes preferred. Concepts with neither an origin
    nor a UUID are named by their IDs, which may change from one edition to the next. What becomes of each file is in
    `docs/reference/imports-tabiya.md`.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "occupations.csv").write_text("ID,PREFERREDLABEL\\n1,tailor\\n")
    ...     result = import_tabiya(folder, Path(folder, "graph"))
    >>> result.source, result.graph.counts
    ('tabiya', {'role': 1, 'source': 1})
    """
    chosen = partial(import_download, "tabiya", place, out, language=language, version=version)
    return chosen(incomplete=incomplete, strict=strict, progress=progress)


def import_download(
    kind: DownloadKind,
    place: Places,
    out: str | Path,
    *,
    language: str = "",
    version: str = "",
    incomplete: bool = False,
    strict: bool = False,
    progress: ProgressHook | None = None,
    indexing: ProgressHook = lambda _done, _parts: None,
) -> Import:
    """What `import_onet`, `import_esco` and `import_tabiya` do, with the options that they describe.

    `indexing` is called with how much of what is true of all roles has been computed, and of how much.
    """
    _check_folder(out)
    if kind not in KINDS:
        raise RolegraphError(f"no import of {kind!r}: use one of {', '.join(KINDS)}")
    tongues = _checked_languages(kind, language)
    report, read, total = ImportReport(strict=strict), 0, 0
    places = _places(place)

    def advance(size: int) -> None:
        nonlocal read
        read += size
        if progress is not None and total:
            progress(min(read, total), total)

    links: dict[str, list[tuple[str, str]]] = {}
    index = partial(write_whole_index, progress=indexing, links=links)
    with closing(Download(places, report, advance)) as download, building(Path(out), index) as made:
        try:
            reader = reader_of(kind, download, *tongues, version=version, incomplete=incomplete)
        except SourceError as error:
            path = error.path or ", ".join(map(str, places))
            raise SourceError(error.problem, error.cure, path=path, line=error.line) from None
        total = download.size(reader.files)
        graph = _filled(made, reader, report, links, Path(out))
        download.note_places()
    return Import(Path(out), slug_of(reader.source), *report.summary(), graph)


def _checked_languages(kind: str, text: str) -> list[str]:
    """The languages that a download is to be read in, ESCO's in several; RolegraphError for what is no language."""
    tongues = list(dict.fromkeys(tongue.strip() for tongue in text.split(","))) if kind == "esco" else [text]
    for tongue in tongues:
        if text and not is_language(tongue):
            raise RolegraphError(f"no language {tongue!r}: use a code such as en or de")
    return tongues


def import_skos(
    place: Places,
    out: str | Path,
    *,
    mapping: str | Path | None = None,
    kind: str | None = None,
    language: str = "",
    version: str = "",
    source: str = "",
    strict: bool = False,
    progress: ProgressHook = lambda _done, _total: None,
    indexing: ProgressHook = lambda _done, _parts: None,
) -> Import:
    """Turn a vocabulary in SKOS, or in other RDF, into a validated, built graph.

    Parameters
    ----------
    place
        Files of RDF in any format, by themselves or packed with gzip, folders and zips of these, one or several.
    out
        The folder to build; a built graph that is there is replaced.
    mapping
        The rules to read it by: a file of them (YAML), or `esco`, `schema.org`, `sfia` or `skos`. None to go by what is
        in the files.
    kind
        What concepts are of which no rule says it: `role`, `skill`, `tool`, `degree` or `certification`.
    language
        The languages of the names and texts to keep, such as "de,en"; empty for all.
    version
        Such as "1.2.0"; empty to go by the vocabulary itself, or by the name of a folder or zip.
    source
        What the source is called; empty to go by the rules or the first file's name.
    strict
        Stop at the first concept or link that does not fit.
    progress
        Called with the bytes read so far, and the bytes to read in all.
    indexing
        Called with how much of what is true of all roles has been computed, and of how much.

    Raises
    ------
    SourceError
        When a file or the rules cannot be read, nothing says what the concepts are, none fits or, if strict, one does
        not; when the result breaks a shape; when the graph cannot be written. There is then no graph, or the one that
        was there before.
    RolegraphError
        When `out` is the address of an endpoint, or `kind` or `language` is none.

    Notes
    -----
    Without rules, names tell what concepts are, and which properties require: of classes, schemes and files. What was
    taken for what is in the notes of the result, and can be wrong. What becomes of what is in
    `docs/reference/imports-skos.md`.

    Examples
    --------
    >>> import tempfile
    >>> turtle = "@prefix s: <http://www.w3.org/2004/02/skos/core#> . <http://x/1> a s:Concept ; s:prefLabel 'baker' ."
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "jobs.ttl").write_text(turtle)
    ...     result = import_skos(Path(folder, "jobs.ttl"), Path(folder, "graph"))
    >>> result.source, result.graph.counts
    ('jobs', {'role': 1, 'source': 1})
    """
    from rolegraph.readers.skos.vocabulary_import import vocabulary_reader

    _check_folder(out)
    languages = [word.strip() for word in language.split(",") if word.strip()]
    for word in languages:
        _check_language(word)
    report, links = ImportReport(strict=strict), dict[str, list[tuple[str, str]]]()
    index = partial(write_whole_index, progress=indexing, links=links)
    with building(Path(out), index) as made, ExitStack() as stack:
        opened = partial(vocabulary_reader, _places(place), report, stack, progress, mapping=mapping, kind=kind)
        reader = Reader(*opened(languages=languages, version=version, source=source))
        graph = _filled(made, reader, report, links, Path(out))
    return Import(Path(out), slug_of(reader.source), *report.summary(), graph)


def write_rules(place: Places, file: str | Path, mapping: str | Path | None = None, kind: str | None = None) -> None:
    """Write the rules by which a vocabulary would be read, and what else there is in it, into a file to be changed.

    Raises `SourceError` when there is such a file already, or a file cannot be read or written.
    """
    from rolegraph.readers.skos.vocabulary_import import rules_template

    path = Path(file)
    with locked(path):
        if path.exists():
            raise SourceError("already exists, and may be filled in", "choose another name", path=path)
        write_atomically(path, rules_template(_places(place), mapping, kind).encode())


def _check_folder(out: str | Path) -> None:
    if is_address(str(out)):
        raise RolegraphError(f"{out} is an endpoint, which rolegraph only reads: name a folder with --out")


def _check_language(language: str) -> None:
    if language and not is_language(language):
        raise RolegraphError(f"no language {language!r}: use a code such as en or de")


def _places(place: Places) -> list[Path]:
    places = [Path(place)] if isinstance(place, str | Path) else [Path(one) for one in place]
    if not places:
        raise RolegraphError("nothing to import: name one or more folders or zips")
    return places


def _filled(
    made: StagedGraph, reader: Reader, report: ImportReport, links: dict[str, list[tuple[str, str]]], place: Path
) -> Info:
    """Have a reader fill a graph; gives what is in it, once it is valid."""
    with made.writer(reader.source, reader.language) as writer:
        reader.read(writer)
    reader.further(made.writer)
    report.check_kept(reader.needed)
    links.update(_add_estimates(made, reader, report))
    return _validated(Dataset(made.store, places=(place,)))


def _add_estimates(made: StagedGraph, reader: Reader, report: ImportReport) -> dict[str, list[tuple[str, str]]]:
    """State estimates of what was read, and give the links that this has read; nothing refers to the store any more."""
    dataset = Dataset(made.store)
    if note := add_estimates(dataset, reader.source, made.writer, reader.language):
        report.note(note)
    return dataset.cache.links


def _validated(dataset: Dataset) -> Info:
    """What is in a valid graph; a function, so that nothing refers to the store any more when it is closed."""
    refuse_violations(validate(dataset))
    return info(dataset)


class Reader(NamedTuple):
    """How to read a download: its source, the files that will be read, their language, and what reads them.

    Of the files that are needed something must be kept. What is of another source is stated `further`.
    """

    source: str
    files: Sequence[str]
    needed: Sequence[str]
    language: str
    read: Callable[[LineWriter], None]
    further: Callable[[Callable[[str, str], AbstractContextManager[LineWriter]]], None] = lambda _writing: None


def reader_of(
    kind: DownloadKind,
    download: Download,
    language: str = "",
    *others: str,
    version: str = "",
    incomplete: bool = False,
) -> Reader:
    """How to read a download, with the words of other languages where there are several.

    Raises `SourceError` when the file is missing without which there is nothing to read.
    """
    if kind != "onet":
        from rolegraph.readers.esco import read_taxonomy
        from rolegraph.readers.esco import taxonomy_forms as forms

        form, names = forms.ESCO if kind == "esco" else forms.TABIYA, download.names
        if form is forms.ESCO:
            language = language or "en"
            files = forms.choose_esco(names, language)
        else:
            files = forms.choose_tabiya(names)
        needed = [files[forms.OCCUPATIONS]]
        if forms.SKILLS in files and not incomplete:
            needed.append(forms.file_of_requirements(form, files))
        model = forms.read_model(form, download, files)
        if form is forms.TABIYA:
            language = forms.chosen_language(download, files, model, language)
        words = {other: forms.words_esco(names, other) for other in others}
        read = partial(read_taxonomy, form, download, files=files, model=model, version=version, words=words)
        every = dict.fromkeys(file for chosen in (files, *words.values()) for file in chosen.values())
        return Reader(SOURCE + kind, tuple(every), needed, language, read)
    from rolegraph.readers.onet import read_onet
    from rolegraph.readers.onet.occupations import FILES

    if FILES[0] not in download:
        cure = cure_of_missing(FILES[0], download.names, "name the folder or zip of a download of O*NET")
        raise SourceError(f"has no {FILES[0]}", cure)
    return Reader(SOURCE + kind, FILES, FILES[:1], "en", partial(read_onet, download, version=version))


class TableImport(NamedTuple):
    """What came of a table: every row is kept, left out by a rule, or in one of the troubles.

    `names` says of each name what it was taken for.
    """

    place: Path
    source: str
    counts: dict[str, int]
    files: tuple[FileReport, ...]
    left_out: tuple[Left, ...]
    troubles: tuple[Trouble, ...]
    notes: tuple[str, ...]
    change: GraphChange
    names: tuple[ResolvedName, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether every row fits."""
        return not self.troubles


def import_table(
    file: str | Path,
    out: str | Path,
    *,
    source: str | None = None,
    language: str = "en",
    layout: str | None = None,
    role_column: str = "",
    skill_column: str = "",
    level_column: str = "",
    role: str = "",
    keep_names: bool = False,
    strict: bool = False,
) -> TableImport:
    """Add the role profiles in a table to a graph.

    Parameters
    ----------
    file
        CSV, a workbook (.xlsx) or YAML: a row for each requirement or each role, or a matrix of roles and skills, as
        `docs/reference/tables.md` says.
    out
        The graph to add to: a file, a folder or a built store, created if absent. What it holds of the same source is
        replaced.
    source
        What the source is called; None for the file's name.
    language
        The language of the names.
    layout
        How the table is laid out, where it does not say so itself.
    role_column, skill_column, level_column
        The columns of these, by heading or letter, where several may be meant or none is recognised.
    role
        The role that a table without a column for it is about.
    keep_names
        Take only labels for known nodes; what is another name of one becomes a node of its own.
    strict
        Stop at the first row that does not fit.

    Raises
    ------
    SourceError
        When the file cannot be read, may be read in two ways, nothing in it fits or, if strict, any row does not; when
        the graph has a source of that name which is not a table; when what came out breaks a shape. The graph is then
        as it was before.

    Notes
    -----
    Names that the graph or rolegraph's own data knows are taken for what they mean there, even if the table gives
    another kind; `names` of the result says which. Two different things with the same name become one node.
    """
    if not is_language(language):
        raise RolegraphError(f"no language {language!r}: use a code such as en or de")
    if layout and layout not in list(TableLayout):
        raise RolegraphError(f"no layout {layout!r}: use one of {', '.join(TableLayout)}")
    chosen = TableLayout(layout) if layout else None
    options = TableOptions(chosen, role_column, skill_column, level_column, role.strip(), keep_names)
    if is_address(str(out)):
        raise RolegraphError(f"{out} is an endpoint, which rolegraph only reads: name a file or a folder with --out")
    path, place, report = Path(file), Path(out), ImportReport(strict=strict)
    title = (source or path.stem).strip()
    writer = QuadWriter(node_iri(Kind.SOURCE, slugify(title)), language)
    data = read_bytes(path)
    if len(data) > _LARGEST_TABLE:
        raise SourceError(f"has {len(data):,} bytes", "is it the right file? If so, import it in parts", path=path)
    with locked(place):
        existing = open_dataset([place]) if place.exists() else None
        names = KnownNames(existing)
        _check_source(writer.source, existing, names, place)
        lexicon = names.without(writer.source) if names.states(writer.source) else names.known()
        order = _order(existing, writer.source)
        found = read_table(data, path, writer, lexicon, order, report, options, title=title)
        resolved = tuple(
            replace(each, sources=names.sources_of(each.node.iri, each.name, writer.source)) for each in found
        )
        added = list(writer.quads)
        beside = texts_set_apart(existing.lexical_store if existing else None, {writer.source: added})
        check(beside, existing, [path])
        del existing, names, lexicon  # what is still open is not removed
        change = put(place, chain.from_iterable(beside.values()), finish=index_built)
    counts = {kind: number for kind, number in counts_of(added).items() if kind != Kind.SOURCE}
    return TableImport(place, slug_of(writer.source), counts, *report.summary(), change, resolved)


def write_template(file: str | Path) -> None:
    """Write a table to fill in, with an example, whose format goes by the ending (.csv, .xlsx or .yaml).

    Raises `SourceError` when there is such a file already, its ending is another one, or it cannot be written.
    """
    from rolegraph.readers.table.nested import template

    path = Path(file)
    with locked(path):
        if path.exists():
            raise SourceError("already exists, and may be filled in", "choose another name", path=path)
        write_atomically(path, template(path))


def _check_source(source: str, existing: Dataset | None, names: KnownNames, place: Path) -> None:
    """Refuse to put a table in the place of something else."""
    kinds = existing.objects(source, RG + "sourceKind") if existing is not None else []
    if names.ships(source) or (names.states(source) and kinds != [TABLE_KIND]):
        whose = "rolegraph ships" if names.ships(source) else "the graph holds"
        problem = f"{whose} a source {slug_of(source)} that is not a table"
        raise SourceError(problem, "give this one another name with --source", path=place)


def _order(existing: Dataset | None, source: str) -> dict[str, list[tuple[str, str]]]:
    """What others than the source say of the order of capabilities."""
    if existing is None:
        return {}
    return {
        predicate: [
            (iri_of(quad.subject), iri_of(quad.object))
            for quad in existing.match(None, predicate)
            if iri_of(quad.graph_name) != source
        ]
        for predicate in ACYCLIC
    }
