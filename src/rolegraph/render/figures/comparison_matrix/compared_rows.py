"""A comparison as rows and columns: which role has what and how, what is not recorded, and what matters most.

Every row has a rank: the rows of the lowest ranks are shown where not all fit, and are a fair choice of what is shared
by all, what is shared by some and what only one has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from enum import StrEnum
from itertools import islice
from typing import Final, NamedTuple

from rolegraph.analysis.comparison import COMPARED_KINDS, ComparedRequirement, Comparison, ComparisonRow
from rolegraph.facts.entities import closeness
from rolegraph.facts.entities import role as read_role
from rolegraph.facts.labels import other_names
from rolegraph.facts.requirements import demand
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, Necessity, Node
from rolegraph.model.roles import Evidence, Requirement, Role
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RG
from rolegraph.render.figures.cards import cited
from rolegraph.render.figures.scene import SourceLink
from rolegraph.render.views.analysis_views import WITHIN

NAMED_ROLES: Final = 3  # as many roles have a group of rows of their own, and are drawn as sets
FEW_ROLES: Final = 4  # whose cells have room for words


class Mark(StrEnum):
    """How a role has something: what a cell of the matrix shows."""

    REQUIRED = "required"
    PREFERRED = "preferred"
    EXAMPLE = "example"
    USED = "used"
    PRESENT = "present"
    UNKNOWN = "unknown"
    NONE = "none"


# Strongest first; what is not recorded sorts before what is not asked for.
_ORDER: Final = {mark: place for place, mark in enumerate(reversed(Mark))}
_WORDS: Final = {
    Mark.REQUIRED: "required",
    Mark.PREFERRED: "nice to have",
    Mark.EXAMPLE: "an example of what is asked for",
    Mark.USED: "used",
    Mark.PRESENT: "yes",
    Mark.UNKNOWN: "not recorded",
    Mark.NONE: "not asked for",
}


class MatrixCell(NamedTuple):
    """How one role has something; `level` is 0 where none is recorded, `alternatives` are enough instead."""

    mark: Mark
    level: int = 0
    words: str = ""
    alternatives: tuple[str, ...] = ()
    estimated: bool = False
    within_error: bool = False
    sources: tuple[SourceLink, ...] = ()

    @property
    def has(self) -> bool:
        """Whether the role has it at all."""
        return self.mark not in (Mark.NONE, Mark.UNKNOWN)

    @property
    def strength(self) -> int:
        """What rows are sorted by in a column: required before nice to have, and higher levels before lower ones."""
        return 10 * _ORDER[self.mark] + 2 * self.level + (not self.estimated)


class MatrixRow(NamedTuple):
    """One capability or industry, and how each role has it; `rank` is 0 for what is shown first.

    `only` is the column of the one role that has it, or None. `similar` are other rows that are close to this one.
    """

    node: Node
    cells: tuple[MatrixCell, ...]
    rank: int = 0
    names: tuple[str, ...] = ()
    similar: tuple[Node, ...] = ()

    @property
    def shared_by(self) -> int:
        """How many of the roles have it."""
        return sum(cell.has for cell in self.cells)

    @property
    def only(self) -> int | None:
        """The column of the only role that has it."""
        having = [column for column, cell in enumerate(self.cells) if cell.has]
        return having[0] if len(having) == 1 else None

    @property
    def share(self) -> str:
        """`all`, `some` or `only`: how many of the roles have it, in a word."""
        return "all" if self.shared_by == len(self.cells) else "only" if self.shared_by == 1 else "some"


class RowGroup(NamedTuple):
    """Rows that as many roles have; `more` says of how many rows what they have in common."""

    key: str
    title: str
    more: str
    rows: tuple[MatrixRow, ...]


def matrix_rows(dataset: Dataset, comparison: Comparison) -> tuple[MatrixRow, ...]:
    """The rows of a comparison: grouped, in each group by kind, and of a kind what matters most first."""
    columns = [_Column(dataset, read_role(dataset, role.iri)) for role in comparison.roles]
    ranks = _ranks(dataset, comparison)
    compared = {row.node for row in comparison.rows}
    rows = []
    for row in comparison.rows:
        cells = tuple(column.cell(row.node, ask) for column, ask in zip(columns, row.asks, strict=True))
        names, similar = other_names(dataset, row.node.iri), _similar(dataset, row, compared)
        rows.append(MatrixRow(row.node, cells, ranks[row.node], names, similar))
    kinds = {kind: place for place, kind in enumerate(COMPARED_KINDS)}
    return tuple(sorted(rows, key=lambda row: (_place(row), kinds.get(row.node.kind, len(kinds)), row.rank)))


def row_groups(rows: Sequence[MatrixRow], roles: Sequence[str]) -> list[RowGroup]:
    """Rows that all roles have, that some have, and that only one has; of two or three roles, each for itself."""
    everyone = "both" if len(roles) == 2 else f"all {len(roles)}"
    titles: dict[tuple[str, int | None], RowGroup] = {
        ("all", None): RowGroup("all", f"Shared by {everyone}", f"shared by {everyone}", ()),
        ("some", None): RowGroup("some", f"Shared by some of the {len(roles)}", "shared by some", ()),
    }
    for place, role in enumerate(roles):
        titles["only", place] = (
            RowGroup(f"only-{place}", f"Only {role}", f"only for {role}", ())
            if len(roles) <= NAMED_ROLES
            else RowGroup("only", "Only one of them", "only for one role", ())
        )
    members: dict[RowGroup, list[MatrixRow]] = {}
    for row in sorted(rows, key=_place):
        members.setdefault(titles[row.share, row.only], []).append(row)
    return [group._replace(rows=tuple(own)) for group, own in members.items()]


def legend(rows: Sequence[MatrixRow]) -> list[tuple[MatrixCell, str]]:
    """Samples of the marks that are in the cells of some rows, with what they mean."""
    cells = [cell for row in rows for cell in row.cells]
    marks = {(cell.mark, bool(cell.level)) for cell in cells}
    entries = [
        (MatrixCell(Mark.REQUIRED, 3), "required", (Mark.REQUIRED, True) in marks),
        (MatrixCell(Mark.REQUIRED), "required, level not recorded", (Mark.REQUIRED, False) in marks),
        (MatrixCell(Mark.PREFERRED, 2), "nice to have", (Mark.PREFERRED, True) in marks),
        (MatrixCell(Mark.PREFERRED), "nice to have, level not recorded", (Mark.PREFERRED, False) in marks),
        (MatrixCell(Mark.EXAMPLE), "an example of what is asked for", any(cell.mark is Mark.EXAMPLE for cell in cells)),
        (MatrixCell(Mark.USED), "used, not asked for", (Mark.USED, False) in marks),
        (MatrixCell(Mark.PRESENT), "found in this industry", (Mark.PRESENT, False) in marks),
        (MatrixCell(Mark.NONE), "not asked for", (Mark.NONE, False) in marks),
        (MatrixCell(Mark.UNKNOWN), "nothing of this kind recorded", (Mark.UNKNOWN, False) in marks),
        (MatrixCell(Mark.REQUIRED, 2, estimated=True), "estimated from similar roles", any(c.estimated for c in cells)),
        (
            MatrixCell(Mark.REQUIRED, 2, alternatives=("",)),
            "one of several is enough",
            any(c.alternatives for c in cells),
        ),
        (
            MatrixCell(Mark.REQUIRED, 2, within_error=True),
            f"{WITHIN}: lower by no more than the error of the ratings",
            any(cell.within_error for cell in cells),
        ),
    ]
    return [(sample, words) for sample, words, is_shown in entries if is_shown]


def _place(row: MatrixRow) -> tuple[int, int]:
    """The place of a row's group: what all have, what some have, what only the first role has, and so on."""
    return {"all": 0, "some": 1, "only": 2}[row.share], -1 if row.only is None else row.only


def _ranks(dataset: Dataset, comparison: Comparison) -> dict[Node, int]:
    """The order in which rows are shown: in turn what all have, what some have, and what each role has alone.

    The more roles there are, the more turns has what is shared. In each of these what matters most comes first, and of
    what matters as much, what more roles of the graph ask for or use.
    """
    by_group: dict[tuple[int, int], list[ComparisonRow]] = {}
    for row in comparison.rows:
        having = [place for place, ask in enumerate(row.asks) if ask is not None]
        key = (0, 0) if len(having) == len(row.asks) else (2, having[0]) if len(having) == 1 else (1, 0)
        by_group.setdefault(key, []).append(row)
    for rows in by_group.values():
        rows.sort(key=lambda row: (row.weight, _asked(dataset, row.node)), reverse=True)
    many, turns = len(comparison.roles) > NAMED_ROLES, max(2, len(comparison.roles) // 3)
    waiting = [(key[0] == 2, iter(by_group[key])) for key in sorted(by_group)]
    ordered, turn = list[Node](), 0
    while len(ordered) < len(comparison.rows):
        for is_alone, following in waiting:
            if not (is_alone and many and turn % 2):
                ordered += (row.node for row in islice(following, 1 if is_alone else turns))
        turn += 1
    return {node: rank for rank, node in enumerate(ordered)}


def _asked(dataset: Dataset, node: Node) -> tuple[int, int]:
    """How many roles of the graph ask for something, and how many use it."""
    return demand(dataset, node.iri), len(dataset.subjects(RG + "usesTool", node.iri))


def _similar(dataset: Dataset, row: ComparisonRow, compared: Collection[Node]) -> tuple[Node, ...]:
    """What is close to a capability, or related to an industry, among what is compared."""
    close = closeness(dataset, row.node.iri) if row.node.kind in CAPABILITY_KINDS else ()
    return tuple(dict.fromkeys((*(near.node for near in close if near.node in compared), *row.related)))


class _Column:
    """What a role says of everything it has: alternatives, who says so, and of what it says anything at all."""

    def __init__(self, dataset: Dataset, role: Role) -> None:
        self.dataset = dataset
        self.evidence: defaultdict[Node, list[Evidence]] = defaultdict(list)
        self.choices: defaultdict[Node, list[Requirement]] = defaultdict(list)
        for requirement in role.requirements:
            for node in requirement.any_of:
                self.choices[node].append(requirement)
            for node in (*requirement.any_of, *requirement.examples):
                self.evidence[node] += requirement.evidence
        for tool in role.tools:
            self.evidence[tool.tool] += tool.evidence
        for industry in role.industries:
            self.evidence[industry.node] += industry.evidence
        self.recorded = {_family(node) for node in self.evidence}

    def cell(self, node: Node, ask: ComparedRequirement | None) -> MatrixCell:
        """How the role has something, in marks and in words."""
        if ask is None:
            mark = Mark.NONE if _family(node) in self.recorded else Mark.UNKNOWN
            return MatrixCell(mark, words=_WORDS[mark])
        mark = _mark(ask)
        alternatives = self._alternatives(node, ask)
        return MatrixCell(
            mark=mark,
            level=ask.level or 0,
            words=_in_words(mark, ask),
            alternatives=alternatives,
            estimated=ask.estimated,
            within_error=ask.within_error,
            sources=cited(self.dataset, self.evidence[node]),
        )

    def _alternatives(self, node: Node, ask: ComparedRequirement) -> tuple[str, ...]:
        for requirement in self.choices[node]:
            if ask.one_of > 1 and (requirement.necessity, len(requirement.any_of)) == (ask.necessity, ask.one_of):
                return tuple(other.label for other in requirement.any_of if other != node)
        return ()


def _family(node: Node) -> str:
    """What is recorded of a role or not as a whole; degrees and certifications are so together."""
    return "credential" if node.kind in (Kind.DEGREE, Kind.CERTIFICATION) else node.kind.value


def _mark(ask: ComparedRequirement) -> Mark:
    if ask.necessity is None:
        return Mark.USED if ask.used else Mark.PRESENT
    if ask.example:
        return Mark.EXAMPLE
    return Mark.REQUIRED if ask.necessity is Necessity.ESSENTIAL else Mark.PREFERRED


def _in_words(mark: Mark, ask: ComparedRequirement) -> str:
    words = [str(ask.level) if ask.level else "", _WORDS[mark]]
    words += [f"one of {ask.one_of}"] if ask.one_of > 1 else []
    words += ["estimated"] if ask.estimated else []
    words += [WITHIN] if ask.within_error else []
    words += ["used"] if ask.used and mark is not Mark.USED else []
    return ", ".join(filter(None, words))
