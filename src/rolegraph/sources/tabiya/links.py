"""What links concepts in Tabiya's form: hierarchies, relations of skills, and what occupations ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rolegraph.scales import Necessity
from rolegraph.sources.concepts import (
    Ask,
    Asks,
    Concepts,
    Links,
    Place,
    add_ask,
    add_broader,
    add_skill_link,
    find,
    state_asks,
    state_links,
)
from rolegraph.sources.imported import state_evidence
from rolegraph.sources.tabiya.files import (
    OCCUPATION_GROUPS,
    OCCUPATION_HIERARCHY,
    OCCUPATIONS,
    REQUIREMENTS,
    SKILL_GROUPS,
    SKILL_HIERARCHY,
    SKILL_RELATIONS,
    SKILLS,
    Files,
    table,
)
from rolegraph.sources.tabiya.rows import name_of
from rolegraph.store.stream import is_decimal
from rolegraph.vocabulary import RG, SKOS

if TYPE_CHECKING:
    from rolegraph.sources.downloads import Download
    from rolegraph.store.stream import Stream

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


def read_broader(download: Download, stream: Stream, files: Files, concepts: Concepts) -> None:
    """State what is filed under what, in both hierarchies."""
    links: Links = {}
    for file in (OCCUPATION_HIERARCHY, SKILL_HIERARCHY):
        name = files.get(file, "")
        for line, (child_type, child, parent_type, parent) in table(download, files, file, _HIERARCHY):
            below, above = (_TYPES.get(one.lower(), "") for one in (child_type, parent_type))
            place = Place(name, line, "PARENTID")
            if not below or not above:
                column, value = ("PARENTOBJECTTYPE", parent_type) if below else ("CHILDOBJECTTYPE", child_type)
                download.tally.misfit(name, line, column, "is no type of object", value)
                continue
            start = (Place(name, line, "CHILDID"), name_of(below, child))
            ends = find(concepts, start, (place, name_of(above, parent)))
            if ends is not None:
                add_broader(concepts, links, place, *ends)
    state_links(download.tally, stream, links, SKOS + "broader")


def read_skill_relations(download: Download, stream: Stream, files: Files, concepts: Concepts) -> None:
    """State which skill needs which, and which are close."""
    name, needs, near = files.get(SKILL_RELATIONS, ""), Links(), Links()
    columns = ("REQUIRINGID", "RELATIONTYPE", "REQUIREDID")
    for line, (requiring, kind, required) in table(download, files, SKILL_RELATIONS, columns):
        place = Place(name, line, "REQUIREDID")
        start = (Place(name, line, "REQUIRINGID"), name_of(SKILLS, requiring))
        ends = find(concepts, start, (place, name_of(SKILLS, required)))
        if ends is not None:
            add_skill_link(download.tally, needs, near, place, (ends[0].iri, ends[1].iri), kind)
    state_links(download.tally, stream, needs, RG + "prerequisite")
    for one, other in near:
        stream.link(one, RG + "closeTo", other)


def read_requirements(download: Download, stream: Stream, files: Files, concepts: Concepts) -> None:
    """State what occupations ask for, with the signalling value where there is one."""
    name, asks = files.get(REQUIREMENTS, ""), Asks()
    columns, optional = ("OCCUPATIONID", "RELATIONTYPE", "SKILLID"), ("SIGNALLINGVALUE", "SIGNALLINGVALUELABEL")
    for line, (occupation, kind, skill, value, word) in table(download, files, REQUIREMENTS, columns, optional):
        place = Place(name, line, "SKILLID")
        start = (Place(name, line, "OCCUPATIONID"), name_of(OCCUPATIONS, occupation))
        ends = find(concepts, start, (place, name_of(SKILLS, skill)))
        if ends is None:
            continue
        if (problem := _problem(kind, value, word)) is not None:
            column, reason, said = problem
            download.tally.misfit(name, line, column, reason, said)
        else:
            ask = Ask(_NECESSITIES.get(kind, Necessity.PREFERRED), value, word)
            add_ask(download.tally, asks, place, *ends, ask)
    if asks:
        state_asks(stream, concepts, asks, "tabiya", state_evidence(stream, name))


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
