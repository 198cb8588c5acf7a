"""Two or three roles as overlapping circles, with what they share and what they do not written inside.

The circles are of one size, and so the areas say nothing: the numbers do. Where the names do not fit, the most
important of them do, and how many more there are.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from rolegraph.render.figures.canvas import letters_within

SIZE: Final = 11.4  # of names, in the units of the figure
COUNT_SIZE: Final = 18.0  # of numbers
TITLE_SIZE: Final = 13.0  # of the names of roles
_LEADING: Final = 1.2
_GAP: Final = 2.5  # between names
_PAD: Final = 6.0  # between a name and a circle
_NARROWEST: Final = 48.0  # room for a name
_HEAD: Final = 40.0  # room for the name of a role, in two lines
_LINES: Final = 2  # of one name
_RADIUS: Final = {2: 168.0, 3: 158.0}
_BETWEEN: Final = {2: 180.0, 3: 172.0}  # centres
_GRID: Final = 3.0  # between the points by which a part is measured


class TextLine(NamedTuple):
    """A line of text, by its middle."""

    x: float
    y: float
    text: str


class Circle(NamedTuple):
    """A role."""

    x: float
    y: float
    radius: float
    title: tuple[TextLine, ...]


class SetPart(NamedTuple):
    """What the roles that are true in `having` have, and no other: how much, and as many names as fit.

    `number` is where that is written above the names, `middle` where it is written alone.
    """

    having: tuple[bool, ...]
    size: int
    number: TextLine
    middle: TextLine
    names: tuple[TextLine, ...]

    @property
    def share(self) -> str:
        """`all`, `some` or `only`, as of a row."""
        return "all" if all(self.having) else "only" if sum(self.having) == 1 else "some"


class RoleSets(NamedTuple):
    """The figure: circles, and their parts."""

    width: float
    height: float
    circles: tuple[Circle, ...]
    parts: tuple[SetPart, ...]


def role_sets(roles: Sequence[str], having: Sequence[tuple[bool, ...]], names: Sequence[str]) -> RoleSets:
    """Two or three roles as circles; `having` says which of them have each of the `names`, the most important first."""
    circles = _circles(roles)
    members: dict[tuple[bool, ...], list[str]] = {pattern: [] for pattern in _patterns(len(roles))}
    for pattern, name in zip(having, names, strict=True):
        members[pattern].append(name)
    width = max(circle.x + circle.radius for circle in circles) + 4
    lowest = max(circle.y + circle.radius for circle in circles)
    height = lowest + (_HEAD if len(roles) > 2 else 4)
    return RoleSets(width, height, circles, tuple(_part(circles, *found) for found in members.items()))


def estimated_width(text: str, size: float = SIZE) -> float:
    """About how wide a text is: a page cannot measure before it is shown."""
    return size * sum(map(_em, text))


def _em(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in "WF":
        return 1.0
    if sign in "ijlIt.,:;'|()[]- ":
        return 0.36
    return 0.92 if sign in "mwMW@%" else 0.7 if sign.isupper() else 0.6


def _patterns(count: int) -> list[tuple[bool, ...]]:
    """Which roles have something: all of them first, then two, then one."""
    patterns = [tuple(bool(number >> place & 1) for place in range(count)) for number in range(1, 2**count)]
    return sorted(patterns, key=lambda pattern: (-sum(pattern), [not there for there in pattern]))


def _circles(roles: Sequence[str]) -> tuple[Circle, ...]:
    radius, between = _RADIUS[len(roles)], _BETWEEN[len(roles)]
    left, top = radius + 4, radius + _HEAD
    centres = [(left, top), (left + between, top), (left + between / 2, top + between * math.sqrt(3) / 2)]
    circles = []
    for place, (role, (x, y)) in enumerate(zip(roles, centres, strict=False)):
        below = place == 2
        middle = x if below else x + (between / 6 if place else -between / 6)
        lines = wrapped(role, 1.5 * radius if below else radius + between / 2 - 30, TITLE_SIZE)
        tall = TITLE_SIZE * _LEADING
        first = y + radius + 0.8 * tall if below else y - radius - (len(lines) - 0.4) * tall
        title = tuple(TextLine(middle, first + number * tall, line) for number, line in enumerate(lines))
        circles.append(Circle(x, y, radius, title))
    return tuple(circles)


def wrapped(text: str, width: float, size: float = SIZE, most: int = _LINES) -> list[str]:
    """A text in lines of a width, of which the last ends in "…" where more does not fit."""
    words, lines = text.split(), list[str]()
    while words and len(lines) < most:
        line = words.pop(0)
        while words and estimated_width(f"{line} {words[0]}", size) <= width:
            line += f" {words.pop(0)}"
        if words and len(lines) + 1 == most:
            line += "…"
        if estimated_width(line, size) > width:
            line = line.removesuffix("…")
            fit = letters_within(line, lambda start: estimated_width(f"{start}…", size) <= width)
            line = f"{line[:fit].rstrip()}…"
        lines.append(line)
    return lines


def _part(circles: Sequence[Circle], having: tuple[bool, ...], names: Sequence[str]) -> SetPart:
    """Names in a part, from its top where there are many, and around its middle where there are few."""
    spans = dict(_spans(circles, having))
    area = sum(right - left for left, right in spans.values())
    middle = sum(y * (right - left) for y, (left, right) in spans.items()) / area
    top, bottom = min(spans) + 2 * _PAD, max(spans)
    *_, used = _filled(spans, names, top)
    number, lines, _ = _filled(spans, names, min(max(middle - used / 2, top), max(bottom - used, top)))
    if names and not lines:  # too narrow for a name where it would begin
        number, lines, _ = _filled(spans, names, top)
    left, right = spans[min(spans, key=lambda y: abs(y - middle))]
    size = f"{len(names):,}"
    return SetPart(
        having, len(names), TextLine(*number, size), TextLine((left + right) / 2, middle, size), tuple(lines)
    )


def _spans(circles: Sequence[Circle], having: Sequence[bool]) -> Iterator[tuple[float, tuple[float, float]]]:
    """From top to bottom, the widest stretch of a part at each height, where there is room for a name."""
    highest = min(circle.y - circle.radius for circle in circles)
    lowest = max(circle.y + circle.radius for circle in circles)
    for step in range(int((lowest - highest) / _GRID)):
        y = highest + step * _GRID
        found = _stretch(circles, having, y)
        if found and found[1] - found[0] >= _NARROWEST:
            yield y, found


def _stretch(circles: Sequence[Circle], having: Sequence[bool], y: float) -> tuple[float, float] | None:
    parts = [(-math.inf, math.inf)]
    for circle, inside in zip(circles, having, strict=True):
        if abs(y - circle.y) >= circle.radius - (_PAD if inside else 0):
            if inside:
                return None
            continue
        half = math.sqrt(circle.radius**2 - (y - circle.y) ** 2)
        if inside:
            left, right = circle.x - half + _PAD, circle.x + half - _PAD
            parts = [(max(left, one), min(right, other)) for one, other in parts]
        else:
            left, right = circle.x - half - _PAD, circle.x + half + _PAD
            parts = [piece for one, other in parts for piece in ((one, min(other, left)), (max(one, right), other))]
    parts = [(left, right) for left, right in parts if right > left]
    return max(parts, key=lambda part: part[1] - part[0], default=None)


def _filled(
    spans: dict[float, tuple[float, float]], names: Sequence[str], top: float
) -> tuple[tuple[float, float], list[TextLine], float]:
    """Where the number is, and the names below it, from a height on; and how much of the height they take."""
    tall = SIZE * _LEADING
    number = (_centre(_room(spans, top, COUNT_SIZE) or spans[min(spans)]), top + COUNT_SIZE / 2)
    y, lines = top + COUNT_SIZE * 1.15, list[TextLine]()
    for shown, name in enumerate(names):
        placed = _name(spans, name, y)
        after = y + len(placed) * tall + _GAP
        more = f"and {len(names) - shown:,} more" if shown else ""
        is_last = shown + 1 == len(names)
        if not placed or not (is_last or _fits(spans, after, f"and {len(names) - shown - 1:,} more")):
            if more and (room := _room(spans, y, tall)):
                lines.append(TextLine(_centre(room), y + tall / 2, more))
            return number, lines, y + tall - top
        lines += placed
        y = after
    return number, lines, y - top


def _name(spans: dict[float, tuple[float, float]], name: str, top: float) -> list[TextLine]:
    """A name in a line, or in two where it does not fit into one; none where there is no room."""
    tall = SIZE * _LEADING
    for count in range(1, _LINES + 1):
        room = _room(spans, top, count * tall)
        if room is not None and (count == _LINES or estimated_width(name) <= room[1] - room[0]):
            texts = wrapped(name, room[1] - room[0], most=count)
            return [TextLine(_centre(room), top + (row + 0.5) * tall, text) for row, text in enumerate(texts)]
    return []


def _fits(spans: dict[float, tuple[float, float]], top: float, text: str) -> bool:
    room = _room(spans, top, SIZE * _LEADING)
    return room is not None and estimated_width(text) <= room[1] - room[0]


def _centre(room: tuple[float, float]) -> float:
    return sum(room) / 2


def _room(spans: dict[float, tuple[float, float]], top: float, tall: float) -> tuple[float, float] | None:
    """The stretch that is free over a line's whole height."""
    inside = [span for y, span in spans.items() if top - _GRID < y < top + tall]
    if len(inside) < tall / _GRID - 1 or top + tall > max(spans) + 1:
        return None
    left, right = max(span[0] for span in inside), min(span[1] for span in inside)
    return (left, right) if right - left >= _NARROWEST else None
