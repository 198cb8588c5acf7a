"""The roles near a role, as `nearest` finds them, by where they stand to it; and where people went or are likely to go.

Scores, reasons and what is left to learn are those of `nearest`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.facts.counted import employment_by_group, moves_to, roles_by_group
from rolegraph.model.mappings import public_iri, taxonomy_of
from rolegraph.model.moves import MoveKind, Nearest, Neighbour, RankedBy
from rolegraph.model.nodes import OURS, Node
from rolegraph.model.roles import Role
from rolegraph.render.text import counted, effort
from rolegraph.render.views.mobility_views import made_of, reasons

if TYPE_CHECKING:
    from rolegraph.graph import RoleGraph

_MOST: Final = 10  # roles of a kind
_MOST_BRIEFLY: Final = 8
_ACROSS, _UP, _DOWN, _NEAR = "On the same level", "Further up", "Further down: who comes from there", "Level not known"
_TITLES: Final = {
    MoveKind.SIMILAR: _ACROSS,
    MoveKind.LATERAL: _ACROSS,
    MoveKind.ADVANCEMENT: _UP,
    MoveKind.STEP_DOWN: _DOWN,
    None: _NEAR,
}


class NearRole(NamedTuple):
    """A role near another: its score, what both ask for, what it takes from here or from there, and why it is near.

    `address` is its page in the web, where it has one, by the name of who has it.
    """

    label: str
    score: float
    tier: str
    shared: tuple[str, ...]
    takes: tuple[str, ...]
    why: tuple[str, ...] = ()
    address: tuple[str, str] = ("", "")
    node: Node | None = None


class NearGroup(NamedTuple):
    """Roles that stand alike to a role, the nearest first."""

    title: str
    roles: tuple[NearRole, ...]


class ShownMove(NamedTuple):
    """A role that people went to: the share of those who left, in percent, with a remark."""

    label: str
    share: float
    note: str = ""
    node: Node | None = None


class ShownMoves(NamedTuple):
    """Where people went, most of them first; what that is from, and whether it is an estimate and none of a count."""

    moves: tuple[ShownMove, ...] = ()
    basis: str = ""
    estimated: bool = False
    source: Node | None = None


def nearby(graph: RoleGraph, role: Role, *, brief: bool = False) -> tuple[tuple[NearGroup, ...], tuple[str, ...]]:
    """The roles nearest to a role by where they stand to it, and how near was measured.

    Those further down are the ones that people can come from, which are left out where this is `brief`. An endpoint is
    not asked for all its roles.
    """
    if graph.dataset.is_remote or not (role.requirements or role.tools):
        return (), ()
    there = graph.nearest(role.node, limit=_MOST_BRIEFLY if brief else _MOST)
    back = None if brief else graph.nearest(role.node, limit=_MOST, reverse=True)
    from_there = {one.role.iri: one for one in back.neighbours} if back else {}
    groups: dict[str, list[NearRole]] = {title: [] for title in (_ACROSS, _UP, _NEAR, _DOWN)}
    for one in there.neighbours:
        title, reverse = _TITLES[one.move], from_there.get(one.role.iri)
        if title != _DOWN:
            takes = [_takes("From here", one), *([_takes("From there", reverse)] if reverse and title == _NEAR else [])]
            groups[title].append(_near(one, there, takes))
    for one in back.neighbours if back else ():
        if one.move is MoveKind.ADVANCEMENT:
            groups[_DOWN].append(_near(one, back or there, [_takes("From there", one)]))
    shown = tuple(NearGroup(title, tuple(roles)) for title, roles in groups.items() if roles)
    if [group.title for group in shown] == [_NEAR]:  # then levels are nothing to speak of
        shown = (shown[0]._replace(title=""),)
    return shown, tuple(_basis(there)) if shown else ()


def _near(one: Neighbour, nearest: Nearest, takes: Iterable[str]) -> NearRole:
    return NearRole(
        label=one.role.label,
        score=one.score,
        tier=str(one.tier),
        shared=tuple(piece.label for piece in one.shared),
        takes=tuple(filter(None, takes)),
        why=tuple(reasons(one, nearest)),
        address=(taxonomy_of(one.role.iri), web_address(one.role.iri)),
        node=one.role,
    )


def _takes(start: str, one: Neighbour) -> str:
    """What somebody in a role has of the other, and what is left to learn."""
    if not one.essential:
        return ""
    estimated = ", estimated" if one.unrecorded is not None and one.unrecorded.near else ""
    met = f"{start}: meets {one.met} of {one.essential}{estimated}"
    if one.steps is None:
        return met
    if not one.steps:
        return f"{met}; nothing to learn"
    is_plain = one.hours is None and one.steps == one.capabilities
    left = counted(one.steps, "capability") if is_plain else effort(one.hours, one.steps, one.capabilities)
    return f"{met}; to learn: {left}"


def _basis(nearest: Nearest) -> Iterator[str]:
    close, related, basis = nearest.thresholds
    yield f"Close: a score of {close:.2f} or more. Related: {related:.2f} or more. How these were set: {basis}."


def where_people_went(graph: RoleGraph, role: Role) -> ShownMoves:
    """Where people went who left a role, as counted, or else where they are likely to go; nothing where neither is
    known."""
    if graph.dataset.is_remote:
        return ShownMoves()
    went = graph.nearest(role.node, limit=_MOST, by=RankedBy.MOVES)
    counted_moves = [(one.role, one.moved) for one in went.neighbours if one.moved is not None]
    if counted_moves:
        shown = [
            ShownMove(node.label, move.share, move.target.named_beside(node, "as "), node)
            for node, move in counted_moves
        ]
        basis = f"Share of those who left, without those who stayed, as counted: {went.basis}."
        return ShownMoves(tuple(shown), basis, source=counted_moves[0][1].source)
    likely = graph.nearest(role.node, limit=_MOST, by=RankedBy.LIKELY)
    estimates = [(one.role, one.likely) for one in likely.neighbours if one.likely is not None]
    shown = [ShownMove(node.label, estimate.share, made_of(estimate), node) for node, estimate in estimates]
    basis = f"Estimates, made of {likely.basis}: an average over people who differ, not what anyone will do."
    return ShownMoves(tuple(shown), basis, estimated=True) if shown else ShownMoves()


def where_people_came_from(graph: RoleGraph, role: Role) -> ShownMoves:
    """From where people went to a role, as counted; nothing where nobody counted that.

    Where it is known how many work in a role, the shares of large ones come first: a large share of few is few.
    """
    moves = () if graph.dataset.is_remote else moves_to(graph.dataset, role.node.iri)
    if not moves:
        return ShownMoves()
    statistic, employed = employment_by_group(graph.dataset)
    roles = roles_by_group(graph.dataset)
    people = {frozenset(roles.get(group, ())): number for group, number in employed.items()}
    weighed = sorted(
        moves, key=lambda one: -one.share * people.get(frozenset(node.iri for node in one.origin.roles), 0)
    )
    words = moves[0].counted.words or moves[0].source.label
    order = f", in the order of this times how many work there ({statistic.words})" if statistic is not None else ""
    basis = f"Share of those who left each of these that went here, as counted: {words}{order}."
    shown = [
        ShownMove(one.origin.label, one.share, node=one.origin.roles[0] if len(one.origin.roles) == 1 else None)
        for one in weighed[:_MOST]
    ]
    return ShownMoves(tuple(shown), basis, source=moves[0].source)


def web_address(iri: str) -> str:
    """The page that others have of a node, or an empty text."""
    address = public_iri(iri)
    return address if address.startswith(("https://", "http://")) and not address.startswith(OURS) else ""
