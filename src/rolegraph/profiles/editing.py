"""Writing a profile file: a new one with comments, or one entry of an existing one, where every other byte stays.

Entries are found where the YAML parser places them. A changed file is read again before it is written, and must say
what it said before, but for the change.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.errors import AmbiguousNode, SourceError, UnknownNode
from rolegraph.model.level_words import Resolve, named_with_level, split_level
from rolegraph.model.nodes import LEARNABLE_KINDS, Kind, Level, Node, slugify
from rolegraph.model.plans import Holding
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
from rolegraph.rdf.commits import write_atomically
from rolegraph.rdf.files import read_bytes
from rolegraph.rdf.locks import locked
from rolegraph.rdf.vocabulary import ID

if TYPE_CHECKING:
    import yaml

_HEAD: Final = """\
# A profile for rolegraph, to be edited by hand or with
#   rolegraph profile add|done|learning|skip FILE NAME[:LEVEL]...
# Levels are familiar, working, proficient and expert; working where none is given.
"""
_COMMENTS: Final = {
    HAVE: "What you had at the start.",
    DONE: "What you have learned since, with the day on which you recorded it.",
    LEARNING: "What you are learning now.",
    SKIP: "What you do not want to learn: plans leave it out.",
}
_LONGEST: Final = 100  # signs of a name; YAML allows keys of 1,024, in which a sign may take ten
_Content = dict[str, dict[frozenset[Node | str], tuple[Level | None, str, bool]]]  # of each section
_COLUMN: Final = 34  # where comments behind entries begin, if there is room


class NewProfile(NamedTuple):
    """What a new profile says. `holdings` are in groups, each under a heading that says where they are from.

    `learned` are what was learned since, each with its day if that is known, `learning` and `skipped` as a profile has
    them. `preface` has the comments at the top, `remarks` the one behind an entry, by its alternatives; `notes` those
    at the end of a section. Levels of what is `unrated` are not written.
    """

    name: str
    hours_per_week: float | None = None
    goal: Node | None = None
    holdings: tuple[tuple[str, tuple[Holding, ...]], ...] = ()
    learned: tuple[Holding, ...] = ()
    learning: tuple[Node, ...] = ()
    skipped: tuple[Node, ...] = ()
    preface: tuple[str, ...] = ()
    remarks: Mapping[tuple[Node, ...], str] = MappingProxyType({})
    notes: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    unrated: frozenset[tuple[Node, ...]] = frozenset()


def write_profile(path: Path, new: NewProfile, resolve: Resolve, resolve_role: Resolve, *, force: bool) -> None:
    """Write a new profile file with comments, which can be read again by `resolve` and `resolve_role`.

    Raises `SourceError` when there is a file already and `force` is false, or it cannot be written.
    """
    _refuse_existing(path, force=force)
    data = profile_data(new, resolve, resolve_role, path)
    with locked(path):
        _refuse_existing(path, force=force)  # again, as another process may have come first
        write_atomically(path, data)


def profile_data(new: NewProfile, resolve: Resolve, resolve_role: Resolve, path: Path) -> bytes:
    """The bytes of a new profile file, which say what is meant when they are read again; `path` is for messages."""
    data = "".join(f"{line}\n" for line in _lines(new, resolve, resolve_role)).encode(errors="surrogateescape")
    file = parse_file(data, path, resolve, resolve_role)
    meant = ProfileFile(path, new.name.strip() or path.stem, new.hours_per_week, new.goal, (), (), (), ())
    if _content(file) != _meant(new) or _head(file) != _head(meant):
        raise SourceError("would not say what is meant", "give the profile another name", path=path)
    return data


def _meant(new: NewProfile) -> _Content:
    held = {frozenset[Node | str](held.one_of): _written(held, new) for _, group in new.holdings for held in group}
    done = {frozenset[Node | str](held.one_of): (_written(held, new)[0], held.since, False) for held in new.learned}
    content: _Content = {HAVE: held, DONE: done}
    for section, nodes in ((LEARNING, new.learning), (SKIP, new.skipped)):
        content[section] = {frozenset[Node | str]((node,)): (None, "", False) for node in nodes}
    return content


def _refuse_existing(path: Path, *, force: bool) -> None:
    if not force and (path.exists() or path.is_symlink()):
        raise SourceError("already exists", "name another file, or replace it with --force", path=path)


def _written(holding: Holding, new: NewProfile) -> tuple[Level | None, str, bool]:
    """What an entry says of a capability: its level, which means nothing for a degree, and how exact it is."""
    has_level = any(node.kind in LEARNABLE_KINDS for node in holding.one_of) and not holding.open_to_related
    is_rated = has_level and holding.one_of not in new.unrated
    return (holding.level if is_rated else None), "", holding.open_to_related


def _lines(new: NewProfile, resolve: Resolve, resolve_role: Resolve) -> Iterator[str]:
    yield from (f"# {in_a_line(line)}".rstrip() for line in new.preface)
    yield _HEAD
    yield f"name: {scalar(new.name)}"
    week = str(new.hours_per_week).removesuffix(".0")
    hours = f"hours_per_week: {week}" if new.hours_per_week else "# hours_per_week: 8"
    yield _commented(hours, "turns hours into weeks")
    goal = f"goal: {scalar(spelling(new.goal, resolve_role))}" if new.goal else "# goal: name-of-a-role"
    yield _commented(goal, "the role you are on the way to")
    for section, comment in _COMMENTS.items():
        yield f"\n# {comment}"
        yield f"{section}:"
        if section == HAVE:
            yield from _holdings(new, resolve)
        for edit in _entered(new, section):
            value = _value(edit)
            yield f"  {scalar(spelling(edit.node, resolve))}:{value and f' {value}'}"
        yield from (f"  # {in_a_line(line)}" for line in new.notes.get(section, ()))


def _holdings(new: NewProfile, resolve: Resolve) -> Iterator[str]:
    for title, holdings in new.holdings:
        if holdings and title:
            yield f"  # {in_a_line(title)}"
        for holding in holdings:
            names = [spelling(node, resolve, alone=len(holding.one_of) == 1) for node in holding.one_of]
            comment = new.remarks.get(holding.one_of, "")
            if comment:
                pass
            elif len(names) > 1:
                comment = "one of these: keep the one you have"
            elif holding.open_to_related:
                comment = "name the one you have"
            elif names[0] in (holding.one_of[0].path, holding.one_of[0].iri):
                comment = holding.label
            stated, _, related = _written(holding, new)
            level = f" {RELATED}" if related else "" if stated is None else f" {stated}"
            yield _commented(f"  {scalar(OR.join(names))}:{level}", comment)


def _entered(new: NewProfile, section: str) -> Iterator[SetEntry]:
    """The entries of a section other than that of what was had at the start."""
    if section == DONE:
        yield from (SetEntry(DONE, held.one_of[0], _written(held, new)[0], held.since) for held in new.learned)
    for node in {LEARNING: new.learning, SKIP: new.skipped}.get(section, ()):
        yield SetEntry(section, node)


def _commented(text: str, comment: str) -> str:
    return f"{text:<{_COLUMN}}  # {in_a_line(comment)}" if comment else text


def in_a_line(comment: str) -> str:
    """A label as a comment may have it: in one line, without what YAML does not allow."""
    return "".join(sign for sign in " ".join(comment.split()) if sign.isprintable())


def spelling(node: Node, resolve: Resolve, *, alone: bool = True) -> str:
    """The name by which a file calls a node: the most readable of those that mean it and nothing else."""
    for name in (*([node.slug] if _is_readable(node) else []), node.label, node.path):
        if name.strip() != name or "\n" in name or len(name) > _LONGEST or (OR.strip() in name and not alone):
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
    """A text as YAML has it, in quotation marks where it would be taken for something else without."""
    import yaml

    def dumped(style: str | None) -> str:  # in brackets, where fewer texts can do without quotation marks
        document = yaml.safe_dump(
            [text], default_style=style, default_flow_style=True, allow_unicode=True, width=math.inf
        )
        return document.rstrip("\n")[1:-1]

    plain = dumped(None)
    return plain if plain == text else dumped('"')


_BOM: Final = b"\xef\xbb\xbf"
_LINE_END: Final = re.compile(r"\r\n|\n|\r")


class SetEntry(NamedTuple):
    """Say in a section that there is a capability, with a level and a day where it takes them."""

    section: str
    node: Node
    level: Level | None = None
    on: str = ""


class RemoveEntry(NamedTuple):
    """Take a capability out of a section."""

    section: str
    node: Node


Edit = SetEntry | RemoveEntry


def edit_profile(
    path: Path, edits: Iterable[Edit], resolve: Resolve, resolve_role: Resolve, *, skip_unknown: bool = False
) -> None:
    """Change a profile file, one edit after the other, as a whole or not at all; what it says already stays as it is.

    Raises `SourceError` when the file cannot be read, may not be written, or is built so that an entry has no place in
    it; it is then as it was. Whoever has read it before, to know what to change, holds its lock since then.
    """
    data = before = read_bytes(path)
    file = parse_file(data, path, resolve, resolve_role, skip_unknown=skip_unknown)
    expected, head = _content(file), _head(file)
    for edit in edits:
        section, key = expected[edit.section], frozenset[Node | str]((edit.node,))
        entry = (edit.level, edit.on, False) if isinstance(edit, SetEntry) else None
        if section.get(key) == entry:
            continue
        if entry is not None:
            section[key] = entry
        else:
            del section[key]
        data = _edited(data, path, file, edit, resolve)
        try:
            file = parse_file(data, path, resolve, resolve_role, skip_unknown=skip_unknown)
        except SourceError:
            raise _no_place(path, edit) from None
        if _content(file) != expected or _head(file) != head:
            raise _no_place(path, edit)
    if data != before:
        write_atomically(path, data)


def _head(file: ProfileFile) -> tuple[str, float | None, Node | None]:
    return file.name, file.hours_per_week, file.goal


def _content(file: ProfileFile) -> _Content:
    """The content of each section of a file, without its layout; what is left out goes by its name."""
    return {
        name: {
            frozenset(entry.one_of or (entry.name,)): (entry.level, entry.on, entry.related)
            for entry in getattr(file, name)
        }
        for name in SECTIONS
    }


def _no_place(path: Path, edit: Edit) -> SourceError:
    verb = "put in" if isinstance(edit, SetEntry) else "taken out"
    problem = f"{edit.node.label} cannot be {verb} without changing more than that"
    return SourceError(problem, f"change {edit.section} by hand", path=path)


def _edited(data: bytes, path: Path, file: ProfileFile, edit: Edit, resolve: Resolve) -> bytes:
    bom = _BOM if data.startswith(_BOM) else b""
    text = data[len(bom) :].decode()
    sections = top_level(data, path)
    names = [entry.one_of for entry in getattr(file, edit.section)]
    if (edit.node,) in names:
        section, place = sections[edit.section][1], names.index((edit.node,))
        found = list(items(section, path))
        if isinstance(edit, RemoveEntry):
            text = _without(text, section, found, place)
        else:
            text = _with_value(text, *found[place], _value(edit))
            key = found[place][0]
            if named_with_level(key.value, resolve)[1]:  # the level of an edit is the only one
                name = scalar(split_level(key.value)[0])
                text = _spliced(text, key.start_mark.index, key.end_mark.index, name)
    elif isinstance(edit, SetEntry):
        text = _with_entry(text, sections, edit.section, scalar(spelling(edit.node, resolve)), _value(edit))
    return bom + text.encode()


def _value(edit: SetEntry) -> str:
    if edit.section == DONE and edit.on:
        return f"{{level: {edit.level}, on: {edit.on}}}" if edit.level else f"{{on: {edit.on}}}"
    return str(edit.level) if edit.level else ""


def _with_value(text: str, key: yaml.Node, value: yaml.Node | None, new: str) -> str:
    """The text with another value behind a key."""
    if value is None or (is_empty(value) and not text[: value.start_mark.index].endswith(":")):
        if value is not None and value.value:  # null or ~
            return _spliced(text, value.start_mark.index, value.end_mark.index, new)
        return _spliced(text, key.end_mark.index, key.end_mark.index, f": {new}")
    start, end = value.start_mark.index, end_of(value)
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
    if _is_flow(section):
        last = max((end_of(part) for pair in section.value for part in _parts(pair)), default=None)
        place = section.end_mark.index - 1 if last is None else last
        return _spliced(text, place, place, ("" if last is None else ", ") + _entry(key, value, listed=listed))
    margin = " " * section.start_mark.column + ("- " if listed else "")
    return _line_after(text, end_of(section), margin + _entry(key, value, listed=listed), eol)


def _entry(key: str, value: str, *, listed: bool) -> str:
    if value:
        return f"{key}: {value}"
    return key if listed else f"{key}:"


def _without(text: str, section: yaml.Node, found: list[tuple[yaml.ScalarNode, yaml.Node | None]], place: int) -> str:
    """The text without an entry: its whole line, or its part of one."""
    spans = [(key.start_mark.index, max(key.end_mark.index, end_of(value) if value else 0)) for key, value in found]
    start, end = spans[place]
    if not _is_flow(section):
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


def end_of(node: yaml.Node) -> int:
    """Where the last word of a node ends; a block's own mark lies where the next thing begins."""
    if _is_flow(node) or not node.value:
        return int(node.end_mark.index)
    return max(end_of(part) for pair in node.value for part in _parts(pair))


def _is_flow(node: yaml.Node) -> bool:
    """Whether a node is a word, or put between brackets: then it ends where its mark says."""
    import yaml

    return not isinstance(node, yaml.CollectionNode) or bool(node.flow_style)


def _line_after(text: str, place: int, line: str, eol: str) -> str:
    """The text with one more line below the one that a place is in."""
    end = _LINE_END.search(text, place)
    return _spliced(text, end.end(), end.end(), line + eol) if end else f"{text}{eol}{line}{eol}"


def _spliced(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]
