"""YAML from untrusted files as nodes with their lines: no object is built, no code is run, no alias is expanded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rolegraph.errors import SourceError
from rolegraph.rdf.files import check_text

if TYPE_CHECKING:
    import yaml


_DEEPEST: Final = 100  # levels of nesting; beyond that the parser is slow, and what comes after it may fail
_NULL: Final = "tag:yaml.org,2002:null"


def compose(data: bytes, path: Path, cure: str) -> yaml.Node | None:
    """The root of a YAML document, UTF-8 with or without a byte order mark; None for one without content.

    Raises `SourceError` when it is not YAML, is nested too deeply (then with `cure`), or has an alias or a tag: files
    written by hand need neither, and nested aliases make a small file grow without limit.
    """
    import yaml

    check_text(data, path, "name a YAML file")
    text = data.decode("utf-8-sig")
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            line = event.start_mark.line + 1 if event.start_mark else None
            if isinstance(event, yaml.AliasEvent):
                raise SourceError(f"has an alias, *{event.anchor}", "write it out there", path=path, line=line)
            if isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None) is not None:
                raise SourceError(f"has a tag, {event.tag}", "remove it", path=path, line=line)  # type: ignore[attr-defined]
            if depth > _DEEPEST:
                raise SourceError("is nested too deeply", cure, path=path, line=line)
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark.line + 1 if error.problem_mark else None
        remedy = "indent with spaces" if "'\\t'" in (error.problem or "") else "correct the YAML there"
        raise SourceError(error.problem or "is not valid YAML", remedy, path=path, line=mark) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise SourceError(f"is not valid YAML: {error.reason}", "remove it", path=path, line=line) from None


def entries(node: yaml.Node, path: Path, cure: str) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    """The keys of a mapping with their values; `SourceError` where it is not a mapping, or a key is not a scalar."""
    import yaml

    if not isinstance(node, yaml.MappingNode):
        raise fault(node, path, "is not a mapping of names to values", cure)
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise fault(key, path, "a key that is not a word", cure)
        yield key, value


def is_empty(node: yaml.Node | None) -> bool:
    """Whether a value is missing, empty or null."""
    import yaml

    return node is None or (isinstance(node, yaml.ScalarNode) and (not node.value or node.tag == _NULL))


def fault(node: yaml.Node, path: Path, problem: str, cure: str) -> SourceError:
    """An error about a node, with its line."""
    return SourceError(problem, cure, path=path, line=node.start_mark.line + 1)
