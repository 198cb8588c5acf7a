"""ESCO's official CSV download, from version 1.0 on, as statements: occupations, skills, groups, and what links them.

What becomes of each file is said in `docs/imports-esco.md`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rolegraph.rdf.vocabulary import SOURCE
from rolegraph.readers.esco import esco_links, esco_rows
from rolegraph.readers.esco.concepts import Concepts, note_shared_labels
from rolegraph.readers.esco.esco_rows import Files, choose, note_files
from rolegraph.readers.imported import Origin, state_origin

if TYPE_CHECKING:
    from rolegraph.rdf.writers import LineWriter
    from rolegraph.readers.downloads import Download


SOURCE_IRI: Final = SOURCE + "esco"
DECISION: Final = "http://data.europa.eu/eli/dec/2011/833/oj"


def read_esco(download: Download, writer: LineWriter, files: Files, version: str = "") -> None:
    """State all that a download says.

    Parameters
    ----------
    download
        A folder or zip with occupations, and whatever else there is.
    writer
        Takes the statements.
    files
        Which files to read, as `choose` found them.
    version
        Such as "1.2.0"; empty to go by the name of the folder or zip, if that tells it.

    Raises
    ------
    SourceError
        When a file cannot be read or lacks a column.
    """
    version = version or version_in(download.place.name)
    note_files(download, files, writer.language)
    concepts = Concepts(download.report)
    esco_rows.read_isco_groups(download, writer, files, concepts)
    esco_rows.read_skill_groups(download, writer, files, concepts)
    levels = esco_links.read_levels(download, writer, files, concepts)
    esco_rows.read_occupations(download, writer, files, concepts)
    esco_rows.read_skills(download, writer, files, concepts)
    esco_links.read_broader(download, writer, files, concepts, levels)
    esco_links.read_skill_relations(download, writer, files, concepts)
    esco_links.read_requirements(download, writer, files, concepts)
    esco_rows.read_collections(download, writer, files, concepts)
    note_shared_labels(concepts)
    named = f"ESCO {version}".strip()
    origin = Origin(
        title=named,
        kind="esco",
        version=version,
        licence=DECISION,
        attribution=(
            f"{named}, the European classification of Skills, Competences, Qualifications and Occupations, by the "
            "European Commission, reused under Commission Decision 2011/833/EU. Converted by rolegraph, which states "
            "what ESCO calls optional as preferred; the Commission has not reviewed this."
        ),
    )
    state_origin(writer, origin, download.hash)


def version_in(name: str) -> str:
    """The version that a folder or zip is named after; empty where its name has none.

    >>> version_in("ESCO dataset - v1.2.0 - classification - en - csv.zip"), version_in("esco-1.1"), version_in("esco")
    ('1.2.0', '1.1', '')
    """
    found = re.search(r"(?<![\d.])(\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)(?![\d])", name)
    return found[1] if found else ""


__all__ = ["SOURCE_IRI", "choose", "read_esco", "version_in"]
