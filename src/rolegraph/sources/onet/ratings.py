"""O*NET's ratings of skills and knowledge: kept in numbers, and as requirements where they say enough.

The rule. Importance (scale IM) goes from 1, not important, over 2, somewhat important, 3, important, and 4, very
important, to 5. An element of importance 3 or more is essential; one of 2.5 or more, which is nearer to important
than to somewhat important, preferred; one below that is no requirement, and only its numbers are kept. Level (scale
LV) goes from 0 to 7; its quarters are our four levels. A level that is marked not relevant makes no requirement, and
a value whose suppression the release recommends is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rolegraph.scales import Level, Necessity
from rolegraph.sources.imported import state_evidence, state_named, state_requirement
from rolegraph.sources.onet.tables import ELEMENTS, KNOWLEDGE, SKILLS, cells, of_occupations, role_iri
from rolegraph.store.stream import is_decimal
from rolegraph.vocabulary import RDF, RG, SKOS, Kind, node_iri

if TYPE_CHECKING:
    from rolegraph.sources.downloads import Download
    from rolegraph.store.stream import Stream

ESSENTIAL_FROM: Final = 3.0
PREFERRED_FROM: Final = 2.5
_RANGES: Final = {"IM": (1.0, 5.0), "LV": (0.0, 7.0)}
_ELEMENT: Final = re.compile(r"[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*")
SUPPRESSED: Final = "the release recommends to suppress the value"
NOT_RELEVANT: Final = "the level is marked not relevant"


@dataclass(slots=True)
class _Rating:
    """What is said of one element in one occupation: numbers as they are written."""

    importance: str = ""
    level: str = ""
    relevant: bool = True


def level_of(value: float) -> Level:
    """Our level for one on O*NET's scale LV: a quarter of its range each.

    >>> [str(level_of(value)) for value in (1.7, 1.75, 3.5, 5.25, 7)]
    ['familiar', 'working', 'proficient', 'expert', 'expert']
    """
    return Level(min(1 + int(value / 1.75), 4))


def necessity_of(importance: float) -> Necessity | None:
    """Our necessity for a value on O*NET's scale IM; None where it is not important enough to be asked for.

    >>> [necessity_of(value) for value in (2.49, 2.5, 3.0)]
    [None, <Necessity.PREFERRED: 'preferred'>, <Necessity.ESSENTIAL: 'essential'>]
    """
    if importance >= ESSENTIAL_FROM:
        return Necessity.ESSENTIAL
    return Necessity.PREFERRED if importance >= PREFERRED_FROM else None


def read_ratings(download: Download, stream: Stream, known: frozenset[str]) -> None:
    """State the ratings of skills and of knowledge."""
    names: dict[str, str] = {}
    for file, sort in ((SKILLS, "skill"), (KNOWLEDGE, "knowledge")):
        if file in download.names:
            evidence = state_evidence(stream, file)
            rated, ratings = _collect(download, known, file)
            for element, name in rated.items():
                if element not in names:
                    state_named(stream, skill_iri(element), Kind.SKILL, name)
                    stream.string(skill_iri(element), SKOS + "notation", element)
                    stream.string(skill_iri(element), RG + "skillType", sort)
            names |= rated
            for (code, element), rating in ratings.items():
                _state(stream, code, element, rating, evidence)
    for _, (element, description) in cells(download, ELEMENTS, ("Element ID", "Description")):
        if element in names and description:
            stream.words(skill_iri(element), SKOS + "definition", description)
        else:
            download.tally.leave_out(ELEMENTS, "an element that is neither skill nor knowledge")


def skill_iri(element: str) -> str:
    return node_iri(Kind.SKILL, f"onet-{element}")


def _collect(
    download: Download, known: frozenset[str], file: str
) -> tuple[dict[str, str], dict[tuple[str, str], _Rating]]:
    """The names of all elements, and what is said of each in each occupation."""
    tally = download.tally
    names: dict[str, str] = {}
    ratings: dict[tuple[str, str], _Rating] = {}
    columns = ("Element ID", "Element Name", "Scale ID", "Data Value")
    optional = ("Recommend Suppress", "Not Relevant")
    for line, row in of_occupations(download, known, file, columns, optional):
        code, element, name, scale, value, suppress, irrelevant = row
        if not _ELEMENT.fullmatch(element) or names.setdefault(element, name) != name or not name:
            tally.misfit(file, line, "Element ID", "is none, or has another name than before", f"{element} {name}")
            continue
        if scale not in _RANGES:
            tally.leave_out(file, f"scale {scale}")
            continue
        low, high = _RANGES[scale]
        if not (is_decimal(value) and low <= float(value) <= high):
            tally.misfit(file, line, "Data Value", f"is no number from {low:g} to {high:g}", value)
            continue
        rating = ratings.setdefault((code, element), _Rating())
        if scale == "LV" and irrelevant == "Y":
            rating.relevant = False
        if suppress == "Y":
            tally.leave_out(file, SUPPRESSED)
        elif scale == "LV" and irrelevant == "Y":
            tally.leave_out(file, NOT_RELEVANT)
        elif rating.importance if scale == "IM" else rating.level:
            tally.misfit(file, line, "Scale ID", "a second value of the same element and scale", f"{code} {element}")
        elif scale == "IM":
            rating.importance = value
        else:
            rating.level = value
    return names, ratings


def _state(stream: Stream, code: str, element: str, rating: _Rating, evidence: str) -> None:
    """One rating, as a requirement where it is enough for one."""
    if not rating.importance and not rating.level:
        return
    role, slug = role_iri(code), f"onet-{code}--{element}"
    asked = necessity_of(float(rating.importance)) if rating.importance and rating.relevant else None
    if asked is None:
        iri = node_iri(Kind.RATING, slug)
        stream.link(iri, RDF + "type", Kind.RATING.class_iri)
        stream.link(role, RG + "hasRating", iri)
        stream.link(iri, RG + "rates", skill_iri(element))
    else:
        iri = node_iri(Kind.REQUIREMENT, slug)
        state_requirement(stream, role, skill_iri(element), iri, asked, evidence)
        if rating.level:
            stream.link(iri, RG + "level", level_of(float(rating.level)).iri)
    if rating.importance:
        stream.decimal(iri, RG + "importance", rating.importance)
    if rating.level:
        stream.decimal(iri, RG + "sourceLevel", rating.level)
