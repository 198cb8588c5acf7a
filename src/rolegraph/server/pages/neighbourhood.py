"""A node and what is around it as a picture: groups of neighbours in columns beside it, each node a link.

Rows have their own height, so that no label lies on another; labels that are too long end in dots, and are whole in the
title of their node. A wide picture has groups on both sides, a narrow one, for phones, below the node. What is drawn is
said in lists on the same page, too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from rolegraph.model.nodes import Node

MOST_DRAWN, MOST_NARROW = 30, 16  # nodes on a wide screen, and on a narrow one
_ROW, _TITLE, _GAP = 25, 24, 12  # heights of a node's row, of the title of a group, and between groups
_WIDE, _NARROW = 1000, 370  # widths of pictures
_COLUMN: Final = 345  # where the marks of the left column are; those of the right one are as far from its border
_INDENT: Final = 34  # of marks in a narrow picture
_ALONE: Final = 12  # nodes of a single group on one side
_LETTER: Final = 7.1  # the width of most letters
_BOX: Final = 20  # letters of a line of the middle node
_LINES: Final = 4


class NeighbourGroup(NamedTuple):
    """Neighbours that stand in one relation to a node, those that matter most first; `more` is a page of all of them.

    `total` counts all where these are only some. Lines to them are dashed where the relation is `loose`.
    """

    words: str
    nodes: tuple[Node, ...]
    total: int = 0
    more: str = ""
    loose: bool = False


class PlacedNode(NamedTuple):
    """Where a node is drawn, with as much of its label as there is room for; `anchor` is the side its label is on."""

    node: Node
    label: str
    x: int
    y: int
    anchor: str


class PlacedText(NamedTuple):
    """Words in a picture; an address where they are a link."""

    text: str
    x: int
    y: int
    anchor: str
    href: str = ""


class Drawing(NamedTuple):
    """A picture as its template draws it: `lines` are paths with whether they are dashed, `middle` the lines of the
    node that it is around, at (`x`, `y`)."""

    width: int
    height: int
    x: int
    y: int
    middle: tuple[str, ...]
    nodes: tuple[PlacedNode, ...]
    texts: tuple[PlacedText, ...]
    lines: tuple[tuple[str, bool], ...]


class Neighbourhood(NamedTuple):
    """A node with what is drawn around it, for a wide and for a narrow screen."""

    node: Node
    wide: Drawing
    narrow: Drawing
    total: int


def neighbourhood(
    node: Node, groups: Sequence[NeighbourGroup], most: int = MOST_DRAWN, most_narrow: int = MOST_NARROW
) -> Neighbourhood | None:
    """The picture of a node among groups of neighbours, of each its first ones; None where there are none.

    Each node is drawn once, in the first group that has it.
    """
    found = _chosen(node, groups, most)
    if not found:
        return None
    total = sum(group.total for group in found)
    return Neighbourhood(node, _both_sides(node, found), _below(node, _chosen(node, found, most_narrow)), total)


def _chosen(node: Node, groups: Iterable[NeighbourGroup], most: int) -> tuple[NeighbourGroup, ...]:
    """As many of each group as there is room for, all groups alike."""
    seen, fresh = {node}, []
    for group in groups:
        nodes = tuple(one for one in dict.fromkeys(group.nodes) if one not in seen)
        seen.update(nodes)
        if nodes:
            fresh.append(group._replace(nodes=nodes, total=max(group.total, len(nodes))))
    room, each = most, [0] * len(fresh)
    while room and any(each[at] < len(group.nodes) for at, group in enumerate(fresh)):
        for at, group in enumerate(fresh):
            if room and each[at] < len(group.nodes):
                each[at] += 1
                room -= 1
    chosen = zip(fresh, each, strict=True)
    return tuple(group._replace(nodes=group.nodes[:number]) for group, number in chosen if number)


def _height(group: NeighbourGroup) -> int:
    return _TITLE + _ROW * len(group.nodes) + _GAP


def _both_sides(node: Node, groups: Sequence[NeighbourGroup]) -> Drawing:
    """Groups in two columns of about one height, in their order; a long one that is alone is in both."""
    if len(groups) == 1 and len(groups[0].nodes) > _ALONE:
        (group,) = groups
        half = (len(group.nodes) + 1) // 2
        first = group._replace(words=_words(group), nodes=group.nodes[:half], total=half)
        groups = first, first._replace(words="", nodes=group.nodes[half:], total=len(group.nodes) - half)
    whole = sum(map(_height, groups))
    split = min(range(1, len(groups) + 1), key=lambda at: abs(whole / 2 - sum(map(_height, groups[:at]))))
    columns = [("start", _WIDE - _COLUMN, groups[:split]), ("end", _COLUMN, groups[split:])]
    height = max(sum(map(_height, members)) for _, _, members in columns) + _GAP
    middle_x, middle_y = _WIDE // 2 if groups[split:] else _COLUMN - 90, height // 2
    nodes: list[PlacedNode] = []
    texts: list[PlacedText] = []
    lines: list[tuple[str, bool]] = []
    for anchor, x, members in columns:
        y = (height - sum(map(_height, members))) // 2 + _GAP
        room = _COLUMN - 26
        for group in members:
            texts.append(_title(group, x + (-8 if anchor == "start" else 8), y + 10, anchor))
            for one in group.nodes:
                y += _ROW
                nodes.append(PlacedNode(one, _cut(one.label, room), x, y, anchor))
                bend = (middle_x + x) // 2
                lines.append((f"M{middle_x} {middle_y}C{bend} {middle_y} {bend} {y} {x} {y}", group.loose))
            y += _TITLE + _GAP
    return Drawing(_WIDE, height, middle_x, middle_y, _lines(node.label), tuple(nodes), tuple(texts), tuple(lines))


def _below(node: Node, groups: Sequence[NeighbourGroup]) -> Drawing:
    """Groups below the node, along a line."""
    middle = _lines(node.label, 34)
    top = 14 + 10 * len(middle)
    y = top + 10 * len(middle) + 14
    nodes: list[PlacedNode] = []
    texts: list[PlacedText] = []
    lines: list[tuple[str, bool]] = []
    for group in groups:
        texts.append(_title(group, _INDENT - 8, y + 10, "start"))
        for one in group.nodes:
            y += _ROW
            nodes.append(PlacedNode(one, _cut(one.label, _NARROW - _INDENT - 26), _INDENT, y, "start"))
            lines.append((f"M12 {top}V{y - 6}Q12 {y} 18 {y}H{_INDENT}", group.loose))
        y += _TITLE + _GAP
    return Drawing(_NARROW, y, _NARROW // 2, top, middle, tuple(nodes), tuple(texts), tuple(lines))


def _title(group: NeighbourGroup, x: int, y: int, anchor: str) -> PlacedText:
    return PlacedText(_words(group), x, y, anchor, group.more)


def _words(group: NeighbourGroup) -> str:
    """What a group is, and how many of it are drawn where that is not all."""
    return group.words + ("" if group.total == len(group.nodes) else f" ({len(group.nodes):,} of {group.total:,})")


def _width(text: str) -> float:
    """About how wide a text is: letters of some scripts are twice as wide, and marks on letters have no width."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))


def _cut(text: str, room: float, letter: float = _LETTER) -> str:
    """As much of a text as there is room for."""
    text = " ".join(text[:400].split())
    if _width(text) * letter <= room:
        return text
    while text and (_width(text) + 1) * letter > room:
        text = text[:-1]
    return text.rstrip() + "…"


def _lines(label: str, width: int = _BOX) -> tuple[str, ...]:
    """A label in a few lines."""
    lines = [""]
    for word in label[:400].split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _width(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    kept = [_cut(line, width, 1) for line in lines[:_LINES]]
    return (*kept[:-1], kept[-1].rstrip("…") + "…") if len(lines) > _LINES else tuple(kept)
