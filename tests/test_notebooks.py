"""The notebooks say what is so: each runs from a clean kernel, and puts out the text that is stored in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.notebooks import FOLDER, NOTEBOOKS, ONET, executed, read, texts

pytestmark = pytest.mark.slow

_SIZE = 400_000
_ONE_MACHINE = ("/tmp", "/work", "/home", "/root")  # noqa: S108 - looked for, not used
_NO_ANSWER = ("Warning", " at 0x", "Traceback")


def test_there_are_five() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["one-graph", "onet", "sparql", "tour", "your-own-graph"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_and_puts_out_what_is_stored(path: Path, tmp_path: Path) -> None:
    if path.stem == "onet" and not ONET.is_dir():
        pytest.skip("needs the text files of O*NET 29.3 in ../shared/data/onet-29.3, beside the repository")
    assert list(texts(executed(path, tmp_path))) == list(texts(read(path))), "run bin/notebooks"


def test_a_cell_that_fails_is_a_failure_and_says_what_is_missing(tmp_path: Path) -> None:
    from nbclient.exceptions import CellExecutionError

    elsewhere = tmp_path / "a" / "b" / "onet.ipynb"
    elsewhere.parent.mkdir(parents=True)
    shutil.copy(FOLDER / "onet.ipynb", elsewhere)
    with pytest.raises(CellExecutionError, match=r"Please download the text files of O\*NET"):
        executed(elsewhere, tmp_path)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_is_stored_as_it_was_run(path: Path) -> None:
    notebook = read(path)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    outputs = [output for cell in cells for output in cell.outputs]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert any(output.output_type == "display_data" and "image/png" in output.data for output in outputs)
    assert {output.output_type for output in outputs} <= {"stream", "display_data", "execute_result"}
    assert {output.name for output in outputs if output.output_type == "stream"} <= {"stdout"}
    # Pictures are left aside: they are letters and strokes in which any short word may occur.
    data = [item for output in outputs for item in output.get("data", {}).items()]
    said = [text for kind, text in data if not kind.startswith("image/")]
    said += [output.text for output in outputs if output.output_type == "stream"]
    assert [word for word in (*_ONE_MACHINE, *_NO_ANSWER) if any(word in text for text in said)] == []
    assert [word for word in _ONE_MACHINE if any(word in cell.source for cell in notebook.cells)] == []
    assert path.stat().st_size < _SIZE


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_keeps_nothing_that_changes_from_run_to_run(path: Path) -> None:
    notebook = read(path)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec.name == "python3"
    assert all(cell.metadata == {} for cell in notebook.cells)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
