"""Runs a notebook from a clean kernel, for the tests, and by `python -m tests.notebooks` to store what it puts out."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.folders import ROOT

FOLDER: Final = ROOT / "notebooks"
NOTEBOOKS: Final = sorted(FOLDER.glob("*.ipynb"))
ONET: Final = FOLDER.parents[1] / "shared" / "data" / "onet-29.3"

_METADATA: Final = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_WIDTH: Final = 1200  # pixels
# What a person may have set, and what a notebook must not see.
_PERSONAL: Final = ("ROLEGRAPH_GRAPH", "ROLEGRAPH_USER", "ROLEGRAPH_PASSWORD", "ROLEGRAPH_TOKEN", "COLUMNS", "NO_COLOR")


def read(path: Path) -> Any:
    """A notebook as it is stored."""
    import nbformat

    return nbformat.read(path, as_version=4)


def executed(path: Path, home: Path) -> Any:
    """A notebook with what its cells put out today, run in its own folder by a kernel that has an empty home.

    Parameters
    ----------
    home
        A folder for what the kernel and its libraries keep; no graph of the user's is read, nor written.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        When a cell fails.
    """
    from nbclient import NotebookClient

    notebook = read(path)
    client = NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        # Kernels remark on their transport, which is this machine's own.
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    kept = {name: value for name, value in os.environ.items() if name not in _PERSONAL}
    folders = {name: str(home) for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "IPYTHONDIR", "MPLCONFIGDIR")}
    client.execute(env={**kept, **folders, "PYTHONHASHSEED": "0"})
    notebook.metadata = _METADATA
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if "image/png" in output.get("data", {}):  # which is what is stored of a picture, not its page as well
                output.data.pop("text/html", None)
                output.data["image/png"] = _small(output.data["image/png"])
    return notebook


def _small(png: str) -> str:
    """An image in base64, no wider than a notebook shows it, in as many colours as drawings have."""
    from PIL import Image

    image = Image.open(io.BytesIO(b64decode(png))).convert("RGB")
    image.thumbnail((_WIDTH, 4 * _WIDTH))
    file = io.BytesIO()
    image.quantize(256, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return b64encode(file.getvalue()).decode("ascii")


def texts(notebook: Any) -> Iterator[tuple[int, str]]:
    """What the cells put out as text, each with the number of its cell; pictures and HTML are left aside.

    So is standard error: what a library remarks there, such as that it looks for fonts, depends on the machine.
    """
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", ()):
            if output.output_type == "stream" and output.name == "stdout":
                yield number, output.text
            for kind in ("text/plain", "text/markdown"):
                if kind in output.get("data", {}):
                    yield number, output.data[kind]


def main() -> None:
    """Run every notebook whose data is there, and write what it puts out into it."""
    import nbformat

    with tempfile.TemporaryDirectory() as home:
        for path in NOTEBOOKS:
            if path.stem == "onet" and not ONET.is_dir():
                print(f"{path.name} stays as it is: there is no {ONET}", file=sys.stderr)  # noqa: T201
                continue
            notebook = executed(path, Path(home))
            path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
