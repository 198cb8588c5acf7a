"""Tabiya's CSV form of a taxonomy, which extends ESCO's, as statements.

What becomes of each file is said in `docs/imports-tabiya.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rolegraph.sources.concepts import Concepts, note_shared_labels
from rolegraph.sources.imported import Origin, state_origin
from rolegraph.sources.tabiya import links, rows
from rolegraph.sources.tabiya.files import Files, choose, note_files
from rolegraph.sources.tabiya.model import LICENCE_FILE, Model, chosen_language, read_model
from rolegraph.vocabulary import SOURCE

if TYPE_CHECKING:
    from rolegraph.sources.downloads import Download
    from rolegraph.store.stream import Stream

SOURCE_IRI: Final = SOURCE + "tabiya"


def read_tabiya(download: Download, stream: Stream, files: Files, model: Model, version: str = "") -> None:
    """State all that a download says.

    Parameters
    ----------
    download
        A folder or zip with occupations, and whatever else there is.
    stream
        Takes the statements.
    files
        Which files to read, as `choose` found them.
    model
        What the download says of itself, as `read_model` read it.
    version
        Such as "2.0.1"; empty to go by the model.

    Raises
    ------
    SourceError
        When a file cannot be read or lacks a column.
    """
    version = version or model.version
    note_files(download, files)
    if not model.licence:
        download.tally.note(f"no {LICENCE_FILE} file that names a licence known here: the source has none")
    concepts = Concepts(download.tally)
    codes = rows.read_groups(download, stream, files, concepts)
    rows.read_occupations(download, stream, files, concepts, codes)
    rows.read_skills(download, stream, files, concepts)
    links.read_broader(download, stream, files, concepts)
    links.read_skill_relations(download, stream, files, concepts)
    links.read_requirements(download, stream, files, concepts)
    note_shared_labels(concepts)
    named = f"{model.name or 'Tabiya'} {version}".strip()
    origin = Origin(
        title=named,
        kind="tabiya",
        version=version,
        licence=model.licence,
        attribution=(
            f"{named}, a taxonomy in the form of Tabiya's Open Taxonomy Platform, which builds on ESCO by the European "
            "Commission. Converted by rolegraph, which states what the taxonomy calls optional, or gives a signalling "
            "value, as preferred; neither Tabiya nor the Commission has reviewed this."
        ),
    )
    state_origin(stream, origin, download.hash)


__all__ = ["SOURCE_IRI", "Model", "choose", "chosen_language", "read_model", "read_tabiya"]
