"""A board as a page: phases of cards to open, to tick off and to print, readable without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple

from rolegraph.model.nodes import Kind, Level
from rolegraph.render.figures.looks import LOOKS
from rolegraph.render.figures.page import Parts, as_html, document
from rolegraph.render.figures.plan_board.board import Board
from rolegraph.render.figures.plan_board.phases import Card, Phase, ThemeGroup, sized, weeks_of
from rolegraph.render.figures.plan_board.sheet import letter_size
from rolegraph.render.figures.scene import SourceLink
from rolegraph.render.text import about, counted
from rolegraph.render.text.layout import to_html


class Added(NamedTuple):
    """What a server adds to a card, as HTML: attributes of its tick, and what follows all that is said."""

    tick: str = ""
    more: str = ""


Adding = Callable[[Phase, Card], Added]
_NOTHING: Final = Added()


def _added_nothing(_phase: Phase, _card: Card) -> Added:
    return _NOTHING


def board_page(board: Board) -> str:
    """The page of a board."""
    letters = letter_size(board)
    return document(
        Parts(
            title=board.title,
            summary=board.summary,
            body="\n".join(_body(board, letters)),
            language=board.language,
            data=board_data(board),
            styles=("board", "board-sheet") if letters else ("board",),
            scripts=("board",),
        )
    )


def board_data(board: Board) -> dict[str, Any]:
    """What the scripts need beside what is in the page."""
    return {
        "key": board.key,
        "goal": board.goal.label,
        "hours": board.hours,
        "perWeek": board.hours_per_week,
        "stepsDone": board.steps_done,
        "hoursDone": board.hours_done,
        "cards": [
            {
                "id": card.id,
                "phase": phase.key,
                "number": card.number,
                "label": card.label,
                "names": card.names,
                "level": str(card.level) if card.number and card.level else "",
                "hours": card.hours,
                "entry": card.entry,
                "learning": card.learning,
            }
            for phase in board.phases
            for card in phase.cards
            if can_be_ticked(phase)
        ],
        "links": [link._asdict() for link in board.links],
    }


def can_be_ticked(phase: Phase) -> bool:
    """Whether what it has is to be done."""
    return phase.tone in ("learn", "deepen", "credential")


def _body(board: Board, letters: int) -> Iterator[str]:
    yield "<main>"
    if board.steps:
        yield _toolbar(board)
    yield from board_parts(board, letters)
    if board.remarks:
        yield f'<section id="remarks"><h2>About this plan</h2>{to_html(board.remarks, top=3)}</section>'
    yield "</main>"


def board_parts(board: Board, letters: int, adding: Adding = _added_nothing) -> Iterator[str]:
    """The HTML of phases with their cards, and of the legend; `letters` is what `letter_size` gives."""
    kinds = dict.fromkeys(card.kind for phase in board.phases for card in phase.cards)
    yield '<svg class="shapes" aria-hidden="true">'
    for kind in kinds:
        shape = f'<path fill="var(--{kind})" d="{LOOKS[kind].path}"/>'
        yield f'<symbol id="shape-{kind}" viewBox="-1.4 -1.4 2.8 2.8">{shape}</symbol>'
    yield "</svg>"
    classes = f"board sheet letters-{letters}" if letters else "board"
    yield f'<div id="plan" class="{classes}" role="region" aria-label="Plan" tabindex="0">'
    yield '<div id="stacks" class="stacks">'
    before = 0.0
    for stack in board.stacks:
        columns = max(len(phase.columns) for phase in stack)
        yield f'<div class="stack across-{min(columns, 9)}">'
        for phase in stack:
            yield from _phase(board, phase, before, adding)
            before += sum(card.hours or 0.0 for card in phase.cards if card.number)
        yield "</div>"
    yield "</div></div>"
    if kinds:
        yield _legend(board, kinds)


def _toolbar(board: Board) -> str:
    hours = f"{board.hours_per_week:g}" if board.hours_per_week else ""
    weeks = (
        '<label class="weekly">Hours a week <input id="per-week" type="number" min="0.1" max="168" step="any" '
        f'inputmode="decimal" value="{hours}"></label>'
        if board.hours
        else ""
    )
    done, size = board.steps_done, board.steps_done + len(board.steps)
    spent = about(board.hours_done) if board.hours_done else "0"
    takes = f", {spent} of {about(board.hours_done + board.hours)} h" if board.hours else ""
    return (
        '<div class="toolbar needs-scripts" role="group" aria-label="Progress and views">'
        f'<p class="progress"><progress id="bar" max="{size}" value="{done}" aria-label="Steps done"></progress> '
        f'<span id="progress">{done} of {counted(size, "step")} done{takes}</span></p>{weeks}'
        '<button id="next" type="button">Next step</button>'
        '<button id="as-list" type="button" aria-pressed="false">As a list</button>'
        '<button id="copy" type="button">Copy what is done</button>'
        '<button id="clear" type="button">Clear ticks</button>'
        '<button id="print" type="button">Print</button></div>'
        '<div id="copied" class="copied" hidden><label for="entries">What is done, for your profile file</label>'
        '<textarea id="entries" rows="6" readonly></textarea></div>'
    )


def _phase(board: Board, phase: Phase, before: float, adding: Adding) -> Iterator[str]:
    weeks = weeks_of(phase, before, board.hours, board.hours_per_week)
    weeks = f' <span class="weeks">{weeks}</span>' if phase.numbered else ""
    remark = f'<span class="remark">{as_html(phase.remark)}</span>' if phase.remark else ""
    yield f'<details class="phase {phase.tone}" id="{phase.key}" open>'
    size = f'<span class="size">{_size(sized(phase.cards))}</span>'
    yield f"<summary><h2>{as_html(phase.title)}</h2> {size}{weeks} {remark}</summary>"
    yield '<div class="columns">'
    number = 0
    for column in phase.columns:
        yield '<div class="column">'
        for group in column:
            number += 1
            yield from _group(board, phase, group, f"{phase.key}-part-{number}", adding)
        yield "</div>"
    yield "</div></details>"


def _group(board: Board, phase: Phase, group: ThemeGroup, id_: str, adding: Adding) -> Iterator[str]:
    continued = " (continued)" if group.continued else ""
    if group.title and board.folded and phase.numbered:
        yield f'<details class="theme" id="{id_}"><summary><h3 dir="auto">{as_html(group.title)}</h3> '
        yield f'<span class="size">{_size(group.span)}</span>'
        yield f'<span class="named" dir="auto">{as_html(group.named)}</span></summary>'
        yield from _cards(phase, group.cards, adding)
        yield "</details>"
        return
    if group.title:
        size = f' <span class="size">{_size(group.size)}</span>' if group.size else ""
        yield f'<h3 dir="auto">{as_html(group.title)}{continued}{size}</h3>'
    yield from _cards(phase, group.in_sight, adding)
    if rest := group.cards[len(group.in_sight) :]:
        yield f'<details class="rest" id="{id_}"><summary>{len(rest):,} more</summary>'
        yield from _cards(phase, rest, adding)
        yield "</details>"


def _cards(phase: Phase, cards: Iterable[Card], adding: Adding) -> Iterator[str]:
    yield '<ol class="cards">'
    for card in cards:
        yield _card(phase, card, adding(phase, card))
    yield "</ol>"


def _card(phase: Phase, card: Card, added: Added) -> str:
    state = " done" if card.done else " learning" if card.learning else ""
    tick = ""
    if can_be_ticked(phase):
        words = f"Done: {card.label}{', ' if card.rise else ''}{card.rise}"
        tick = f'<input class="tick" type="checkbox" aria-label="{as_html(words)}"{added.tick}>'
    elif card.done:
        tick = f'<input class="tick" type="checkbox" checked disabled aria-label="Done: {as_html(card.label)}">'
    number = f'<b class="number">{card.number}</b> ' if card.number else ""
    meta = []
    if card.level is not None:
        usual = card.number and (card.before is None or card.level > Level.WORKING)
        words = f'<span class="words{" usual" if usual else ""}">{as_html(card.rise)}</span>'
        meta.append(f'<span class="rise">{_marks(card.level)} {words}</span>')
    if card.hours is not None:
        meta.append(f'<span class="hours">{about(card.hours)} h</span>')
    plain = " plain" if card.why == "required" else ""
    why = f'<span class="why{plain}" dir="auto">{as_html(card.why)}</span>' if card.why else ""
    after = f'<span class="after">after {", ".join(map(str, card.after))}</span>' if card.after else ""
    because = f'<span class="because">{why} {after}</span>' if why or after else ""
    head = (
        f'{number}{_sign(card.kind)} <span class="heard">{card.kind}</span> '
        f'<span class="name" dir="auto">{as_html(card.label)}</span> '
        f'<span class="meta">{" ".join(meta)}</span> {because}'
    )
    more = _more(card) + added.more
    inside = f"<details><summary>{head}</summary>{more}</details>" if more else f'<div class="face">{head}</div>'
    return f'<li class="card{state}" id="{card.id}">{tick}{inside}</li>'


def _more(card: Card) -> str:
    """What is said of a card that is opened."""
    entries = "".join(
        f"<dt>{as_html(fact.term)}</dt>" + "".join(f'<dd dir="auto">{as_html(text)}</dd>' for text in fact.texts)
        for fact in card.facts
    )
    sources = "".join(f"<dd>{_source(source)}</dd>" for source in card.sources)
    if not card.facts and not sources:
        return ""
    cited = f"<dt>Who says so</dt>{sources}" if sources else ""
    return f'<dl class="more">{entries}{cited}</dl>'


def _source(source: SourceLink) -> str:
    title = as_html(source.title or source.url)
    if source.url:
        title = f'<a href="{as_html(source.url)}" rel="noopener noreferrer" target="_blank">{title}</a>'
    return title + (f' <span class="note">{as_html(source.where)}</span>' if source.where else "")


def _marks(level: Level) -> str:
    """The marks of a level, beside which its word stands."""
    bars = "".join('<i class="full"></i>' if bar <= level else "<i></i>" for bar in Level)
    return f'<span class="level" aria-hidden="true">{bars}</span>'


def _size(size: str) -> str:
    return size.replace(" h", "&nbsp;h")


def _sign(kind: Kind) -> str:
    return f'<svg class="sign" aria-hidden="true"><use href="#shape-{kind}"/></svg>'


def _legend(board: Board, kinds: Iterable[Kind]) -> str:
    entries = [f"<li>{_sign(kind)} {kind}</li>" for kind in kinds]
    entries += [f"<li>{_marks(level)} {level}</li>" for level in Level]
    if any(link.near and not link.helps for link in board.links):
        entries.append('<li class="arrows"><span class="arrow needed" aria-hidden="true"></span> needed for</li>')
    if any(link.near and link.helps for link in board.links):
        entries.append('<li class="arrows"><span class="arrow helps" aria-hidden="true"></span> builds on</li>')
    hours = any(card.hours is not None for phase in board.phases for card in phase.cards)
    if hours:
        entries.append("<li>~ an estimate of hours</li>")
    return f'<section id="legend" aria-label="Legend"><ul>{"".join(entries)}</ul></section>'
