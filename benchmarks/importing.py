"""Importing a download by phases, with the memory at its highest so far: `python benchmarks/importing.py KIND PLACE`.

Without a place, of ESCO's size and of ten times that, made up by `escolike`. Validation is left out with --quick.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from escolike import write_download

from rolegraph.entities import info
from rolegraph.importing import KINDS, Kind, reader_of
from rolegraph.sources.downloads import Download
from rolegraph.sources.tally import Tally
from rolegraph.store.building import building
from rolegraph.store.dataset import Dataset
from rolegraph.store.stream import Stream
from rolegraph.validation import validate

SCALES = (1, 10)


@contextmanager
def phase(name: str) -> Iterator[None]:
    """Print how long something takes, and the most memory that the process has had until its end."""
    start = time.perf_counter()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {time.perf_counter() - start:8.1f} s  {peak:8.0f} MB  {name}", flush=True)


def measure(kind: Kind, place: Path, *, quick: bool) -> None:
    tally = Tally()
    with phase("reading alone"), closing(Download(place, Tally())) as download:
        reader = reader_of(kind, download, "en", "")
        reader.read(download, Stream(reader.source, lambda _: None))
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Download(place, tally)) as download,
        building(Path(folder) / "graph") as made,
    ):
        reader = reader_of(kind, download, "en", "")
        with phase("reading and loading"), made.stream(reader.source, reader.language) as stream:
            reader.read(download, stream)
        dataset = Dataset(made.store)
        if not quick:
            with phase("validation"):
                assert validate(dataset).valid
        with phase("what it holds"):
            found = info(dataset)
        print(f"  {sum(file.rows for file in tally.files()):,} rows, {found.statements:,} statements, {found.counts}")


def main() -> None:
    words = [word for word in sys.argv[1:] if word != "--quick"]
    quick = "--quick" in sys.argv
    if words:
        if words[0] not in KINDS:
            sys.exit(f"no kind {words[0]!r}: use one of {', '.join(KINDS)}")
        measure(words[0], Path(words[1]), quick=quick)
        return
    for scale in SCALES:
        with tempfile.TemporaryDirectory() as folder:
            print(f"\n{scale} times ESCO")
            write_download(Path(folder), scale)
            # a process of its own, for the most memory that one has had is never less
            subprocess.run([sys.executable, __file__, "esco", folder, *(["--quick"] if quick else [])], check=True)


if __name__ == "__main__":
    main()
