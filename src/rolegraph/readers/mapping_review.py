"""A table of proposed mappings that a person confirms or refuses row by row, and what is read back from it.

The column `accept` takes yes, no, or a number from 0 to 1: how sure the reviewer is. What is confirmed is a mapping by
hand (`ManualMappingCuration`); what is refused or left open is none. The column `predicate` may be changed.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from rolegraph.errors import SourceError, joined
from rolegraph.model.mappings import GraphMapping, MappingSet, MatchPredicate, NodeMapping, graph_iri, public_iri
from rolegraph.model.nodes import SOURCE, slugify
from rolegraph.rdf.files import read_bytes
from rolegraph.rdf.writers import is_iri
from rolegraph.readers.delimited import BROKEN_QUOTES, find_delimiter, find_encoding, numbered_rows
from rolegraph.readers.workbooks import open_workbook, sheet_rows

ACCEPT: Final = "accept"
NEEDED: Final = (ACCEPT, "predicate", "subject_id", "object_id")
COLUMNS: Final = (
    *(ACCEPT, "subject_label", "predicate", "object_label", "confidence", "conflict", "evidence"),
    *("subject_definition", "object_definition", "kind", "rank", "subject_id", "object_id"),
)
CONFIRMED: Final = 0.95  # the confidence of what is confirmed without a number
_LARGEST: Final = 100_000_000  # bytes
_YES: Final = frozenset("yes y x true ok ja oui sí si".split())
_NO: Final = frozenset("no n false nein non -".split())
_FORMULA: Final = ("'=", "'+", "'-", "'@")  # a table in CSV has an apostrophe before what would be computed
_PREDICATES: Final = {predicate.value.removesuffix("Match"): predicate for predicate in MatchPredicate}


class Reviewed(NamedTuple):
    """What a person decided: the confirmed mappings as a set, and how many rows were refused and left open."""

    mapping_set: MappingSet
    refused: int
    undecided: int


def review_rows(found: GraphMapping) -> list[dict[str, object]]:
    """All candidates as rows of the table, by `COLUMNS`; what is to be decided is empty."""
    rows: list[dict[str, object]] = []
    for one in found.candidates:
        mapping = one.mapping
        cells = (
            *("", mapping.subject_label, mapping.predicate.value, mapping.object_label, mapping.confidence),
            *(one.conflict, ", ".join(one.evidence), one.subject_definition, one.object_definition),
            *(one.kind.value, one.rank, public_iri(mapping.subject), public_iri(mapping.object)),
        )
        rows.append(dict(zip(COLUMNS, cells, strict=True)))
    return rows


def read_review(path: str | Path) -> Reviewed:
    """What a person confirmed in a table that `map --review` wrote, as CSV or as a workbook.

    Raises `SourceError`, with the line, where the table cannot be read, an answer is none, a predicate is unknown, or
    two rows contradict each other; and where nothing is confirmed.
    """
    path = Path(path)
    data = read_bytes(path)
    if len(data) > _LARGEST:
        raise SourceError(f"has {len(data):,} bytes", "is it the right file? If so, split it", path=path)
    counts: Counter[str] = Counter()
    rows: dict[tuple[str, str], NodeMapping] = {}
    for line, cells in _cells(data, path):
        confidence = _answer(cells[ACCEPT], path, line)
        counts["refused" if confidence == 0 else "undecided"] += not confidence
        if confidence:
            mapping = _mapping(cells, confidence, path, line)
            known = rows.setdefault(mapping[:2], mapping)
            if known[:4] != mapping[:4]:
                problem = f"confirms {mapping.subject_label or mapping.subject} a second time, and differently"
                raise SourceError(problem, "keep one of the rows", path=path, line=line)
    if not rows:
        raise SourceError("confirms nothing", f"write yes, no or a number into the column {ACCEPT}", path=path)
    name = path.name.split(".")[0]
    about = MappingSet(SOURCE + slugify(name), tuple(rows.values()), title=f"Mappings confirmed in {name}")
    return Reviewed(about, counts["refused"], counts["undecided"])


def _answer(text: str, path: Path, line: int) -> float | None:
    """The confidence of an answer: 0 for no, None where there is none."""
    word = text.casefold().rstrip(".!")
    if not word:
        return None
    if word in _YES or word in _NO:
        return CONFIRMED if word in _YES else 0.0
    try:
        number = float(word.replace(",", "."))
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        cure = "write yes, no, or how sure you are from 0 to 1"
        raise SourceError(f"{ACCEPT}: {text[:60]!r} is no answer", cure, path=path, line=line)
    return round(number, 6)


def _mapping(cells: dict[str, str], confidence: float, path: Path, line: int) -> NodeMapping:
    ends = [cells["subject_id"], cells["object_id"]]
    for column, iri in zip(("subject_id", "object_id"), ends, strict=True):
        if ":" not in iri or not is_iri(iri):
            raise SourceError(f"{column}: {iri[:80]!r} is no IRI", "leave it as it was written", path=path, line=line)
    subject, object_ = map(graph_iri, ends)
    if subject == object_:
        raise SourceError("maps a node to itself", "remove the row", path=path, line=line)
    written = cells["predicate"].removeprefix("skos:").removesuffix("Match").strip().lower()
    if written not in _PREDICATES:
        problem = f"predicate: {cells['predicate'][:60]!r} is none"
        cure = f"use {joined([one.value for one in MatchPredicate])}"
        raise SourceError(problem, cure, path=path, line=line)
    labels = (cells.get("subject_label", ""), cells.get("object_label", ""))
    return NodeMapping(subject, object_, _PREDICATES[written], confidence, "ManualMappingCuration", *labels)


def _cells(data: bytes, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The cells of each row, by column, with its line."""
    columns: list[str] = []
    for line, row in _lines(data, path):
        if row is None:
            raise SourceError(f"has {BROKEN_QUOTES}", "write it twice, or remove it", path=path, line=line)
        cells = [cell[1:] if cell.startswith(_FORMULA) else cell for cell in (one.strip() for one in row)]
        if not any(cells):
            continue
        if not columns:
            columns = [cell.casefold() for cell in cells]
            if missing := [name for name in NEEDED if columns.count(name) != 1]:
                cure = "it is no table that `rolegraph map --review` wrote otherwise"
                raise SourceError(f"needs one column {joined(missing)}", cure, path=path, line=line)
            continue
        cells += [""] * (len(columns) - len(cells))
        yield line, dict(zip(columns, cells, strict=False))
    if not columns:
        raise SourceError("is empty", "was it written to the end?", path=path)


def _lines(data: bytes, path: Path) -> Iterator[tuple[int, list[str] | None]]:
    if path.suffix.lower() == ".xlsx":
        book = open_workbook(data, path)
        yield from sheet_rows(book, book.sheet_names[0], path)
        return
    try:
        text = data.decode(find_encoding([data]))
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text or data.startswith(b"PK\x03\x04"):
        raise SourceError("cannot be read as text", "save it as CSV in UTF-8, or name it .xlsx", path=path)
    delimiter = find_delimiter(text, NEEDED.__contains__)
    yield from numbered_rows(io.StringIO(text, newline=""), path, delimiter=delimiter)
