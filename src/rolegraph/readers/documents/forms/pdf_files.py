"""PDF: runs of text at places on pages, made into lines, and these into headings, bullets and paragraphs.

A PDF says where letters stand, not what they are. What is larger or bold is taken for a heading, what is indented for
a list, a full line for one that goes on: rules of layout, which can be wrong for unusual ones.
"""

from __future__ import annotations

import io
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from rolegraph.errors import SourceError
from rolegraph.readers.documents.cv_sections import part_of
from rolegraph.readers.documents.forms.pieces import LONGEST_BOLD, LayoutPiece, is_sign, starts_with_sign
from rolegraph.readers.documents.plain_text import BOLD, is_unfinished

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_MOST_PAGES: Final = 300
_MOST_CHARACTERS: Final = 5_000_000
_NO_TITLE: Final = re.compile(r"microsoft word|untitled|\.(?:docx?|pdf|odt|indd|tex|pages|html?)\b", re.IGNORECASE)
_PAGE_NUMBER: Final = re.compile(r"(?:page|p\.)?\s?\d{1,3}(?:\s?(?:of|/|\|)\s?\d{1,3})?", re.IGNORECASE)
_SPACED: Final = re.compile(r" ([,;:)])")
# What a browser prints around a page: when, and from where.
_PRINTED: Final = re.compile(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}, \d{1,2}:\d{2}|(?:https?|file)://\S{1,500}$")
_NUMBERED: Final = re.compile(r"^\(?\d{1,2}[.)]\s")
# Sizes and distances, as multiples of the size of the letters.
_SAME_LINE: Final = 0.4
_SHADOW: Final = 0.15
_SPACE: Final = 1.0  # as far apart, words are two even without a space
_GUTTER: Final = 3.0
_LETTER: Final = 0.5  # the width of most
_INDENTED: Final = 1.2
_LARGER: Final = 1.15
_PARAGRAPH: Final = 1.35  # of the usual distance of lines
_FULL: Final = 0.75  # of the longest line below the same edge
_LEAST_SECTIONS: Final = 2
_LEAST_ALTERNATIONS: Final = 6
_SHORT: Final = 25  # characters of a label beside which something stands
_LEAST_PAGES: Final = 2  # on which a line at the edge comes again, for one that is no text
# Before these a hyphen at the end of a line belongs to the word.
_PREFIXES: Final = frozenset(
    "all co cross day e end entry ex extra front full half hands high in inter key large left level long low mid multi "
    "non off on one open part post pre problem real right safety self semi senior short single small state sub team "
    "third time top two under up user well work year".split()
)


@dataclass(frozen=True, slots=True)
class _Run:
    """Text at one place: its left end, its baseline from below, and the size of its letters, in points."""

    text: str
    x: float
    y: float
    size: float
    is_bold: bool
    page: int = 0
    beside: bool = False  # whether it stands in the row of the one before, with a gap

    @property
    def end(self) -> float:
        return self.x + len(self.text) * self.size * _LETTER


def read_pdf(data: bytes) -> tuple[str, list[LayoutPiece]]:
    """The title in a PDF's properties, and its text. Raises `SourceError` when there is none that can be read."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    reader = PdfReader(io.BytesIO(data), strict=False)
    try:
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError("has a password", "save it without one")
        pages = _pages(reader)
    except (DependencyError, FileNotDecryptedError):
        raise SourceError("is encrypted", "save it without encryption") from None
    pieces = list(_pieces([line for page in _without_edges(pages) for line in _in_columns(page)]))
    if not pages:
        raise SourceError("has no pages", "save or download it again")
    if not pieces:
        problem = f"has no text on its {len(pages)} pages: it is probably a scan"
        raise SourceError(problem, "run OCR over it first, with ocrmypdf for example")
    return _title(reader), pieces


def _title(reader: PdfReader) -> str:
    title = str((reader.metadata.title if reader.metadata else "") or "").strip()
    return "" if _NO_TITLE.search(title) else title


def _pages(reader: PdfReader) -> list[list[_Run]]:
    """The lines of each page, in the order in which they were written."""
    if len(reader.pages) > _MOST_PAGES:
        raise SourceError(f"has {len(reader.pages):,} pages", "save the part of it that is about the job")
    pages, size = [], 0
    for number, page in enumerate(reader.pages):
        pages.append([replace(line, page=number) for line in _lines(_runs(page))])
        size += sum(len(line.text) for line in pages[-1])
        if size > _MOST_CHARACTERS:
            raise SourceError(
                "has more text than any description of a job", "save the part of it that is about the job"
            )
    return pages


def _runs(page: PageObject) -> list[_Run]:
    """The runs of text of a page that are upright."""
    runs: list[_Run] = []
    places: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)

    def visit(text: str, outer: Sequence[float], inner: Sequence[float], font: Any, size: float) -> None:
        a, b, c, d, x, y = inner
        across = (a * outer[0] + b * outer[2], a * outer[1] + b * outer[3])
        height = math.hypot(c * outer[0] + d * outer[2], c * outer[1] + d * outer[3]) * abs(size)
        if text.strip() and height > 0 and abs(across[1]) <= abs(across[0]):
            name = str(font.get("/BaseFont", "")) if font else ""
            left, base = x * outer[0] + y * outer[2] + outer[4], x * outer[1] + y * outer[3] + outer[5]
            is_bold = re.search(r"bold|black|heavy|semibold|demi", name, re.IGNORECASE) is not None
            last = places[text][-1:]  # what is written twice, to look bold, is there once
            if not any(abs(x - left) + abs(y - base) < _SHADOW * height for x, y in last):
                runs.append(_Run(text, left, base, height, is_bold))
            places[text].append((left, base))

    page.extract_text(visitor_text=visit)
    return runs


def _lines(runs: Sequence[_Run]) -> list[_Run]:
    """Runs joined that stand on one line, without a wide gap between."""
    lines: list[_Run] = []
    for run in (part for whole in runs for part in _parts(whole)):
        last = lines[-1] if lines else None
        if last is None or abs(last.y - run.y) > _SAME_LINE * max(last.size, run.size) or run.x < last.x:
            lines.append(run)
            continue
        gap = run.x - last.end
        if gap > _GUTTER * run.size and not is_sign(last.text):
            lines.append(replace(run, beside=True))
            continue
        between = " " if gap > _SPACE * run.size or is_sign(last.text) else ""
        is_bold = last.is_bold and (run.is_bold or not run.text.strip(" :"))
        lines[-1] = replace(
            last, text=f"{last.text}{between}{run.text}", is_bold=is_bold, size=max(last.size, run.size)
        )
    return [replace(line, text=_SPACED.sub(r"\1", " ".join(line.text.split()))) for line in lines]


def _parts(run: _Run) -> Iterator[_Run]:
    """A run in lines, where the library has joined several."""
    texts = [text for text in run.text.splitlines() if text.strip()]
    for number, text in enumerate(texts):
        yield replace(run, text=text, y=run.y - number * run.size)


def _in_columns(lines: list[_Run]) -> list[_Run]:
    """The lines of a page with the left of two columns before the right one, where they were written row by row."""
    starts = Counter(round(line.x) for line in lines if line.beside)
    edge = starts.most_common(1)[0][0] if starts else 0
    sides = [line.x >= edge - 1 for line in lines]
    if sum(one != other for one, other in pairwise(sides)) < _LEAST_ALTERNATIONS:
        return _rows(lines, are_labels=False)
    left = [line for line, is_right in zip(lines, sides, strict=True) if not is_right]
    right = [line for line, is_right in zip(lines, sides, strict=True) if is_right]
    are_sections = sum(part_of(line.text) is not None for line in right) >= _LEAST_SECTIONS  # of a CV in two columns
    if not are_sections and median(len(line.text) for line in left) < _SHORT:
        return _rows(lines, are_labels=True)
    return [*left, *(replace(line, beside=False) for line in right)]


def _rows(lines: Sequence[_Run], *, are_labels: bool) -> list[_Run]:
    """Lines with what stands beside them: a label and what it says; if not all are labels, those with a colon are."""
    out: list[_Run] = []
    is_row = False
    for line in lines:
        if line.beside and out and (are_labels or out[-1].text.endswith(":")):
            text = f"{out[-1].text}; {line.text}" if is_row else f"{out[-1].text.rstrip(' :')}: {line.text}"
            out[-1] = replace(out[-1], text=text, is_bold=False, beside=True)
            is_row = True
        else:
            is_row = False
            out.append(line)
    return out


def _without_edges(pages: Sequence[list[_Run]]) -> list[list[_Run]]:
    """The pages without numbers, and without headers and footers that come again."""

    def key(line: _Run) -> str:
        return re.sub(r"\d+", "#", line.text.casefold())

    def edges(page: Sequence[_Run]) -> set[_Run]:
        down = sorted(page, key=lambda line: -line.y)
        return {*down[:2], *down[-2:]}

    counts = Counter(text for page in pages for text in {key(line) for line in edges(page)})
    seen: set[str] = set()
    out = []
    for page in pages:
        around = edges(page)
        kept = []
        for line in page:
            comes_again = len(pages) > 1 and counts[key(line)] >= max(_LEAST_PAGES, len(pages) / 2)
            is_number = _PAGE_NUMBER.fullmatch(line.text) or _PRINTED.match(line.text)
            if line not in around or not (is_number or (comes_again and key(line) in seen)):
                kept.append(line)
            seen.add(key(line))
        out.append(kept)
    return out


def _pieces(lines: Sequence[_Run]) -> Iterator[LayoutPiece]:
    """Lines as headings, bullets and paragraphs."""
    if not lines:
        return
    layout = _Layout(lines)
    current = layout.piece(lines[0])
    for last, line in pairwise(lines):
        if layout.continues(last, line, current):
            current = current._replace(text=joined(current.text, line.text))
        else:
            yield current
            current = layout.piece(line)
    yield current


def joined(text: str, more: str) -> str:
    """Two lines of a paragraph as one; a word that was divided is whole again.

    >>> joined("the develop-", "ment of hands-"), joined("hands-", "on work")
    ('the development of hands-', 'hands-on work')
    """
    if not text.endswith("-") or text.endswith(" -"):
        return f"{text} {more}"
    start = text[:-1].rpartition(" ")[2].casefold()
    is_divided = more[:1].islower() and start.isalpha() and start not in _PREFIXES
    return text[:-1] + more if is_divided else text + more


class _Layout:
    """What is usual in a text: the size of its letters, the distance of its lines, its edges and the longest lines."""

    def __init__(self, lines: Sequence[_Run]) -> None:
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(line.size, 1)] += len(line.text)
        self._size = sizes.most_common(1)[0][0]
        larger = {round(line.size, 1) for line in lines if line.size >= _LARGER * self._size}
        self._depths = {size: min(depth, 4) for depth, size in enumerate(sorted(larger, reverse=True), start=1)}
        steps = [self._step(one, two) for one, two in pairwise(lines)]
        steps = sorted(step for step in steps if 0.8 * self._size < step < 3 * self._size) or [1.2 * self._size]
        self._leading = steps[len(steps) // 4]  # below the middle, since between paragraphs it is more
        self._longest: defaultdict[int, float] = defaultdict(float)
        for line in lines:
            self._longest[round(line.x)] = max(self._longest[round(line.x)], line.end)
        self._is_bold = (
            sum(len(line.text) for line in lines if line.is_bold) > sum(len(line.text) for line in lines) / 2
        )
        self._left = dict(self._lefts(lines))

    def _lefts(self, lines: Sequence[_Run]) -> Iterator[tuple[_Run, float]]:
        """The left edge of what is not indented where each line stands: that of the last heading, or of its page."""
        left, page = lines[0].x, -1
        for line in lines:
            if line.page != page:
                page = line.page
                left = min(other.x for other in lines if other.page == page)
            if self.depth(line) or line.x < left - 1 or line.x > left + 12 * self._size:
                left = line.x
            yield line, left

    @staticmethod
    def _step(one: _Run, two: _Run) -> float:
        return one.y - two.y if one.page == two.page else 0

    def depth(self, line: _Run) -> int:
        """The depth of a heading; 0 for any other line."""
        is_text = len(line.text) > LONGEST_BOLD or starts_with_sign(line.text) or not re.search(r"\w", line.text)
        if is_text or line.beside:
            return 0
        if depth := self._depths.get(round(line.size, 1), 0):
            return depth
        is_heading = line.is_bold and not self._is_bold and not line.text.endswith((".", ",", ";"))
        return BOLD if is_heading else 0

    def piece(self, line: _Run) -> LayoutPiece:
        """What begins with a line."""
        depth = self.depth(line)
        text = line.text if depth else _NUMBERED.sub("\u2022 ", line.text, count=1)
        is_bullet = not depth and (starts_with_sign(text) or self._is_item(line))
        return LayoutPiece(text, depth, is_bullet, level=1 if is_bullet else 0)

    def _is_item(self, line: _Run) -> bool:
        """Whether a line is indented as the items of a list are."""
        return line.x - self._left[line] >= _INDENTED * line.size

    def continues(self, last: _Run, line: _Run, current: LayoutPiece) -> bool:
        """Whether a line goes on with the piece that the last line belongs to."""
        depth = self.depth(line)
        if current.depth or depth:
            is_wrapped = current.depth == depth and 0 < self._step(last, line) <= _PARAGRAPH * last.size
            return is_wrapped and abs(last.x - line.x) < 1 and self._is_full(last)
        is_new = starts_with_sign(line.text) or _NUMBERED.match(line.text) or line.beside or last.beside
        step = self._step(last, line)
        is_above = step <= 0 and last.page == line.page  # further up: another column
        if is_new or is_above or step > _PARAGRAPH * self._leading:
            return False
        is_open = is_unfinished(current.text) or line.text[0].islower()
        if last.page != line.page:
            return is_open and not current.text.endswith((".", ":", "!", "?"))
        if current.is_bullet and starts_with_sign(current.text):
            return line.x > last.x + 1 or (abs(line.x - last.x) <= 1 and (is_open or self._is_full(last)))
        if current.is_bullet:  # a sign that was drawn, not written
            return is_open and abs(line.x - last.x) <= 1
        return abs(line.x - last.x) <= 2 * line.size and (is_open or self._is_full(last))

    def _is_full(self, line: _Run) -> bool:
        return line.end - line.x >= _FULL * (self._longest[round(line.x)] - line.x)
