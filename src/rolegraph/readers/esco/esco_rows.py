"""The files of ESCO's CSV download: which there are, in which language, what goes without each, and which to read.

ESCO's concepts: occupations as roles, skills and knowledge as skills, ISCO groups and skill groups as groups.

ESCO's collections of skills and occupations, such as digital or green skills.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from rolegraph.errors import SourceError
from rolegraph.model.nodes import Kind, node_iri
from rolegraph.rdf.vocabulary import RDF, RG, SKOS
from rolegraph.readers.esco.concepts import NO_ROW, Concepts, Texts, keep
from rolegraph.readers.imported import is_web_iri

if TYPE_CHECKING:
    from collections.abc import Collection

    from rolegraph.rdf.writers import LineWriter
    from rolegraph.readers.downloads import Download


OCCUPATIONS: Final = "occupations"
SKILLS: Final = "skills"
ISCO_GROUPS: Final = "ISCOGroups"
SKILL_GROUPS: Final = "skillGroups"
LEVELS: Final = "skillsHierarchy"
OCCUPATION_BROADER: Final = "broaderRelationsOccPillar"
SKILL_BROADER: Final = "broaderRelationsSkillPillar"
REQUIREMENTS: Final = "occupationSkillRelations"
SKILL_RELATIONS: Final = "skillSkillRelations"
COLLECTIONS: Final[dict[str, tuple[str, str]]] = {
    "digitalSkillsCollection": ("digital-skills", "Digital skills"),
    "digCompSkillsCollection": ("digcomp", "DigComp"),
    "ictSkillsCollection": ("ict-skills", "ICT skills"),
    "greenSkillsCollection": ("green-skills", "Green skills"),
    "transversalSkillsCollection": ("transversal-skills", "Transversal skills"),
    "languageSkillsCollection": ("language-skills", "Language skills"),
    "researchSkillsCollection": ("research-skills", "Research skills"),
    "researchOccupationsCollection": ("research-occupations", "Research occupations"),
}


_COSTS: Final[dict[str, str]] = {
    SKILLS: "there are no skills, so occupations ask for none",
    ISCO_GROUPS: "occupations are in no ISCO group",
    SKILL_GROUPS: "skills are in no group, but for those that the skills hierarchy names",
    OCCUPATION_BROADER: "ISCO groups are not nested, and no occupation is under another",
    SKILL_BROADER: "no skill is under a group or another skill",
    REQUIREMENTS: "occupations ask for no skills",
    SKILL_RELATIONS: "no skill is known to need another, or to be close to one",
}
_NOT_READ: Final[dict[str, str]] = {
    "conceptSchemes": "groups and collections say the same",
    "dictionary": "it describes the columns of the others",
    "greenShareOcc": "its shares can be counted from the green skills and the requirements",
}
# Files without a word in any language that is kept, so that those of another language will do.
_WORDLESS: Final = (OCCUPATION_BROADER, SKILL_BROADER, REQUIREMENTS, SKILL_RELATIONS, *COLLECTIONS)
_WORDY: Final = (OCCUPATIONS, SKILLS, ISCO_GROUPS, SKILL_GROUPS, LEVELS)
_NAME: Final = re.compile(r"([A-Za-z]+)(?:_([A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?))?\.csv", re.IGNORECASE)


Files = dict[str, str]


def choose(names: Collection[str], language: str) -> Files:
    """The names of the files to read, by what they are called without language and ending.

    Parameters
    ----------
    names
        Of all files that there are.
    language
        Whose labels are wanted, as file names have it, such as "de".

    Raises
    ------
    SourceError
        When there are no occupations in that language.

    Examples
    --------
    >>> choose(["occupations_de.csv", "occupations_en.csv", "skillSkillRelations.csv"], "de")
    {'occupations': 'occupations_de.csv', 'skillSkillRelations': 'skillSkillRelations.csv'}
    """
    known = {stem.casefold(): stem for stem in (*_WORDY, *_WORDLESS)}
    found: dict[str, dict[str, str]] = {}
    for name, stem, tongue in _parted(names):
        if stem in known:
            found.setdefault(known[stem], {})[tongue] = name
    wanted = language.casefold()
    if wanted not in (occupations := found.get(OCCUPATIONS, {})):
        others = ", ".join(sorted(filter(None, occupations)))
        cure = f"it has {others}: choose with --language" if others else "name the folder or zip of ESCO's CSV download"
        raise SourceError(f"has no {OCCUPATIONS}_{language}.csv", cure)
    files = {stem: found[stem][wanted] for stem in _WORDY if wanted in found.get(stem, {})}
    for stem in _WORDLESS:
        if tongues := found.get(stem):
            files[stem] = tongues.get(wanted) or tongues.get("") or tongues[min(tongues)]
    return files


def note_files(download: Download, files: Files, language: str) -> None:
    """Say what is missing and what goes without it, and what is there and not read."""
    report = download.report
    for stem, cost in _COSTS.items():
        if stem not in files:
            report.note(f"{stem}_{language}.csv is not there: {cost}")
    for name, stem, tongue in sorted(_parted(download.names)):
        if tongue in ("", language.casefold()):
            reason = next((reason for other, reason in _NOT_READ.items() if other.casefold() == stem), "")
            if reason:
                report.note(f"{name} is not read: {reason}")


def _parted(names: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """The names that are such as ESCO's, each with its stem and language, in lower case."""
    for name in names:
        if (found := _NAME.fullmatch(name)) is not None:
            yield name, found[1].casefold(), (found[2] or "").casefold()


ISCO: Final = "http://data.europa.eu/esco/isco/C"
NOT_RELEASED: Final = "a concept whose status is not released, or a relation to one"
_COLUMNS: Final = ("conceptUri", "preferredLabel")
_TEXTS: Final = ("altLabels", "hiddenLabels", "scopeNote", "definition", "description", "code")


def read_isco_groups(download: Download, writer: LineWriter, files: Files, concepts: Concepts) -> None:
    """State the groups of the International Standard Classification of Occupations."""
    for _ in _concepts(download, writer, files, concepts, ISCO_GROUPS, Kind.GROUP):
        pass


def read_skill_groups(download: Download, writer: LineWriter, files: Files, concepts: Concepts) -> None:
    """State the groups of skills and the fields of knowledge."""
    for _ in _concepts(download, writer, files, concepts, SKILL_GROUPS, Kind.GROUP):
        pass


def read_occupations(download: Download, writer: LineWriter, files: Files, concepts: Concepts) -> None:
    """State the occupations, each in its ISCO group."""
    lost = 0
    for role, (code,) in _concepts(download, writer, files, concepts, OCCUPATIONS, Kind.ROLE, ("iscoGroup",)):
        group = concepts.by_name.get(ISCO + code)
        if group is not None and group.kind is Kind.GROUP:
            writer.link(role, SKOS + "broader", group.iri)
        elif code and ISCO_GROUPS in files:
            lost += 1
    if lost:
        concepts.report.note(f"{files[OCCUPATIONS]}: occupations with an ISCO group that has no row: {lost:,}")


def read_skills(download: Download, writer: LineWriter, files: Files, concepts: Concepts) -> None:
    """State the skills, with what sort they are and how widely they are used."""
    wanted = ("skillType", "reuseLevel")
    for skill, (sort, reuse) in _concepts(download, writer, files, concepts, SKILLS, Kind.SKILL, wanted):
        if sort:
            writer.string(skill, RG + "skillType", sort)
        if reuse:
            writer.string(skill, RG + "reuseLevel", reuse)


def _concepts(
    download: Download,
    writer: LineWriter,
    files: Files,
    concepts: Concepts,
    stem: str,
    kind: Kind,
    optional: Sequence[str] = (),
) -> Iterator[tuple[str, Sequence[str]]]:
    """State what all concepts have; gives the IRI of each that is kept, and its cells in the further columns."""
    report, file = download.report, files.get(stem, "")
    for line, cells in download.rows(file, _COLUMNS, optional=("status", *_TEXTS, *optional)):
        iri, label, status = cells[:3]
        if not is_web_iri(iri):
            report.misfit(file, line, "conceptUri", "is no IRI of the web", iri)
        elif iri in concepts.by_name:
            report.misfit(file, line, "conceptUri", "the same concept again", iri)
        elif status and status.casefold() != "released":
            concepts.left_out[iri] = NOT_RELEASED
            report.leave_out(file, NOT_RELEASED)
        elif not label:
            report.misfit(file, line, "preferredLabel", "is empty", iri)
        else:
            keep(concepts, writer, iri, iri, kind, Texts(label, *cells[3:9]))
            yield iri, cells[9:]


def read_collections(download: Download, writer: LineWriter, files: Files, concepts: Concepts) -> None:
    """State which concepts are in which collection; collections have names of ours, for the files give none."""
    for stem, (slug, label) in COLLECTIONS.items():
        if stem in files:
            collection = node_iri(Kind.COLLECTION, f"esco-{slug}")
            writer.link(collection, RDF + "type", Kind.COLLECTION.class_iri)
            writer.words(collection, SKOS + "prefLabel", label, "en")
            _read_members(download, writer, files[stem], concepts, collection)


def _read_members(download: Download, writer: LineWriter, file: str, concepts: Concepts, collection: str) -> None:
    report, members = download.report, set()
    for line, (iri, status) in download.rows(file, ("conceptUri",), optional=("status",)):
        if iri in members:
            report.misfit(file, line, "conceptUri", "the same concept again", iri)
        elif iri in concepts.by_name:
            members.add(iri)
            writer.link(collection, SKOS + "member", iri)
        elif iri in concepts.left_out or (status and status.casefold() != "released"):
            report.leave_out(file, NOT_RELEASED)
        else:
            report.misfit(file, line, "conceptUri", NO_ROW, iri)
