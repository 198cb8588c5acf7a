"""The process that reads files: it speaks to no network, starts no program, and says what went wrong."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
from typing import Any

import pytest
from tests.readers.documents.forms.made_files import column, docx_file, pdf

from rolegraph.rdf.query_worker import read_frame, write_frame
from rolegraph.readers.documents.forms.reading_worker import read

COMMAND = (sys.executable, "-P", "-m", "rolegraph.readers.documents.forms.reading_worker")


def ask(*requests: tuple[dict[str, Any], bytes]) -> list[Any]:
    """What a worker answers: for each request the values, then what went wrong."""
    sent = io.BytesIO()
    for request, data in requests:
        write_frame(sent, json.dumps(request).encode())
        write_frame(sent, data)
    done = subprocess.run(COMMAND, input=sent.getvalue(), capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    received, out = io.BytesIO(done.stdout), []
    while (frame := read_frame(received)) is not None:
        out.append(json.loads(frame) if frame else None)
    return out


def test_files_are_read_one_after_the_other() -> None:
    page, end, status, fitter, _, _ = ask(
        ({"form": "html"}, b"<h1>Baker"), ({"form": "pdf"}, pdf(column(50, 50, "Fit")))
    )
    assert (page[0], page[1][0][0], end, status) == ("Baker", "Baker", None, {})
    assert fitter[1][0][0] == "Fit"


def test_what_goes_wrong_is_said() -> None:
    _, broken, _, empty = ask(({"form": "docx"}, b"PK"), ({"form": "pdf"}, pdf([])))
    assert broken["kind"] == "damaged"
    assert (empty["kind"], empty["problem"]) == ("source", "has no text on its 1 pages: it is probably a scan")


def test_every_form_is_read_here_as_well() -> None:
    docx = docx_file(lambda document: document.add_heading("Cook", 1))
    assert [value[0] for value in read({"form": "docx"}, docx)] == ["Cook"]  # type: ignore[index]


@pytest.mark.parametrize(
    "statement",
    [
        "import socket; socket.create_connection(('127.0.0.1', {port}))",
        "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {port}))",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:{port}/')",
        "import os; os.system('true')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.execv('/bin/true', ['true'])",
    ],
)
def test_a_worker_may_neither_speak_to_a_network_nor_start_a_program(statement: str) -> None:
    program = (
        "import sys; from rolegraph.readers.documents.forms import reading_worker as w; sys.addaudithook(w._forbid)"
    )
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = f"{program}\n{statement.format(port=server.getsockname()[1])}"
        done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, env=os.environ, timeout=60)
    assert done.returncode == 1
    assert b"PermissionError: reading a file may not do this" in done.stderr
