"""O*NET's occupations as roles, with other titles, tasks and job zones, and what the readers of all files share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from rolegraph.model.nodes import Kind, node_iri
from rolegraph.rdf.vocabulary import RG, SKOS
from rolegraph.readers.import_output import state_evidence, state_named

if TYPE_CHECKING:
    from rolegraph.rdf.writers import LineWriter
    from rolegraph.readers.downloads import Download


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
FILES: Final = (OCCUPATIONS, *COSTS)

CODE: Final = "O*NET-SOC Code"
_CODE: Final = re.compile(r"\d{2}-\d{4}\.\d{2}")


def onet_iri(kind: Kind, name: str) -> str:
    """The IRI of a node that has a code in O*NET, or a name of its own."""
    return node_iri(kind, f"onet-{name}")


def role_iri(code: str) -> str:
    return onet_iri(Kind.ROLE, code)


def state_step(writer: LineWriter, group: str, rank: str, label: str, definition: str) -> None:
    """A group that has a place in an order, such as a job zone."""
    state_named(writer, group, Kind.GROUP, label)
    writer.integer(group, RG + "rank", int(rank))
    if definition:
        writer.words(group, SKOS + "definition", definition)


def cells(
    download: Download, file: str, columns: Sequence[str], optional: Sequence[str] = ()
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows of a table of the release."""
    return download.rows(file, columns, optional=optional, quoted=False)


def of_occupations(
    download: Download, known: frozenset[str], file: str, columns: Sequence[str], optional: Sequence[str] = ()
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows of a table whose first wanted column is the code of an occupation; others are reported."""
    for line, row in cells(download, file, (CODE, *columns), optional):
        if row[0] in known:
            yield line, row
        else:
            download.report.misfit(file, line, CODE, f"no such occupation in {OCCUPATIONS}", row[0])


_ZONES: Final = ("1", "2", "3", "4", "5")


def read_occupations(download: Download, writer: LineWriter) -> frozenset[str]:
    """State all occupations; gives their codes."""
    known: set[str] = set()
    for line, (code, title, description) in cells(download, OCCUPATIONS, (CODE, "Title"), ("Description",)):
        if not _CODE.fullmatch(code):
            download.report.misfit(OCCUPATIONS, line, CODE, "is not an O*NET-SOC code", code)
        elif code in known:
            download.report.misfit(OCCUPATIONS, line, CODE, "the same code again", code)
        elif not title:
            download.report.misfit(OCCUPATIONS, line, "Title", "is empty", code)
        else:
            known.add(code)
            role = role_iri(code)
            state_named(writer, role, Kind.ROLE, title)
            writer.string(role, SKOS + "notation", code)
            if description:
                writer.words(role, SKOS + "definition", description)
    return frozenset(known)


def read_titles(download: Download, writer: LineWriter, known: frozenset[str]) -> None:
    """State what else occupations are called."""
    seen: set[tuple[str, str]] = set()
    wanted = ("Alternate Title",)
    for line, (code, title, short) in of_occupations(download, known, TITLES, wanted, ("Short Title",)):
        names = [name for name in (title, short) if name and (code, name) not in seen]
        if not title:
            download.report.misfit(TITLES, line, "Alternate Title", "is empty", code)
        elif not names:
            download.report.leave_out(TITLES, "the same title of the same occupation again")
        for name in names if title else ():
            seen.add((code, name))
            writer.words(role_iri(code), SKOS + "altLabel", name)


def read_tasks(download: Download, writer: LineWriter, known: frozenset[str]) -> None:
    """State tasks as responsibilities."""
    evidence = state_evidence(writer, TASKS)
    seen: set[str] = set()
    for line, (code, number, task, sort) in of_occupations(download, known, TASKS, ("Task ID", "Task"), ("Task Type",)):
        if not (number.isascii() and number.isdigit()):
            download.report.misfit(TASKS, line, "Task ID", "is not a number", number)
        elif number in seen:
            download.report.misfit(TASKS, line, "Task ID", "the same number again", number)
        elif not task:
            download.report.misfit(TASKS, line, "Task", "is empty", number)
        else:
            seen.add(number)
            iri = onet_iri(Kind.RESPONSIBILITY, f"task-{number}")
            state_named(writer, iri, Kind.RESPONSIBILITY, task)
            writer.link(role_iri(code), RG + "hasResponsibility", iri)
            writer.link(iri, RG + "evidence", evidence)
            if sort:
                writer.string(iri, RG + "taskType", sort)


def read_zones(download: Download, writer: LineWriter, known: frozenset[str]) -> None:
    """State how much preparation occupations take."""
    for zone, (name, education) in _zone_names(download).items():
        state_step(writer, onet_iri(Kind.GROUP, f"job-zone-{zone}"), zone, name, education)
    seen: dict[str, str] = {}
    for line, (code, zone) in of_occupations(download, known, JOB_ZONES, ("Job Zone",)):
        if zone not in _ZONES:
            download.report.misfit(JOB_ZONES, line, "Job Zone", "is not 1 to 5", zone)
        elif code in seen:
            download.report.misfit(JOB_ZONES, line, CODE, "a second job zone of the same occupation", code)
        else:
            seen[code] = zone
            writer.link(role_iri(code), RG + "preparation", onet_iri(Kind.GROUP, f"job-zone-{zone}"))


def _zone_names(download: Download) -> dict[str, tuple[str, str]]:
    names = dict.fromkeys(_ZONES, ("", "")) if JOB_ZONES in download else {}
    for line, (zone, name, education) in cells(download, JOB_ZONE_NAMES, ("Job Zone", "Name"), ("Education",)):
        if zone in names and name:
            names[zone] = (name, education)
        else:
            download.report.misfit(JOB_ZONE_NAMES, line, "Job Zone", "is not 1 to 5, or has no name", zone)
    return {zone: (name or f"Job Zone {zone}", education) for zone, (name, education) in names.items()}
