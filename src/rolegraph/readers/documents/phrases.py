"""What a bullet or a sentence asks for: requirements, years of experience, and words that may name a skill."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from rolegraph.linking import Linker
from rolegraph.model.nodes import Necessity
from rolegraph.readers.documents.records import CandidateRecord, Passage, RequirementRecord, YearsRecord
from rolegraph.readers.documents.skills import requirements


class Asked(NamedTuple):
    """What a text asks for: what is named, the years of experience, and words that may name a skill or a tool."""

    requirements: list[RequirementRecord]
    years: list[YearsRecord]
    candidates: list[CandidateRecord]


def asked(
    text: str, passage: Passage, linker: Linker, *, is_prose: bool = False, necessity: Necessity | None = None
) -> Asked:
    """What a bullet or, if `is_prose`, a sentence asks for; `necessity` is that of its section, where that says one."""
    records = requirements(text, passage, linker, is_prose=is_prose)
    if necessity is Necessity.PREFERRED:
        records = [replace(record, necessity=necessity) for record in records]
    return Asked(records, [], [])
