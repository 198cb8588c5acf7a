"""The files of O*NET's text release that are read, what goes without each, and what several readers need."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from rolegraph.vocabulary import Kind, node_iri

if TYPE_CHECKING:
    from rolegraph.sources.downloads import Download

OCCUPATIONS: Final = "Occupation Data.txt"
TITLES: Final = "Alternate Titles.txt"
TASKS: Final = "Task Statements.txt"
JOB_ZONES: Final = "Job Zones.txt"
JOB_ZONE_NAMES: Final = "Job Zone Reference.txt"
SKILLS: Final = "Skills.txt"
KNOWLEDGE: Final = "Knowledge.txt"
INTERESTS: Final = "Interests.txt"
ELEMENTS: Final = "Content Model Reference.txt"
TECHNOLOGIES: Final = "Technology Skills.txt"
TOOLS: Final = "Tools Used.txt"
EDUCATION: Final = "Education, Training, and Experience.txt"
EDUCATION_LEVELS: Final = "Education, Training, and Experience Categories.txt"

FILES: Final = (
    OCCUPATIONS,
    TITLES,
    TASKS,
    JOB_ZONES,
    JOB_ZONE_NAMES,
    ELEMENTS,
    SKILLS,
    KNOWLEDGE,
    INTERESTS,
    TECHNOLOGIES,
    TOOLS,
    EDUCATION,
    EDUCATION_LEVELS,
)
COSTS: Final[dict[str, str]] = {
    TITLES: "occupations go by their official titles only",
    TASKS: "occupations have no responsibilities",
    JOB_ZONES: "nothing is said of preparation",
    JOB_ZONE_NAMES: "job zones go by their numbers",
    ELEMENTS: "skills and knowledge have no definitions",
    SKILLS: "occupations ask for no skills",
    KNOWLEDGE: "occupations ask for no knowledge",
    INTERESTS: "nothing is said of the interests that occupations appeal to",
    TECHNOLOGIES: "nothing is said of technologies",
    TOOLS: "nothing is said of tools and machines",
    EDUCATION: "nothing is said of education",
    EDUCATION_LEVELS: "levels of education go by their numbers",
}

CODE: Final = "O*NET-SOC Code"
_CODE: Final = re.compile(r"\d{2}-\d{4}\.\d{2}")


def is_code(text: str) -> bool:
    """Whether a text is an O*NET-SOC code.

    >>> is_code("15-2051.00"), is_code("15-2051")
    (True, False)
    """
    return _CODE.fullmatch(text) is not None


def role_iri(code: str) -> str:
    return node_iri(Kind.ROLE, f"onet-{code}")


def cells(
    download: Download, file: str, columns: Sequence[str], optional: Sequence[str] = ()
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows of a table of the release."""
    return download.rows(file, columns, optional=optional, delimiter="\t", quoted=False)


def of_occupations(
    download: Download, known: frozenset[str], file: str, columns: Sequence[str], optional: Sequence[str] = ()
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows of a table whose first wanted column is the code of an occupation; others are reported."""
    for line, row in cells(download, file, (CODE, *columns), optional):
        if row[0] in known:
            yield line, row
        else:
            download.tally.misfit(file, line, CODE, f"no such occupation in {OCCUPATIONS}", row[0])
