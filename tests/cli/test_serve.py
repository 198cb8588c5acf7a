"""`serve`: what it refuses, and a server as people start it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.cli.running import Run
from tests.folders import FIXTURES

from rolegraph.cli.config import configured
from rolegraph.readers.onet import carried_facts
from rolegraph.server import listening

SMALL = FIXTURES / "small.ttl"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--host", "0.0.0.0"), "add --read-only for whoever may read all of the graph, or a token with --token-file"),  # noqa: S104
        (("--port", "70000"), "--port"),
        (("--workers", "0"), "--workers"),
        (("--timeout", "nan"), "--timeout"),
        (("--token-file", "missing.txt"), "missing.txt: the token cannot be read: No such file or directory"),
    ],
)
def test_what_cannot_be_served_is_one_message(run: Run, words: tuple[str, ...], message: str) -> None:
    code, out, err = run("serve", *words)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("token", ["", "short", "with a space in between", "ä" * 20, "two\nlines of a token"])
def test_a_token_that_is_none_is_refused(run: Run, tmp_path: Path, token: str) -> None:
    (tmp_path / "token").write_text(token, encoding="utf-8")
    code, _, err = run("serve", "--host", "0.0.0.0", "--token-file", tmp_path / "token")  # noqa: S104
    assert code == 2
    assert f"{tmp_path / 'token'}: holds no token (write one line of at least 16 letters and digits" in err


def test_a_port_that_is_in_use_is_said_before_anything_is_opened(run: Run) -> None:
    with listening.listener("127.0.0.1", 0) as taken:
        code, _, err = run("serve", "--port", str(taken.getsockname()[1]))
    assert code == 2
    assert "is in use: choose another with --port, or 0 for any that is free" in err


def test_what_serving_needs_is_named_where_it_is_missing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "rolegraph.server.listening")
    monkeypatch.delattr("rolegraph.server.listening")
    code, _, err = run("serve")
    assert code == 2
    assert "pip install 'rolegraph[serve]'" in err


def test_the_facts_of_onet_are_served_beside_the_default_graph_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    serve = sys.modules["rolegraph.cli.serve"]  # the name in the package is the command
    monkeypatch.setattr(serve, "make_onet", lambda: made.append("facts"))
    assert serve.opening([])["onet"] is True
    assert made == ["facts"]
    assert serve.opening([str(SMALL)])["onet"] is False
    monkeypatch.setenv("ROLEGRAPH_NO_ONET", "true")
    assert configured("no_onet")
    assert serve.opening([])["onet"] is False
    assert made == ["facts"]
    assert carried_facts.title().startswith("O*NET")


class _Server:
    """A server as somebody starts it, and what it has said."""

    def __init__(self, log: Path, *words: str, **environment: str) -> None:
        self._log = log
        command = [
            sys.executable,
            "-m",
            "rolegraph",
            "serve",
            "--port",
            "0",
            "-g",
            str(SMALL),
            "--alone",
            "--log",
            *words,
        ]
        with log.open("wb") as errors:
            paths = {"PYTHONPATH": os.pathsep.join(sys.path)}
            self.process = subprocess.Popen(command, stderr=errors, env={**os.environ, **paths, **environment})
        self.address = self.said(r"serving at (http://\S+)")

    def said(self, pattern: str, seconds: float = 40.0) -> str:
        """What matches a pattern in what it has said, or will say."""
        for _ in range(int(seconds / 0.05)):
            text = self._log.read_text(encoding="utf-8")
            if found := re.search(pattern, text):
                return found[1]
            assert self.process.poll() is None, text
            time.sleep(0.05)
        raise AssertionError(f"{pattern} is not in {text}")

    def get(self, path: str = "", **headers: str) -> tuple[int, str]:
        asked = urllib.request.Request(self.address + path, headers=headers)  # noqa: S310 - our own server
        try:
            with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with closing(error):
                return error.code, error.read().decode()

    def processes(self) -> list[int]:
        """Itself and all that it has begun."""
        listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout  # noqa: S607
        parents = {int(line.split()[0]): int(line.split()[1]) for line in listed.splitlines()}
        found = [self.process.pid]
        for process in found:
            found += [child for child, parent in parents.items() if parent == process]
        return found


def _is_there(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _until(true: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether something becomes true in some seconds."""
    for _ in range(int(seconds / 0.05)):
        if true():
            return True
        time.sleep(0.05)
    return true()


pytest_linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked at as on Linux")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[_Server]:
    found = _Server(tmp_path / "log", "--workers", "2")
    yield found
    if found.process.poll() is None:
        found.process.kill()
    found.process.wait(10)


@pytest_linux
def test_a_server_answers_logs_keeps_no_files_open_and_stops_when_it_is_told_to(server: _Server) -> None:
    assert _until(lambda: len(server.processes()) == 4)
    front, *others = server.processes()
    assert server.get()[0] == 200
    assert server.get("nothing-here")[0] == 404
    assert server.get("health", Host="evil.example")[0] == 421
    before = [len(list(Path(f"/proc/{process}/fd").iterdir())) for process in (front, *others)]
    for _ in range(200):
        server.get("static/site.css")
    after = [len(list(Path(f"/proc/{process}/fd").iterdir())) for process in (front, *others)]
    assert all(now <= then + 3 for then, now in zip(before, after, strict=True))
    assert re.fullmatch(r"[\d.]+", server.said(r"(?m)^\S+ GET /nothing-here 404 \d+ (\S+)$"))
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(20) == 0
    assert _until(lambda: not any(map(_is_there, others)))


@pytest_linux
def test_where_the_front_is_killed_no_process_is_left(server: _Server) -> None:
    everybody = server.processes()
    server.process.kill()
    server.process.wait(10)
    assert _until(lambda: not any(map(_is_there, everybody)))


@pytest_linux
def test_a_stop_lets_a_request_that_is_under_way_finish(server: _Server) -> None:
    host, port = re.findall(r"//([\d.]+):(\d+)", server.address)[0]
    with socket.create_connection((host, int(port)), timeout=20) as asking:
        asking.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nConnection: close\r\n\r\nab")
        time.sleep(0.3)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((host, int(port)), timeout=5)
        asking.sendall(b"cd")
        answer = b""
        while piece := asking.recv(1_000):
            answer += piece
    assert answer.startswith(b"HTTP/1.1 405 ")
    assert server.process.wait(20) == 0


def test_a_token_is_asked_of_everybody(tmp_path: Path) -> None:
    token = "0123456789abcdef"  # noqa: S105 - of this test
    server = _Server(tmp_path / "log", "--host", "0.0.0.0", "--workers", "1", ROLEGRAPH_SERVE_TOKEN=token)  # noqa: S104
    try:
        server.address = server.address.replace("0.0.0.0", "127.0.0.1")  # noqa: S104
        assert server.get()[0] == 401
        assert server.get("api/list")[0] == 401
        assert server.get("health")[0] == 200
        assert server.get(Authorization=f"Bearer {token}")[0] == 200
        assert token not in server._log.read_text(encoding="utf-8")
    finally:
        server.process.terminate()
        assert server.process.wait(20) == 0
