"""Advertisements as rows of a table of mentions: what each states, and what it asks for, as `ingest` would state it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking.name_matcher import matcher_of
from rolegraph.model.nodes import CAPABILITY_KINDS
from rolegraph.readers.documents import read_text
from rolegraph.readers.documents.forms import Document
from rolegraph.readers.documents.kinds import kind_of
from rolegraph.readers.documents.records import Article, PostingRecord, RequirementRecord, TextKind
from rolegraph.readers.documents.statements import requirements_of
from rolegraph.readers.extracting import INFERRED, read_untitled
from rolegraph.readers.mentions.near_duplicates import sketch_of

Row = dict[str, Any]
SKETCH: Final = "sketch"
"""The column with the sketch of an advertisement, in its first row, beside those of `MENTION_COLUMNS`."""

_MOST_KEPT: Final = 100_000  # texts that could not be read, and names that the graph does not know


class LeftOutText(StrEnum):
    """Why a text has no rows."""

    CV = "CV"
    COMPARISON = "comparison of roles"
    ROLE = "description of a role"
    UNCLEAR = "text of no clear kind"
    UNREAD = "text that could not be read"


@dataclass(slots=True)
class RowCounts:
    """What was read and what was not; `unread` says of texts why, `new_names` which names the graph does not know."""

    texts: int = 0
    postings: int = 0
    mentions: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    unread: list[tuple[str, str]] = field(default_factory=list)
    new_mentions: int = 0
    new_names: Counter[str] = field(default_factory=Counter)

    def leave_out(self, reason: LeftOutText, name: str, error: RolegraphError | str) -> None:
        """Count a text that has no rows; of a CV not even its name is kept."""
        self.texts += 1
        self.left_out[reason] += 1
        if reason in (LeftOutText.UNREAD, LeftOutText.UNCLEAR):
            problem = error.problem if isinstance(error, SourceError) else str(error)
            line = error.line if isinstance(error, SourceError) else None
            self.unread.append((name, problem if line is None else f"line {line}: {problem}"))

    def as_report(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return {**asdict(self), "left_out": dict(self.left_out), "new_names": dict(self.new_names)}

    def add(self, report: Mapping[str, Any]) -> None:
        """Add what a report says."""
        self.texts += report["texts"]
        self.postings += report["postings"]
        self.mentions += report["mentions"]
        self.left_out.update(report["left_out"])
        self.new_mentions += report["new_mentions"]
        if len(self.unread) < _MOST_KEPT:
            self.unread += [(name, problem) for name, problem in report["unread"]]
        self.new_names.update(report["new_names"])
        if len(self.new_names) > 2 * _MOST_KEPT:  # of very many names, how often the rare ones occur is not needed
            self.new_names = Counter(dict(self.new_names.most_common(_MOST_KEPT)))


class PostingReader:
    """Reads documents into rows by the names of a lexicon; `kind` says what the texts are, where that is not seen."""

    def __init__(self, lexicon: MemoryLexicon, kind: TextKind | None = None) -> None:
        self._lexicon = lexicon
        self._kind = kind
        self._matcher = matcher_of(lexicon)

    def rows(self, document: Document, origin: Mapping[str, Any], counts: RowCounts) -> list[Row]:
        """The rows of a document that is a posting, in `file` and `row` of its origin; otherwise none, and counted."""
        try:
            kind = kind_of(document)
        except SourceError as error:
            if self._kind is None:
                counts.leave_out(LeftOutText.UNCLEAR, document.name, error)
                return []
            kind = self._kind
        kind = self._kind if self._kind is not None and kind is not TextKind.CV else kind
        if kind is not TextKind.POSTING:
            counts.leave_out(LeftOutText[kind.name], document.name, "")
            return []
        try:
            (posting,) = self._read(document, kind).postings
        except SourceError as error:
            counts.leave_out(LeftOutText.UNREAD, document.name, error)
            return []
        rows = self._asked(posting, counts)
        counts.texts += 1
        counts.postings += 1
        counts.mentions += len(rows)
        stated = {"posting": document.name, **_stated(posting), **origin}
        rows = [_printable(stated | row) for row in rows] or [_printable(stated)]
        rows[0][SKETCH] = sketch_of(posting, document.lines)
        return rows

    def _read(self, document: Document, kind: TextKind) -> Article:
        """What an advertisement says; also of one without a title, where people say that it is one."""
        try:
            return read_text(document, self._lexicon, kind)
        except SourceError:
            if self._kind is None or (article := read_untitled(document, self._lexicon, kind)) is None:
                raise
            return article

    def _asked(self, posting: PostingRecord, counts: RowCounts) -> list[Row]:
        requirements = requirements_of(posting)
        sure = self._confidences(one.passage.quote for one in requirements)
        found = []
        for number, requirement in enumerate(requirements, start=1):
            options = {option.iri: option for option in requirement.any_of}
            known = [iri for iri in sorted(options) if self._lexicon.with_iri(iri) is not None]
            counts.new_names.update(option.label for iri, option in options.items() if iri not in known)
            counts.new_mentions += len(options) - len(known)
            said = {**_said(requirement), "requirement": number, "alternatives": " ".join(sorted(options))}
            found += [{"capability": iri, "confidence": sure.get(iri, INFERRED), **said} for iri in known]
        return found

    def _confidences(self, quotes: Iterable[str]) -> dict[str, float]:
        """How surely words mean each node that they name."""
        found: dict[str, float] = {}
        for quote in dict.fromkeys(quotes):
            for match in self._matcher.matches(quote, CAPABILITY_KINDS):
                for node in match.nodes:
                    found[node.iri] = max(match.confidence, found.get(node.iri, 0.0))
        return found


def _printable(row: Row) -> Row:
    """A row with escapes in place of what is no text, such as the bytes of some names of files."""
    return {
        name: cell.encode("utf-8", "backslashreplace").decode() if isinstance(cell, str) else cell
        for name, cell in row.items()
    }


def _said(requirement: RequirementRecord) -> Row:
    years = requirement.years
    return {
        "necessity": requirement.necessity.value,
        "level": None if requirement.level is None else int(requirement.level),
        "years": None if years is None else years.minimum,
    }


def _stated(posting: PostingRecord) -> Row:
    """What a posting states of itself, None where it says nothing."""
    day: date | None = None
    with suppress(ValueError):
        day = date.fromisoformat(posting.posted[:10])
    return {
        "role": posting.role.iri if posting.role else None,
        "role_confidence": round(posting.confidence, 2) if posting.role else None,
        "posted": day,
        "place": posting.place or None,
        "remote": posting.remote or None,
        "seniority": None if posting.seniority is None else str(posting.seniority),
        "pay_low": posting.pay_low,
        "pay_high": posting.pay_high,
        "currency": posting.currency or None,
        "pay_period": posting.pay_period or None,
    }
