"""Files of mappings: SSSOM with tabs or commas between its cells (`.sssom.tsv`, `.sssom.csv`), read and written.

Rows are checked by sssom-pydantic, prefixes expanded by curies. Read is what a graph needs to know of each mapping, and
every other slot of SSSOM as it is; what is no mapping, such as a row that denies one, is left out and said to be.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rolegraph.errors import RolegraphError, SourceError, joined
from rolegraph.model.mappings import (
    ESCO,
    FIELDS,
    JUSTIFICATION,
    ONET,
    MappingSet,
    MatchPredicate,
    NodeMapping,
    graph_iri,
    public_iri,
)
from rolegraph.model.nodes import ID, SOURCE, slugify
from rolegraph.profiles.yaml_nodes import compose
from rolegraph.rdf.commits import write_atomically
from rolegraph.rdf.files import check_text, read_bytes
from rolegraph.rdf.vocabulary import SEMAPV, SKOS, SSSOM
from rolegraph.rdf.writers import is_iri
from rolegraph.readers.delimited import BROKEN_QUOTES, find_delimiter, numbered_rows

if TYPE_CHECKING:
    from curies import Converter
    from pydantic import ValidationError
    from sssom_pydantic import MappingSetRecord

ENDINGS: Final = (".sssom.tsv", ".sssom.csv")
NEEDED: Final = ("subject_id", "predicate_id", "object_id", JUSTIFICATION)
_TABLES: Final = (".tsv", ".csv")
_BEGINNING: Final = 10_000  # bytes
_LARGEST: Final = 100_000_000  # bytes
_DIGITS: Final = 6  # of a confidence
_ADDRESS: Final = re.compile(r"(?:https?|urn|ftp|file):\S{1,2000}")
_PREDICATES: Final = {predicate.iri: predicate for predicate in MatchPredicate}
_PREFIXES: Final = {"rgid": ID, "esco": ESCO, "onet": ONET, "semapv": SEMAPV, "skos": SKOS}
_DENIED: Final = "says of what is not so: a graph states what is"
_NOTHING_FOUND: Final = "says that nothing was found to map to"


def is_mapping_file(path: Path) -> bool:
    """Whether a file is one of mappings, judging by its name, or of a table by its beginning."""
    if path.name.lower().endswith(ENDINGS):
        return True
    if path.suffix.lower() not in _TABLES:
        return False
    try:
        with path.open("rb") as file:
            beginning = file.read(_BEGINNING)
    except OSError:  # which is said when it is read
        return False
    return all(name.encode() in beginning for name in NEEDED)


def read_mappings(path: str | Path) -> MappingSet:
    """Read a file of mappings in SSSOM.

    Parameters
    ----------
    path
        SSSOM with its metadata before the table, with tabs or commas between cells.

    Raises
    ------
    SourceError
        When the file is missing, no text, no table of SSSOM, or has a row that is none: with the line.

    Notes
    -----
    Occupations of O*NET go by their pages in such files, and by other IRIs in a graph; the rows have those of a graph.

    Examples
    --------
    >>> import tempfile
    >>> text = "#curie_map:\\n#  a: https://example.org/a/\\n" + "\\t".join(NEEDED)
    >>> row = "a:nurse\\tskos:closeMatch\\ta:midwife\\tsemapv:ManualMappingCuration"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "care.sssom.tsv").write_text(f"{text}\\n{row}\\n")
    ...     (mapping,) = read_mappings(Path(folder, "care.sssom.tsv")).rows
    >>> mapping.subject, mapping.predicate.value, mapping.justification
    ('https://example.org/a/nurse', 'closeMatch', 'ManualMappingCuration')
    """
    path = Path(path)
    data = read_bytes(path)
    if len(data) > _LARGEST:
        raise SourceError(f"has {len(data):,} bytes", "is it the right file? If so, split it", path=path)
    check_text(data, path, "name a file of SSSOM")
    text = io.StringIO(data.decode("utf-8-sig"), newline="").readlines()
    head = list(takewhile(lambda line: line.lstrip('"').startswith("#"), text))
    about = _metadata(head, path)
    converter = _converter(about.curie_map or {}, path)
    lines = ["\n"] * len(head) + text[len(head) :]  # so that lines are counted as in the file
    rows, left_out = list[NodeMapping](), list[tuple[int, str]]()
    given = about.get_propagatable()
    for line, cells in _rows(lines, path, left_out):
        try:
            mapping = _mapping({**given, **cells}, converter)
        except _Denied as denial:
            left_out.append((line, str(denial)))
        except ValueError as error:
            raise SourceError(*_said(error), path=path, line=line) from None
        else:
            rows.append(mapping)
    if not rows:
        raise SourceError("has no mappings", "is it the right file, and was it written to the end?", path=path)
    return MappingSet(
        str(about.mapping_set_id),
        tuple(dict.fromkeys(rows)),
        title=about.mapping_set_title or "",
        description=about.mapping_set_description or "",
        licence=str(about.license or ""),
        version=about.mapping_set_version or "",
        creators=tuple(about.creator_label or about.creator_id or ()),
        left_out=tuple(left_out),
    )


def _metadata(head: Sequence[str], path: Path) -> MappingSetRecord:
    """What the lines before the table say of the set; a set without an ID of its own goes by the file's name."""
    import yaml
    from pydantic import ValidationError
    from sssom_pydantic import MappingSetRecord

    # A spreadsheet puts quotation marks around such lines, and what stands between cells behind them.
    plain = list(map(_without_mark, head))
    root = compose("\n".join([*plain, ""]).encode(), path, "remove what is nested") if any(plain) else None
    cure = "write the lines before the table as `#name: value`"
    try:
        found = yaml.constructor.BaseConstructor().construct_document(root) if root is not None else {}
    except yaml.YAMLError:  # a list as a name
        found = None
    if not isinstance(found, dict):
        raise SourceError("the lines before the table are no metadata of SSSOM", cure, path=path, line=1)
    known = {name: value for name, value in found.items() if name in MappingSetRecord.model_fields and value != ""}
    name = str(known.get("mapping_set_id", path.name.split(".")[0]))
    known["mapping_set_id"] = name if _ADDRESS.match(name) else SOURCE + slugify(name.removesuffix(ENDINGS[0]))
    try:
        return MappingSetRecord.model_validate(known)
    except ValidationError as error:
        slot, problem = _first_fault(error)
        line = next((number for number, text in enumerate(plain, 1) if text.strip().startswith(f"{slot}:")), 1)
        raise SourceError(
            f"{slot}: {problem}", "correct it in the lines before the table", path=path, line=line
        ) from None


def _without_mark(line: str) -> str:
    """A line before the table without its mark, and without what a spreadsheet adds: quotes, and a cell a column."""
    text = re.sub(r"(?:\t+|,{3,})$", "", line.rstrip("\r\n"))
    if text.startswith('"'):
        text = text[1:].removesuffix('"').replace('""', '"')
    return text.removeprefix("#")


def _converter(prefixes: Mapping[str, str], path: Path) -> Converter:
    from curies import Converter, chain
    from sssom_pydantic.constants import BUILTIN_CONVERTER

    try:
        own = [Converter.from_prefix_map({prefix: beginning}) for prefix, beginning in prefixes.items()]
        return chain([*own, BUILTIN_CONVERTER])
    except ValueError as error:
        problem = " ".join(str(error).split())[:200]
        raise SourceError(f"curie_map: {problem}", "correct it", path=path, line=1) from None


def _rows(lines: Sequence[str], path: Path, left_out: list[tuple[int, str]]) -> Iterator[tuple[int, dict[str, str]]]:
    """The cells that hold anything of each row, by column, with its line."""
    from sssom_pydantic import Record

    known = Record.model_fields.keys() - {"extensions"}
    delimiter = find_delimiter("".join(lines[:200]), known.__contains__, "\t,;")
    columns: list[str] = []
    for line, cells in numbered_rows(lines, path, delimiter=delimiter):
        if cells is None:
            raise SourceError(f"has {BROKEN_QUOTES}", "write it twice, or remove it", path=path, line=line)
        stripped = [cell.strip() for cell in cells]
        if not any(stripped):
            continue
        if not columns:
            columns = _columns(stripped, path, line)
            left_out += (
                (line, f"the column {name} is none of SSSOM") for name in columns if name and name not in known
            )
            continue
        if any(stripped[len(columns) :]):
            raise SourceError("has more cells than there are columns", "remove what is too much", path=path, line=line)
        pairs = zip(columns, stripped, strict=False)
        yield line, {name: cell for name, cell in pairs if cell and name in known}
    if not columns:
        raise SourceError("has no table", f"its columns are {', '.join(NEEDED)} and others", path=path)


def _columns(names: list[str], path: Path, line: int) -> list[str]:
    missing = [name for name in NEEDED if name not in names]
    if missing:
        problem = f"has no column {joined(missing)}"
        raise SourceError(problem, "it is no table of SSSOM otherwise", path=path, line=line)
    if twice := next((name for name in names if name and names.count(name) > 1), None):
        raise SourceError(f"has two columns {twice}", "keep one", path=path, line=line)
    return names


class _Denied(Exception):
    """A row that is no mapping, and is right not to be."""


class _Fault(ValueError):
    """A row that rolegraph cannot take: what is wrong with it, and the cure."""


def _mapping(cells: dict[str, Any], converter: Converter) -> NodeMapping:
    """A row; `ValueError` where it breaks a rule of SSSOM, `_Fault` for an unknown prefix or a predicate of others."""
    from sssom_pydantic.io import row_to_record
    from sssom_pydantic.models import MULTIPLE_REFERENCE_FIELDS, SINGLE_REFERENCE_FIELDS

    if cells.get("predicate_modifier") == "Not":
        raise _Denied(_DENIED)
    record = row_to_record(cells, converter=converter)
    slots = record.model_dump(mode="json", exclude_none=True, exclude={*NEEDED, *FIELDS, "confidence", "extensions"})
    subject, predicate, object_, why = (_expanded(getattr(record, name), name, converter) for name in NEEDED)
    if SSSOM + "NoTermFound" in (subject, object_):
        raise _Denied(_NOTHING_FOUND)
    if predicate not in _PREDICATES:
        known = joined([f"skos:{one.value}" for one in MatchPredicate])
        raise _Fault(f"predicate_id: {record.predicate_id} is none of SKOS", f"use {known}, or remove the row")
    subject, object_ = graph_iri(subject), graph_iri(object_)
    if subject == object_:
        raise _Fault(f"subject_id and object_id are both {record.subject_id}", "remove the row")
    others: set[tuple[str, str]] = set()
    for slot, value in slots.items():
        for one in value if isinstance(value, list) else [value]:
            is_reference = slot in SINGLE_REFERENCE_FIELDS or slot in MULTIPLE_REFERENCE_FIELDS
            others.add((slot, _iri(one, converter) or one if is_reference else str(one)))
    fields: dict[str, Any] = {field: getattr(record, slot) or "" for slot, field in FIELDS.items()}
    return NodeMapping(
        subject,
        object_,
        _PREDICATES[predicate],
        None if record.confidence is None else round(record.confidence, _DIGITS),
        why.removeprefix(SEMAPV),
        others=tuple(sorted(others)),
        **fields,
    )


def _iri(text: str, converter: Converter) -> str:
    """What a text with a known prefix, or an address, stands for; empty for any other."""
    return (":" in text and converter.expand(text)) or (text if _ADDRESS.fullmatch(text) else "")


def _expanded(text: str, slot: str, converter: Converter) -> str:
    """The IRI that a cell means; `_Fault` where its prefix is not known."""
    iri = _iri(text, converter)
    if iri and is_iri(iri):
        return iri
    prefix, colon, _ = text.partition(":")
    if iri:
        raise _Fault(f"{slot}: {iri} is no IRI", "correct the row")
    if not colon:
        raise _Fault(f"{slot}: {text} has no prefix, and is no IRI", "correct the row")
    raise _Fault(f"{slot}: the prefix {prefix} is not in the curie_map", "declare it there")


def _said(error: ValueError) -> tuple[str, str]:
    """What is wrong with a row, and the cure."""
    from pydantic import ValidationError

    if isinstance(error, ValidationError):
        slot, problem = _first_fault(error)
        return f"{slot}: {problem}", "correct the row"
    problem, cure = error.args if isinstance(error, _Fault) else (str(error), "correct the row")
    return problem, cure


def _first_fault(error: ValidationError) -> tuple[str, str]:
    """The slot that is wrong, and why, of the first of several faults."""
    fault = error.errors()[0]
    problem = fault["msg"][:1].lower() + fault["msg"][1:].replace("Input should", "should")
    value = "" if fault["type"] == "missing" else f"{fault['input']!s:.60} "
    return str(fault["loc"][0]), value + problem.replace("input should", "should").replace("field required", "is empty")


def write_mappings(path: str | Path, mapping_set: MappingSet) -> None:
    """Write mappings as SSSOM with tabs between cells, which `read_mappings` reads back.

    Parameters
    ----------
    path
        A file that ends in `.sssom.tsv`; one that is there is replaced.
    mapping_set
        The rows, with an IRI that names the set, and its licence.

    Raises
    ------
    RolegraphError
        When the name does not end in `.sssom.tsv`, there are no rows, the ID or the licence is no IRI, or a row breaks
        a rule of SSSOM.
    SourceError
        When the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> row = NodeMapping("https://example.org/a", "https://example.org/b", MatchPredicate.EXACT, 0.9, "Reviewed")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     place = Path(folder, "a.sssom.tsv")
    ...     write_mappings(place, MappingSet("https://example.org/set", (row,)))
    ...     read_mappings(place).rows == (row,)
    True
    """
    path = Path(path)
    check_mapping_name(path)
    write_atomically(path, mapping_text(mapping_set).encode())


def check_mapping_name(path: Path) -> None:
    """Raise `RolegraphError` where a file of mappings cannot have that name."""
    if not path.name.lower().endswith(ENDINGS[0]):
        raise RolegraphError(f"mappings are written as SSSOM: let the name of {path} end in {ENDINGS[0]}")


def mapping_text(mapping_set: MappingSet) -> str:
    """Mappings as a file of SSSOM has them; raises as `write_mappings` does."""
    from curies import Converter, chain
    from pydantic import ValidationError
    from sssom_pydantic import MappingSetRecord, Record, write_unprocessed
    from sssom_pydantic.constants import BUILTIN_CONVERTER

    if not mapping_set.rows:
        raise RolegraphError("there are no mappings to write")
    prefixes = _prefixes(mapping_set.rows)
    converter = chain([Converter.from_prefix_map(prefixes), BUILTIN_CONVERTER])
    text = io.StringIO()
    about = {
        "mapping_set_id": mapping_set.id,
        "mapping_set_title": mapping_set.title,
        "mapping_set_description": mapping_set.description,
        "mapping_set_version": mapping_set.version,
        "license": mapping_set.licence,
        "creator_label": list(mapping_set.creators),
    }
    try:
        records = [Record.model_validate(_cells(row, converter)) for row in mapping_set.rows]
        metadata = MappingSetRecord.model_validate({name: value for name, value in about.items() if value})
    except ValidationError as error:
        slot, problem = _first_fault(error)
        raise RolegraphError(f"these mappings cannot be written: {slot}: {problem}") from None
    used = {cell.partition(":")[0] for record in records for cell in _references(record)}
    write_unprocessed(records, text, metadata=metadata, converter=converter, prefixes=used, condense=False)
    return text.getvalue().replace("\r\n", "\n")


def _prefixes(rows: Iterable[NodeMapping]) -> dict[str, str]:
    """A prefix for the beginning of each IRI: one that is known, or else a numbered one."""
    others: dict[str, str] = {}
    for iri in (public_iri(iri) for row in rows for iri in (row.subject, row.object)):
        if not any(iri.startswith(known) and iri != known for known in _PREFIXES.values()):
            end = max(iri.rfind(mark, 0, -1) for mark in "/#:") + 1
            others.setdefault(iri[:end], f"ns{len(others) + 1}")
    return _PREFIXES | {prefix: beginning for beginning, prefix in others.items()}


def _cells(row: NodeMapping, converter: Converter) -> dict[str, Any]:
    """The cells of a row, by slot."""
    from sssom_pydantic.constants import MULTIVALUED
    from sssom_pydantic.models import MULTIPLE_REFERENCE_FIELDS, SINGLE_REFERENCE_FIELDS

    def short(iri: str) -> str:
        return converter.compress(iri) or iri

    is_other = _ADDRESS.fullmatch(row.justification)
    cells: dict[str, Any] = {
        "subject_id": short(public_iri(row.subject)),
        "predicate_id": short(row.predicate.iri),
        "object_id": short(public_iri(row.object)),
        "mapping_justification": short(row.justification if is_other else SEMAPV + row.justification),
    }
    cells |= {slot: value for slot, field in FIELDS.items() if (value := getattr(row, field))}
    if row.confidence is not None:
        cells["confidence"] = row.confidence
    for slot, value in row.others:
        is_reference = slot in SINGLE_REFERENCE_FIELDS or slot in MULTIPLE_REFERENCE_FIELDS
        text = short(value) if is_reference else value
        if slot in MULTIVALUED:
            cells.setdefault(slot, []).append(text)
        else:
            cells[slot] = text
    return cells


def _references(record: Any) -> Iterator[str]:
    """The cells of a row that may begin with a prefix."""
    from sssom_pydantic.models import MULTIPLE_REFERENCE_FIELDS, SINGLE_REFERENCE_FIELDS

    for slot in (*SINGLE_REFERENCE_FIELDS, *MULTIPLE_REFERENCE_FIELDS):
        value = getattr(record, slot) or ()
        yield from [value] if isinstance(value, str) else value
