"""A role as an image for a slide: what it is, what it asks for by theme, its tools, and the roles nearest to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.model.nodes import Kind
from rolegraph.render.figures.canvas import LEADING, Canvas, fitted, saved, text_width
from rolegraph.render.figures.looks import LOOKS, TONES
from rolegraph.render.figures.picture import ImageFormat
from rolegraph.render.figures.role_page.role_facts import RoleFacts, ShownRequirement

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_WIDTH: Final = 960.0  # points
_GAP: Final = 22.0
_COLUMN: Final = (_WIDTH - 2 * _GAP) / 3
_ROW: Final = 13.0
_SMALL: Final = 8.0
_TEXT: Final = 8.5
_TITLE: Final = 18.0
_ROWS: Final = 32  # of a column at most
_FEWEST: Final = 22  # that there is room for
_ENOUGH: Final = 4  # of a theme: rather than fewer, the columns are longer
_MOST: Final = 24  # of a theme
_TOOLS: Final = 6  # categories
_NEAREST: Final = 8
_INDENT: Final = 18.0  # of what has marks of a level before it
_NEAR: Final = 3  # rows from where a column would end
_MUTED: Final = TONES["muted"].light
_WORDS: Final = ("familiar", "working", "proficient", "expert")


class _Row(NamedTuple):
    """A line of a column: a heading of a kind, one below that (`opens`), or something with marks of its level before it
    and a word behind it. What is essential is in `ink`.
    """

    text: str
    heading: Kind | None = None
    opens: bool = False
    ink: bool = False
    indent: float = 0.0
    level: int = 0
    beside: str = ""
    is_item: bool = False


def role_slide(facts: RoleFacts, format_: ImageFormat) -> bytes:
    """The role as a PNG or SVG."""
    return saved(lambda: _drawn(facts), format_, facts.role.node.label)


def _drawn(facts: RoleFacts) -> Figure:
    beside = [*_tool_rows(facts), *_near_rows(facts)]
    asked, left_out = _asked_rows(facts, len(beside))
    columns = _columns(asked, beside)
    head = _head(facts)
    rows = max(1, *map(len, columns))
    top = _TITLE * 1.6 + sum(len(lines) * LEADING * size + 4 for lines, size, _ in head) + 10
    below = _footer(facts, left_out)
    height = top + rows * _ROW + 14 + len(below) * LEADING * _SMALL + 16
    canvas = Canvas(_WIDTH, height)
    canvas.lines(0, 0, fitted(facts.role.node.label, _WIDTH, _TITLE, 1, bold=True), size=_TITLE, bold=True)
    y = _TITLE * 1.6
    for lines, size, colour in head:
        y = canvas.lines(0, y, lines, size=size, colour=colour) + 4
    for place, column in enumerate(columns):
        _column(canvas, place * (_COLUMN + _GAP), top, column)
    y = top + rows * _ROW + 14
    canvas.line((0, y - 6), (_WIDTH, y - 6))
    _legend(canvas, y + 6, facts)
    canvas.lines(0, y + 14, below, size=_SMALL, colour=_MUTED)
    return canvas.figure


def _head(facts: RoleFacts) -> list[tuple[list[str], float, str]]:
    """Codes, the definition, and the few facts, as lines of a size and colour."""
    ink = TONES["ink"].light
    named = " · ".join(f"{fact.term}: {'; '.join(fact.texts)}" for fact in facts.facts)
    missing = f"Not recorded: {', '.join(facts.missing)}" if facts.missing else ""
    texts = [
        (" · ".join((*facts.codes, *facts.filed_under)), _TEXT, _MUTED, 1),
        (next((one.text for one in facts.role.definitions), ""), 10.0, ink, 3),
        (facts.recorded, 9.0, TONES["accent"].light, 2),
        (" · ".join(filter(None, (named, missing))), 9.0, ink, 3),
    ]
    return [(fitted(text, _WIDTH, size, most), size, colour) for text, size, colour, most in texts if text]


def _asked_rows(facts: RoleFacts, beside: int) -> tuple[list[_Row], int]:
    """What is asked for by theme, as much of each as there is room for; and how many are left out."""
    few, room = 2 * max(beside, _FEWEST), 3 * _ROWS - beside - 4
    rows: list[_Row] = []
    for most in range(_MOST, 0, -1):
        rows = list(_all_rows(facts, most))
        if len(rows) <= (few if most >= _ENOUGH else room):
            break
    rows = rows[:room]
    shown = sum(row.is_item for row in rows)
    return rows, len(facts.asked) - shown


def _all_rows(facts: RoleFacts, most: int) -> Iterator[_Row]:
    """The themes below their sorts, with so much of each, and credentials."""
    for sort, themes in groupby(facts.themes, key=lambda theme: theme.sort):
        if sort:
            yield _Row(sort, heading=Kind.SKILL, opens=True)
        for theme in themes:
            if theme.title or not sort:
                heading = None if sort else Kind.SKILL
                yield _Row(theme.title or "Requirements", heading, opens=True)
            yield from _item_rows(theme.asked, most)
    if facts.credentials:
        yield _Row("Degrees, certificates and licences", heading=Kind.DEGREE, opens=True)
        yield from _item_rows(facts.credentials, most)


def _item_rows(asked: Sequence[ShownRequirement], most: int) -> Iterator[_Row]:
    shown = asked if len(asked) <= most + 1 else asked[:most]
    for one in shown:
        examples = f" (such as {', '.join(one.examples)})" if one.examples else ""
        room = _COLUMN - _INDENT - (text_width(one.standing) * _SMALL + 8 if one.standing else 0)
        first, *others = fitted(one.label + examples, room, _TEXT, 2)
        yield _Row(first, None, False, one.essential, _INDENT, one.level or 0, one.standing, is_item=True)
        yield from (_Row(line, ink=one.essential, indent=_INDENT) for line in others)
    if len(asked) > len(shown):
        yield _Row(f"and {len(asked) - len(shown):,} more", indent=_INDENT)


def _columns(asked: Sequence[_Row], beside: Sequence[_Row]) -> list[list[_Row]]:
    """Three columns: what is asked for in the first two, if there is room for it, and the rest beside it."""
    if len(asked) <= 2 * max(len(beside), _FEWEST):
        left, rest = _cut(asked, (len(asked) + 1) // 2, max(len(beside), _FEWEST))
        return [left, rest, list(beside)]
    height = (len(asked) + len(beside)) // 3 + 1
    left, rest = _cut(asked, height)
    middle, rest = _cut(rest, height)
    return [left, middle, [*rest, *beside]]


def _cut(rows: Sequence[_Row], place: int, most: int = 0) -> tuple[list[_Row], list[_Row]]:
    """Rows in two, before a heading where there is one near the place, or where neither part is then over the most."""
    near = [
        at
        for at in range(1, len(rows))
        if rows[at].opens and not rows[at - 1].opens and (abs(at - place) <= _NEAR or max(at, len(rows) - at) <= most)
    ]
    at = min(near, key=lambda at: abs(at - place), default=place)
    return list(rows[:at]), list(rows[at:])


def _tool_rows(facts: RoleFacts) -> Iterator[_Row]:
    if not facts.tools:
        return
    yield _Row(f"Tools in use ({len(facts.role.tools):,})", heading=Kind.TOOL, opens=True)
    for category in facts.tools[:_TOOLS]:
        names = ", ".join(tool.label for tool in category.tools[:3])
        more = f" and {len(category.tools) - 3:,} more" if len(category.tools) > 3 else ""
        first, *others = fitted(f"{category.title}: {names}{more}", _COLUMN - 4, _TEXT, 2)
        yield _Row(first, ink=True)
        yield from (_Row(line, ink=True, indent=_INDENT / 2) for line in others)
    if len(facts.tools) > _TOOLS:
        yield _Row(f"and {len(facts.tools) - _TOOLS:,} more categories")


def _near_rows(facts: RoleFacts) -> Iterator[_Row]:
    left = _NEAREST
    for number, group in enumerate(facts.groups):
        shown = group.roles[: max(2, left - 2 * (len(facts.groups) - 1))]
        if not number:
            yield _Row("Roles near this one", heading=Kind.ROLE, opens=True)
        if group.title:
            yield _Row(group.title, opens=True)
        for one in shown:
            yield _Row(one.label, ink=True, indent=_INDENT, beside=f"{one.tier} {one.score:.2f}")
        left -= len(shown)


def _column(canvas: Canvas, x: float, top: float, rows: Sequence[_Row]) -> None:
    for number, row in enumerate(rows):
        middle, start = top + (number + 0.5) * _ROW, x + row.indent
        size = _TEXT
        if row.heading:
            canvas.sign(x + 4.5, middle, row.heading, 4.0)
            start, size = x + 14, 9.5
        if row.level:
            canvas.level(x, middle, row.level, size=_TEXT, colour=LOOKS[Kind.SKILL].fill)
        room = x + _COLUMN - start - (text_width(row.beside) * _SMALL + 8 if row.beside else 0)
        colour = TONES["ink"].light if row.ink or row.heading else _MUTED
        for line in fitted(row.text, room, size, 1, bold=row.opens):
            canvas.text(start, middle, line, size=size, colour=colour, bold=row.opens)
        if row.beside:
            canvas.text(x + _COLUMN, middle, row.beside, size=_SMALL, colour=_MUTED, align="right")


def _legend(canvas: Canvas, y: float, facts: RoleFacts) -> None:
    """The words of the marks that are drawn."""
    x = 0.0
    levels = {one.level for one in facts.asked if one.level}
    for number, word in enumerate(_WORDS, start=1):
        if levels:
            x = canvas.level(x, y, number, size=_TEXT, colour=LOOKS[Kind.SKILL].fill) + 4
            canvas.text(x, y, word, size=_SMALL, colour=_MUTED)
            x += text_width(word) * _SMALL + 14
    words = "black: essential; grey: nice to have" if any(not one.essential for one in facts.asked) else ""
    canvas.text(x, y, words, size=_SMALL, colour=_MUTED)


def _footer(facts: RoleFacts, left_out: int) -> list[str]:
    sources = "; ".join(
        f"{source.title} ({source.where})" if source.where else source.title for source in facts.sources
    )
    texts = [f"Sources: {sources}" if sources else ""]
    if left_out:
        texts.append(f"Left out here: {left_out:,} of {len(facts.asked):,} requirements; the page has them all.")
    lines = [line for text in texts if text for line in fitted(text, _WIDTH, _SMALL, 2)]
    return lines or [""]
