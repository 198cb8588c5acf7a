"""O*NET's survey of the education that occupations require: the shares of answers, and the degree that follows.

The rule. The essential degree is that of the median respondent: the highest level such that at least half of all
answers name it or one above it. It is derived where the shares that are not suppressed make up at least 90 percent of
all answers, and where it is a degree at all: certificates count with the degree they come after, and a first
professional degree with a master's, as UNESCO's ISCED 2011 has both on level 7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rolegraph.scales import DegreeLevel, Necessity
from rolegraph.sources.imported import state_evidence, state_named, state_requirement
from rolegraph.sources.onet.ratings import SUPPRESSED
from rolegraph.sources.onet.tables import EDUCATION, EDUCATION_LEVELS, cells, of_occupations, role_iri
from rolegraph.store.stream import is_decimal
from rolegraph.vocabulary import RDF, RG, SKOS, Kind, node_iri

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rolegraph.sources.downloads import Download
    from rolegraph.store.stream import Stream

_SCALE: Final = "RL"
_CATEGORIES: Final = tuple(str(number) for number in range(1, 13))
_DEGREES: Final = {
    5: DegreeLevel.ASSOCIATE,
    6: DegreeLevel.BACHELOR,
    7: DegreeLevel.BACHELOR,
    8: DegreeLevel.MASTER,
    9: DegreeLevel.MASTER,
    10: DegreeLevel.MASTER,
    11: DegreeLevel.DOCTORATE,
    12: DegreeLevel.DOCTORATE,
}
_LABELS: Final = {
    DegreeLevel.ASSOCIATE: "Associate degree",
    DegreeLevel.BACHELOR: "Bachelor's degree",
    DegreeLevel.MASTER: "Master's degree",
    DegreeLevel.DOCTORATE: "Doctorate",
}
_ENOUGH: Final = 90.0


def median_degree(shares: Mapping[int, float]) -> DegreeLevel | None:
    """The degree of the median respondent; None where that is below a degree, or too few answers are known.

    Parameters
    ----------
    shares
        Percent of answers by category of O*NET's scale RL, 1 to 12.

    Examples
    --------
    >>> median_degree({2: 20.0, 6: 45.0, 8: 35.0})
    <DegreeLevel.BACHELOR: 2>
    >>> median_degree({2: 60.0, 6: 40.0}), median_degree({6: 80.0})
    (None, None)
    """
    known = sum(shares.values())
    if known < _ENOUGH:
        return None
    above = 0.0
    for category in sorted(shares, reverse=True):
        above += shares[category]
        if above >= known / 2:
            return _DEGREES.get(category)
    return None


def read_education(download: Download, stream: Stream, known: frozenset[str]) -> None:
    """State what shares of respondents find which education required, and the degree that follows."""
    if EDUCATION not in download.names:
        return
    evidence = state_evidence(stream, EDUCATION)
    for category, (label, definition) in _categories(download).items():
        iri = _category_iri(category)
        state_named(stream, iri, Kind.GROUP, label)
        stream.integer(iri, RG + "rank", int(category))
        if definition:
            stream.words(iri, SKOS + "definition", definition)
    shares: dict[str, dict[int, float]] = {}
    for code, category, share in _answers(download, known):
        shares.setdefault(code, {})[int(category)] = float(share)
        iri = node_iri(Kind.RATING, f"onet-{code}--education-{category}")
        stream.link(iri, RDF + "type", Kind.RATING.class_iri)
        stream.link(role_iri(code), RG + "hasRating", iri)
        stream.link(iri, RG + "rates", _category_iri(category))
        stream.decimal(iri, RG + "share", share)
    found = {code: degree for code, shared in shares.items() if (degree := median_degree(shared)) is not None}
    for degree in sorted(set(found.values())):
        iri = node_iri(Kind.DEGREE, degree.word)
        state_named(stream, iri, Kind.DEGREE, _LABELS[degree])
        stream.link(iri, RG + "degreeLevel", degree.iri)
    for code, degree in found.items():
        asked = node_iri(Kind.REQUIREMENT, f"onet-{code}--{degree.word}")
        capability = node_iri(Kind.DEGREE, degree.word)
        state_requirement(stream, role_iri(code), capability, asked, Necessity.ESSENTIAL, evidence)


def _answers(download: Download, known: frozenset[str]) -> list[tuple[str, str, str]]:
    """The occupation, category and share of each answer that counts."""
    tally = download.tally
    answers: dict[tuple[str, str], str] = {}
    columns, optional = ("Scale ID", "Category", "Data Value"), ("Recommend Suppress",)
    for line, (code, scale, category, share, suppress) in of_occupations(download, known, EDUCATION, columns, optional):
        if scale != _SCALE:
            tally.leave_out(EDUCATION, "experience and training, on scales of their own")
        elif category not in _CATEGORIES:
            tally.misfit(EDUCATION, line, "Category", "is none of 1 to 12", category)
        elif not (is_decimal(share) and 0 <= float(share) <= 100):
            tally.misfit(EDUCATION, line, "Data Value", "is no share from 0 to 100", share)
        elif suppress == "Y":
            tally.leave_out(EDUCATION, SUPPRESSED)
        elif (code, category) in answers:
            tally.misfit(EDUCATION, line, "Category", "a second share of the same category", f"{code} {category}")
        else:
            answers[code, category] = share
    return [(code, category, share) for (code, category), share in answers.items()]


def _categories(download: Download) -> dict[str, tuple[str, str]]:
    """The name of each level of education, and what the release says of it."""
    names = {category: (f"Education level {category}", "") for category in _CATEGORIES}
    columns = ("Scale ID", "Category", "Category Description")
    for line, (scale, category, text) in cells(download, EDUCATION_LEVELS, columns):
        if scale != _SCALE:
            download.tally.leave_out(EDUCATION_LEVELS, "experience and training, on scales of their own")
        elif category in names and text:
            label, mark, _ = text.partition(" - ")
            names[category] = (label, text if mark else "")
        else:
            download.tally.misfit(EDUCATION_LEVELS, line, "Category", "is none of 1 to 12, or says nothing", category)
    return names


def _category_iri(category: str) -> str:
    return node_iri(Kind.GROUP, f"onet-education-{category}")
