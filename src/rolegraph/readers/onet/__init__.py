"""O*NET's text release, from version 24 on, as statements: occupations, ratings, interests, tools, education.

What becomes of each file is said in `docs/imports.md`. Related Occupations is never read: answers are compared
with it, and what is in a graph could become part of an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rolegraph.readers.import_output import Origin, state_origin, version_in
from rolegraph.readers.onet import occupations, onet_requirements
from rolegraph.readers.onet.occupations import COSTS

if TYPE_CHECKING:
    from rolegraph.rdf.writers import LineWriter
    from rolegraph.readers.downloads import Download


def read_onet(download: Download, writer: LineWriter, version: str = "") -> None:
    """State all that a release says; where no version is given, the name of the folder or zip may tell it."""
    version = version or version_in(download.place.name)
    download.note_missing(COSTS)
    known = occupations.read_occupations(download, writer)
    occupations.read_titles(download, writer, known)
    occupations.read_tasks(download, writer, known)
    occupations.read_zones(download, writer, known)
    onet_requirements.read_ratings(download, writer, known)
    onet_requirements.read_interests(download, writer, known)
    onet_requirements.read_tools(download, writer, known)
    onet_requirements.read_education(download, writer, known)
    title = f"O*NET {version} Database".replace("  ", " ")
    origin = Origin(
        title=title,
        kind="onet",
        version=version,
        licence="https://creativecommons.org/licenses/by/4.0/",
        attribution=(
            f"{title} by the U.S. Department of Labor, Employment and Training Administration "
            "(USDOL/ETA), used under CC BY 4.0. O*NET® is a trademark of USDOL/ETA. Converted by rolegraph, which "
            "derived requirements and levels from the ratings; USDOL/ETA has not approved, endorsed, or tested this."
        ),
    )
    state_origin(writer, origin, download.hash)
