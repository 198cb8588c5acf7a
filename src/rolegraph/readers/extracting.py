"""What texts about jobs say, for programs: names with links and spans, fields, candidates; no graph is changed."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.facts.cache import entries
from rolegraph.facts.lexicon import LexiconEntry, MemoryLexicon
from rolegraph.linking import Finding, Mention
from rolegraph.linking.meaning import MeaningScorer, meaning_entries
from rolegraph.linking.name_matcher import NameMatch, matcher_of
from rolegraph.model.extractions import Candidate, Extraction, NamedThing, ScoredLink, TextField, TextRemark
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, Node
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import is_built
from rolegraph.readers.documents import read_text
from rolegraph.readers.documents.fields import FieldKind, typed_fields
from rolegraph.readers.documents.forms import (
    STANDARD_INPUT,
    Document,
    PostingFields,
    content_of,
    name_of,
    read_documents,
)
from rolegraph.readers.documents.kinds import KIND_NAMES, kind_of
from rolegraph.readers.documents.plain_text import Line, sentences
from rolegraph.readers.documents.records import Article, Passage, RequirementRecord, TextKind
from rolegraph.readers.text_files import files_in

_NO_TITLE: Final = "Untitled Job"
UNREAD, UNCLEAR = "unread", "unclear"  # kinds of a text that could not be read, and of one that is of no clear kind
_MOST_LINES: Final = 12  # of a paragraph that was wrapped, in which a name is looked for
INFERRED: Final = 0.7  # confidence where words mean a node without bearing its name: "meticulous"
# One takes hundreds of megabytes where there are many names, so no more than one is kept.
_LATEST: Final[deque[tuple[object, TextExtractor]]] = deque(maxlen=1)
NearestInMeaning = Callable[[str], tuple[ScoredLink, ...]]


class _Asked(NamedTuple):
    """A requirement: its number, the role that it is of, and what it names."""

    group: int
    role: str
    record: RequirementRecord

    def named(self) -> Iterator[tuple[Mention, bool]]:
        """Each capability, and whether it is an example."""
        yield from ((mention, False) for mention in self.record.any_of)
        yield from ((mention, True) for mention in self.record.examples)


def extracted(
    dataset: Dataset,
    texts: Iterable[str | Path | bytes],
    kind: str | None = None,
    column: str = "",
    near: int = 0,
    *,
    embeddings: bool = False,
) -> list[Extraction]:
    """What each of some texts says, by the names of a dataset."""
    if kind is not None and kind not in KIND_NAMES:
        raise RolegraphError(f"no kind of text {kind!r}: use one of {', '.join(KIND_NAMES)}")
    wanted = TextKind[kind.upper()] if kind else None
    extractor = _extractor(dataset, near, embeddings=embeddings)
    return list(_extractions(extractor, list(texts), wanted, column))


def _extractor(dataset: Dataset, near: int, *, embeddings: bool) -> TextExtractor:
    """What reads texts by the names of a dataset: the latest, where it is asked again, or made anew, in seconds."""
    key = (TextExtractor, near, embeddings)
    mark = dataset.cache.memo.get(key)  # it is forgotten where the statements have changed
    for known, extractor in _LATEST:
        if known is mark:
            return extractor
    names = list(entries(dataset))
    nearest = _nearest_in_meaning(dataset, names, near, embeddings=embeddings) if near else None
    found = TextExtractor(MemoryLexicon(names), nearest)
    dataset.cache.memo[key] = mark = object()
    _LATEST.append((mark, found))
    return found


def _extractions(
    extractor: TextExtractor, texts: Sequence[str | Path | bytes], kind: TextKind | None, column: str
) -> Iterator[Extraction]:
    """What each text says; of several, one that cannot be read says so in a remark, and a single one is an error."""
    number = 0
    for text in texts:
        files = files_in([text], is_built) if isinstance(text, Path) and text != STANDARD_INPUT else [(text, False)]
        for place, is_in_folder in files:
            number += 1
            is_one_of = is_in_folder or len(texts) > 1
            name = name_of(place) if isinstance(place, Path) else f"text {number}"
            source = place.encode(errors="replace") if isinstance(place, str) else place
            source = content_of(source) if isinstance(source, Path) else source
            try:
                for document in read_documents(source, name, column=column):
                    try:
                        yield extractor.extract(document, kind)
                    except SourceError as error:
                        if not is_one_of and document.name == name:
                            raise
                        yield _unread(document.name, error)
            except SourceError as error:
                if not is_one_of:
                    raise
                yield _unread(name, error)


def _unread(name: str, error: SourceError) -> Extraction:
    return Extraction(name, UNREAD, "", (), (), (), (), (TextRemark(error.problem, error.line),), "")


def _nearest_in_meaning(
    dataset: Dataset, entries: Sequence[LexiconEntry], most: int, *, embeddings: bool
) -> NearestInMeaning:
    """What finds the capabilities that are near to words in meaning; made when it is first asked."""

    @cache
    def scorer() -> MeaningScorer:
        return MeaningScorer(meaning_entries(dataset, entries=entries), embeddings=embeddings)

    return lambda words: tuple(ScoredLink(*found) for found in scorer().candidates(words, most))


class TextExtractor:
    """Reads documents by the names of a lexicon; `near` gives the nodes that are nearest to words in meaning."""

    def __init__(self, lexicon: MemoryLexicon, near: NearestInMeaning | None = None) -> None:
        self._lexicon = lexicon
        self._matcher = matcher_of(lexicon)
        self._near = near

    def extract(self, document: Document, kind: TextKind | None = None) -> Extraction:
        """What one document says; SourceError where it is of no kind that is known, and asks for nothing.

        Where the kind is not clear, as of a few bullets, it is read as an advertisement.
        """
        unclear = None
        try:
            kind = kind or kind_of(document)
        except SourceError as error:
            kind, unclear = TextKind.POSTING, error
        article = None if kind is TextKind.CV else self._read(document, kind, unclear)
        places = _Places(document.lines)
        asked = list(_asked(article)) if article else []
        found = tuple(_fields(places))
        named = self._named(places, asked, found)
        return Extraction(
            name=document.name,
            kind=UNCLEAR if unclear else kind.name.lower(),
            title=article.title if article else document.title,
            roles=tuple(_roles(article)) if article else (),
            named=tuple(sorted(named, key=lambda thing: thing[:2])),
            fields=found,
            candidates=tuple(self._candidates(article)) if article else (),
            remarks=tuple(TextRemark(found.message, found.line) for found in article.findings) if article else (),
            text=places.text,
        )

    def _read(self, document: Document, kind: TextKind, unclear: SourceError | None) -> Article:
        try:
            return read_text(document, self._lexicon, kind)
        except SourceError as error:
            problem = unclear or error
            if unclear is None and kind is not TextKind.POSTING:
                raise
        article = read_untitled(document, self._lexicon, kind, is_unclear=unclear is not None)
        if article is None:
            raise problem
        findings = () if unclear else (Finding(problem.problem, problem.line),)
        return replace(article, title="", findings=findings)

    def _named(self, places: _Places, asked: Sequence[_Asked], fields: Sequence[TextField]) -> Iterator[NamedThing]:
        """What the graph knows by a name, each with the requirement that it stands in, then what is new."""
        found: set[tuple[int, str]] = set()
        for line, start in places.lines:
            for match in self._matcher.matches(line.text, CAPABILITY_KINDS):
                thing, iri = _of_match(match, line, start, asked)
                found.add((thing.group, iri))
                yield thing
        for one in asked:
            for mention, is_example in one.named():
                if (one.group, mention.iri) not in found:
                    place = places.find(mention, one.record.passage, fields)
                    yield _of_mention(mention, one, is_example, places.text, place, self._lexicon)

    def _candidates(self, article: Article) -> Iterator[Candidate]:
        records = [record for role in article.roles for record in role.candidates]
        records += [record for posting in article.postings for record in posting.candidates]
        for record in records:
            near = self._near(record.text) if self._near else ()
            yield Candidate(record.text, record.passage.line, record.necessity, near)


def read_untitled(
    document: Document, lexicon: MemoryLexicon, kind: TextKind, *, is_unclear: bool = False
) -> Article | None:
    """What a text asks for that names no job; None where that is nothing."""
    stated = replace(document.posting or PostingFields(), title=_NO_TITLE)
    untitled = replace(document, title=_NO_TITLE, posting=stated)
    # A few words are what is asked for, and no title: "Strong Python and SQL".
    heading = Line(document.lines[0].number, "Requirements", depth=1)
    bare = replace(untitled, lines=[heading, *document.lines])
    is_prose = any(len(sentences(line.text)) > 1 for line in document.lines)
    for tried in (untitled,) if is_prose else (bare,) if is_unclear else (untitled, bare):
        with suppress(SourceError):
            return read_text(tried, lexicon, kind)
    return None


class _Places:
    """Where the lines of a document begin in the text that they make together."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.text = "\n".join(line.text for line in lines)
        self._starts: dict[int, int] = {}
        self.lines: list[tuple[Line, int]] = []  # where each begins; those of a table's row have one number
        place = 0
        for line in lines:
            self._starts.setdefault(line.number, place)
            self.lines.append((line, place))
            place += len(line.text) + 1
        self._numbers = sorted(self._starts)

    def find(self, mention: Mention, passage: Passage, fields: Sequence[TextField]) -> tuple[int, int, int]:
        """Where a passage names something, and in which line; all of its first line where that is not found.

        The label of a degree is made of its level and field: it stands where the text speaks of a degree.
        """
        index = max(0, bisect_right(self._numbers, passage.line) - 1)
        numbers = self._numbers[index : index + _MOST_LINES + 1]
        start = self._starts[numbers[0]]
        end = self._starts[numbers[-1]] if len(numbers) > _MOST_LINES else len(self.text)
        for name in (mention.label, *mention.alt_labels):
            if match := re.compile(re.escape(name), re.IGNORECASE).search(self.text, start, end):
                return match.start(), match.end(), max(each for each in numbers if self._starts[each] <= match.start())
        if mention.kind is Kind.DEGREE:
            for field in fields:
                if field.kind == FieldKind.DEGREE and start <= field.start < end:
                    return field.start, field.end, field.line
        line_end = self.text.find("\n", start)
        return start, len(self.text) if line_end < 0 else line_end, numbers[0]


def _asked(article: Article) -> Iterator[_Asked]:
    """The requirements of an article, numbered."""
    owners = [(record.role.label, record.requirements) for record in article.roles]
    owners += [("", posting.requirements) for posting in article.postings]
    records = ((role, record) for role, requirements in owners for record in requirements)
    for group, (role, record) in enumerate(records):
        yield _Asked(group, role, record)


def _of_match(match: NameMatch, line: Line, start: int, asked: Sequence[_Asked]) -> tuple[NamedThing, str]:
    """A name in a line with the requirement that names it, if there is one, and the IRI of what it means there."""
    nodes = {node.iri: node for node in match.nodes}
    meant = match.nodes[0]
    requirement: _Asked | None = None
    example = False
    for one in asked:
        passage = one.record.passage
        if passage.line == line.number or (passage.line < line.number and line.text in passage.quote):
            for mention, is_example in one.named():
                if mention.iri in nodes and match.text in passage.quote:
                    requirement, example, meant = one, is_example, nodes[mention.iri]
    links = [
        ScoredLink(meant, match.confidence),
        *(ScoredLink(node, match.confidence) for node in match.nodes if node != meant),
    ]
    thing = NamedThing(
        start=start + match.start,
        end=start + match.end,
        line=line.number,
        text=match.text,
        kind=meant.kind,
        label=meant.label,
        links=tuple(links),
        necessity=requirement.record.necessity if requirement else None,
        level=requirement.record.level if requirement else None,
        role=requirement.role if requirement else "",
        group=requirement.group if requirement else -1,
        is_example=example,
    )
    return thing, meant.iri


def _of_mention(
    mention: Mention, one: _Asked, is_example: bool, text: str, place: tuple[int, int, int], lexicon: MemoryLexicon
) -> NamedThing:
    """What a requirement names and no name in the text says: a new name, or one that stands for what it says."""
    start, end, line = place
    known = next((node for node in lexicon.find(mention.label, (mention.kind,)) if node.iri == mention.iri), None)
    return NamedThing(
        start=start,
        end=end,
        line=line,
        text=text[start:end],
        kind=mention.kind,
        label=mention.label,
        links=(ScoredLink(known, INFERRED),) if known else (),
        necessity=one.record.necessity,
        level=one.record.level,
        role=one.role,
        group=one.group,
        is_example=is_example,
    )


def _roles(article: Article) -> Iterator[Node]:
    mentions = [record.role for record in article.roles]
    mentions += [posting.role for posting in article.postings if posting.role is not None]
    yield from (Node(mention.iri, mention.kind, mention.label) for mention in mentions)


def _fields(places: _Places) -> Iterator[TextField]:
    for line, start in places.lines:
        for found in typed_fields(line.text):
            value = {each.name: getattr(found.value, each.name) for each in fields(found.value)}
            values = {name: given for name, given in value.items() if name not in ("of_start", "of_end")}
            yield TextField(found.kind.value, start + found.start, start + found.end, line.number, found.text, values)
