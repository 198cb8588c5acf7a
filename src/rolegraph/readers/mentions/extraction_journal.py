"""What has been read so far, in a hidden folder beside the table: a killed run goes on there, of the same texts only.

`journal.json` says which texts are read, by which names and how; a part appears in one step, when its unit is done.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from rolegraph.rdf.journals import hidden
from rolegraph.readers.mentions.mention_file import report_of

_PART: Final = re.compile(r"(\d{1,12})\.parquet")
# What has changed where a journal is of another run, in words.
_CHANGES: Final = {
    "texts": "other texts",
    "graph": "another graph",
    "version": "another version of rolegraph",
}
_OTHERWISE: Final = "other options"


class ExtractionJournal:
    """The parts of a table that is being made, for who holds its lock."""

    def __init__(self, target: Path, run: Mapping[str, str], note: Callable[[str], object]) -> None:
        """Go on where a run with the same texts, names and options was ended, or begin anew and say why."""
        self.folder = hidden(target, "parts", beside=True)
        self._path = self.folder / "journal.json"
        earlier = self._earlier()
        self.reports: dict[int, dict[str, int]] = {}
        if earlier is not None and earlier == run:
            self._sweep()
        else:
            if earlier:
                changed = [_CHANGES.get(key, _OTHERWISE) for key in run if earlier.get(key) != run[key]]
                note(
                    f"{target}: an earlier run that was ended read {', '.join(dict.fromkeys(changed))}: beginning anew"
                )
            self.remove()
            self.folder.mkdir()
            self._path.write_text(json.dumps(run), encoding="utf-8")

    def _earlier(self) -> dict[str, str] | None:
        with suppress(OSError, ValueError):
            found = json.loads(self._path.read_text(encoding="utf-8"))
            return found if isinstance(found, dict) else {}
        return {} if self.folder.exists() else None

    def _sweep(self) -> None:
        """Know the parts that are whole, and remove all else."""
        for path in sorted(self.folder.iterdir()):
            number = _PART.fullmatch(path.name)
            if number and (report := report_of(path)) is not None:
                self.reports[int(number[1])] = {"texts": report["texts"]}
            elif path != self._path:
                path.unlink()

    def part(self, number: int) -> Path:
        """The part of a unit."""
        return self.folder / f"{number:06}.parquet"

    def parts(self) -> list[Path]:
        """Those of all units that are done, in order."""
        return [self.part(number) for number in sorted(self.reports)]

    def remove(self) -> None:
        """Remove all of it."""
        with suppress(FileNotFoundError):
            shutil.rmtree(self.folder)
