"""The files of the shipped graph, for the tests.

`python -m tests.shipped` makes statements of the mappings, and puts all files into canonical form.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from rolegraph.rdf.files import shipped
from rolegraph.rdf.formats import read_quads, write_quads
from rolegraph.readers.mapping_files import read_mappings
from rolegraph.readers.mapping_statements import mapping_statements

FOLDER: Final = shipped("data")
FILES: Final = sorted(FOLDER.glob("*.ttl"))
MAPPINGS: Final = FOLDER / "mappings.sssom.tsv"
MAPPED: Final = FOLDER / "rolegraph-mappings.ttl"


def source_of(path: Path) -> str:
    """The source that speaks in a file: the editors in those of roles, or else that which the file is named after."""
    return "editorial" if path.stem.startswith("role-") else path.stem


def canonical(path: Path) -> bytes:
    """A file's statements as rolegraph writes them."""
    return write_quads(read_quads(path), ".ttl")


def mapped() -> bytes:
    """The mappings as statements of their source."""
    return write_quads(mapping_statements(read_mappings(MAPPINGS)).quads, ".ttl")


if __name__ == "__main__":
    MAPPED.write_bytes(mapped())
    for each in FILES:
        if (text := canonical(each)) != each.read_bytes():
            each.write_bytes(text)
            sys.stdout.write(f"{each.name}: sorted\n")
