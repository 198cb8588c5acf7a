"""O*NET's occupations as roles, with other titles, tasks and job zones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rolegraph.sources.imported import state_evidence, state_named
from rolegraph.sources.onet.tables import (
    CODE,
    JOB_ZONE_NAMES,
    JOB_ZONES,
    OCCUPATIONS,
    TASKS,
    TITLES,
    cells,
    is_code,
    of_occupations,
    role_iri,
)
from rolegraph.vocabulary import RG, SKOS, Kind, node_iri

if TYPE_CHECKING:
    from rolegraph.sources.downloads import Download
    from rolegraph.store.stream import Stream

_ZONES: Final = ("1", "2", "3", "4", "5")


def read_occupations(download: Download, stream: Stream) -> frozenset[str]:
    """State all occupations; gives their codes."""
    known: set[str] = set()
    for line, (code, title, description) in cells(download, OCCUPATIONS, (CODE, "Title", "Description")):
        if not is_code(code):
            download.tally.misfit(OCCUPATIONS, line, CODE, "is no O*NET-SOC code", code)
        elif code in known:
            download.tally.misfit(OCCUPATIONS, line, CODE, "the same code again", code)
        elif not title:
            download.tally.misfit(OCCUPATIONS, line, "Title", "is empty", code)
        else:
            known.add(code)
            role = role_iri(code)
            state_named(stream, role, Kind.ROLE, title)
            stream.string(role, SKOS + "notation", code)
            if description:
                stream.words(role, SKOS + "definition", description)
    return frozenset(known)


def read_titles(download: Download, stream: Stream, known: frozenset[str]) -> None:
    """State what else occupations are called."""
    seen: set[tuple[str, str]] = set()
    wanted = ("Alternate Title",)
    for line, (code, title, short) in of_occupations(download, known, TITLES, wanted, ("Short Title",)):
        names = [name for name in (title, short) if name and (code, name) not in seen]
        if not title:
            download.tally.misfit(TITLES, line, "Alternate Title", "is empty", code)
        elif not names:
            download.tally.leave_out(TITLES, "the same title of the same occupation again")
        for name in names if title else ():
            seen.add((code, name))
            stream.words(role_iri(code), SKOS + "altLabel", name)


def read_tasks(download: Download, stream: Stream, known: frozenset[str]) -> None:
    """State tasks as responsibilities."""
    evidence = state_evidence(stream, TASKS)
    seen: set[str] = set()
    for line, (code, number, task, sort) in of_occupations(download, known, TASKS, ("Task ID", "Task"), ("Task Type",)):
        if not (number.isascii() and number.isdigit()):
            download.tally.misfit(TASKS, line, "Task ID", "is no number", number)
        elif number in seen:
            download.tally.misfit(TASKS, line, "Task ID", "the same number again", number)
        elif not task:
            download.tally.misfit(TASKS, line, "Task", "is empty", number)
        else:
            seen.add(number)
            iri = node_iri(Kind.RESPONSIBILITY, f"onet-task-{number}")
            state_named(stream, iri, Kind.RESPONSIBILITY, task)
            stream.link(role_iri(code), RG + "hasResponsibility", iri)
            stream.link(iri, RG + "evidence", evidence)
            if sort:
                stream.string(iri, RG + "taskType", sort)


def read_zones(download: Download, stream: Stream, known: frozenset[str]) -> None:
    """State how much preparation occupations take."""
    for zone, (name, education) in _zone_names(download).items():
        group = _zone_iri(zone)
        state_named(stream, group, Kind.GROUP, name)
        stream.integer(group, RG + "rank", int(zone))
        if education:
            stream.words(group, SKOS + "definition", education)
    seen: dict[str, str] = {}
    for line, (code, zone) in of_occupations(download, known, JOB_ZONES, ("Job Zone",)):
        if zone not in _ZONES:
            download.tally.misfit(JOB_ZONES, line, "Job Zone", "is none of 1 to 5", zone)
        elif code in seen:
            download.tally.misfit(JOB_ZONES, line, CODE, "a second job zone of the same occupation", code)
        else:
            seen[code] = zone
            stream.link(role_iri(code), RG + "preparation", _zone_iri(zone))


def _zone_names(download: Download) -> dict[str, tuple[str, str]]:
    names = dict.fromkeys(_ZONES, ("", "")) if JOB_ZONES in download.names else {}
    for line, (zone, name, education) in cells(download, JOB_ZONE_NAMES, ("Job Zone", "Name"), ("Education",)):
        if zone in names and name:
            names[zone] = (name, education)
        else:
            download.tally.misfit(JOB_ZONE_NAMES, line, "Job Zone", "is none of 1 to 5, or has no name", zone)
    return {zone: (name or f"Job Zone {zone}", education) for zone, (name, education) in names.items()}


def _zone_iri(zone: str) -> str:
    return node_iri(Kind.GROUP, f"onet-job-zone-{zone}")
