"""The process that has the graph open and ready for every question, and becomes workers by being copied.

A copy takes milliseconds and shares its memory. On standard input, a socket, come a frame with what to open, and then
orders: `fork`, with the socket on which the copy answers, or `kill` with a process. On standard output go reports, a
line of JSON each: that it is `ready`, or what `failed`; which process was `forked` and which `ended`; that the places
have `changed`. Where the system cannot copy processes, it only says these of the graph, and standard input is a pipe.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final, cast
from urllib.parse import quote

from rolegraph.errors import RolegraphError
from rolegraph.model.nodes import Kind
from rolegraph.rdf.query_worker import outlive_no_parent, read_frame
from rolegraph.server.opening import Watch, is_large, opened, outward, prepare, prepare_more, settled
from rolegraph.server.served import ServedGraph
from rolegraph.server.worker import answer_requests, rehearse

ORDER: Final = 9  # bytes: what to do, and the number of a process
FORK, KILL = b"f", b"k"
_LOOK: Final = 1.0  # seconds between looks at the places
_TAIL: Final = 2_000  # bytes that a process has said last


class _Warm:
    """The copies of this process, and the reports about them."""

    def __init__(self, application: Any, control: socket.socket, reports: BinaryIO) -> None:
        self._application, self._control, self._reports = application, control, reports
        self._said: dict[int, Any] = {}  # of each copy, the file that its standard error is

    def report(self, **about: object) -> None:
        _write(self._reports, about)

    def run(self, watch: Watch) -> None:
        """Obey until nobody gives orders any more."""
        awake, waker = os.pipe()
        os.set_blocking(waker, False)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        look = time.monotonic() + _LOOK
        orders = self._control.fileno()
        try:
            while True:
                ready, _, _ = select.select([orders, awake], [], [], max(0.0, look - time.monotonic()))
                if awake in ready:
                    os.read(awake, 1_000)
                self._bury()
                if orders in ready and not self._obey():
                    break
                if time.monotonic() >= look:
                    look = time.monotonic() + _LOOK
                    if watch.has_changed():
                        self.report(changed=True)
        except OSError:  # nobody hears any more
            pass
        finally:
            for process in self._said:
                os.kill(process, signal.SIGKILL)

    def _obey(self) -> bool:
        """Carry out the next order; False where there is none."""
        order, sockets, _, _ = socket.recv_fds(self._control, ORDER, 1)
        while order and len(order) < ORDER and (more := self._control.recv(ORDER - len(order))):
            order += more
        if order[:1] == KILL:
            process = int.from_bytes(order[1:], "big")
            if process in self._said:  # and so its number is nobody else's
                os.kill(process, signal.SIGKILL)
        elif order[:1] == FORK and sockets:
            self._fork(socket.socket(fileno=sockets[0]))
        elif order[:1] == FORK:  # so many files are open that its socket could not be taken over
            self.report(forked=0, problem="too many open files")
        return len(order) == ORDER

    def _fork(self, channel: socket.socket) -> None:
        said = _kept()
        try:
            process = os.fork()
        except OSError as error:
            said.close()
            channel.close()
            self.report(forked=0, problem=str(error))
            return
        if not process:
            self._become_worker(channel, said.fileno())
        channel.close()
        self._said[process] = said
        self.report(forked=process)

    def _become_worker(self, channel: socket.socket, said: int) -> None:
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.dup2(said, 2)
            self._control.close()
            self._reports.close()
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            outlive_no_parent()
            with channel, channel.makefile("rb") as receiver, channel.makefile("wb") as sender:
                answer_requests(self._application, receiver, sender)
            code = 0
        except OSError:  # who asks has gone
            code = 0
        except MemoryError:
            os.write(2, b"MemoryError")
        finally:
            os._exit(code)

    def _bury(self) -> None:
        """Report the copies that have ended."""
        for process in list(self._said):
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                with self._said.pop(process) as said:
                    said.seek(max(0, said.seek(0, os.SEEK_END) - _TAIL))
                    last = said.read().decode(errors="replace")
                self.report(ended=process, code=os.waitstatus_to_exitcode(status), said=last)


def _kept() -> BinaryIO:
    """A file for what a copy says, in memory where the system has such; it keeps nothing where there is no room."""
    try:
        if hasattr(os, "memfd_create"):
            return os.fdopen(os.memfd_create("said"), "r+b", buffering=0)
        return cast(BinaryIO, tempfile.TemporaryFile())
    except OSError:
        return Path(os.devnull).open("r+b", buffering=0)


def _usual(served: ServedGraph) -> Iterator[str]:
    """Addresses of what is asked most, so that what answers it is loaded."""
    yield from ("/", "/static/site.css", "/suggest?q=data", "/search?q=data", "/sources", "/sparql?query=ASK%20%7B%7D")
    roles = [quote(served.graph.lexicon.name_of(role)) for role in served.graph.nodes(Kind.ROLE)[:2]]
    for one in roles[:1]:
        yield from (f"/role/{one}", f"/nearest?role={one}", f"/api/nearest?role={one}")
    if len(roles) > 1:
        way = "from={}&to={}".format(*roles)
        yield from (f"/plan?{way}", f"/api/path?{way}", "/compare?role={}&role={}".format(*roles))
    for tool in served.graph.nodes(Kind.TOOL)[:1]:
        yield f"/tool/{quote(served.graph.lexicon.name_of(tool))}"


def _write(reports: BinaryIO, about: Mapping[str, object]) -> None:
    reports.write(json.dumps(about).encode() + b"\n")
    reports.flush()


def main() -> None:
    """Open, prepare, and obey until standard input ends."""
    from rolegraph.server.application import application

    warnings.simplefilter("ignore", DeprecationWarning)  # of copying a process in which the engine has threads
    reports = outward()
    outlive_no_parent()
    # No more is read than is asked for: orders follow, with sockets beside them.
    opening = json.loads(read_frame(cast(Any, sys.stdin.buffer).raw) or b"{}")
    try:
        watch = Watch(opening)
        served = opened(opening)
        prepare(served)
    except (RolegraphError, OSError, MemoryError) as error:
        _write(reports, {"failed": str(error) or type(error).__name__})
        return
    made = application(served)
    rehearse(made, _usual(served))
    for_later = is_large(served) and not opening.get("thorough")
    if not for_later:
        prepare_more(served)
        rehearse(made, ("/api/stats",))
    settled()
    about = served.graph.dataset.summary()
    _write(reports, {"ready": served.fingerprint, "about": about, "for_later": for_later})
    if opening.get("forks"):
        control = socket.socket(fileno=os.dup(0))
        _Warm(made, control, reports).run(watch)
    else:
        threading.Thread(target=_end_with_input, daemon=True).start()
        while True:
            time.sleep(_LOOK)
            if watch.has_changed():
                _write(reports, {"changed": True})


def _end_with_input() -> None:
    while os.read(0, 1_000):
        pass
    os._exit(0)


if __name__ == "__main__":
    main()
