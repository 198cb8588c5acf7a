"""A person's profile as words on the command line or as a YAML file: reading it, beginning one, and changing it.

`docs/profiles.md` says what a file may hold.
"""

from __future__ import annotations

from rolegraph.profiles.reading import ProfileFile, read_file, read_profile
from rolegraph.profiles.words import parse_have, parse_holding, parse_level

__all__ = ["ProfileFile", "parse_have", "parse_holding", "parse_level", "read_file", "read_profile"]
