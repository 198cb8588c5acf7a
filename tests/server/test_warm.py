"""The process that becomes workers by being copied."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from tests.folders import FIXTURES

from rolegraph.rdf.query_worker import write_frame
from rolegraph.server import warm

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are copied")


def _is_there(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_it_forks_kills_what_is_its_own_and_leaves_nobody_behind() -> None:
    ours, theirs = socket.socketpair()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-P", "-m", warm.__name__], stdin=theirs.fileno(), stdout=subprocess.PIPE, env=environment
    ) as process:
        theirs.close()
        assert process.stdout is not None
        with ours:
            with ours.makefile("wb") as orders:
                write_frame(orders, json.dumps({"places": [str(FIXTURES / "small.ttl")], "forks": True}).encode())
            assert "ready" in json.loads(process.stdout.readline())
            copies, channels = [], []
            for _ in range(2):
                channel, other = socket.socketpair()
                with other:
                    socket.send_fds(ours, [warm.FORK + bytes(8)], [other.fileno()])
                channels.append(channel)
                copies.append(json.loads(process.stdout.readline())["forked"])
            ours.sendall(warm.KILL + os.getpid().to_bytes(8, "big"))  # which is nobody of its own
            ours.sendall(warm.KILL + copies[0].to_bytes(8, "big"))
            report = json.loads(process.stdout.readline())
            assert (report["ended"], report["code"]) == (copies[0], -signal.SIGKILL)
            assert _is_there(copies[1])
        assert process.wait(10) == 0
        assert not _is_there(copies[1])
        for channel in channels:
            channel.close()


def test_what_cannot_be_opened_is_reported() -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", warm.__name__],
        input=len(b'{"places": ["missing.ttl"]}').to_bytes(8, "big") + b'{"places": ["missing.ttl"]}',
        capture_output=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        timeout=60,
    )
    assert json.loads(done.stdout)["failed"].startswith("missing.ttl: ")
    assert (done.returncode, done.stderr) == (0, b"")
