"""Makes the facts of O*NET that rolegraph ships: `python benchmarks/onet_facts.py RELEASE [OUT.zip]`.

RELEASE is the folder of a release as text, such as db_29_3_text. The tables of the zip have names and columns of the
release, so that `readers/onet` reads them, but no sentence of it: no definition, no task, no description. Rows and
columns of which nothing is read are left out, and rows are sorted so that they pack well; the same release gives the
same bytes. Beside them are the estimates that an import of the whole release makes, with the help of its texts.
"""

from __future__ import annotations

import csv
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import rolegraph
from rolegraph.errors import SourceError
from rolegraph.facts.requirements import ESTIMATED, NEAR, SIMILARITY
from rolegraph.mobility.estimates import NUMBERS
from rolegraph.model.nodes import slug_of
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import DCTERMS, ID, RDF, RG, SKOS, SOURCE
from rolegraph.readers.estimating import ENDING
from rolegraph.readers.import_output import version_in
from rolegraph.readers.importing import import_onet
from rolegraph.readers.onet import carried_facts
from rolegraph.readers.onet import occupations as files
from rolegraph.readers.onet.occupations import CODE

Row = Mapping[str, str]
Rows = list[tuple[str, ...]]

_RATED: Final = (CODE, "Element ID", "Element Name", "Scale ID", "Data Value", "Standard Error", "Lower CI Bound")
_MARKS: Final = ("Upper CI Bound", "Recommend Suppress", "Not Relevant")
_ERRORS: Final = ("Standard Error", "Lower CI Bound", "Upper CI Bound")
_USES: Final = ("Commodity Code", "Commodity Title", "Example", CODE)  # and so sorted, each tool is named in one place
COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    files.OCCUPATIONS: (CODE, "Title"),
    files.TITLES: (CODE, "Alternate Title", "Short Title"),
    files.JOB_ZONES: (CODE, "Job Zone"),
    files.JOB_ZONE_NAMES: ("Job Zone", "Name"),
    files.SKILLS: (*_RATED, *_MARKS),
    files.KNOWLEDGE: (*_RATED, *_MARKS),
    files.INTERESTS: (CODE, "Element ID", "Element Name", "Scale ID", "Data Value"),
    files.TECHNOLOGIES: (*_USES, "Hot Technology", "In Demand"),
    files.TOOLS: _USES,
    files.EDUCATION: (CODE, "Scale ID", "Category", "Data Value", "Recommend Suppress"),
    files.EDUCATION_LEVELS: ("Scale ID", "Category", "Category Description"),
}
"""The columns that are taken of each table."""

_SCALES: Final = {files.INTERESTS: "OI", files.EDUCATION: "RL", files.EDUCATION_LEVELS: "RL"}
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can name: bytes do not depend on when it is made


def read_table(path: Path) -> Iterator[Row]:
    """The rows of a table of the release."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval="")


def chosen_rows(file: str, rows: Iterable[Row]) -> Rows:
    """What is taken of a table."""
    wanted, scale = COLUMNS[file], _SCALES.get(file)
    found: dict[tuple[str, ...], None] = {}
    for row in rows:
        if scale in (None, row.get("Scale ID")):
            cells = {column: (row.get(column) or "").strip() for column in wanted}
            if "Standard Error" in cells:
                cells |= dict.fromkeys(_unused_errors(cells), "")
            if file == files.EDUCATION_LEVELS:  # its label, without the sentence that explains it
                cells["Category Description"] = cells["Category Description"].partition(" - ")[0]
            found[tuple(cells.values())] = None
    return sorted(found) if wanted[: len(_USES)] == _USES else list(found)


def _unused_errors(cells: Row) -> Sequence[str]:
    """Only the errors of levels are read, and limits of confidence only where no error is given."""
    if cells["Scale ID"] != "LV":
        return _ERRORS
    return _ERRORS[1:] if cells["Standard Error"] not in ("", "n/a") else ()


def estimate_rows(dataset: Dataset) -> tuple[str, Rows, Rows]:
    """What is said of the estimates in a graph; what each occupation is estimated to require; and from which others."""
    codes = dataset.values(SKOS + "notation")
    said = dataset.value(SOURCE + "onet" + ENDING, DCTERMS + "description") or ""

    def numbers(iri: str, names: Iterable[str]) -> Iterator[str]:
        return (dataset.value(iri, RG + name) or "" for name in names)

    required = []
    for role, iri in dataset.pairs(RG + ESTIMATED):
        (capability,) = dataset.objects(iri, RG + "anyOf")
        words = (slug_of(dataset.value(iri, RG + term) or "") for term in ("necessity", "level"))
        required.append((codes[role], capability.removeprefix(ID), *words, *numbers(iri, ("share", *NUMBERS))))
    near = []
    for remark in dataset.subjects(RDF + "predicate", RG + NEAR):
        role, other = (codes[dataset.value(remark, RDF + end) or ""] for end in ("subject", "object"))
        near.append((role, other, *numbers(remark, (SIMILARITY,))))
    return said, sorted(required), sorted(near)


def tables(release: Path) -> Iterator[tuple[str, str]]:
    """The names and the texts of all files of the zip, those of estimates last."""
    version = version_in(release.absolute().name)
    if not version:
        raise SourceError("has no version in its name", "call the folder db_29_3_text, for example", path=release)
    yield carried_facts.READ_ME, carried_facts.READ_ME_TEXT.format(version=version)
    for file, columns in COLUMNS.items():
        if (release / file).exists():
            yield file, text_of(columns, chosen_rows(file, read_table(release / file)))
    with tempfile.TemporaryDirectory() as folder:
        import_onet(release, Path(folder, "graph"), version=version)
        said, required, near = estimate_rows(rolegraph.open(Path(folder, "graph")).dataset)
    yield carried_facts.ESTIMATES, f"{said}\n"
    yield carried_facts.ESTIMATED_REQUIREMENTS, text_of((CODE, *carried_facts.REQUIREMENT_COLUMNS), required)
    yield carried_facts.NEAR_OCCUPATIONS, text_of((CODE, *carried_facts.NEAR_COLUMNS), near)


def text_of(columns: Sequence[str], rows: Rows) -> str:
    """A table as text."""
    return "".join("\t".join(cells) + "\n" for cells in (columns, *rows))


def write_facts(release: Path, out: Path) -> None:
    """Write the facts of a release into a zip."""
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in tables(release):
            info = zipfile.ZipInfo(name, _MOMENT)
            info.create_system, info.external_attr = 3, 0o644 << 16  # wherever it is made
            archive.writestr(info, text, zipfile.ZIP_DEFLATED, 9)


if __name__ == "__main__":
    release, *others = map(Path, sys.argv[1:])
    out = others[0] if others else carried_facts.archive()
    write_facts(release, out)
    print(f"{out}: {out.stat().st_size:,} bytes")
