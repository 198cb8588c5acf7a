"""Role profiles as YAML: roles with their requirements below them, and what is known of capabilities."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rolegraph.errors import SourceError
from rolegraph.sources.table.columns import COLUMNS, SEVERAL, column, plain
from rolegraph.sources.table.rows import Place, Row, clean, note_ignored
from rolegraph.sources.tally import Tally
from rolegraph.yaml_nodes import compose, entries, fault

if TYPE_CHECKING:
    import yaml

ROLES: Final = "roles"
CAPABILITIES: Final = "capabilities"
_SHAPE: Final = "write `roles:` and below it a list of roles, each with a name and a list of requirements"


def read_nested(data: bytes, path: Path, tally: Tally) -> Iterator[Row]:
    """The rows that a YAML file stands for: one for what is said of a role, one for each requirement and capability.

    Raises
    ------
    SourceError
        When it is no YAML, has an alias or a tag, or is not built as it should be.
    """
    root = compose(data, path, _SHAPE)
    if root is None:
        raise SourceError("is empty", _SHAPE, path=path)
    ignored: list[str] = []
    sections = dict(_entries(root, path))
    if not any(key.value in (ROLES, CAPABILITIES) for key in sections):
        raise _fault(root, path, f"has neither {ROLES} nor {CAPABILITIES}")
    for key, node in sections.items():
        place = Place(path, str(path), str(key.value))
        if key.value == ROLES:
            for item in _items(node, path):
                yield from _role(item, place, tally, ignored)
        elif key.value == CAPABILITIES:
            for item in _items(node, path):
                cells = _cells(item, place, "capability", ignored)
                tally.read(place.file)
                yield Row(place, item.start_mark.line + 1, cells, describes=True)
        else:
            ignored.append(str(key.value))
    note_ignored(ignored, Place(path, str(path), ""), tally)


def _role(item: yaml.Node, place: Place, tally: Tally, ignored: list[str]) -> Iterator[Row]:
    """A role's own row, where there is something to say in it, and one for each requirement."""
    import yaml

    requirements: list[yaml.Node] = []
    if isinstance(item, yaml.MappingNode):
        for key, value in _entries(item, place.path):
            if plain(key.value) == "requirement":
                requirements = _items(value, place.path)
    cells = _cells(item, place, "role", ignored)
    if "role" not in cells:
        tally.read(place.file)
        tally.misfit(place.file, item.start_mark.line + 1, "role", "has no name, and was left out with all it asks for")
        return
    if len(cells) > 1 or not requirements:
        tally.read(place.file)
        yield Row(place, item.start_mark.line + 1, cells)
    for one in requirements:
        tally.read(place.file)
        asked = _cells(one, place, "capability", ignored)
        yield Row(place, one.start_mark.line + 1, {**asked, "role": cells["role"]})


def _cells(item: yaml.Node, place: Place, named: str, ignored: list[str]) -> dict[str, str]:
    """The cells of a mapping, whose `name` is the column `named`; a bare text is nothing but that."""
    import yaml

    if isinstance(item, yaml.ScalarNode) or (named == "capability" and isinstance(item, yaml.SequenceNode)):
        return _filled({named: _text(item, place.path)})
    cells: dict[str, str] = {}
    for key, value in _entries(item, place.path):
        if plain(key.value) == "requirement" and named == "role":
            continue
        name = named if plain(key.value) == "name" else column(key.value)
        if name is None:
            ignored.append(key.value)
        elif name in cells:
            raise _fault(key, place.path, f"{key.value} is there twice", "keep one of them")
        else:
            cells[name] = _text(value, place.path)
    return _filled(cells)


def _filled(cells: dict[str, str]) -> dict[str, str]:
    return {name: cells[name] for name in COLUMNS if cells.get(name)}


def _text(node: yaml.Node, path: Path) -> str:
    """A text as it is written, whatever YAML takes it for; several with the sign between them that tables have."""
    import yaml

    if isinstance(node, yaml.SequenceNode):
        return SEVERAL.join(filter(None, (_text(one, path) for one in node.value)))
    if not isinstance(node, yaml.ScalarNode):
        raise _fault(
            node, path, "has a mapping where a text should be", "is a text with a colon not in quotation marks?"
        )
    return "" if node.tag == "tag:yaml.org,2002:null" else clean(node.value)


def _items(node: yaml.Node, path: Path) -> list[yaml.Node]:
    import yaml

    if isinstance(node, yaml.ScalarNode) and not node.value:
        return []
    if not isinstance(node, yaml.SequenceNode):
        raise _fault(node, path, "is no list", "begin each item with a hyphen")
    return list(node.value)


def _entries(node: yaml.Node, path: Path) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    return entries(node, path, _SHAPE)


def _fault(node: yaml.Node, path: Path, problem: str, cure: str = _SHAPE) -> SourceError:
    return fault(node, path, problem, cure)
