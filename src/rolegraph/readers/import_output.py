"""What every import gives: statements about its source and nodes, and a report on each row that was read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.errors import SourceError
from rolegraph.model.nodes import Kind, Necessity, slugify
from rolegraph.rdf.vocabulary import DCTERMS, OURS, PROV, RDF, RG, SKOS
from rolegraph.rdf.writers import is_iri

if TYPE_CHECKING:
    from rolegraph.rdf.writers import LineWriter, StatementWriter


_SHOWN_EACH: Final = 20  # of a file's rows with the same trouble; all of them are counted
_LONGEST_VALUE: Final = 100  # characters
_WEB: Final = re.compile(r"https?://[^/?#]", re.IGNORECASE)
_VERSION: Final = re.compile(r"(?<![\d.])\d{1,2}(?:[._]\d{1,2}){1,2}(?!\d)")


class Misfit(NamedTuple):
    """A row that was skipped: in which file and line, 0 where it has none, which column, and why."""

    file: str
    line: int
    column: str
    reason: str
    value: str = ""


class Trouble(NamedTuple):
    """Rows of one file that are left out for the same reason: how many, and the first of them."""

    file: str
    column: str
    reason: str
    rows: int
    first: tuple[Misfit, ...]


class Left(NamedTuple):
    """Rows that a documented rule leaves out."""

    file: str
    rule: str
    rows: int


class FileReport(NamedTuple):
    """The rows of one file; `rows` is always the sum of the other three."""

    file: str
    rows: int
    kept: int
    left_out: int
    misfits: int


class ImportReport:
    """Counts rows while they are read: each is either kept, or handed to `misfit` or `leave_out` exactly once.

    A strict report raises an error at the first misfit instead of counting it. `places` is where the files lie that
    are called by their official names, and may be called otherwise there.
    """

    def __init__(self, *, strict: bool = False) -> None:
        self.strict = strict
        self.places: dict[str, Path] = {}
        self.notes: list[str] = []
        self._rows: Counter[str] = Counter()
        self._misfits: Counter[tuple[str, str, str]] = Counter()
        self._first: dict[tuple[str, str, str], list[Misfit]] = {}
        self._left: Counter[tuple[str, str]] = Counter()

    def read(self, file: str, rows: int = 1) -> None:
        """Count rows of a file as read."""
        self._rows[self._shown(file)] += rows

    def note(self, text: str) -> None:
        """Keep a remark that is about no single row, once."""
        if text not in self.notes:
            self.notes.append(text)

    def misfit(self, file: str, line: int, column: str, reason: str, value: str = "") -> None:
        """Report a row that does not fit; raises `SourceError` if the report is strict."""
        value = " ".join(value.split())
        if len(value) > _LONGEST_VALUE:
            value = value[: _LONGEST_VALUE - 1] + "…"
        if self.strict:
            problem = f"{column}: {reason}" + (f" ({value})" if value else "")
            place = self.places.get(file, Path(file))
            raise SourceError(problem, "correct the row, or import without --strict", path=place, line=line or None)
        file = self._shown(file)
        key = (file, column, reason)
        self._misfits[key] += 1
        first = self._first.setdefault(key, [])
        if len(first) < _SHOWN_EACH:
            first.append(Misfit(file, line, column, reason, value))

    def leave_out(self, file: str, rule: str) -> None:
        """Count a row that a rule leaves out; there is nothing wrong with it."""
        self._left[self._shown(file), rule] += 1

    def _shown(self, file: str) -> str:
        return self.places[file].name if file in self.places else file

    def troubles(self) -> tuple[Trouble, ...]:
        """All misfits, by file and reason."""
        return tuple(Trouble(*key, rows, tuple(self._first[key])) for key, rows in sorted(self._misfits.items()))

    def left(self) -> tuple[Left, ...]:
        """All rules that left rows out."""
        return tuple(Left(file, rule, rows) for (file, rule), rows in sorted(self._left.items()))

    def files(self) -> tuple[FileReport, ...]:
        """Each file's rows, as they add up."""
        found = []
        for file, rows in sorted(self._rows.items()):
            left = sum(count for (name, _), count in self._left.items() if name == file)
            misfits = sum(count for (name, _, _), count in self._misfits.items() if name == file)
            found.append(FileReport(file, rows, rows - left - misfits, left, misfits))
        return tuple(found)

    def check_kept(self, files: Iterable[str]) -> None:
        """Raise `SourceError` for a file of which no row is kept, with what is wrong with the first."""
        kept = {one.file: one.kept for one in self.files()}
        for place in (self.places[file] for file in files if not kept[self._shown(file)]):
            trouble = next((one for one in self.troubles() if one.file == place.name), None)
            if trouble is None:
                raise SourceError("has no row to keep", "was it downloaded to the end?", path=place)
            problem = f"has no row that fits: {trouble.column}: {trouble.reason}"
            cure = "is it the official file, and of the same version as the others?"
            raise SourceError(problem, cure, path=place, line=trouble.first[0].line or None)

    def summary(self) -> tuple[tuple[FileReport, ...], tuple[Left, ...], tuple[Trouble, ...], tuple[str, ...]]:
        """What became of all rows: by file, by rule, by reason, and the notes."""
        return self.files(), self.left(), self.troubles(), tuple(self.notes)


def is_web_iri(text: str) -> bool:
    """Whether a text from outside may name a node: an address of the web, and none of ours."""
    return _WEB.match(text) is not None and not text.startswith(OURS) and is_iri(text)


def version_in(name: str) -> str:
    """The version that a folder or zip is named after; empty where its name has none.

    >>> version_in("ESCO dataset - v1.2.0 - classification - en - csv.zip"), version_in("db_29_3_text.zip")
    ('1.2.0', '29.3')
    """
    found = _VERSION.search(name)
    return found[0].replace("_", ".") if found else ""


class Origin(NamedTuple):
    """What a source says of itself; what is not known is empty."""

    title: str
    kind: str
    version: str = ""
    licence: str = ""
    attribution: str = ""


def state_origin(writer: StatementWriter, origin: Origin, content_hash: str) -> None:
    """Describe the source that a stream belongs to."""
    source = writer.source
    writer.link(source, RDF + "type", RG + "Source")
    writer.link(source, RDF + "type", PROV + "Entity")
    writer.words(source, SKOS + "prefLabel", origin.title)
    facts = {
        "sourceKind": origin.kind,
        "contentHash": content_hash,
        "version": origin.version,
        "attribution": origin.attribution,
    }
    for name, text in facts.items():
        if text:
            writer.string(source, RG + name, text)
    if origin.licence:
        writer.link(source, DCTERMS + "license", origin.licence)


def state_evidence(writer: StatementWriter, file: str) -> str:
    """The IRI of the evidence for all that a file says: the file itself, as a section of the source."""
    iri = f"{writer.source}#{slugify(file)}"
    writer.link(iri, RDF + "type", RG + "Evidence")
    writer.link(iri, PROV + "wasDerivedFrom", writer.source)
    writer.string(iri, RG + "section", file)
    return iri


def state_requirement(
    writer: LineWriter, role: str, capability: str, iri: str, necessity: Necessity, evidence: str
) -> None:
    """One capability that a role requires, with the direct link that follows from it."""
    state_choice(writer, role, [capability], iri, necessity, evidence)


def state_choice(
    writer: LineWriter, role: str, capabilities: Sequence[str], iri: str, necessity: Necessity, evidence: str
) -> None:
    """Capabilities of which a role requires any one, with the direct links that follow from it."""
    writer.link(iri, RDF + "type", Kind.REQUIREMENT.class_iri)
    writer.link(role, RG + "hasRequirement", iri)
    essential = "requires" if len(capabilities) == 1 else "accepts"
    for capability in capabilities:
        writer.link(iri, RG + "anyOf", capability)
        writer.link(role, RG + (essential if necessity is Necessity.ESSENTIAL else "prefers"), capability)
    writer.link(iri, RG + "necessity", necessity.iri)
    writer.link(iri, RG + "evidence", evidence)


def state_rating(writer: LineWriter, role: str, rated: str, iri: str) -> None:
    """What a source measures of a role, which requires nothing; the numbers are for the caller to state."""
    writer.link(iri, RDF + "type", Kind.RATING.class_iri)
    writer.link(role, RG + "hasRating", iri)
    writer.link(iri, RG + "rates", rated)


def state_named(writer: LineWriter, iri: str, kind: Kind, label: str, others: Iterable[str] = ()) -> None:
    """A node with its label; other names that only repeat it are left out."""
    writer.link(iri, RDF + "type", kind.class_iri)
    state_names(writer, iri, label, others)


def state_names(writer: LineWriter, iri: str, label: str, others: Iterable[str] = (), language: str = "") -> None:
    """A node's label and other names, in the source's language or in another."""
    writer.words(iri, SKOS + "prefLabel", label, language)
    for name in dict.fromkeys(others):
        if name != label:
            writer.words(iri, SKOS + "altLabel", name, language)
