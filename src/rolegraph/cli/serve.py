"""`serve`: the graph in a browser, for programs and for assistants."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from rolegraph.cli.config import configured
from rolegraph.cli.options import GraphOption, alone, estimates, flag, label_language, make_onet, option
from rolegraph.cli.output import session, tell
from rolegraph.errors import RolegraphError, SourceError
from rolegraph.rdf.files import is_address

if TYPE_CHECKING:
    from rolegraph.server.admission import Admission

TOKEN: Final = "ROLEGRAPH_SERVE_TOKEN"  # noqa: S105 - the name of a variable
_SHORTEST: Final = 16  # characters of a token
_MOST_WORKERS: Final = 4  # unless more are asked for
_RATE: Final = 20.0  # requests a second from one address, for other machines

HostOption = Annotated[
    str, option("HOST", "The address to listen at: another than this machine's own needs more.", "--host")
]
PortOption = Annotated[
    int, option("PORT", "The port to listen at; 0 for any that is free.", "--port", min=0, max=65535)
]
WorkersOption = Annotated[
    int | None,
    option("N", "Processes that answer. [default: as many as processors, at most 4]", "--workers", min=1, max=64),
]
ReadOnlyOption = Annotated[bool, flag("Answer whoever asks: nobody can change anything.", "--read-only")]
TokenOption = Annotated[
    Path | None, option("FILE", f"A file with the token that all requests need. [env var: {TOKEN}]", "--token-file")
]
AllowHostOption = Annotated[
    list[str] | None, option("NAME", "Another name under which the server may be asked. Repeatable.", "--allow-host")
]
TimeoutOption = Annotated[float, option("SECONDS", "The most that an answer takes.", "--timeout", min=0.1, max=3600.0)]
RateOption = Annotated[
    float | None,
    option(
        "N", "Requests a second from one address, 0 for any number. [default: 20, on this machine any]", "--rate", min=0
    ),
]
BodyOption = Annotated[float, option("MB", "The most that a request may have.", "--max-body", min=0.001, max=1000.0)]
OpenOption = Annotated[bool, flag("Open it in a browser.", "--open")]
LogOption = Annotated[bool, flag("A line for each request: time, path, status, bytes, milliseconds.", "--log")]


def serve(
    graph: GraphOption = None,
    host: HostOption = "127.0.0.1",
    port: PortOption = 8000,
    workers: WorkersOption = None,
    read_only: ReadOnlyOption = False,
    token_file: TokenOption = None,
    allow_host: AllowHostOption = None,
    timeout: TimeoutOption = 30.0,
    rate: RateOption = None,
    max_body: BodyOption = 10.0,
    log: LogOption = False,
    open_: OpenOption = False,
) -> None:
    """Serve a graph: pages for a browser, a JSON API, a SPARQL endpoint, MCP for assistants.

    Without --graph, that is the graph that rolegraph ships, your own, and the facts of O*NET beside them. When a graph
    is replaced on disk, the new one is served from then on.
    """
    try:
        from rolegraph.server import listening
        from rolegraph.server.front import Front, log_line
        from rolegraph.server.workforce import Workforce
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("rolegraph"):
            raise
        raise RolegraphError(f"serving needs {error.name}: pip install 'rolegraph[serve]'") from None
    admission = _admission(host, allow_host or [], token_file, rate, max_body, read_only=read_only)
    found = listening.listener(host, port)
    with found:
        workforce = Workforce(opening(graph or []), workers or _usual_workers(), timeout, note=_note)
        front = Front(workforce, admission, timeout, log_line if log or session.verbose else None)

        def started() -> None:
            address = _address(host, found.getsockname()[1])
            session.note(f"rolegraph: {workforce.about}")
            session.note(f"rolegraph: serving at {address} (stop with Ctrl-C)")
            if admission.token:
                session.note(f"rolegraph: every request needs the token; {address}token asks a browser for it")
            if open_:
                typer.launch(address)

        listening.run(found, workforce, front, started)


def _note(text: str) -> None:
    tell(f"rolegraph: {text}")


def _usual_workers() -> int:
    try:
        processors = len(os.sched_getaffinity(0))
    except AttributeError:
        processors = os.cpu_count() or 1
    return min(_MOST_WORKERS, processors)


def opening(graphs: list[str]) -> dict[str, object]:
    """What the processes open. The facts of O*NET are made here, where people see that they are."""
    places = graphs or [place for place in [configured("graph")] if place]
    with_facts = not places and not alone() and not configured("no_onet")
    if "onet" in places and not Path("onet").exists():
        make_onet()
    elif with_facts:
        try:
            make_onet()
        except (SourceError, OSError) as error:
            session.note(f"rolegraph: served without the facts of O*NET, of which no graph can be made: {error}")
            with_facts = False
    return {
        "places": [
            place if is_address(place) or not Path(place).exists() else str(Path(place).absolute()) for place in places
        ],
        "onet": with_facts,
        "language": label_language(),
        "estimates": estimates(),
        "alone": alone(),
    }


def _address(host: str, port: int) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/"


def _admission(
    host: str, names: list[str], token_file: Path | None, rate: float | None, max_body: float, *, read_only: bool
) -> Admission:
    from rolegraph.server.admission import Admission, is_loopback

    token = _token(token_file)
    if not is_loopback(host) and not (read_only or token):
        problem = f"--host {host} lets other machines ask"
        cure = f"add --read-only for whoever may read all of the graph, or a token with --token-file or {TOKEN}"
        raise RolegraphError(f"{problem}: {cure}")
    usual = 0.0 if is_loopback(host) else _RATE
    return Admission(host, names, token, usual if rate is None else rate, int(max_body * 1e6))


def _token(file: Path | None) -> str:
    """The token, from a file or the environment; never from the command line, which others on this machine see."""
    found, source = os.environ.get(TOKEN, "").strip(), TOKEN
    if file is not None:
        source = str(file)
        try:
            found = file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            problem = getattr(error, "strerror", None) or "is no text"
            raise SourceError(f"the token cannot be read: {problem}", "name a file with one line", path=file) from None
    elif not found:
        return ""
    if len(found) < _SHORTEST or not found.isascii() or not found.isprintable() or " " in found:
        cure = f"write one line of at least {_SHORTEST} letters and digits, as `openssl rand -hex 16` gives them"
        raise SourceError("holds no token", cure, path=source)
    return found
