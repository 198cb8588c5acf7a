"""Beginning a profile file: its text, with remarks that say what each part is for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from rolegraph.errors import AmbiguousNode, SourceError, UnknownNode
from rolegraph.names import Node
from rolegraph.plans import Holding
from rolegraph.profiles.reading import DONE, HAVE, LEARNING, OR, RELATED, SKIP, parse_file
from rolegraph.profiles.words import Resolve
from rolegraph.store.files import write_atomically
from rolegraph.vocabulary import ID, LEARNABLE_KINDS, Kind, slugify

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
