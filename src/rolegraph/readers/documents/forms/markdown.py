"""Plain text and Markdown: front matter apart from the text, and tables as headings and bullets."""

from __future__ import annotations

import re
from typing import Final

from rolegraph.errors import SourceError
from rolegraph.readers.documents.forms.document import has_text
from rolegraph.readers.documents.plain_text import Line, read_lines

_FENCES: Final = ("---", "+++")
_MOST_FRONT_MATTER: Final = 200  # lines
_KEY: Final = re.compile(rb"[\w.-]{1,60}\"?\s{0,10}[:=]")


def read_markdown(data: bytes, name: str) -> tuple[list[Line], str]:
    """The lines of a text, plain or in Markdown, and the title that its front matter states.

    Lines of the front matter are there, and empty. Raises what `read_lines` raises.
    """
    lines = read_lines(data, name)
    end, title = _front_matter(data)
    lines[:end] = [Line(line.number, "") for line in lines[:end]]
    if not has_text(lines):
        raise SourceError("holds nothing but front matter", "name a file that holds a text about a job", path=name)
    return lines, title


def _front_matter(data: bytes) -> tuple[int, str]:
    """How many lines the front matter has, with its fences, and its title."""
    head = data.removeprefix(b"\xef\xbb\xbf").splitlines()[: _MOST_FRONT_MATTER + 1]
    if not head or (fence := head[0].rstrip().decode("utf-8", "replace")) not in _FENCES:
        return 0, ""
    ends = {fence.encode(), b"..."} if fence == "---" else {fence.encode()}
    end = next((index for index, line in enumerate(head[1:], start=1) if line.rstrip() in ends), 0)
    if not end or not _KEY.match(head[1]):
        return 0, ""
    block = b"\n".join(head[1:end]).decode("utf-8")
    return end + 1, _title(block, is_toml=fence == "+++")


def _title(block: str, *, is_toml: bool) -> str:
    """The title in front matter; "" for none, or for a block that is not what its fences say."""
    import tomllib

    import yaml

    try:
        data = tomllib.loads(block) if is_toml else yaml.safe_load(block)
    except (tomllib.TOMLDecodeError, yaml.YAMLError, ValueError, RecursionError):
        return ""
    title = data.get("title") if isinstance(data, dict) else None
    return " ".join(title.split()) if isinstance(title, str) else ""
