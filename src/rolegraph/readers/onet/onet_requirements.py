"""What O*NET says that occupations require: ratings of skills, knowledge and interests, tools, and education.

Ratings are kept in numbers, and as requirements where they say enough. The scales, and the rules by which ratings and
shares of answers become requirements, are explained in `docs/reference/imports.md`.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.model.nodes import DegreeLevel, Kind, Level, Necessity, node_iri, slugify
from rolegraph.rdf.vocabulary import RG, SKOS
from rolegraph.rdf.writers import is_decimal
from rolegraph.readers.import_output import state_evidence, state_named, state_rating, state_requirement
from rolegraph.readers.onet.occupations import (
    EDUCATION,
    EDUCATION_LEVELS,
    ELEMENTS,
    INTERESTS,
    KNOWLEDGE,
    SKILLS,
    TECHNOLOGIES,
    TOOLS,
    cells,
    of_occupations,
    onet_iri,
    role_iri,
    state_step,
)
from rolegraph.readers.onet.tool_names import short_names

if TYPE_CHECKING:
    from rolegraph.rdf.writers import LineWriter
    from rolegraph.readers.downloads import Download


_CATEGORIES: Final = tuple(map(str, range(1, 13)))
# Certificates count with the degree they come after; a first professional degree with a master's, as in ISCED 2011.
_DEGREES: Final = {
    5: DegreeLevel.ASSOCIATE,
    **dict.fromkeys((6, 7), DegreeLevel.BACHELOR),
    **dict.fromkeys((8, 9, 10), DegreeLevel.MASTER),
    **dict.fromkeys((11, 12), DegreeLevel.DOCTORATE),
}
_LABELS: Final = {
    DegreeLevel.ASSOCIATE: "Associate degree",
    DegreeLevel.BACHELOR: "Bachelor's degree",
    DegreeLevel.MASTER: "Master's degree",
    DegreeLevel.DOCTORATE: "Doctorate",
}
_ENOUGH: Final = 90.0  # percent of answers


def median_degree(shares: Mapping[int, float]) -> DegreeLevel | None:
    """The degree of the median respondent; None where that is below a degree, or too few answers are known.

    The shares are percent of answers by category of O*NET's scale RL, 1 to 12.
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


def read_education(download: Download, writer: LineWriter, known: frozenset[str]) -> None:
    """State what shares of respondents find which education required, and the degree that follows."""
    if EDUCATION not in download:
        return
    evidence = state_evidence(writer, EDUCATION)
    for category, (label, definition) in _categories(download).items():
        state_step(writer, onet_iri(Kind.GROUP, f"education-{category}"), category, label, definition)
    shares: dict[str, dict[int, float]] = {}
    _, ratings = _collect(download, known, EDUCATION, "Category", "Category")
    for (code, category), share in ((key, values["RL"]) for key, values in ratings.items() if values):
        shares.setdefault(code, {})[int(category)] = float(share)
        iri = onet_iri(Kind.RATING, f"{code}--education-{category}")
        state_rating(writer, role_iri(code), onet_iri(Kind.GROUP, f"education-{category}"), iri)
        writer.decimal(iri, RG + "share", share)
    found = {code: degree for code, shared in shares.items() if (degree := median_degree(shared)) is not None}
    for degree in sorted(set(found.values())):
        iri = node_iri(Kind.DEGREE, degree.word)
        state_named(writer, iri, Kind.DEGREE, _LABELS[degree])
        writer.link(iri, RG + "degreeLevel", degree.iri)
    for code, degree in found.items():
        requirement = onet_iri(Kind.REQUIREMENT, f"{code}--{degree.word}")
        capability = node_iri(Kind.DEGREE, degree.word)
        state_requirement(writer, role_iri(code), capability, requirement, Necessity.ESSENTIAL, evidence)


def _categories(download: Download) -> dict[str, tuple[str, str]]:
    """The name of each level of education, and what the release says of it."""
    names = {category: (f"Education level {category}", "") for category in _CATEGORIES}
    columns = ("Scale ID", "Category", "Category Description")
    for line, (scale, category, text) in cells(download, EDUCATION_LEVELS, columns):
        if scale != "RL":
            download.report.leave_out(EDUCATION_LEVELS, _OTHER_SCALES[EDUCATION])
        elif category in names and text:
            label, mark, _ = text.partition(" - ")
            names[category] = (label, text if mark else "")
        else:
            download.report.misfit(EDUCATION_LEVELS, line, "Category", "is not 1 to 12, or has no text", category)
    return names


ESSENTIAL_FROM: Final = 3.0  # important
PREFERRED_FROM: Final = 2.5  # nearer to important than to somewhat important, which is 2
_RANGES: Final = {"IM": (1.0, 5.0), "LV": (0.0, 7.0), "OI": (1.0, 7.0), "RL": (0.0, 100.0)}
_SCALES: Final = {INTERESTS: ("OI",), EDUCATION: ("RL",)}
_SKILL_SCALES: Final = ("IM", "LV")
_OTHER_SCALES: Final = {
    INTERESTS: "high points, which follow from the numbers",
    EDUCATION: "experience and training, on scales of their own",
}
_ELEMENT: Final = r"[0-9A-Za-z]+(?:\.[0-9A-Za-z]+)*"
_PATTERNS: Final = {INTERESTS: r"1\.B\.1(?:\.[a-z])?", EDUCATION: r"[1-9]|1[0-2]"}
_ERROR: Final = "standard error"
_ERROR_COLUMNS: Final = ("Standard Error", "Lower CI Bound", "Upper CI Bound")
_NOT_GIVEN: Final = ("", "n/a")
_DEVIATIONS: Final = 1.96  # from the mean to a limit of the release's 95 percent confidence interval
_LEAST_RATED: Final = 0.875  # half of a level: below, a rating says that hardly anything of it is needed
SUPPRESSED: Final = "the release recommends to suppress the value"
NOT_RELEVANT: Final = "the level is marked not relevant"

Names = dict[str, str]
Values = dict[str, str]  # by scale, as they are written; under `_ERROR` that of the level
Ratings = dict[tuple[str, str], Values]  # by occupation and element


def level_of(value: float) -> Level:
    """Our level for one on O*NET's scale LV: a quarter of its range each."""
    return Level(min(1 + int(value / 1.75), 4))


def necessity_of(importance: float) -> Necessity | None:
    """Our necessity for a value on O*NET's scale IM; None where it is not important enough to be required."""
    if importance >= ESSENTIAL_FROM:
        return Necessity.ESSENTIAL
    return Necessity.PREFERRED if importance >= PREFERRED_FROM else None


def read_ratings(download: Download, writer: LineWriter, known: frozenset[str]) -> None:
    """State the ratings of skills and of knowledge."""
    names: dict[str, str] = {}
    for file, sort in ((SKILLS, "skill"), (KNOWLEDGE, "knowledge")):
        if file in download:
            evidence = state_evidence(writer, file)
            rated, ratings = _collect(download, known, file)
            for element, name in rated.items():
                if element not in names:
                    skill = onet_iri(Kind.SKILL, element)
                    state_named(writer, skill, Kind.SKILL, name)
                    writer.string(skill, SKOS + "notation", element)
                    writer.string(skill, RG + "skillType", sort)
            names |= rated
            for (code, element), values in ratings.items():
                _state_skill(writer, code, element, values, evidence)
    for _, (element, description) in cells(download, ELEMENTS, ("Element ID", "Description")):
        if element in names and description:
            writer.words(onet_iri(Kind.SKILL, element), SKOS + "definition", description)
        else:
            download.report.leave_out(ELEMENTS, "an element that is neither skill nor knowledge")


def read_interests(download: Download, writer: LineWriter, known: frozenset[str]) -> None:
    """State how characteristic each interest is of each occupation."""
    names, ratings = _collect(download, known, INTERESTS)
    values = [(key, of_scale["OI"]) for key, of_scale in ratings.items() if of_scale]
    for (code, element), value in values:
        iri = onet_iri(Kind.RATING, f"{code}--{element}")
        state_rating(writer, role_iri(code), onet_iri(Kind.GROUP, element), iri)
        writer.decimal(iri, RG + "importance", value)
    for element in sorted({element for (_, element), _ in values}):
        interest = onet_iri(Kind.GROUP, element)
        state_named(writer, interest, Kind.GROUP, f"{names[element]} interests")
        writer.string(interest, SKOS + "notation", element)


def _collect(
    download: Download, known: frozenset[str], file: str, column: str = "Element ID", naming: str = "Element Name"
) -> tuple[Names, Ratings]:
    """The names of all that is rated, and its values in each occupation; a level that is not relevant is noted."""
    report, names, ratings = download.report, Names(), Ratings()
    pattern, scales = re.compile(_PATTERNS.get(file, _ELEMENT)), _SCALES.get(file, _SKILL_SCALES)
    columns = (column, naming, "Scale ID", "Data Value")
    optional = ("Recommend Suppress", "Not Relevant", *_ERROR_COLUMNS)
    for line, row in of_occupations(download, known, file, columns, optional):
        code, element, name, scale, value, suppress, irrelevant, *errors = row
        if scale not in scales:
            report.leave_out(file, _OTHER_SCALES.get(file, f"scale {scale}"))
            continue
        low, high = _RANGES[scale]
        if not pattern.fullmatch(element) or names.setdefault(element, name) != name or not name:
            report.misfit(file, line, column, "is unknown, or has another name than before", f"{element} {name}")
        elif not (is_decimal(value) and low <= float(value) <= high):
            report.misfit(file, line, "Data Value", f"is not a number from {low:g} to {high:g}", value)
        elif wrong := [pair for pair in zip(_ERROR_COLUMNS, errors, strict=True) if _is_wrong(pair[1])]:
            report.misfit(file, line, wrong[0][0], "is not a number from 0 on", wrong[0][1])
        else:
            values = ratings.setdefault((code, element), {})
            if not_relevant := scale == "LV" and irrelevant == "Y":
                values[NOT_RELEVANT] = value
            if suppress == "Y" or not_relevant:
                report.leave_out(file, SUPPRESSED if suppress == "Y" else NOT_RELEVANT)
            elif scale in values:
                report.misfit(file, line, column, "a second value on the same scale", f"{code} {element}")
            else:
                values[scale] = value
                if scale == "LV" and (error := standard_error(value, *errors)):
                    values[_ERROR] = error
    return names, ratings


def _is_wrong(text: str) -> bool:
    """Whether an error, or a limit of confidence, is neither missing nor a number from 0 on."""
    return text.lower() not in _NOT_GIVEN and not (is_decimal(text) and float(text) >= 0)


def standard_error(value: str, stated: str, lower: str, upper: str) -> str:
    """The standard error of a value as it is written, or else as its limits of confidence tell; empty without both.

    A limit may be cut off where the scale ends; the other is as far from the value as it should be.
    """
    if stated.lower() not in _NOT_GIVEN:
        return stated
    limits = [float(limit) for limit in (lower, upper) if limit.lower() not in _NOT_GIVEN]
    if not limits:
        return ""
    return str(round(max(abs(limit - float(value)) for limit in limits) / _DEVIATIONS, 4))


def _state_skill(writer: LineWriter, code: str, element: str, values: Values, evidence: str) -> None:
    """One rating, as a requirement where it is enough for one."""
    importance, level = values.get("IM", ""), values.get("LV", "")
    if not importance and not level:
        return
    role, slug = role_iri(code), f"onet-{code}--{element}"
    necessity = necessity_of(float(importance)) if importance and NOT_RELEVANT not in values else None
    if necessity is None:
        iri = node_iri(Kind.RATING, slug)
        state_rating(writer, role, onet_iri(Kind.SKILL, element), iri)
        if level and float(level) >= _LEAST_RATED:
            writer.link(iri, RG + "level", level_of(float(level)).iri)
    else:
        iri = node_iri(Kind.REQUIREMENT, slug)
        state_requirement(writer, role, onet_iri(Kind.SKILL, element), iri, necessity, evidence)
        if level:
            writer.link(iri, RG + "level", level_of(float(level)).iri)
    if importance:
        writer.decimal(iri, RG + "importance", importance)
    if level:
        writer.decimal(iri, RG + "sourceLevel", level)
    if error := values.get(_ERROR):
        writer.decimal(iri, RG + "standardError", error)


_COLUMNS: Final = ("Example", "Commodity Code", "Commodity Title")
_FLAGS: Final = ("Hot Technology", "In Demand")


class _Use(NamedTuple):
    code: str
    tool: str
    commodity: str
    hot: bool
    in_demand: bool


def read_tools(download: Download, writer: LineWriter, known: frozenset[str]) -> None:
    """State what occupations work with, by category of the United Nations' classification of products."""
    categories: dict[str, str] = {}
    iri_of: dict[str, str] = {}
    users: dict[str, set[str]] = {}
    for file, sort, flags in ((TECHNOLOGIES, "technology", _FLAGS), (TOOLS, "tool", ())):
        if file in download:
            uses = _uses(download, known, file, flags, categories)
            iris = _iris(sort, {use.tool for use in uses})
            _state_tools(writer, uses, iris, state_evidence(writer, file))
            for use in uses:
                iri_of.setdefault(use.tool, iris[use.tool])
                users.setdefault(use.tool, set()).add(use.code)
    for tool, name in short_names({tool: len(codes) for tool, codes in users.items()}).items():
        writer.words(iri_of[tool], SKOS + "hiddenLabel", name)
    for commodity, title in categories.items():
        iri = _tool_category_iri(commodity)
        state_named(writer, iri, Kind.CATEGORY, title)
        writer.string(iri, SKOS + "notation", commodity)


def _uses(
    download: Download, known: frozenset[str], file: str, flags: tuple[str, ...], categories: dict[str, str]
) -> list[_Use]:
    report = download.report
    uses: dict[_Use, None] = {}
    for line, (code, tool, commodity, title, *marks) in of_occupations(download, known, file, _COLUMNS, flags):
        if not tool:
            report.misfit(file, line, "Example", "is empty", code)
        elif not (commodity.isascii() and commodity.isdigit() and title):
            report.misfit(file, line, "Commodity Code", "is not a number, or has no title", commodity)
        elif categories.setdefault(commodity, title) != title:
            report.misfit(file, line, "Commodity Title", "another title of the same code", f"{commodity} {title}")
        else:
            hot, in_demand = (mark == "Y" for mark in marks) if marks else (False, False)
            use = _Use(code, tool, commodity, hot, in_demand)
            if use in uses:
                report.misfit(file, line, "Example", "the same tool of the same occupation again", f"{code} {tool}")
            uses[use] = None
    return list(uses)


def _state_tools(writer: LineWriter, uses: Sequence[_Use], iris: Mapping[str, str], evidence: str) -> None:
    for tool in dict.fromkeys(use.tool for use in uses):
        state_named(writer, iris[tool], Kind.TOOL, tool)
    for tool in dict.fromkeys(use.tool for use in uses if use.hot):
        writer.true(iris[tool], RG + "hotTechnology")
    for tool, commodity in dict.fromkeys((use.tool, use.commodity) for use in uses):
        writer.link(iris[tool], RG + "category", _tool_category_iri(commodity))
    for code, tool in dict.fromkeys((use.code, use.tool) for use in uses):
        writer.link(role_iri(code), RG + "usesTool", iris[tool])
    for code, tool in dict.fromkeys((use.code, use.tool) for use in uses if use.in_demand):
        role, iri = role_iri(code), onet_iri(Kind.REQUIREMENT, f"{code}--{iris[tool].rpartition('/onet-')[2]}")
        writer.link(role, RG + "inDemand", iris[tool])
        state_requirement(writer, role, iris[tool], iri, Necessity.PREFERRED, evidence)


def _iris(sort: str, names: set[str]) -> dict[str, str]:
    """An IRI for each name; names that would have the same slug get a piece of their hash as well."""
    slugs = {name: slugify(name) for name in names}
    counts = Counter(slugs.values())
    for name, slug in slugs.items():
        if counts[slug] > 1:
            slugs[name] = f"{slug}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return {name: onet_iri(Kind.TOOL, f"{sort}-{slug}") for name, slug in slugs.items()}


def _tool_category_iri(commodity: str) -> str:
    return node_iri(Kind.CATEGORY, f"unspsc-{commodity}")
