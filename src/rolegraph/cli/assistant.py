"""`mcp`: the graph for an assistant, which asks over the Model Context Protocol."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from rolegraph.cli.config import configured
from rolegraph.cli.options import GraphOption, alone, flag, option
from rolegraph.cli.output import session
from rolegraph.cli.serve import opening
from rolegraph.errors import RolegraphError

if TYPE_CHECKING:
    from rolegraph.server.served import ServedGraph

_PROFILE: Final = "Your profile, which the assistant may read (see `profile`)."
_WRITE: Final = "Let the assistant change that profile, and nothing else."
_PATIENCE: Final = 40.0  # seconds that a question waits for the graph; assistants wait for about a minute


def mcp(
    graph: GraphOption = None,
    profile: Annotated[Path | None, option("FILE", _PROFILE)] = None,
    write: Annotated[bool, flag(_WRITE, "--write")] = False,
) -> None:
    """Answer an assistant's questions over the Model Context Protocol, on standard input and output.

    An assistant starts this itself, once its settings name the command. The shipped graph and your own are asked
    together with the facts of O*NET, unless --graph names others. `rolegraph serve` answers the same over HTTP.
    """
    if write and profile is None:
        raise RolegraphError("--write lets the assistant change a profile: name it with --profile FILE")
    try:
        from rolegraph.server.mcp.transports import serve_stdio
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in ("mcp", "mcp_types", "anyio", "starlette"):
            raise
        raise RolegraphError("an assistant needs an extra: pip install 'rolegraph[mcp]'") from None
    served = _opening(graph or [])
    if profile is not None:
        _check(profile, served)
    if sys.stdin.isatty():
        session.note("Waiting for an assistant on standard input; Ctrl-C ends.")
    serve_stdio(served, profile, writes=write)


def _check(profile: Path, served: Callable[[], ServedGraph]) -> None:
    """Refuse a profile that cannot be read, before an assistant asks for it."""
    from rolegraph.profiles.tracking import read

    read(served().asked(), profile, skip_unknown=True)


def _opening(places: list[str]) -> Callable[[], ServedGraph]:
    """What gives the graph; where that of O*NET's facts has to be made first, it is made while nobody waits for it."""
    from rolegraph.rdf.files import is_built
    from rolegraph.readers.onet import carried_facts

    opened: Future[ServedGraph] = Future()
    is_default = not (places or configured("graph") or configured("no_onet") or alone())
    if is_default and not is_built(carried_facts.graph()):
        session.note(f"Making a graph of the facts of {carried_facts.title()}, once; questions wait for it.")
        threading.Thread(target=_open, args=(opened, places), daemon=True).start()
    else:
        _open(opened, places)
        opened.result()  # or the error

    def served() -> ServedGraph:
        try:
            return opened.result(_PATIENCE)
        except TimeoutError:
            raise RolegraphError("the graph is being made, which happens once: ask again in a minute") from None

    return served


def _open(opened: Future[ServedGraph], places: list[str]) -> None:
    from rolegraph.server.opening import opened as graph_of

    try:
        served = graph_of(opening(places))
    except Exception as error:  # noqa: BLE001 - told to whoever waits for the graph
        opened.set_exception(error)
    else:
        opened.set_result(served)
        threading.Thread(target=_prepare, args=(served,), daemon=True).start()


def _prepare(served: ServedGraph) -> None:
    """Read, and once for a graph compute, what questions need, while nobody has asked one yet."""
    with suppress(Exception):  # the question that needs it tells of it
        _ = served.graph.lexicon, served.graph.matrix, served.graph.similarity, served.graph.mobility
