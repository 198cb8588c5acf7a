"""ESCO's concepts: occupations as roles, skills and knowledge as skills, ISCO groups and skill groups as groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from rolegraph.sources.concepts import Concepts, Texts, keep
from rolegraph.sources.esco.files import ISCO_GROUPS, OCCUPATIONS, SKILL_GROUPS, SKILLS, Files
from rolegraph.sources.imported import is_web_iri
from rolegraph.vocabulary import RG, SKOS, Kind

if TYPE_CHECKING:
    from rolegraph.sources.downloads import Download
    from rolegraph.store.stream import Stream

ISCO: Final = "http://data.europa.eu/esco/isco/C"
NOT_RELEASED: Final = "a concept whose status is not released, or a relation to one"
_COLUMNS: Final = ("conceptUri", "preferredLabel")
_TEXTS: Final = ("altLabels", "hiddenLabels", "scopeNote", "definition", "description", "code")


def read_isco_groups(download: Download, stream: Stream, files: Files, concepts: Concepts) -> None:
    """State the groups of the International Standard Classification of Occupations."""
    for _ in _concepts(download, stream, files, concepts, ISCO_GROUPS, Kind.GROUP):
        pass


def read_skill_groups(download: Download, stream: Stream, files: Files, concepts: Concepts) -> None:
    """State the groups of skills and the fields of knowledge."""
    for _ in _concepts(download, stream, files, concepts, SKILL_GROUPS, Kind.GROUP):
        pass


def read_occupations(download: Download, stream: Stream, files: Files, concepts: Concepts) -> None:
    """State the occupations, each in its ISCO group."""
    lost = 0
    for role, (code,) in _concepts(download, stream, files, concepts, OCCUPATIONS, Kind.ROLE, ("iscoGroup",)):
        group = concepts.by_name.get(ISCO + code)
        if group is not None and group.kind is Kind.GROUP:
            stream.link(role, SKOS + "broader", group.iri)
        elif code and ISCO_GROUPS in files:
            lost += 1
    if lost:
        concepts.tally.note(f"{files[OCCUPATIONS]}: occupations with an ISCO group that has no row: {lost:,}")


def read_skills(download: Download, stream: Stream, files: Files, concepts: Concepts) -> None:
    """State the skills, with what sort they are and how widely they are used."""
    wanted = ("skillType", "reuseLevel")
    for skill, (sort, reuse) in _concepts(download, stream, files, concepts, SKILLS, Kind.SKILL, wanted):
        if sort:
            stream.string(skill, RG + "skillType", sort)
        if reuse:
            stream.string(skill, RG + "reuseLevel", reuse)


def _concepts(
    download: Download,
    stream: Stream,
    files: Files,
    concepts: Concepts,
    stem: str,
    kind: Kind,
    optional: Sequence[str] = (),
) -> Iterator[tuple[str, Sequence[str]]]:
    """State what all concepts have; gives the IRI of each that is kept, and its cells in the further columns."""
    tally, file = download.tally, files.get(stem, "")
    for line, cells in download.rows(file, _COLUMNS, optional=("status", *_TEXTS, *optional)):
        iri, label, status = cells[:3]
        if not is_web_iri(iri):
            tally.misfit(file, line, "conceptUri", "is no IRI of the web", iri)
        elif iri in concepts.by_name:
            tally.misfit(file, line, "conceptUri", "the same concept again", iri)
        elif status and status.casefold() != "released":
            concepts.left_out[iri] = NOT_RELEASED
            tally.leave_out(file, NOT_RELEASED)
        elif not label:
            tally.misfit(file, line, "preferredLabel", "is empty", iri)
        else:
            keep(concepts, stream, iri, iri, kind, Texts(label, *cells[3:9]))
            yield iri, cells[9:]
