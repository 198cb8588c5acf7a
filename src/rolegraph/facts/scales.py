"""Scales and numbers as a graph states them: necessity, level, seniority, preparation, hours.

Every value is checked where it is read. What is on no scale, or no number, is an error that names file, line and cure.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final, TypeVar

from rolegraph.model.nodes import DegreeLevel, Level, Necessity, Seniority, slug_of
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RG

Scale = TypeVar("Scale", Level, Seniority, DegreeLevel, Necessity)
Ordered = TypeVar("Ordered", Level, Seniority, DegreeLevel)

_MEMBERS: Final = {member.iri: member for scale in (Level, Seniority, DegreeLevel, Necessity) for member in scale}


def on_scale(dataset: Dataset, scale: type[Scale], subject: str, term: str, iri: str) -> Scale:
    """The member of a scale that an IRI means.

    Parameters
    ----------
    scale
        `Level`, `Seniority`, `DegreeLevel` or `Necessity`.
    subject, term
        The node that has the value, and the term of the ontology that states it: for the message.

    Raises
    ------
    SourceError
        When the IRI is no member of the scale.
    """
    member = _MEMBERS.get(iri)
    if isinstance(member, scale):
        return member
    words = ", ".join("rg:" + slug_of(member.iri) for member in scale)
    raise dataset.fault(f"unknown {term} {slug_of(iri)!r}", f"use one of {words}", subject, RG + term)


def highest(values: Iterable[Ordered | None]) -> Ordered | None:
    """The highest of what several sources state; None where no source states anything.

    >>> str(highest([None, Level.WORKING, Level.EXPERT])), highest([None])
    ('expert', None)
    """
    return max((value for value in values if value is not None), default=None)


def number(dataset: Dataset, subject: str, term: str, text: str) -> float:
    """A stated number.

    Raises
    ------
    SourceError
        When the text is no finite number.
    """
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise dataset.fault(f"rg:{term} {text!r} is no number", "write it in digits", subject, RG + term)
    return value


def number_of(dataset: Dataset, subject: str, term: str) -> float | None:
    """The number that a node has for a term; None where it has none."""
    text = dataset.value(subject, RG + term)
    return None if text is None else number(dataset, subject, term, text)


def seniority_of(dataset: Dataset, iri: str) -> Seniority | None:
    """The seniority of a role or posting, of several the highest; None where it is not stated."""
    stated = dataset.objects(iri, RG + "seniority")
    return highest(on_scale(dataset, Seniority, iri, "seniority", value) for value in stated)


def seniority_ranks(dataset: Dataset) -> dict[str, int]:
    """The seniority of every role and posting that has one, as a rank from 1."""
    ranks: dict[str, int] = {}
    for iri, value in dataset.pairs(RG + "seniority"):
        rank = int(on_scale(dataset, Seniority, iri, "seniority", value))
        ranks[iri] = max(rank, ranks.get(iri, 0))
    return ranks


def preparation_ranks(dataset: Dataset) -> dict[str, int]:
    """How much preparation each role takes, as a rank from 1: O*NET's job zones."""
    zones = {zone: int(number(dataset, zone, "rank", text)) for zone, text in dataset.pairs(RG + "rank")}
    return {role: zones[zone] for role, zone in dataset.pairs(RG + "preparation") if zone in zones}
