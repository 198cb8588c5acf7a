"""The process that becomes workers by being copied."""

from __future__ import annotations

import errno
import io
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.folders import FIXTURES

from rolegraph.rdf.query_worker import write_frame
from rolegraph.server import warm
from rolegraph.server.application import application
from rolegraph.server.opening import opened, prepare

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


@pytest.mark.parametrize("roles", [0, 1, 2])
def test_what_is_asked_most_is_there_for_any_number_of_roles(tmp_path: Path, roles: int) -> None:
    (tmp_path / "graph.ttl").write_text(
        "@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "<https://w3id.org/rolegraph/source/own> a rg:Source .\n"
        + "".join(
            f'<https://w3id.org/rolegraph/id/role/cook-{number}> a rg:Role ; skos:prefLabel "Cook {number}"@en .\n'
            for number in range(roles)
        ),
        encoding="utf-8",
    )
    served = opened({"places": [str(tmp_path / "graph.ttl")], "alone": True})
    prepare(served)
    client = TestClient(application(served))
    statuses = {address: client.get(address).status_code for address in warm._usual(served)}
    assert set(statuses.values()) == {200}, statuses
    assert ("/role/cook-0" in statuses) is (roles > 0)
    assert any(address.startswith("/plan") for address in statuses) is (roles > 1)


def test_an_order_whose_socket_could_not_be_taken_over_is_answered() -> None:
    ours, theirs = socket.socketpair()
    reports = io.BytesIO()
    with ours, theirs:
        ours.sendall(warm.FORK + bytes(8))  # as it comes where so many files are open as may be
        assert warm._Warm(None, theirs, reports)._obey()
    assert json.loads(reports.getvalue())["forked"] == 0


def test_what_a_copy_says_is_kept_off_the_disk_and_not_at_all_where_there_is_no_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    if hasattr(os, "memfd_create"):
        with warm._kept() as said:
            os.write(said.fileno(), b"something")
            said.seek(0)
            assert said.read() == b"something"
        monkeypatch.setattr(os, "memfd_create", full)
    with warm._kept() as said:
        os.write(said.fileno(), b"something")
        said.seek(max(0, said.seek(0, os.SEEK_END) - 10))
        assert said.read() == b""
