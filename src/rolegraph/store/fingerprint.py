"""Whether a built store is still the one that something was computed from, told without reading its statements."""

from __future__ import annotations

import hashlib
from pathlib import Path

# The engine's own files. Its logs for people, locks and options change without any statement changing.
_CONTENT = ("CURRENT", "MANIFEST-*", "*.sst", "*.log", "*.blob")


def fingerprint(place: Path) -> str:
    """The SHA-256 of the names and sizes of a store's files, in hexadecimal.

    The engine never rewrites a file of statements: a change is another file, or an addition to its journal.
    """
    files = sorted((path.name, path.stat().st_size) for pattern in _CONTENT for path in place.glob(pattern))
    return hashlib.sha256(repr(files).encode()).hexdigest()
