"""O*NET's text release, from version 24 on, as statements: occupations, ratings, interests, tools, education.

`docs/reference/imports.md` says what becomes of each file. Related Occupations is never read: answers are compared with
it, and what is in a graph could become part of an answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rolegraph.readers.import_output import Origin, state_origin
from rolegraph.readers.onet import occupations, onet_requirements
from rolegraph.readers.onet.occupations import COSTS

if TYPE_CHECKING:
    from rolegraph.rdf.writers import LineWriter
    from rolegraph.readers.downloads import Download

_VERSION: Final = re.compile(
    r"O\*NET(?:\(R\)|\W){0,3}\s*(?:Database,?\s*)?(?:version\s*|release\s*)?(\d{1,2}\.\d{1,2})\b", re.I
)


def version_in_text(text: str) -> str:
    """The version that a text about a release names first.

    >>> version_in_text("The O*NET® 29.3 Database, based on the O*NET-SOC 2019 taxonomy"), version_in_text("Read me")
    ('29.3', '')
    """
    found = _VERSION.search(text)
    return found[1] if found else ""


def _about(download: Download) -> str:
    return next(filter(None, map(download.beginning, ("Read Me.txt", "ReadMe.txt"))), "")


def read_onet(download: Download, writer: LineWriter, version: str = "") -> None:
    """State all that a release says; where no version is given, the folder, the zip or a Read Me may tell it."""
    version = version or download.version(occupations.OCCUPATIONS) or version_in_text(_about(download))
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
