"""Beginning a profile file: its text, with remarks that say what each part is for.

Changing a profile file: a line is put in, changed or taken out, and every other byte stays as its owner wrote it.

The places are those that the YAML parser gives for each entry. What comes out is read again before it is written, and
must say what it said before, but for the change.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.errors import AmbiguousNode, SourceError, UnknownNode
from rolegraph.model.nodes import LEARNABLE_KINDS, Kind, Level, Node, slugify
from rolegraph.model.plans import Holding, Resolve
from rolegraph.profiles.profile_file import (
    DONE,
    HAVE,
    LEARNING,
    OR,
    RELATED,
    SECTIONS,
    SKIP,
    ProfileFile,
    items,
    parse_file,
    top_level,
)
from rolegraph.profiles.yaml_nodes import is_empty
from rolegraph.rdf.files import read_bytes, write_atomically
from rolegraph.rdf.vocabulary import ID

if TYPE_CHECKING:
    import yaml


_HEAD: Final = """\
# A profile for rolegraph, to be edited by hand or with
#   rolegraph profile add|done|learning|skip FILE NAME[:LEVEL]...
# Levels are familiar, working, proficient and expert; working where none is given.
"""
_REMARKS: Final = {
    HAVE: "What you had when you began.",
    DONE: "What you have learned since, with the day on which you said so.",
    LEARNING: "What you are learning now.",
    SKIP: "What you do not want to learn: plans do without it.",
}
_COLUMN: Final = 34  # where remarks behind entries begin, if there is room


class Beginning(NamedTuple):
    """What a new profile begins with. `holdings` are given by the words they stand under: where they are from."""

    name: str
    hours_per_week: float | None = None
    goal: Node | None = None
    holdings: tuple[tuple[str, tuple[Holding, ...]], ...] = ()


def init_profile(path: Path, beginning: Beginning, resolve: Resolve, resolve_role: Resolve, *, force: bool) -> None:
    """Write a new profile file, readable and with remarks.

    Parameters
    ----------
    path
        Where it is to lie.
    beginning
        What it says.
    resolve, resolve_role
        Give the capability, or the role, that a name means: what is written can be read again.
    force
        Whether a file that is there is replaced.

    Raises
    ------
    SourceError
        When there is such a file already, or it cannot be written.
    """
    if not force and (path.exists() or path.is_symlink()):
        raise SourceError("is there already", "name another file, or replace it with --force", path=path)
    if path.is_dir():
        raise SourceError("is a folder, not a file", "name a file in it", path=path)
    data = "".join(f"{line}\n" for line in _lines(beginning, resolve, resolve_role)).encode()
    parse_file(data, path, resolve, resolve_role)
    write_atomically(path, data)


def _lines(beginning: Beginning, resolve: Resolve, resolve_role: Resolve) -> Iterator[str]:
    yield _HEAD
    yield f"name: {scalar(beginning.name)}"
    hours = beginning.hours_per_week
    yield _remarked(f"hours_per_week: {hours:g}" if hours else "# hours_per_week: 8", "turns hours into weeks")
    goal = f"goal: {scalar(spelling(beginning.goal, resolve_role))}" if beginning.goal else "# goal: name-of-a-role"
    yield _remarked(goal, "the role you are on the way to")
    for section, remark in _REMARKS.items():
        yield f"\n# {remark}"
        yield f"{section}:"
        if section == HAVE:
            yield from _holdings(beginning.holdings, resolve)


def _holdings(groups: Iterable[tuple[str, tuple[Holding, ...]]], resolve: Resolve) -> Iterator[str]:
    for title, holdings in groups:
        if holdings and title:
            yield f"  # {title}"
        for one in holdings:
            remark = ""
            if len(one.one_of) > 1:
                remark = "one of these: keep the one you have"
            elif one.open_to_related:
                remark = "name the one you have"
            elif spelling(one.one_of[0], resolve) in (one.one_of[0].path, one.one_of[0].iri):
                remark = one.label
            name = scalar(OR.join(spelling(node, resolve, alone=len(one.one_of) == 1) for node in one.one_of))
            yield _remarked(f"  {name}:{_level(one)}", remark)


def _level(holding: Holding) -> str:
    """What is said of a holding; the level of a degree means nothing."""
    if holding.open_to_related:
        return f" {RELATED}"
    return f" {holding.level}" if any(one.kind in LEARNABLE_KINDS for one in holding.one_of) else ""


def _remarked(text: str, remark: str) -> str:
    return f"{text:<{_COLUMN}}  # {remark}" if remark else text


def spelling(node: Node, resolve: Resolve, *, alone: bool = True) -> str:
    """The name by which a file calls a node: the most readable of those that mean it and nothing else."""
    for name in (*([node.slug] if _is_readable(node) else []), node.label, node.path):
        if name.strip() != name or "\n" in name or (OR.strip() in name and not alone):
            continue
        try:
            if resolve(name) == node:
                return name
        except (UnknownNode, AmbiguousNode):
            continue
    return node.iri


def _is_readable(node: Node) -> bool:
    """Whether a slug says what the node is, which that of a concept with a number or code does not."""
    ours = node.iri.startswith(ID) and node.kind in (Kind.DEGREE, Kind.CERTIFICATION)
    return ours or node.slug == slugify(node.label, node.kind)


def scalar(text: str) -> str:
    """A text as YAML has it, in quotation marks where it would be taken for something else without.

    >>> scalar("Power BI"), scalar("no"), scalar("C#: advanced")
    ('Power BI', '"no"', '"C#: advanced"')
    """
    import yaml

    if text and all(sign.isalnum() or sign in " -_./+|" for sign in text) and text.isprintable():
        try:
            node = yaml.compose(f"{text}: x", Loader=yaml.SafeLoader)
        except yaml.YAMLError:
            node = None
        if isinstance(node, yaml.MappingNode):
            key, _ = node.value[0]
            if key.value == text and key.tag == "tag:yaml.org,2002:str":
                return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(sign if sign.isprintable() else f"\\U{ord(sign):08X}" for sign in quoted)


_BOM: Final = b"\xef\xbb\xbf"
_LINE_END: Final = re.compile(r"\r\n|\n|\r")


class Put(NamedTuple):
    """Say in a section that there is a capability, with a level and a day where it takes them."""

    section: str
    node: Node
    level: Level | None = None
    on: str = ""


class Drop(NamedTuple):
    """Take a capability out of a section."""

    section: str
    node: Node


Edit = Put | Drop
_Said = tuple[Level | None, str, bool]


def edit_profile(path: Path, edits: Iterable[Edit], resolve: Resolve, resolve_role: Resolve) -> None:
    """Change a profile file, as a whole or not at all.

    Parameters
    ----------
    path
        The file.
    edits
        What to change, one after the other. What is said already is not said again.
    resolve, resolve_role
        Give the capability, or the role, that a name means.

    Raises
    ------
    SourceError
        When the file cannot be read, may not be written, or is built so that an entry has no place in it; it is then
        as it was.
    """
    before = read_bytes(path)
    data = before
    file = parse_file(data, path, resolve, resolve_role)
    wanted = _meaning(file)
    for edit in edits:
        said = wanted[edit.section]
        key = frozenset((edit.node,))
        if isinstance(edit, Drop):
            if key not in said:
                continue
            del said[key]
        else:
            if said.get(key) == (edit.level, edit.on, False):
                continue
            said[key] = (edit.level, edit.on, False)
        data = _edited(data, path, file, edit, resolve)
        try:
            file = parse_file(data, path, resolve, resolve_role)
        except SourceError:
            raise _no_place(path, edit) from None
        if _meaning(file) != wanted:
            raise _no_place(path, edit)
    if data != before:
        if not path.stat().st_mode & 0o222:
            raise SourceError("is read-only", "make it writable first", path=path)
        write_atomically(path, data)


def _meaning(file: ProfileFile) -> dict[str, dict[frozenset[Node], _Said]]:
    """What a file says, whatever it looks like."""
    sections = {name: getattr(file, name) for name in SECTIONS}
    return {
        name: {frozenset(one.one_of): (one.level, one.on, one.related) for one in found}
        for name, found in sections.items()
    }


def _no_place(path: Path, edit: Edit) -> SourceError:
    verb = "put in" if isinstance(edit, Put) else "taken out"
    problem = f"{edit.node.label} cannot be {verb} without changing more than that"
    return SourceError(problem, f"change {edit.section} by hand", path=path)


def _edited(data: bytes, path: Path, file: ProfileFile, edit: Edit, resolve: Resolve) -> bytes:
    bom = _BOM if data.startswith(_BOM) else b""
    text = data[len(bom) :].decode()
    sections = top_level(data, path)
    section = sections[edit.section][1] if edit.section in sections else None
    there = {one.one_of: place for place, one in enumerate(getattr(file, edit.section))}
    place = there.get((edit.node,))
    if section is not None and place is not None:
        found = [*items(section, path)]
        if isinstance(edit, Drop):
            text = _without(text, section, found, place)
        else:
            text = _with_value(text, *found[place], _value(edit))
    elif isinstance(edit, Put):
        name = scalar(spelling(edit.node, resolve))
        text = _with_entry(text, sections, edit.section, name, _value(edit))
    return bom + text.encode()


def _value(edit: Put) -> str:
    if edit.section == DONE and edit.on:
        return f"{{level: {edit.level}, on: {edit.on}}}" if edit.level else f"{{on: {edit.on}}}"
    return str(edit.level) if edit.level else ""


def _with_value(text: str, key: yaml.Node, value: yaml.Node | None, new: str) -> str:
    """The text with another value behind a key."""
    if value is None or (is_empty(value) and not text[: value.start_mark.index].endswith(":")):
        if value is not None and value.value:  # a word for nothing
            return _spliced(text, value.start_mark.index, value.end_mark.index, new)
        return _spliced(text, key.end_mark.index, key.end_mark.index, f": {new}")
    start, end = value.start_mark.index, _end(value)
    old = text[start:end]
    return _spliced(text, start, start + len(old.rstrip()), new if old else f" {new}")


def _with_entry(text: str, sections: Mapping[str, tuple[yaml.Node, yaml.Node]], name: str, key: str, value: str) -> str:
    """The text with one more entry, at the end of a section."""
    import yaml

    eol = found[0] if (found := _LINE_END.search(text)) else "\n"
    if name not in sections:
        margin = " " * min((key.start_mark.column for key, _ in sections.values()), default=0)
        gap = "" if not text or _LINE_END.match(text[-1]) else eol
        return f"{text}{gap}{eol}{margin}{name}:{eol}{margin}  {_entry(key, value, listed=False)}{eol}"
    title, section = sections[name]
    if isinstance(section, yaml.ScalarNode):
        start = section.start_mark.index
        text = _spliced(text, start, section.end_mark.index, "")
        margin = " " * (title.start_mark.column + 2)
        return _line_after(text, start, margin + _entry(key, value, listed=False), eol)
    listed = isinstance(section, yaml.SequenceNode)
    if _in_a_line(section):
        last = max((_end(one) for pair in section.value for one in _parts(pair)), default=None)
        place = section.end_mark.index - 1 if last is None else last
        return _spliced(text, place, place, ("" if last is None else ", ") + _entry(key, value, listed=listed))
    margin = " " * section.start_mark.column + ("- " if listed else "")
    return _line_after(text, _end(section), margin + _entry(key, value, listed=listed), eol)


def _entry(key: str, value: str, *, listed: bool) -> str:
    if value:
        return f"{key}: {value}"
    return key if listed else f"{key}:"


def _without(text: str, section: yaml.Node, found: list[tuple[yaml.ScalarNode, yaml.Node | None]], place: int) -> str:
    """The text without an entry: its whole line, or its share of one."""
    spans = [(key.start_mark.index, max(key.end_mark.index, _end(value) if value else 0)) for key, value in found]
    start, end = spans[place]
    if not _in_a_line(section):
        line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
        after = _LINE_END.search(text, end)
        return _spliced(text, line, after.end() if after else len(text), "")
    if place + 1 < len(spans):
        end = spans[place + 1][0]
    elif place:
        start = spans[place - 1][1]
    return _spliced(text, start, end, "")


def _parts(pair: object) -> tuple[yaml.Node, ...]:
    return pair if isinstance(pair, tuple) else (pair,)


def _end(node: yaml.Node) -> int:
    """Where the last word of a node ends; a block's own mark lies where the next thing begins."""
    if _in_a_line(node) or not node.value:
        return int(node.end_mark.index)
    return max(_end(one) for pair in node.value for one in _parts(pair))


def _in_a_line(node: yaml.Node) -> bool:
    """Whether a node is a word, or put between brackets: then it ends where its mark says."""
    import yaml

    return not isinstance(node, yaml.CollectionNode) or bool(node.flow_style)


def _line_after(text: str, place: int, line: str, eol: str) -> str:
    """The text with one more line below the one that a place is in."""
    end = _LINE_END.search(text, place)
    return _spliced(text, end.end(), end.end(), line + eol) if end else f"{text}{eol}{line}{eol}"


def _spliced(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]
