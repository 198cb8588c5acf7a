"""What has been read of an article so far: records of each role, of all, and what has no place."""

from __future__ import annotations

from dataclasses import dataclass, field

from rolegraph.sources.outline import Item
from rolegraph.sources.records import (
    Finding,
    IndustryRecord,
    OutlookRecord,
    Passage,
    RequirementRecord,
    TextRecord,
    TipRecord,
    ToolRecord,
)


@dataclass(slots=True)
class OfRole:
    """What has been read of one role."""

    definitions: list[TextRecord] = field(default_factory=list)
    responsibilities: list[TextRecord] = field(default_factory=list)
    requirements: list[RequirementRecord] = field(default_factory=list)
    tools: list[ToolRecord] = field(default_factory=list)
    industries: list[IndustryRecord] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """What has been read so far, of each role and of all."""

    roles: tuple[OfRole, ...]
    outlooks: list[OutlookRecord] = field(default_factory=list)
    tips: list[TipRecord] = field(default_factory=list)
    notes: list[TextRecord] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def note(self, text: str, item: Item, label: str = "", *, finding: str = "") -> None:
        """Keep a text that has no place, and say so where that is worth a finding."""
        self.notes.append(TextRecord(text, Passage(item.heading, item.line, text), label))
        if finding:
            self.findings.append(Finding(finding, item.line))
