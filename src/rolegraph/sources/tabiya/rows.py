"""The concepts of a taxonomy in Tabiya's form: occupations as roles, skills, and the groups of both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from rolegraph.sources.concepts import Concepts, Texts, keep
from rolegraph.sources.imported import is_web_iri
from rolegraph.sources.tabiya.files import OCCUPATION_GROUPS, OCCUPATIONS, SKILL_GROUPS, SKILLS, Files, table
from rolegraph.vocabulary import RG, SKOS, Kind, node_iri, slugify

if TYPE_CHECKING:
    from rolegraph.sources.downloads import Download
    from rolegraph.store.stream import Stream

_COLUMNS: Final = ("ID", "PREFERREDLABEL")
_ORIGIN: Final = ("ORIGINURI", "UUIDHISTORY")
_TEXTS: Final = ("ALTLABELS", "HIDDENLABELS", "SCOPENOTE", "DEFINITION", "DESCRIPTION", "CODE")
_TYPE, _LOCAL = "OCCUPATIONTYPE", "localoccupation"
_ESCO: Final = "http://data.europa.eu/esco/"
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def name_of(file: str, number: str) -> str:
    """What rows call a concept: its ID, which may be another's in another file."""
    return f"{number} in {file}"


def read_groups(download: Download, stream: Stream, files: Files, concepts: Concepts) -> dict[str, str]:
    """State the groups; gives those of occupations by their codes."""
    codes = {code: iri for iri, (code,) in _concepts(download, stream, files, concepts, OCCUPATION_GROUPS, ("CODE",))}
    for _ in _concepts(download, stream, files, concepts, SKILL_GROUPS):
        pass
    return codes


def read_occupations(
    download: Download, stream: Stream, files: Files, concepts: Concepts, codes: dict[str, str]
) -> None:
    """State the occupations, each in its group, local ones and localized ones among them."""
    lost = 0
    wanted = (_TYPE, "OCCUPATIONGROUPCODE")
    for role, (_, code) in _concepts(download, stream, files, concepts, OCCUPATIONS, wanted):
        if code in codes:
            stream.link(role, SKOS + "broader", codes[code])
        elif code and codes:
            lost += 1
    if lost:
        concepts.tally.note(f"{OCCUPATIONS}: occupations with the code of a group that has no row: {lost:,}")


def read_skills(download: Download, stream: Stream, files: Files, concepts: Concepts) -> None:
    """State the skills, with what sort they are and how widely they are used."""
    wanted = ("SKILLTYPE", "REUSELEVEL")
    for skill, (sort, reuse) in _concepts(download, stream, files, concepts, SKILLS, wanted):
        if sort:
            stream.string(skill, RG + "skillType", sort)
        if reuse:
            stream.string(skill, RG + "reuseLevel", reuse)


def _concepts(
    download: Download, stream: Stream, files: Files, concepts: Concepts, file: str, optional: Sequence[str] = ()
) -> Iterator[tuple[str, Sequence[str]]]:
    """State what all concepts have; gives the IRI of each that is kept, and its cells in the further columns."""
    tally, name = download.tally, files.get(file, "")
    kind = Kind.ROLE if file == OCCUPATIONS else Kind.SKILL if file == SKILLS else Kind.GROUP
    taken = {concept.iri for concept in concepts.by_name.values()}
    by_number = 0
    wanted = (*_ORIGIN, *_TEXTS, *optional)
    for line, cells in table(download, files, file, _COLUMNS, wanted, stream.language):
        number, label, origin, history = cells[:4]
        # A local occupation that was made from one of ESCO's is another one, with requirements of its own.
        made_from = origin if _LOCAL in cells[10:] and origin.startswith(_ESCO) and is_web_iri(origin) else ""
        iri = _iri(kind, file, number, "" if made_from else origin, history)
        if not number:
            tally.misfit(name, line, "ID", "is empty", label)
        elif name_of(file, number) in concepts.by_name:
            tally.misfit(name, line, "ID", "the same ID again", number)
        elif iri in taken:
            column = "ORIGINURI" if iri == origin else "UUIDHISTORY"
            tally.misfit(name, line, column, "the same concept as in a row before", origin or history)
        elif not label:
            tally.misfit(name, line, "PREFERREDLABEL", "is empty", number)
        else:
            taken.add(iri)
            by_number += iri != origin and not _uuids(history)
            keep(concepts, stream, name_of(file, number), iri, kind, Texts(label, *cells[4:10]))
            if made_from:
                stream.link(iri, SKOS + "closeMatch", made_from)
            yield iri, cells[10:]
    if by_number:
        tally.note(f"{name}: rows with neither origin nor UUID, named by their IDs, which may change: {by_number:,}")


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
