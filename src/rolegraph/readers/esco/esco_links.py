"""What links ESCO's concepts: broader and narrower, what skills are to each other, and what occupations ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.model.nodes import Kind, Necessity
from rolegraph.rdf.vocabulary import RG, SKOS
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
    state_asks,
    state_links,
)
from rolegraph.readers.esco.esco_rows import (
    LEVELS,
    OCCUPATION_BROADER,
    REQUIREMENTS,
    SKILL_BROADER,
    SKILL_RELATIONS,
    Files,
)
from rolegraph.readers.imported import is_web_iri, state_evidence

if TYPE_CHECKING:
    from rolegraph.rdf.writers import LineWriter
    from rolegraph.readers.downloads import Download


_LEVELS: Final = range(4)
_SAYS_AGAIN: Final = "says again what the skill groups and their broader relations say"
_ASKS: Final = {"essential": RequirementLink(Necessity.ESSENTIAL), "optional": RequirementLink(Necessity.PREFERRED)}


class HierarchyLevel(NamedTuple):
    """A row of the skills hierarchy: its group, the one above it if any, and whether only this row names the group."""

    place: RowPlace
    group: str
    above: str
    new: bool


def read_levels(download: Download, writer: LineWriter, files: Files, concepts: Concepts) -> list[HierarchyLevel]:
    """State the groups of the skills hierarchy that have no row of their own; gives the rows with what is above."""
    file, found = files.get(LEVELS, ""), []
    columns = ("Level 0 URI", "Level 0 preferred term")
    optional = [f"Level {level} {what}" for level in _LEVELS[1:] for what in ("URI", "preferred term")]
    codes = [f"Level {level} code" for level in _LEVELS]
    for line, cells in download.rows(file, columns, optional=(*optional, "Description", "Scope note", *codes)):
        iris, labels, (description, scope) = cells[0:8:2], cells[1:8:2], cells[8:10]
        filled = [level for level in _LEVELS if iris[level]]
        if not filled:
            download.report.misfit(file, line, "Level 0 URI", "is empty")
            continue
        last = filled[-1]
        iri, place = iris[last], RowPlace(file, line, f"Level {last} URI")
        new = iri not in concepts.by_name
        if iri in concepts.left_out:
            download.report.leave_out(file, concepts.left_out[iri])
            continue
        if new and not (is_web_iri(iri) and labels[last]):
            download.report.misfit(*place, "is no IRI of the web, or has no term", iri)
            continue
        if new:
            texts = Texts(labels[last], scope_note=scope, description=description, code=cells[10 + last])
            keep(concepts, writer, iri, iri, Kind.GROUP, texts)
        found.append(HierarchyLevel(place, iri, iris[filled[-2]] if len(filled) > 1 else "", new))
    return found


def read_broader(
    download: Download, writer: LineWriter, files: Files, concepts: Concepts, levels: list[HierarchyLevel]
) -> None:
    """State what is filed under what, in both pillars."""
    links: Links = {}
    for stem in (OCCUPATION_BROADER, SKILL_BROADER):
        file = files.get(stem, "")
        for line, (narrower, broader) in download.rows(file, ("conceptUri", "broaderUri")):
            place = RowPlace(file, line, "broaderUri")
            ends = find(concepts, (RowPlace(file, line, "conceptUri"), narrower), (place, broader))
            if ends is not None:
                add_broader(concepts, links, place, *ends)
    for place, group, above, new in levels:
        if (not above or (group, above) in links) and not new:
            download.report.leave_out(place.file, _SAYS_AGAIN)
        elif above and (ends := find(concepts, (place, group), (place, above))) is not None:
            add_broader(concepts, links, place, *ends)
    state_links(download.report, writer, links, SKOS + "broader")


def read_skill_relations(download: Download, writer: LineWriter, files: Files, concepts: Concepts) -> None:
    """State which skill needs which, and which are close."""
    file = files.get(SKILL_RELATIONS, "")
    needs: Links = {}
    near: Links = {}
    columns = ("originalSkillUri", "relationType", "relatedSkillUri")
    for line, (original, kind, related) in download.rows(file, columns):
        place = RowPlace(file, line, "relatedSkillUri")
        ends = find(concepts, (RowPlace(file, line, "originalSkillUri"), original), (place, related))
        if ends is None:
            continue
        if any(one.kind is not Kind.SKILL for one in ends):
            download.report.misfit(*place, "one of the two is no skill", related)
        else:
            add_skill_link(download.report, needs, near, place, (ends[0].iri, ends[1].iri), kind)
    state_links(download.report, writer, needs, RG + "prerequisite")
    for one, other in near:
        writer.link(one, RG + "closeTo", other)


def read_requirements(download: Download, writer: LineWriter, files: Files, concepts: Concepts) -> None:
    """State what occupations ask for: what ESCO calls essential as such, what it calls optional as preferred."""
    file = files.get(REQUIREMENTS, "")
    asks: Asks = {}
    for line, (occupation, kind, skill) in download.rows(file, ("occupationUri", "relationType", "skillUri")):
        place = RowPlace(file, line, "skillUri")
        ends = find(concepts, (RowPlace(file, line, "occupationUri"), occupation), (place, skill))
        if ends is None:
            continue
        if ends[0].kind is not Kind.ROLE or ends[1].kind is not Kind.SKILL:
            download.report.misfit(*place, "is not from an occupation to a skill", skill)
        elif kind not in _ASKS:
            download.report.misfit(file, line, "relationType", "is neither essential nor optional", kind)
        else:
            add_ask(download.report, asks, place, *ends, _ASKS[kind])
    if asks:
        state_asks(writer, concepts, asks, "esco", state_evidence(writer, file))
