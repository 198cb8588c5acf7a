"""Changes between two graphs, and what they do to a learning path: totals first, then tables of limited length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rolegraph.model.differences import (
    Differences,
    Link,
    PathDifferences,
    PlannedStep,
    RequirementStanding,
    RequirementState,
    RoleChange,
    SourceChange,
    SourceState,
    StandingChange,
    StepChange,
    Succession,
)
from rolegraph.model.nodes import Kind, Node, fold
from rolegraph.profiles.migration import Migration
from rolegraph.render.text import NOTHING, Block, Heading, Table, Text, about, counted, origins, section

LIMIT: Final = 20
_IN_A_CELL: Final = 5
_WORDS: Final = ("added", "removed", "replaced", "split", "merged", "renamed", "changed")
_NUMBERS: Final = ("Added", "Removed", "Changed")
_SAME: Final = "Roles and capabilities are the same in both."
_REMARKS: Final = "Only notes on statements differ: evidence, sections, lines or remarks."
_RELATIONS: Final = {"broader": "is narrower than", "prerequisite": "needs first", "closeTo": "is close to"}


def diff_blocks(found: Differences, limit: int = LIMIT) -> Iterator[Block]:
    """Totals and tables; `limit` is the number of rows that a table shows, 0 for all."""
    yield Heading(f"From {found.old} to {found.new}", 1)
    if found.identical:
        yield Text("No difference.")
        return
    if found.same:
        yield Text(f"{_SAME} {_REMARKS if found.remarks else 'Only their sources differ.'}")
    yield from (Text(line) for line in _summary(found))
    for title, table in _tables(found):
        yield from section(title, table.columns, table.rows, table.right, limit)


def _summary(found: Differences) -> Iterator[str]:
    counts = found.counts
    kinds = [
        _phrase(kind.value, counts[kind.value]) for kind in Kind if kind is not Kind.REQUIREMENT and kind in counts
    ]
    requirements = [
        _phrase("requirement", counts.get("requirement", {})),
        _phrase("use of a tool", counts.get("usesTool", {}), plural="uses of tools"),
    ]
    if "moved" in counts:
        requirements.append(f"{counted(counts['moved']['roles'], 'role')} moved to another group")
    between = [_phrase("link between capabilities", counts.get("link", {}), plural="links between capabilities")]
    between.append(_phrase("effort", counts.get("effort", {})))
    names = counts.get("name", {})
    between.append(_phrase("other name", names) + (f" for {counted(names['nodes'], 'node')}" if names else ""))
    came = [
        f"{counted(number, 'requirement')} of roles that were {word}"
        for word, number in (("added", found.came.added), ("removed", found.came.removed))
        if number
    ]
    for phrases in (kinds, requirements, came, between):
        if line := "; ".join(phrase for phrase in phrases if phrase):
            yield f"{line[0].upper()}{line[1:]}."


def _phrase(noun: str, counts: dict[str, int], plural: str = "") -> str:
    parts = [(word, counts[word]) for word in _WORDS if counts.get(word)]
    if not parts:
        return ""
    (first, number), rest = parts[0], parts[1:]
    many = f"{number:,} {plural}" if plural and number > 1 else counted(number, noun)
    phrase = ", ".join([f"{many} {first}", *(f"{other:,} {word}" for word, other in rest)])
    return phrase + (f" in {counted(counts['roles'], 'role')}" if "roles" in counts else "")


def _tables(found: Differences) -> Iterator[tuple[str, Table]]:
    sources = [_source_row(change) for change in found.sources]
    yield "Sources", Table(("Source", "Change", "Version", "Statements"), sources)
    became = [
        (row.before.kind.value, row.before.label, row.change, _labels(row.after), _how_known(row))
        for row in sorted(found.successions, key=lambda row: not row.sure)
    ]
    yield "Became something else", Table(("Kind", "Before", "Change", "Now", "By"), became)
    for title, nodes in (("Added", found.added), ("Removed", found.removed)):
        yield title, Table(("Kind", "Label", "Slug"), [(node.kind.value, node.label, node.slug) for node in nodes])
    renamed = [(name.node.kind.value, name.before, name.node.label) for name in found.renamed]
    yield "Renamed", Table(("Kind", "Before", "Now"), renamed)
    yield from _role_tables(found.roles)
    yield from _link_tables(found)
    names = [(change.node.label, _few(change.gained), _few(change.lost)) for change in found.names]
    yield "Other names", Table(("Node", "Added", "Removed"), names)
    others = [(row.predicate, f"{row.added:,}", f"{row.removed:,}", f"{row.changed:,}") for row in found.others]
    yield "Other statements", Table(("Predicate", *_NUMBERS), others, frozenset(_NUMBERS))


def _how_known(row: Succession) -> str:
    """By what is known what became of a node, and how sure that is."""
    if row.confidence is None:
        return row.reason
    return f"{'' if row.sure else 'perhaps: '}{row.reason} ({row.confidence:.2f})"


def _source_row(change: SourceChange) -> tuple[str, str, str, str]:
    before, after = change.before, change.after
    if before is None or after is None:
        state = before or after or SourceState("", "", 0)
        word = "added" if before is None else "removed"
        return change.source.slug, word, state.version or NOTHING, f"{state.statements:,}"
    word = "other text" if before.content_hash != after.content_hash else "changed"
    return change.source.slug, word, _turn(before.version, after.version), _turn(before.statements, after.statements)


def _turn(before: object, after: object) -> str:
    """What was and what is, once where that is the same."""
    first, second = (f"{value:,}" if isinstance(value, int) else str(value) or NOTHING for value in (before, after))
    return first if first == second else f"{first} to {second}"


def _role_tables(roles: Sequence[RoleChange]) -> Iterator[tuple[str, Table]]:
    most = sorted(
        (role for role in roles if role.requirements), key=lambda role: (-role.requirements, fold(role.role.label))
    )
    if sum(role.requirements for role in most) > LIMIT:
        rows = [
            (role.role.label, *(f"{len(part):,}" for part in (role.added, role.removed, role.changed))) for role in most
        ]
        yield "Requirements by role, most changed first", Table(("Role", *_NUMBERS), rows, frozenset(_NUMBERS))
    columns = ("Role", "Requirement", "How")
    added = [(role.role.label, state.label, _how(state)) for role in roles for state in role.added]
    yield "Requirements added", Table(columns, added)
    removed = [(role.role.label, state.label, _how(state)) for role in roles for state in role.removed]
    yield "Requirements removed", Table(columns, removed)
    changed = [
        (role.role.label, change.after.label, *_differing(change.before, change.after))
        for role in roles
        for change in role.changed
    ]
    yield "Requirements changed", Table(("Role", "Requirement", "Before", "Now"), changed)
    tools = [(role.role.label, _labels(role.tools_gained), _labels(role.tools_lost)) for role in roles]
    yield "Tools used", Table(("Role", "Added", "Removed"), [row for row in tools if row[1:] != (NOTHING, NOTHING)])
    moved = [(role.role.label, _labels(role.broader_lost), _labels(role.broader_gained)) for role in roles]
    yield "Moved", Table(("Role", "From", "To"), [row for row in moved if row[1:] != (NOTHING, NOTHING)])


def _how(state: RequirementState) -> str:
    return state.necessity.value + ("" if state.level is None else f", {state.level}")


def _differing(before: RequirementState, after: RequirementState) -> tuple[str, str]:
    """How something was and is required, with what else differs: related fields, examples."""
    hows = []
    for state in (before, after):
        how = _how(state)
        if before.open_to_related != after.open_to_related and state.open_to_related:
            how += ", or a related field"
        if before.examples != after.examples:
            how += f", e.g. {_labels(state.examples)}" if state.examples else ", without examples"
        hows.append(how)
    return hows[0], hows[1]


def _link_tables(found: Differences) -> Iterator[tuple[str, Table]]:
    for title, links in (("Links added", found.links_added), ("Links removed", found.links_removed)):
        rows = [(link.node.label, _relation(link), link.other.label) for link in links]
        yield title, Table(("From", "Relation", "To"), rows)
    strengths = [
        (after.node.label, after.other.label, _number(before.strength), _number(after.strength))
        for before, after in found.links_changed
    ]
    yield "Closeness changed", Table(("From", "Close to", "Before", "Now"), strengths)
    efforts = [(change.node.label, _number(change.before), _number(change.after)) for change in found.efforts]
    yield "Efforts, in estimated hours", Table(("To learn", "Before", "Now"), efforts, frozenset({"Before", "Now"}))


def _relation(link: Link) -> str:
    return _RELATIONS[link.relation] + ("" if link.strength is None else f" ({link.strength:g})")


def _number(value: float | None) -> str:
    return NOTHING if value is None else f"{value:g}"


def _labels(nodes: Iterable[Node]) -> str:
    return _few([node.label for node in nodes])


def _few(texts: Sequence[str]) -> str:
    """The first of many, and how many more there are."""
    if len(texts) > _IN_A_CELL:
        texts = [*texts[:_IN_A_CELL], f"and {len(texts) - _IN_A_CELL:,} more"]
    return "; ".join(texts) or NOTHING


def migration_blocks(found: Migration) -> Iterator[Block]:
    """What became of the names of a profile file: those that changed, then those that need a decision."""
    kept = sum(name.change == "same" for name in found.names)
    moved = [name for name in found.names if name.carried and name.change != "same"]
    yield Text(
        f"{counted(len(found.names), 'name')}: {kept} as before, {len(moved)} changed, {len(found.open)} to be decided."
    )
    rows = [(str(name.line), name.name, name.written, name.change, name.reason) for name in moved]
    yield from section("Changed", ("Line", "Before", "Now", "Change", "By"), rows, frozenset({"Line"}))
    undecided = [(str(name.line), name.name, name.written or "a comment", name.reason) for name in found.open]
    yield from section("To be decided", ("Line", "Name", "In the file now", "Why"), undecided, frozenset({"Line"}))


def path_diff_blocks(found: PathDifferences) -> Iterator[Block]:
    """The changes to a learning path: totals, steps, requirements."""
    yield Heading(f"From {found.start} to {found.goal}", 1)
    yield Text(f"Before: {found.old}. Now: {found.new}.", quiet=True)
    for obstacle in found.obstacles:
        yield Text(f"No path to compare: {obstacle}.")
    yield from origins(found.estimated)
    if found.same:
        yield Text(f"The same path: {_total(found.unchanged, found.hours_after)}.")
        return
    yield from _totals(found)
    yield from section("Steps", ("Change", "Learn", "Before", "Now"), [_step_row(step) for step in found.steps])
    if found.steps and found.unchanged:
        yield Text(f"{counted(found.unchanged, 'step')} as before.", quiet=True)
    rows = [_standing_row(change) for change in found.requirements]
    yield from section("Requirements", ("Requirement", "Before", "Now"), rows)


def _totals(found: PathDifferences) -> Iterator[Block]:
    before = sum(step.before is not None for step in found.steps) + found.unchanged
    after = sum(step.after is not None for step in found.steps) + found.unchanged
    for word, number, hours in (("Before", before, found.hours_before), ("Now", after, found.hours_after)):
        if total := _total(None if found.obstacles else number, hours):
            yield Text(f"{word}: {total}.")


def _total(steps: int | None, hours: float | None) -> str:
    """The steps of a path, where it is known how many, and its hours, where somebody has estimated all of them."""
    takes = "" if steps is None else counted(steps, "step"), "" if hours is None else f"{about(hours)} hours"
    return ", ".join(filter(None, takes))


def _step_row(change: StepChange) -> tuple[str, str, str, str]:
    if change.before is None:
        word = "new"
    elif change.after is None:
        word = "gone"
    else:
        levels = (change.before.from_level, change.before.to_level) != (change.after.from_level, change.after.to_level)
        hours = about(change.before.hours) != about(change.after.hours)
        names = [name for name, differs in (("moved", change.moved), ("level", levels), ("hours", hours)) if differs]
        word = ", ".join(names) or "hours"
    return word, change.node.label, _planned(change.before), _planned(change.after)


def _planned(step: PlannedStep | None) -> str:
    if step is None:
        return NOTHING
    levels = str(step.to_level) if step.from_level is None else f"{step.from_level} to {step.to_level}"
    return f"{step.place}. {levels}" + ("" if step.hours is None else f", {about(step.hours)} h")


def _standing_row(change: StandingChange) -> tuple[str, str, str]:
    requirement = next(side.asked for side in (change.after, change.before) if side is not None)
    return requirement.label, _standing(change.before), _standing(change.after)


def _standing(state: RequirementStanding | None) -> str:
    if state is None:
        return "not required"
    return f"{state.standing.value} ({_how(state.asked)})"
