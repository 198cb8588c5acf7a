"""Web pages: the text that a page is about, in its layout, and the data in it. Nothing is run, and nothing fetched."""

from __future__ import annotations

import codecs
import itertools
import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.readers.documents.forms.pieces import (
    LONGEST_BOLD,
    LayoutPiece,
    asks,
    is_data,
    starts_with_sign,
    table_pieces,
    without_sign,
)
from rolegraph.readers.documents.headings import section_of
from rolegraph.readers.documents.plain_text import BOLD

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MARKS: Final = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_CHARSET: Final = re.compile(rb"<meta[^<>]{1,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})", re.IGNORECASE)
_WIDER: Final = dict.fromkeys(("iso-8859-1", "latin1", "us-ascii"), "cp1252")  # as browsers have it
_DECLARATION: Final = re.compile(r"\s{0,99}<\?xml[^<>]{0,500}\?>")
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS: Final = frozenset(
    "address article aside blockquote body br button center dd details div dl dt fieldset figure footer form header hr "
    "html legend li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
) | set(_HEADINGS)
# What is never text, and what stands around it by its tag or role.
_SILENT: Final = (
    "script style template noscript svg math iframe object embed canvas audio video map select textarea input "
    "datalist head figcaption"
).split()
_AROUND: Final = frozenset(("nav", "aside", "footer", "dialog", "menu"))
_ROLES: Final = frozenset(
    "navigation banner contentinfo search dialog alertdialog menu menubar complementary toolbar".split()
)
# Words in the names of classes, by which sites mark what is not the text.
_CLASSES: Final = frozenset(
    "cookie cookies consent gdpr breadcrumb breadcrumbs newsletter subscribe share sharing sharedaddy sidebar related "
    "similar recommended recommendations comments pagination pager popup modal overlay nav navbar navigation topbar "
    "footer foot skip login signin toc byline".split()
)
# What a page opens on request is part of its text.
_PANELS: Final = frozenset("accordion collapse collapsed collapsible expandable panel tab tabpanel".split())
_COOKIES: Final = re.compile(r"\b(?:uses?|store|accept|our|of) cookies\b|\bvalue your privacy\b", re.IGNORECASE)
_LONGEST_NOTICE: Final = 600
_UNSEEN: Final = frozenset(("sr-only", "visually-hidden", "screen-reader-text"))
_HIDING: Final = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE)
_HEAVY: Final = re.compile(r"font-weight\s{0,5}:\s{0,5}(?:bold|[6-9]00)", re.IGNORECASE)
_BREAKING: Final = re.compile(r"white-?space\s{0,5}[:-]\s{0,5}pre|\bpre-(?:wrap|line)\b", re.IGNORECASE)
_LARGEST_PART: Final = 0.3  # of a page's text: what has more does not stand around it, whatever its class says
_LONGEST_SEARCHED: Final = 1_000_000  # characters of a page in which the main text is searched for
_LEAST_FOUND: Final = 0.9  # of the main text lies in the element that is taken for the whole of it
_LEAST_LINKS: Final = 3  # in a row, for a menu
_TITLE_DEPTH, _TITLE_HEADINGS, _SHORTEST_TITLE = 3, 3, 4  # of headings that may be a title; characters
_MOST_BETWEEN: Final = 8  # blocks between the first heading and the main text
_BUTTON: Final = re.compile(r"(?:apply|share|save|print|back|sign|log|register|view|see|show|read)\b", re.IGNORECASE)
_LONGEST_LABELLED: Final = 200


class WebPage(NamedTuple):
    """A page's title, its text, and the scripts in it that hold JSON-LD."""

    title: str
    pieces: list[LayoutPiece]
    data: list[str]


class _Block(NamedTuple):
    """A piece, the element that it stands in, and how many links it consists of; 0 if there is other text in it."""

    piece: LayoutPiece
    element: Element
    links: int = 0


def decode_markup(data: bytes) -> str:
    """The text of a page by its byte order mark, by what it says itself, as UTF-8, or else as Windows-1252."""
    marked = [encoding for mark, encoding in _MARKS.items() if data.startswith(mark)]
    stated = _CHARSET.search(data[:4_096])
    named = stated[1].decode("ascii").lower() if stated else "utf-8"
    for encoding in (*marked, _WIDER.get(named, named), "utf-8"):
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except (LookupError, UnicodeError):
            continue
    return data.decode("cp1252", "replace")


def read_page(markup: str) -> WebPage:
    """A page's main text; of a fragment, all that it says."""
    from lxml import etree

    root = _parsed(markup)
    if root is None:
        return WebPage("", [], [])
    scripts = root.iterfind(".//script[@type]")
    data = [script.text for script in scripts if "ld+json" in script.get("type", "").lower() and script.text]
    title = root.findtext(".//title") or ""
    etree.strip_elements(root, *_SILENT, with_tail=False)
    blocks = _without_menus(_Walk(root).blocks())
    main = _main(root, blocks) if "<body" in markup.lower() else blocks
    if not any(block.piece.depth == 1 for block in main):
        main = [*_above(main, blocks), *main]
    return WebPage(_title(title, main), [block.piece for block in main], data)


def _parsed(markup: str) -> Element | None:
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True)
    text = _DECLARATION.sub("", markup, count=1).replace("\0", "")
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None  # it has no element


def _title(stated: str, main: Sequence[_Block]) -> str:
    """The title in a page's head; without the name of the site around it where one of the first headings has the rest.

    A page without a title in its head has its first heading as one.
    """
    stated = " ".join(stated.split())
    headings = [block.piece.text for block in main if 0 < block.piece.depth <= _TITLE_DEPTH][:_TITLE_HEADINGS]
    named = (text for text in headings if len(text) >= _SHORTEST_TITLE and text.casefold() in stated.casefold())
    return (
        max(named, key=len, default="")
        or stated
        or next((block.piece.text for block in main if block.piece.depth == 1), "")
    )


def _above(main: Sequence[_Block], blocks: Sequence[_Block]) -> Sequence[_Block]:
    """The last great heading above the main text, with the few lines between: employer, place, pay."""
    first = next((index for index, block in enumerate(blocks) if main and block is main[0]), 0)
    heading = max((index for index, block in enumerate(blocks[:first]) if block.piece.depth == 1), default=None)
    if heading is None:
        return ()
    return blocks[heading:first] if first - heading <= _MOST_BETWEEN else blocks[heading : heading + 1]


def _main(root: Element, blocks: list[_Block]) -> list[_Block]:
    """The blocks of the element that holds the main text; all of them where none is found.

    A library finds the words of the main text, and the page's own layout says what they are: what the library leaves
    out among them, as lists and tables often are, is kept.
    """
    import trafilatura
    from lxml import etree

    mains = [element for element in root.iter() if element.tag == "main" or element.get("role") == "main"]
    if len(mains) == 1:
        blocks = _within(blocks, mains[0]) or blocks
    markup = etree.tostring(root, encoding="unicode", method="html")
    if len(markup) > _LONGEST_SEARCHED:
        return blocks
    words = _words(
        trafilatura.extract(markup, output_format="markdown", include_comments=False, favor_recall=True) or ""
    )
    found = [block for block in blocks if (text := _words(block.piece.text)).strip() and text in words]
    sizes: Counter[Element] = Counter()
    for block in found:
        for element in (block.element, *block.element.iterancestors()):
            sizes[element] += len(block.piece.text)
    least = _LEAST_FOUND * max(sizes.values(), default=0)
    holders = [element for element, size in sizes.items() if size >= least]
    deepest = max(holders, key=lambda element: sum(1 for _ in element.iterancestors()), default=root)
    inside, named = set(deepest.iter()), set(map(id, found))
    return [block for block in blocks if block.element in inside or id(block) in named] or blocks


def _within(blocks: Sequence[_Block], element: Element) -> list[_Block]:
    inside = set(element.iter())
    return [block for block in blocks if block.element in inside]


def _words(text: str) -> str:
    """The words of a text, each with spaces around."""
    return " ".join(("", *re.findall(r"\w+", text.casefold()), ""))


class _Walk:
    """A page from top to bottom: what is said, in blocks, without what is hidden or stands around the text."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._size = _size(root)
        self._open: list[Element] = []
        self._text: list[tuple[str, bool, Element | None]] = []  # of the block so far, if bold, and the link it is in
        self._items: list[bool] = []  # of the lists around: whether the item's sign was given
        self._bold: list[Element] = []
        self._links: list[Element] = []
        self._breaking: list[Element] = []  # in these, the ends of lines count
        self._term = ""
        self._out: list[_Block] = []

    def blocks(self) -> list[_Block]:
        from lxml import etree

        walker = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self._leave(element)
            elif not isinstance(element.tag, str) or self._is_dropped(element):
                walker.skip_subtree()
            elif element.tag == "table" and (rows := _rows(element)):
                self._flush()
                first = element.find(".//tr")
                header = first is not None and first.find("td") is None
                self._out += [_Block(piece, element) for piece in table_pieces(rows, has_header=header)]
                walker.skip_subtree()
            else:
                self._enter(element)
        self._flush()
        self._end_term()
        return self._out

    def _enter(self, element: Element) -> None:
        if element.tag in _BLOCKS:
            self._flush()
        self._open.append(element)
        style = element.get("style", "")
        if element.tag in ("b", "strong") or _HEAVY.search(style):
            self._bold.append(element)
        if element.tag == "pre" or _BREAKING.search(f"{style} {element.get('class', '')}"):
            self._breaking.append(element)
        if element.tag == "a":
            self._links.append(element)
        if element.tag == "li":
            self._items.append(False)
        self._say(element.text)

    def _leave(self, element: Element) -> None:
        if self._open and self._open[-1] is element:
            if element.tag in _BLOCKS:
                self._flush()
            self._open.pop()
            for marked in (self._bold, self._breaking, self._links):
                if marked and marked[-1] is element:
                    marked.pop()
            if element.tag == "li":
                self._items.pop()
        if element is not self._root:
            self._say(element.tail)

    def _say(self, text: str | None) -> None:
        lines = (text or "").splitlines() if self._breaking else [text or ""]
        for index, line in enumerate(lines):
            if index:
                self._flush()
            self._text.append((line, bool(self._bold), self._links[-1] if self._links else None))

    def _flush(self) -> None:
        """End the block."""
        raw = "".join(part for part, _, _ in self._text)
        text = " ".join(raw.split())
        said = [(is_bold, link) for part, is_bold, link in self._text if part.strip()]
        is_bold = all(bold for bold, _ in said)
        links = {link for _, link in said}
        self._text = []
        if not text or not self._open:
            return
        tags = [element.tag for element in self._open]
        if depth := next((index for index, tag in enumerate(_HEADINGS, start=1) if tag in tags), 0):
            piece = LayoutPiece(text, depth)
        elif self._items:
            piece = LayoutPiece(text, is_bullet=not self._items[-1], level=len(self._items), continues=self._items[-1])
            self._items[-1] = True
        elif "dt" in tags:
            self._end_term()
            self._term = text.rstrip(" :")
            return
        elif self._is_more(raw):
            piece = LayoutPiece(text, level=1, continues=True)
        elif not {"summary", "button"}.isdisjoint(tags) or (is_bold and len(text) <= LONGEST_BOLD):
            piece = LayoutPiece(text, BOLD)
        else:
            piece = LayoutPiece(text)
        if self._term:
            piece = self._labelled(piece)
        self._out.append(_Block(piece, self._open[-1], 0 if None in links else len(links)))

    def _end_term(self) -> None:
        """Keep a term below which nothing stands."""
        if self._term:
            self._out.append(_Block(LayoutPiece(self._term), self._root))
        self._term = ""

    def _is_more(self, raw: str) -> bool:
        """Whether a line that is indented in the page's own text goes on with the item above."""
        last = self._out[-1].piece if self._out else None
        is_below = last is not None and (last.continues or starts_with_sign(last.text))
        return bool(self._breaking) and is_below and raw[:2].isspace() and not starts_with_sign(raw.strip())

    def _labelled(self, piece: LayoutPiece) -> LayoutPiece:
        """A piece below a term: on one line with it if short, otherwise below it as a heading."""
        term, self._term = self._term, ""
        if len(piece.text) <= _LONGEST_LABELLED and not piece.is_bullet and not piece.depth and not asks(term):
            return LayoutPiece(f"{term}: {piece.text}")
        self._out.append(_Block(LayoutPiece(term, BOLD), self._open[-1]))
        return piece

    def _is_dropped(self, element: Element) -> bool:
        style, role = element.get("style", ""), element.get("role", "")
        names = f"{element.get('class', '')} {element.get('id', '')} {role}".lower()
        words = set(re.split(r"[\s_-]+", names))
        is_hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true" or _HIDING.search(style)
        if (is_hidden and not _PANELS & words) or _UNSEEN & set(names.split()):
            return True
        if element.tag == "button":
            opens = element.get("aria-expanded") is not None or element.get("aria-controls") is not None
            return not opens and not any(outer.tag in _HEADINGS for outer in self._open)
        if element is self._root or element.tag in ("html", "body", "main", "article"):
            return False
        if element.tag in _AROUND or role in _ROLES:
            return element.find(".//h1") is None
        is_marked = element.tag == "form" or not _CLASSES.isdisjoint(words)
        return is_marked and self._is_around(element)

    def _is_around(self, element: Element) -> bool:
        """Whether an element that may stand around the text is small, and has no heading of a text about a job."""
        headings = (found for found in element.iter(*_HEADINGS))
        if any(found.tag == "h1" or asks("".join(found.itertext())) for found in headings):
            return False
        return _size(element) <= _LARGEST_PART * self._size


def _without_menus(blocks: Sequence[_Block]) -> list[_Block]:
    """The blocks without buttons and rows of links, unless these are what a section lists."""
    out: list[_Block] = []
    for has_links, group in itertools.groupby(blocks, key=lambda block: block.links > 0 and not block.piece.depth):
        row = list(group)
        above = out[-1].piece if out else None
        is_listed = above is not None and above.depth > 0 and section_of(above.text) is not None
        if has_links:
            is_menu = not is_listed and sum(block.links for block in row) >= _LEAST_LINKS
            row = [
                block for block in row if not is_menu and (block.piece.is_bullet or not _BUTTON.match(block.piece.text))
            ]
        out += [block for block in row if not _is_notice(block.piece.text)]
    return out


def _is_notice(text: str) -> bool:
    """Whether a block tells of cookies."""
    return len(text) <= _LONGEST_NOTICE and _COOKIES.search(text) is not None


def _size(element: Element) -> int:
    return sum(len(text.strip()) for text in element.itertext())


def _rows(table: Element) -> list[list[list[str]]] | None:
    """The rows of a table of data; None for one that a page is laid out in."""
    if table.find(".//table") is not None:
        return None
    rows = [
        [[without_sign(block.piece.text) for block in _Walk(cell).blocks()] for cell in row.iterchildren("td", "th")]
        for row in table.iter("tr")
    ]
    rows = [row for row in rows if any(row)]
    return rows if is_data(rows) else None
