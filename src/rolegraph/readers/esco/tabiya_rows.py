"""The concepts of a taxonomy in Tabiya's form: occupations as roles, skills, and the groups of both.

What links concepts in Tabiya's form: hierarchies, relations of skills, and what occupations ask for.

Tabiya's CSV form of a taxonomy, which extends ESCO's, as statements.

What becomes of each file is said in `docs/imports-tabiya.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from rolegraph.model.nodes import Kind, Necessity, node_iri, slugify
from rolegraph.rdf.vocabulary import RG, SKOS, SOURCE
from rolegraph.rdf.writers import is_decimal
from rolegraph.readers.esco.concepts import (
    Asks,
    Concepts,
    Links,
    RequirementLink,
    RowPlace,
    Texts,
    add_ask,
    add_broader,
    add_skill_link,
    find,
    keep,
    note_shared_labels,
    state_asks,
    state_links,
)
from rolegraph.readers.esco.tabiya import (
    LICENCE_FILE,
    OCCUPATION_GROUPS,
    OCCUPATION_HIERARCHY,
    OCCUPATIONS,
    REQUIREMENTS,
    SKILL_GROUPS,
    SKILL_HIERARCHY,
    SKILL_RELATIONS,
    SKILLS,
    Files,
    Model,
    choose,
    chosen_language,
    note_files,
    read_model,
    table,
)
from rolegraph.readers.imported import Origin, is_web_iri, state_evidence, state_origin

if TYPE_CHECKING:
    from rolegraph.rdf.writers import LineWriter
    from rolegraph.readers.downloads import Download


_COLUMNS: Final = ("ID", "PREFERREDLABEL")
_ORIGIN: Final = ("ORIGINURI", "UUIDHISTORY")
_TEXTS: Final = ("ALTLABELS", "HIDDENLABELS", "SCOPENOTE", "DEFINITION", "DESCRIPTION", "CODE")
_TYPE, _LOCAL = "OCCUPATIONTYPE", "localoccupation"
_ESCO: Final = "http://data.europa.eu/esco/"
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def name_of(file: str, number: str) -> str:
    """What rows call a concept: its ID, which may be another's in another file."""
    return f"{number} in {file}"


def read_groups(download: Download, writer: LineWriter, files: Files, concepts: Concepts) -> dict[str, str]:
    """State the groups; gives those of occupations by their codes."""
    codes = {code: iri for iri, (code,) in _concepts(download, writer, files, concepts, OCCUPATION_GROUPS, ("CODE",))}
    for _ in _concepts(download, writer, files, concepts, SKILL_GROUPS):
        pass
    return codes


def read_occupations(
    download: Download, writer: LineWriter, files: Files, concepts: Concepts, codes: dict[str, str]
) -> None:
    """State the occupations, each in its group, local ones and localized ones among them."""
    lost = 0
    wanted = (_TYPE, "OCCUPATIONGROUPCODE")
    for role, (_, code) in _concepts(download, writer, files, concepts, OCCUPATIONS, wanted):
        if code in codes:
            writer.link(role, SKOS + "broader", codes[code])
        elif code and codes:
            lost += 1
    if lost:
        concepts.report.note(f"{OCCUPATIONS}: occupations with the code of a group that has no row: {lost:,}")


def read_skills(download: Download, writer: LineWriter, files: Files, concepts: Concepts) -> None:
    """State the skills, with what sort they are and how widely they are used."""
    wanted = ("SKILLTYPE", "REUSELEVEL")
    for skill, (sort, reuse) in _concepts(download, writer, files, concepts, SKILLS, wanted):
        if sort:
            writer.string(skill, RG + "skillType", sort)
        if reuse:
            writer.string(skill, RG + "reuseLevel", reuse)


def _concepts(
    download: Download, writer: LineWriter, files: Files, concepts: Concepts, file: str, optional: Sequence[str] = ()
) -> Iterator[tuple[str, Sequence[str]]]:
    """State what all concepts have; gives the IRI of each that is kept, and its cells in the further columns."""
    report, name = download.report, files.get(file, "")
    kind = Kind.ROLE if file == OCCUPATIONS else Kind.SKILL if file == SKILLS else Kind.GROUP
    taken = {concept.iri for concept in concepts.by_name.values()}
    by_number = 0
    wanted = (*_ORIGIN, *_TEXTS, *optional)
    for line, cells in table(download, files, file, _COLUMNS, wanted, writer.language):
        number, label, origin, history = cells[:4]
        # A local occupation that was made from one of ESCO's is another one, with requirements of its own.
        made_from = origin if _LOCAL in cells[10:] and origin.startswith(_ESCO) and is_web_iri(origin) else ""
        iri = _iri(kind, file, number, "" if made_from else origin, history)
        if not number:
            report.misfit(name, line, "ID", "is empty", label)
        elif name_of(file, number) in concepts.by_name:
            report.misfit(name, line, "ID", "the same ID again", number)
        elif iri in taken:
            column = "ORIGINURI" if iri == origin else "UUIDHISTORY"
            report.misfit(name, line, column, "the same concept as in a row before", origin or history)
        elif not label:
            report.misfit(name, line, "PREFERREDLABEL", "is empty", number)
        else:
            taken.add(iri)
            by_number += iri != origin and not _uuids(history)
            keep(concepts, writer, name_of(file, number), iri, kind, Texts(label, *cells[4:10]))
            if made_from:
                writer.link(iri, SKOS + "closeMatch", made_from)
            yield iri, cells[10:]
    if by_number:
        report.note(f"{name}: rows with neither origin nor UUID, named by their IDs, which may change: {by_number:,}")


def _iri(kind: Kind, file: str, number: str, origin: str, history: str) -> str:
    """Where a concept is from, if that is an IRI; otherwise one of ours, by its first UUID or else by its ID."""
    if is_web_iri(origin):
        return origin
    uuids = _uuids(history)
    if uuids:
        return node_iri(kind, f"tabiya-{uuids[-1]}")
    return node_iri(kind, f"tabiya-{slugify(file.removesuffix('.csv'))}-{slugify(number)}")


def _uuids(history: str) -> list[str]:
    """The UUIDs that a concept has had, the first of them last."""
    return _UUID.findall(history.lower())


# The words for the types of what a hierarchy links, in lower case, and the file that has it.
_TYPES: Final = {
    "skill": SKILLS,
    "skillgroup": SKILL_GROUPS,
    "occupationgroup": OCCUPATION_GROUPS,
    "iscogroup": OCCUPATION_GROUPS,
    "localgroup": OCCUPATION_GROUPS,
    "escooccupation": OCCUPATIONS,
    "localoccupation": OCCUPATIONS,
}
_NECESSITIES: Final = {"essential": Necessity.ESSENTIAL, "optional": Necessity.PREFERRED}
_SIGNAL_WORDS: Final = ("", "low", "medium", "high")
_HIERARCHY: Final = ("CHILDOBJECTTYPE", "CHILDID", "PARENTOBJECTTYPE", "PARENTID")


def read_broader(download: Download, writer: LineWriter, files: Files, concepts: Concepts) -> None:
    """State what is filed under what, in both hierarchies."""
    links: Links = {}
    for file in (OCCUPATION_HIERARCHY, SKILL_HIERARCHY):
        name = files.get(file, "")
        for line, (child_type, child, parent_type, parent) in table(download, files, file, _HIERARCHY):
            below, above = (_TYPES.get(one.lower(), "") for one in (child_type, parent_type))
            place = RowPlace(name, line, "PARENTID")
            if not below or not above:
                column, value = ("PARENTOBJECTTYPE", parent_type) if below else ("CHILDOBJECTTYPE", child_type)
                download.report.misfit(name, line, column, "is no type of object", value)
                continue
            start = (RowPlace(name, line, "CHILDID"), name_of(below, child))
            ends = find(concepts, start, (place, name_of(above, parent)))
            if ends is not None:
                add_broader(concepts, links, place, *ends)
    state_links(download.report, writer, links, SKOS + "broader")


def read_skill_relations(download: Download, writer: LineWriter, files: Files, concepts: Concepts) -> None:
    """State which skill needs which, and which are close."""
    name, needs, near = files.get(SKILL_RELATIONS, ""), Links(), Links()
    columns = ("REQUIRINGID", "RELATIONTYPE", "REQUIREDID")
    for line, (requiring, kind, required) in table(download, files, SKILL_RELATIONS, columns):
        place = RowPlace(name, line, "REQUIREDID")
        start = (RowPlace(name, line, "REQUIRINGID"), name_of(SKILLS, requiring))
        ends = find(concepts, start, (place, name_of(SKILLS, required)))
        if ends is not None:
            add_skill_link(download.report, needs, near, place, (ends[0].iri, ends[1].iri), kind)
    state_links(download.report, writer, needs, RG + "prerequisite")
    for one, other in near:
        writer.link(one, RG + "closeTo", other)


def read_requirements(download: Download, writer: LineWriter, files: Files, concepts: Concepts) -> None:
    """State what occupations ask for, with the signalling value where there is one."""
    name, asks = files.get(REQUIREMENTS, ""), Asks()
    columns, optional = ("OCCUPATIONID", "RELATIONTYPE", "SKILLID"), ("SIGNALLINGVALUE", "SIGNALLINGVALUELABEL")
    for line, (occupation, kind, skill, value, word) in table(download, files, REQUIREMENTS, columns, optional):
        place = RowPlace(name, line, "SKILLID")
        start = (RowPlace(name, line, "OCCUPATIONID"), name_of(OCCUPATIONS, occupation))
        ends = find(concepts, start, (place, name_of(SKILLS, skill)))
        if ends is None:
            continue
        if (problem := _problem(kind, value, word)) is not None:
            column, reason, said = problem
            download.report.misfit(name, line, column, reason, said)
        else:
            ask = RequirementLink(_NECESSITIES.get(kind, Necessity.PREFERRED), value, word)
            add_ask(download.report, asks, place, *ends, ask)
    if asks:
        state_asks(writer, concepts, asks, "tabiya", state_evidence(writer, name))


def _problem(kind: str, value: str, word: str) -> tuple[str, str, str] | None:
    """What is wrong with how a row says that a skill is asked for: in which column, why, and what stands there."""
    if kind and kind not in _NECESSITIES:
        return "RELATIONTYPE", "is neither essential nor optional", kind
    if not kind and not value:
        return "RELATIONTYPE", "is empty, and there is no signalling value", ""
    if value and not (is_decimal(value) and 0 <= float(value) <= 1):
        return "SIGNALLINGVALUE", "is no number from 0 to 1", value
    if word not in _SIGNAL_WORDS:
        return "SIGNALLINGVALUELABEL", "is none of low, medium and high", word
    return None


SOURCE_IRI: Final = SOURCE + "tabiya"


def read_tabiya(download: Download, writer: LineWriter, files: Files, model: Model, version: str = "") -> None:
    """State all that a download says.

    Parameters
    ----------
    download
        A folder or zip with occupations, and whatever else there is.
    writer
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
        download.report.note(f"no {LICENCE_FILE} file that names a licence known here: the source has none")
    concepts = Concepts(download.report)
    codes = read_groups(download, writer, files, concepts)
    read_occupations(download, writer, files, concepts, codes)
    read_skills(download, writer, files, concepts)
    read_broader(download, writer, files, concepts)
    read_skill_relations(download, writer, files, concepts)
    read_requirements(download, writer, files, concepts)
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
    state_origin(writer, origin, download.hash)


__all__ = ["SOURCE_IRI", "Model", "choose", "chosen_language", "read_model", "read_tabiya"]
