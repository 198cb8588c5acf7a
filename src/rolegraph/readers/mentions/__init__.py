"""Advertisements by the million as a table of mentions: read side by side, with copies marked, resumed where killed."""

from __future__ import annotations

import hashlib
import logging
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from rolegraph.errors import RolegraphError, SourceError, refuse_single
from rolegraph.facts.cache import entries
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.model import __version__
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.locks import locked, writing
from rolegraph.readers.documents.kinds import KIND_NAMES
from rolegraph.readers.documents.records import TextKind
from rolegraph.readers.mentions.extraction_journal import ExtractionJournal
from rolegraph.readers.mentions.extraction_workers import units_read
from rolegraph.readers.mentions.mention_file import report_of, write_part, write_table
from rolegraph.readers.mentions.posting_rows import LeftOutText, PostingReader, Row, RowCounts
from rolegraph.readers.mentions.text_units import SLICE, TextFile, TextUnit, text_files, texts_of, units_of
from rolegraph.readers.text_files import UnreadText

_MOST_UNREAD: Final = 1_000  # texts of which it is said why they could not be read
_MOST_NAMES: Final = 100  # names that the graph does not know
_MOST_FILES: Final = 1_000  # that the table itself lists
_WAIT: Final = 3.0  # seconds for another run to end
_PACKAGES: Final = ("pyarrow", "datasketch")


class NewName(NamedTuple):
    """What is asked for by a name that the graph does not know, and how often."""

    label: str
    mentions: int


@dataclass(frozen=True, slots=True)
class MentionTable:
    """What came of some texts: `path` has a row for each capability that one of `postings` names.

    Of the postings `copies` repeat another one, and do not count. All were posted from `first` to `last`, "" where none
    says when. Texts that are no postings are `left_out`, by what they are; `unread` says why some could not be read, at
    most a thousand. `new_names` are asked for by names that the graph does not know, `new_mentions` times: they have no
    rows. `resumed` texts were read by an earlier run.
    """

    path: Path
    texts: int
    postings: int
    mentions: int
    copies: int
    first: str
    last: str
    left_out: dict[str, int]
    unread: tuple[UnreadText, ...]
    new_mentions: int
    new_names: tuple[NewName, ...]
    resumed: int


def extract_mentions(
    dataset: Dataset,
    files: Sequence[str | Path],
    path: str | Path,
    *,
    kind: str | None = None,
    column: str = "",
    workers: int | None = None,
    progress: Callable[[int, int], object] = lambda _done, _texts: None,
) -> MentionTable:
    """Read advertisements into a table of mentions; see `RoleGraph.extract_mentions`."""
    refuse_single(files, "files")
    target = _checked(files, Path(path), kind, workers)
    note = logging.getLogger("rolegraph").warning
    with locked(target, _WAIT, beside=True):
        texts = list(text_files(files, column, besides=target))
        if not texts:
            raise RolegraphError("nothing to extract: name one or more files")
        if len(texts) == 1 and texts[0].problem:
            raise SourceError(texts[0].problem, path=texts[0].name)
        run = _run_of(dataset, texts, kind, column)
        with writing(target):
            journal = ExtractionJournal(target, run, lambda text: note("rolegraph: %s", text))
        resumed = sum(report["texts"] for report in journal.reports.values())
        if journal.reports:
            note("rolegraph: %s: going on after %s texts of an earlier run", target, f"{resumed:,}")
        with writing(target):
            _read(dataset, texts, journal, kind, column, workers or _processors(), progress)
            counts = _summed(journal)
            if not counts.postings:
                journal.remove()
                raise _nothing(counts, target)
            staged = journal.folder / "whole"
            written = write_table(journal.parts(), staged, _report(run, texts, counts))
            staged.replace(target)
            journal.remove()
    return MentionTable(
        path=Path(path),
        texts=counts.texts,
        postings=counts.postings,
        mentions=counts.mentions,
        copies=written.copies,
        first=written.first,
        last=written.last,
        left_out=dict(counts.left_out.most_common()),
        unread=tuple(UnreadText(*one) for one in counts.unread[:_MOST_UNREAD]),
        new_mentions=counts.new_mentions,
        new_names=tuple(NewName(*one) for one in _most_frequent(counts.new_names)),
        resumed=resumed,
    )


def _checked(files: Sequence[str | Path], path: Path, kind: str | None, workers: int | None) -> Path:
    """The file that is to be written; raises where that, or anything else that is asked for, is not possible."""
    if not files:
        raise RolegraphError("nothing to extract: name one or more files")
    if kind is not None and kind not in KIND_NAMES:
        raise RolegraphError(f"no kind of text {kind!r}: use one of {', '.join(KIND_NAMES)}")
    if kind not in (None, "posting"):
        raise RolegraphError(f"a table of mentions is of postings: leave out --as {kind}, or use --as posting")
    if workers is not None and workers < 1:
        raise RolegraphError(f"--workers {workers}: give 1 or more")
    missing = [package for package in _PACKAGES if find_spec(package) is None]
    if missing:
        raise RolegraphError(f"tables need {missing[0]}, which is not installed: pip install 'rolegraph[market]'")
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        raise SourceError("is no file", "name a file that ends in .parquet", path=path)
    if not target.parent.is_dir():
        raise SourceError("is in a folder that is not there", "make the folder first", path=path)
    return target


def _processors() -> int:
    with suppress(AttributeError):  # not known on every system
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _run_of(dataset: Dataset, texts: Sequence[TextFile], kind: str | None, column: str) -> dict[str, str]:
    """What a run reads, by which names and how; of two runs that have it in common the rows are the same."""
    digest = hashlib.sha256()
    for one in texts:
        digest.update(f"{one.name}\0{one.size}\0{one.sha256}\0{one.problem}\n".encode("utf-8", "surrogateescape"))
    return {
        "texts": digest.hexdigest(),
        "graph": dataset.fingerprint,
        "version": __version__,
        "kind": kind or "",
        "column": column,
        "slice": str(SLICE),
    }


def _read(
    dataset: Dataset,
    texts: Sequence[TextFile],
    journal: ExtractionJournal,
    kind: str | None,
    column: str,
    workers: int,
    progress: Callable[[int, int], object],
) -> None:
    """Read what has not been read yet."""
    total, done = sum(one.texts for one in texts), sum(report["texts"] for report in journal.reports.values())
    units = units_of(texts, column, frozenset(journal.reports))
    first = next(units, None)
    if first is None:
        return
    reader = PostingReader(MemoryLexicon(entries(dataset)), TextKind.POSTING if kind else None)
    work = partial(_read_unit, reader, journal.folder, column)
    progress(done, max(total, done))
    moved = lambda more: progress(done + more, max(total, done + more))  # noqa: E731 - `done` as it is then
    for unit, report in units_read(work, _with(first, units), workers, moved):
        journal.reports[unit.number] = {"texts": report["texts"]}
        done += report["texts"]
    progress(done, done)


def _with(first: TextUnit, rest: Iterator[TextUnit]) -> Iterator[TextUnit]:
    yield first
    yield from rest


def _read_unit(
    reader: PostingReader,
    folder: Path,
    column: str,
    unit: TextUnit,
    lost: dict[str, str],
    begin: Callable[[str], object],
) -> dict[str, Any]:
    """Read the texts of a unit into a part of the table, and say what was read; in a worker."""
    counts, rows = RowCounts(), list[Row]()
    for name, problem in lost.items():
        counts.leave_out(LeftOutText.UNREAD, name, problem)
    for text in texts_of(unit, column, begin, lost):
        if text.document is None:
            counts.leave_out(LeftOutText.UNREAD, text.name, text.problem)
            continue
        try:
            rows += reader.rows(text.document, {"file": text.file, "row": text.row}, counts)
        except Exception as error:  # noqa: BLE001 - of a million texts one that we did not foresee costs itself
            counts.leave_out(LeftOutText.UNREAD, text.name, f"cannot be read: {type(error).__name__}: {error}")
    report = counts.as_report()
    write_part(folder / f"{unit.number:06}.parquet", rows, report)
    return report


def _summed(journal: ExtractionJournal) -> RowCounts:
    whole = RowCounts()
    for part in journal.parts():
        if (report := report_of(part)) is None:
            raise SourceError("was changed while it was read", "run the same command again", path=part)
        whole.add(report)
    return whole


def _nothing(counts: RowCounts, target: Path) -> RolegraphError:
    """What to say where no text is a posting."""
    what = ", ".join(f"{number:,} of kind {reason}" for reason, number in counts.left_out.most_common())
    first = f"; {counts.unread[0][0]}: {counts.unread[0][1]}" if counts.unread else ""
    cure = "" if counts.left_out.keys() == {LeftOutText.CV} else "; if they are postings, say so with --as posting"
    return RolegraphError(f"{target.name} is not written: no posting among the texts ({what or 'none'}){first}{cure}")


def _most_frequent(names: Counter[str]) -> Iterator[tuple[str, int]]:
    return islice(iter(sorted(names.items(), key=lambda one: (-one[1], one[0]))), _MOST_NAMES)


def _report(run: dict[str, str], texts: Sequence[TextFile], counts: RowCounts) -> dict[str, Any]:
    """What the table says of itself."""
    return {
        "version": run["version"],
        "graph": run["graph"],
        "inputs": run["texts"],
        "files": [[one.name, one.sha256] for one in texts[:_MOST_FILES]],
        "texts": counts.texts,
        "postings": counts.postings,
        "mentions": counts.mentions,
        "left_out": dict(counts.left_out),
        "new_mentions": counts.new_mentions,
    }
