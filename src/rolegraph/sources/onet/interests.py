"""O*NET's interests: how characteristic each of Holland's six kinds of work environment is of an occupation.

Kept in numbers, on O*NET's scale OI from 1 to 7, as ratings of groups: nobody requires an interest. The high points
that follow from them are left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rolegraph.sources.imported import state_named
from rolegraph.sources.onet.tables import INTERESTS, of_occupations, role_iri
from rolegraph.store.stream import is_decimal
from rolegraph.vocabulary import RDF, RG, SKOS, Kind, node_iri

if TYPE_CHECKING:
    from rolegraph.sources.downloads import Download
    from rolegraph.store.stream import Stream

_SCALE: Final = "OI"
_LOW, _HIGH = 1.0, 7.0
_ELEMENT: Final = re.compile(r"1\.B\.1(?:\.[a-z])?")


def read_interests(download: Download, stream: Stream, known: frozenset[str]) -> None:
    """State how characteristic each interest is of each occupation."""
    if INTERESTS not in download.names:
        return
    tally = download.tally
    names: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    columns = ("Element ID", "Element Name", "Scale ID", "Data Value")
    for line, (code, element, name, scale, value) in of_occupations(download, known, INTERESTS, columns):
        if scale != _SCALE:
            tally.leave_out(INTERESTS, "high points, which follow from the numbers")
        elif not _ELEMENT.fullmatch(element) or not name or names.setdefault(element, name) != name:
            tally.misfit(INTERESTS, line, "Element ID", "is none, or has another name than before", f"{element} {name}")
        elif not (is_decimal(value) and _LOW <= float(value) <= _HIGH):
            tally.misfit(INTERESTS, line, "Data Value", f"is no number from {_LOW:g} to {_HIGH:g}", value)
        elif (code, element) in seen:
            tally.misfit(INTERESTS, line, "Element ID", "a second value of the same interest", f"{code} {element}")
        else:
            seen.add((code, element))
            _state(stream, code, element, value)
    for element in sorted({element for _, element in seen}):
        state_named(stream, _interest_iri(element), Kind.GROUP, f"{names[element]} interests")
        stream.string(_interest_iri(element), SKOS + "notation", element)


def _state(stream: Stream, code: str, element: str, value: str) -> None:
    iri = node_iri(Kind.RATING, f"onet-{code}--{element}")
    stream.link(iri, RDF + "type", Kind.RATING.class_iri)
    stream.link(role_iri(code), RG + "hasRating", iri)
    stream.link(iri, RG + "rates", _interest_iri(element))
    stream.decimal(iri, RG + "importance", value)


def _interest_iri(element: str) -> str:
    return node_iri(Kind.GROUP, f"onet-{element}")
