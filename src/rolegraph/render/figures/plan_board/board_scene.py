"""A board as nodes and edges, for Mermaid, DOT, GraphML and GEXF: all of its cards, and what leads to the goal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rolegraph.model.nodes import Kind
from rolegraph.render.figures.arrangement import COLUMN, ROW
from rolegraph.render.figures.plan_board.board import Board
from rolegraph.render.figures.plan_board.phases import Card, Phase, places_of
from rolegraph.render.figures.scene import Fact, Scene, SceneEdge, SceneNode
from rolegraph.render.text import about

_GROUPS: Final = {"known": "known", "learn": "learn", "deepen": "learn", "credential": "credential", "optional": ""}
_RELATIONS: Final = {"credentials": "credential", "optional": "nice to have", "skipped": "skipped"}


def board_scene(board: Board) -> Scene:
    """A node for each capability with all its steps, the role to reach and where it starts, and what joins them."""
    places = places_of(board.stacks)
    nodes: dict[str, SceneNode] = {}
    for phase in board.phases:
        for card in phase.cards:
            known = nodes.get(_id(card))
            if known is None or (card.number and not known.step):
                nodes[_id(card)] = _node(board, phase, card, places[card.id])
    width = 1 + max((column for column, _ in places.values()), default=0)
    first = board.start
    start = (
        [] if first is None else [SceneNode(first.iri, first.label, Kind.ROLE, x=-COLUMN, group="start", important=4.0)]
    )
    goal = SceneNode(board.goal.iri, board.goal.label, Kind.ROLE, x=width * COLUMN, group="goal", important=4.0)
    return Scene(
        name=board.name,
        title=board.title,
        summary=board.summary,
        nodes=(*start, *nodes.values(), goal),
        edges=tuple(dict.fromkeys(_edges(board))),
        total=len(start) + len(nodes) + 1,
        language=board.language,
    )


def _id(card: Card) -> str:
    return " | ".join(card.names)


def _node(board: Board, phase: Phase, card: Card, place: tuple[int, int]) -> SceneNode:
    steps = [other for other in board.steps if card.number and other.names == card.names]
    hours = (
        Fact(f"Step {one.number}", (one.rise + ("" if one.hours is None else f", {about(one.hours)} hours"),))
        for one in steps
    )
    level = () if card.number or card.level is None else (Fact("Level", (str(card.level),)),)
    return SceneNode(
        id=_id(card),
        label=card.label,
        kind=card.kind,
        x=place[0] * COLUMN,
        y=place[1] * ROW,
        step=card.number or None,
        group=_GROUPS[phase.tone],
        important=3.0 if card.number else 2.0,
        facts=(Fact("Phase", (phase.title,)), *hours, *level, *card.facts),
        sources=card.sources,
    )


def _edges(board: Board) -> Iterator[SceneEdge]:
    cards = {card.id: card for phase in board.phases for card in phase.cards}
    for phase in board.phases:
        for card in phase.cards:
            if phase.tone == "known" and board.start is not None:
                yield SceneEdge(board.start.iri, _id(card), "has")
            if relation := _RELATIONS.get(phase.key):
                yield SceneEdge(_id(card), board.goal.iri, relation, loose=phase.key != "credentials")
            elif card.meets:
                yield SceneEdge(_id(card), board.goal.iri, "meets", "; ".join(card.meets), strong=bool(card.number))
    for link in board.links:
        start, end = cards[link.start], cards[link.end]
        if link.helps:
            yield SceneEdge(_id(start), _id(end), "helps with", link.helps, loose=True)
        else:
            yield SceneEdge(_id(start), _id(end), "needed for", strong=True)
