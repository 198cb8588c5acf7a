"""Bringing a profile file to a later release of a graph: names that mean something else now are replaced in place.

Whatever cannot be carried over to one node stays in the file as a comment, with what to choose from. All other lines
stay as they are, and the new file must mean what the old one did, or nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import nullcontext
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from rolegraph.errors import AmbiguousNode, SourceError, UnknownNode, joined
from rolegraph.facts.lexicon import Lexicon
from rolegraph.model.differences import Succession
from rolegraph.model.level_words import split_level
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, Name, Node
from rolegraph.model.plans import ASSUMED_LEVEL
from rolegraph.profiles.editing import end_of, in_a_line, scalar, spelling
from rolegraph.profiles.profile_file import (
    HAVE,
    LEARNING,
    OR,
    SECTIONS,
    SKIP,
    ProfileEntry,
    items,
    parse_file,
    top_level,
)
from rolegraph.rdf.commits import write_atomically
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import read_bytes
from rolegraph.rdf.locks import locked

if TYPE_CHECKING:
    import yaml

GOAL: Final = "goal"
_BOM: Final = b"\xef\xbb\xbf"
_LINE: Final = re.compile(r"[^\r\n]*")
_ALONE: Final = re.compile(r"\s*,?\s*(?:#.*)?")  # what may follow an entry that has its lines for itself
_MOST_PARTS: Final = 4  # of a split capability that stand for it as alternatives


class Names(Protocol):
    """A graph as far as a migration needs it: `rolegraph.RoleGraph` is one."""

    dataset: Dataset

    @property
    def lexicon(self) -> Lexicon: ...

    def resolve(self, name: Name, kinds: Collection[Kind] = ()) -> Node: ...


Successor = Callable[[Node], Succession | None]
"""What became of a node that a later graph does not have; None where nothing is known to have."""


class CarriedName(NamedTuple):
    """A name of a profile file, by line and section, and what it means now.

    `change` is `same`, `renamed`, `replaced`, `merged`, `split`, `doubtful`, `gone` or `unknown`; `nodes` are what it
    means now, or may be chosen from; `written` is what stands in the file in its place, empty where it is a comment.
    """

    line: int
    section: str
    name: str
    change: str
    nodes: tuple[Node, ...]
    written: str
    reason: str = ""

    @property
    def carried(self) -> bool:
        """Whether the file says the same as before."""
        return bool(self.written) and self.change != "split"


class Migration(NamedTuple):
    """A profile file brought to another release, name by name; `written` is whether there was something to write."""

    path: Path
    names: tuple[CarriedName, ...]
    written: bool

    @property
    def open(self) -> tuple[CarriedName, ...]:
        """The names that need a decision."""
        return tuple(name for name in self.names if not name.carried)


class _Entry(NamedTuple):
    """An entry of the file: its name, where it is, and, of a section, what is said of it."""

    section: str
    said: ProfileEntry
    key: yaml.Node
    start: int
    end: int


def migrate(
    new: Names,
    path: Path,
    older: Names | None,
    successor: Successor,
    *,
    out: Path | None = None,
    force: bool = False,
    dry_run: bool = False,
) -> Migration:
    """Bring a profile file from the names of an older graph, or of none that is known, to those of a new one.

    It is changed in place, or written to `out`. Raises `SourceError` when it is no profile file, may not be written, is
    built so that a name has no place in it, or `out` is there already and `force` is false.
    """
    target = out or path
    if out is not None and out != path and not force and not dry_run and (out.exists() or out.is_symlink()):
        raise SourceError("already exists", "name another file, or replace it with --force", path=out)
    with nullcontext() if dry_run else locked(target):
        data = read_bytes(path)
        fates = _Fates(new, older, successor)
        rows = _without_repeats([(fates.levelled(entry), fates.of(entry)) for entry in _entries(data, path)])
        made = data if dry_run else _edited(data, rows)
        is_new = made != data or (target != path and not dry_run)
        if is_new:
            _check(path, made, rows, new)
            write_atomically(target, made)
    return Migration(target, tuple(row for _, row in rows), is_new)


def _entries(data: bytes, path: Path) -> Iterator[_Entry]:
    """All entries as they are written; SourceError where the file is not one of a profile."""
    file = parse_file(data, path, _as_written, _as_written)
    sections, text = top_level(data, path), data.removeprefix(_BOM).decode()

    def last_word(end: int) -> int:  # what is written over several lines ends where the next thing begins
        while text[end - 1].isspace():
            end -= 1
        return end

    if file.goal is not None:
        key, value = sections[GOAL]
        said = ProfileEntry((), None, "", False, value.start_mark.line + 1, file.goal.label)
        yield _Entry(GOAL, said, value, key.start_mark.index, last_word(value.end_mark.index))
    for section in SECTIONS:
        node = sections[section][1] if section in sections else None
        for said, (name, level) in zip(getattr(file, section), items(node, path), strict=True):
            end = max(name.end_mark.index, end_of(level) if level is not None else 0)
            yield _Entry(section, said, name, name.start_mark.index, last_word(end))


def _as_written(name: str) -> Node:
    return Node(name, Kind.SKILL, name)


class _Fates:
    """What becomes of names."""

    def __init__(self, new: Names, older: Names | None, successor: Successor) -> None:
        self._new, self._older, self._successor = new, older, successor

    def of(self, entry: _Entry) -> CarriedName:
        """What becomes of an entry: of one with alternatives, of all of them."""
        kinds = (Kind.ROLE,) if entry.section == GOAL else CAPABILITY_KINDS
        name = entry.said.name
        parts = [part.strip() for part in name.split(OR.strip()) if part.strip()] or [name]
        rows = [self._of_name(entry, part, kinds) for part in parts]
        if len(parts) > 1 and any(row.change in ("gone", "unknown") for row in rows):
            whole = self._of_name(entry, name, kinds)
            if whole.carried:
                return whole
            lost = next(row for row in rows if not row.written)
            return lost._replace(name=name, reason=f"{lost.name}: {lost.reason}")
        if len(rows) == 1:
            return rows[0]._replace(name=name)
        nodes = tuple(dict.fromkeys(node for row in rows for node in row.nodes))
        worst = max(rows, key=lambda row: (not row.written, not row.carried, row.change != "same"))
        written = OR.join(dict.fromkeys(row.written for row in rows)) if all(row.written for row in rows) else ""
        return worst._replace(name=name, nodes=nodes, written=written if worst.change != "same" else name)

    def levelled(self, entry: _Entry) -> _Entry:
        """An entry with the level that stands behind its name, where the whole is no name."""
        level = split_level(entry.said.name)[1]
        if level is None or self._of_whole(entry, entry.said.name, CAPABILITY_KINDS).change != "unknown":
            return entry
        return entry._replace(said=entry.said._replace(level=entry.said.level or level))

    def _of_name(self, entry: _Entry, name: str, kinds: Sequence[Kind]) -> CarriedName:
        """What becomes of a name; where it has a level behind it, of the name without, which keeps its level."""
        row, (bare, level) = self._of_whole(entry, name, kinds), split_level(name)
        if level is None or row.change != "unknown":
            return row
        row = self._of_whole(entry, bare, kinds)
        written = name if row.change == "same" else f"{row.written} ({level})" if row.written else ""
        return row._replace(name=name, written=written)

    def _of_whole(self, entry: _Entry, name: str, kinds: Sequence[Kind]) -> CarriedName:
        unknown = CarriedName(entry.said.line, entry.section, name, "unknown", (), "")
        node, problem = _resolved(self._older, name, kinds) if self._older is not None else (None, None)
        if node is not None:
            return self._of_node(unknown, node, kinds)
        found, error = _resolved(self._new, name, kinds)
        if found is None:
            return self._unresolved(unknown, problem or error, error, kinds)
        if self._new.lexicon.is_retired(name, kinds):
            return unknown._replace(
                change="replaced", nodes=(found,), written=self._spelled(found, kinds), reason="stated"
            )
        return unknown._replace(change="same", nodes=(found,), written=name)

    def _of_node(self, row: CarriedName, node: Node, kinds: Sequence[Kind]) -> CarriedName:
        """What became of a name that means a node of the older graph."""
        if (present := self._present(node.iri)) is not None:
            kept, _ = _resolved(self._new, row.name, kinds)
            if kept == present and not self._new.lexicon.is_retired(row.name, kinds):
                return row._replace(change="same", nodes=(present,), written=row.name)
            return row._replace(change="renamed", nodes=(present,), written=self._spelled(present, kinds))
        if (succession := self._successor(node)) is None:
            return row._replace(change="gone", reason="is not in this graph any more")
        ends = dict.fromkeys(self._present(end.iri) for end in succession.after)
        fitting = tuple(end for end in ends if end is not None and end.kind in kinds)
        if not fitting:
            return row._replace(change="gone", reason="is nothing of this kind any more")
        if not succession.sure:
            reason = f"may be {_either(fitting)} now: {succession.reason}"
            return row._replace(change="doubtful", nodes=fitting, reason=reason)
        if len(fitting) > 1:
            return self._split(row, fitting, kinds)
        written = self._spelled(fitting[0], kinds)
        return row._replace(change=succession.change, nodes=fitting, written=written, reason=succession.reason)

    def _present(self, iri: str) -> Node | None:
        """The node of the new graph that has an IRI, or stands for what has it."""
        return self._new.lexicon.with_iri(self._new.dataset.one(iri))

    def _split(self, row: CarriedName, parts: tuple[Node, ...], kinds: Sequence[Kind]) -> CarriedName:
        """What a person had is one of its parts, without saying which; elsewhere they have to choose."""
        text = OR.join(self._spelled(part, kinds, alone=False) for part in parts)
        fits = row.section == HAVE and len(parts) <= _MOST_PARTS
        reason = f"has been split into {_both(parts)}"
        return row._replace(change="split", nodes=parts, written=text if fits else "", reason=reason)

    def _unresolved(
        self,
        row: CarriedName,
        problem: UnknownNode | AmbiguousNode | None,
        error: UnknownNode | AmbiguousNode | None,
        kinds: Sequence[Kind],
    ) -> CarriedName:
        words = error.candidates if isinstance(error, AmbiguousNode) else error.suggestions if error else ()
        found = (_resolved(self._new, word, kinds)[0] for word in words)
        nodes = tuple(node for node in found if node is not None)
        if isinstance(error, AmbiguousNode) and error.is_split:
            return self._split(row, nodes, kinds)
        if isinstance(error, AmbiguousNode):
            return row._replace(nodes=nodes, reason=f"means more than one thing: {_either(nodes)}")
        if error is not None and error.others:
            return row._replace(reason=f"is a name of another kind of thing: {joined(error.others)}")
        hint = f": perhaps {_either(nodes)}" if nodes else ""
        where = "in either graph" if problem is not error else "in this graph"
        return row._replace(nodes=nodes, reason=f"means nothing {where}{hint}")

    def _spelled(self, node: Node, kinds: Sequence[Kind], *, alone: bool = True) -> str:
        return spelling(node, lambda name: self._new.resolve(name, kinds), alone=alone)


def _resolved(graph: Names, name: str, kinds: Sequence[Kind]) -> tuple[Node | None, UnknownNode | AmbiguousNode | None]:
    try:
        return graph.lexicon.resolve(name, kinds), None
    except (UnknownNode, AmbiguousNode) as error:
        return None, error


def _either(nodes: Iterable[Node]) -> str:
    return joined([node.label for node in nodes])


def _both(nodes: Iterable[Node]) -> str:
    *first, last = (node.label for node in nodes)
    return f"{', '.join(first)} and {last}" if first else last


Rows = list[tuple[_Entry, CarriedName]]


def _without_repeats(rows: Rows) -> Rows:
    """Each capability once in a section, at its highest level, and not both learned and skipped."""
    best: dict[tuple[str, frozenset[Node]], int] = {}
    for number, (entry, row) in enumerate(rows):
        if row.written and entry.section != GOAL:
            key = entry.section, frozenset(row.nodes)
            known = best.setdefault(key, number)
            if (entry.said.level or ASSUMED_LEVEL) > (rows[known][0].said.level or ASSUMED_LEVEL):
                best[key] = number

    def repeated(number: int, entry: _Entry, row: CarriedName) -> str:
        """Where else the same is said; empty where it is not."""
        if not row.written or entry.section == GOAL:
            return ""
        key = entry.section, frozenset(row.nodes)
        if best[key] != number:
            return f"as line {rows[best[key]][0].said.line} says"
        return "which is being learned" if entry.section == SKIP and (LEARNING, key[1]) in best else ""

    places = [repeated(number, *pair) for number, pair in enumerate(rows)]
    return [
        (entry, row._replace(written="", reason=f"is {_either(row.nodes)} now, {place}") if place else row)
        for (entry, row), place in zip(rows, places, strict=True)
    ]


def _edited(data: bytes, rows: Rows) -> bytes:
    """The file with other names, comments in place of what is not carried over, and nothing else changed."""
    text = data.removeprefix(_BOM).decode()
    edits: list[tuple[int, int, str]] = []
    for entry, row in rows:
        if row.written and row.written != row.name:
            end = min(entry.key.end_mark.index, entry.end)
            edits.append((entry.key.start_mark.index, end, scalar(row.written)))
            if row.change == "split":
                place = _line_end(text, entry.end)
                edits.append((place, place, f"  # was {in_a_line(row.name)}: keep what you have"))
        elif not row.written:
            edits += _commented_out(text, entry, row) or ()
    for section in (GOAL, *SECTIONS):
        edits += _taken_out(text, [pair for pair in rows if pair[0].section == section])
    pieces, place = ["\ufeff" if data.startswith(_BOM) else ""], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        pieces += text[place:start], new
        place = max(place, end)
    return "".join((*pieces, text[place:])).encode()


def _line_start(text: str, place: int) -> int:
    return max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) + 1


def _line_end(text: str, place: int) -> int:
    found = _LINE.match(text, place)
    return found.end() if found else place


def _has_its_lines(text: str, entry: _Entry) -> bool:
    """Whether nothing else stands in the lines of an entry."""
    before = text[_line_start(text, entry.start) : entry.start].strip()
    after = text[entry.end : _line_end(text, entry.end)]
    return before in ("", "-") and _ALONE.fullmatch(after) is not None


def _commented_out(text: str, entry: _Entry, row: CarriedName) -> list[tuple[int, int, str]] | None:
    """The lines of an entry as comments, with the reason; None where it shares them with others."""
    if not _has_its_lines(text, entry):
        return None
    edits, place = [], _line_start(text, entry.start)
    while place <= entry.end:
        line = _line_end(text, place)
        margin = place + len(text[place:line]) - len(text[place:line].lstrip())
        edits.append((margin, margin, "# "))
        place = line + (2 if text[line : line + 2] == "\r\n" else 1)
    end = _line_end(text, entry.end)
    return [*edits, (end, end, f"  # {in_a_line(row.reason)}")]


def _taken_out(text: str, rows: Rows) -> Iterator[tuple[int, int, str]]:
    """Entries that share their lines, out of their brackets, and into a comment behind them."""
    comment = ""
    shares = [not row.written and not _has_its_lines(text, entry) for entry, row in rows]
    for first, last in _runs(shares):
        start, end = rows[first][0].start, rows[last][0].end
        if last + 1 < len(rows):
            end = rows[last + 1][0].start
        elif first:
            start = rows[first - 1][0].end
        yield start, end, ""
        reasons = "; ".join(f"{row.name} {row.reason}" for _, row in rows[first : last + 1])
        comment += f"  # taken out: {text[start:end].strip(' ,')} ({reasons})"
    if comment:
        place = _line_end(text, rows[-1][0].end)
        yield place, place, f"  {in_a_line(comment)}"


def _runs(marks: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """The first and the last place of each run of marks that are set."""
    places = [place for place, is_set in enumerate(marks) if is_set]
    for _, group in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        run = [place for _, place in group]
        yield run[0], run[-1]


def _check(path: Path, made: bytes, rows: Rows, new: Names) -> None:
    """SourceError where the new file would not say what is meant."""
    cure = "correct by hand what the table of --dry-run names"
    try:
        file = parse_file(
            made, path, lambda name: new.resolve(name, CAPABILITY_KINDS), lambda name: new.resolve(name, (Kind.ROLE,))
        )
    except SourceError as error:
        problem = f"cannot be brought over as it is: {error.problem}"
        raise SourceError(problem, cure, path=path, line=error.line) from None
    meant = {
        (entry.section, frozenset(row.nodes), entry.said.level, entry.said.on, entry.said.related)
        for entry, row in rows
        if row.written and entry.section != GOAL
    }
    said = {
        (section, frozenset(entry.one_of), entry.level, entry.on, entry.related)
        for section in SECTIONS
        for entry in getattr(file, section)
    }
    goals = [row.nodes[0] for entry, row in rows if row.written and entry.section == GOAL]
    if meant != said or goals != ([file.goal] if file.goal else []):
        raise SourceError("cannot be brought over without changing more than that", cure, path=path)
