"""A role as an image for a slide: what it is, what it asks for by theme, its tools, and the roles nearest to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
_NEAR: Final = 3  # rows from where a column would end
_CREDENTIALS: Final = "Degrees, certificates and licences"
_MUTED: Final = TONES["muted"].light
_WORDS: Final = ("familiar", "working", "proficient", "expert")


class _Row(NamedTuple):
    """A line of a column: a heading of a kind, or something with marks of its level before it and a word behind it."""

    text: str
    heading: Kind | None = None
    strong: bool = False
    plain: bool = False
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
    themes = [(" · ".join(filter(None, (theme.sort, theme.title))), theme.asked) for theme in facts.themes]
    if facts.credentials:
        themes.append((_CREDENTIALS, facts.credentials))
    few, room = 2 * max(beside, _FEWEST), 3 * _ROWS - beside - 4
    rows: list[_Row] = []
    for most in range(_MOST, 0, -1):
        rows = [row for title, asked in themes for row in _theme_rows(title, asked, most)]
        if len(rows) <= (few if most >= _ENOUGH else room):
            break
    rows = rows[:room]
    shown = sum(row.is_item for row in rows)
    return rows, len(facts.asked) - shown


def _theme_rows(title: str, asked: Sequence[ShownRequirement], most: int) -> Iterator[_Row]:
    kind = Kind.DEGREE if title == _CREDENTIALS else Kind.SKILL
    yield _Row(title or "Requirements", heading=kind)
    shown = asked if len(asked) <= most + 1 else asked[:most]
    for one in shown:
        examples = f" (such as {', '.join(one.examples)})" if one.examples else ""
        yield _Row(one.label + examples, strong=one.essential, level=one.level or 0, beside=one.standing, is_item=True)
    if len(asked) > len(shown):
        yield _Row(f"and {len(asked) - len(shown):,} more")


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
        if rows[at].heading and (abs(at - place) <= _NEAR or max(at, len(rows) - at) <= most)
    ]
    at = min(near, key=lambda at: abs(at - place), default=place)
    return list(rows[:at]), list(rows[at:])


def _tool_rows(facts: RoleFacts) -> Iterator[_Row]:
    if not facts.tools:
        return
    yield _Row(f"Tools in use ({len(facts.role.tools):,})", heading=Kind.TOOL)
    for category in facts.tools[:_TOOLS]:
        names = ", ".join(tool.label for tool in category.tools[:3])
        more = f" and {len(category.tools) - 3:,} more" if len(category.tools) > 3 else ""
        first, *others = fitted(f"{category.title}: {names}{more}", _COLUMN - 4, _TEXT, 2)
        yield _Row(first, plain=True)
        yield from (_Row(f"    {line}", plain=True) for line in others)
    if len(facts.tools) > _TOOLS:
        yield _Row(f"and {len(facts.tools) - _TOOLS:,} more categories")


def _near_rows(facts: RoleFacts) -> Iterator[_Row]:
    left = _NEAREST
    for number, group in enumerate(facts.groups):
        shown = group.roles[: max(2, left - 2 * (len(facts.groups) - 1))]
        if not number:
            yield _Row("Roles near this one", heading=Kind.ROLE)
        if group.title:
            yield _Row(group.title)
        for one in shown:
            yield _Row(one.label, strong=True, beside=f"{one.tier} {one.score:.2f}")
        left -= len(shown)


def _column(canvas: Canvas, x: float, top: float, rows: Sequence[_Row]) -> None:
    y = top
    for row in rows:
        middle, start = y + _ROW / 2, x
        if row.heading:
            canvas.sign(x + 4.5, middle, row.heading, 4.0)
            for line in fitted(row.text, _COLUMN - 14, 9.5, 1, bold=True):
                canvas.text(x + 14, middle, line, size=9.5, bold=True)
            y += _ROW
            continue
        if row.level:
            canvas.level(x, middle, row.level, size=_TEXT, colour=LOOKS[Kind.SKILL].fill)
        if row.level or row.strong or row.beside:
            start = x + 18
        room = _COLUMN - (start - x) - (text_width(row.beside) * _SMALL + 8 if row.beside else 0)
        colour = TONES["ink"].light if row.strong or row.plain else _MUTED
        for line in fitted(row.text, room, _TEXT, 1):
            canvas.text(start, middle, line, size=_TEXT, colour=colour)
        if row.beside:
            canvas.text(x + _COLUMN, middle, row.beside, size=_SMALL, colour=_MUTED, align="right")
        y += _ROW


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
