"""Files of texts about jobs as sources of a graph: which there are in a folder, what each states, what is left out."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking import Finding, Mention
from rolegraph.model.nodes import Kind, fold, node_iri, slugify
from rolegraph.rdf.writers import QuadWriter
from rolegraph.readers.documents import read_text
from rolegraph.readers.documents.forms import Document, content_of, name_of, read_documents
from rolegraph.readers.documents.kinds import kind_of
from rolegraph.readers.documents.records import (
    Article,
    CandidateRecord,
    Passage,
    RequirementRecord,
    TextKind,
)
from rolegraph.readers.documents.statements import article_statements, source_label

_MOST_PLACES: Final = 3  # that are named of a message that many postings have
ALL: Final = "all"  # accepts every candidate


class KnownSources(Protocol):
    """What is known from the graph that is added to, and from the files before."""

    def besides(self, source: str) -> MemoryLexicon:
        """The names that are known, but those that one source alone gives; all for ""."""

    def states(self, source: str) -> bool:
        """Whether anything stems from a source."""

    def given(self, iri: str) -> bool:
        """Whether a curated source names a node."""

    def title_of(self, source: str) -> str | None:
        """The title of a source; None for one that is not known, "" for one that a file before states already."""


class TextOptions(NamedTuple):
    """How texts are read: as which kind, for which role, from which column, with which candidates as skills."""

    kind: TextKind | None = None
    role: str = ""
    column: str = ""
    accept: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TextSource:
    """What a text states as a source, or all postings of a file as one; `words` are the candidates in it."""

    writer: QuadWriter
    kind: str
    findings: tuple[Finding, ...]
    words: Counter[str]


class UnreadText(NamedTuple):
    """A text that says nothing which could be read, and why."""

    name: str
    reason: str


class FileReading(NamedTuple):
    """The sources in a file, and what was left out of it."""

    sources: list[TextSource]
    left_out: list[UnreadText]


def files_in(places: Iterable[Path], is_read: Callable[[Path], bool]) -> Iterator[tuple[Path, bool]]:
    """The files that are named, and those in the folders that are; and whether a file was found in a folder.

    Hidden files are no texts. SourceError for a folder without any file.
    """
    for place in places:
        if not place.is_dir():
            yield place, False
            continue
        found = sorted(path for path in _below(place) if path.is_file() and not _is_hidden(path, place))
        if not found:
            raise SourceError("is a folder without files", "name one with texts or RDF files", path=place)
        if is_read(place):
            raise SourceError("is a built graph", "merge graphs with `rolegraph build`", path=place)
        yield from ((path, True) for path in found)


def _below(folder: Path) -> Iterator[Path]:
    """All files in a folder and those in it; SourceError for one that may not be read."""

    def refuse(error: OSError) -> None:
        cure = "allow it, or name the files that may be read"
        raise SourceError(f"cannot be read: {error.strerror}", cure, path=error.filename)

    for within, _, names in os.walk(folder, onerror=refuse):
        yield from (Path(within, name) for name in names)


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def read_file(path: Path, known: KnownSources, options: TextOptions, *, is_one_of: bool) -> FileReading:
    """Read all texts of a file.

    A file that holds several postings is one source. Where a file is one of many, or holds many texts, one that cannot
    be read is left out, and the others are read; otherwise SourceError.
    """
    data = content_of(path)
    name = name_of(path)
    found: list[tuple[Document, Article]] = []
    refused: list[tuple[str, SourceError]] = []
    try:
        for document in read_documents(data, name, column=options.column):
            if is_one_of and options.kind and _is_cv(document):  # which one that is named by itself may be all the same
                refused.append((document.name, SourceError("is a CV, it seems", path=document.name)))
                continue
            try:
                found.append((document, _article(document, path.stem, known, options)))
            except SourceError as error:
                refused.append((document.name, error))
    except SourceError as error:
        refused.append((name, error))
    if refused and not found and not is_one_of:
        raise refused[0][1]
    sources = [
        TextSource(article_statements(article, digest, known.given), article.kind, article.findings, _words(article))
        for article, digest in _joined(found, path)
    ]
    return FileReading(sources, [UnreadText(each, error.problem) for each, error in refused])


def _is_cv(document: Document) -> bool:
    try:
        return kind_of(document) is TextKind.CV
    except SourceError:
        return False


def _article(document: Document, stem: str, known: KnownSources, options: TextOptions) -> Article:
    def read(lexicon: MemoryLexicon) -> Article:
        article = read_text(document, lexicon, options.kind)
        if options.role:
            article = _for_role(article, options.role, lexicon)
        return _accepted(article, options.accept) if options.accept else article

    article = read(known.besides(""))
    slug = _slug(article, stem, known)
    # Read again as if for the first time: what it introduced itself must not influence how it is read.
    source = node_iri(Kind.SOURCE, slug)
    return replace(read(known.besides(source)) if known.states(source) else article, slug=slug)


def _slug(article: Article, stem: str, known: KnownSources) -> str:
    """The name of the source that a text is.

    Several texts may describe a role or compare the same roles. A description goes by the name of its file as well, and
    a text whose name another text has, by its title, does so too; else it is the same text, which is read again.
    """
    if article.kind is TextKind.POSTING:
        return article.slug  # which tells texts apart already
    own = slugify(stem)
    longer = article.slug if own in ("", article.slug) else f"{article.slug}--{own}"
    if article.kind is TextKind.ROLE:
        return longer
    title = known.title_of(node_iri(Kind.SOURCE, article.slug))
    return article.slug if title in (None, source_label(article)) else longer


def _for_role(article: Article, name: str, lexicon: MemoryLexicon) -> Article:
    """A posting for a role that is named, or a description of it; UnknownNode for what is no role."""
    node = lexicon.resolve(name, (Kind.ROLE,))
    role = Mention(node.iri, node.kind, node.label)
    if article.kind is TextKind.COMPARISON:
        raise RolegraphError("--role names the role of a posting or a description, and a comparison names its own")
    postings = tuple(replace(posting, role=role, confidence=1.0) for posting in article.postings)
    roles = tuple(replace(record, role=role) for record in article.roles)
    findings = tuple(found for found in article.findings if "--role" not in found.message)
    return replace(article, postings=postings, roles=roles, findings=findings)


def _accepted(article: Article, accept: frozenset[str]) -> Article:
    """An article whose candidates of these names are skills, or tools where the name begins with `tool:`."""

    def taken(candidates: Sequence[CandidateRecord]) -> tuple[RequirementRecord, ...]:
        kinds = ((candidate, _accepted_kind(candidate.text, accept)) for candidate in candidates)
        return tuple(_requirement(candidate, kind) for candidate, kind in kinds if kind)

    def left(candidates: Sequence[CandidateRecord]) -> tuple[CandidateRecord, ...]:
        return tuple(candidate for candidate in candidates if not _accepted_kind(candidate.text, accept))

    return replace(
        article,
        roles=tuple(
            replace(one, requirements=one.requirements + taken(one.candidates), candidates=left(one.candidates))
            for one in article.roles
        ),
        postings=tuple(
            replace(one, requirements=one.requirements + taken(one.candidates), candidates=left(one.candidates))
            for one in article.postings
        ),
    )


def _accepted_kind(words: str, accept: frozenset[str]) -> Kind | None:
    if f"tool:{fold(words)}" in accept:
        return Kind.TOOL
    return Kind.SKILL if fold(words) in accept or ALL in accept else None


def _requirement(candidate: CandidateRecord, kind: Kind) -> RequirementRecord:
    mention = Mention(node_iri(kind, slugify(candidate.text, kind)), kind, candidate.text)
    return RequirementRecord((mention,), candidate.necessity, candidate.passage)


def _joined(found: Sequence[tuple[Document, Article]], path: Path) -> Iterator[tuple[Article, str]]:
    """The articles with their hashes, the postings of one file as one article."""
    postings = [(document, article) for document, article in found if article.kind is TextKind.POSTING]
    if len(postings) < 2:
        yield from ((article, document.content_hash) for document, article in found)
        return
    yield from ((article, document.content_hash) for document, article in found if article.kind is not TextKind.POSTING)
    named = [(document.name.removeprefix(str(path)).strip(), article) for document, article in postings]
    parts = [_in_part(article, name) for name, article in named]
    digest = hashlib.sha256("".join(document.content_hash for document, _ in postings).encode()).hexdigest()
    yield (
        Article(
            title=f"{len(parts):,} postings in {path.name}",
            slug=f"postings-{slugify(path.stem)}",
            roles=(),
            postings=tuple(posting for part in parts for posting in part.postings),
            notes=tuple(note for part in parts for note in part.notes),
            findings=tuple(_gathered(zip((name for name, _ in named), parts, strict=True))),
            kind=TextKind.POSTING,
        ),
        digest,
    )


def _gathered(parts: Iterable[tuple[str, Article]]) -> Iterator[Finding]:
    """What is to be checked in the postings of a file, each message once with where it is so."""
    places: dict[str, list[str]] = {}
    for name, article in parts:
        for finding in article.findings:
            places.setdefault(finding.message, []).append(name)
    for message, names in places.items():
        first = ", ".join(dict.fromkeys(names[:_MOST_PLACES]))
        yield Finding(f"{first}{f' and {len(names) - _MOST_PLACES:,} more' if names[_MOST_PLACES:] else ''}: {message}")


def _in_part(record: Any, part: str) -> Any:
    """A record with all its passages in a part of the source, such as a row."""
    if isinstance(record, Passage):
        return replace(record, part=part)
    if isinstance(record, tuple) and not hasattr(record, "_fields"):
        return tuple(_in_part(each, part) for each in record)
    if not is_dataclass(record) or isinstance(record, type | Mention):
        return record
    return replace(record, **{each.name: _in_part(getattr(record, each.name), part) for each in fields(record)})


def _words(article: Article) -> Counter[str]:
    """The candidates in an article, and how often each occurs."""
    roles = (candidate.text for record in article.roles for candidate in record.candidates)
    postings = (candidate.text for posting in article.postings for candidate in posting.candidates)
    return Counter([*roles, *postings])
