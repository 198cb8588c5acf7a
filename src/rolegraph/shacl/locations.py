"""Where statements stand: the files of a graph are read again, once, for all statements that findings are about."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final, NamedTuple

from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.formats import numbered_quads
from rolegraph.rdf.vocabulary import RDF

BLANK: Final = "_:"  # any node without an IRI: its name changes whenever a file is read


class Pattern(NamedTuple):
    """Statements by their parts as texts; None is any."""

    subject: str | None = None
    predicate: str | None = None
    object_: str | None = None
    source: str | None = None


class Place(NamedTuple):
    """A line of a file; None where it is not known."""

    path: Path
    line: int | None = None


def places_of(dataset: Dataset, wanted: Collection[Pattern]) -> dict[Pattern, Place]:
    """The first statement that fits each pattern; nothing for what is in no file, or in one without lines."""
    found: dict[Pattern, Place] = {}
    known = frozenset(wanted)
    forms = {tuple(part is not None for part in pattern) for pattern in known}
    for path in dataset.files if known else ():
        for quad, line in numbered_quads(path):
            parts = [_text(part) for part in (quad.subject, quad.predicate, quad.object, quad.graph_name)]
            for form in forms:
                pattern = Pattern(*(part if used else None for part, used in zip(parts, form, strict=True)))
                if pattern in known:
                    found.setdefault(pattern, Place(path, line))
    return found


def patterns(dataset: Dataset, subject: str, predicate: str = "", value: str = "") -> tuple[Pattern, ...]:
    """What to look for, the most exact first: a statement, any with its predicate, any about its subject.

    A node without an IRI is found by what points at it, or else by its class.
    """
    exact = Pattern(_text(subject), predicate or None, _text(value)) if value else None
    if not subject.startswith(BLANK):
        rest = [Pattern(subject, predicate)] if predicate else []
        rest.append(Pattern(subject))
    else:
        rest = [Pattern(_text(end.value), relation, BLANK) for relation, end in dataset.pointing_at(subject)]
        rest += [Pattern(BLANK, RDF + "type", class_) for class_ in dataset.objects(subject, RDF + "type")]
    return (exact, *rest) if exact else tuple(rest)


def _text(term: object) -> str:
    return BLANK if str(term).startswith(BLANK) else str(getattr(term, "value", term))
