"""The command as a module, and interrupts: neither shows a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SMALL

# Ends where a module is imported, a function is called, or a line is written, as if someone pressed Ctrl-C there.
_INTERRUPTED = {
    "loading": "import builtins; real = builtins.__import__\n"
    "def stop(name, *rest):\n    if name == 'typer': raise KeyboardInterrupt\n    return real(name, *rest)\n"
    "builtins.__import__ = stop",
    "working": "import rolegraph.graph as g\ndef stop(*places, **more): raise KeyboardInterrupt\ng.open_graph = stop",
    "writing": "import rolegraph.cli.output as o\ndef stop(*_): raise KeyboardInterrupt\no.Printed.write = stop",
}


def test_the_command_is_a_module_too() -> None:
    command = [sys.executable, "-m", "rolegraph", "list", "roles", "--graph", str(SMALL), "-f", "csv"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "baker" in done.stdout


@pytest.mark.parametrize("moment", _INTERRUPTED)
def test_an_interrupt_is_no_traceback(moment: str) -> None:
    program = f"{_INTERRUPTED[moment]}\nfrom rolegraph.__main__ import main\nmain()"
    words = [sys.executable, "-c", program, "list", "roles", "--graph", str(SMALL)]
    done = subprocess.run(words, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


_HOMELESS = """
import os, pwd
def nobody(uid): raise KeyError(uid)
pwd.getpwuid = nobody
for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "ROLEGRAPH_CONFIG"):
    os.environ.pop(name, None)
from rolegraph.__main__ import main
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="homes are found otherwise there")
@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ("list roles", 0, ""),
        ("config show", 0, ""),
        ("config set format json", 2, "rolegraph: /dev/null/config.toml: cannot be written"),
        ("ingest ARTICLE", 2, "rolegraph: there is no home folder for your own graph (set HOME, or name another"),
        ("ingest ARTICLE --graph mine.ttl", 0, ""),
    ],
)
def test_without_a_home_folder_all_works_but_what_is_kept_there(
    tmp_path: Path, words: str, code: int, message: str
) -> None:
    article = SMALL.parent / "articles" / "markdown.txt"
    line = [str(article) if word == "ARTICLE" else word for word in words.split()]
    done = subprocess.run([sys.executable, "-c", _HOMELESS, *line], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == code
    assert done.stderr.startswith(message)
    assert done.stderr.count("\n") == bool(message)
    assert {path.name for path in tmp_path.iterdir()} <= {"mine.ttl"}
